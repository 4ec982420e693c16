"""What blocks a level, as data: the blocking tree, its figures, and the to-do lists (semantics 5.2, 5.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Final, Literal, TypeAlias

from kiemdinh.data.outcomes import NO_TITLES, CitedEvidence, EvidenceAsked, LevelRef, Titles, code_reasons
from kiemdinh.rules import Interval, Truth
from kiemdinh.standards.names import MemberName

__all__ = [
    "AWARDS_HELD",
    "Blocker",
    "BlockerKind",
    "Figure",
    "FigureBound",
    "ListName",
    "NamedFigure",
    "StatedFigure",
    "Target",
    "ToDo",
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
"""What a node of the blocking tree is: the first three join their parts, ``case`` is one case of a context."""

ListName: TypeAlias = Literal["settle", "improve", "wait", "decide"]
"""The four to-do lists (5.4)."""
AWARDS_HELD: Final = "held"
"""The id of the to-do that asks which awards the school holds: the dossier leaves open whether a waiting time binds."""


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """A sum, mean or share that decides, as the author of the rule states it.

    Attributes
    ----------
    kind
        What is calculated over the members: a sum, a mean or a share.
    name
        The name that ``define`` gives it; None where it has none.
    over, of
        The id of the set, and what is read of each member: ``rating``, ``points``, … or an input; None for a share and
        for a quantity that is calculated.
    now, op, bound, unit
        What is known of it, the comparison, the number that it must reach, and the unit.
    titles
        The texts that its author gave it.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> result = kd.assess("sg.edutrust", {"findings": {"1": 13}}, on="2025-06-30")
    >>> total = next(leaf.figure.stated for leaf in result.target.blocking.leaves() if leaf.figure.stated)
    >>> total.kind, total.over, total.now.high, total.op, total.bound.low
    ('sum', 'criterion', 963, '>=', 500)
    """

    kind: Literal["sum", "mean", "share"]
    name: str | None
    over: str
    of: str | None
    now: Interval
    op: str
    bound: Interval
    unit: str | None
    titles: Titles = NO_TITLES


@dataclass(frozen=True, slots=True)
class Figure:
    """A comparison of a figure: what is known of it, and the bound that it must reach.

    Attributes
    ----------
    value
        The id of the value, mostly an input's; None for a total over many.
    per
        The id of the input with which it is compared, as children by the number of classes; None where it stands alone.
    now
        What is known of it. For a yes/no, choice or scale input the numbers are the positions of its words.
    op
        The comparison: ``>=``, ``>``, ``<=``, ``<`` or ``==``.
    bound
        The number that it must reach: an interval, because it may itself depend on what is unknown.
    unit
        The id of its unit.
    words
        The words that the numbers stand for, where they are positions of words.
    stated
        For a total, the comparison as the author of the rule states it: the mean or share itself, and not its distance
        from the bound.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> result = kd.assess("vn.tt13-2020.thcs", {"findings": {}, "inputs": {"classes": 50}}, on="2025-06-30")
    >>> figure = next(entry.figure for entry in result.target.settle if entry.figure)
    >>> figure.value, figure.op, figure.bound.low, figure.unit
    ('input:all_classes', '>=', 9, 'classes')
    """

    value: str | None
    per: str | None
    now: Interval
    op: str
    bound: Interval
    unit: str | None
    words: tuple[str, ...] = ()
    stated: StatedFigure | None = None


@dataclass(frozen=True, slots=True)
class FigureBound:
    """What an outcome or award asks of a named figure.

    Attributes
    ----------
    of
        The id of what asks for it: ``outcome:rank/good``, ``case:result=passed``, ``award:badge``.
    level
        The level, label or grade that it asks it for; None for what has none.
    op, bound
        The comparison, and the number: an interval, because it may itself depend on what is unknown.
    truth
        Whether the figure fulfils it.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> result = kd.assess("sg.edutrust", {"findings": {"1": 13}}, on="2025-06-30")
    >>> bound = result.figures[0].bounds[0]
    >>> bound.of, bound.op, bound.bound.low, bound.truth.name
    ('outcome:certification/provisional', '>=', 500, 'UNKNOWN')
    """

    of: str
    level: LevelRef | None
    op: str
    bound: Interval
    truth: Truth


@dataclass(frozen=True, slots=True)
class NamedFigure:
    """A quantity that the definition names, with what it is and what is asked of it.

    Attributes
    ----------
    id
        The name that the definition gives it.
    stage
        The stage that it is of, where stages are assessed each on its own.
    now
        What is known of it, rounded as the definition says; null where it does not apply, since its set is empty.
    unit
        The id of its unit; null for a plain number.
    bounds
        What outcomes and awards ask of it, in the order of the definition.
    titles
        The texts that its author gave it.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> result = kd.assess("sg.edutrust", {"findings": {"1": 13}}, on="2025-06-30")
    >>> total = result.figures[0]
    >>> total.id, total.now
    ('total', Interval(low=13, high=963))
    """

    id: str
    stage: str | None
    now: Interval | None
    unit: str | None
    bounds: tuple[FigureBound, ...]
    titles: Titles = NO_TITLES


@dataclass(frozen=True, slots=True)
class Blocker:
    """A node of the blocking tree (5.2), in which choices stay choices.

    Attributes
    ----------
    kind
        What it is. A leaf names a requirement, step, node, stage, outcome or figure.
    id
        The id of the fact or value; None for a node that only joins its parts.
    node, level, stage
        The node that it is about, the level of a step, and the stage.
    truth
        What is known of it: unmet or unknown.
    holds
        False where the fact must not hold (5.8); else True.
    need, have, of
        Of the ``of`` members ``need`` must hold; ``have`` hold already.
    reasons
        Why it is unknown (3.6).
    figure
        The comparison, where a figure decides.
    parts
        The members that do not hold yet.
    titles
        The titles of what ``id`` names.
    missing
        The ids of the figures and answers that are missing, each with its school year.
    held
        For a group, the ids of the members that hold already, in the order of the definition. A group inside it has no
        id; ``have`` counts these too.
    evidence
        The items of evidence that its record cites and that do not count, where it is unknown for that reason.
    asked
        What the evidence policy asks for there, and how much of it is found, where it is unknown for that reason (3.3).
    ended
        The last day of its record, where that day is over and it is *expired* for that reason.
    member
        The member of a register that it is about; its kind is then ``node`` and it has no node.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> blocking = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30").target.blocking
    >>> blocking.kind, blocking.of, blocking.parts[0].id
    ('all', 9, '1.3/muc-1')
    """

    DERIVED_KEYS: ClassVar = ("reason_codes",)
    """The properties that its JSON has beside its fields."""

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
    titles: Titles = NO_TITLES
    missing: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    evidence: tuple[CitedEvidence, ...] = ()
    asked: EvidenceAsked | None = None
    ended: dt.date | None = None
    member: MemberName | None = None

    @property
    def reason_codes(self) -> tuple[str, ...]:
        """The reasons as codes, such as ``not-assessed``."""
        return code_reasons(self.reasons)

    def leaves(self) -> Iterator[Blocker]:
        """Yield the leaves in order, left to right; the blocker itself where it has no parts.

        A leaf names one thing, such as a requirement, a step or a figure. The attribute ``need`` of each blocker above
        says how many of its parts are needed. Costs time linear in the size of the tree.
        """
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


@dataclass(frozen=True, slots=True)
class ToDo:
    """One entry of a to-do list (5.4). Where ``choice`` is true, it is one of several ways, and not a must.

    Attributes
    ----------
    id
        The id of the fact or value to settle, improve, wait for or have decided.
    node, level, stage
        The node that it is about, the level of a step, and the stage.
    reasons
        Why it is unknown (3.6); empty where it is known and falls short.
    choice
        Whether it is one of several ways. False where it must be done.
    figure
        The comparison, where a figure decides.
    until
        The day until which to wait, in the list ``wait``.
    titles
        The titles of what ``id`` names.
    missing
        The ids of the figures and answers that are missing, each with its school year.
    evidence
        The items of evidence that its record cites and that do not count, where it is unknown for that reason.
    holds
        False where the fact must not hold (5.8); else True.
    asked
        What the evidence policy asks for there, and how much of it is found, where it is unknown for that reason (3.3).
    ended
        The last day of its record, where that day is over and it is *expired* for that reason.
    member
        The member of a register that it is about.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> result = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "khong-dat"}}, on="2027-06-30")
    >>> [entry.id for entry in result.target.improve]
    ['1.1/muc-1']
    """

    DERIVED_KEYS: ClassVar = ("reason_codes",)
    """The properties that its JSON has beside its fields."""

    id: str
    node: str | None
    level: str | None
    stage: str | None
    reasons: tuple[str, ...]
    choice: bool
    figure: Figure | None = None
    until: dt.date | None = None
    titles: Titles = NO_TITLES
    missing: tuple[str, ...] = ()
    evidence: tuple[CitedEvidence, ...] = ()
    holds: bool = True
    asked: EvidenceAsked | None = None
    ended: dt.date | None = None
    member: MemberName | None = None

    @property
    def reason_codes(self) -> tuple[str, ...]:
        """The reasons as codes, such as ``not-assessed``."""
        return code_reasons(self.reasons)


@dataclass(frozen=True, slots=True)
class Target:
    """What blocks a level: the tree, the four to-do lists, and the gaps that do not matter for it.

    Attributes
    ----------
    level
        The level, label or grade that is asked for.
    truth
        What is known of it.
    blocking
        The blocking tree; None where the level is certain.
    settle, improve, wait, decide
        The four to-do lists (5.4): what is unknown; what is known and falls short; what has to be waited for; what an
        authority decides.
    irrelevant
        The ids of nodes that fall short of the level and do not matter for it.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> target = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30").target
    >>> target.level.id, target.truth.name, target.blocking.kind
    ('muc-1', 'UNKNOWN', 'all')
    """

    level: LevelRef
    truth: Truth
    blocking: Blocker | None
    settle: tuple[ToDo, ...]
    improve: tuple[ToDo, ...]
    wait: tuple[ToDo, ...]
    decide: tuple[ToDo, ...]
    irrelevant: tuple[str, ...]
