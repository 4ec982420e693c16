"""Results as JSON-ready data: dates as text, exact numbers as numbers or fractions, truths as words.

A result and an explanation each have a schema; its id stands first in their data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from kiemdinh.rules import Interval, Truth, written

if TYPE_CHECKING:
    from kiemdinh.assessment.assessment_data import AssessmentData

__all__ = ["EXPLANATION_SCHEMA_ID", "SCHEMA_ID", "Kind", "encoded", "encoded_assessment", "header", "number"]

SCHEMA_ID = "https://kiemdinh.dev/schema/assessment/1.0.json"
"""The id of the JSON schema of a result; a published name, not an address to fetch."""

EXPLANATION_SCHEMA_ID = "https://kiemdinh.dev/schema/explanation/1.0.json"
"""The id of the JSON schema of explanations; a published name, not an address to fetch."""

Kind: TypeAlias = Literal["explanation", "repairs", "margin", "why", "what-if"]
_HEAD = ("framework_digest", "dossier_digest", "engine", "dates")
_SUMMARY = ("level", "attainable", "determined", "outcome")
_PARTS = (
    "framework_digest",
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
    "footing",
)


def encoded(value: Any) -> Any:
    """Return *value* as what JSON can carry, its parts included."""
    if isinstance(value, Truth):
        return value.name.lower()
    if isinstance(value, Interval):
        return {"low": number(value.low), "high": number(value.high)}
    if value is None or (isinstance(value, bool | int | str) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Fraction):
        return number(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): encoded(one) for key, one in value.items()}
    if isinstance(value, tuple | list | frozenset):
        return [encoded(one) for one in (sorted(value) if isinstance(value, frozenset) else value)]
    if hasattr(value, "encoded"):
        return value.encoded()
    if is_dataclass(value):
        return {field.name: encoded(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(type(value).__name__)


def number(value: int | Fraction | None) -> int | str | None:
    """Return a number for JSON that stays exact: a whole number, else a decimal or a fraction as text."""
    return value if value is None or isinstance(value, int) else written(value)


def encoded_assessment(result: AssessmentData) -> dict[str, Any]:
    """Return a result as JSON-ready data under the schema named in ``schema``."""
    definition = result.framework.definition
    framework = {
        "id": result.framework.id,
        "vi": definition.vi,
        "en": definition.en,
        "document": definition.source.document,
        "part": definition.source.part,
        "in_force": encoded(definition.source.in_force),
        "until": encoded(definition.source.until),
    }
    parts = {name: encoded(getattr(result, name)) for name in (*_SUMMARY, *_PARTS)}
    return {"schema": SCHEMA_ID, "framework": framework, **parts}


def header(result: AssessmentData, kind: Kind) -> dict[str, Any]:
    """Return what stands at the head of an explanation: the schema, the kind, and what it was worked out from."""
    about = {name: encoded(getattr(result, name)) for name in _HEAD}
    return {"schema": EXPLANATION_SCHEMA_ID, "kind": kind, "framework": result.framework.id, **about}
