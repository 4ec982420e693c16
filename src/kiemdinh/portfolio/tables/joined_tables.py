"""Several files as one table: their rows follow one another, and columns that stand for the same become one column."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, chain
from typing import Any

from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import AnyRecord
from kiemdinh.portfolio.coded import CodedColumn, code_cells, pack_codes, select_codes
from kiemdinh.portfolio.columns import ColumnMeaning
from kiemdinh.portfolio.sheets import RejectedCell
from kiemdinh.portfolio.tables.school_table import CellEntry, SchoolTable, TableColumn, TableRows

__all__ = ["join_tables"]


def join_tables(tables: Sequence[SchoolTable]) -> SchoolTable:
    """Return one table of the rows of several. Rows about one school, year and date in two files are set aside.

    The cost is one look-up for each cell.
    """
    first, *others = tables
    if not others and len(first.sources) == 1:
        return first
    joined = SchoolTable(
        first.framework,
        _join_rows(tables),
        tuple(_join_column(meaning, tables) for meaning in _list_meanings(tables)),
        tuple(chain.from_iterable(table.sources for table in tables)),
        tuple(chain.from_iterable(table.rejected for table in tables)),
        tuple(chain.from_iterable(table.warnings for table in tables)),
    )
    return _set_repeated_aside(joined)


def _join_rows(tables: Sequence[SchoolTable]) -> TableRows:
    def join(name: str) -> CodedColumn[Any]:
        return code_cells(chain.from_iterable(getattr(table.rows, name) for table in tables))

    numbers = array("I", chain.from_iterable(table.rows.numbers for table in tables))
    before = accumulate((len(table.sources) for table in tables), initial=0)
    sources = [start + source for start, table in zip(before, tables, strict=False) for source in table.rows.sources]
    return TableRows(
        join("schools"), join("names"), join("years"), join("dates"), join("days"), join("stages"), numbers,
        array("I", sources), _join_beside(tables),
    )  # fmt: skip


def _join_beside(tables: Sequence[SchoolTable]) -> CodedColumn[Mapping[str, Any] | None] | None:
    """Return what rows record in addition to the columns; None where there is nothing, as in most tables."""
    if all(table.rows.beside is None for table in tables):
        return None
    found = [cell for table in tables for cell in table.rows.beside or [None] * len(table)]
    return CodedColumn(found, pack_codes(range(len(found)), len(found)))


def _list_meanings(tables: Sequence[SchoolTable]) -> Iterable[ColumnMeaning]:
    return dict.fromkeys(column.meaning for table in tables for column in table.columns)


def _join_column(meaning: ColumnMeaning, tables: Sequence[SchoolTable]) -> TableColumn:
    entries = [CellEntry(None)]
    known: dict[tuple[AnyRecord, ...], int] = {(): 0}
    codes: list[int] = []
    found = None
    for table in tables:
        column = next((one for one in table.columns if one.meaning == meaning), None)
        if column is None:
            codes += [0] * len(table)
            continue
        found = found or column
        for entry in column.entries:
            if entry.records not in known:
                known[entry.records] = len(entries)
                entries.append(entry)
        numbers = [known[entry.records] for entry in column.entries]
        codes.extend(map(numbers.__getitem__, column.codes))
    heading, letters = (found.heading, found.letters) if found else ("", "")
    return TableColumn(heading, letters, meaning, tuple(entries), pack_codes(codes, len(entries)))


def _set_repeated_aside(table: SchoolTable) -> SchoolTable:
    rows_of: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    rows = table.rows
    for row, (id_, name) in enumerate(zip(rows.schools, rows.names, strict=True)):
        if id_ is not None or name is not None:
            rows_of[id_, None if id_ is not None else name, rows.years[row], rows.dates[row]].append(row)
    repeated = [same for same in rows_of.values() if len(same) > 1]
    if not repeated:
        return table
    gone = set(chain.from_iterable(repeated))
    keep = bytes(row not in gone for row in range(len(table)))
    rejected = [_reject(table, row, same) for same in repeated for row in same]
    return replace(
        table,
        rows=rows.select(keep),
        columns=tuple(replace(column, codes=select_codes(column.codes, keep)) for column in table.columns),
        rejected=(*table.rejected, *rejected),
    )


def _reject(table: SchoolTable, row: int, same: Sequence[int]) -> RejectedCell:
    file, sheet = table.sources[table.rows.sources[row]]
    places = Message.join(
        f"{table.sources[table.rows.sources[one]][0] or ''}:{table.rows.numbers[one]}" for one in same
    )  # fmt: skip
    message = Message("one school and year is in several files: {places}", places=places)
    number = table.rows.numbers[row]
    value = table.rows.schools[row] or table.rows.names[row] or ""
    return RejectedCell(file, sheet, number, "", f"A{number}", value, "KD707", message)
