"""The fields that authors fill in: text and scalars, read by the type of the field.

A scalar of a file reaches the model as it was written (``60%``, ``1.10``, ``true``); the types here turn it
into what the key at hand asks for, so that YAML never decides what an author meant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Final, NoReturn, TypeAlias, TypeVar

from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import strip_hidden
from kiemdinh.parsing.cells import ReadingError, read_date, read_month_day, read_plain_number
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.parsing.models import AfterValidator, BeforeValidator, PlainSerializer, PlainValidator, WithJsonSchema

__all__ = [
    "ID_FORM",
    "AboveZero",
    "Date",
    "Exact",
    "ExactOrPercent",
    "Id",
    "Ids",
    "Map",
    "MonthDay",
    "NotNegative",
    "RawText",
    "Text",
    "Whole",
    "WholeAboveZero",
    "YesNo",
    "plain_text",
    "read_id",
    "read_yes_no",
    "refuse_value",
]

V = TypeVar("V")


def refuse_value(
    code: str, message: Message, *, expected: Message | None = None, hint: Message | None = None
) -> NoReturn:
    """Refuse a value with the diagnostic *code*; *expected* and *hint* are shown with it.

    Validators of fields call it; :func:`~kiemdinh.parsing.validation.validate` makes the diagnostic.

    Raises
    ------
    ReadingError
        Always.
    """
    raise ReadingError(code, message, expected, hint)


def _freeze_map(mapping: Mapping[str, V]) -> Mapping[str, V]:
    return FrozenMap(mapping)


Map = Annotated[Mapping[str, V], AfterValidator(_freeze_map)]


def plain_text(value: object) -> str:
    """Return text as it was written; numbers, yes or no and dates of Python objects as a file would write them.

    Raises
    ------
    ReadingError
        It is neither text nor such a scalar (KD103).

    Examples
    --------
    >>> plain_text(True), plain_text(dt.date(2026, 6, 30))
    ('true', '2026-06-30')
    """
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal | Fraction):
        return str(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    refuse_value("KD103", Message("a word or a number is expected here"), expected=Message("a word or a number"))


def read_id(value: object) -> str:
    """Return the text of an id.

    Raises
    ------
    ReadingError
        It cannot be an id (KD103).
    """
    if isinstance(value, float):
        refuse_value(
            "KD103",
            Message("an id is text: put it in quotes"),
            expected=Message("text"),
            hint=Message("write '{text}'", text=value),
        )
    text = plain_text(value)
    if text != strip_hidden(text):
        refuse_value(
            "KD103",
            Message("an id has an invisible character"),
            expected=Message("an id"),
            hint=Message("type it again"),
        )
    # The three characters part the names of facts and values, such as ``input:x@2025-2026``.
    if not text or text != text.strip() or any(c in text for c in "/@:") or len(text) > 100:
        refuse_value(
            "KD103",
            Message("an id is a short word without spaces around it and without / @ :"),
            expected=Message("an id"),
        )
    return text


def read_yes_no(value: object) -> bool:
    """Return whether a value says yes.

    Raises
    ------
    ReadingError
        It is neither true nor false (KD111); the hint is the right word where that is certain.
    """
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    word = str(value).lower()
    hint = None
    if word in ("yes", "on", "có", "y", "true", "1"):
        hint = Message("write {text}", text="true")
    elif word in ("no", "off", "không", "n", "false", "0"):
        hint = Message("write {text}", text="false")
    refuse_value(
        "KD111",
        Message("true or false is expected, not {value}", value=repr(str(value))),
        expected=Message("true or false"),
        hint=hint,
    )


def _check_above_zero(number: int | Fraction) -> int | Fraction:
    if number <= 0:
        refuse_value("KD106", Message("a number above 0 is expected"), expected=Message("a number above 0"))
    return number


def _check_not_negative(number: int | Fraction) -> int | Fraction:
    if number < 0:
        refuse_value("KD106", Message("a number of 0 or more is expected"), expected=Message("a number of 0 or more"))
    return number


def _read_whole_number(value: object) -> int:
    number = read_plain_number(value)
    # A fraction such as 4/2 is refused as it is written: an editor cannot tell it from 4/3.
    if not isinstance(number, int) or number < 0 or "/" in str(value):
        message = Message("a whole number is expected, not {value}", value=repr(str(value)))
        raise ReadingError(code="KD106", message=message, expected=Message("a whole number"))
    return number


_AMBIGUOUS: Final = r"[+-]?[1-9]\d{0,2}\.\d{3}"
"""A text that could be thousands in a group, as in 1.234."""


def _number_form(pattern: str, **limits: int) -> dict[str, Any]:
    """Return the schema of a number, or of a text that writes one in this form; the limits apply to numbers alone."""
    return {
        "type": ["number", "string"],
        "pattern": rf"^\s*(?!{_AMBIGUOUS}\s*$)({pattern})\s*$".replace(r"\d", "[0-9]"),
        **limits,
    }


# In a schema every form in which a file can write a value: YAML makes numbers and booleans of words.
_SCALAR = {"type": ["string", "number", "boolean"]}
ID_FORM: Final[Mapping[str, Any]] = {**_SCALAR, "pattern": r"^[^\s/@:]([^/@:]*[^\s/@:])?$", "maxLength": 100}
"""The schema of an id; the pattern applies to texts alone."""

Id = Annotated[str, BeforeValidator(read_id), WithJsonSchema(dict(ID_FORM))]
Ids: TypeAlias = Annotated[tuple[Id, ...], BeforeValidator(lambda v: v if isinstance(v, list | tuple) else (v,))]
"""Several ids; a single one may be written without brackets."""
Text = Annotated[str, BeforeValidator(plain_text), WithJsonSchema(_SCALAR)]
RawText = Annotated[str, BeforeValidator(plain_text), WithJsonSchema(_SCALAR)]
YesNo = Annotated[bool, BeforeValidator(read_yes_no), WithJsonSchema({"enum": [True, False, "true", "false"]})]
_A_NUMBER: Final = r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|[+-]?\d+/0*[1-9]\d*"
Exact = Annotated[
    int | Fraction,
    PlainValidator(read_plain_number),
    PlainSerializer(str),
    WithJsonSchema(_number_form(_A_NUMBER)),
]
# A model with a unit reads a percentage before its field does; where none fits, loading says so.
ExactOrPercent = Annotated[Exact, WithJsonSchema(_number_form(rf"({_A_NUMBER})\s*%?"))]
AboveZero = Annotated[
    Exact,
    AfterValidator(_check_above_zero),
    WithJsonSchema(
        _number_form(
            r"\+?(?=[0-9.]*[1-9])(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|\+?0*[1-9]\d*/0*[1-9]\d*", exclusiveMinimum=0
        )
    ),
]
NotNegative = Annotated[
    Exact,
    AfterValidator(_check_not_negative),
    WithJsonSchema(_number_form(r"\+?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|\+?\d+/0*[1-9]\d*|-0+(\.0*)?", minimum=0)),
]
Whole = Annotated[
    int,
    BeforeValidator(_read_whole_number),
    WithJsonSchema(
        {**_number_form(r"\+?\d+(\.0*)?|\+?\d+(\.\d*)?[eE]\+?\d+", minimum=0), "type": ["integer", "string"]}
    ),
]
WholeAboveZero = Annotated[
    Whole,
    AfterValidator(_check_above_zero),
    WithJsonSchema(
        {
            **_number_form(r"\+?(?=[0-9.]*[1-9])(\d+(\.0*)?|\d+(\.\d*)?[eE]\+?\d+)", minimum=1),
            "type": ["integer", "string"],
        }
    ),
]
Date = Annotated[
    dt.date,
    BeforeValidator(read_date),
    WithJsonSchema({"type": "string", "format": "date", "pattern": r"^\s*\d{4}-\d{2}-\d{2}"}),
]
MonthDay = Annotated[
    tuple[int, int],
    PlainValidator(read_month_day),
    PlainSerializer(lambda v: f"{v[0]:02d}-{v[1]:02d}"),
    WithJsonSchema({"type": "string", "pattern": r"^\s*\d\d-\d\d\s*$"}),
]
