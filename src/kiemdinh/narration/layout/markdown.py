"""A page set as Markdown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from kiemdinh.narration.layout.tree import Block, Item, Line, Page, Section, Table

__all__ = ["render_markdown"]

_SPECIAL = re.compile(r"([\\`*_<>|\[\]#~])")


def render_markdown(page: Page) -> str:
    """Return the page as Markdown; what would be taken for markup is escaped."""
    lines = [f"# {_plain(page.title)}", *_blocks(page.blocks, 2)]
    return "\n".join(lines) + "\n"


def _blocks(blocks: tuple[Block, ...], depth: int) -> Iterator[str]:
    before: Block | None = None
    for block in blocks:
        if not (isinstance(block, Item) and isinstance(before, Item)):
            yield ""
        yield from _block(block, depth)
        before = block


def _block(block: Block, depth: int) -> Iterator[str]:
    match block:
        case Line(text, strong):
            yield f"**{_plain(text)}**" if strong else _plain(text)
        case Item():
            yield from _item(block, "")
        case Table(header, rows):
            yield _row(header)
            yield "|" + " --- |" + " ---: |" * (len(header) - 1)
            yield from (_row(row) for row in rows)
        case Section(title, below):
            yield f"{'#' * min(depth, 6)} {_plain(title)}"
            yield from _blocks(below, depth + 1)


def _item(item: Item, indent: str) -> Iterator[str]:
    yield f"{indent}- {_plain(item.text)}"
    for part in item.parts:
        yield from _item(part, indent + "  ")


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(_plain(cell) for cell in cells) + " |"


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(unicodedata.normalize("NFC", text).split()))
