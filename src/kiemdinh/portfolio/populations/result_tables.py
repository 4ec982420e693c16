"""Tables of results of members: typed by hand, made by a program, or written by a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.cells import Vocabulary
from kiemdinh.portfolio.columns import ColumnMapping, PlannedColumn
from kiemdinh.portfolio.registers import RegisterHeadings, plan_register
from kiemdinh.portfolio.sheets import Sheet, is_nothing, open_sheets
from kiemdinh.portfolio.tables import RawRows, read_column, read_day, read_id

__all__ = ["ResultRow", "read_result_tables"]

_COLUMNS: Final = Vocabulary(
    {
        "member": ("school", "trường", "mã trường", "mã số trường", "mã cơ sở", "school id", "id"),
        "kind": ("loại",),
        "stage": ("cấp học", "cấp"),
        "outcome": ("kết luận",),
        "is": ("kết quả", "mức đạt", "result"),
        "level": ("mức chắc chắn",),
        "attainable": ("mức có thể đạt",),
        "side": ("bên", "bên đánh giá"),
        "on": ("ngày", "ngày đánh giá", "date"),
        "by": ("quyết định", "số quyết định", "decision"),
        "framework": ("bộ tiêu chuẩn",),
        "digest": (),
        "year": ("năm học", "school year"),
        "determined": (),
    }
)
"""The columns of a table of results, with what tables call them; the last two say nothing here."""
_NOT_READ: Final = ("year", "determined")
_AWARD: Final = "award."


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A row of a table of results.

    Attributes
    ----------
    member
        The id of the member.
    written
        What a dossier has under ``results`` for it.
    framework
        The framework that computed it, where the table says it.
    file, cell
        Where it stands: the cell of the member.
    """

    member: str
    written: Mapping[str, Any]
    framework: str | None
    file: str | None
    cell: str


def read_result_tables(table: Any) -> tuple[list[ResultRow], list[Diagnostic]]:
    """Return the rows of a table of results, and what is worth knowing of it.

    Parameters
    ----------
    table
        A ``Path`` of a file, a frame, or rows as mappings, with the columns ``member, kind, stage, outcome``, ``is`` or
        ``level`` and ``attainable``, ``side, on, by``; or a file of levels that a batch has written.

    Raises
    ------
    InputError
        It is no table, or some cell cannot be read: with every problem.
    """
    headings = RegisterHeadings(_COLUMNS, "member")
    sheets = open_sheets(table, lambda names: headings.count_known(names, ColumnMapping()))
    rows: list[ResultRow] = []
    problems: list[Diagnostic] = []
    warnings: list[Diagnostic] = []
    for sheet in sheets:
        read = _read_sheet(sheet, headings)
        rows += read.rows
        problems += read.problems
        warnings += read.warnings
    if problems:
        raise InputError(problems)
    return rows, warnings


@dataclass(frozen=True, slots=True)
class _ReadSheet:
    rows: Sequence[ResultRow]
    problems: Sequence[Diagnostic]
    warnings: Sequence[Diagnostic]


def _read_sheet(sheet: Sheet, headings: RegisterHeadings) -> _ReadSheet:
    plan = plan_register(sheet, headings, ColumnMapping())
    others = [one for one in plan.columns.values() if one.meaning.kind == "input"]
    plan = replace(plan, columns={i: one for i, one in plan.columns.items() if one.meaning.kind != "input"})
    raw = RawRows(sheet, plan, sheet.read_rows(plan.columns), None)
    raw.leave_out_others()
    raw.require_school()
    columns = {one.meaning.id: _read_result_column(raw, one) for one in plan.columns.values()}
    for name in _NOT_READ:
        columns.pop(name, None)
    rows = [_make_row(raw, row, {name: cells[row] for name, cells in columns.items()}) for row in raw.aside.rows()]
    told = [_tell_unknown(sheet, one) for one in others if not one.heading.startswith(_AWARD)]
    rejected = [cell.to_diagnostic() for cell in raw.aside.rejected]
    return _ReadSheet(rows, rejected, [*sheet.warnings, *plan.unknown, *told, *raw.rows.warnings, *raw.warnings])


def _read_result_column(raw: RawRows, planned: PlannedColumn) -> Sequence[Any]:
    column = raw.rows.columns[planned.index]
    epoch = raw.sheet.epoch
    reader = (lambda content: read_day(content, epoch)) if planned.meaning.id == "on" else read_id
    read = read_column(column, reader)
    raw.aside.reject_contents(column, read.errors)
    return list(read.values)


def _make_row(raw: RawRows, row: int, found: dict[str, Any]) -> ResultRow:
    framework = found.pop("framework", None)
    written = {name: value for name, value in found.items() if not is_nothing(value)}
    column = raw.column("school")
    planned = raw.plan.about_row("school")
    letters = "A" if planned is None else planned.letters
    number = raw.aside.number_of(row, column)
    name = raw.sheet.name
    cell = f"{letters}{number}" if name is None else f"{name}!{letters}{number}"
    return ResultRow(str(found["member"]), written, framework, raw.sheet.file, cell)


def _tell_unknown(sheet: Sheet, planned: PlannedColumn) -> Diagnostic:
    message = Message("the column '{heading}' is none of a table of results", heading=planned.heading)
    path = f"{planned.letters}{sheet.heading_row}"
    return Diagnostic("KD701", "warning", message, sheet.file, path=path, expected=Message.join(_COLUMNS.titles))
