"""Tables with one record in each row: ``school, year, stage, id, value, date, until, side, evidence, reason``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import RecordReader
from kiemdinh.parsing.cells import ReadingError
from kiemdinh.portfolio.coded import pack_codes
from kiemdinh.portfolio.columns import ColumnMeaning, HeadingReader, PlannedColumn
from kiemdinh.portfolio.sheets import Contents, SheetColumn, is_nothing
from kiemdinh.portfolio.tables.cells import CellReader, StackedCell, read_serial_date
from kiemdinh.portfolio.tables.layouts.layout import Layout, RawRows, gather_column

__all__ = ["lay_out_long"]

_DETAILS: Final = (("date", "on"), ("until", "until"), ("side", "side"), ("evidence", "by"), ("reason", "why"))
"""The columns that say more of a record, with the keys that a dossier has for them."""
_DATES: Final = frozenset({"date", "until"})


def lay_out_long(raw: RawRows, records: RecordReader, headings: HeadingReader, *, by_year: bool) -> Layout:
    """Return the records of each school and year, or of each school, as one row with a column for each thing recorded.

    Parameters
    ----------
    raw
        The rows, each with one record.
    records, headings
        Read the records and the ids.
    by_year
        Whether each year of a school is an assessment of its own.
    """
    return _LongReader(raw, records, headings, by_year).read()


@dataclass(frozen=True, slots=True)
class _LongReader:
    raw: RawRows
    records: RecordReader
    headings: HeadingReader
    by_year: bool

    def read(self) -> Layout:
        raw, numbers = self.raw, self.raw.rows.numbers
        schools = raw.read_about("school" if raw.plan.about_row("school") else "name")
        years, stages = raw.read_about("year"), raw.read_about("stage")
        meanings = self._read_meanings(years, stages)
        self._check_records(meanings)
        groups = raw.list_groups(lambda row: (schools[row], years[row] if self.by_year else None))
        latest = [max(rows, key=lambda row: years[row] or "") for rows in groups]
        about = {
            kind: gather_column(column, latest, numbers)
            for kind in ("school", "name", "year")
            if (column := raw.column(kind)) is not None
        }
        firsts = [numbers[rows[0]] for rows in groups]
        return Layout(firsts, about, self._stack_records(groups, meanings), rejected=raw.aside.rejected)

    # -- what a row is about ----------------------------------------------------------------------------

    def _read_meanings(
        self, years: Sequence[str | None], stages: Sequence[tuple[str, ...] | None]
    ) -> dict[int, ColumnMeaning]:
        """Return the node or input that each row records something of; rows that name none are set aside."""
        column = self.raw.column("id")
        known: dict[tuple[Any, ...], ColumnMeaning | Diagnostic] = {}
        found: dict[int, ColumnMeaning] = {}
        if column is None:
            return found
        for row in list(self.raw.aside.rows()):
            key = (column.codes[row], years[row], stages[row])
            if key not in known:
                known[key] = self._find_meaning(column.contents[column.codes[row]], years[row], stages[row])
            meaning = known[key]
            if isinstance(meaning, Diagnostic):
                self.raw.aside.reject(row, column, meaning)
            else:
                found[row] = meaning
        return found

    def _find_meaning(
        self, written: Any, year: str | None, stages: tuple[str, ...] | None
    ) -> ColumnMeaning | Diagnostic:
        try:
            meaning = self.headings.read_id("" if is_nothing(written) else str(written))
            if stages is not None and meaning.stage is None:
                meaning = self.headings.at_stage(meaning, stages)
        except ReadingError as error:
            return Diagnostic(error.code, "error", error.message, expected=error.expected, hint=error.hint)
        if not PlannedColumn(0, "", meaning).lacks_year(self.records):
            return meaning
        if year is None:
            what = Message("school year")
            message = Message("'{name}' is given for each {what}: say which {what}", name=meaning.id, what=what)
            return Diagnostic("KD312", "error", message, expected=Message("a school year in the column 'year'"))
        return replace(meaning, year=year)

    def _check_records(self, meanings: dict[int, ColumnMeaning]) -> None:
        """Set aside each row whose record cannot be read: of several records of a school each has a row of its own."""
        column, planned = self.raw.column("value"), self.raw.plan.about_row("value")
        if column is None or planned is None:
            return
        cells = CellReader(self.records, self.raw.sheet.epoch)
        known: dict[tuple[Any, ...], Diagnostic | None] = {}
        for row, meaning in meanings.items():
            if meaning.kind == "step" or is_nothing(column.contents[column.codes[row]]):
                continue
            key = (meaning, self._key_of(column, row))
            if key not in known:
                read = cells.read(meaning, [self._content_of(column, [row])], planned.rule)
                known[key] = read.errors.get(0)
            problem = known[key]
            if problem is not None:
                self.raw.aside.reject(row, column, problem)

    # -- what is recorded -------------------------------------------------------------------------------

    def _stack_records(
        self, groups: Sequence[Sequence[int]], meanings: dict[int, ColumnMeaning]
    ) -> list[tuple[PlannedColumn, SheetColumn]]:
        """Return a column for each thing recorded, whose cells have all records of a school about it."""
        planned = self.raw.plan.about_row("value")
        column = self.raw.column("value")
        if planned is None or column is None:
            return []
        rows_of: dict[ColumnMeaning, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, rows in enumerate(groups):
            for row in rows:
                if not is_nothing(column.contents[column.codes[row]]):
                    rows_of[meanings[row]][number].append(row)
        return [
            (
                PlannedColumn(planned.index, planned.heading, meaning, planned.rule),
                self._stack(column, cells, len(groups)),
            )
            for meaning, cells in rows_of.items()
        ]

    def _stack(self, column: SheetColumn, cells: dict[int, list[int]], count: int) -> SheetColumn:
        found, contents = Contents({(): 0}), [None]
        codes, numbers = [0] * count, [0] * count
        for number, rows in cells.items():
            key = tuple(self._key_of(column, row) for row in rows)
            if key not in found:
                contents.append(self._content_of(column, rows))
            codes[number], numbers[number] = found[key], self.raw.rows.numbers[rows[0]]
        return SheetColumn(column.index, column.heading, contents, pack_codes(codes, len(found)), numbers)

    def _key_of(self, column: SheetColumn, row: int) -> tuple[int, ...]:
        details = (self.raw.column(kind) for kind, _ in _DETAILS)
        return (column.codes[row], *(-1 if one is None else one.codes[row] for one in details))

    def _content_of(self, column: SheetColumn, rows: Sequence[int]) -> Any:
        values = tuple(column.contents[column.codes[row]] for row in rows)
        return StackedCell(values, tuple(self._details_of(row) for row in rows))

    def _details_of(self, row: int) -> dict[str, Any]:
        details = {}
        for kind, key in _DETAILS:
            column = self.raw.column(kind)
            content = None if column is None else column.contents[column.codes[row]]
            if not is_nothing(content):
                details[key] = read_serial_date(content, self.raw.sheet.epoch) if kind in _DATES else content
        return details
