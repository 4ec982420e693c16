"""Problems of cells, gathered: a problem that many cells have for one cause becomes one that names them all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.placed_tree import MAX_PROBLEMS

__all__ = ["gather_problems"]

_CELL: Final = re.compile(r"(.*!)?([A-Z]+)([0-9]+)")
_MAX_PLACES: Final = 12


def gather_problems(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return problems; those with the same text at several cells become one at the first cell, which lists the others.

    Only the first :data:`MAX_PROBLEMS` are returned, since a hostile file may have very many. The cost is linear in
    their number.
    """
    alike: dict[tuple[object, ...], list[Diagnostic]] = {}
    for one in problems:
        alike.setdefault((one.code, one.severity, one.file, one.message, one.expected, one.hint), []).append(one)
    return [_tell_together(found) for found in islice(alike.values(), MAX_PROBLEMS)]


def _tell_together(found: Sequence[Diagnostic]) -> Diagnostic:
    first = found[0]
    others = name_cells(one.path for one in found if one.path != first.path)
    if not others:
        return first
    rest = len(others) - _MAX_PLACES
    places = Message.join(others[:_MAX_PLACES])
    if rest > 0:
        places = Message("{names}, and {n} more", names=places, n=rest)
    also = Message("the same at {places}", places=places)
    return replace(first, hint=also if first.hint is None else Message.join([first.hint, also], "; "))


def name_cells(cells: Iterable[str]) -> list[str]:
    """Return the names of cells; cells that follow one another in a column become one range.

    >>> name_cells(["Outline!A2", "Outline!A3", "Outline!A4", "Outline!B9"])
    ['Outline!A2:A4', 'Outline!B9']
    """
    runs: list[tuple[str, str, int, int]] = []
    named = dict.fromkeys(cells)
    for cell in named:
        parts = _CELL.fullmatch(cell)
        sheet, column, row = (parts[1] or "", parts[2], int(parts[3])) if parts else (cell, "", 0)
        if parts and runs and runs[-1][:2] == (sheet, column) and runs[-1][3] == row - 1:
            runs[-1] = (*runs[-1][:3], row)
        else:
            runs.append((sheet, column, row, row))
    return [_name_run(*run) for run in runs]


def _name_run(sheet: str, column: str, first: int, last: int) -> str:
    if not column:
        return sheet
    return f"{sheet}{column}{first}" + (f":{column}{last}" if last > first else "")
