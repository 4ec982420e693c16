"""The body of a request, read up to a bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.web.problems import ProblemKind, WebProblem

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["read_body"]


async def read_body(request: Request, most: int) -> bytes:
    """Return the body of a request.

    Raises
    ------
    WebProblem
        It has more than *most* bytes, by what it says of its length or by what has come of it (413).
    """
    said = request.headers.get("content-length", "")
    if said.isdecimal() and (len(said) > 18 or int(said) > most):
        raise _too_large(most)
    parts, length = [], 0
    async for part in request.stream():
        length += len(part)
        if length > most:
            raise _too_large(most)
        parts.append(part)
    return b"".join(parts)


def _too_large(most: int) -> WebProblem:
    message = Message("the body has more than {most:,} bytes", most=most)
    # The rest of the body is not read, so that nothing else can be asked on the connection.
    return WebProblem(ProblemKind.TOO_LARGE, [Diagnostic("KD003", "error", message)], {"connection": "close"})
