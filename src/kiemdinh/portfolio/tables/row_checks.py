"""What is checked of whole rows: stages that the school does not have, parts above their wholes, repeated rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.dossier import ValueRecord
from kiemdinh.evidence.reading import RecordReader
from kiemdinh.portfolio.sheets import SheetColumn
from kiemdinh.portfolio.tables.school_table import CellEntry, TableColumn
from kiemdinh.portfolio.tables.set_aside import SetAside
from kiemdinh.standards.definition import list_wholes

__all__ = ["reject_absent_stages", "reject_excess", "reject_repeated"]

Columns: TypeAlias = "Sequence[tuple[TableColumn, SheetColumn]]"


def reject_absent_stages(
    column: TableColumn, stages: Sequence[tuple[str, ...] | None], aside: SetAside, cells: SheetColumn
) -> None:
    """Set aside each row that records something of a stage which its school does not have (KD304)."""
    stage = column.meaning.stage
    if stage is None:
        return
    for row in list(aside.rows()):
        own = stages[row]
        if column.codes[row] and own is not None and stage not in own:
            message = Message("the school has no stage '{stage}', and the column is about it", stage=stage)
            expected = Message("an empty cell; its stages are {names}", names=Message.join(own))
            aside.reject(row, cells, Diagnostic("KD304", "error", message, expected=expected))


def reject_excess(columns: Columns, records: RecordReader, aside: SetAside) -> None:
    """Set aside each row with a figure that is more than the whole of which it is a part (KD329).

    Each pair of different entries is compared once.
    """
    for part, whole, cells in _pair_wholes(columns, records):
        found: dict[tuple[int, int], Diagnostic | None] = {}
        for row in list(aside.rows()):
            pair = part.codes[row], whole.codes[row]
            if 0 in pair:
                continue
            if pair not in found:
                found[pair] = _find_excess(part.entries[pair[0]], whole.entries[pair[1]], records)
            problem = found[pair]
            if problem is not None:
                aside.reject(row, cells, problem)


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
    about: Mapping[str, Sequence[Any]], columns: Sequence[TableColumn], aside: SetAside, cells: SheetColumn | None
) -> None:
    """Set aside rows about one school, year and date: of rows that differ all, of equal rows all but the first (KD707).

    Nobody can tell which of two rows that differ is right.
    """
    if cells is None:
        return
    rows_of: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    schools = [id_ if id_ is not None else name for id_, name in zip(about["school"], about["name"], strict=True)]
    for row in aside.rows():
        if schools[row] is not None:
            rows_of[schools[row], about["year"][row], about["date"][row]].append(row)
    for same in rows_of.values():
        if len(same) > 1:
            _reject_same(same, columns, aside, cells, about["stage"])


def _reject_same(
    same: Sequence[int], columns: Sequence[TableColumn], aside: SetAside, cells: SheetColumn, stages: Sequence[Any]
) -> None:
    contents = {(stages[row], *(column.codes[row] for column in columns)) for row in same}
    are_equal = len(contents) == 1
    numbers = [aside.numbers[row] for row in same]
    message = (
        Message("the same row stands in rows {rows}; the first is read", rows=Message.join(map(str, numbers)))
        if are_equal
        else Message("rows {rows} are about one school and year, and differ", rows=Message.join(map(str, numbers)))
    )
    hint = Message(
        "leave one of them, or give each its year; rows: year-inputs in a mapping joins rows of several years"
    )
    for row in same[1:] if are_equal else same:
        aside.reject(row, cells, Diagnostic("KD707", "error", message, hint=hint))
