"""The body of a request, read up to a bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.requests import ClientDisconnect

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import shorten_text
from kiemdinh.web.problems import ProblemKind, WebProblem

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["read_body", "read_json_body"]

_ENCODINGS: Final = ("", "identity")


async def read_body(request: Request, most: int) -> bytes:
    """Return the body of a request.

    Raises
    ------
    WebProblem
        The body has more than *most* bytes, by its declared length or by the bytes that have arrived (413); or the
        client has gone, so that nobody receives the answer (422).
    """
    said = request.headers.get("content-length", "")
    if said.isdecimal() and (len(said) > 18 or int(said) > most):
        raise _too_large(most)
    parts, length = [], 0
    try:
        async for part in request.stream():
            length += len(part)
            if length > most:
                raise _too_large(most)
            parts.append(part)
    except ClientDisconnect:
        raise WebProblem(ProblemKind.INVALID) from None
    return b"".join(parts)


async def read_json_body(request: Request, most: int) -> bytes:
    """Return the body of a request whose headers say that it is JSON and not compressed.

    Since the headers must say so, a page of another site cannot make its reader's browser send such a request.

    Raises
    ------
    WebProblem
        The headers say something else (415), or the body has more than *most* bytes (413).
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    encoding = request.headers.get("content-encoding", "").strip().lower()
    if not (kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))):
        message = Message("the body is of type '{kind}'", kind=shorten_text(kind))
        raise _wrong_content(message, "application/json")
    if encoding not in _ENCODINGS:
        message = Message("the body is compressed ('{encoding}')", encoding=shorten_text(encoding))
        raise _wrong_content(message, "identity")
    return await read_body(request, most)


def _wrong_content(message: Message, expected: str) -> WebProblem:
    found = Diagnostic("KD334", "error", message, expected=Message.verbatim(expected))
    return WebProblem(ProblemKind.WRONG_CONTENT, [found], {"accept": "application/json", "accept-encoding": "identity"})


def _too_large(most: int) -> WebProblem:
    message = Message("the body has more than {most:,} bytes", most=most)
    return WebProblem(ProblemKind.TOO_LARGE, [Diagnostic("KD003", "error", message)])
