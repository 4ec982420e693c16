"""A cell of the picture of a gap; its state and marks differ by shape too, for readers and printers without colour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.narration.drawings.gap_rows import CellMark, GapCell
from kiemdinh.narration.drawings.sheet import SMALL_SIZE
from kiemdinh.narration.drawings.svg import fit_text, make_element, make_label

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["CELL_STYLE", "CELL_WIDTH", "MARKS", "draw_cell", "draw_diamond", "fill_patterns"]

CELL_WIDTH = 62
CELL_STYLE = {
    "cell": "stroke:#8a8a8a;stroke-width:1",
    "met": "fill:#bfe3c6",
    "unmet": "fill:url(#hatch)",
    "unknown": "fill:url(#dots)",
    "absent": "fill:#fff",
    "value": "fill:#fff",
    "sign": "stroke:#1a1a1a;stroke-width:2;fill:none",
    "necessary": "stroke:#1a1a1a;stroke-width:3.5",
    "relevant": "stroke:#1a1a1a;stroke-width:2;stroke-dasharray:5 3",
    "chosen": "fill:#1f4fbf;stroke:#fff;stroke-width:1",
    "hatch-ground": "fill:#fbe3dc;stroke:none",
    "hatch-line": "stroke:#d9826b;stroke-width:2.5",
    "dots-ground": "fill:#fffbe6;stroke:none",
    "dots-dot": "fill:#b58900;stroke:none",
}
"""The style of cells: a state is a filling, a mark an outline or a diamond."""
_SIGN_SIZE = 15
MARKS: tuple[CellMark, ...] = ("necessary", "relevant", "chosen")


def draw_cell(cell: GapCell, x: int, y: int, height: int, value: str = "", *above: Element) -> Element:
    """Return a cell as a group of elements.

    Parameters
    ----------
    cell
        The cell: its state gives the filling and the sign, its marks the outline and the diamond.
    x, y, height
        The upper left corner and the height, in dots; the width is :data:`CELL_WIDTH`.
    value
        The text in a cell of a score.
    *above
        Elements that stand first in the group, such as its ``title``.
    """
    # The first two marks are outlines of the cell, which its style class gives; the third is drawn on its corner.
    style = " ".join(("cell", cell.state, *(mark for mark in MARKS[:2] if mark in cell.marks)))
    box = make_element("rect", x=x, y=y, width=CELL_WIDTH, height=height, rx=3, class_=style)
    parts = [*above, box, *_draw_sign(cell, x + CELL_WIDTH // 2, y + height // 2, value)]
    if "chosen" in cell.marks:
        parts.append(draw_diamond(x + CELL_WIDTH - 4, y + 3))
    return make_element("g", *parts)


def _draw_sign(cell: GapCell, x: int, y: int, value: str) -> Iterator[Element]:
    """Yield the sign in the middle of a cell at a point: a tick, a cross, a question mark, a dash or *value*."""
    if cell.state == "met":
        yield make_element("path", d=f"M{x - 6} {y}l4 5l8 -10", class_="sign")
    elif cell.state == "unmet":
        yield make_element("path", d=f"M{x - 5} {y - 5}l10 10M{x + 5} {y - 5}l-10 10", class_="sign")
    elif cell.state == "unknown":
        yield make_label(x, y + 5, "?", _SIGN_SIZE, "mid bold")
    elif cell.state == "absent":
        yield make_element("path", d=f"M{x - 6} {y}h12", class_="sign")
    elif value:
        yield make_label(x, y + 4, fit_text(value, CELL_WIDTH, SMALL_SIZE, 1)[0], SMALL_SIZE, "mid")


def draw_diamond(x: int, y: int) -> Element:
    """Return the mark of what is chosen: a diamond around a point."""
    return make_element("path", d=f"M{x} {y - 7}l7 7l-7 7l-7 -7z", class_="chosen")


def fill_patterns() -> Iterator[Element]:
    """Yield the fillings of cells that are not met and of unknown ones: stripes and dots, told apart without colour."""
    sides: dict[str, str | int] = {"width": 7, "height": 7}
    tile: dict[str, str | int] = {**sides, "patternUnits": "userSpaceOnUse"}
    stripe = make_element("line", x1=0, y1=0, x2=0, y2=7, class_="hatch-line")
    dot = make_element("circle", cx="3.5", cy="3.5", r="1.2", class_="dots-dot")
    pink, yellow = (make_element("rect", **sides, class_=f"{name}-ground") for name in ("hatch", "dots"))
    yield make_element("pattern", pink, stripe, id="hatch", **tile, patternTransform="rotate(45)")
    yield make_element("pattern", yellow, dot, id="dots", **tile)
