"""The rows of an effort file, as they are written: a mapping, YAML, JSON, or a table (5.3)."""

from __future__ import annotations

from typing import Final

from kiemdinh.parsing.cells import is_table, read_table
from kiemdinh.parsing.read import Input, Readable, open_input
from kiemdinh.parsing.readers import TEXT_NAME
from kiemdinh.parsing.source import Source

__all__ = ["read_rows"]

_KEY: Final = "id"
_COLUMNS: Final = ("cost", "cost_each", "cost_per", "months", "who", "actionable", "unit")


def read_rows(what: Input | Readable | None) -> Source:
    """Return the effort of each id as it was written, a number or a map, with its place. Nothing in it is checked yet.

    A file named ``.csv`` is a table, and so is any other text whose first row names a column ``id`` beside others.

    Raises
    ------
    InputError
        For what is none of these or cannot be read, and for an id that has two rows.
    """
    if what is None:
        return Source(None, {})
    opened = open_input(what)
    text, name = opened.content, opened.name or TEXT_NAME
    if isinstance(text, str) and (name.lower().endswith(".csv") or is_table(text, key=_KEY)):
        return read_table(text, name, key=_KEY, columns=_COLUMNS)
    return opened.read()
