"""A cell of the picture of a gap; its state and marks differ by shape too, for readers and printers without colour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.narration.drawings.gap_rows import CellMark, GapCell
from kiemdinh.narration.drawings.sheet import SMALL_SIZE
from kiemdinh.narration.drawings.svg import fit_text, make_element, make_label

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["CELL_WIDTH", "MARKS", "STYLE", "draw_cell", "draw_diamond", "fill_patterns"]

CELL_WIDTH = 62
STYLE = (
    "text{font-family:Arial,'Liberation Sans','DejaVu Sans',sans-serif;fill:#1a1a1a}"
    ".grey{fill:#555}.bold{font-weight:bold}.mid{text-anchor:middle}"
    ".line{stroke:#999;stroke-width:1;fill:none}.bar{fill:#eef1f4}"
    ".met{fill:#bfe3c6}.unmet{fill:url(#hatch)}.unknown{fill:url(#dots)}.absent,.value{fill:#fff}"
    ".cell{stroke:#8a8a8a;stroke-width:1}.sign{stroke:#1a1a1a;stroke-width:2;fill:none}"
    ".necessary{stroke:#1a1a1a;stroke-width:3.5}.relevant{stroke:#1a1a1a;stroke-width:2;stroke-dasharray:5 3}"
    ".chosen{fill:#1f4fbf;stroke:#fff;stroke-width:1}"
)
"""The style sheet of the whole picture: a state is a filling, a mark an outline or a diamond."""
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
        yield make_label(x, y + 5, "?", font_size=15, class_="mid bold")
    elif cell.state == "absent":
        yield make_element("path", d=f"M{x - 6} {y}h12", class_="sign")
    elif value:
        yield make_label(x, y + 4, fit_text(value, CELL_WIDTH, SMALL_SIZE, 1)[0], font_size=SMALL_SIZE, class_="mid")


def draw_diamond(x: int, y: int) -> Element:
    """Return the mark of what is chosen: a diamond around a point."""
    return make_element("path", d=f"M{x} {y - 7}l7 7l-7 7l-7 -7z", class_="chosen")


def fill_patterns() -> Iterator[Element]:
    """Yield the fillings of cells that are not met and of unknown ones: stripes and dots, told apart without colour."""
    sides: dict[str, str | int] = {"width": 7, "height": 7}
    tile: dict[str, str | int] = {**sides, "patternUnits": "userSpaceOnUse"}
    stripe = make_element("line", x1=0, y1=0, x2=0, y2=7, stroke="#d9826b", stroke_width="2.5")
    dot = make_element("circle", cx="3.5", cy="3.5", r="1.2", fill="#b58900")
    pink, yellow = (make_element("rect", **sides, fill=colour) for colour in ("#fbe3dc", "#fffbe6"))
    yield make_element("pattern", pink, stripe, id="hatch", **tile, patternTransform="rotate(45)")
    yield make_element("pattern", yellow, dot, id="dots", **tile)
