"""What ends or changes up to a later day, and which levels fall by it, while the records stay (semantics 4.6)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from kiemdinh.data.office import Threat
from kiemdinh.portfolio.batch import find_general_rows
from kiemdinh.portfolio.editions import EditionSide, read_by
from kiemdinh.portfolio.tables import find_latest_rows
from kiemdinh.standards.lowering import name_school_year, school_year_end, school_year_start
from kiemdinh.transitions.forecasts import list_editions, list_periods

if TYPE_CHECKING:
    from kiemdinh.data.office import ThreatKind
    from kiemdinh.data.outlook import ForecastEvent
    from kiemdinh.standards.loading import Framework

__all__ = ["find_threats"]

_NEXT_DAY: Final = dt.timedelta(days=1)
_KINDS: Final[Mapping[str, ThreatKind]] = {
    "edition": "edition", "evidence": "evidence", "year": "school-year", "award": "award",
}  # fmt: skip
"""What a threat is by what an event of a forecast is about; any other is a record."""


class _SharedTurn(NamedTuple):
    """A day on which something changes for all plain rows, with the edition by which they are then assessed."""

    on: dt.date
    framework: Framework | None
    what: ThreatKind
    id: str


def find_threats(side: EditionSide, schools: Collection[str], until: dt.date) -> dict[str, list[Threat]]:
    """Return for each school the days on which a lower level is certain than before, soonest first.

    ``falls`` is False in all of them: the caller sets it, since it knows what the award needs. Plain rows are assessed
    together on each day on which anything can change for them; of every other row a forecast is made.
    """
    narrowed = side.narrow(schools)
    general = _find_single(narrowed)
    plain = [school for school in narrowed.ranges if school not in general]
    found: dict[str, list[Threat]] = defaultdict(list)
    if plain:
        for school, threat in _follow(narrowed.narrow(plain), until):
            found[school].append(threat)
    for school in general:
        found[school] = list(_forecast(narrowed, school, until))
    return found


def _find_single(side: EditionSide) -> frozenset[str]:
    """Return the schools that are followed one by one: records end or are dated later, or rules count from a date."""
    table = side.table
    rows_of = {row: school for school, row in find_latest_rows(table, side.batch.rows).items()}
    single = set(find_general_rows(table))
    about = table.rows
    reads_clocks = {
        stages: bool(table.framework.rules(stages, side.day).durations) for stages in dict.fromkeys(about.stages)
    }
    for row in rows_of:
        date = about.dates[row]
        if (date is not None and date > side.day) or reads_clocks[about.stages[row]]:
            single.add(row)
    return frozenset(school for row, school in rows_of.items() if row in single)


def _follow(side: EditionSide, until: dt.date) -> Iterator[tuple[str, Threat]]:
    """Yield the threats of schools that are assessed together on each day on which something changes."""
    before = {school: levels.level for school, levels in side.ranges.items()}
    ladder = side.level_ids
    for turn in _list_turns(side, until):
        after: dict[str, str | None] = dict.fromkeys(before)
        if turn.framework is not None:
            later = EditionSide.assess(read_by(side.table, turn.framework), turn.on)
            after |= {school: levels.level for school, levels in later.ranges.items()}
            ladder = later.level_ids
        for school, level in after.items():
            if _is_lower(level, before[school], ladder):
                yield school, Threat(turn.on, turn.what, turn.id, level, falls=False)
        before = after


def _list_turns(side: EditionSide, until: dt.date) -> list[_SharedTurn]:
    """Return the days on which the edition or the school years that count change, soonest first."""
    periods = list_periods(list_editions(side.framework, ()), side.day, until)
    found = []
    for i, period in enumerate(periods):
        framework = period.framework
        if i:
            found.append(_SharedTurn(period.start, framework, "edition", (framework or side.framework).edition))
        if framework is not None and _reads_years(side, framework):
            found += [
                _SharedTurn(day, framework, "school-year", year)
                for day, year in _list_years(framework, period.start, period.end)
            ]
    return sorted(found, key=lambda turn: turn.on)


def _reads_years(side: EditionSide, framework: Framework) -> bool:
    return any(framework.rules(stages, side.day).reads_years for stages in dict.fromkeys(side.table.rows.stages))


def _list_years(framework: Framework, start: dt.date, end: dt.date) -> Iterator[tuple[dt.date, str]]:
    """Yield the days after *start* on which a school year begins, or from which on it counts as ended."""
    definition = framework.definition
    for begins in range(start.year - 1, end.year + 1):
        days = {school_year_end(definition, begins), school_year_start(definition, begins)}
        for day in sorted(days):
            if start < day <= end:
                yield day, name_school_year(begins)


def _forecast(side: EditionSide, school: str, until: dt.date) -> Iterator[Threat]:
    forecast = side.batch.school(school).forecast(until=until)
    ladder = side.level_ids
    before = forecast.spans[0].level if forecast.spans else None
    for span in forecast.spans[1:]:
        level = None if span.level is None else span.level.id
        if _is_lower(level, None if before is None else before.id, ladder):
            event = _choose_event([one for one in forecast.events if one.on == span.start])
            what = "record" if event is None else _KINDS.get(event.about, "record")
            yield Threat(span.start, what, "" if event is None else event.id, level, falls=False)
        before = span.level


def _choose_event(events: Sequence[ForecastEvent]) -> ForecastEvent | None:
    """Return the event of a day that lowers most; the first of those that lower as much."""
    return max(events, key=lambda event: len(event.lowers), default=None)


def _is_lower(level: str | None, before: str | None, ladder: Sequence[str]) -> bool:
    if level is None or before is None or before not in ladder:
        return level != before and before is not None
    return ladder.index(level) < ladder.index(before)
