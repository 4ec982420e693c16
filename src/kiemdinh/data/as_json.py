"""Results as JSON-ready data: dates as text, exact numbers as numbers or fractions, truths as words.

A result and an explanation each have a schema; its id stands first in their data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from types import NoneType
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from kiemdinh.rules import Interval, Truth, number_to_text

if TYPE_CHECKING:
    from kiemdinh.data.assessment_data import AssessmentData

__all__ = [
    "ASSESSMENT_SCHEMA_ID",
    "EXPLANATION_SCHEMA_ID",
    "ExplanationKind",
    "encode_assessment",
    "encode_number",
    "encode_value",
    "explanation_header",
    "json_keys",
]

ASSESSMENT_SCHEMA_ID = "https://kiemdinh.dev/schema/assessment/1.1.json"
"""The id of the JSON schema of a result; a published name, not an address to fetch."""

EXPLANATION_SCHEMA_ID = "https://kiemdinh.dev/schema/explanation/1.1.json"
"""The id of the JSON schema of explanations; a published name, not an address to fetch."""

ExplanationKind: TypeAlias = Literal["explanation", "repairs", "margin", "why", "what-if", "forecast", "ask-next"]
"""What the data of an explanation is, as its key ``kind`` names it."""

# The keys of a result, in the order in which its JSON has them.
_SUMMARY = ("level", "attainable", "determined", "outcome")
_PARTS = (
    "bundled",
    "framework_digest",
    "confirmations_digest",
    "dossier_digest",
    "engine",
    "school",
    "dates",
    "outcomes",
    "parts",
    "sides",
    "nodes",
    "groups",
    "awards",
    "other_awards",
    "decisions",
    "target",
    "warnings",
    "certainty",
    "footing",
    "unused",
    "indicators",
    "figures",
    "references",
    "subject",
)
_ORIGIN = ("bundled", "framework_digest", "confirmations_digest", "dossier_digest", "engine", "dates", "certainty")


def encode_assessment(result: AssessmentData) -> dict[str, Any]:
    """Return a result as JSON-ready data under the schema named in its key ``schema`` (7.4).

    The order of the keys is fixed, so that the same result gives the same text (4.4). Costs as much as working out
    whatever of the result has not been asked for yet.
    """
    framework = encode_value(result.framework_ref)
    parts = {name: encode_value(getattr(result, name)) for name in (*_SUMMARY, *_PARTS)}
    return {"schema": ASSESSMENT_SCHEMA_ID, "framework": framework, **parts}


def explanation_header(result: AssessmentData, kind: ExplanationKind) -> dict[str, Any]:
    """Return the first keys of an explanation's data: its schema, its kind, and what it was worked out from.

    The origin is the framework's id, the digests, the version of kiemdinh, and the three dates: with the same inputs
    the explanation can be worked out again (4.4).

    Parameters
    ----------
    result
        The result that is explained.
    kind
        What the data is, such as ``repairs``.
    """
    origin = {name: encode_value(getattr(result, name)) for name in _ORIGIN}
    return {"schema": EXPLANATION_SCHEMA_ID, "kind": kind, "framework": result.framework_id, **origin}


def encode_value(value: Any) -> Any:
    """Return *value*, and all that it holds, as what JSON can carry.

    A dataclass becomes an object of its fields, unless it has a method ``to_data`` that says what it becomes. The
    encoder of a class is chosen once; each value then costs one look-up by its class.

    Raises
    ------
    TypeError
        A value of this class has no form in JSON.

    Examples
    --------
    >>> from fractions import Fraction
    >>> encode_value({"share": Fraction(1, 3), "cost": Fraction(5, 2), "on": dt.date(2027, 6, 30), "met": Truth.MET})
    {'share': '1/3', 'cost': '2.5', 'on': '2027-06-30', 'met': 'met'}
    """
    return _ENCODERS[value.__class__](value)


def encode_number(value: int | Fraction | None) -> int | str | None:
    """Return a number for JSON that stays exact: a whole number, else a decimal or a fraction as text.

    None stays None: it stands for no number, such as the open end of an interval. A number with a decimal point is not
    written as a JSON number, since most readers would take it as a float, which cannot hold 0.1 exactly.

    >>> encode_number(3), encode_number(Fraction(5, 2)), encode_number(Fraction(1, 3))
    (3, '2.5', '1/3')
    """
    return value if value is None or isinstance(value, int) else number_to_text(value)


class _Encoders(dict[type, Callable[[Any], Any]]):
    """The function that encodes each class, chosen when a value of the class is first met."""

    def __missing__(self, cls: type) -> Callable[[Any], Any]:
        encoder = self[cls] = _choose_encoder(cls)
        return encoder


_ENCODERS = _Encoders()
_PLAIN: Final = frozenset({str, int, bool, NoneType})
"""The classes of what JSON carries as it is."""


def _choose_encoder(cls: type) -> Callable[[Any], Any]:
    # The order matters: a truth is a number too, and an interval a dataclass.
    kinds: tuple[tuple[type, Callable[[Any], Any]], ...] = (
        (Truth, lambda truth: truth.name.lower()),
        (Interval, lambda interval: {"low": encode_number(interval.low), "high": encode_number(interval.high)}),
        (Fraction, encode_number),
        (Enum, lambda member: member.value),
        (dt.date, lambda date: date.isoformat()),
        (Mapping, _encode_mapping),
        # A set has no order of its own: sorted, the same result gives the same text.
        (frozenset, lambda items: _encode_items(sorted(items))),
    )
    for kind, encoder in kinds:
        if issubclass(cls, kind):
            return encoder
    if issubclass(cls, str | int | NoneType):
        return lambda scalar: scalar
    if issubclass(cls, tuple | list):
        return _encode_items
    # Before dataclasses: a dataclass may have a method ``to_data`` of its own.
    if hasattr(cls, "to_data"):
        return lambda record: record.to_data()
    if is_dataclass(cls):
        return _field_encoder(json_keys(cls))
    raise TypeError(cls.__name__)


def json_keys(cls: type) -> tuple[str, ...]:
    """Return the keys that a dataclass has in JSON: its fields, then what it lists as ``DERIVED_KEYS``.

    Those are properties that follow from the fields, and that readers of the JSON can use.
    """
    own = tuple(field.name for field in fields(cls))
    derived: tuple[str, ...] = getattr(cls, "DERIVED_KEYS", ())
    return (*own, *derived)


def _encode_items(items: Iterable[Any]) -> list[Any]:
    return [_ENCODERS[item.__class__](item) for item in items]


def _encode_mapping(mapping: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(key): _ENCODERS[item.__class__](item) for key, item in mapping.items()}


def _field_encoder(names: tuple[str, ...]) -> Callable[[Any], dict[str, Any]]:
    """Return the encoder of a dataclass with these fields, read once for the class."""

    def encode_fields(record: Any) -> dict[str, Any]:
        # Most fields are texts or nothing, which stay as they are.
        return {
            name: item if (cls := (item := getattr(record, name)).__class__) in _PLAIN else _ENCODERS[cls](item)
            for name in names
        }

    return encode_fields
