"""The margin before a level is lost, and the items of evidence that carry it alone (semantics 5.7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from kiemdinh import rules as kernel
from kiemdinh.data.margin import EvidenceLoss, Lost, MarginData
from kiemdinh.data.outcomes import LevelRef
from kiemdinh.explanation.costs import read_efforts
from kiemdinh.explanation.repairs.asked import Asked
from kiemdinh.explanation.repairs.problem import ask
from kiemdinh.rules import MET, UNKNOWN, UNMET, ExhaustedError, Loss, ValueAction

if TYPE_CHECKING:
    from kiemdinh.assessment.school_facts import SchoolFacts
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.names import FactName

__all__ = ["find_level_margin"]

_MOST = 20


def find_level_margin(framework: Framework, school: SchoolFacts, level: LevelRef, fact: FactName) -> MarginData:
    """Return the margin of a level that is held; the searches are those of repairs."""
    asked = ask(framework, school, str(fact), read_efforts(None, framework))
    losses: list[Loss | ValueAction] = [*_facts(asked), *_values(asked)]
    problem = asked.problem
    found = kernel.find_margin(problem.condition, problem.cases, losses, problem.definitions)
    least = tuple(tuple(_lost(asked, lost) for lost in drop.losses) for drop in _cheapest(found))
    alone = tuple(_lost(asked, drop.losses[0]) for drop in found.alone)
    return MarginData(level, found.proved, found.cost, least, alone, tuple(_evidence(asked, school)))


def _cheapest(found: kernel.CertaintyMargin) -> Iterator[kernel.LossSet]:
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


def _values(asked: Asked) -> Iterator[ValueAction]:
    """Yield the ways in which each known value can go, as far as it can."""
    for lever in asked.problem.actions:
        if isinstance(lever, ValueAction) and asked.problem.cases[0].value(lever.value).known:
            yield lever


def _lost(asked: Asked, lost: kernel.ChosenLoss) -> Lost:
    key, bound = lost
    gained = bound is None and asked.problem.cases[0].truth(key) is UNMET
    return Lost(asked.things[key.removesuffix("!")].id, bound, gained)


def _evidence(asked: Asked, school: SchoolFacts) -> Iterator[EvidenceLoss]:
    """Yield the items of evidence that carry the level alone, those that expire soonest first."""
    index = school.as_one.support.index or {}
    carried = {code: _carried(asked, school, code) for code in index}
    alone = []
    for code, facts in carried.items():
        if facts:
            problem = asked.problem
            loss = Loss(id=code, facts=facts)
            found = kernel.find_margin(problem.condition, problem.cases, (loss,), problem.definitions)
            if found.alone:
                alone.append(EvidenceLoss(code, tuple(asked.things[f].id for f in facts), index[code].until))
    yield from sorted(alone, key=lambda e: (e.until or dt.date.max, e.code))


def _carried(asked: Asked, school: SchoolFacts, code: str) -> tuple[str, ...]:
    """Return the facts that would no longer be supported without the item *code*."""
    found = []
    for key, thing in asked.leaves():
        part = school.stages[thing.stage]
        if thing.node is None or thing.name.startswith("applies:"):
            continue
        settled = part.resolved(thing.name)
        record = settled.finding
        if settled.truth is not MET or record is None or record.side != "self" or code not in record.evidence_codes:
            continue
        if part.support.policy_failures(tuple(c for c in record.evidence_codes if c != code)):
            found.append(key)
    return tuple(found)
