"""The sheet that pictures are drawn on: A4 at 96 dots to the inch; all sizes are in dots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kiemdinh.narration.drawings.svg import make_element, write_document

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = [
    "EDGE",
    "HEIGHT",
    "INNER_WIDTH",
    "LINE_HEIGHT",
    "SHEET_STYLE",
    "SMALL_SIZE",
    "TEXT_SIZE",
    "TITLE_SIZE",
    "WIDTH",
    "write_sheet",
]

WIDTH, HEIGHT, EDGE = 794, 1123, 36
"""The sheet, and the blank on each side of it. A picture with little on it is lower, one with much is higher."""
INNER_WIDTH = WIDTH - 2 * EDGE
TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 20, 12, 11
"""The sizes of letters: of the name of the school, of most texts, of the smallest texts."""
LINE_HEIGHT = 18
"""From one line of a list to the next."""
SHEET_STYLE = {
    # Every property is set on each text itself, since the page around the picture may set it for all texts.
    "text": (
        "font-family:Arial,'Liberation Sans','DejaVu Sans',sans-serif;font-style:normal;font-weight:normal;"
        "letter-spacing:normal;word-spacing:normal;text-transform:none;text-anchor:start;direction:ltr;"
        "fill:#1a1a1a;stroke:none"
    ),
    **{f"size-{size}": f"font-size:{size}px" for size in range(SMALL_SIZE, TITLE_SIZE + 1)},
    "grey": "fill:#555",
    "bold": "font-weight:bold",
    "mid": "text-anchor:middle",
    "sheet": "fill:#fff;stroke:none",
    "line": "stroke:#999;stroke-width:1;fill:none",
    "bar": "fill:#eef1f4;stroke:none",
}
"""The style of the sheet, its texts and its lines."""


def write_sheet(
    title: str,
    description: str,
    drawn: Iterable[Element],
    height: int,
    *,
    lang: str,
    style: Mapping[str, str],
    defs: Iterable[Element] = (),
) -> str:
    """Return a picture on the sheet as an SVG document that has a title and a description for those who cannot see it.

    Parameters
    ----------
    title, description
        The text alternative, in *lang*.
    drawn
        What stands on the sheet, painted in this order.
    height
        The height of the sheet, in dots; its width is :data:`WIDTH`.
    lang
        The language of the words.
    style
        The style of each class that an element may have.
    defs
        What the elements refer to, such as patterns.
    """
    words = make_element("title", title, id="title"), make_element("desc", description, id="desc")
    sheet = make_element("rect", width=WIDTH, height=height, class_="sheet")
    return write_document(
        (*words, make_element("defs", *defs), sheet, *drawn),
        lang,
        style,
        preserveAspectRatio="xMidYMin meet",
        viewBox=f"0 0 {WIDTH} {height}",
        role="img",
        aria_labelledby="title desc",
    )
