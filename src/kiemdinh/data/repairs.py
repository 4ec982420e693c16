"""Repairs as data: the smallest changes that make a level certain, and the roles of gaps (semantics 5.1, 5.3, 5.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol

from kiemdinh.data.notes import ResultWarning
from kiemdinh.data.outcomes import NO_TITLES, CitedEvidence, EvidenceAsked, LevelRef, Titles, code_reasons
from kiemdinh.data.search_work import SearchWork
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.rules import Bound, Interval, Number, Truth
from kiemdinh.standards.names import MemberName

__all__ = ["GapRoles", "KeptRepairs", "Repair", "RepairChange", "RepairSource", "RepairsData"]


@dataclass(frozen=True, slots=True)
class RepairChange:
    """One change: a step or requirement brought to a verdict, or a figure to a bound.

    Attributes
    ----------
    id
        What changes: ``3.4/muc-2``, ``1.3/muc-1/a``, ``input:…``.
    from_, to
        What is known now and what it must become: two verdicts; of a figure the interval and the bound.
    kind
        ``settle`` where it is unknown now, ``improve`` where it falls short.
    cost
        What it costs, in the unit of the efforts; 1 where no effort reaches it. The price of a level that several
        changes share stands at the first of them.
    node, level, stage
        The node that it is about, the level of a step, and the stage.
    part, whole
        For a share that is given as part and whole, the bound on the part, and the whole.
    who
        Who makes the change, where the efforts say so.
    within
        The bound on the other side, which the figure must keep as well. There is one where a figure can go too far, so
        that 3 is wanted and neither 2 nor 4, and where the figure is recorded for the first time and so decides a
        requirement that held without it. Any number between ``to`` and ``within`` will do, for all changes of the
        repair together.
    titles
        The titles of what ``id`` names.
    requirements
        How many requirements the change covers: those of a step, else 1. The cost does not depend on it.
    reasons
        Why it is unknown (3.6); empty where it is known and falls short.
    missing
        The ids of the figures and answers that are missing, each with its school year.
    evidence
        The items of evidence that its record cites and that do not count, where it is unknown for that reason.
    asked
        What the evidence policy asks for there, and how much of it is found, where it is unknown for that reason (3.3).
    ended
        The last day of its record, where that day is over and it is *expired* for that reason.
    member
        The member of a register that is changed.
    own
        The changes of its own cheapest repair, under its own framework, where that was assessed (6.4).

    Examples
    --------
    >>> import kiemdinh as kd
    >>> result = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30")
    >>> change = result.repairs("muc-1").first(1)[0].changes[0]
    >>> change.id, change.kind
    ('1.2/muc-1', 'settle')
    """

    DERIVED_KEYS: ClassVar = ("reason_codes", "renewal")
    """The properties that its JSON has beside its fields."""

    id: str
    from_: Truth | Interval
    to: Truth | Bound
    kind: Literal["settle", "improve"]
    cost: Number
    node: str | None
    level: str | None
    stage: str | None
    part: Number | None = None
    whole: Number | None = None
    who: str | None = None
    within: Bound | None = None
    titles: Titles = NO_TITLES
    requirements: int = 1
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    evidence: tuple[CitedEvidence, ...] = ()
    asked: EvidenceAsked | None = None
    ended: dt.date | None = None
    member: MemberName | None = None
    own: tuple[RepairChange, ...] = ()

    @property
    def reason_codes(self) -> tuple[str, ...]:
        """The reasons as codes, such as ``not-assessed``."""
        return code_reasons(self.reasons)

    @property
    def renewal(self) -> tuple[str, ...]:
        """The codes of the expired items whose renewal is all that it takes; none for any other change."""
        if self.reasons != ("expired",):
            return ()
        return tuple(sorted(item.code for item in self.evidence if item.state == "expired"))


@dataclass(frozen=True, slots=True)
class Repair:
    """A minimal set of changes that makes the level certain.

    Attributes
    ----------
    cost
        The sum of what the changes cost, in the unit of the efforts.
    changes
        The changes; each of them is needed.
    also
        The sums of the other numbers that the efforts give, by name, such as ``months``; empty where the efforts give
        none.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> result = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30")
    >>> cheapest = result.repairs("muc-1").first(1)[0]
    >>> cheapest.cost, cheapest.changes[0].id
    (12, '1.2/muc-1')
    """

    DERIVED_KEYS: ClassVar = ("size",)
    """The properties that its JSON has beside its fields."""

    cost: Number
    changes: tuple[RepairChange, ...]
    also: Mapping[str, Number]

    @property
    def size(self) -> int:
        """How many changes it counts as. Changes that wait for the same expired items count as one (5.3)."""
        return len({change.renewal or i for i, change in enumerate(self.changes)})


class RepairSource(Protocol):
    """Gives repairs one by one: from a search, or from those that were found before."""

    def find(self, index: int) -> Repair | None:
        """Return the repair at *index*, counted from 0 in their order; None where there are fewer."""

    def first(self, most: int) -> tuple[Repair, ...]:
        """Return the first repairs, at most so many and only those at hand."""

    @property
    def count(self) -> int | None:
        """The number of equally cheap ways; None where it is not known."""

    @property
    def search(self) -> SearchWork:
        """What the search took for the first ten and for the count."""


@dataclass(frozen=True, slots=True)
class KeptRepairs:
    """Repairs that were found before, as data; a :class:`RepairSource`.

    Attributes
    ----------
    repairs
        The first repairs in their order, at most ten.
    count
        The number of equally cheap ways; None where it is not known.
    search
        What the search took.
    has_more
        Whether there may be more repairs than these.
    """

    repairs: tuple[Repair, ...]
    count: int | None
    search: SearchWork
    has_more: bool

    def first(self, most: int) -> tuple[Repair, ...]:
        """Return the first repairs, at most so many; there are no more than were kept."""
        return self.repairs[:most]

    def find(self, index: int) -> Repair | None:
        """Return the repair at *index*; None where there are fewer.

        Raises
        ------
        InputError
            There may be one, but it was not kept.
        """
        if index < len(self.repairs):
            return self.repairs[index]
        if not self.has_more:
            return None
        raise InputError(
            [
                Diagnostic(
                    "KD340",
                    "error",
                    Message("only the first {count} repairs were kept as data", count=len(self.repairs)),
                    hint=Message("attach the result to its framework and dossier, and ask it for the repairs again"),
                )
            ]
        )


class RepairsData(Protocol):
    """The attributes of the minimal repairs of a target, cheapest first, that a page reads.

    :class:`kiemdinh.results.Repairs` is one. Iterating over it yields the repairs.
    """

    # Properties, so that a class may have each as a field or as a property of its own.
    @property
    def target(self) -> LevelRef | None:
        """The level that they lead to; None where none is above."""

    @property
    def settle_first(self) -> tuple[str, ...]:
        """The unknown context that must be settled first, where there is no repair without it."""

    @property
    def proved(self) -> bool:
        """Whether the cost is proved to be the least."""

    @property
    def cost(self) -> Number | None:
        """The cost of the cheapest: 0 where the target is certain already, None where it is out of reach."""

    @property
    def gap(self) -> Number:
        """How far the cost may lie above the least; 0 where it is proved."""

    @property
    def count(self) -> int | None:
        """The number of equally cheap ways; None where it is not known."""

    @property
    def mixed(self) -> bool:
        """Whether some criteria are given whole and others requirement by requirement.

        A step of a whole criterion still counts as one change; ``RepairChange.requirements`` says how many requirements
        it covers.
        """

    @property
    def minimise(self) -> str:
        """The name of the number that the cost is."""

    @property
    def priced(self) -> bool:
        """Whether efforts, or hints of the definition, say what changes cost."""

    @property
    def warnings(self) -> tuple[ResultWarning, ...]:
        """The keys of efforts that give a cost to no possible change."""

    @property
    def cheapest(self) -> Repair | None:
        """The first repair; None where the target is out of reach."""

    @property
    def search(self) -> SearchWork:
        """What the search has taken so far."""

    def first(self, most: int) -> tuple[Repair, ...]:
        """Return the first repairs, at most *most*; where they were read back from data, only those in the data."""

    def __iter__(self) -> Iterator[Repair]: ...


@dataclass(frozen=True, slots=True)
class GapRoles:
    """The role of every open gap for the target (5.1).

    Each field but the first holds the ids of gaps. Where there is no repair, the roles are those that the gaps would
    have if everything could be changed.

    Attributes
    ----------
    reachable
        Whether there is a repair at all.
    necessary, relevant, irrelevant
        In every minimal repair, in some, in none.
    keep
        In none, and a change of it would spoil one.
    either_way
        Unknown, and of use whether it turns out met or unmet.
    blocked
        What cannot be changed.
    alone
        What would reach the target by itself.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> result = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30")
    >>> result.explain("muc-1").classes.necessary[:1]
    ('1.3/muc-1',)
    """

    reachable: bool
    necessary: tuple[str, ...]
    relevant: tuple[str, ...]
    irrelevant: tuple[str, ...]
    keep: tuple[str, ...]
    either_way: tuple[str, ...]
    blocked: tuple[str, ...]
    alone: tuple[str, ...]
