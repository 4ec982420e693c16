"""Rows of which each is one assessment, with a column for each node and each input."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import RecordReader
from kiemdinh.parsing.cells import fold_word
from kiemdinh.portfolio.sheets import (
    Contents,
    Sheet,
    SheetColumn,
    SheetRows,
    is_nothing,
    name_rows,
    pack_codes,
    translate_codes,
)
from kiemdinh.portfolio.tables.cells import CellReader
from kiemdinh.portfolio.tables.plan import ColumnPlan, PlannedColumn
from kiemdinh.portfolio.tables.row_checks import reject_absent_stages, reject_excess, reject_repeated
from kiemdinh.portfolio.tables.rows import is_total, read_about
from kiemdinh.portfolio.tables.school_table import SchoolTable, TableColumn, TableRows
from kiemdinh.portfolio.tables.set_aside import SetAside

__all__ = ["read_wide_rows"]

_ABOUT: Final = ("school", "name", "year", "date", "stage")


def read_wide_rows(sheet: Sheet, plan: ColumnPlan, records: RecordReader, day: dt.date | None) -> SchoolTable:
    """Return the rows of a sheet as a table of schools.

    Parameters
    ----------
    sheet, plan
        The sheet, and what its columns are taken for.
    records
        The reader of single records.
    day
        The date of the assessment; None where each row has its own.

    Raises
    ------
    InputError
        There is no date at all (KD310).
    """
    if day is None and plan.about_row("date") is None:
        expected = Message("on=…, or a column with the date of each row")
        message = Message("no assessment date is given")
        raise InputError([Diagnostic("KD310", "error", message, sheet.file, expected=expected)])
    rows = sheet.read_rows(plan.columns)
    aside = SetAside(sheet.file, sheet.name, rows.numbers, rows.rejected)
    return _RowReader(sheet, plan, records, day, rows, aside).read()


@dataclass(frozen=True, slots=True)
class _RowReader:
    """Reads the rows of one sheet."""

    sheet: Sheet
    plan: ColumnPlan
    records: RecordReader
    day: dt.date | None
    rows: SheetRows
    aside: SetAside

    def read(self) -> SchoolTable:
        """Return the table."""
        warnings = [*self.sheet.warnings, *self.plan.unknown, *self.rows.warnings, *self._leave_out_others()]
        about = {kind: self._read_about(kind) for kind in _ABOUT}
        self._require_school(about["school"])
        dates, days = self._find_dates(about["date"])
        columns = []
        for planned in self.plan.records:
            for column in self._read_column(planned, about["year"], warnings):
                reject_absent_stages(column, about["stage"], self.aside, self.rows.columns[planned.index])
                columns.append((column, planned))
        reject_excess(columns, self.rows, self.records, self.aside)
        reject_repeated(about, [column for column, _ in columns], self.aside, self._first_column())
        kept = self.aside.kept
        found = TableRows(
            kept(about["school"]), kept(about["name"]), kept(about["year"]), kept(dates), kept(days),
            kept(about["stage"]), kept(self.rows.numbers), array("B", bytes(sum(self.aside.keep))),
        )  # fmt: skip
        rejected = tuple(sorted(self.aside.rejected, key=lambda one: one.row))
        return SchoolTable(
            self.records.framework,
            found,
            tuple(replace(column, codes=self.aside.kept_codes(column.codes)) for column, _ in columns),
            ((self.sheet.file, self.sheet.name),),
            rejected,
            tuple(warnings),
        )

    # -- who and when -----------------------------------------------------------------------------------

    def _first_column(self) -> SheetColumn | None:
        planned = self.plan.about_row("school") or self.plan.about_row("name")
        return None if planned is None else self.rows.columns[planned.index]

    def _leave_out_others(self) -> Iterator[Diagnostic]:
        """Leave out rows that add up others or have the headings again, and tell which they are."""
        found: dict[str, list[int]] = {"total": [], "again": []}
        column = self._first_column()
        if column is None:
            return
        kinds = {
            number: "total" if is_total(content) else "again"
            for number, content in enumerate(column.contents)
            if is_total(content) or fold_word(str(content)) == fold_word(column.heading)
        }
        for row, code in enumerate(column.codes) if kinds else ():
            if code in kinds:
                self.aside.leave_out(row)
                found[kinds[code]].append(self.rows.numbers[row])
        for kind, numbers in found.items():
            if numbers:
                names = name_rows(numbers)
                message = (
                    Message("rows that add up others are left out: {rows}", rows=names)
                    if kind == "total"
                    else Message("rows with the headings again are left out: {rows}", rows=names)
                )
                yield Diagnostic("KD710", "warning", message, self.sheet.file, path=self.sheet.name or "")

    def _read_about(self, kind: str) -> Sequence[Any]:
        planned = self.plan.about_row(kind)
        if planned is None:
            return [None] * len(self.rows)
        column = self.rows.columns[planned.index]
        read = read_about(kind, column, self.records, self.sheet.epoch)
        self.aside.reject_contents(column, read.errors)
        return read.values

    def _require_school(self, schools: Sequence[str | None]) -> None:
        planned = self.plan.about_row("school")
        if planned is None:
            return
        problem = Diagnostic(
            "KD709", "error", Message("the row does not say which school it is about"),
            expected=Message("the id of the school"),
        )  # fmt: skip
        for row in list(self.aside.rows()):
            if schools[row] is None:
                self.aside.reject(row, self.rows.columns[planned.index], problem)

    def _find_dates(self, own: Sequence[dt.date | None]) -> tuple[Sequence[dt.date | None], Sequence[dt.date | None]]:
        """Return the date of the records and that of the assessment of each row."""
        planned = self.plan.about_row("date")
        if self.day is None and planned is not None:
            problem = Diagnostic(
                "KD310", "error", Message("the row has no date"), expected=Message("on=…, or a date in this cell")
            )
            for row in list(self.aside.rows()):
                if own[row] is None:
                    self.aside.reject(row, self.rows.columns[planned.index], problem)
        return [date or self.day for date in own], [self.day or date for date in own]

    # -- what is recorded -------------------------------------------------------------------------------

    def _read_column(
        self, planned: PlannedColumn, years: Sequence[str | None], warnings: list[Diagnostic]
    ) -> Iterator[TableColumn]:
        """Yield what a column records; where the row names the year of its figures, a column for each year."""
        column = self.rows.columns[planned.index]
        if not self._lacks_year(planned):
            yield self._read_contents(planned, column, warnings)
        elif self.plan.about_row("year") is None:
            warnings.append(self._warn_no_year(planned))
        else:
            self._require_year(column, planned, years)
            for year in sorted({year for year in years if year is not None}):
                part = _restrict(column, [one == year for one in years])
                dated = replace(planned, meaning=replace(planned.meaning, year=year))
                yield self._read_contents(dated, part, warnings)

    def _lacks_year(self, planned: PlannedColumn) -> bool:
        meaning = planned.meaning
        return (
            meaning.kind == "input" and meaning.year is None and "year" in self.records.allowed.inputs[meaning.id].kinds
        )

    def _warn_no_year(self, planned: PlannedColumn) -> Diagnostic:
        name = planned.meaning.id
        what = Message("school year")
        return Diagnostic(
            "KD312", "warning",
            Message("'{name}' is given for each {what}: say which {what}", name=name, what=what), self.sheet.file,
            path=f"{planned.letters}{self.sheet.heading_row}", found=planned.heading,
            hint=Message("name the column '{name}@2025-2026', or give the table a column 'year'", name=name),
        )  # fmt: skip

    def _warn_mixed(self, planned: PlannedColumn) -> Diagnostic:
        message = Message("the column '{heading}' has numbers and texts", heading=planned.heading)
        path = f"{planned.letters}{self.sheet.heading_row}"
        return Diagnostic("KD712", "warning", message, self.sheet.file, path=path)

    def _require_year(self, column: SheetColumn, planned: PlannedColumn, years: Sequence[str | None]) -> None:
        problem = Diagnostic(
            "KD312", "error",
            Message("'{name}' is given for each {what}: say which {what}", name=planned.meaning.id,
                    what=Message("school year")),
            expected=Message("a school year in the column 'year'"),
        )  # fmt: skip
        if None in years:
            for row in list(self.aside.rows()):
                if years[row] is None and column.codes[row]:
                    self.aside.reject(row, column, problem)

    def _read_contents(self, planned: PlannedColumn, column: SheetColumn, warnings: list[Diagnostic]) -> TableColumn:
        read = CellReader(self.records, self.sheet.epoch).read(planned.meaning, column.contents, planned.rule)
        self.aside.reject_contents(column, read.errors)
        for code, problem in list(read.warnings.items())[:1]:
            row = column.codes.index(code)
            path = f"{planned.letters}{self.rows.numbers[row]}"
            warnings.append(replace(problem, file=self.sheet.file, path=path))
        if _has_mixed_types(column.contents):
            warnings.append(self._warn_mixed(planned))
        codes = translate_codes(column.codes, read.numbers)
        return TableColumn(planned.heading, planned.letters, planned.meaning, tuple(read.entries), codes)


def _has_mixed_types(contents: Sequence[Any]) -> bool:
    """Whether some contents are texts and some numbers; of a file of text all are texts."""
    kinds = {isinstance(one, str) for one in contents if not is_nothing(one) and not isinstance(one, bool | dt.date)}
    return len(kinds) > 1


def _restrict(column: SheetColumn, keep: Sequence[bool]) -> SheetColumn:
    """Return a column with nothing in the rows that are not kept, and without the contents of these."""
    numbers = Contents({0: 0})
    codes = [numbers[code] if kept else 0 for code, kept in zip(column.codes, keep, strict=True)]
    contents = [column.contents[number] for number in numbers]
    return SheetColumn(column.index, column.heading, contents, pack_codes(codes, len(contents)))
