"""A page as one HTML file that stands alone, or as a part of another page: it loads nothing and runs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import Final

from kiemdinh.narration.layout.tree import (
    Item,
    Line,
    Page,
    PageBlock,
    PageBreak,
    PageTable,
    Picture,
    Section,
    SideBySide,
    Title,
)
from kiemdinh.parsing.cells import clean_text

__all__ = ["STYLESHEET", "render_blocks", "render_fragment", "render_html"]

STYLESHEET: Final = """\
.kiemdinh { font: 11pt/1.45 system-ui, sans-serif; color: #111; background: #fff; overflow-wrap: anywhere; }
.kiemdinh h1 { font-size: 1.5rem; line-height: 1.25; }
.kiemdinh h2 { font-size: 1.2rem; border-bottom: 1px solid #999; margin-top: 2rem; }
.kiemdinh h3, .kiemdinh h4, .kiemdinh h5, .kiemdinh h6 { font-size: 1rem; }
.kiemdinh ul { padding-left: 1.3rem; margin: 0.2rem 0; }
.kiemdinh li { break-inside: avoid-page; margin: 0.25rem 0; }
.kiemdinh li ul { list-style: none; border-left: 1px solid #ccc; padding-left: 0.8rem; }
.kiemdinh table { border-collapse: collapse; }
.kiemdinh figure { margin: 1rem 0; }
.kiemdinh .sides { display: flex; gap: 1rem; margin: 1rem 0; }
.kiemdinh .sides > div { flex: 1; text-align: center; }
.kiemdinh .sides p { margin: 0; }
.kiemdinh .center { text-align: center; }
.kiemdinh .right { text-align: right; }
.kiemdinh th, .kiemdinh td { border: 1px solid #999; padding: 0.2rem 0.5rem; text-align: right; vertical-align: top; }
.kiemdinh th:first-child, .kiemdinh td:first-child, .kiemdinh .text { text-align: left; }
.kiemdinh p:empty { min-height: 1.45em; }
@media print, (min-width: 40rem) {
  .kiemdinh th, .kiemdinh td { overflow-wrap: break-word; }
  .kiemdinh .long { overflow-wrap: anywhere; }
}
@media print {
  .kiemdinh { font-size: 9.5pt; }
  .kiemdinh h1, .kiemdinh h2, .kiemdinh h3, .kiemdinh h4, .kiemdinh h5, .kiemdinh h6 { break-after: avoid-page; }
  .kiemdinh tr, .kiemdinh figure, .kiemdinh .sides { break-inside: avoid-page; }
  .kiemdinh tr:last-child, .kiemdinh .sides { break-before: avoid-page; }
  .kiemdinh figure svg { max-height: 210mm; }
  .kiemdinh .new-page { break-before: page; }
}
"""
"""How a page or a part of one looks: everything stands within the class ``kiemdinh``."""

_PAGE_STYLE: Final = """\
body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
@media print { body { margin: 0; max-width: none; } }
"""
_STYLE_ACROSS: Final = "@page { size: A4 landscape; }\n"
_LONG_WORD: Final = re.compile(r"\S{25}")
"""A word that may be broken anywhere: else its column would be as wide as the word."""


def render_html(page: Page, lang: str = "vi", *, picture: str = "", across: bool = False) -> str:
    """Return the page as a whole HTML document in a language, with headings, nested lists and tables.

    Every text is escaped, so that nothing of it is read as markup, and cleaned of characters that nobody sees. A
    *picture*, an SVG document of this package, stands below the title as it is. With *across* it is printed with the
    long side of the sheet across.

    >>> from kiemdinh.narration.layout import Item, Page
    >>> print(render_html(Page("Level 1", (Item("2 < 3"),)), "en").partition('<body class="kiemdinh">')[2])
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
        f'<style>\n{_PAGE_STYLE}{_STYLE_ACROSS if across else ""}{STYLESHEET}</style>\n</head>\n<body class="kiemdinh">'
    )
    figure = (f"<figure>\n{picture}</figure>",) if picture else ()
    top = () if any(isinstance(block, Title) for block in page.blocks) else (f"<h1>{title}</h1>",)
    return "\n".join((head, *top, *figure, *_render_blocks(page.blocks, 2), "</body>\n</html>\n"))


def render_fragment(page: Page, lang: str = "vi", *, style: bool = True) -> str:
    """Return the page as a part of an HTML page: one element of the class ``kiemdinh``, with headings from ``h2`` on.

    Every text is escaped. With *style* it has :data:`STYLESHEET` in it; a page that allows no inline styles has that
    in a file of its own. Cells with words are of the class ``text``, those with a very long word of the class ``long``.

    >>> from kiemdinh.narration.layout import Item, Page
    >>> print(render_fragment(Page("Level 1", (Item("2 < 3"),)), "en", style=False))
    <div class="kiemdinh" lang="en">
    <h2>Level 1</h2>
    <ul>
    <li>2 &lt; 3</li>
    </ul>
    </div>
    """
    head = [f'<div class="kiemdinh" lang="{_escape(lang)}">', *([f"<style>\n{STYLESHEET}</style>"] if style else [])]
    return "\n".join((*head, f"<h2>{_escape(page.title)}</h2>", *_render_blocks(page.blocks, 3), "</div>"))


def render_blocks(blocks: Iterable[PageBlock], depth: int) -> str:
    """Return *blocks* as HTML by themselves, for a page that others have made. *depth* is the rank of their headings.

    Every text is escaped.

    >>> from kiemdinh.narration.layout import Line
    >>> render_blocks([Line("2 < 3")], 3)
    '<p>2 &lt; 3</p>'
    """
    return "\n".join(_render_blocks(blocks, depth))


def _render_blocks(blocks: Iterable[PageBlock], depth: int) -> Iterator[str]:
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
        case Line():
            yield _render_line(block)
        case PageTable(header, rows, texts):
            # Browsers print a head again on each sheet that a table goes on to.
            yield "<table>"
            yield f"<thead>{_render_row(header, 'th', texts)}</thead>"
            yield from (_render_row(row, "td", texts) for row in rows)
            yield "</table>"
        case SideBySide(left, right):
            yield '<div class="sides">'
            for side in (left, right):
                yield f"<div>{''.join(map(_render_line, side))}</div>"
            yield "</div>"
        case Title(text):
            yield f'<h1 class="center">{_escape(text)}</h1>'
        case PageBreak():
            yield '<div class="new-page"></div>'
        case Picture(svg, text):
            yield f"<figure>\n{svg}<figcaption>{_escape(text)}</figcaption></figure>"
        case Section(title, below):
            # HTML has six ranks of headings.
            rank = min(depth, 6)
            yield f"<h{rank}>{_escape(title)}</h{rank}>"
            yield from _render_blocks(below, depth + 1)


def _render_line(line: Line) -> str:
    text = _escape(line.text)
    text = f"<strong>{text}</strong>" if line.strong else text
    text = f"<em>{text}</em>" if line.slanted else text
    return f"<p>{text}</p>" if line.align == "left" else f'<p class="{line.align}">{text}</p>'


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
    return "<tr>" + "".join(_render_cell(cell, tag, is_text=i in texts) for i, cell in enumerate(cells)) + "</tr>"


def _render_cell(cell: str, tag: str, *, is_text: bool) -> str:
    named = [*(["text"] if is_text else []), *(["long"] if _LONG_WORD.search(cell) else [])]
    classes = f' class="{" ".join(named)}"' if named else ""
    return f"<{tag}{classes}>{_escape(cell)}</{tag}>"


def _escape(text: str) -> str:
    return escape(clean_text(text))
