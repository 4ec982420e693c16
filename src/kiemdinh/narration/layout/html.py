"""A page as one HTML file that stands alone: it loads nothing, runs nothing, and prints well."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import Final

from kiemdinh.narration.layout.tree import Item, Line, Page, PageBlock, PageTable, Section

__all__ = ["render_html"]

_STYLE: Final = """\
body { font: 11pt/1.45 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
body { color: #111; background: #fff; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.2rem; border-bottom: 1px solid #999; margin-top: 2rem; }
h3, h4, h5, h6 { font-size: 1rem; }
ul { padding-left: 1.3rem; margin: 0.2rem 0; }
li { break-inside: avoid-page; margin: 0.25rem 0; }
li ul { list-style: none; border-left: 1px solid #ccc; padding-left: 0.8rem; }
table { border-collapse: collapse; }
figure { margin: 1rem 0; }
th, td { border: 1px solid #999; padding: 0.2rem 0.5rem; text-align: right; vertical-align: top; }
th:first-child, td:first-child, .text { text-align: left; }
@media print { body { margin: 0; max-width: none; font-size: 9.5pt; } h2 { break-after: avoid-page; } }
"""


def render_html(page: Page, lang: str = "vi", *, picture: str = "") -> str:
    """Return the page as a whole HTML document in a language, with headings, nested lists and tables.

    Every text is escaped and in the normal form NFC, so that nothing of it is read as markup. A *picture*, an SVG
    document of this package, stands below the title as it is.

    >>> from kiemdinh.narration.layout import Item, Page
    >>> print(render_html(Page("Level 1", (Item("2 < 3"),)), "en").partition("<body>")[2])
    <BLANKLINE>
    <h1>Level 1</h1>
    <ul>
    <li>2 &lt; 3</li>
    </ul>
    </body>
    </html>
    <BLANKLINE>
    """
    title = _escape(page.title)
    head = (
        f'<!doctype html>\n<html lang="{_escape(lang)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>\n{_STYLE}</style>\n</head>\n<body>"
    )
    figure = (f"<figure>\n{picture}</figure>",) if picture else ()
    return "\n".join((head, f"<h1>{title}</h1>", *figure, *_render_blocks(page.blocks, 2), "</body>\n</html>\n"))


def _render_blocks(blocks: tuple[PageBlock, ...], depth: int) -> Iterator[str]:
    """Yield the lines of *blocks*; neighbouring items form one list. *depth* is the rank of a heading among them."""
    for kind, group in groupby(blocks, key=type):
        several = tuple(group)
        if kind is Item:
            yield from _render_items(tuple(block for block in several if isinstance(block, Item)))
        else:
            for block in several:
                yield from _render_block(block, depth)


def _render_block(block: PageBlock, depth: int) -> Iterator[str]:
    match block:
        case Line(text, strong):
            yield f"<p><strong>{_escape(text)}</strong></p>" if strong else f"<p>{_escape(text)}</p>"
        case PageTable(header, rows, texts):
            yield "<table>"
            yield _render_row(header, "th", texts)
            yield from (_render_row(row, "td", texts) for row in rows)
            yield "</table>"
        case Section(title, below):
            # HTML has six ranks of headings.
            rank = min(depth, 6)
            yield f"<h{rank}>{_escape(title)}</h{rank}>"
            yield from _render_blocks(below, depth + 1)


def _render_items(items: tuple[Item, ...]) -> Iterator[str]:
    yield "<ul>"
    for item in items:
        if item.parts:
            yield f"<li>{_escape(item.text)}"
            yield from _render_items(item.parts)
            yield "</li>"
        else:
            yield f"<li>{_escape(item.text)}</li>"
    yield "</ul>"


def _render_row(cells: tuple[str, ...], tag: str, texts: tuple[int, ...]) -> str:
    opening = [f'<{tag} class="text">' if i in texts else f"<{tag}>" for i in range(len(cells))]
    inside = (f"{start}{_escape(cell)}</{tag}>" for start, cell in zip(opening, cells, strict=True))
    return "<tr>" + "".join(inside) + "</tr>"


def _escape(text: str) -> str:
    return escape(" ".join(unicodedata.normalize("NFC", text).split()))
