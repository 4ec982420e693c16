"""A resolved fact, and what settles it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from kiemdinh.evidence.dossier import FindingRecord, Reason
from kiemdinh.rules import Truth

__all__ = ["APART", "Rank", "Settled"]

APART = "apart:"
"""Before a step's name: what a claim says of it beside the figures that decide parts of it."""


class Rank(IntEnum):
    """What settles a fact; the higher speaks first."""

    NOTHING = 0
    SELF_CLAIM = 1
    SELF_FINDING = 2
    EXTERNAL_CLAIM = 3
    EXTERNAL_FINDING = 4
    METRIC = 5
    CONDITION = 6
    """Derived from facts below it; no record speaks about it as a whole."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A fact as resolution leaves it: its truth, what settled it, why it is unknown, the records involved."""

    truth: Truth
    rank: Rank = Rank.NOTHING
    reasons: frozenset[Reason] = frozenset()
    finding: FindingRecord | None = None
    against: tuple[FindingRecord, ...] = ()
    unchecked: bool = False
    not_measured: bool = False
