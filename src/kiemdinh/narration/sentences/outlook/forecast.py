"""A forecast as sentences: stretches of days, what falls by what, what to renew, what would have to be in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from kiemdinh.narration.layout import Item, Line, PageBlock, Section
from kiemdinh.narration.sentences.blocking import MAX_SHOWN
from kiemdinh.narration.sentences.changes import ChangeSentences
from kiemdinh.narration.sentences.outlook.standing_on_days import SpanSentences
from kiemdinh.standards.names import ValueName

if TYPE_CHECKING:
    import datetime as dt

    from kiemdinh.data.outlook import ForecastData, ForecastEvent, ForecastSpan, NeededChange, Renewal

__all__ = ["ForecastSentences"]

_MAX_NAMES = 4
"""What falls by one event, by name; the rest is counted."""
_MAX_DAYS = 12
"""Days on which something happens; the rest is counted."""


@dataclass(frozen=True, slots=True)
class ForecastSentences:
    """A forecast as the sections of a page."""

    changes: ChangeSentences

    @property
    def _spans(self) -> SpanSentences:
        return SpanSentences(self.changes.names, self.changes.messages)

    def forecast_sections(self, forecast: ForecastData) -> Iterator[PageBlock]:
        """Yield the stretches of days with level and awards, what happens, what to renew, and what would be needed."""
        messages = self.changes.messages
        title = messages.text("forecast", until=messages.format_date(forecast.until))
        lines = [*self._note_lines(forecast)]
        yield Section(title, (*lines, *self._cut(list(self._span_items(forecast.spans)))))
        if forecast.renew:
            yield Section(messages.text("forecast.renew"), self._cut(self.renewal_items(forecast)))
        if forecast.needed:
            yield Section(messages.text("forecast.needed"), self._cut([*self._needed_items(forecast.needed)]))
        items = [item for _, item in self.items_by_day(forecast.events)]
        if items:
            yield Section(messages.text("forecast.events"), self.changes.blocking.cut_items(items, _MAX_DAYS))

    def _cut(self, items: Sequence[Item]) -> tuple[Item, ...]:
        return self.changes.blocking.cut_items(items, MAX_SHOWN)

    def _note_lines(self, forecast: ForecastData) -> Iterator[Line]:
        messages = self.changes.messages
        if not forecast.search.complete:
            budget = messages.format_number(forecast.search.budget)
            yield Line(messages.text("forecast.incomplete", budget=budget), strong=True)
        for one in forecast.left_out:
            ids = self.changes.blocking.cut_items([Item(shown) for shown in one.ids], _MAX_NAMES)
            yield Line(
                messages.text("forecast.left_out", edition=one.edition, ids=", ".join(item.text for item in ids))
            )

    def _span_items(self, spans: Sequence[ForecastSpan]) -> Iterator[Item]:
        awards = None
        for span in spans:
            # Awards are listed where they stand otherwise than in the stretch before.
            same = awards is not None and span.awards == awards and span.awards
            awards = span.awards
            told = map(self._spans.describe_award, () if same else span.awards)
            as_before = (self.changes.messages.text("forecast.awards_as_before"),) if same else ()
            yield Item(self.describe_span(span), tuple(map(Item, (*told, *as_before))))

    def renewal_items(self, forecast: ForecastData) -> list[Item]:
        """Return what is to be renewed, each with the day by which, and what it carries."""
        return [self._renewal_item(one) for one in forecast.renew]

    def describe_span(self, span: ForecastSpan) -> str:
        """Return a stretch of days with the level in it."""
        start, end = (self.changes.messages.format_date(day) for day in (span.start, span.end))
        return self.changes.messages.text("forecast.span", start=start, end=end, level=self._spans.describe_level(span))

    def items_by_day(self, events: Sequence[ForecastEvent]) -> Iterator[tuple[dt.date, Item]]:
        """Yield each day with what is no longer certain from it on, and what happens that day."""
        full = self.changes.blocking.full
        told = [event for event in events if full or event.lowers or event.about != "evidence"]
        for on, group in groupby(told, key=lambda event: event.on):
            here = [*group]
            lowers = tuple(dict.fromkeys(shown for event in here for shown in event.lowers))
            parts = self._cut([Item(self._describe_event(event)) for event in here])
            fallen = (
                (Item(self.changes.messages.text("forecast.lowers", what=self._list_ids(lowers))),) if lowers else ()
            )
            yield on, Item(self.changes.messages.format_date(on), (*fallen, *parts))

    def _describe_event(self, event: ForecastEvent) -> str:
        text = self._spans.describe_event(event)
        # Evidence is cited by its code; of a rule the reader wants to know where it stands.
        if event.cite is None or event.about == "evidence":
            return text
        return self.changes.messages.text("todo.cite", text=text, cite=event.cite)

    def _list_ids(self, lowers: Sequence[str]) -> str:
        """Return the highest level of each outcome and award by name, and nodes by their ids."""
        tops = [self._spans.name_lowered(shown) for shown in self._list_highest(lowers)]
        nodes = dict.fromkeys(self._node_of(shown) for shown in lowers if self._spans.name_lowered(shown) is None)
        return "; ".join((*(top for top in tops if top), *([", ".join(nodes)] if nodes else ())))

    def _list_highest(self, lowers: Sequence[str]) -> list[str]:
        """Return of each outcome, award and criterion the highest step, which is listed first; parts are left out."""
        highest: dict[str, str] = {}
        for shown in lowers:
            highest.setdefault(self._node_of(shown), shown)
        return [shown for key, shown in highest.items() if not any(key.startswith(f"{other}/") for other in highest)]

    def _node_of(self, shown: str) -> str:
        """Return an id without its step."""
        read = self.changes.names.read_id(shown)
        if isinstance(read.name, ValueName) or read.name.step is None:
            return shown
        return read.of_node if read.name.node is not None else f"{read.name.kind.value}:{read.name.subject}"

    def _list_lowered(self, lowers: Sequence[str]) -> str:
        highest = self._list_highest(lowers)
        items = [Item(self._spans.name_lowered(shown) or self.changes.name_id(shown)) for shown in highest]
        return "; ".join(item.text for item in self.changes.blocking.cut_items(items, _MAX_NAMES))

    def _renewal_item(self, renewal: Renewal) -> Item:
        messages = self.changes.messages
        by, last = messages.format_date(renewal.by), messages.format_date(renewal.last_day)
        text = messages.text("forecast.by", date=by, what=self._spans.name_renewal(renewal))
        if renewal.by != renewal.last_day:
            text = messages.text("forecast.last_day", text=text, date=last)
        if not renewal.carries:
            return Item(text)
        return Item(text, (Item(messages.text("forecast.carries", what=self._list_lowered(renewal.carries))),))

    def _needed_items(self, needed: Sequence[NeededChange]) -> Iterator[Item]:
        """Yield what would have to be in place, by day and level; what waits for the same items stands in one entry."""
        messages = self.changes.messages
        for by, level, award in dict.fromkeys((one.by, one.level, one.award) for one in needed):
            here = [one for one in needed if (one.by, one.level, one.award) == (by, level, award)]
            told = {"date": messages.format_date(by), "level": messages.quote_text(level.said(messages.lang))}
            if award is None:
                text = messages.text("forecast.needed_by", **told)
            else:
                text = messages.text("forecast.needed_award", **told)
            codes = dict.fromkeys(code for one in here for code in one.renewal)
            renewed = [Item(messages.text("forecast.renewed", codes=", ".join(codes)))] if codes else []
            others = [Item(self.changes.name_id(one.id)) for one in here if not one.renewal]
            yield Item(text, self._cut([*renewed, *others]))
