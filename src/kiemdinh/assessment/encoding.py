"""Results as JSON-ready data: dates as text, exact numbers as numbers or fractions, truths as words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

from kiemdinh.rules import Interval, Truth, written

__all__ = ["encoded", "number"]


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
