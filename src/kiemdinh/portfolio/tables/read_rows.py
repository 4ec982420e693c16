"""From rows that are laid out, each one assessment, to a table of schools: every cell read, every row checked."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import RecordReader
from kiemdinh.portfolio.coded import (
    CodedColumn,
    group_rows,
    mask_codes,
    repeat_cell,
    replace_contents,
    rows_of_codes,
    translate_codes,
)
from kiemdinh.portfolio.columns import ColumnMeaning, ColumnPlan, HeadingReader, PlannedColumn, RowForm
from kiemdinh.portfolio.sheets import Sheet, SheetColumn, drop_unused, is_nothing, name_rows
from kiemdinh.portfolio.tables.cells import CellReader
from kiemdinh.portfolio.tables.layouts import Layout, RawRows, join_steps, lay_out_long, lay_out_wide, lay_out_years
from kiemdinh.portfolio.tables.row_checks import reject_absent_stages, reject_excess, reject_repeated
from kiemdinh.portfolio.tables.rows import find_alike, read_about
from kiemdinh.portfolio.tables.school_table import SchoolTable, TableColumn, TableRows
from kiemdinh.portfolio.tables.set_aside import SetAside

__all__ = ["RowReading", "read_rows"]

_MAX_NAMED: Final = 10
"""Ids that are named of many."""


@dataclass(frozen=True, slots=True)
class RowReading:
    """How rows are read.

    Attributes
    ----------
    records, headings
        The readers of single records and of headings.
    day
        The date of the assessment; None where each row has its own.
    form
        ``year-inputs`` where rows of a school that differ by year are one assessment.
    is_part
        Whether the rows are a part of a table. Rows elsewhere may be about the same school, and dates elsewhere may
        stand in another order, so that neither is checked here: the caller checks the schools, and the mapping says the
        order.
    """

    records: RecordReader
    headings: HeadingReader
    day: dt.date | None
    form: RowForm | None
    is_part: bool = False

    def is_day(self, meaning: ColumnMeaning) -> bool:
        """Whether the cells of a column are days: dates of rows, last days, or a figure that is a date."""
        if meaning.kind == "input":
            return self.records.allowed.inputs[meaning.id].measure.kind == "date"
        return meaning.kind in ("date", "until")


def read_rows(sheet: Sheet, plan: ColumnPlan, reading: RowReading) -> SchoolTable:
    """Return the rows of a sheet as a table of schools.

    Raises
    ------
    InputError
        There is no date at all (KD310), or rows are to be joined by years that the table does not have (KD719).
    """
    _require_columns(sheet, plan, reading)
    raw = RawRows(
        sheet, plan, sheet.read_rows(plan.columns), reading.records, None if reading.is_part else reading.is_day
    )
    raw.leave_out_others()
    raw.require_school()
    raw.tell_empty()
    layout = _lay_out(raw, reading)
    warnings = [*sheet.warnings, *plan.unknown, *raw.rows.warnings, *raw.warnings]
    return _LayoutReader(sheet, layout, reading, warnings).read()


def _lay_out(raw: RawRows, reading: RowReading) -> Layout:
    if raw.plan.is_long:
        return lay_out_long(raw, reading.records, reading.headings, by_year=reading.form is None)
    return lay_out_wide(raw) if reading.form is None else lay_out_years(raw, reading.records)


def _require_columns(sheet: Sheet, plan: ColumnPlan, reading: RowReading) -> None:
    """Refuse a table that lacks a column without which no row can be read."""
    if reading.day is None and (plan.is_long or plan.about_row("date") is None):
        expected = Message("on=…, or a column with the date of each row")
        message = Message("no assessment date is given")
        raise InputError([Diagnostic("KD310", "error", message, sheet.file, expected=expected)])
    names_school = plan.about_row("school") or plan.about_row("name")
    lacking = (
        "school" if names_school is None and (plan.is_long or reading.form)
        else "year" if reading.form and not plan.is_long and plan.about_row("year") is None
        else None
    )  # fmt: skip
    if lacking is not None:
        message = Message("the table has no column '{key}'", key=lacking)
        hint = Message("rows can be put together by it alone")
        raise InputError([Diagnostic("KD719", "error", message, sheet.file, hint=hint)])


@dataclass(slots=True)
class _LayoutReader:
    """Reads the cells of rows that are laid out."""

    sheet: Sheet
    layout: Layout
    reading: RowReading
    warnings: list[Diagnostic]
    aside: SetAside = field(init=False)

    def __post_init__(self) -> None:
        self.aside = SetAside(self.sheet.file, self.sheet.name, self.layout.numbers, self.layout.rejected)
        for row in self.layout.aside:
            self.aside.keep[row] = 0
        self.aside.left_out.update(self.layout.left_out)

    def read(self) -> SchoolTable:
        """Return the table."""
        schools, names, years, own_stages = (self._read_about(kind) for kind in ("school", "name", "year", "stage"))
        own_dates = self._read_about("date")
        dates, days = self._find_dates(own_dates)
        recorded = join_steps(self.layout.recorded, self.reading.records.allowed, self.aside)
        read = [pair for planned, cells in recorded for pair in self._read_column(planned, cells, years)]
        for column, cells in read:
            reject_absent_stages(column, own_stages, self.aside, cells)
        reject_excess(read, self.reading.records, self.aside)
        columns = [column for column, _ in read]
        stages = _find_stages(own_stages, columns)
        self._tell_doubts(schools, years)
        sources = array("B", bytes(len(self.layout.numbers)))
        rows = TableRows(schools, names, years, own_dates, days, stages, self.layout.numbers, sources)
        if not self.reading.is_part:
            reject_repeated(rows, columns, self.aside, self.layout.about.get("school") or self.layout.about.get("name"))
        rows = replace(rows, dates=dates).select(self.aside.keep)
        return SchoolTable(
            self.reading.records.framework,
            rows,
            tuple(replace(column, codes=self.aside.kept_codes(column.codes)) for column in columns),
            ((self.sheet.file, self.sheet.name),),
            tuple(sorted(self.aside.rejected, key=lambda one: one.row)),
            tuple(self.warnings),
        )

    # -- who and when -----------------------------------------------------------------------------------

    def _read_about(self, kind: str) -> CodedColumn[Any]:
        column = self.layout.about.get(kind)
        if column is None:
            return repeat_cell(None, len(self.layout.numbers))
        read = read_about(kind, column, self.reading.records, self.sheet.epoch)
        self.aside.reject_contents(column, read.errors)
        return read.values

    def _tell_doubts(self, schools: CodedColumn[str | None], years: CodedColumn[str | None]) -> None:
        """Warn of ids that may be one school, and of rows without a year among others that have one."""
        alike = find_alike(schools)
        if alike:
            shown = Message.join([f"'{id_}'" for id_ in alike[:_MAX_NAMED]])
            message = Message("ids that differ in case, spaces or leading zeros alone: {ids}", ids=shown)
            self._warn_rows("KD707", message)
        if years.has_gaps and any(year is not None for year in years.contents):
            lacking = {number for number, year in enumerate(years.contents) if year is None}
            rows = self.aside.kept_among(rows_of_codes(years.codes, lacking, len(years.contents)))
            if rows:
                names = name_rows([self.layout.numbers[row] for row in rows])
                self._warn_rows("KD312", Message("rows without a school year, which others have: {rows}", rows=names))

    def _warn_rows(self, code: str, message: Message) -> None:
        self.warnings.append(Diagnostic(code, "warning", message, self.sheet.file, path=self.sheet.name or ""))

    def _find_dates(
        self, own: CodedColumn[dt.date | None]
    ) -> tuple[CodedColumn[dt.date | None], CodedColumn[dt.date | None]]:
        """Return the date of the records and that of the assessment of each row."""
        day, column = self.reading.day, self.layout.about.get("date")
        if day is None and column is not None:
            problem = Diagnostic(
                "KD310", "error", Message("the row has no date"), expected=Message("on=…, or a date in this cell")
            )
            for row in list(self.aside.rows()):
                if own[row] is None:
                    self.aside.reject(row, column, problem)
        dates = CodedColumn([date or day for date in own.contents], own.codes)
        return dates, own if day is None else repeat_cell(day, len(own))

    # -- what is recorded -------------------------------------------------------------------------------

    def _read_column(
        self, planned: PlannedColumn, cells: SheetColumn, years: CodedColumn[str | None]
    ) -> Iterator[tuple[TableColumn, SheetColumn]]:
        """Yield what a column records; where the row names the year of its figures, a column for each year."""
        if not planned.lacks_year(self.reading.records):
            yield self._read_contents(planned, cells), cells
        elif "year" not in self.layout.about:
            self.warnings.append(self._warn_no_year(planned))
        else:
            self._require_year(cells, planned, years)
            for year in sorted(year for year in years.contents if year is not None):
                keep = translate_codes(years.codes, [int(one == year) for one in years.contents]).tobytes()
                part = _restrict(cells, keep)
                dated = replace(planned, meaning=replace(planned.meaning, year=year))
                yield self._read_contents(dated, part), part

    def _read_contents(self, planned: PlannedColumn, cells: SheetColumn) -> TableColumn:
        read = CellReader(self.reading.records, self.sheet.epoch).read(planned.meaning, cells.contents, planned.rule)
        self.aside.reject_contents(cells, read.errors)
        for code, problem in list(read.warnings.items())[:1]:
            number = self.aside.number_of(cells.codes.index(code), cells)
            self.warnings.append(replace(problem, file=self.sheet.file, path=f"{planned.letters}{number}"))
        if _has_mixed_types(cells.contents):
            message = Message("the column '{heading}' has numbers and texts", heading=planned.heading)
            self.warnings.append(self._warn(planned, "KD712", message))
        codes = translate_codes(cells.codes, read.numbers)
        return TableColumn(planned.heading, planned.letters, planned.meaning, tuple(read.entries), codes)

    def _require_year(self, cells: SheetColumn, planned: PlannedColumn, years: CodedColumn[str | None]) -> None:
        if not years.has_gaps:
            return
        problem = Diagnostic(
            "KD312", "error", _lacks_year(planned), expected=Message("a school year in the column 'year'")
        )  # fmt: skip
        for row in list(self.aside.rows()):
            if years[row] is None and not is_nothing(cells.contents[cells.codes[row]]):
                self.aside.reject(row, cells, problem)

    def _warn_no_year(self, planned: PlannedColumn) -> Diagnostic:
        name = planned.meaning.id
        hint = Message("name the column '{name}@2025-2026', or give the table a column 'year'", name=name)
        return self._warn(planned, "KD312", _lacks_year(planned), hint)

    def _warn(self, planned: PlannedColumn, code: str, message: Message, hint: Message | None = None) -> Diagnostic:
        path = f"{planned.letters}{self.sheet.heading_row}"
        return Diagnostic(
            code, "warning", message, self.sheet.file, path=path, found=planned.heading, hint=hint
        )  # fmt: skip


def _lacks_year(planned: PlannedColumn) -> Message:
    what = Message("school year")
    return Message("'{name}' is given for each {what}: say which {what}", name=planned.meaning.id, what=what)


def _find_stages(
    own: CodedColumn[tuple[str, ...] | None], columns: Sequence[TableColumn]
) -> CodedColumn[tuple[str, ...] | None]:
    """Return the stages of each school: those that its row names, else those about which something is recorded."""
    declared = list(dict.fromkeys(one.meaning.stage for one in columns if one.meaning.stage is not None))
    if not declared or not own.has_gaps:
        return own
    of_stages = [column for column in columns if column.meaning.stage is not None]
    is_recorded = [translate_codes(one.codes, [0, *[1] * (len(one.entries) - 1)]) for one in of_stages]
    groups = group_rows([(own.codes, len(own.contents)), *((flags, 2) for flags in is_recorded)], len(own))
    found = []
    for row in groups.rows:
        recorded = {one.meaning.stage for one, flags in zip(of_stages, is_recorded, strict=True) if flags[row]}
        found.append(own[row] or tuple(stage for stage in declared if stage in recorded) or None)
    return replace_contents(CodedColumn([None, *found], translate_codes(groups.codes, range(1, len(found) + 1))), {})


def _has_mixed_types(contents: Sequence[Any]) -> bool:
    """Whether some contents are texts and some numbers; in a file of text all are texts."""
    kinds = {isinstance(one, str) for one in contents if isinstance(one, str | int | float) and not is_nothing(one)}
    return len(kinds) > 1 and not any(isinstance(one, bool) for one in contents)


def _restrict(column: SheetColumn, keep: bytes) -> SheetColumn:
    """Return a column whose rows are empty where they are not kept, and without contents that only these rows have."""
    return drop_unused(replace(column, codes=mask_codes(column.codes, keep)))
