"""Months as a picture: for each what is due, and how much of its room is taken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.narration.drawings.office.state_bars import BAR_STYLE, bar_patterns
from kiemdinh.narration.drawings.sheet import EDGE, INNER_WIDTH, SMALL_SIZE, TITLE_SIZE, write_sheet
from kiemdinh.narration.drawings.svg import make_element, make_label
from kiemdinh.narration.language import Messages
from kiemdinh.narration.office import RenewalsData, VisitWords

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from kiemdinh.data.office import MonthLoad

__all__ = ["draw_months"]

_ROW_HEIGHT: Final = 30
_BAR_HEIGHT: Final = 9
_NAME_WIDTH: Final = 70
_TEXT_WIDTH: Final = 150
_SAMPLE_WIDTH: Final = 26


def draw_months(found: RenewalsData, lang: str) -> str:
    """Return the picture of renewals as an SVG document, which may also be written into a page of HTML.

    Each month has two bars: what is due in it, and what is scheduled in a frame as wide as the room.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    messages = Messages(lang)
    words = VisitWords(found.frameworks, messages)
    title = messages.text("office.renewals.title")
    drawn = [make_label(EDGE, EDGE + TITLE_SIZE, title, TITLE_SIZE, "bold"), *_draw_legend(messages)]
    most = max((max(one.due, one.capacity or 0) for one in found.load), default=0)
    y = EDGE + TITLE_SIZE + 44
    for one in found.load:
        drawn += _draw_month(one, words, most, y)
        y += _ROW_HEIGHT
    said = " ".join(f"{words.month(one.month)}: {_say_month(one, messages)}." for one in found.load)
    return write_sheet(
        title, said, drawn, y + EDGE, lang=messages.lang, style=BAR_STYLE, defs=bar_patterns()
    )  # fmt: skip


def _draw_legend(messages: Messages) -> Iterator[Element]:
    x = EDGE
    for key, style in (("due", "unknown cell"), ("scheduled", "met cell"), ("room", "frame")):
        y = EDGE + TITLE_SIZE + 14
        yield make_element("rect", x=x, y=y, width=_SAMPLE_WIDTH, height=_BAR_HEIGHT + 3, class_=style)
        yield make_label(x + _SAMPLE_WIDTH + 6, y + 10, messages.text(f"office.title.{key}"), SMALL_SIZE)
        x += 150


def _draw_month(load: MonthLoad, words: VisitWords, most: int, y: int) -> Iterator[Element]:
    x, width = EDGE + _NAME_WIDTH, INNER_WIDTH - _NAME_WIDTH - _TEXT_WIDTH

    def bar(count: int, top: int, style: str) -> Iterator[Element]:
        # A bar that is not empty is visible, however short it is.
        if count and most:
            wide = max(width * count // most, 1)
            yield make_element("rect", x=x, y=top, width=wide, height=_BAR_HEIGHT, class_=style)

    yield make_label(EDGE, y + 14, words.month(load.month), SMALL_SIZE)
    yield from bar(load.due, y, "unknown cell")
    yield from bar(load.scheduled or 0, y + _BAR_HEIGHT + 3, "met cell")
    yield from bar(load.capacity or 0, y + _BAR_HEIGHT + 3, "frame")
    said = _say_month(load, words.messages)
    yield make_label(EDGE + INNER_WIDTH - _TEXT_WIDTH + 8, y + 14, said, SMALL_SIZE)


def _say_month(load: MonthLoad, messages: Messages) -> str:
    if load.blackout:
        return messages.text("office.renewals.month_out", due=load.due)
    if load.capacity is None:
        return messages.text("office.renewals.month_due", due=load.due)
    return messages.text("office.renewals.month", due=load.due, made=load.scheduled or 0, room=load.capacity)
