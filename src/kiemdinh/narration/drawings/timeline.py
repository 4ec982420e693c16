"""A forecast as a picture: a line of time with editions, levels and awards, as an SVG document for a sheet of A4."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Final

from kiemdinh.narration.drawings.sheet import (
    EDGE,
    HEIGHT,
    INNER_WIDTH,
    LINE_HEIGHT,
    SHEET_STYLE,
    SMALL_SIZE,
    TEXT_SIZE,
    TITLE_SIZE,
    write_sheet,
)
from kiemdinh.narration.drawings.svg import (
    fit_text,
    make_element,
    make_label,
    measure_text,
    wrap_text,
)
from kiemdinh.narration.language import Messages, speak_of
from kiemdinh.narration.layout import Item
from kiemdinh.narration.names import Names
from kiemdinh.narration.pages import page_head, school_name
from kiemdinh.narration.sentences import BlockingSentences, ChangeSentences
from kiemdinh.narration.sentences.outlook import ForecastSentences, SpanSentences

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from kiemdinh.data.assessment_data import AssessmentData
    from kiemdinh.data.outlook import AwardOnDays, ForecastData, ForecastSpan

__all__ = ["draw_timeline"]

_BAR_HEIGHT: Final = 26
_ROW_HEIGHT: Final = 52
_MAX_YEARS: Final = 12
"""Years that are written below the line of time; of more, every second one, every fifth one and so on."""
_STYLE: Final = {
    **SHEET_STYLE,
    "certain": "fill:#cfe3d4;stroke:#4d7d5a;stroke-width:1",
    "open": "fill:#fbf3d9;stroke:#a88a2e;stroke-width:1;stroke-dasharray:4 3",
    "none": "fill:#f3f3f3;stroke:#999;stroke-width:1",
    "below": "fill:#f2d5d0;stroke:#a2463a;stroke-width:1",
    "mark": "fill:#a2463a;stroke:none",
    "number": "fill:#fff;text-anchor:middle;font-weight:bold",
    "right": "text-anchor:end",
}
_Piece = tuple[dt.date, dt.date, str, str]
"""A piece of a bar: first day, last day, text, style."""


def draw_timeline(result: AssessmentData, forecast: ForecastData, lang: str | None) -> str:
    """Return the picture of a forecast as an SVG document, which may also be written into a page of HTML.

    It has a line of time with a bar for the level and one for each award, numbered marks on the days on which
    something is no longer certain, and below the same days and what to renew in words, as far as the sheet has room.

    Parameters
    ----------
    result
        The result that the forecast goes on from.
    forecast
        The forecast.
    lang
        The language of the texts, ``vi`` or ``en``; None for that of the definition.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    messages = speak_of(result.framework, lang)
    blocking = BlockingSentences(Names(result.framework, messages), messages, {})
    return _TimelineDrawing(result, forecast, ForecastSentences(ChangeSentences(blocking))).to_document()


