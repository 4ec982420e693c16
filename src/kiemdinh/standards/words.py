"""The words of a definition: text, law, and scalars read by the type that is asked for.

A scalar of a file reaches the model as it was written (``60%``, ``1.10``, ``true``); the types here turn it
into what the key at hand asks for, so that YAML never decides what an author meant.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal, NoReturn, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError, core_schema

from kiemdinh.rules import exact
from kiemdinh.standards.frozen import FrozenMap

__all__ = [
    "CERTAINTIES",
    "Certainty",
    "Date",
    "Duration",
    "Exact",
    "Id",
    "Law",
    "Literally",
    "Map",
    "Model",
    "MonthDay",
    "Said",
    "Text",
    "Whole",
    "YesNo",
    "fail",
    "plain_text",
]

Certainty = Literal["confirmed", "single_source", "inferred", "unverified"]
CERTAINTIES: tuple[Certainty, ...] = get_args(Certainty)
"""How sure we are of a rule, surest first (semantics 7.2)."""

V = TypeVar("V")
_DURATION = re.compile(r"(\d{1,4}) (year|month|day)s?")


def fail(code: str, message: str, **context: Any) -> NoReturn:
    """Raise a validation error that the loader turns into the diagnostic *code*.

    ``expected`` and ``hint`` in *context* are shown with it.
    """
    template = message.replace("{", "{{").replace("}", "}}")
    raise PydanticCustomError(code, template, context)


def _freeze(mapping: Mapping[str, V]) -> Mapping[str, V]:
    return FrozenMap(mapping)


Map = Annotated[Mapping[str, V], AfterValidator(_freeze)]


def plain_text(value: object) -> str:
    """Text as it was written; numbers and yes/no of Python objects as a file would write them."""
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
    fail("KD103", "a word or a number is expected here", expected="a word or a number")


def _identifier(value: object) -> str:
    if isinstance(value, float):
        fail("KD103", "an id is text: put it in quotes", expected="text", hint=f"write '{value}'")
    text = plain_text(value)
    if not text or text != text.strip() or any(c in text for c in "/@:") or len(text) > 100:
        fail("KD103", "an id is a short word without spaces around it and without / @ :", expected="an id")
    return text


def _yes_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    word = str(value).lower()
    hint = None
    if word in ("yes", "on", "có", "y", "true", "1"):
        hint = "write true"
    elif word in ("no", "off", "không", "n", "false", "0"):
        hint = "write false"
    fail("KD111", f"true or false is expected, not {str(value)!r}", expected="true or false", hint=hint)


def _number(value: object) -> int | Fraction:
    if isinstance(value, str) and re.fullmatch(r"-?\d+,\d+", value):
        fail("KD106", "a decimal comma", expected="a number", hint=f"write {value.replace(',', '.')}")
    if isinstance(value, str | int | float | Decimal | Fraction) and not isinstance(value, bool):
        try:
            return exact(value)
        except ValueError:
            pass
    fail("KD106", f"a number is expected, not {str(value)!r}", expected="a number")


def _whole(value: object) -> int:
    number = _number(value)
    if not isinstance(number, int) or number < 0:
        fail("KD106", f"a whole number is expected, not {str(value)!r}", expected="a whole number")
    return number


def _date(value: object) -> dt.date:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = str(value) if isinstance(value, str | int | float) else type(value).__name__
    try:
        if len(text) != len("2026-07-07"):
            raise ValueError(text)
        return dt.date.fromisoformat(text)
    except ValueError:
        fail("KD107", f"{text!r} is no date", expected="a date such as 2026-07-07", hint=_date_hint(text))


def _date_hint(text: str) -> str | None:
    parts = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    if parts is None:
        return None
    day, month, year = (int(p) for p in parts.groups())
    return f"write {year:04d}-{month:02d}-{day:02d}"


def _month_day(value: object) -> tuple[int, int]:
    parts = re.fullmatch(r"(\d\d)-(\d\d)", str(value))
    if parts is None:
        fail("KD107", f"{str(value)!r} is no month and day", expected="month and day such as 09-01")
    month, day = int(parts[1]), int(parts[2])
    try:
        dt.date(2000, month, day)
    except ValueError:
        fail("KD107", f"{str(value)!r} is no month and day", expected="month and day such as 09-01")
    return month, day


class Duration(tuple[int, str]):
    """A length of time in calendar units: ``5 years``, ``9 months``, ``90 days`` (semantics 4.5)."""

    __slots__ = ()

    @classmethod
    def read(cls, value: object) -> Duration:
        """Read the written form; raises a validation error otherwise."""
        if isinstance(value, Duration):
            return value
        parts = _DURATION.fullmatch(str(value))
        if parts is None:
            fail("KD108", f"{str(value)!r} is no length of time", expected="such as 5 years, 9 months, 90 days")
        return cls((int(parts[1]), parts[2]))

    def __str__(self) -> str:
        count, unit = self
        return f"{count} {unit}{'' if count == 1 else 's'}"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.read,
            serialization=core_schema.to_string_ser_schema(),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: object, _handler: object) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{_DURATION.pattern}$"}


_SCALAR = {"type": ["string", "number", "boolean"]}
Id = Annotated[str, BeforeValidator(_identifier), WithJsonSchema({"type": ["string", "integer"]})]
Text = Annotated[str, BeforeValidator(plain_text)]
Literally = Annotated[str, BeforeValidator(plain_text), WithJsonSchema(_SCALAR)]
YesNo = Annotated[bool, BeforeValidator(_yes_no), WithJsonSchema({"type": "boolean"})]
Exact = Annotated[int | Fraction, PlainValidator(_number), PlainSerializer(str), WithJsonSchema({"type": "number"})]
Whole = Annotated[int, BeforeValidator(_whole), WithJsonSchema({"type": "integer", "minimum": 0})]
Date = Annotated[dt.date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
MonthDay = Annotated[
    tuple[int, int],
    PlainValidator(_month_day),
    PlainSerializer(lambda v: f"{v[0]:02d}-{v[1]:02d}"),
    WithJsonSchema({"type": "string", "pattern": r"^\d\d-\d\d$"}),
]


class Model(BaseModel):
    """Base of everything an author writes: unknown keys are errors, nothing changes after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Law(Model):
    """Where a rule stands in the law (*cite*) and how sure we are of it (semantics 7.2); inherited downwards."""

    cite: Text | None = Field(default=None, description="Article, clause and point")
    certainty: Certainty | None = Field(default=None, description="How sure we are; inherited from above")


class Said(Law):
    """Something with a text in Vietnamese, English or any other language, and its law."""

    vi: Text | None = Field(default=None, description="In Vietnamese")
    en: Text | None = Field(default=None, description="In English")
    text: Map[Text] | None = Field(default=None, description="In any other language, by its code")

    def said(self, lang: str) -> str | None:
        """Return the text in *lang*, else in the first language that has one; None where there is none."""
        return next(self._texts(lang), None)

    def _texts(self, lang: str) -> Iterator[str]:
        own = {"vi": self.vi, "en": self.en, **(self.text or {})}
        for key in (lang, "vi", "en", *(self.text or {})):
            text = own.get(key)
            if text is not None:
                yield text
