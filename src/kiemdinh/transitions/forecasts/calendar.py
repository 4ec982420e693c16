"""A forecast as a calendar that other programs read: iCalendar, RFC 5545, written by the package icalendar."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.optional import import_format
from kiemdinh.narration.language import speak_of
from kiemdinh.narration.names import Names
from kiemdinh.narration.pages import school_name
from kiemdinh.narration.sentences import BlockingSentences, ChangeSentences
from kiemdinh.narration.sentences.outlook import ForecastSentences
from kiemdinh.transitions.forecasts.periods import day_after

if TYPE_CHECKING:
    from kiemdinh.api.outlook import Forecast

__all__ = ["write_calendar"]

_WARN_BEFORE: Final = dt.timedelta(days=30)
"""How long before its day the alarm for a renewal is set."""


@dataclass(frozen=True, slots=True)
class _CalendarDay:
    """A day of the calendar: its subject, in one line and in full, and whether to set an alarm."""

    key: str
    on: dt.date
    summary: str
    description: str
    warns: bool = False


def write_calendar(forecast: Forecast, lang: str | None) -> str:
    """Return the calendar of a forecast: a whole day for each thing to renew, and for each on which something falls.

    A renewal has an alarm 30 days before. The same forecast gives the same text; a day has the same UID in each
    calendar of the same dossier, so that a calendar that is read again replaces its days.

    Raises
    ------
    InputError
        The package icalendar is not installed (KD717), or there are no messages in that language.
    """
    icalendar = import_format("icalendar", "ics")
    messages = speak_of(forecast.result.framework, lang)
    blocking = BlockingSentences(Names(forecast.result.framework, messages), messages, {}, full=True)
    sentences = ForecastSentences(ChangeSentences(blocking))
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//kiemdinh//{forecast.result.engine}//{messages.lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", school_name(forecast.result, messages))
    for entry in _list_entries(forecast, sentences):
        calendar.add_component(_write_entry(icalendar, entry, forecast))
    return bytes(calendar.to_ical()).decode("utf-8")


def _list_entries(forecast: Forecast, sentences: ForecastSentences) -> Iterator[_CalendarDay]:
    for renewal, item in zip(forecast.renew, sentences.renewal_items(forecast), strict=True):
        below = "\n".join(part.text for part in item.parts)
        yield _CalendarDay(f"renew {renewal.code} {renewal.last_day}", renewal.by, item.text, below, warns=True)
    days = dict(sentences.items_by_day(forecast.events))
    for on in dict.fromkeys(event.on for event in forecast.events if event.lowers):
        parts = [part.text for part in days[on].parts]
        yield _CalendarDay(f"falls {on}", on, parts[0], "\n".join(parts[1:]))


def _write_entry(icalendar: Any, entry: _CalendarDay, forecast: Forecast) -> Any:
    event = icalendar.Event()
    origin = forecast.result.dossier_digest
    event.add("uid", f"{hashlib.sha256(f'{origin} {entry.key}'.encode()).hexdigest()[:32]}@kiemdinh")
    # The day of the assessment, and not today: nothing here reads a clock.
    event.add("dtstamp", dt.datetime.combine(forecast.start, dt.time(), dt.UTC))
    event.add("dtstart", entry.on)
    event.add("dtend", day_after(entry.on))
    event.add("summary", entry.summary)
    if entry.description:
        event.add("description", entry.description)
    event.add("transp", "TRANSPARENT")
    if entry.warns:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.summary)
        alarm.add("trigger", -_WARN_BEFORE)
        event.add_component(alarm)
    return event
