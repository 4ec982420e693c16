"""What the columns of a register stand for: those of every register by id or usual heading, others as inputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.cells import Vocabulary, clean_text
from kiemdinh.portfolio.columns import (
    ColumnMapping,
    ColumnMeaning,
    ColumnPlan,
    MappedColumn,
    PlannedColumn,
    find_twice,
)
from kiemdinh.portfolio.sheets import Sheet, column_letters

__all__ = ["COLUMNS", "RegisterHeadings", "plan_register"]

COLUMNS: Final = Vocabulary(
    {
        "id": (
            "mã", "mã trường", "mã số trường", "mã cơ sở", "mã định danh", "mã cơ sở giáo dục", "trường", "school",
            "code", "school id", "school code",
        ),
        "name": ("tên", "tên trường", "tên cơ sở", "tên cơ sở giáo dục", "school name", "name of the school"),
        "stages": ("cấp học", "các cấp học", "cấp", "stage", "levels of education"),
        "commune": (
            "xã", "phường", "xã/phường", "xã, phường", "mã xã", "mã xã/phường", "xã/phường/thị trấn", "ward",
            "commune code", "commune id",
        ),
        "district": (
            "huyện", "quận", "quận/huyện", "huyện/quận", "mã huyện", "mã quận/huyện", "district code", "district id",
        ),
        "province": ("tỉnh", "tỉnh/thành phố", "thành phố", "mã tỉnh", "province code", "province id"),
        "public": ("công lập", "trường công lập", "loại hình", "state school", "public school"),
        "from": ("từ", "từ ngày", "ngày thành lập", "since", "from date", "first day"),
        "until": ("đến", "đến ngày", "đến hết ngày", "ngày giải thể", "to date", "last day"),
        "succeeds": ("kế thừa", "thay thế", "tiền thân", "sáp nhập từ", "predecessor", "predecessors"),
        "award": ("danh hiệu", "công nhận", "kết quả công nhận", "recognition"),
        "grade": ("mức", "mức độ", "mức công nhận", "cấp độ"),
        "signed": ("ngày ký", "ngày công nhận", "ngày quyết định", "date of the decision"),
        "ends": ("ngày hết hạn", "hết hạn", "có giá trị đến", "expires", "valid until"),
        "state": ("tình trạng", "trạng thái", "hiệu lực", "status"),
    }
)  # fmt: skip
"""The ids of the columns of a register, with what tables call them."""


@dataclass(frozen=True, slots=True)
class RegisterHeadings:
    """Reads the headings of a register, or of another table about members.

    Attributes
    ----------
    columns
        The ids of the columns that are known, with what tables call them.
    key
        The column that has the ids of the members.
    """

    columns: Vocabulary = COLUMNS
    key: str = "id"

    def read(self, heading: str) -> ColumnMeaning:
        """Return what a heading stands for: a column that is known, else an input of that name.

        >>> str(RegisterHeadings().read("Mã trường").id), RegisterHeadings().read("Vùng").kind
        ('id', 'input')
        """
        known = self.columns.find(clean_text(heading))
        if known is None:
            return ColumnMeaning("input", clean_text(heading))
        # The school of a row has the kind that tables of schools give it.
        return ColumnMeaning("school" if known == self.key else "member", known)

    read_mapped = read

    def count_known(self, names: Sequence[str], mapping: ColumnMapping) -> int:
        """Return how many of some headings are known, each once."""
        given = dict.fromkeys(name for name in names if name.strip())
        return sum(mapping.find(name) is not None or self.columns.find(clean_text(name)) is not None for name in given)


def plan_register(sheet: Sheet, headings: RegisterHeadings, mapping: ColumnMapping) -> ColumnPlan:
    """Return what the columns of a sheet are taken for.

    Raises
    ------
    InputError
        Two columns stand for one thing (KD703), or none has the ids (KD719).
    """
    planned: dict[int, PlannedColumn] = {}
    left_out: list[str] = []
    unknown: list[Diagnostic] = []
    for index, heading in enumerate(sheet.headings):
        if not heading.strip():
            unknown.append(_tell_no_heading(sheet, index))
            continue
        mapped = mapping.find(heading) or MappedColumn(headings.read(heading))
        if mapped.meaning is None:
            left_out.append(heading)
        else:
            planned[index] = PlannedColumn(index, heading, mapped.meaning, mapped.rule)
    problems = find_twice(sheet, planned)
    plan = ColumnPlan(planned, tuple(left_out), tuple(unknown))
    if not problems and plan.about_row("school") is None:
        problems = [_tell_no_id(sheet, headings.key)]
    if problems:
        raise InputError(problems)
    return plan


def _tell_no_heading(sheet: Sheet, index: int) -> Diagnostic:
    letters = column_letters(index)
    message = Message("the column {letters} has no heading, and is not read", letters=letters)
    return Diagnostic("KD701", "warning", message, sheet.file, path=f"{letters}{sheet.heading_row}")


def _tell_no_id(sheet: Sheet, key: str) -> Diagnostic:
    message = Message("the table has no column '{key}'", key=key)
    hint = Message("name the column of the ids '{key}', or say in the mapping of columns: {{HEADING: {key}}}", key=key)
    return Diagnostic("KD719", "error", message, sheet.file, path=sheet.name or "", hint=hint)
