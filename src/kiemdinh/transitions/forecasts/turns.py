"""The days on which a record, or the rules about it, change their meaning (semantics 4.6)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from kiemdinh.assessment.dates_of_change import lengths_held
from kiemdinh.assessment.titles import find_titles
from kiemdinh.data.outcomes import NO_TITLES, Titles
from kiemdinh.evidence.resolution import Holdings, Support
from kiemdinh.parsing.durations import add_duration, latest_start
from kiemdinh.standards.definition import Citation
from kiemdinh.standards.evidence_policies import list_terms_above
from kiemdinh.standards.lowering import name_school_year, school_year_end, school_year_start
from kiemdinh.standards.names import (
    FactKind,
    FactName,
    MemberName,
    ReferenceName,
    ShownName,
    ValueKind,
    ValueName,
    read_value_name,
)
from kiemdinh.transitions.forecasts.periods import day_after, day_before

if TYPE_CHECKING:
    from kiemdinh.data.outlook import EventKind, EventSubject, RenewalKind
    from kiemdinh.evidence.dossier import Dossier, EvidenceItem, Held, ValueRecord
    from kiemdinh.evidence.resolution import DatedTerms
    from kiemdinh.standards.definition import Award
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import FrameworkRules
    from kiemdinh.transitions.forecasts.periods import EditionPeriod

__all__ = ["Touched", "Turn", "list_turns"]

_NOTHING: Final = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Touched:
    """The parts that a turn affects directly.

    Attributes
    ----------
    nodes, inputs, awards
        The nodes whose findings rest on it, the inputs, the awards.
    results
        Results under other frameworks, by their names in the rules without a step.
    rules
        Whether it affects all rules that depend on the day: another school year, or other members of a register.
    """

    nodes: frozenset[str] = _NOTHING
    inputs: frozenset[str] = _NOTHING
    awards: frozenset[str] = _NOTHING
    results: frozenset[str] = _NOTHING
    rules: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """A beginning, an end or a change on a day.

    Attributes
    ----------
    on, kind, id, about, cite, title, titles
        As those of :class:`~kiemdinh.data.outlook.ForecastEvent`.
    touched
        The parts that it affects directly.
    by
        For an end, the last day on which a renewal may begin so that there is no gap.
    renewal
        The renewal that is due; None where nothing can be renewed.
    is_silent
        Whether it is reported only where something follows from it.
    """

    on: dt.date
    kind: EventKind
    id: str
    about: EventSubject
    cite: str | None = None
    title: str | None = None
    titles: Titles = NO_TITLES
    touched: Touched = field(default_factory=Touched)
    by: dt.date | None = None
    renewal: RenewalKind | None = None
    is_silent: bool = False


def list_turns(
    framework: Framework, dossier: Dossier, rules: FrameworkRules, period: EditionPeriod, knowledge: dt.date
) -> tuple[Turn, ...]:
    """Return the turns of a period after its first day, soonest first; within a day by their kinds and ids.

    Linear in the records, times the places that cite an item and the lengths of time that rules name.
    """
    lister = _TurnLister(framework, dossier, rules, period, knowledge)
    found = {turn for turn in lister.list_all() if period.start < turn.on <= period.end}
    return tuple(sorted(found, key=lambda turn: (turn.on, turn.kind, turn.id)))


@dataclass
class _TurnLister:
    framework: Framework
    dossier: Dossier
    rules: FrameworkRules
    period: EditionPeriod
    knowledge: dt.date

    def list_all(self) -> Iterator[Turn]:
        yield from self._turns_of_items()
        yield from self._turns_of_findings()
        for held in self.dossier.held:
            yield from self._turns_of_award(held)
        yield from self._turns_of_values()
        yield from self._turns_of_years()
        yield from self._turns_of_roles()
        yield from self._turns_of_members()
        yield from self._turns_of_results()

    # -- evidence ------------------------------------------------------------------------------------------

    def _turns_of_items(self) -> Iterator[Turn]:
        index = self.dossier.evidence or {}
        support = Support(self.framework, index, self.period.start)
        places: dict[str, dict[DatedTerms, set[str]]] = defaultdict(lambda: defaultdict(set))
        for finding in self.dossier.findings:
            if finding.date <= self.knowledge and finding.node in self.framework.nodes:
                for terms in support.terms_for(finding):
                    for code in finding.evidence_codes:
                        places[code][terms].add(finding.node)
        for code, by_terms in places.items():
            if code in index:
                for terms, nodes in by_terms.items():
                    yield from self._turns_of_item(index[code], terms, frozenset(nodes))

    def _turns_of_item(self, item: EvidenceItem, terms: DatedTerms, nodes: frozenset[str]) -> Iterator[Turn]:
        wait = terms.terms.in_place_for if terms.terms is not None else None
        first, last = item.issued, terms.last_day_of(item)
        if first is not None and wait is not None:
            first = add_duration(first, wait)
        if first is not None and last is not None and first > last:
            return  # it never counts here
        touched, cite = Touched(nodes=nodes), self._cite_evidence(min(nodes))
        if first is not None:
            yield Turn(first, "begins", item.code, "evidence", cite, item.title, touched=touched)
        if last is not None and last < dt.date.max:
            on = day_after(last)
            by = day_before(on) if wait is None else min(day_before(on), latest_start(on, wait))
            yield Turn(on, "expired", item.code, "evidence", cite, item.title, NO_TITLES, touched, by, "evidence")

    # -- findings ------------------------------------------------------------------------------------------

    def _turns_of_findings(self) -> Iterator[Turn]:
        """Yield the first days, and the days after the last, of findings that have a last day."""
        for finding in self.dossier.findings:
            if finding.until is None or finding.date > self.knowledge or finding.node not in self.framework.nodes:
                continue
            shown = str(ShownName(finding.stage, FactName(FactKind.NODE, finding.node)))
            cite, titles = self.framework.nodes[finding.node].citation.cite, find_titles(self.framework, shown)
            touched = Touched(nodes=frozenset((finding.node,)))
            yield from self._turns_of_term((finding.date, finding.until), shown, "finding", cite, titles, touched)

    @staticmethod
    def _turns_of_term(
        days: tuple[dt.date, dt.date | None],
        shown: str,
        about: RenewalKind,
        cite: str | None,
        titles: Titles,
        touched: Touched,
    ) -> Iterator[Turn]:
        """Yield the first day of a record, and the day after its last."""
        first, last = days
        yield Turn(first, "begins", shown, about, cite, None, titles, touched)
        if last is not None and last < dt.date.max:
            yield Turn(day_after(last), "expired", shown, about, cite, None, titles, touched, last, about)

    def _cite_evidence(self, node: str) -> str | None:
        terms = list_terms_above(self.framework.definition, self.framework.outline, node, None)
        own = next((placed.terms.cite for placed in terms if placed.terms.cite), None)
        return own or self.framework.nodes[node].citation.cite

    # -- awards --------------------------------------------------------------------------------------------

    @cached_property
    def _holdings(self) -> Holdings:
        return Holdings(self.framework, self.dossier, self.period.start)

    def _turns_of_award(self, held: Held) -> Iterator[Turn]:
        own = self._own_award(held)
        subject = held.award if own is None else own.id
        name = subject if own is None else str(FactName(FactKind.AWARD, subject))
        titles = NO_TITLES if own is None else find_titles(self.framework, name)
        touched = Touched(awards=frozenset((subject,)))
        last = self._holdings.last_day(held)

        def turn(on: dt.date, kind: EventKind, key: str, **more: object) -> Turn:
            cite = None if own is None else self._cite_award(own, key)
            return Turn(on, kind, name, "award", cite, titles=titles, touched=touched, **more)  # type: ignore[arg-type]

        yield turn(held.signed, "begins", "needs")
        if held.ended is not None and (last is None or held.ended <= last):
            yield turn(held.ended, "withdrawn", "lost_if")
        elif last is not None and last < dt.date.max:
            ahead = own.renew_before if own is not None else None
            by = last if ahead is None else add_duration(last, ahead, back=True)
            yield turn(day_after(last), "expired", "valid", by=by, renewal="award")
        for length in lengths_held(self.rules):
            yield turn(add_duration(held.signed, length), "clock", "needs", is_silent=True)
        for award in self.framework.awards:
            if award.wait_for_higher is not None and (award is own or held.award in award.continues):
                yield turn(add_duration(held.signed, award.wait_for_higher), "ends", "wait_for_higher", is_silent=True)

    def _own_award(self, held: Held) -> Award | None:
        return next((award for award in self.framework.awards if self._holdings.is_of(held, award.id)), None)

    def _cite_award(self, award: Award, key: str) -> str | None:
        return self._top.with_own(award).with_own(award.law.get(key)).cite

    @property
    def _top(self) -> Citation:
        return Citation(self.framework.definition.cite, self.framework.definition.certainty)

    # -- values --------------------------------------------------------------------------------------------

    def _turns_of_values(self) -> Iterator[Turn]:
        granted: dict[tuple[str, str | None], bool] = {}
        known = (v for v in self.dossier.values if v.date <= self.knowledge and v.name in self.framework.inputs)
        for value in sorted(known, key=lambda value: value.date):
            kind = self.framework.inputs[value.name].type
            if kind == "decision":
                slot = (value.id, value.stage)
                yield from self._turns_of_decision(value, was_granted=granted.get(slot, False))
                granted[slot] = bool(value.value)
                continue
            if kind == "date" and value.value is not None:
                yield from self._turns_of_date(value)
            if value.until is not None:
                shown, cite, titles, touched = self._about_value(value)
                yield from self._turns_of_term((value.date, value.until), shown, "figure", cite, titles, touched)

    def _turns_of_decision(self, value: ValueRecord, *, was_granted: bool) -> Iterator[Turn]:
        about = self._about_value(value)
        kind: EventKind = "begins" if value.value else "withdrawn" if was_granted else "refused"
        yield Turn(value.date, kind, about[0], "decision", about[1], None, about[2], about[3])
        if value.value and value.until is not None and value.until < dt.date.max:
            on, by = day_after(value.until), value.until
            yield Turn(on, "expired", about[0], "decision", about[1], None, about[2], about[3], by, "decision")

    def _turns_of_date(self, value: ValueRecord) -> Iterator[Turn]:
        shown, cite, titles, touched = self._about_value(value)
        day = dt.date.fromordinal(int(value.value or 1))
        for duration in self.rules.durations:
            turn = add_duration(day, duration)
            for on in (turn, day_after(turn)):  # from this day "at least" holds, or "at most" no longer does
                yield Turn(on, "clock", shown, "date", cite, titles=titles, touched=touched, is_silent=True)

    def _about_value(self, value: ValueRecord) -> tuple[str, str | None, Titles, Touched]:
        shown = str(ValueName(ValueKind.INPUT, value.name, at=value.at))
        cite = self._top.with_own(self.framework.inputs[value.name]).cite
        return shown, cite, find_titles(self.framework, shown), Touched(inputs=frozenset((value.name,)))

    # -- school years and roles ----------------------------------------------------------------------------

    def _turns_of_years(self) -> Iterator[Turn]:
        """Yield the ends and beginnings of school years, as long as rules still read a year that has records."""
        recorded = [int(at[:4]) for value in self.dossier.values for at in value.at if at[:4].isdigit()]
        if not self.rules.reads_years or not recorded:
            return
        definition, touched = self.framework.definition, Touched(rules=True)
        cite = None if definition.school_year is None else self._top.with_own(definition.school_year).cite
        last = min(max(recorded) + self._longest_window + 2, self.period.end.year)
        for year in range(self.period.start.year - 2, last + 1):
            name = name_school_year(year)
            yield Turn(school_year_end(definition, year), "ends", name, "year", cite, touched=touched, is_silent=True)
            yield Turn(
                school_year_start(definition, year), "begins", name, "year", cite, touched=touched, is_silent=True
            )

    @property
    def _longest_window(self) -> int:
        """How many years back the rules read, from the day on which the period begins."""
        names = (read_value_name(value) for values in self.rules.values.values() for value in values)
        years = [int(name.year[:4]) for name in names if name.year is not None]
        return max(0, self.period.start.year - min(years, default=self.period.start.year)) + 1

    def _turns_of_roles(self) -> Iterator[Turn]:
        roles = self.framework.definition.roles
        term = None if roles is None else roles.informs
        if term is None:
            return
        cite = self._top.with_own(term).cite
        if term.from_ is not None:
            yield Turn(term.from_, "begins", "roles/informs", "role", cite)
        if term.until is not None and term.until < dt.date.max:
            yield Turn(day_after(term.until), "ends", "roles/informs", "role", cite)

    # -- members of registers, and results under other frameworks ---------------------------------------------

    def _turns_of_members(self) -> Iterator[Turn]:
        """Yield the days on which members begin, and cease, to belong to a population of the framework."""
        touched = Touched(rules=True)
        for kind in self.framework.definition.populations:
            for member in self.dossier.register.get(kind, ()):
                shown, cite = str(MemberName(kind, member.id)), self._top.cite
                if member.first_day is not None:
                    yield Turn(member.first_day, "begins", shown, "member", cite, member.name, touched=touched)
                if member.last_day is not None and member.last_day < dt.date.max:
                    on = day_after(member.last_day)
                    yield Turn(on, "ends", shown, "member", cite, member.name, touched=touched)

    def _turns_of_results(self) -> Iterator[Turn]:
        """Yield the days on which results begin, and cease, to count."""
        for result in self.dossier.results:
            if result.on > self.knowledge:
                continue
            reference = ReferenceName.read(result.of)
            if reference is not None and str(reference) in self.framework.definition.references:
                own = FactName(FactKind.REACHES, reference.id, framework=reference.framework, member=result.member)
                shown, touched = own.shown_in(result.stage), Touched(results=frozenset((str(own),)))
                cite = self._top.with_own(self.framework.definition.references[str(reference)]).cite
                yield from self._turns_of_term((result.on, result.until), shown, "result", cite, NO_TITLES, touched)
