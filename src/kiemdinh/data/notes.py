"""What a reader of a result should know beside where the school stands, as data (semantics 2.9, 7.2, 7.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Decision", "LegalBasis", "ResultWarning"]


@dataclass(frozen=True, slots=True)
class ResultWarning:
    """A warning (7.3): a code, what it is about, and its parameters. It never changes a verdict."""

    code: str
    about: str | None
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Decision:
    """A recorded decision that lets an exception hold, with its reason and author (2.9)."""

    id: str
    on: dt.date
    why: str | None
    author: str | None


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """Something the result rests on that is less than confirmed (7.2), named once."""

    certainty: str
    cite: str | None
    about: tuple[str, ...]
