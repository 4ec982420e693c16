"""Workbooks of one school each as a table of schools: a row for each; a workbook with a problem is set aside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import OpenDossier, RecordReader, read_dossier
from kiemdinh.portfolio.coded import CodedColumn, code_cells, pack_codes
from kiemdinh.portfolio.columns import ColumnMeaning, ColumnRule, meaning_of_input
from kiemdinh.portfolio.progress import track
from kiemdinh.portfolio.sheets import RejectedCell
from kiemdinh.portfolio.tables import (
    CellEntry,
    CellReader,
    SchoolTable,
    TableColumn,
    TableOptions,
    TableRows,
    join_tables,
    keep_rows,
    read_by_edition,
    read_tables,
)
from kiemdinh.portfolio.templates.reading.open_school_workbook import read_school_workbook
from kiemdinh.standards.catalogue import load

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.evidence.entries import AllowedEntries
    from kiemdinh.standards.catalogue import AnyFramework
    from kiemdinh.standards.loading import Framework

__all__ = ["read_schools"]

_BESIDE: Final = ("evidence", "held", "register", "results", "complete")
"""What a workbook has beside findings and figures, by the keys of a dossier."""
_PLAIN: Final = ColumnRule()


def read_schools(framework: AnyFramework, table: Any, options: TableOptions) -> SchoolTable:
    """Return a table of schools: of files with a row for each school, and of workbooks of one school each.

    The arguments are those of :func:`~kiemdinh.portfolio.tables.read_table`, and a workbook of one school is as
    :func:`~kiemdinh.portfolio.templates.open_school_workbook` reads it. A workbook that cannot be read is set aside.
    The cost is that of reading the files, some tenths of a second for a workbook.

    Raises
    ------
    InputError
        Another file cannot be read as a table.
    """
    kept = keep_rows(table)

    def read(chosen: AnyFramework, days: set[dt.date]) -> list[SchoolTable]:
        forms: list[Path] = []
        tables = read_tables(chosen, kept, options, forms)
        if forms:
            rows = _WorkbookRows(load(chosen, on=options.on), options.on)
            for path in track(forms, Message("reading workbooks")):
                rows.add(path, days)
            tables.append(rows.make_table())
        return tables

    return join_tables(read_by_edition(framework, options.on, read))


class _SchoolRow(NamedTuple):
    """The school and the day of a workbook, and what it records in addition to findings and figures."""

    file: str
    dossier: Dossier
    year: str | None
    beside: Mapping[str, Any] | None


@dataclass(slots=True)
class _WorkbookCells:
    """What workbooks record of one thing: each entry once, and the entry of each workbook by its number."""

    entries: list[CellEntry] = field(default_factory=lambda: [CellEntry(None)])
    numbers: dict[object, int] = field(default_factory=lambda: {(): 0})
    of_rows: dict[int, int] = field(default_factory=dict)

    def add(self, row: int, entry: CellEntry) -> None:
        number = self.numbers.setdefault(entry.records, len(self.entries))
        if number == len(self.entries):
            self.entries.append(entry)
        self.of_rows[row] = number

    def make_column(self, meaning: ColumnMeaning, rows: int) -> TableColumn:
        codes = pack_codes((self.of_rows.get(row, 0) for row in range(rows)), len(self.entries))
        return TableColumn(str(meaning), "", meaning, tuple(self.entries), codes)


@dataclass(slots=True)
class _WorkbookRows:
    """Collects workbooks as the rows of a table.

    Attributes
    ----------
    framework
        The framework that all are read by.
    day
        The day of the assessment; None where each workbook has its own.
    """

    framework: Framework
    day: dt.date | None
    _rows: list[_SchoolRow] = field(default_factory=list)
    _cells: dict[ColumnMeaning, _WorkbookCells] = field(default_factory=dict)
    _rejected: list[RejectedCell] = field(default_factory=list)
    _warnings: list[Diagnostic] = field(default_factory=list)

    def add(self, path: Path, days: set[dt.date]) -> None:
        """Add a workbook, or set it aside; its own day is added to *days*."""
        try:
            book = read_school_workbook(path)
            if book.named.date is not None:
                days.add(book.named.date)
            opened = book.read(self.framework)
            # Otherwise each record would be reported to have no date.
            if self.day is None and opened.date is None and not opened.hides("date"):
                raise InputError([*opened.problems, _find_no_date(path)])
            dossier = read_dossier(opened, self.framework, default_date=self.day or opened.date)
        except InputError as error:
            self._rejected += [_reject(path, one) for one in error.diagnostics if one.severity == "error"]
            return
        self._warnings += [one for one in opened.problems if one.severity == "warning"]
        self._add_records(opened)
        self._rows.append(_SchoolRow(str(path), dossier, book.year, _find_beside(opened)))

    def _add_records(self, opened: OpenDossier) -> None:
        cells = CellReader(RecordReader(self.framework))
        for meaning, written in _list_records(opened.source.data, cells.records.allowed):
            # It was read before, with the whole dossier, so that it has no problem.
            entries = cells.read(meaning, [written], _PLAIN).entries
            if len(entries) > 1:
                self._cells.setdefault(meaning, _WorkbookCells()).add(len(self._rows), entries[1])

    def make_table(self) -> SchoolTable:
        """Return the table."""
        rows = self._rows
        schools = [row.dossier.school for row in rows]
        dates = code_cells(row.dossier.date or self.day for row in rows)
        beside = [row.beside for row in rows]
        about = TableRows(
            code_cells(school.id for school in schools), code_cells(school.name for school in schools),
            code_cells(row.year for row in rows), dates,
            dates if self.day is None else code_cells(self.day for _ in rows),
            code_cells(school.stages for school in schools), [1] * len(rows), range(len(rows)),
            CodedColumn(beside, pack_codes(range(len(rows)), len(rows))) if any(beside) else None,
        )  # fmt: skip
        columns = tuple(cells.make_column(meaning, len(rows)) for meaning, cells in self._cells.items())
        sources = tuple((row.file, None) for row in rows)
        return SchoolTable(self.framework, about, columns, sources, tuple(self._rejected), tuple(self._warnings))


def _list_records(data: Mapping[str, Any], allowed: AllowedEntries) -> Iterator[tuple[ColumnMeaning, Any]]:
    """Yield each record in the data of a dossier, with what it is about: of the school, then of each stage."""
    for stage, part in ((None, data), *data.get("stages", {}).items()):
        for node, written in part.get("findings", {}).items():
            yield ColumnMeaning("node", node, stage), written
        for name, inner in part.get("inputs", {}).items():
            for at, written in _list_places(inner):
                yield meaning_of_input(name, stage, at, allowed), written


def _list_places(inner: Any, at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield the members and the year of each record of an input; a record stands in a list."""
    if isinstance(inner, Mapping):
        for key, below in inner.items():
            yield from _list_places(below, (*at, key))
    else:
        yield at, inner


def _find_beside(opened: OpenDossier) -> Mapping[str, Any] | None:
    data = opened.source.data
    found: dict[str, Any] = {key: data[key] for key in _BESIDE if key in data}
    founded = data.get("school", {}).get("founded")
    if founded is not None:
        found["school"] = {"founded": founded}
    return found or None


def _find_no_date(path: Path) -> Diagnostic:
    expected = Message("on=…, or a date in the workbook")
    return Diagnostic("KD310", "error", Message("no assessment date is given"), str(path), expected=expected)


def _reject(path: Path, problem: Diagnostic) -> RejectedCell:
    """Return a cell of a workbook for which all of it is set aside; where none is named, the file."""
    sheet, _, cell = (problem.path or "").rpartition("!")
    number = "".join(filter(str.isdigit, cell))
    return RejectedCell(
        str(path), sheet or None, int(number or 1), "", cell, problem.found or "", problem.code, problem.message,
        problem.expected, problem.hint, is_of_form=True,
    )  # fmt: skip
