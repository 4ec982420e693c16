"""A page as PDF, by Typst, with the letters that come with it: the same bytes on any machine, and no network."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

from kiemdinh.diagnostics.optional import import_format
from kiemdinh.documents.paper import (
    A4_UPRIGHT,
    MARGINS,
    SIDES,
    TEXT_SIZE,
    Paper,
    clean,
    find_moment,
    share_columns,
    side_size,
    stays_whole,
    table_size,
)
from kiemdinh.narration.layout import (
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

__all__ = ["draw_png", "write_pdf"]

_FONT: Final = "Libertinus Serif"
_LONGEST_WORD: Final = 24
_LONG_WORD: Final = re.compile(rf"\S{{{_LONGEST_WORD},}}")
_DOTS_PER_INCH: Final = 160


def write_pdf(page: Page, paper: Paper = A4_UPRIGHT) -> bytes:
    """Return the page as a PDF that can be searched and has bookmarks; the letters are in it.

    Raises
    ------
    InputError
        The extra ``documents`` is not installed (KD717).
    """
    source = "\n".join((*_set_up(page, paper), *_write_blocks(page.blocks, 1, paper)))
    day = find_moment(paper.made).replace(tzinfo=dt.UTC)
    return bytes(_make_compiler().compile(source.encode(), format="pdf", timestamp=day))


def draw_png(svg: str) -> bytes:
    """Return a drawing of this package as PNG.

    Raises
    ------
    InputError
        The extra ``documents`` is not installed (KD717).
    """
    source = f"#set page(width: auto, height: auto, margin: 0pt)\n{_write_image(svg, '600pt')}"
    return bytes(_make_compiler().compile(source.encode(), format="png", ppi=_DOTS_PER_INCH))


@cache
def _make_compiler() -> Any:
    """Return the compiler. It knows no letters of the machine, so that each machine makes the same file."""
    return import_format("typst", "documents").Compiler(ignore_system_fonts=True)


def _set_up(page: Page, paper: Paper) -> Iterator[str]:
    width, height = paper.size
    above, right, below, left = MARGINS
    yield f"#set document(title: {_quote_text(clean(page.title))}, date: none)"
    yield (
        f"#set page(width: {width}mm, height: {height}mm, "
        f"margin: (top: {above}mm, right: {right}mm, bottom: {below}mm, left: {left}mm), header-ascent: 30%, "
        "header: context { if counter(page).get().first() > 1 [#align(center, counter(page).display())] })"
    )
    lang = _quote_text(paper.lang)
    yield f"#set text(font: {_quote_text(_FONT)}, size: {TEXT_SIZE}pt, lang: {lang}, hyphenate: false)"
    yield "#set par(leading: 0.62em, spacing: 0.85em)"
    yield f"#show heading: set text(size: {TEXT_SIZE}pt)"
    yield f"#show heading.where(level: 1): set text(size: {TEXT_SIZE + 1}pt)"
    yield "#show heading: set block(above: 1.3em, below: 0.8em)"
    yield "#set table(stroke: 0.5pt, inset: (x: 4pt, y: 4pt))"
    yield "#show table: set par(leading: 0.5em, justify: false)"
    yield "#set list(indent: 4pt, spacing: 0.75em)"
    if page.title and not any(isinstance(block, Title) for block in page.blocks):
        yield _write_title(page.title)


def _write_blocks(blocks: Iterable[PageBlock], rank: int, paper: Paper) -> Iterator[str]:
    for block in blocks:
        match block:
            case Line():
                yield _write_line(block)
            case Item():
                yield f"#{_write_item(block)}"
            case PageTable():
                yield _write_table(block, paper)
            case SideBySide(left, right):
                sides = ", ".join(f"[{' '.join(map(_write_side_line, side))}]" for side in (left, right))
                yield f"#block(breakable: false, grid(columns: ({SIDES[0]}fr, {SIDES[1]}fr), align: center, {sides}))"
            case Title(text):
                yield _write_title(text)
            case PageBreak():
                yield "#pagebreak(weak: true)"
            case Picture(svg, text):
                yield _write_image(svg, "100%", text)
            case Section(title, below):
                yield f"#heading(level: {rank}, {_quote_words(title)})"
                yield from _write_blocks(below, rank + 1, paper)


def _write_title(text: str) -> str:
    return f'#align(center, text(size: {TEXT_SIZE + 1}pt, weight: "bold", {_quote_words(text)}))'


def _write_line(line: Line) -> str:
    words = _set_words(line)
    if line.align == "left":
        return f"#par(justify: true, {words})"
    return f"#align({line.align}, {words})"


def _write_side_line(line: Line) -> str:
    return f"#par(spacing: 0.6em, text(size: {side_size(line.text)}pt, {_set_words(line)}))"


def _set_words(line: Line) -> str:
    weight, style = ("bold" if line.strong else "regular"), ("italic" if line.slanted else "normal")
    return f'text(weight: "{weight}", style: "{style}", {_quote_words(line.text or " ")})'


def _write_item(item: Item) -> str:
    below = "".join(f" #{_write_item(part)}" for part in item.parts)
    return f"list([#{_quote_words(item.text)}{below}])"


def _write_table(block: PageTable, paper: Paper) -> str:
    columns = ", ".join(f"{share}fr" for share in share_columns(block, paper))
    aligns = ", ".join("left" if i in (0, *block.texts) else "center" for i in range(len(block.header)))
    head = ", ".join(f'table.cell(align: center, text(weight: "bold", {_quote_words(text)}))' for text in block.header)
    cells = ", ".join(_write_cell(text, row) for row in block.rows for text in row)
    return (
        f"#block[#set text(size: {table_size(block)}pt); "
        f"#table(columns: ({columns},), align: ({aligns},), table.header({head}), {cells})]"
    )


def _write_cell(text: str, row: tuple[str, ...]) -> str:
    return f"table.cell(breakable: {'false' if stays_whole(row) else 'true'}, {_quote_words(text)})"


def _write_image(svg: str, width: str, text: str = "") -> str:
    return f'#image(bytes({_quote_text(svg)}), format: "svg", width: {width}, alt: {_quote_text(clean(text))})'


def _quote_words(text: str) -> str:
    """Return a text of a page as a text of Typst, in which a very long word can be broken."""
    return _quote_text(_LONG_WORD.sub(lambda found: "\u200b".join(found.group()), clean(text)))


def _quote_text(text: str) -> str:
    r"""Return a text as Typst writes it: nothing of it is read as markup or code.

    >>> print(_quote_text('a "b" #c'))
    "a \"b\" #c"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'
