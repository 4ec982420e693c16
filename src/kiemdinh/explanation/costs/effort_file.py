"""The rows of an effort file, before anything is made of them: a mapping, YAML, or a table with commas (5.3)."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.parsing.read import open_input
from kiemdinh.parsing.source import file_text, path_name

__all__ = ["effort_rows"]

_COLUMNS = "id, cost, months, who, actionable"
_SEPARATORS = ";\t"


def effort_rows(what: Mapping[str, Any] | str | os.PathLike[str] | None) -> Mapping[str, Any]:
    """Return what is said of each id: a number or a map, as it was written.

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
        return _table(file_text(name), name)
    return open_input(name).read().data


def _table(text: str, name: str) -> dict[str, Any]:
    """Read a table with commas, an empty cell saying nothing."""
    reader = csv.DictReader(StringIO(text), skipinitialspace=True)
    if "id" not in (reader.fieldnames or ()):
        raise InputError([_no_id(text, name)])
    lines: dict[str, int] = {}
    rows: dict[str, Any] = {}
    problems: list[Diagnostic] = []
    for row in reader:
        key = row.pop("id") or ""
        problems.extend(_wrong(row, key, name, reader.line_num, lines.get(key)))
        lines.setdefault(key, reader.line_num)
        rows[key] = {column: cell for column, cell in row.items() if cell and column}
    if problems:
        raise InputError(problems)
    return rows


def _no_id(text: str, name: str) -> Diagnostic:
    header = text.partition("\n")[0].strip()
    separator = next((s for s in _SEPARATORS if s in header), None)
    return Diagnostic(
        "KD101",
        "error",
        "the table has no column 'id'",
        name,
        1 if header else None,
        expected=f"columns separated by commas: {_COLUMNS}",
        found=header or "nothing",
        hint=None if separator is None else f"save the table with commas, not with {_called(separator)}",
    )


def _called(separator: str) -> str:
    return "tabs" if separator == "\t" else f"'{separator}'"


def _wrong(row: Mapping[str | None, Any], key: str, name: str, line: int, before: int | None) -> Iterator[Diagnostic]:
    if before is not None:
        message = f"'{key}' has two rows, in lines {before} and {line}"
        yield Diagnostic("KD006", "error", message, name, line, path=key, found=key, hint="leave one of them")
    extra = row.get(None)
    if extra:
        yield Diagnostic(
            "KD333",
            "error",
            f"'{key}' has more cells than the table has columns",
            name,
            line,
            path=key,
            found=",".join(extra),
            hint="write 2.5, or '2,5' within quotes, where a comma belongs to a cell",
        )
