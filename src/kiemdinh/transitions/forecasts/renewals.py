"""What to renew before it ends, and what would have to be in place so that a level does not fall."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kiemdinh import explanation
from kiemdinh.assessment.titles import find_titles
from kiemdinh.data.outlook import NeededChange, Renewal
from kiemdinh.explanation.targets import fact_of_level, levels_of
from kiemdinh.parsing.durations import latest_start
from kiemdinh.standards.names import FactName
from kiemdinh.transitions.forecasts.periods import day_before

if TYPE_CHECKING:
    import datetime as dt

    from kiemdinh.data.outcomes import LevelRef
    from kiemdinh.data.repairs import RepairChange
    from kiemdinh.rules import Budget
    from kiemdinh.transitions.forecasts.day_standing import DayStanding
    from kiemdinh.transitions.forecasts.turns import Turn

__all__ = ["find_needed", "list_renewals", "lost_level"]


def list_renewals(lowered: Iterable[tuple[Turn, tuple[str, ...]]]) -> tuple[Renewal, ...]:
    """Return what is to be renewed, soonest first: what carries something when it ends, and own awards in any case."""
    found = (
        Renewal(turn.id, turn.by, carries, turn.renewal, day_before(turn.on), turn.title, turn.titles)
        for turn, carries in lowered
        if turn.renewal is not None and turn.by is not None and (carries or (turn.renewal == "award" and turn.cite))
    )
    return tuple(sorted(found, key=lambda one: (one.by, -len(one.carries), one.code)))


def lost_level(before: DayStanding, after: DayStanding) -> LevelRef | None:
    """Return the guaranteed level of the day before where it is no longer certain; None where nothing is lost.

    Only levels in order can be lost so, and only one that the edition of the later day has.
    """
    held = before.outcome.guaranteed
    levels = levels_of(after.framework)
    if held is None or after.outcome.kind != "ladder" or held.id not in [level.id for level in levels]:
        return None
    ids = [level.id for level in levels]
    now = after.outcome.guaranteed
    return held if now is None or ids.index(now.id) < ids.index(held.id) else None


def find_needed(day: DayStanding, level: LevelRef, budget: Budget) -> Iterator[NeededChange]:
    """Yield the changes of the cheapest repair that keeps a level on a day; nothing where none would.

    Costs one search for repairs, at worst in time exponential in what the parts of the rule share.
    """
    fact = fact_of_level(day.outcome, level)
    efforts = explanation.read_efforts(None, day.framework)
    found = explanation.find_level_repairs(day.framework, day.school.facts, level, fact, efforts, budget, 1)
    if found.cheapest is not None:
        for change in found.cheapest.changes:
            titles = find_titles(day.framework, change.id)
            yield NeededChange(change.id, _last_day_for(day, change), level, change.renewal, titles)


def _last_day_for(day: DayStanding, change: RepairChange) -> dt.date:
    """Return the last day on which a change may come about: earlier where evidence has to be in place for a time."""
    name = day.framework.outline.fact_names.read_shown(change.id).name
    node, step = (name.node, name.step) if isinstance(name, FactName) else (None, None)
    terms = day.school.facts.as_one.support.terms_at(node, step).terms
    wait = None if terms is None or node is None else terms.in_place_for
    return day_before(day.on) if wait is None else min(day_before(day.on), latest_start(day.on, wait))
