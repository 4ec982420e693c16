"""Problems with a template in words for users of kiemdinh, since messages of Jinja are in English only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from traceback import walk_tb
from typing import Any, Final, NamedTuple

from jinja2.exceptions import TemplateError

from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import quote_text, shorten_text, suggest
from kiemdinh.documents.sandbox import ForbiddenError, MissingFieldError, NoTextError, TooMuchError

__all__ = ["Refusal", "explain_error"]

_TEMPLATE: Final = "<template>"
"""The name that Jinja gives to the code of a template that does not come from a file."""
_TAG: Final = re.compile(r"</?\w+:[^>]*>")
_LINES_KEPT: Final = 4
"""How many lines docxtpl keeps with an error, up to that of the error."""


class Refusal(NamedTuple):
    """Why a template is refused: the code, what is wrong, and what to do where that can be said."""

    code: str
    message: Message
    hint: Message | None = None


def explain_error(error: Exception, fields: Mapping[str, Any], lines: Sequence[str]) -> Refusal:
    """Return why a template could not be filled in with *fields*; line numbers in its errors refer to *lines*."""
    match error:
        case MissingFieldError():
            return _explain_missing(error, fields)
        case TemplateError():
            return _explain_syntax(error)
        case NoTextError():
            message = Message("the template writes a list where a text belongs")
            return Refusal(
                "KD801", message, Message("go through it: {what}", what="{% for one in criteria %} … {% endfor %}")
            )
        case ForbiddenError(what=what):
            message = Message("the template does what is not allowed: {what}", what=quote_text(what))
            return Refusal("KD801", message, Message("a template writes fields, and goes through lists"))
        case TooMuchError() | RecursionError() | MemoryError() | OverflowError():
            message = Message("the template takes too many steps, or writes too much")
            return Refusal("KD803", message, Message("go through the lists of the report only, each a few times"))
        case ZeroDivisionError():
            return Refusal("KD801", Message("the template divides by zero"))
        case TypeError() | ValueError() | AttributeError():
            return _explain_kind(error, lines)
        case _:
            return Refusal(
                "KD801", Message("the template cannot be filled in: {reason}", reason=shorten_text(str(error)))
            )


def _explain_missing(error: MissingFieldError, fields: Mapping[str, Any]) -> Refusal:
    """Return the refusal for an unknown field, with the nearest field that exists."""
    name, owner = str(error.name), error.owner
    known = fields if owner is None else owner
    names: Iterable[str] = map(str, known) if isinstance(known, Mapping) else ()
    nearest = suggest(name, names)
    message = Message("the template names a field that there is not: {name}", name=quote_text(name))
    listed = Message("the fields are listed in docs/documents.md")
    return Refusal("KD801", message, listed if nearest is None else Message("did you mean '{near}'?", near=nearest))


def _explain_kind(error: Exception, lines: Sequence[str]) -> Refusal:
    """Return which values do not fit, and near which words; the message of Python does not help a reader."""
    told = next((make(found) for form, make in _MISFITS if (found := form.search(str(error)))), None)
    what = told or Message("something there cannot take the value that it is given")
    near = _find_running_line(error, lines)
    message = Message("the template is written wrongly: {what}", what=what)
    if near:
        message = Message("the template is written wrongly near {text}: {what}", text=quote_text(near), what=what)
    return Refusal("KD801", message)


def _find_running_line(error: Exception, lines: Sequence[str]) -> str:
    """Return the words of the line at which a template failed; empty where that is not known."""
    at = [line for frame, line in walk_tb(error.__traceback__) if frame.f_code.co_filename == _TEMPLATE]
    return _TAG.sub("", lines[at[-1] - 1]).strip() if at and at[-1] <= len(lines) else ""


def _name_kind(kind: str) -> Message:
    return _KINDS_OF_VALUES.get(kind, Message("something else"))


def _explain_comparison(found: re.Match[str]) -> Message:
    left, right = _name_kind(found[2]), _name_kind(found[3])
    return Message("'{operator}' cannot be used between {left} and {right}", operator=found[1], left=left, right=right)


def _explain_syntax(error: TemplateError) -> Refusal:
    near = _find_line(error)
    kind = next((make(found) for form, make in _KINDS if (found := form.match(error.message or ""))), None)
    what = kind or Message("the text in braces cannot be read")
    message = Message("the template is written wrongly: {what}", what=what)
    if near:
        message = Message("the template is written wrongly near {text}: {what}", text=quote_text(near), what=what)
    return Refusal("KD801", message)


def _find_line(error: TemplateError) -> str:
    """Return the words of the paragraph of an error; a user does not see the lines that the error counts."""
    lines = [*getattr(error, "docx_context", ())]
    if (error.message or "").startswith("Unexpected end"):  # the mistake is somewhere above the end
        return ""
    place = min(getattr(error, "lineno", None) or 1, _LINES_KEPT) - 1
    return lines[place].strip() if place < len(lines) else ""


_KINDS_OF_VALUES: Final[Mapping[str, Message]] = {
    **dict.fromkeys(("str", "Markup"), Message("a text")),
    **dict.fromkeys(("int", "float"), Message("a number")),
    **dict.fromkeys(("list", "tuple", "range", "dict_values", "dict_keys", "dict_items"), Message("a list")),
    "dict": Message("a map"),
    "bool": Message("a truth value"),
    "NoneType": Message("an empty value"),
}
"""The names for readers of the kinds of values in a template, by the types of Python."""
_MISFITS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Message]], ...]] = (
    (re.compile(r"'([<>]=?)' not supported between instances of '(\w+)' and '(\w+)'"), _explain_comparison),
    (
        re.compile(r"'(\w+)' object is not callable"),
        lambda found: Message("{kind} is followed by brackets as if it were a function", kind=_name_kind(found[1])),
    ),
    (
        re.compile(r"'(\w+)' object is not iterable"),
        lambda found: Message("{kind} is gone through as if it were a list", kind=_name_kind(found[1])),
    ),
    (
        re.compile(r"object of type '(\w+)' has no len"),
        lambda found: Message("{kind} has no length", kind=_name_kind(found[1])),
    ),
    (
        re.compile(r"\(\) (?:got|takes|missing) "),
        lambda _: Message("a filter or method has a wrong argument, too many or too few"),
    ),
)
"""Errors of Python about values that do not fit, and the message for each."""

_KINDS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Message]], ...]] = (
    (re.compile(r"Encountered unknown tag '(\w+)'"), lambda found: Message("there is no tag '{name}'", name=found[1])),
    (
        re.compile(r"Unexpected end of template.*block that needs to be closed is '(\w+)'", re.DOTALL),
        lambda found: Message("'{name}' is not closed", name=found[1]),
    ),
    (re.compile(r"No filter named '([^']*)'"), lambda found: Message("there is no filter '{name}'", name=found[1])),
    (re.compile(r"No test named '([^']*)'"), lambda found: Message("there is no test '{name}'", name=found[1])),
)
