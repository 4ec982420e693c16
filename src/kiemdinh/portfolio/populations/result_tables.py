"""Tables of results of members: typed by hand, made by a program, or written by a batch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.cells import Vocabulary
from kiemdinh.portfolio.columns import ColumnMapping, PlannedColumn
from kiemdinh.portfolio.populations.computed_results import ComputedResult
from kiemdinh.portfolio.registers import RegisterHeadings, plan_register
from kiemdinh.portfolio.sheets import Sheet, open_sheets
from kiemdinh.portfolio.tables import RawRows, read_column, read_day, read_id

__all__ = ["ResultRow", "ResultTable", "read_result_table"]

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
"""The columns of a table of results, with what tables call them; the year says nothing here."""
_NOT_READ: Final = "year"
_COMPUTED: Final = ("outcome", "on", "framework", "digest")
"""What a row has that a batch wrote."""
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
    file, cell
        Where it stands: the cell of the member.
    """

    member: str
    written: Mapping[str, Any]
    file: str | None
    cell: str


@dataclass(slots=True)
class ResultTable:
    """What was read of a table of results.

    Attributes
    ----------
    rows
        The rows that say a result.
    computed
        Those that a batch wrote.
    warnings
        Columns that are not known.
    problems
        Cells that cannot be read.
    """

    rows: list[ResultRow] = field(default_factory=list)
    computed: list[ComputedResult] = field(default_factory=list)
    warnings: list[Diagnostic] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)


def read_result_table(table: Any) -> ResultTable:
    """Return the rows of a table of results.

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
    found = ResultTable()
    for sheet in sheets:
        _read_sheet(sheet, headings, found)
    if found.problems:
        raise InputError(found.problems)
    return found


def _read_sheet(sheet: Sheet, headings: RegisterHeadings, found: ResultTable) -> None:
    plan = plan_register(sheet, headings, ColumnMapping())
    others = [one for one in plan.columns.values() if one.meaning.kind == "input"]
    read = {i: one for i, one in plan.columns.items() if one not in others and one.meaning.id != _NOT_READ}
    plan = replace(plan, columns=read)
    raw = RawRows(sheet, plan, sheet.read_rows(plan.columns), None, None)
    raw.leave_out_others()
    raw.require_school()
    columns = {one.meaning.id: _read_result_column(raw, one) for one in read.values()}
    for row in raw.aside.rows():
        said = {name: cells[row] for name, cells in columns.items() if cells[row] is not None}
        if all(name in said for name in _COMPUTED):
            found.computed.append(_make_computed(said))
        else:
            found.rows.append(_make_row(raw, row, said))
    told = [_tell_unknown(sheet, one) for one in others if not one.heading.startswith(_AWARD)]
    found.warnings += [*plan.unknown, *told]
    found.problems += [cell.to_diagnostic() for cell in raw.aside.rejected]


def _read_result_column(raw: RawRows, planned: PlannedColumn) -> Sequence[Any]:
    column = raw.rows.columns[planned.index]
    epoch = raw.sheet.epoch
    readers: Mapping[str, Callable[[Any], Any]] = {
        "on": lambda content: read_day(content, epoch),
        "determined": lambda content: str(content).lower() == "true",
    }
    read = read_column(column, readers.get(planned.meaning.id, read_id))
    raw.aside.reject_contents(column, read.errors)
    return list(read.values)


def _make_computed(said: Mapping[str, Any]) -> ComputedResult:
    return ComputedResult(
        said["member"], said["outcome"], said.get("stage"), said.get("level"), said.get("attainable"),
        said.get("determined", False), said["on"], said["framework"], said["digest"],
    )  # fmt: skip


def _make_row(raw: RawRows, row: int, said: Mapping[str, Any]) -> ResultRow:
    written = {name: value for name, value in said.items() if name not in ("framework", "determined")}
    planned = raw.plan.about_row("school")
    letters = "A" if planned is None else planned.letters
    number = raw.aside.number_of(row, raw.column("school"))
    name = raw.sheet.name
    cell = f"{letters}{number}" if name is None else f"{name}!{letters}{number}"
    return ResultRow(str(said["member"]), written, raw.sheet.file, cell)


def _tell_unknown(sheet: Sheet, planned: PlannedColumn) -> Diagnostic:
    message = Message("the column '{heading}' is none of a table of results", heading=planned.heading)
    path = f"{planned.letters}{sheet.heading_row}"
    return Diagnostic("KD701", "warning", message, sheet.file, path=path, expected=Message.join(_COLUMNS.titles))
