"""The rows of a sheet laid out so that each row is one assessment, whatever the form of the table."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import RecordReader
from kiemdinh.parsing.cells import fold_word
from kiemdinh.portfolio.coded import has_code, pack_codes, rows_of_codes, translate_codes
from kiemdinh.portfolio.columns import (
    DATE_ORDERS,
    ColumnMeaning,
    ColumnPlan,
    DateOrder,
    PlannedColumn,
)
from kiemdinh.portfolio.sheets import (
    Contents,
    RejectedCell,
    Sheet,
    SheetColumn,
    SheetRows,
    is_nothing,
    name_rows,
)
from kiemdinh.portfolio.tables.layouts.date_order import find_date_order, reorder_date
from kiemdinh.portfolio.tables.rows import find_looked_at, is_footer, is_total, read_about
from kiemdinh.portfolio.tables.set_aside import SetAside

__all__ = ["Layout", "RawRows", "gather_column", "lay_out_wide"]


@dataclass(slots=True)
class Layout:
    """Rows of which each is one assessment.

    Attributes
    ----------
    numbers
        For each of them its row, or its first row, as a spreadsheet counts it.
    about
        The columns that say whom and which day they are about, by their kind.
    recorded
        What each column that records something stands for, with its cells.
    aside
        The rows that are set aside so far.
    rejected
        The cells for which rows were set aside.
    left_out
        The rows that are no schools.
    """

    numbers: Sequence[int]
    about: Mapping[str, SheetColumn]
    recorded: Sequence[tuple[PlannedColumn, SheetColumn]]
    aside: set[int] = field(default_factory=set)
    rejected: list[RejectedCell] = field(default_factory=list)
    left_out: set[int] = field(default_factory=set)


@dataclass(slots=True)
class RawRows:
    """The rows of a sheet as they stand in it, before they are laid out.

    Attributes
    ----------
    sheet, plan, rows
        The sheet, what its columns are taken for, and its rows.
    records
        The reader of single records; None where the rows are read without a framework.
    is_day
        Whether a column has days. Where their day and month can stand in one order alone, they are read in it. None
        where the order is never found out.
    aside
        The rows that are set aside so far.
    warnings
        Warnings about them.
    """

    sheet: Sheet
    plan: ColumnPlan
    rows: SheetRows
    records: RecordReader | None
    is_day: Callable[[ColumnMeaning], bool] | None
    aside: SetAside = field(init=False)
    warnings: list[Diagnostic] = field(default_factory=list)

    def __post_init__(self) -> None:
        for planned in self.plan.columns.values():
            self._order_dates(planned)
        self.aside = SetAside(self.sheet.file, self.sheet.name, self.rows.numbers, self.rows.rejected)

    def _order_dates(self, planned: PlannedColumn) -> None:
        """Rewrite dates with the year last in the form that is read, by the order that the mapping or they give."""
        column = self.rows.columns[planned.index]
        order = planned.rule.dates
        if order is None and self.is_day is not None and self.is_day(planned.meaning):
            order = find_date_order(column.contents)
            if order is not None:
                self.warnings.append(self._tell_order(planned, column, order))
        if order is not None:
            contents = [reorder_date(content, order) for content in column.contents]
            self.rows.columns[planned.index] = replace(column, contents=contents)

    def _tell_order(self, planned: PlannedColumn, column: SheetColumn, order: DateOrder) -> Diagnostic:
        text = next(text for text in column.contents if reorder_date(text, order) is not text)
        first = Message("the day first") if order == "day-first" else Message("the month first")
        message = Message("dates in the column '{heading}' are read with {first}: {text} is {date}",
                          heading=planned.heading, first=first, text=text, date=reorder_date(text, order))  # fmt: skip
        other = next(each for each in DATE_ORDERS if each != order)
        hint = Message("where that is not so, say it in the mapping of columns: {{dates: {other}}}", other=other)
        path = f"{planned.letters}{self.sheet.heading_row}"
        return Diagnostic("KD737", "warning", message, self.sheet.file, path=path, hint=hint)

    def column(self, kind: str) -> SheetColumn | None:
        """Return the column that says one thing of each row; None where there is none."""
        planned = self.plan.about_row(kind)
        return None if planned is None else self.rows.columns[planned.index]

    def read_about(self, kind: str) -> Sequence[Any]:
        """Return what a column says of each row; rows of which it cannot be read are set aside."""
        column = self.column(kind)
        if column is None:
            return [None] * len(self.rows)
        read = read_about(kind, column, self.records, self.sheet.epoch)
        self.aside.reject_contents(column, read.errors)
        return list(read.values)

    def leave_out_others(self) -> None:
        """Leave out rows that add up others, repeat the headings or stand below the table; warnings name them.

        A row that stands below the table is recognised by its words, and records nothing.
        """
        column = self.column("school") or self.column("name")
        if column is None:
            return
        looked_at = {number: column.contents[number] for number in find_looked_at(column)}
        totals = {number for number, content in looked_at.items() if is_total(content)}
        heading = fold_word(column.heading)
        again = {number for number, content in looked_at.items() if fold_word(str(content)) == heading} - totals
        names = self._leave_out(column, totals)
        if names is not None:
            self._warn(Message("rows that add up others are left out: {rows}", rows=names))
        names = self._leave_out(column, again)
        if names is not None:
            self._warn(Message("rows with the headings again are left out: {rows}", rows=names))
        footers = {number for number, content in looked_at.items() if is_footer(content)}
        empty = set(self._list_empty()) if footers and not self.plan.is_long else set[int]()
        for row in (
            rows := [one for one in rows_of_codes(column.codes, footers, len(column.contents)) if one in empty]
        ):
            self.aside.leave_out(row)
        if rows:
            names = name_rows([self.rows.numbers[row] for row in rows])
            self._warn(Message("rows below the table are left out: {rows}", rows=names))

    def tell_empty(self) -> None:
        """Warn of rows that record nothing, where others do."""
        rows = self.aside.kept_among(self._list_empty()) if not self.plan.is_long else []
        if rows and len(rows) < sum(self.aside.keep):
            names = name_rows([self.rows.numbers[row] for row in rows])
            self._warn(Message("rows that record nothing: {rows}", rows=names))

    def _list_empty(self) -> Sequence[int]:
        """Return the rows in which all columns that record something are empty."""
        columns = [self.rows.columns[planned.index] for planned in self.plan.records]
        said = [[int(not is_nothing(content)) for content in column.contents] for column in columns]
        pairs = list(zip(columns, said, strict=True))
        if any(all(is_said[1:]) and not has_code(column.codes, 0) for column, is_said in pairs):
            return ()  # each row has something in one of them
        recorded = 0
        for column, is_said in pairs:
            recorded |= int.from_bytes(translate_codes(column.codes, is_said).tobytes(), "little")
        flags = recorded.to_bytes(len(self.rows), "little")
        return [row for row, is_recorded in enumerate(flags) if not is_recorded]

    def require_school(self) -> None:
        """Set aside rows without a school, where the table has a column for it."""
        column = self.column("school")
        if column is None:
            return
        problem = Diagnostic(
            "KD709", "error", Message("the row does not say which school it is about"),
            expected=Message("the id of the school"),
        )  # fmt: skip
        # A cell that cannot be read is reported where it is read.
        empty = read_about("school", column, self.records).empty
        self.aside.reject_contents(column, dict.fromkeys(empty, problem))

    def list_groups(self, key_of: Callable[[int], Hashable]) -> list[list[int]]:
        """Return the rows that go on, by a key, in the order of the table.

        A group of which a row is set aside is set aside as a whole: without the row it would not say all that the
        school says.
        """
        rejected = {key_of(row) for row in range(len(self.rows)) if row in self.aside.rejected_rows}
        groups: dict[Hashable, list[int]] = {}
        for row in self.aside.rows():
            key = key_of(row)
            if key not in rejected:
                groups.setdefault(key, []).append(row)
        return list(groups.values())

    def _leave_out(self, column: SheetColumn, numbers: set[int]) -> Message | None:
        found = rows_of_codes(column.codes, numbers, len(column.contents)) if numbers else []
        for row in found:
            self.aside.leave_out(row)
        return name_rows([self.rows.numbers[row] for row in found]) if found else None

    def _warn(self, message: Message) -> None:
        self.warnings.append(
            Diagnostic("KD710", "warning", message, self.sheet.file, path=self.sheet.name or "")
        )  # fmt: skip


def lay_out_wide(raw: RawRows) -> Layout:
    """Return the rows unchanged, each of which is one assessment already."""
    kinds = ("school", "name", "year", "date", "stage")
    about = {kind: column for kind in kinds if (column := raw.column(kind)) is not None}
    recorded = [(planned, raw.rows.columns[planned.index]) for planned in raw.plan.records]
    gone = set(raw.aside.list_gone())
    return Layout(raw.rows.numbers, about, recorded, gone, raw.aside.rejected, raw.aside.left_out)


def gather_column(column: SheetColumn, rows: Sequence[int | None], numbers: Sequence[int]) -> SheetColumn:
    """Return a column with the cells of other rows: for each of *rows* the cell there, or nothing where it is None.

    Parameters
    ----------
    column
        The column as it stands in the sheet.
    rows
        The rows whose cells are taken.
    numbers
        Each row of the sheet as a spreadsheet counts it.
    """
    empty = next((number for number, content in enumerate(column.contents) if is_nothing(content)), None)
    contents = list(column.contents) if empty is not None else [*column.contents, None]
    empty = len(contents) - 1 if empty is None else empty
    found = Contents({empty: 0})
    codes = [found[empty if row is None else column.codes[row]] for row in rows]
    places = [0 if row is None else numbers[row] for row in rows]
    return SheetColumn(
        column.index, column.heading, [contents[number] for number in found], pack_codes(codes, len(found)), places
    )
