"""The standing of a school from day to day, while its records and the knowledge date stay (semantics 4.6)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from kiemdinh.assessment.dates_of_change import list_dates_of_change
from kiemdinh.assessment.later_facts import LaterFacts
from kiemdinh.assessment.reported_facts import report_school
from kiemdinh.assessment.titles import find_titles
from kiemdinh.data.outcomes import Dates, Titles
from kiemdinh.data.outlook import ForecastData, ForecastEvent, ForecastSpan, LeftOut, NeededChange
from kiemdinh.evidence.resolution import rules_for
from kiemdinh.explanation.search_work import report_work
from kiemdinh.rules import Budget, ExhaustedError
from kiemdinh.standards.names import FactKind, FactName, ValueKind, ValueName
from kiemdinh.transitions.forecasts.day_standing import DayStanding
from kiemdinh.transitions.forecasts.falls import DayChanges, compare_days, list_effects
from kiemdinh.transitions.forecasts.periods import EditionPeriod, day_before, list_periods
from kiemdinh.transitions.forecasts.renewals import FallenLevel, find_needed, list_losses, list_renewals
from kiemdinh.transitions.forecasts.turns import Turn, list_turns

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.standards.loading import Framework

__all__ = ["find_forecast"]

_LOWERING: int = 5
"""Steps for each fact of rules that are lowered anew, which takes longer than to resolve it."""
_Lowered: TypeAlias = tuple[Turn, tuple[str, ...]]


def find_forecast(
    editions: tuple[Framework, ...],
    dossier: Dossier,
    start: dt.date,
    until: dt.date,
    knowledge: dt.date,
    budget: Budget,
) -> ForecastData:
    """Return the standing of a school on each day from *start* to *until*, both included.

    The law and the evidence date move from day to day; the records and the knowledge date stay. The cost
    is one resolution of the facts that can have changed for each day with a turn, and one search for repairs for each
    day on which the level falls. Where the budget runs out the forecast ends earlier, or says less of what is needed.

    Parameters
    ----------
    editions
        The editions of the framework that are known.
    dossier
        The records. Those about parts that an edition does not have are left out under it, and listed.
    """
    forecaster = _Forecaster(dossier, knowledge, budget)
    try:
        for period in list_periods(editions, start, until):
            forecaster.follow(period)
    except ExhaustedError:
        until = forecaster.last_day
    return ForecastData(
        start=start,
        until=until,
        spans=_join_spans(forecaster.spans, until),
        events=tuple(forecaster.list_events()),
        renew=list_renewals(forecaster.lowered),
        needed=forecaster.find_needed(),
        left_out=tuple(forecaster.left_out),
        search=report_work(budget),
    )


@dataclass
class _Forecaster:
    """Goes from day to day and keeps the results."""

    dossier: Dossier
    knowledge: dt.date
    budget: Budget
    spans: list[ForecastSpan] = field(default_factory=list)
    lowered: list[_Lowered] = field(default_factory=list)
    losses: list[tuple[DayStanding, FallenLevel]] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    last_day: dt.date = dt.date.max
    _before: DayStanding | None = None
    _edition: Framework | None = None

    def follow(self, period: EditionPeriod) -> None:
        """Go through the days with a turn under one edition."""
        opening = self._open_period(period)
        if period.framework is None:
            self.spans.append(ForecastSpan(period.start, period.end, None, None, None, False, None, ()))
            self.lowered += [(turn, ()) for turn in opening]
            self._before = None
            return
        framework, dossier = period.framework, _fit(self.dossier, period.framework, self.left_out)
        rules = rules_for(framework, dossier, period.start)
        self._spend(period.start, len(rules.definitions) * _LOWERING)
        school = report_school(framework, dossier, Dates(period.start, period.start, self.knowledge))
        later = LaterFacts(framework, dossier, school, self.knowledge)
        day = DayStanding(framework, dossier, period.start, school)
        turns: dict[dt.date, list[Turn]] = defaultdict(list)
        for turn in (*opening, *list_turns(framework, dossier, rules, period, self.knowledge)):
            turns[turn.on].append(turn)
        self._take(day, turns[period.start], None)
        days = {*turns, *list_dates_of_change(framework, dossier, rules, school.facts.as_one.holdings)}
        for on in sorted(on for on in days if period.start < on <= period.end):
            names = self._names_to_compare(later, day, on)
            day = DayStanding(framework, dossier, on, later.find(on))
            self._take(day, turns[on], names)

    def _open_period(self, period: EditionPeriod) -> list[Turn]:
        """Return the events that another edition begins, or that none is in force, with confirmations that lapse."""
        if not self.spans:
            self._edition = period.framework
            return []
        old, self._edition = self._edition, period.framework
        if period.framework is None:
            return (
                []
                if old is None
                else [
                    Turn(
                        period.start, "edition", old.id, "edition", titles=Titles(old.definition.vi, old.definition.en)
                    )
                ]
            )
        acts = [act.document for act in period.framework.acts if act.in_force == period.start]
        cite = acts[-1] if acts else period.framework.definition.source.document
        turns = [Turn(period.start, "edition", period.framework.edition, "edition", cite)]
        if old is not None:
            stand = {one.at for one in period.framework.confirmations}
            gone = sorted({one.at for one in old.confirmations} - stand)
            turns += [
                Turn(period.start, "lapsed", at, "confirmation", cite, titles=find_titles(old, at)) for at in gone
            ]
        return turns

    def _names_to_compare(self, later: LaterFacts, day: DayStanding, on: dt.date) -> frozenset[str] | None:
        """Return the facts that can have changed; None for all facts, where the rules of the day have changed."""
        rules = rules_for(day.framework, day.dossier, on)
        if rules is not day.rules:
            self._spend(on, len(rules.definitions) * _LOWERING)
            return None
        # Cited items are checked on each day: a dossier with thousands of items has thousands of days, too.
        self._spend(on, 1 + sum(len(finding.evidence_codes) for finding in day.dossier.findings))
        names = later.find_changed(rules, day.on, on)
        self._spend(on, len(names))
        return names

    def _spend(self, on: dt.date, steps: int) -> None:
        self.last_day = day_before(on)
        # An empty forecast would be of no use: the first day is always given.
        if self.spans:
            self.budget.spend(steps)

    def _take(self, day: DayStanding, turns: list[Turn], names: frozenset[str] | None) -> None:
        """Keep the standing of the school on a day, and the facts that its turns lower."""
        before, self._before = self._before, day
        self.spans.append(day.span())
        if before is None:
            self.lowered += [(turn, ()) for turn in turns if not turn.is_silent]
            return
        changes = compare_days(before, day, (before.names | day.names) if names is None else names)
        self.lowered += self._tell(turns, day, changes)
        self.lowered += _list_lapsed(before, day)
        self.losses += ((day, loss) for loss in list_losses(before, day))

    def _tell(self, turns: list[Turn], day: DayStanding, changes: DayChanges) -> Iterator[_Lowered]:
        for turn, effect in zip(turns, list_effects(turns, day, changes), strict=True):
            if effect.changes_something or not turn.is_silent:
                yield turn, effect.lowers

    def list_events(self) -> Iterator[ForecastEvent]:
        """Yield the events, each once, soonest first."""
        seen: dict[tuple[dt.date, str, str], ForecastEvent] = {}
        for turn, lowers in self.lowered:
            key = (turn.on, turn.kind, turn.id)
            told = seen.get(key)
            both = lowers if told is None else tuple(dict.fromkeys((*told.lowers, *lowers)))
            seen[key] = ForecastEvent(turn.on, turn.kind, turn.id, turn.about, both, turn.cite, turn.title, turn.titles)
        yield from sorted(seen.values(), key=lambda event: event.on)

    def find_needed(self) -> tuple[NeededChange, ...]:
        """Return the changes that keep each level and grade on the day of its fall, each once with its earliest day.

        Changes that keep the level are not repeated for an award that rests on it.
        """
        found: dict[str, NeededChange] = {}
        for day, loss in sorted(self.losses, key=lambda one: one[1].award is not None):
            if self.budget.is_exhausted:
                break
            for change in find_needed(day, loss, self.budget):
                found.setdefault(change.id, change)
        return tuple(sorted(found.values(), key=lambda change: change.by))


def _list_lapsed(before: DayStanding, day: DayStanding) -> Iterator[_Lowered]:
    """Yield the awards whose grounds for loss begin to hold, since what they rested on has ended."""
    held = {standing.award.id for standing in before.standings if before.has_grounds_for_loss(standing)}
    for standing in day.standings:
        award = standing.award
        if award.id not in held and day.has_grounds_for_loss(standing):
            name = str(FactName(FactKind.AWARD, award.id))
            law = award.law.get("lost_if")
            cite = (law.cite if law is not None else None) or award.cite
            yield Turn(day.on, "lapsed", name, "award", cite, titles=find_titles(day.framework, name)), ()


def _fit(dossier: Dossier, framework: Framework, left_out: list[LeftOut]) -> Dossier:
    """Return the dossier without the records that the edition cannot read; these are added to *left_out*."""
    nodes = {finding.node for finding in dossier.findings if finding.node not in framework.nodes}
    inputs = {value.name for value in dossier.values if value.name not in framework.inputs}
    if not nodes and not inputs:
        return dossier
    names = (*sorted(nodes), *(str(ValueName(ValueKind.INPUT, name)) for name in sorted(inputs)))
    left_out.append(LeftOut(framework.edition, names))
    findings = tuple(finding for finding in dossier.findings if finding.node not in nodes)
    return replace(dossier, findings=findings, values=tuple(v for v in dossier.values if v.name not in inputs))


def _join_spans(spans: Iterable[ForecastSpan], until: dt.date) -> tuple[ForecastSpan, ...]:
    """Return spans that each end on the day before the next; spans between which nothing changes are joined."""
    kept: list[ForecastSpan] = []
    for span in spans:
        if not kept or replace(span, start=kept[-1].start, end=kept[-1].end) != kept[-1]:
            kept.append(span)
    ended = [replace(one, end=day_before(two.start)) for one, two in pairwise(kept)]
    return (*ended, *(replace(last, end=until) for last in kept[-1:]))
