"""Bars of schools that meet, do not meet or may meet something; each state has a pattern of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.narration.drawings.gap_cells import CELL_STYLE, fill_patterns
from kiemdinh.narration.drawings.sheet import EDGE, SHEET_STYLE, SMALL_SIZE
from kiemdinh.narration.drawings.svg import make_element, make_label, measure_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from kiemdinh.narration.language import Messages

__all__ = ["BAR_HEIGHT", "BAR_STATES", "BAR_STYLE", "bar_patterns", "draw_bar", "draw_bar_legend"]

BAR_HEIGHT: Final = 9
BAR_STATES: Final = ("met", "unknown", "unmet")
"""The states in the order in which a bar has them."""
BAR_STYLE: Final[Mapping[str, str]] = {
    **SHEET_STYLE,
    **CELL_STYLE,
    "frame": "fill:none;stroke:#555;stroke-width:1",
    "hidden": "fill:url(#grid)",
    "grid-ground": "fill:#fff;stroke:none",
    "grid-line": "fill:none;stroke:#8a8a8a;stroke-width:1",
}
_HIDDEN: Final = "hidden"
_SAMPLE_WIDTH: Final = 26


def bar_patterns() -> Iterator[Element]:
    """Yield the fillings of the states, and of what is hidden."""
    yield from fill_patterns()
    line = make_element("path", d="M0 3.5h7M3.5 0v7", class_="grid-line")
    ground = make_element("rect", width=7, height=7, class_="grid-ground")
    yield make_element("pattern", ground, line, id="grid", width=7, height=7, patternUnits="userSpaceOnUse")


def draw_bar(row: Mapping[str, Any], x: int, y: int, width: int) -> Iterator[Element]:
    """Yield the bar of a row of counts, in parts by how many schools stand so; what is hidden is the last of them."""
    whole, done = row["applicable"], 0
    shown = {state: row[state] or 0 for state in BAR_STATES}
    for state, count in {**shown, _HIDDEN: whole - sum(shown.values())}.items():
        start, done = x + width * done // whole if whole else x, done + count
        end = x + width * done // whole if whole else x
        # A part that is not empty is visible, however small it is.
        if count:
            yield make_element("rect", x=start, y=y, width=max(end - start, 1), height=BAR_HEIGHT, class_=state)
    yield make_element("rect", x=x, y=y, width=width, height=BAR_HEIGHT, class_="frame")


def draw_bar_legend(y: int, messages: Messages, *, hidden: bool) -> Iterator[Element]:
    """Yield a sample of each state with its word, and of what is hidden where something is."""
    x = EDGE
    for state in (*BAR_STATES, _HIDDEN) if hidden else BAR_STATES:
        yield make_element("rect", x=x, y=y, width=_SAMPLE_WIDTH, height=BAR_HEIGHT + 3, class_=f"{state} cell")
        word = messages.text(f"office.title.{state}")
        yield make_label(x + _SAMPLE_WIDTH + 6, y + 10, word, SMALL_SIZE)
        x += _SAMPLE_WIDTH + 30 + measure_text(word, SMALL_SIZE)
