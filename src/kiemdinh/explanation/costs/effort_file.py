"""The rows of an effort file, as they are written: a mapping, YAML, or a table with commas (5.3)."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.parsing.files import file_text, path_name
from kiemdinh.parsing.read import open_input

__all__ = ["read_rows"]

_COLUMNS: Final = "id, cost, months, who, actionable"
_OTHER_SEPARATORS: Final = {";": "';'", "\t": "tabs"}
"""What spreadsheets write in the place of commas, and what an error calls it."""


def read_rows(what: Mapping[str, Any] | str | os.PathLike[str] | None) -> Mapping[str, Any]:
    """Return the effort of each id as it was written: a number or a map. Nothing in it is checked yet.

    Raises
    ------
    InputError
        For what is none of these or cannot be read, and for an id that has two rows.
    """
    if what is None:
        return {}
    if isinstance(what, Mapping):
        return open_input(what).read().data
    name = path_name(what)
    if name.lower().endswith(".csv"):
        return _read_table(file_text(name), name)
    return open_input(name).read().data


def _read_table(text: str, name: str) -> dict[str, Any]:
    """Read a table with commas. An empty cell says nothing, as a key that is left out of a map."""
    reader = csv.DictReader(StringIO(text), skipinitialspace=True)
    if "id" not in (reader.fieldnames or ()):
        raise InputError([_no_id_column(text, name)])
    lines: dict[str, int] = {}
    rows: dict[str, Any] = {}
    problems: list[Diagnostic] = []
    for row in reader:
        key = row.pop("id") or ""
        problems.extend(_find_flaws(row, key, name, reader.line_num, lines.get(key)))
        lines.setdefault(key, reader.line_num)
        # What is beyond the last column has no name, and a cell without text says nothing.
        rows[key] = {column: cell for column, cell in row.items() if cell and column}
    if problems:
        raise InputError(problems)
    return rows


def _no_id_column(text: str, name: str) -> Diagnostic:
    header = text.partition("\n")[0].strip()
    separator = next((word for char, word in _OTHER_SEPARATORS.items() if char in header), None)
    return Diagnostic(
        "KD101",
        "error",
        "the table has no column 'id'",
        name,
        1 if header else None,
        expected=f"columns separated by commas: {_COLUMNS}",
        found=header or "nothing",
        hint=None if separator is None else f"save the table with commas, not with {separator}",
    )


def _find_flaws(
    row: Mapping[str | None, Any], key: str, name: str, line: int, earlier_line: int | None
) -> Iterator[Diagnostic]:
    if earlier_line is not None:
        message = f"'{key}' has two rows, in lines {earlier_line} and {line}"
        yield Diagnostic("KD006", "error", message, name, line, path=key, found=key, hint="leave one of them")
    surplus = row.get(None)  # csv puts the cells beyond the last column under None
    if surplus:
        yield Diagnostic(
            "KD333",
            "error",
            f"'{key}' has more cells than the table has columns",
            name,
            line,
            path=key,
            found=",".join(surplus),
            hint="write 2.5, or '2,5' within quotes, where a comma belongs to a cell",
        )
