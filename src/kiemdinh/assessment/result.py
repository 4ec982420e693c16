"""What an assessment says, as data; texts are rendered from it afterwards (semantics 5.10, 7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from kiemdinh.rules import Interval, Truth

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import Held

__all__ = [
    "AwardResult",
    "Blocker",
    "Dates",
    "Decision",
    "Figure",
    "Footing",
    "GradeResult",
    "GroupResult",
    "LevelRef",
    "NodeResult",
    "OutcomeResult",
    "PartResult",
    "Target",
    "ToDo",
    "Warned",
]

BlockerKind: TypeAlias = Literal[
    "all",
    "any",
    "at_least",
    "stage",
    "step",
    "node",
    "requirement",
    "applies",
    "outcome",
    "held",
    "figure",
    "case",
    "impossible",
]
ListName: TypeAlias = Literal["settle", "improve", "wait", "decide"]


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


@dataclass(frozen=True, slots=True)
class Figure:
    """A comparison of a figure: what is known of it, and the bound that it must reach.

    ``value`` is the input's value (None for a total over many), ``per`` what it is held against. ``bound`` is an
    interval because it may itself depend on what is unknown. Numbers of a yes/no, choice or scale input are the
    places of its words, which ``words`` gives for ``bound``.
    """

    value: str | None
    per: str | None
    now: Interval
    op: str
    bound: Interval
    unit: str | None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Blocker:
    """A node of the blocking tree (5.2): choices stay choices.

    Of ``of`` members ``need`` must hold and ``have`` do; ``parts`` are those that do not yet. A leaf names a
    requirement, step, node, stage, outcome or figure; ``holds`` is False where it must cease to hold (5.8).
    """

    kind: BlockerKind
    id: str | None
    node: str | None
    level: str | None
    stage: str | None
    truth: Truth
    holds: bool
    need: int
    have: int
    of: int
    reasons: tuple[str, ...] = ()
    figure: Figure | None = None
    parts: tuple[Blocker, ...] = ()

    def leaves(self) -> Iterator[Blocker]:
        """Yield the leaves in order."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


@dataclass(frozen=True, slots=True)
class ToDo:
    """One entry of a to-do list (5.4). ``choice`` tells that it is one of several ways, not a must."""

    id: str
    node: str | None
    level: str | None
    stage: str | None
    reasons: tuple[str, ...]
    choice: bool
    figure: Figure | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What blocks a level: the tree, the four lists kept apart, and the gaps that do not matter for it."""

    level: LevelRef
    truth: Truth
    blocking: Blocker | None
    settle: tuple[ToDo, ...]
    improve: tuple[ToDo, ...]
    wait: tuple[ToDo, ...]
    decide: tuple[ToDo, ...]
    irrelevant: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GradeResult:
    """A grade of an award, or the award itself where it has none: eligibility and what blocks it (2.8)."""

    grade: LevelRef | None
    eligible: Truth
    covered: bool
    discretionary: bool
    waits_until: dt.date | None
    earliest: dt.date | None
    target: Target | None


@dataclass(frozen=True, slots=True)
class AwardResult:
    """An award: the highest grade eligible for, what is held and until when, grounds for loss.

    ``lacks_external_review`` tells that the award rests on an externally reviewed outcome and nothing external is
    recorded; ``by_own_assessment`` is then the grade that the school's own assessment would give. ``loss`` is None
    where nothing is held or the definition names no grounds; ``stands`` is then what a review would find: kept unless
    lost by who holds it, gained by who does not, both read and joined where that is unknown (2.7). ``valid`` gives
    how long it is valid, as the definition writes it.
    """

    id: str
    title: LevelRef
    authority: LevelRef | None
    certain: LevelRef | None
    possible: LevelRef | None
    grades: tuple[GradeResult, ...]
    held: Held | None
    held_until: dt.date | None
    renew_by: dt.date | None
    loss: Truth | None
    stands: Truth | None
    valid: tuple[str, ...]
    lacks_external_review: bool
    by_own_assessment: LevelRef | None


@dataclass(frozen=True, slots=True)
class Warned:
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
class Footing:
    """Something the result rests on that is less than confirmed (7.2), named once."""

    certainty: str
    cite: str | None
    about: tuple[str, ...]
