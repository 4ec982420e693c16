"""The later dates on which the same records can say something else (semantics 2.8, S17).

Between two neighbouring dates nothing changes. So the earliest date on which something holds is one of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from kiemdinh.evidence.dossier import Dossier, EvidenceItem, FindingRecord, Held, ValueRecord
from kiemdinh.evidence.resolution import Holdings
from kiemdinh.parsing.durations import Duration, add_duration
from kiemdinh.standards.evidence_policies import list_evidence_policies
from kiemdinh.standards.lowering import FrameworkRules, school_year_end
from kiemdinh.standards.names import read_fact_name

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["lengths_held", "list_dates_of_change", "list_dates_of_items", "list_dates_of_record"]

_NEXT_DAY = dt.timedelta(days=1)


def list_dates_of_change(
    framework: Framework, dossier: Dossier, rules: FrameworkRules, holdings: Holdings
) -> tuple[dt.date, ...]:
    """Return the dates after the evidence date, soonest first, on which facts can change while the records stay.

    They are the days on which a cited item of evidence becomes valid, also because it has been in place long enough; on
    which a record with a last day begins; and the days after last days. They are also the days on which a recorded
    award begins, ends or has been held for as long as a rule asks; on which a recorded date lies as far back as a rule
    asks; and the ends of school years with figures. Linear in the size of the dossier, times the lengths of time that
    rules name.
    """
    on = holdings.on
    dates = {
        *(date for found in list_dates_of_items(framework, dossier).values() for date in found),
        *_dates_of_awards(dossier, rules, holdings),
        *(date for finding in dossier.findings for date in list_dates_of_record(finding)),
        *_dates_of_values(framework, dossier, rules),
        *_dates_of_members(dossier),
        *_dates_of_families(framework),
    }
    return tuple(sorted(date for date in dates if date > on))


def list_dates_of_items(framework: Framework, dossier: Dossier) -> dict[str, tuple[dt.date, ...]]:
    """Return, by its code, the days on which each cited item of evidence begins or ceases to count."""
    cited = {code for finding in dossier.findings for code in finding.evidence_codes}
    policies = [placed.terms for placed in list_evidence_policies(framework.definition, framework.outline)]
    waits = {policy.in_place_for for policy in policies if policy.in_place_for is not None}
    ages = {policy.no_older_than for policy in policies if policy.no_older_than is not None}
    items = {code: item for code, item in (dossier.evidence or {}).items() if code in cited}
    return {code: tuple(_dates_of_item(item, waits, ages)) for code, item in items.items()}


def list_dates_of_record(record: FindingRecord | ValueRecord) -> tuple[dt.date, ...]:
    """Return the days on which a record with a last day begins and ceases to count (3.5); none for any other record."""
    return () if record.until is None else (record.date, _day_after(record.until))


def _dates_of_item(item: EvidenceItem, waits: Iterable[Duration], ages: Iterable[Duration]) -> Iterator[dt.date]:
    if item.issued is not None:
        yield item.issued
        yield from (add_duration(item.issued, wait) for wait in waits)
        yield from (_day_after(add_duration(item.issued, age)) for age in ages)
    if item.until is not None:
        yield _day_after(item.until)


@lru_cache(maxsize=256)  # as many entries as there are kept rules
def lengths_held(rules: FrameworkRules) -> tuple[Duration, ...]:
    """Return how long awards have to be held, by some rule."""
    names = {fact for facts in rules.facts.values() for fact in facts}
    lengths = {length for name in names if (length := read_fact_name(name).held_for) is not None}
    return tuple(map(Duration.read, sorted(lengths)))


def _dates_of_awards(dossier: Dossier, rules: FrameworkRules, holdings: Holdings) -> Iterator[dt.date]:
    for held in dossier.held:
        yield held.signed
        yield from (add_duration(held.signed, length) for length in lengths_held(rules))
        yield from _last_days(held, holdings)


def _last_days(held: Held, holdings: Holdings) -> Iterator[dt.date]:
    """Yield the day from which a record is no longer in force: by its term, and by a decision."""
    last_day = holdings.last_day(held)
    if last_day is not None:
        yield _day_after(last_day)
    if held.ended is not None:
        yield held.ended


def _dates_of_values(framework: Framework, dossier: Dossier, rules: FrameworkRules) -> Iterator[dt.date]:
    for value in dossier.values:
        yield from list_dates_of_record(value)
        if framework.inputs[value.name].type == "decision":
            yield value.date  # a decision counts from its date (2.9)
        if framework.inputs[value.name].type == "date" and value.value is not None:
            day = dt.date.fromordinal(int(value.value))
            for duration in rules.durations:
                turn = add_duration(day, duration)
                yield from (turn, _day_after(turn))  # "at least" begins to hold, "at most" ceases to hold
        for year in value.at:
            if year[:4].isdigit():
                yield school_year_end(framework.definition, int(year[:4]))


def _dates_of_members(dossier: Dossier) -> Iterator[dt.date]:
    """Yield the days on which members begin or cease to belong, and results begin or cease to count."""
    for members in dossier.register.values():
        for member in members:
            yield from (day for day in (member.first_day,) if day is not None)
            yield from (_day_after(day) for day in (member.last_day,) if day is not None)
    for result in dossier.results:
        yield result.on
        yield from (_day_after(day) for day in (result.until,) if day is not None)


def _dates_of_families(framework: Framework) -> Iterator[dt.date]:
    """Yield the days from which a reference to a family means another framework (6.5)."""
    for reference in framework.definition.references.values():
        yield from (member.in_force for member in reference.family if member.in_force is not None)


def _day_after(day: dt.date) -> dt.date:
    return day if day == dt.date.max else day + _NEXT_DAY
