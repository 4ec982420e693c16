"""What holds a level: a sufficient reason, and the margin before it is lost (semantics 5.6, 5.7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar

from kiemdinh import rules as kernel
from kiemdinh.assessment.effort import read_efforts
from kiemdinh.assessment.encoding import encoded
from kiemdinh.assessment.problem import Asked, ask
from kiemdinh.assessment.result import LevelRef
from kiemdinh.assessment.telling import Kind, Told
from kiemdinh.rules import MET, UNKNOWN, UNMET, Bound, ExhaustedError, Fact, Loss, Number, ValueLever

if TYPE_CHECKING:
    from kiemdinh.assessment.assessed import Assessment
    from kiemdinh.assessment.facts import SchoolFacts

__all__ = ["EvidenceLoss", "Lost", "Margin", "Why", "margin_of", "why_of"]

_MOST = 20


@dataclass(frozen=True, slots=True)
class Lost:
    """One thing that is lost: a verdict, or a figure that goes past a bound.

    ``gained`` tells of a verdict that it comes to hold, which under a negation is what the level would not survive.
    """

    id: str
    bound: Bound | None = None
    gained: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceLoss:
    """An item of evidence without which the level is no longer certain, the facts it carries, and its last day."""

    code: str
    facts: tuple[str, ...]
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class Margin(Told):
    """How far a level is from no longer being certain, unknowns at their worst.

    ``size`` is the number of losses of a least set, None where nothing drops the level; ``least`` are such sets, at
    most 20; ``alone`` the losses, and ``evidence`` the items of evidence (soonest to expire first), that drop it alone.
    """

    kind: ClassVar[Kind] = "margin"
    result: Assessment = field(repr=False, compare=False)
    level: LevelRef
    proved: bool
    size: Number | None
    least: tuple[tuple[Lost, ...], ...]
    alone: tuple[Lost, ...]
    evidence: tuple[EvidenceLoss, ...]

    def said(self) -> dict[str, Any]:
        """Return it as data."""
        return {
            name: encoded(getattr(self, name)) for name in ("level", "proved", "size", "least", "alone", "evidence")
        }


@dataclass(frozen=True, slots=True)
class Why(Told):
    """A sufficient reason: a least set of facts and values that keeps the level whatever the others are."""

    kind: ClassVar[Kind] = "why"
    result: Assessment = field(repr=False, compare=False)
    level: LevelRef
    reason: tuple[str, ...]
    proved: bool

    def said(self) -> dict[str, Any]:
        """Return it as data."""
        return {name: encoded(getattr(self, name)) for name in ("level", "proved", "reason")}


def margin_of(result: Assessment, school: SchoolFacts, level: LevelRef, fact: str) -> Margin:
    """Return the margin of a level that is held; the searches are those of repairs."""
    asked = ask(result.framework, school, fact, read_efforts(None, result.framework))
    losses: list[Loss | ValueLever] = [*_facts(asked), *_values(asked)]
    problem = asked.problem
    found = kernel.margin(problem.condition, problem.cases, losses, problem.definitions)
    least = tuple(tuple(_lost(asked, lost) for lost in drop.losses) for drop in _cheapest(found))
    alone = tuple(_lost(asked, drop.losses[0]) for drop in found.alone)
    return Margin(result, level, found.proved, found.cost, least, alone, tuple(_evidence(asked, school)))


def _cheapest(found: kernel.Margin) -> Iterator[kernel.Drop]:
    try:
        for drop in islice(found, _MOST):
            if drop.cost != found.cost:
                return
            yield drop
    except ExhaustedError:
        return


def _facts(asked: Asked) -> Iterator[Loss]:
    """Yield the loss of each fact that a record settles; of what is unmet, that it comes to hold (5.8)."""
    for key, thing in asked.leaves():
        settled = asked.problem.cases[0].truth(key) is not UNKNOWN
        if settled and thing.node is not None and not thing.name.startswith("applies:"):
            yield Loss(id=key, facts=(key,))


def _values(asked: Asked) -> Iterator[ValueLever]:
    """Yield the ways in which each known value can go, as far as it can."""
    for lever in asked.problem.levers:
        if isinstance(lever, ValueLever) and asked.problem.cases[0].value(lever.value).known:
            yield lever


def _lost(asked: Asked, lost: tuple[str, Bound | None]) -> Lost:
    key, bound = lost
    gained = bound is None and asked.problem.cases[0].truth(key) is UNMET
    return Lost(asked.things[key.removesuffix("!")].id, bound, gained)


def _evidence(asked: Asked, school: SchoolFacts) -> Iterator[EvidenceLoss]:
    """Yield the items of evidence that carry the level alone, those that expire soonest first."""
    index = school.whole.support.index or {}
    carried = {code: _carried(asked, school, code) for code in index}
    alone = []
    for code, facts in carried.items():
        if facts:
            problem = asked.problem
            loss = Loss(id=code, facts=facts)
            found = kernel.margin(problem.condition, problem.cases, (loss,), problem.definitions)
            if found.alone:
                alone.append(EvidenceLoss(code, tuple(asked.things[f].id for f in facts), index[code].until))
    yield from sorted(alone, key=lambda e: (e.until or dt.date.max, e.code))


def _carried(asked: Asked, school: SchoolFacts, code: str) -> tuple[str, ...]:
    """Return the facts that would no longer be supported without the item *code*."""
    found = []
    for key, thing in asked.leaves():
        part = school.parts[thing.stage]
        if thing.node is None or thing.name.startswith("applies:"):
            continue
        settled = part.settled(thing.name)
        record = settled.finding
        if settled.truth is not MET or record is None or record.side != "self" or code not in record.by:
            continue
        if part.support.failures(tuple(c for c in record.by if c != code)):
            found.append(key)
    return tuple(found)


def why_of(result: Assessment, school: SchoolFacts, level: LevelRef, fact: str) -> Why:
    """Return a least sufficient reason of a level that is held."""
    asked = ask(result.framework, school, fact, read_efforts(None, result.framework))
    try:
        first = next(kernel.reasons(asked.problem), ())
    except ExhaustedError:
        return Why(result, level, (), proved=False)
    return Why(
        result,
        level,
        tuple(asked.things[thing.id].id for thing in first if isinstance(thing, Fact) or thing.id in asked.things),
        proved=True,
    )
