"""A resolved fact, and the ranks of what can decide it."""

from __future__ import annotations

import datetime as dt
from enum import IntEnum
from typing import NamedTuple

from kiemdinh.evidence.dossier import FindingRecord, Reason
from kiemdinh.rules import Truth

__all__ = ["Rank", "ResolvedFact"]


class Rank(IntEnum):
    """What decides a fact. Where several could, the highest does (semantics 3.9).

    The table in :mod:`kiemdinh.evidence.resolution.stage_facts` says what each rank is about.
    """

    NOTHING = 0
    SELF_CLAIM = 1
    SELF_FINDING = 2
    EXTERNAL_CLAIM = 3
    EXTERNAL_FINDING = 4
    METRIC = 5
    CONDITION = 6
    """Derived from facts below it; no record is about it as a whole."""


class ResolvedFact(NamedTuple):
    """A fact as resolution leaves it.

    Attributes
    ----------
    truth
        Met, unmet or unknown.
    rank
        What decided it.
    reasons
        Why it is unknown; empty where it is not.
    finding
        The finding or claim that decided it, or that a figure overrules.
    against
        The records that contradict this finding.
    not_measured
        The finding or claim stands in for a figure that is not recorded (3.4).
    ended
        The last day of the record that decides, where it is over: that is why the fact is *expired*.
    """

    truth: Truth
    rank: Rank = Rank.NOTHING
    reasons: frozenset[Reason] = frozenset()
    finding: FindingRecord | None = None
    against: tuple[FindingRecord, ...] = ()
    not_measured: bool = False
    ended: dt.date | None = None
