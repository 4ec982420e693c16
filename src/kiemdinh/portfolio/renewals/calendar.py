"""Renewals as a calendar that other programs read: iCalendar, RFC 5545, written by the package icalendar."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any

from kiemdinh.diagnostics.optional import import_format
from kiemdinh.narration.language import Messages
from kiemdinh.narration.office import RenewalsData, VisitWords
from kiemdinh.portfolio.renewals.months import read_month
from kiemdinh.version import __version__

if TYPE_CHECKING:
    from kiemdinh.data.office import DueWork, PlannedVisit

__all__ = ["write_renewal_calendar"]


def write_renewal_calendar(found: RenewalsData, lang: str) -> str:
    """Return the calendar of renewals: the day of everything due, and for each visit its whole month.

    The same renewals give the same text; an event has the same UID in each calendar, so that one that is read again
    replaces its events.

    Raises
    ------
    InputError
        The package icalendar is not installed (KD717).
    """
    icalendar = import_format("icalendar", "ics")
    words = VisitWords(found.frameworks, Messages(lang))
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//kiemdinh//{__version__}//{lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", words.messages.text("office.renewals.title"))
    stamp = dt.datetime.combine(found.days[0], dt.time(), dt.UTC)
    for work in found.due:
        if work.by is not None:
            calendar.add_component(_write_due(icalendar, work, words, stamp))
    for visit in found.schedule:
        if visit.month is not None:
            calendar.add_component(_write_visit(icalendar, visit, words, stamp))
    return bytes(calendar.to_ical()).decode("utf-8")


def _write_due(icalendar: Any, work: DueWork, words: VisitWords, stamp: dt.datetime) -> Any:
    key = f"due {work.school} {work.kind} {work.award} {work.expires or work.by}"
    summary = f"{work.school}: {words.purpose(work.kind, work.award)}"
    day = work.by or dt.date.max
    return _write_event(icalendar, key, summary, day, day + dt.timedelta(days=1), stamp)


def _write_visit(icalendar: Any, visit: PlannedVisit, words: VisitWords, stamp: dt.datetime) -> Any:
    month = read_month(visit.month or "") or 0
    first, after = (dt.date(at // 12, at % 12 + 1, 1) for at in (month, month + 1))
    summary = f"{visit.team}: {visit.school}, {words.purpose(visit.kind, visit.award)}"
    return _write_event(icalendar, f"visit {visit.school} {visit.kind} {visit.award}", summary, first, after, stamp)


def _write_event(icalendar: Any, key: str, summary: str, first: dt.date, after: dt.date, stamp: dt.datetime) -> Any:
    event = icalendar.Event()
    event.add("uid", f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@kiemdinh")
    # The first day that was asked for, and not today: nothing here reads a clock.
    event.add("dtstamp", stamp)
    event.add("dtstart", first)
    event.add("dtend", after)
    event.add("summary", summary)
    event.add("transp", "TRANSPARENT")
    return event
