"""The language of an answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.arguments import check_choice
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.diagnostics.message import LANGUAGES
from kiemdinh.web.problems import ProblemKind, WebProblem

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection

__all__ = ["accepted_language", "choose_language"]

_RANGE: Final = re.compile(r"\s*([A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9]{1,8})*\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?")
_MAX_HEADER: Final = 1_000


def choose_language(request: HTTPConnection, default: str) -> str:
    """Return the language that a request asks for: by ``?lang=``, else by ``Accept-Language``, else *default*.

    Raises
    ------
    WebProblem
        ``?lang=`` is no language of kiemdinh.
    """
    asked = request.query_params.get("lang")
    if asked is None:
        return accepted_language(request.headers.get("accept-language", ""), default)
    try:
        return check_choice("lang", asked, LANGUAGES)
    except InputError as error:
        raise WebProblem(ProblemKind.INVALID, error.diagnostics) from None


def accepted_language(header: str, default: str) -> str:
    """Return the language that a header ``Accept-Language`` prefers; *default* where it accepts none of ours.

    >>> accepted_language("fr, en;q=0.5, vi;q=0.4", "vi")
    'en'
    """
    liked: dict[str, float] = {}
    for part in header[:_MAX_HEADER].split(","):
        match = _RANGE.fullmatch(part)
        if match is not None:
            liked.setdefault(match[1].lower(), float(match[2] or 1))
    rest = liked.get("*", 0.0)
    # The default comes first, so that it is chosen among languages with the same weight.
    known = (default, *(one for one in LANGUAGES if one != default))
    best = max(known, key=lambda one: liked.get(one, rest))
    return best if liked.get(best, rest) > 0 else default
