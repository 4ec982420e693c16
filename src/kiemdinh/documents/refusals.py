"""What is wrong with a template, in words that a user of kiemdinh reads: Jinja speaks English alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from jinja2.exceptions import TemplateError

from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import quote_text, shorten_text, suggest
from kiemdinh.documents.sandbox import ForbiddenError, MissingFieldError, NoTextError, TooMuchError

__all__ = ["Refusal", "explain_error"]

_LINES_KEPT: Final = 4
"""How many lines docxtpl keeps with an error, up to that of the error."""


class Refusal(NamedTuple):
    """Why a template is refused: the code, what is wrong, and what to do where that can be said."""

    code: str
    message: Message
    hint: Message | None = None


def explain_error(error: Exception, fields: Mapping[str, Any]) -> Refusal:
    """Return why a template could not be filled in with *fields*."""
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
            reason = shorten_text(str(error))
            message = Message(
                "something in the template cannot take the value that it is given: {reason}", reason=reason
            )
            return Refusal("KD801", message)
        case _:
            return Refusal(
                "KD801", Message("the template cannot be filled in: {reason}", reason=shorten_text(str(error)))
            )


def _explain_missing(error: MissingFieldError, fields: Mapping[str, Any]) -> Refusal:
    """Return that a field is named that there is not, with the nearest one that there is."""
    name, owner = str(error.name), error.owner
    known = fields if owner is None else owner
    names: Iterable[str] = map(str, known) if isinstance(known, Mapping) else ()
    nearest = suggest(name, names)
    message = Message("the template names a field that there is not: {name}", name=quote_text(name))
    listed = Message("the fields are listed in docs/documents.md")
    return Refusal("KD801", message, listed if nearest is None else Message("did you mean '{near}'?", near=nearest))


def _explain_syntax(error: TemplateError) -> Refusal:
    near = _find_line(error)
    kind = next((make(found) for form, make in _KINDS if (found := form.match(error.message or ""))), None)
    what = kind or Message("what stands in braces cannot be read")
    message = Message("the template is written wrongly: {what}", what=what)
    if near:
        message = Message("the template is written wrongly near {text}: {what}", text=quote_text(near), what=what)
    return Refusal("KD801", message)


def _find_line(error: TemplateError) -> str:
    """Return the words of the paragraph of an error. Lines of a document are no lines that a user sees."""
    lines = [*getattr(error, "docx_context", ())]
    if (error.message or "").startswith("Unexpected end"):  # found at the end, and written wrongly somewhere above
        return ""
    place = min(getattr(error, "lineno", None) or 1, _LINES_KEPT) - 1
    return lines[place].strip() if place < len(lines) else ""


_KINDS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Message]], ...]] = (
    (re.compile(r"Encountered unknown tag '(\w+)'"), lambda found: Message("there is no tag '{name}'", name=found[1])),
    (
        re.compile(r"Unexpected end of template.*block that needs to be closed is '(\w+)'", re.DOTALL),
        lambda found: Message("'{name}' is not closed", name=found[1]),
    ),
    (re.compile(r"No filter named '([^']*)'"), lambda found: Message("there is no filter '{name}'", name=found[1])),
    (re.compile(r"No test named '([^']*)'"), lambda found: Message("there is no test '{name}'", name=found[1])),
)
