"""Reading the body of a request: JSON within bounds. Each problem is reported at its place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final, TypeVar

from kiemdinh.diagnostics.attempts import Attempts
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message, list_names
from kiemdinh.diagnostics.wording import suggest
from kiemdinh.parsing.files import decode_text
from kiemdinh.parsing.placed_tree import JsonNumber, Scalar
from kiemdinh.parsing.readers import read_text
from kiemdinh.parsing.source import Source
from kiemdinh.web.problems import ProblemKind, WebProblem

__all__ = ["RequestReader", "name_below", "open_body", "plain_value", "require_request"]

T = TypeVar("T")

_NAME: Final = "request.json"
"""The name of the body in diagnostics; its ending says that it is read by the rules of JSON."""

_KINDS_BY_CODE: Final[Mapping[str, ProblemKind]] = {
    "KD003": ProblemKind.TOO_LARGE,
    "KD007": ProblemKind.TOO_LARGE,
    "KD008": ProblemKind.TOO_DEEP,
}
_WORDS: Final = {"true": True, "false": False}
_MAX_DIGITS: Final = 4_000
"""Python refuses to convert texts with many more digits to whole numbers; such a number stays a text."""


def open_body(body: bytes, depth: int) -> Source:
    """Return the data in the body of a request, with the place of every value.

    Raises
    ------
    WebProblem
        The body is not JSON, has a key twice, is beyond the bounds, or is not an object.
    """
    try:
        source = read_text(decode_text(body, _NAME), _NAME)
    except InputError as error:
        raise _describe_unread(error) from None
    if _measure_depth(source.data) > depth:
        message = Message("nested more than {max_depth} deep", max_depth=depth)
        raise WebProblem(ProblemKind.TOO_DEEP, [Diagnostic("KD008", "error", message)])
    return source


def _describe_unread(error: InputError) -> WebProblem:
    codes = [one.code for one in error.diagnostics]
    if codes == ["KD010"]:
        message = Message("the body is no object")
        return WebProblem(
            ProblemKind.INVALID, [Diagnostic("KD010", "error", message, expected=Message("an object of JSON"))]
        )
    kind = next((_KINDS_BY_CODE[code] for code in codes if code in _KINDS_BY_CODE), ProblemKind.NOT_JSON)
    return WebProblem(kind, error.diagnostics)


def _measure_depth(data: object) -> int:
    """Return how deep mappings and lists are nested, without recursion."""
    depth, level = 0, [data]
    while level:
        inner = [part for part in level if isinstance(part, dict | list)]
        if not inner:
            break
        depth += 1
        level = [value for part in inner for value in (part.values() if isinstance(part, dict) else part)]
    return depth


class RequestReader:
    """Reads the keys of a request and collects all problems with them.

    Parameters
    ----------
    source
        The request.
    keys, required
        The keys that it may have, and those that it must have.
    """

    def __init__(self, source: Source, keys: Collection[str], required: Collection[str]) -> None:
        self.attempts = Attempts()
        self._source = source
        for key in source.data:
            if key not in keys:
                self._report_unknown(key, keys)
        for key in required:
            if source.data.get(key) is None:
                self.attempts.found.append(source.diagnostic("KD101", Message("'{key}' is missing", key=key), ()))

    def text(self, key: str) -> str | None:
        """Return the text at a key; None where there is none."""
        found = self._source.data.get(key)
        if isinstance(found, Scalar) and not found.plain:
            return str(found)
        self._report_type(key, found, Message("text"))
        return None

    def mapping(self, key: str) -> Source | None:
        """Return the object at a key, with the place of every value in it; None where there is none."""
        found = self._source.data.get(key)
        if isinstance(found, dict):
            return self._source.within((key,))
        self._report_type(key, found, Message("an object of JSON"))
        return None

    def rows(self, key: str) -> list[Any] | None:
        """Return the list of objects at a key; None where there is none."""
        found = self._source.data.get(key)
        if isinstance(found, list) and all(isinstance(row, dict) for row in found):
            return found
        self._report_type(key, found, Message("a list of objects"))
        return None

    def _report_type(self, key: str, found: object, expected: Message) -> None:
        if found is not None:
            message = Message("{expected} is expected", expected=expected)
            self.attempts.found.append(self._source.diagnostic("KD103", message, (key,)))

    def _report_unknown(self, key: str, known: Iterable[str]) -> None:
        near = suggest(key, known)
        hint = None if near is None else Message("did you mean '{near}'?", near=near)
        message = Message("there is no key '{key}' here", key=key)
        found = self._source.diagnostic("KD102", message, (key,), key=True, expected=list_names([*known]), hint=hint)
        self.attempts.found.append(found)


def require_request(make: Callable[[], T]) -> T:
    """Return what *make* returns; an ``InputError`` that it raises becomes a problem of the request.

    Raises
    ------
    WebProblem
        It raises an ``InputError``.
    """
    try:
        return make()
    except InputError as error:
        raise WebProblem(ProblemKind.INVALID, error.diagnostics) from None


def name_below(key: str, attempt: Callable[[], T], *, placed: bool = False) -> T:
    """Return what *attempt* returns; if it raises an error, the paths in it begin at the request.

    Parameters
    ----------
    key
        The key of the request whose value it reads.
    placed
        Whether only problems that have a line are placed below the key; the others are about other keys.

    Raises
    ------
    InputError
        It raises one.
    """
    try:
        return attempt()
    except InputError as error:
        raise InputError([_place_below(one, key, placed) for one in error.diagnostics]) from None


def _place_below(one: Diagnostic, key: str, placed: bool) -> Diagnostic:
    if placed and one.line is None:
        return one
    return replace(one, path=f"{key}{one.path}" if one.path.startswith("[") or not one.path else f"{key}.{one.path}")


def plain_value(value: Any) -> Any:
    """Return a part of a request as plain objects of Python; numbers have exactly the values that are written."""
    if isinstance(value, dict):
        return {key: plain_value(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain_value(part) for part in value]
    if isinstance(value, JsonNumber):
        return _plain_number(str(value))
    if isinstance(value, Scalar):
        return _WORDS[value] if value.plain else str(value)
    return value


def _plain_number(text: str) -> int | Decimal | str:
    if len(text) > _MAX_DIGITS:
        return text
    return int(text) if text.lstrip("-").isdecimal() else Decimal(text)
