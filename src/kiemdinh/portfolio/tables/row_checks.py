"""Checks of whole rows: stages that the school does not have, parts above their wholes, repeated rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.dossier import ValueRecord
from kiemdinh.evidence.reading import RecordReader
from kiemdinh.portfolio.coded import CodedColumn, code_cells, code_counts, group_rows, rows_of_codes
from kiemdinh.portfolio.sheets import SheetColumn
from kiemdinh.portfolio.tables.school_table import CellEntry, TableColumn, TableRows
from kiemdinh.portfolio.tables.set_aside import SetAside
from kiemdinh.standards.definition import list_wholes

__all__ = ["name_schools", "reject_absent_stages", "reject_excess", "reject_repeated"]

Columns: TypeAlias = "Sequence[tuple[TableColumn, SheetColumn]]"


def reject_absent_stages(
    column: TableColumn, stages: CodedColumn[tuple[str, ...] | None], aside: SetAside, cells: SheetColumn
) -> None:
    """Set aside each row that records something of a stage which its school does not have (KD304)."""
    stage = column.meaning.stage
    lacking = {i for i, own in enumerate(stages.contents) if own is not None and stage is not None and stage not in own}
    if not lacking:
        return
    for row in aside.kept_among(rows_of_codes(stages.codes, lacking, len(stages.contents))):
        if column.codes[row]:
            message = Message("the school has no stage '{stage}', and the column is about it", stage=stage)
            expected = Message("an empty cell; its stages are {names}", names=Message.join(stages[row] or ()))
            aside.reject(row, cells, Diagnostic("KD304", "error", message, expected=expected))


def reject_excess(columns: Columns, records: RecordReader, aside: SetAside) -> None:
    """Set aside each row with a figure that is more than the whole of which it is a part (KD329).

    Each pair of different entries is compared once.
    """
    for part, whole, cells in _pair_wholes(columns, records):
        pairs = [(part.codes, len(part.entries)), (whole.codes, len(whole.entries))]
        groups = group_rows(pairs, len(part.codes))
        found = (
            _find_excess(part.entries[part.codes[row]], whole.entries[whole.codes[row]], records)
            for row in groups.rows
        )  # fmt: skip
        problems = {number: problem for number, problem in enumerate(found) if problem is not None}
        for row in aside.kept_among(rows_of_codes(groups.codes, problems, len(groups.rows)) if problems else ()):
            aside.reject(row, cells, problems[groups.codes[row]])


def _pair_wholes(columns: Columns, records: RecordReader) -> Iterator[tuple[TableColumn, TableColumn, SheetColumn]]:
    """Yield each column of parts with each column of its wholes, for the same year, stage and members."""
    inputs = {
        (column.meaning.id, column.meaning.stage, column.meaning.at): column
        for column, _ in columns
        if column.meaning.kind == "input"
    }
    for column, cells in columns:
        if column.meaning.kind == "input":
            for name in list_wholes(records.framework.definition, column.meaning.id):
                whole = inputs.get((name, column.meaning.stage, column.meaning.at))
                if whole is not None:
                    yield column, whole, cells


def _find_excess(part: CellEntry, whole: CellEntry, records: RecordReader) -> Diagnostic | None:
    values = [one for one in (*part.records, *whole.records) if isinstance(one, ValueRecord)]
    return next(iter(records.find_excess(values)), None)


def reject_repeated(
    rows: TableRows, columns: Sequence[TableColumn], aside: SetAside, cells: SheetColumn | None
) -> None:
    """Set aside repeated rows about one school, year and date: all that differ, and equal ones but the first (KD707).

    It is not known which of two different rows is right. The cost is some passes over the rows.
    """
    if cells is None:
        return
    schools = name_schools(rows)
    about = (schools, rows.years, rows.dates)
    groups = group_rows([(one.codes, len(one.contents)) for one in about], len(rows))
    if len(groups.rows) == len(rows):
        return
    counts = code_counts(aside.kept_codes(groups.codes), len(groups.rows))
    repeated = {number for number, count in enumerate(counts) if count > 1}
    rows_of: dict[int, list[int]] = defaultdict(list)
    for row in aside.kept_among(rows_of_codes(groups.codes, repeated, len(groups.rows))):
        if schools[row] is not None:
            rows_of[groups.codes[row]].append(row)
    for same in rows_of.values():
        _reject_same(same, columns, aside, cells, rows.stages)


def name_schools(rows: TableRows) -> CodedColumn[str | None]:
    """Return the id of the school of each row, or its name where it has no id."""
    if not rows.schools.has_gaps:
        return rows.schools
    pairs = zip(rows.schools, rows.names, strict=True)
    return code_cells(name if id_ is None else id_ for id_, name in pairs)


def _reject_same(
    same: Sequence[int], columns: Sequence[TableColumn], aside: SetAside, cells: SheetColumn, stages: Sequence[Any]
) -> None:
    contents = {(stages[row], *(column.codes[row] for column in columns)) for row in same}
    are_equal = len(contents) == 1
    numbers = [aside.numbers[row] for row in same]
    message = (
        Message("rows {rows} are the same; the first is read", rows=Message.join(map(str, numbers)))
        if are_equal
        else Message("rows {rows} are about one school and year, and differ", rows=Message.join(map(str, numbers)))
    )
    hint = Message(
        "leave one of them, or give each its year; rows: year-inputs in a mapping joins rows of several years"
    )
    for row in same[1:] if are_equal else same:
        aside.reject(row, cells, Diagnostic("KD707", "error", message, hint=hint))
