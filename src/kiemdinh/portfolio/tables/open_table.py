"""Opening a table under a framework: its sheets, and what their columns are taken for, before a row is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiemdinh.diagnostics.arguments import check_text, refuse_argument
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import RecordReader
from kiemdinh.portfolio.columns import (
    ColumnMapping,
    ColumnPlan,
    HeadingReader,
    check_mapped_columns,
    count_known,
    plan_columns,
    read_mapping,
    refuse_form,
)
from kiemdinh.portfolio.sheets import Sheet, open_sheets
from kiemdinh.standards.catalogue import load

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from kiemdinh.standards.catalogue import AnyFramework

__all__ = ["OpenTable", "TableOptions", "open_table"]


@dataclass(frozen=True, slots=True)
class TableOptions:
    """What a caller says of a table; see :func:`~kiemdinh.portfolio.tables.read_table`.

    Raises InputError where a name is no text, or the delimiter not one character.
    """

    columns: Any = None
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    on: dt.date | None = None

    def __post_init__(self) -> None:
        for name, value in (("sheet", self.sheet), ("encoding", self.encoding), ("delimiter", self.delimiter)):
            if value is not None:
                check_text(name, value)
        if self.delimiter is not None and (len(self.delimiter) != 1 or self.delimiter in '"\r\n'):
            refuse_argument("delimiter", self.delimiter, Message("one character that separates cells"))


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table whose columns are known, and whose rows are not yet read.

    Attributes
    ----------
    records, headings, mapping
        The readers of records and of headings, and what the user says of the columns.
    sheets
        Each sheet with what its columns are taken for.
    """

    records: RecordReader
    headings: HeadingReader
    mapping: ColumnMapping
    sheets: tuple[tuple[Sheet, ColumnPlan], ...]


def open_table(
    framework: AnyFramework, table: Any, options: TableOptions, forms: list[Path] | None = None
) -> OpenTable:
    """Return a table whose columns are known. *forms* takes the files that are workbooks of one school.

    Raises
    ------
    InputError
        It is no table, no column is known, or two columns stand for one thing; or the mapping has problems.
    """
    records = RecordReader(load(framework, on=options.on))
    headings = HeadingReader(records.allowed)
    mapping = read_mapping(options.columns, headings)

    def count(names: Sequence[str]) -> int:
        refuse_form(names)
        return count_known(names, headings, mapping)

    sheets = open_sheets(
        table, count, sheet=options.sheet, encoding=options.encoding, delimiter=options.delimiter,
        forms=forms,
    )  # fmt: skip
    check_mapped_columns(sheets, mapping)
    planned = tuple((one, plan_columns(one, headings, mapping)) for one in sheets)
    return OpenTable(records, headings, mapping, planned)
