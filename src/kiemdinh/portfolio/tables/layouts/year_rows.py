"""Rows of one school that differ by their year, joined to one assessment (``rows: year-inputs``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import RecordReader
from kiemdinh.portfolio.columns import PlannedColumn
from kiemdinh.portfolio.sheets import SheetColumn, is_nothing
from kiemdinh.portfolio.tables.layouts.layout import Layout, RawRows, gather_column

__all__ = ["lay_out_years"]


def lay_out_years(raw: RawRows, records: RecordReader) -> Layout:
    """Join the rows of each school to one: a figure that is given for each year belongs to the year of its row.

    Everything else stands in one of the rows, or is the same in all of them. The school's own date is that of the
    latest year.
    """
    years = _read_years(raw)
    schools = raw.read_about("school" if raw.plan.about_row("school") else "name")
    _reject_repeated(raw, schools, years)
    groups = raw.list_groups(lambda row: schools[row])
    groups = [sorted(rows, key=lambda row: years[row] or "") for rows in groups]
    latest = [rows[-1] for rows in groups]
    numbers = raw.rows.numbers
    about = {
        kind: gather_column(column, latest, numbers)
        for kind in ("school", "name", "year", "date", "stage")
        if (column := raw.column(kind)) is not None
    }
    recorded: list[tuple[PlannedColumn, SheetColumn]] = []
    layout = Layout([numbers[rows[0]] for rows in groups], about, recorded, rejected=raw.aside.rejected)
    for planned in raw.plan.records:
        column = raw.rows.columns[planned.index]
        if planned.lacks_year(records):
            for year in sorted({years[row] or "" for rows in groups for row in rows}):
                chosen = [next((row for row in rows if years[row] == year), None) for rows in groups]
                dated = replace(planned, meaning=replace(planned.meaning, year=year))
                recorded.append((dated, gather_column(column, chosen, numbers)))
        else:
            recorded.append((planned, gather_column(column, _choose_rows(raw, column, groups, layout), numbers)))
    return layout


def _read_years(raw: RawRows) -> Sequence[str | None]:
    years: Sequence[str | None] = raw.read_about("year")
    column = raw.column("year")
    problem = Diagnostic(
        "KD312", "error", Message("the row has no school year"), expected=Message("a school year in the column 'year'")
    )
    for row in list(raw.aside.rows()):
        if years[row] is None:
            raw.aside.reject(row, column, problem)
    return years


def _reject_repeated(raw: RawRows, schools: Sequence[str | None], years: Sequence[str | None]) -> None:
    """Set aside rows about one school and year, which cannot both be right."""
    first: dict[tuple[str | None, str | None], int] = {}
    for row in list(raw.aside.rows()):
        before = first.setdefault((schools[row], years[row]), row)
        if before != row:
            numbers = raw.rows.numbers[before], raw.rows.numbers[row]
            message = Message(
                "rows {rows} are about one school and year, and differ", rows=Message.join(map(str, numbers))
            )
            for one in (before, row):
                raw.aside.reject(one, raw.column("school"), Diagnostic("KD707", "error", message))


def _choose_rows(
    raw: RawRows, column: SheetColumn, groups: Sequence[Sequence[int]], layout: Layout
) -> list[int | None]:
    """Return for each school the row whose cell counts; a school whose rows record different things is set aside."""
    chosen: list[int | None] = []
    for number, rows in enumerate(groups):
        filled = [row for row in rows if not is_nothing(column.contents[column.codes[row]])]
        chosen.append(filled[-1] if filled else None)
        other = next((row for row in filled if column.codes[row] != column.codes[filled[-1]]), None)
        if other is not None:
            layout.aside.add(number)
            message = Message(
                "rows {first} and {second} of the school record different things, and the column names no year",
                first=raw.rows.numbers[other], second=raw.rows.numbers[filled[-1]],
            )  # fmt: skip
            raw.aside.reject(filled[-1], column, Diagnostic("KD707", "error", message))
    return chosen