@dataclass(frozen=True, slots=True)
class _TimelineDrawing:
    """The sheet: a head, the bars over a line of time, and the lists below."""

    result: AssessmentData
    forecast: ForecastData
    sentences: ForecastSentences

    @property
    def _messages(self) -> Messages:
        return self.sentences.changes.messages

    @property
    def _spans(self) -> SpanSentences:
        return SpanSentences(self.sentences.changes.names, self._messages)

    def to_document(self) -> str:
        """Return the document."""
        head, y = self._draw_head()
        bars, y = self._draw_bars(y)
        axis, y = self._draw_axis(y)
        lists, y = self._draw_lists(y + 12)
        drawn = (*head, *bars, *axis, *lists)
        return write_sheet(self._title, self._description(), drawn, y + EDGE, lang=self._messages.lang, style=_STYLE)

    # -- head ------------------------------------------------------------------------------------------------

    @property
    def _title(self) -> str:
        return self._messages.text("forecast", until=self._messages.format_date(self.forecast.until))

    def _description(self) -> str:
        """Return in sentences what the picture says: the school, and its level in each stretch of days."""
        texts = (self.sentences.describe_span(span) for span in self.forecast.spans)
        return " ".join(f"{text.rstrip('.')}." for text in (school_name(self.result, self._messages), *texts))

    def _draw_head(self) -> tuple[list[Element], int]:
        lines = [
            (school_name(self.result, self._messages), TITLE_SIZE, "bold"),
            *((line.text, SMALL_SIZE, "grey") for line in page_head(self.result, self.sentences.changes.names)),
            (self._title, TEXT_SIZE + 3, "bold"),
        ]
        labels, y = [], EDGE
        for text, size, style in lines:
            for line in wrap_text(text, INNER_WIDTH, size):
                y += size + 5
                labels.append(make_label(EDGE, y, line, size, style))
        return labels, y + 20

    # -- bars ------------------------------------------------------------------------------------------------

    def _draw_bars(self, y: int) -> tuple[list[Element], int]:
        elements: list[Element] = []
        for title, pieces in self._list_bars():
            name = fit_text(title, INNER_WIDTH, SMALL_SIZE, 1)[0]
            elements.append(make_label(EDGE, y + 12, name, SMALL_SIZE, "grey"))
            elements += (part for piece in pieces for part in self._draw_piece(piece, y + 17))
            y += _ROW_HEIGHT
        return elements, y

    def _list_bars(self) -> Iterator[tuple[str, Iterator[_Piece]]]:
        """Yield the bars with their titles: the edition where it changes, the level, and each award."""
        spans, messages = self.forecast.spans, self._messages
        if len({span.edition for span in spans}) > 1:
            yield messages.text("forecast.row.edition"), _join(spans, self._edition_piece)
        yield messages.text("forecast.row.level"), _join(spans, self._level_piece)
        titles = {award.id: award.title for span in spans for award in span.awards}
        for award, title in titles.items():
            yield messages.name_level(title), _join(spans, partial(self._award_piece, award))

    def _edition_piece(self, span: ForecastSpan) -> tuple[str, str]:
        return (self._messages.text("forecast.row.none"), "none") if span.edition is None else (span.edition, "bar")

    def _level_piece(self, span: ForecastSpan) -> tuple[str, str]:
        if span.edition is None:
            return self._messages.text("forecast.row.none"), "none"
        style = "open" if not span.determined else "below" if span.level is None else "certain"
        return self._spans.describe_level(span), style

    def _award_piece(self, award: str, span: ForecastSpan) -> tuple[str, str]:
        found = next((one for one in span.awards if one.id == award), None)
        if found is None:
            return self._messages.text("forecast.row.none"), "none"
        return self._spans.describe_award_briefly(found), _style_of(found)

    def _draw_piece(self, piece: _Piece, y: int) -> Iterator[Element]:
        left, width = self._place_piece(piece)
        yield make_element("rect", x=left, y=y, width=width, height=_BAR_HEIGHT, class_=piece[3])
        fitting = self._fit_piece(piece)
        if fitting is not None:
            yield make_label(left + 4, y + 17, fitting, SMALL_SIZE)

    def _place_piece(self, piece: _Piece) -> tuple[int, int]:
        """Return where a piece begins, and how wide it is."""
        start, end = piece[:2]
        left, right = self._at(start), self._at(end + dt.timedelta(days=1) if end < dt.date.max else end)
        return left, max(right - left, 1)

    def _fit_piece(self, piece: _Piece) -> str | None:
        """Return what of its text a piece has room for; None for nothing."""
        width = self._place_piece(piece)[1]
        fitting = fit_text(piece[2], width - 8, SMALL_SIZE, 1) if width > 30 else []
        # A word that is wider than its piece would run into the next one.
        return fitting[0] if fitting and measure_text(fitting[0], SMALL_SIZE) <= width - 6 else None

    def _list_unsaid(self) -> Iterator[Item]:
        """Yield the pieces that have no room for their text, each with the title of its bar and its days."""
        messages = self._messages
        for title, pieces in self._list_bars():
            for piece in pieces:
                if self._fit_piece(piece) is None:
                    start, end = map(messages.format_date, piece[:2])
                    said = messages.text("forecast.span", start=start, end=end, level=piece[2])
                    yield Item(f"{title}: {said}")

    def _at(self, day: dt.date) -> int:
        """Return where a day stands on the line of time."""
        whole = (self.forecast.until - self.forecast.start).days + 1
        return EDGE + INNER_WIDTH * (day - self.forecast.start).days // whole

    # -- the line of time ------------------------------------------------------------------------------------

    def _draw_axis(self, y: int) -> tuple[list[Element], int]:
        y += 14
        start, until = self.forecast.start, self.forecast.until
        elements = [make_element("line", x1=EDGE, y1=y, x2=EDGE + INNER_WIDTH, y2=y, class_="line")]
        years = range(start.year + 1, until.year + 1)
        every = -(-len(years) // _MAX_YEARS) or 1
        for year in years[::every]:
            x = self._at(dt.date(year, 1, 1))
            elements.append(make_element("line", x1=x, y1=y, x2=x, y2=y + 5, class_="line"))
            elements.append(make_label(x, y + 18, str(year), SMALL_SIZE, "mid grey"))
        for number, on in enumerate(self._days, start=1):
            x = self._at(on)
            elements.append(make_element("circle", cx=x, cy=y, r=8, class_="mark"))
            elements.append(make_label(x, y + 4, str(number), SMALL_SIZE, "number"))
        return elements, y + 30

    @property
    def _days(self) -> list[dt.date]:
        """The days on which something is no longer certain."""
        return list(dict.fromkeys(event.on for event in self.forecast.events if event.lowers))

    # -- lists -----------------------------------------------------------------------------------------------

    def _draw_lists(self, y: int) -> tuple[list[Element], int]:
        """Return what had no room, the days and what to renew, each list in at most half of what the sheet has left."""
        room = (HEIGHT - EDGE - y) // LINE_HEIGHT
        renewals = [(None, item) for item in self.sentences.renewal_items(self.forecast)]
        days = dict(self.sentences.items_by_day(self.forecast.events))
        fallen = [(number, days[on]) for number, on in enumerate(self._days, start=1) if on in days]
        elements: list[Element] = []
        unsaid = [(None, item) for item in self._list_unsaid()]
        most = max(room - min(room // 2, _count_lines(renewals) + 2), 4)
        for key, entries, limit in (
            ("forecast.unsaid", unsaid, room // 3),
            ("forecast.falls", fallen, most),
            ("forecast.renew", renewals, room),
        ):
            if entries:
                lines = max(min(limit, (HEIGHT - EDGE - y) // LINE_HEIGHT), 3)
                drawn, y = self._draw_list(self._messages.text(key), entries, y, lines)
                elements += drawn
        return elements, y

    def _draw_list(
        self, title: str, entries: Sequence[tuple[int | None, Item]], y: int, most: int
    ) -> tuple[list[Element], int]:
        elements = [make_label(EDGE, y + TEXT_SIZE, title, TEXT_SIZE, "bold")]
        y += TEXT_SIZE
        left = most - 2
        for place, (number, item) in enumerate(entries):
            lines = _lines_of(item)
            if len(lines) > left:
                y += LINE_HEIGHT
                more = self._messages.text("draw.more", n=len(entries) - place)
                elements.append(make_label(EDGE + 22, y, more, TEXT_SIZE, "grey"))
                break
            left -= len(lines)
            if number is not None:
                elements.append(make_element("circle", cx=EDGE + 8, cy=y + 14, r=8, class_="mark"))
                elements.append(make_label(EDGE + 8, y + 18, str(number), SMALL_SIZE, "number"))
            for line in lines:
                y += LINE_HEIGHT
                elements.append(make_label(EDGE + 22, y, line, TEXT_SIZE))
        return elements, y + LINE_HEIGHT


def _style_of(award: AwardOnDays) -> str:
    if award.held is not None:
        return "certain"
    return "none" if award.possible is None else "open"


def _join(spans: Iterable[ForecastSpan], describe: Callable[[ForecastSpan], tuple[str, str]]) -> Iterator[_Piece]:
    """Yield the pieces of a bar: neighbouring spans that say the same are one."""
    for (text, style), run in groupby(spans, key=describe):
        joined = list(run)
        yield joined[0].start, joined[-1].end, text, style


def _lines_of(item: Item) -> list[str]:
    """Return an entry in lines, what stands below it on further ones."""
    parts = "; ".join(part.text for part in item.parts)
    first = wrap_text(f"{item.text}: {parts}" if parts else item.text, INNER_WIDTH - 22, TEXT_SIZE)
    return first if len(first) <= 3 else [*first[:2], fit_text(" ".join(first[2:]), INNER_WIDTH - 22, TEXT_SIZE, 1)[0]]


def _count_lines(entries: Iterable[tuple[object, Item]]) -> int:
    return sum(len(_lines_of(item)) for _, item in entries)
