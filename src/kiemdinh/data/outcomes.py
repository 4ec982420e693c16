"""Where a school stands, as data: dates, outcomes, stages, nodes, counts, warnings, decisions (semantics 2, 7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kiemdinh.rules import Interval, Truth

__all__ = [
    "Dates",
    "GroupResult",
    "LevelRef",
    "NodeResult",
    "OutcomeResult",
    "PartResult",
]


@dataclass(frozen=True, slots=True)
class Dates:
    """The three clocks (4.1): which edition rules, what evidence is valid, what had been recorded."""

    law: dt.date
    evidence: dt.date
    knowledge: dt.date


@dataclass(frozen=True, slots=True)
class LevelRef:
    """A level, or what lies below the lowest, with its texts."""

    id: str
    vi: str | None
    en: str | None

    def said(self, lang: str) -> str:
        """Return its name in *lang*, else in the other language, else its id."""
        return (self.vi if lang == "vi" else self.en) or self.vi or self.en or self.id


@dataclass(frozen=True, slots=True)
class OutcomeResult:
    """One outcome: guaranteed and attainable level, or the set of labels that are possible (2.2, 2.5).

    ``outcome`` is said only where it is certain. ``exact`` tells whether every level (label) between is reached by
    some way the unknowns can turn out, or the readings may be too wide (1.6).
    """

    id: str
    kind: Literal["ladder", "labels"]
    guaranteed: LevelRef | None
    attainable: LevelRef | None
    determined: bool
    outcome: LevelRef | None
    labels: tuple[LevelRef, ...]
    exact: bool


@dataclass(frozen=True, slots=True)
class PartResult:
    """One stage of a school that is assessed stage by stage (2.6)."""

    stage: str
    outcomes: tuple[OutcomeResult, ...]


@dataclass(frozen=True, slots=True)
class NodeResult:
    """Where one node stands: a criterion's guaranteed and attainable level, a verdict, or a score.

    ``id`` has the stage in front where it is a stage's own. ``reasons`` say why it is unknown.
    """

    id: str
    node: str
    layer: str | None
    stage: str | None
    kind: str
    applies: Truth
    truth: Truth | None
    guaranteed: LevelRef | None
    attainable: LevelRef | None
    value: Interval | None
    reasons: tuple[str, ...]
    side: str | None
    why: str | None

    @property
    def determined(self) -> bool:
        """Whether nothing that matters for it is unknown."""
        if self.kind == "level":
            return self.guaranteed == self.attainable
        return self.value.known if self.value is not None else self.truth is not Truth.UNKNOWN


@dataclass(frozen=True, slots=True)
class GroupResult:
    """How many nodes of a layer stand where within a node above them (a standard): no ranking, only counts.

    ``counts`` maps each level (or met, unmet) to the number of nodes that surely stand there; ``open`` counts the
    undetermined, ``absent`` those that do not apply.
    """

    node: str
    layer: str
    stage: str | None
    counts: Mapping[str, int]
    open: int
    absent: int
