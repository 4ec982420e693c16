"""The fields of a form that a request sends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from kiemdinh.web.bodies import read_body
from kiemdinh.web.problems import ProblemKind, WebProblem

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["read_form", "read_suppositions"]

_MEDIA_TYPE: Final = "application/x-www-form-urlencoded"
_MAX_FIELDS: Final = 3_000
_SUPPOSED: Final = "set:"


async def read_form(request: Request, most: int) -> dict[str, str]:
    """Return the fields of a form that a request sends, of at most *most* bytes; where one is there twice, the last.

    Raises
    ------
    WebProblem
        The body is larger (413), or is not a form (415, 422).
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _MEDIA_TYPE:
        raise WebProblem(ProblemKind.WRONG_CONTENT)
    body = await read_body(request, most)
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS)
    except ValueError:
        raise WebProblem(ProblemKind.INVALID) from None
    # Browsers end lines with both characters, whatever was typed.
    return {key: value.replace("\r\n", "\n") for key, value in pairs}


def read_suppositions(form: Mapping[str, str]) -> dict[str, str]:
    """Return what is supposed, by the id of each node or input; those that are left as they are do not appear."""
    found = {key.removeprefix(_SUPPOSED): value.strip() for key, value in form.items() if key.startswith(_SUPPOSED)}
    return {key: value for key, value in found.items() if value}
