"""How one result differs from another, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Difference", "WhatIfData"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that stands otherwise: an outcome, a node or an award, by its id, before and after."""

    id: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class WhatIfData:
    """How the new result differs from the old one, and the changes that were supposed."""

    differences: tuple[Difference, ...]
    changes: Mapping[str, Any]
