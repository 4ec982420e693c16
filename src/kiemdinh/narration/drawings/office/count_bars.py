"""Numbers of schools as bars, each with its words above it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from kiemdinh.narration.drawings.office.state_bars import BAR_STYLE, bar_patterns
from kiemdinh.narration.drawings.sheet import EDGE, INNER_WIDTH, SMALL_SIZE, TEXT_SIZE, TITLE_SIZE, write_sheet
from kiemdinh.narration.drawings.svg import fit_text, make_element, make_label

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

__all__ = ["CountBar", "draw_counts"]

_ROW_HEIGHT: Final = 40
_BAR_HEIGHT: Final = 18


class CountBar(NamedTuple):
    """A bar: its words, the number that it stands for, and the state whose pattern it has."""

    words: str
    number: int
    pattern: str


def draw_counts(title: str, notes: Iterable[str], bars: Sequence[CountBar], *, lang: str) -> str:
    """Return a picture of bars under a title and lines of notes, as an SVG document.

    Each bar is as long as its part of the sum of all numbers.
    """
    whole = sum(bar.number for bar in bars)
    drawn = [make_label(EDGE, EDGE + TITLE_SIZE, title, TITLE_SIZE, "bold")]
    y = EDGE + TITLE_SIZE + 20
    for note in notes:
        drawn.append(make_label(EDGE, y, fit_text(note, INNER_WIDTH, SMALL_SIZE, 1)[0], SMALL_SIZE, "grey"))
        y += 15
    y += 16
    for bar in bars:
        drawn += _draw_bar(bar, whole, y)
        y += _ROW_HEIGHT
    said = " ".join(f"{bar.words}." for bar in bars)
    return write_sheet(title, said, drawn, y + EDGE, lang=lang, style=BAR_STYLE, defs=bar_patterns())


def _draw_bar(bar: CountBar, whole: int, y: int) -> Iterator[Element]:
    yield make_label(EDGE, y, bar.words, TEXT_SIZE)
    # A bar that is not empty is visible, however short it is.
    if bar.number:
        width = max(INNER_WIDTH * bar.number // whole, 1)
        style = f"{bar.pattern} cell"
        yield make_element("rect", x=EDGE, y=y + 5, width=width, height=_BAR_HEIGHT, class_=style)
