"""A page as PDF, by Typst, with the letters that come with it: the same bytes on any machine, and no network."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
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
    count_last_rows,
    find_moment,
    is_short,
    is_small,
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

__all__ = ["draw_png", "list_missing_letters", "write_pdf"]

_FONT: Final = "Libertinus Serif"
_LONGEST_WORD: Final = 24
_LONG_WORD: Final = re.compile(rf"\S{{{_LONGEST_WORD},}}")
_DOTS_PER_INCH: Final = 160
_IN_EVERY_FONT: Final = ((0x20, 0x24F), (0x1E00, 0x1EFF), (0x2010, 0x2027))
"""Letters of Latin scripts, Vietnamese among them, and punctuation: those of nearly all texts."""
_IN_NO_FONT: Final = "\U0010fffd"
_MOST_LETTERS: Final = 2_000
"""How many different letters are looked up; each takes a fraction of a millisecond."""
_SYMBOL: Final = re.compile(rb'<symbol id="([^"]+)"')


def write_pdf(page: Page, paper: Paper = A4_UPRIGHT) -> bytes:
    """Return the page as a PDF that can be searched, has bookmarks and contains its fonts.

    Raises
    ------
    InputError
        The extra ``documents`` is not installed (KD717).

    Examples
    --------
    >>> write_pdf(Page("Safety", (Line("There is a plan."),)))[:5]
    b'%PDF-'
    """
    source = _write_source(page, paper)
    day = find_moment(paper.made).replace(tzinfo=dt.UTC)
    return bytes(_make_compiler().compile(source.encode(), format="pdf", timestamp=day))


def list_missing_letters(page: Page) -> list[str]:
    """Return the letters of a page that the fonts of a PDF do not have, such as emoji: boxes are printed for them.

    They come in the order of Unicode. For a page in Latin letters nothing is looked up. If a page has more than 2,000
    other letters, those beyond the first 2,000 are returned as missing.

    Raises
    ------
    InputError
        The extra ``documents`` is not installed (KD717).

    Examples
    --------
    >>> list_missing_letters(Page("Safety 🙂", (Line("Kế hoạch → 王"),)))
    ['王', '🙂']
    """
    unusual = sorted(letter for letter in {*_write_source(page, A4_UPRIGHT)} if not _is_usual(letter))
    looked_up, beyond = unusual[:_MOST_LETTERS], unusual[_MOST_LETTERS:]
    if not looked_up:
        return []
    pages = (f"#text(font: {_quote_text(_FONT)}, {_quote_text(one)})" for one in (_IN_NO_FONT, *looked_up))
    drawn = _make_compiler().compile("\n#pagebreak()\n".join(pages).encode(), format="svg")
    box, *others = (frozenset(_SYMBOL.findall(one)) for one in drawn)
    return [letter for letter, symbols in zip(looked_up, others, strict=True) if symbols & box] + beyond


def _is_usual(letter: str) -> bool:
    return letter in "\n\u200b" or any(first <= ord(letter) <= last for first, last in _IN_EVERY_FONT)


def draw_png(svg: str) -> bytes:
    """Return a drawing of this package as PNG.

    Raises
    ------
    InputError
        The extra ``documents`` is not installed (KD717).

    Examples
    --------
    >>> drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    >>> draw_png(drawing)[1:4]
    b'PNG'
    """
    source = f"#set page(width: auto, height: auto, margin: 0pt)\n{_write_image(svg, '600pt')}"
    return bytes(_make_compiler().compile(source.encode(), format="png", ppi=_DOTS_PER_INCH))


@cache
def _make_compiler() -> Any:
    """Return the compiler. It uses no fonts of the machine, so that each machine makes the same file."""
    return import_format("typst", "documents").Compiler(ignore_system_fonts=True)


def _write_source(page: Page, paper: Paper) -> str:
    return "\n".join((*_set_up(page, paper), *_write_blocks(page.blocks, 1, paper)))


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


def _write_blocks(blocks: Sequence[PageBlock], rank: int, paper: Paper, end: str = "") -> Iterator[str]:
    """Yield blocks, and then *end*, which stays on the same sheet as the last block."""
    for block, behind in _add_ends(blocks, end):
        match block:
            case PageTable():
                yield _write_table(block, paper, behind)
                continue
            case Section(title, below):
                yield f"#heading(level: {rank}, {_quote_words(title)})"
                yield from _write_blocks(below, rank + 1, paper, behind)
                continue
            case Line():
                written = _write_line(block)
            case Item():
                written = f"#{_write_item(block)}"
            case SideBySide():
                written = _write_sides(block)
            case Title(text):
                written = _write_title(text)
            case PageBreak():
                written = "#pagebreak(weak: true)"
            case Picture(svg, text):
                written = _write_image(svg, "100%", text)
        yield f"#block(breakable: {_write_bool(not _is_short(block))})[{written}\n{behind}]" if behind else written


def _is_short(block: PageBlock) -> bool:
    """Return whether a block is so short that it can stay on one sheet with what follows it."""
    match block:
        case Line(text) | Item(text, ()):
            return is_short(text)
        case _:
            return isinstance(block, Picture | Title | SideBySide)


def _write_bool(value: bool) -> str:
    return "true" if value else "false"


def _add_ends(blocks: Sequence[PageBlock], end: str) -> Iterable[tuple[PageBlock, str]]:
    """Return blocks, each with what must follow it on its sheet: a signature must not be alone on a sheet."""
    found: list[tuple[PageBlock, str]] = []
    for block in blocks:
        if isinstance(block, SideBySide) and found and not isinstance(found[-1][0], PageBreak):
            before, behind = found.pop()
            found.append((before, behind + _write_sides(block)))
        else:
            found.append((block, ""))
    before, behind = found.pop() if found else (Line(""), "")
    return (*found, (before, behind + end)) if blocks or end else ()


def _write_sides(block: SideBySide) -> str:
    sides = ", ".join(f"[{' '.join(map(_write_side_line, side))}]" for side in (block.left, block.right))
    return f"#block(breakable: false, grid(columns: ({SIDES[0]}fr, {SIDES[1]}fr), align: center, {sides}))"


def _write_title(text: str) -> str:
    words = f'text(size: {TEXT_SIZE + 1}pt, weight: "bold", {_quote_words(text)})'
    return f"#block(above: 1.4em, below: 1.2em, width: 100%, align(center, {words}))"


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
    words = f"block(sticky: true, {_quote_words(item.text)})" if below else _quote_words(item.text)
    return f"list([#{words}{below}])"


def _write_table(block: PageTable, paper: Paper, end: str = "") -> str:
    """Return a table; *end* stands on the sheet of its last two rows."""
    columns = ", ".join(f"{share}fr" for share in share_columns(block, paper))
    aligns = ", ".join("left" if i in (0, *block.texts) else "center" for i in range(len(block.header)))
    head = ", ".join(f'table.cell(align: center, text(weight: "bold", {_quote_words(text)}))' for text in block.header)
    form = f"columns: ({columns},), align: ({aligns},)"
    split = len(block.rows) - (count_last_rows(block) if end else 0)
    first, last = _write_rows(block.rows[:split]), _write_rows(block.rows[split:])
    if end:
        # One unbroken cell holds the last rows and the end; on a new sheet the head of the table is repeated above it.
        properties = f"colspan: {len(block.header)}, stroke: none, inset: 0pt, align: left, breakable: false"
        # At the top of a cell a block has no room above it.
        rows = f"#table({form}, {last})" if last else "#v(0.85em)"
        inner = f"{rows}#set text(size: {TEXT_SIZE}pt)\n{end}"
        first = ", ".join((*([first] if first else []), f"table.cell({properties})[{inner}]"))
    return (
        f"#block(breakable: {_write_bool(not is_small(block))})[#set text(size: {table_size(block)}pt); "
        f"#table({form}, table.header({head}), {first})]"
    )


def _write_rows(rows: Sequence[tuple[str, ...]]) -> str:
    return ", ".join(_write_cell(text, row) for row in rows for text in row)


def _write_cell(text: str, row: tuple[str, ...]) -> str:
    return f"table.cell(breakable: {_write_bool(not stays_whole(row))}, {_quote_words(text)})"


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
