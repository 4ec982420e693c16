"""A table that has been read, read again by another edition of its framework."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress
from typing import TYPE_CHECKING, Any

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.wording import shorten_text
from kiemdinh.evidence.reading import RecordReader
from kiemdinh.parsing.cells import ReadingError
from kiemdinh.portfolio.coded import (
    CodedColumn,
    repeat_cell,
    rows_of_codes,
    take_codes,
    translate_codes,
)
from kiemdinh.portfolio.columns import ColumnMeaning, ColumnRule, HeadingReader
from kiemdinh.portfolio.sheets import RejectedCell
from kiemdinh.portfolio.tables.cells import CellReader
from kiemdinh.portfolio.tables.school_table import SchoolTable, TableColumn, TableRows

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["assess_on", "join_columns", "read_again", "take_rows"]


def read_again(table: SchoolTable, framework: Framework, renamed: Mapping[str, str]) -> SchoolTable:
    """Return a table as another edition reads it.

    What that edition does not have is left out. A row of which it cannot read a cell is set aside, and the cell is
    among those of the table. The cost is that of reading each distinct cell once.

    Parameters
    ----------
    table
        The table, as it was read.
    framework
        The other edition.
    renamed
        The id in *framework* of each node of the edition that the table was read by; a node without one is gone.
    """
    records = RecordReader(framework)
    reading = _ReadingAgain(table, CellReader(records), HeadingReader(records.allowed), bytearray(b"\1") * len(table))
    columns = [reading.read_column(one, renamed) for one in table.columns]
    reading.check_stages(records)
    again = replace(
        table,
        framework=framework,
        columns=tuple(one for one in columns if one is not None),
        rejected=(*table.rejected, *reading.rejected),
    )
    return take_rows(again, list(compress(range(len(table)), reading.keep)))


@dataclass(slots=True)
class _ReadingAgain:
    """Reads the columns of a table again; ``keep`` has a 1 for each row that goes on."""

    table: SchoolTable
    cells: CellReader
    headings: HeadingReader
    keep: bytearray
    rejected: list[RejectedCell] = field(default_factory=list)

    def read_column(self, column: TableColumn, renamed: Mapping[str, str]) -> TableColumn | None:
        """Return a column; None where the edition has no node or input for it."""
        meaning = self._find_meaning(column.meaning, renamed)
        if meaning is None:
            return None
        read = self.cells.read(meaning, [entry.written for entry in column.entries], ColumnRule())
        for number, problem in read.errors.items():
            written = column.entries[number].written
            for row in rows_of_codes(column.codes, {number}, len(column.entries)):
                self._set_aside(row, problem, column, written)
        codes = translate_codes(column.codes, read.numbers)
        return replace(column, meaning=meaning, entries=tuple(read.entries), codes=codes)

    def _find_meaning(self, meaning: ColumnMeaning, renamed: Mapping[str, str]) -> ColumnMeaning | None:
        id_ = renamed.get(meaning.id) if meaning.kind == "node" else meaning.id
        if id_ is None:
            return None
        found = replace(meaning, id=id_)
        try:
            return found if self.headings.read(str(found)) == found else None
        except ReadingError:
            return None

    def check_stages(self, records: RecordReader) -> None:
        """Set aside rows with stages that the edition does not know."""
        stages = self.table.rows.stages
        for number, named in enumerate(stages.contents):
            problems = () if named is None else records.read_stages(named)[1]
            for row in rows_of_codes(stages.codes, {number}, len(stages.contents)) if problems else ():
                self._set_aside(row, problems[0], None, named)

    def _set_aside(self, row: int, problem: Diagnostic, column: TableColumn | None, written: object) -> None:
        self.keep[row] = 0
        rows = self.table.rows
        file, sheet = self.table.sources[rows.sources[row]]
        letters, heading = ("A", "") if column is None else (column.letters, column.heading)
        number = rows.numbers[row]
        cell = RejectedCell(
            file, sheet, number, heading, f"{letters}{number}", shorten_text(str(written)), problem.code,
            problem.message, problem.expected, problem.hint,
        )  # fmt: skip
        self.rejected.append(cell)


def take_rows(table: SchoolTable, rows: Sequence[int]) -> SchoolTable:
    """Return a table with some of its rows, in their order; a row may stand there several times."""
    about = table.rows

    def take(cells: CodedColumn[Any]) -> CodedColumn[Any]:
        return CodedColumn(cells.contents, take_codes(cells.codes, rows))

    numbers, sources = (array("I", map(one.__getitem__, rows)) for one in (about.numbers, about.sources))
    taken = TableRows(
        take(about.schools), take(about.names), take(about.years), take(about.dates), take(about.days),
        take(about.stages), numbers, sources, None if about.beside is None else take(about.beside),
    )  # fmt: skip
    columns = tuple(replace(one, codes=take_codes(one.codes, rows)) for one in table.columns)
    return replace(table, rows=taken, columns=columns)


def assess_on(table: SchoolTable, day: dt.date) -> SchoolTable:
    """Return a table whose rows are all assessed on a day; records of a row without a date are of that day."""
    rows = table.rows
    dates = CodedColumn([date or day for date in rows.dates.contents], rows.dates.codes)
    return replace(table, rows=replace(rows, days=repeat_cell(day, len(table)), dates=dates))


def join_columns(table: SchoolTable, other: SchoolTable) -> SchoolTable:
    """Return the rows that two readings of one table both have, with the columns of both."""
    places = {key: row for row, key in enumerate(_row_keys(other.rows))}
    keys = _row_keys(table.rows)
    kept = take_rows(table, [row for row, key in enumerate(keys) if key in places])
    order = [places[key] for key in keys if key in places]
    known = {column.meaning for column in table.columns}
    more = (replace(one, codes=take_codes(one.codes, order)) for one in other.columns if one.meaning not in known)
    return replace(kept, columns=(*kept.columns, *more), rejected=_join_rejected(table.rejected, other.rejected))


def _row_keys(rows: TableRows) -> list[tuple[int, int]]:
    return list(zip(rows.sources, rows.numbers, strict=True))


def _join_rejected(one: Sequence[RejectedCell], other: Sequence[RejectedCell]) -> tuple[RejectedCell, ...]:
    return tuple({(cell.file, cell.sheet, cell.cell, cell.code): cell for cell in (*one, *other)}.values())
