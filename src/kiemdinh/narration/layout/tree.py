"""A page of text as a tree, before it is set as plain text, Markdown or on a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["Block", "Item", "Line", "Page", "Section", "Table"]


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of one sentence or a few words; *strong* marks what matters most."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list, perhaps with entries below it."""

    text: str
    parts: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the first column is text, the others are short and stand to the right."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A title and what stands below it."""

    title: str
    blocks: tuple[Block, ...]


Block: TypeAlias = Line | Item | Table | Section
