"""The note under a page whose lists are shortened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.narration.layout.tree import Item, Line, PageBlock, PageTable, Section

if TYPE_CHECKING:
    from kiemdinh.narration.language import Messages

__all__ = ["note_shortened_lists"]


_KEYS: Final = ("more", "tree.not_listed", "tree.closed", "explain.not_listed")
"""The messages that stand where a list is shortened."""


def note_shortened_lists(blocks: Iterable[PageBlock], messages: Messages) -> Iterator[Section]:
    """Yield a section that says how to see the full lists, where a list among *blocks* is shortened.

    A shortened list is known by its last text, such as "and 3 more" in the words of the language.
    """
    texts = "|".join(re.escape(messages.text(key, n="#", text="").strip()).replace(r"\#", r"\d+") for key in _KEYS)
    more = re.compile(texts)
    if any(more.search(text) for text in _block_texts(blocks)):
        yield Section(messages.text("shortened"), (Line(messages.text("shortened.full")),))


def _block_texts(blocks: Iterable[PageBlock]) -> Iterator[str]:
    """Yield the texts of lines and items, at any depth."""
    for block in blocks:
        match block:
            case Line(text):
                yield text
            case Item(text, parts):
                yield text
                yield from _block_texts(parts)
            case PageTable(_, rows):
                yield from (cell for row in rows for cell in row)
            case Section(_, below):
                yield from _block_texts(below)
