"""Finds what to renew before it ends, and what must be in place so that a level does not fall."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh import explanation
from kiemdinh.assessment.levels import level_ref
from kiemdinh.assessment.titles import find_titles
from kiemdinh.data.outlook import NeededChange, Renewal
from kiemdinh.explanation.targets import fact_of_level, levels_of
from kiemdinh.parsing.durations import latest_start
from kiemdinh.rules import MET
from kiemdinh.standards.names import FactName
from kiemdinh.transitions.forecasts.periods import day_before

if TYPE_CHECKING:
    import datetime as dt

    from kiemdinh.assessment.awards import AwardStanding
    from kiemdinh.data.outcomes import LevelRef
    from kiemdinh.data.repairs import RepairChange
    from kiemdinh.rules import Budget
    from kiemdinh.transitions.forecasts.day_standing import DayStanding
    from kiemdinh.transitions.forecasts.turns import Turn

__all__ = ["FallenLevel", "find_needed", "list_losses", "list_renewals"]


@dataclass(frozen=True, slots=True)
class FallenLevel:
    """A level or grade that is certain on the day before a day and no longer certain from that day on.

    ``award`` is the id of the award; None for a level of the main outcome.
    """

    level: LevelRef
    fact: FactName
    award: str | None = None


def list_renewals(lowered: Iterable[tuple[Turn, tuple[str, ...]]]) -> tuple[Renewal, ...]:
    """Return the renewals, soonest first: of all whose end lowers a fact, and of the framework's awards in any case."""
    found = (
        Renewal(turn.id, turn.by, carries, turn.renewal, day_before(turn.on), turn.title, turn.titles)
        for turn, carries in lowered
        if turn.renewal is not None and turn.by is not None and (carries or (turn.renewal == "award" and turn.cite))
    )
    return tuple(sorted(found, key=lambda one: (one.by, -len(one.carries), one.code)))


def list_losses(before: DayStanding, after: DayStanding) -> Iterator[FallenLevel]:
    """Yield the level of the main outcome that is lost, and the highest grade of each award that is lost."""
    level = _lost_level(before, after)
    if level is not None:
        yield FallenLevel(level, fact_of_level(after.outcome, level))
    awards = {standing.award.id: standing for standing in after.standings}
    for old in before.standings:
        new = awards.get(old.award.id)
        grade = None if new is None else _lost_grade(old, new)
        if new is not None and grade is not None:
            fact = after.framework.outline.fact_names.read(grade)
            level = next((one for one in new.grades if one.id == fact.step), level_ref(old.award.id, new.award))
            yield FallenLevel(level, fact, old.award.id)


def _lost_grade(old: AwardStanding, new: AwardStanding) -> str | None:
    """Return the fact of the highest grade that was certain and no longer is; None where none is lost."""
    held = [name for name, truth in zip(old.fact_names, old.eligibility, strict=True) if truth is MET]
    now = dict(zip(new.fact_names, new.eligibility, strict=True))
    return held[-1] if held and now.get(held[-1], MET) is not MET else None


def _lost_level(before: DayStanding, after: DayStanding) -> LevelRef | None:
    """Return the guaranteed level of the day before if it is no longer certain; None where nothing is lost.

    Only levels in order can be lost in this way, and only a level that the edition of the later day has.
    """
    held = before.outcome.guaranteed
    levels = levels_of(after.framework)
    if held is None or after.outcome.kind != "ladder" or held.id not in [level.id for level in levels]:
        return None
    ids = [level.id for level in levels]
    now = after.outcome.guaranteed
    return held if now is None or ids.index(now.id) < ids.index(held.id) else None


def find_needed(day: DayStanding, loss: FallenLevel, budget: Budget) -> Iterator[NeededChange]:
    """Yield the changes of the cheapest repair that keeps a level or grade on a day; nothing where none would be lost.

    The cost is one search for repairs, at worst exponential in the number of facts that the parts of the rule share.
    """
    efforts = explanation.read_efforts(None, day.framework)
    found = explanation.find_level_repairs(day.framework, day.school.facts, loss.level, loss.fact, efforts, budget, 1)
    if found.cheapest is not None:
        for change in found.cheapest.changes:
            titles = find_titles(day.framework, change.id)
            yield NeededChange(change.id, _last_day_for(day, change), loss.level, change.renewal, titles, loss.award)


def _last_day_for(day: DayStanding, change: RepairChange) -> dt.date:
    """Return the last day on which a change may come about: earlier where evidence has to be in place for a time."""
    name = day.framework.outline.fact_names.read_shown(change.id).name
    node, step = (name.node, name.step) if isinstance(name, FactName) else (None, None)
    terms = day.school.facts.as_one.support.terms_at(node, step).terms
    wait = None if terms is None or node is None else terms.in_place_for
    return day_before(day.on) if wait is None else min(day_before(day.on), latest_start(day.on, wait))
