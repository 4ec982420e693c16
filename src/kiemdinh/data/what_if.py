"""How one result differs from another, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Difference", "WhatIfData"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that stands otherwise: an outcome, a node or an award, by its id, before and after.

    ``before`` and ``after`` are the ids of levels, ``guaranteed..attainable``, of labels that are possible, ``a|b``, or
    a verdict; empty where there is nothing of that id.
    """

    id: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class WhatIfData:
    """How the new result differs from the old one, and the changes that were supposed.

    ``changes`` maps the id of a node or input to what was supposed of it, as the caller wrote it.
    """

    differences: tuple[Difference, ...]
    changes: Mapping[str, Any]
