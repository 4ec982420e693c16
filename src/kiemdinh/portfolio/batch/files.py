"""Tables of results as files: text with commas, Parquet, and workbooks. A file that exists is complete."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from secrets import token_hex
from shutil import copymode
from typing import Any, Final, TextIO

from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.portfolio.coded import CodedColumn
from kiemdinh.portfolio.frames import Columns, TableKinds, frame_maker
from kiemdinh.portfolio.sheets import disarm_formula, import_format

__all__ = ["fill_csv", "write_cells", "write_csv", "write_parquet", "write_whole", "write_workbook"]

_WIDEST: Final = 60
"""The greatest width of a column of a workbook, in characters."""


def write_csv(path: Path, columns: Columns) -> None:
    """Write a table as text with commas, in UTF-8 with the mark by which spreadsheets recognise it.

    A text that a spreadsheet would run as a formula gets an apostrophe in front, which the reader of tables removes.

    Raises OSError where it cannot be written.
    """

    def write(name: str) -> None:
        with open(name, "w", encoding="utf-8-sig", newline="") as file:
            fill_csv(file, columns)

    write_whole(path, write)


def fill_csv(file: TextIO, columns: Columns) -> None:
    """Write a table as text with commas to an open file."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*map(write_cells, columns.values()), strict=True))


def write_cells(cells: Sequence[Any]) -> Sequence[Any]:
    """Return cells as a text has them: nothing for None, true and false in small letters, no formula."""
    if isinstance(cells, CodedColumn):
        return list(CodedColumn([_write_cell(cell) for cell in cells.contents], cells.codes))
    return [_write_cell(cell) for cell in cells]


def _write_cell(cell: Any) -> Any:
    if isinstance(cell, str):
        return disarm_formula(cell)
    if isinstance(cell, Fraction):
        return float(cell)  # a spreadsheet would take 1/3 for a day
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else cell


def write_parquet(path: Path, table: TableKinds, columns: Columns) -> None:
    """Write a table as a Parquet file.

    Raises
    ------
    InputError
        pyarrow and polars are both not installed (KD717).
    OSError
        The file cannot be written.
    """
    try:
        arrow = import_format("pyarrow.parquet", "tables", path.name)
    except InputError:
        frame = frame_maker(import_format("polars", "tables", path.name).DataFrame())(table, columns)
        write_whole(path, frame.write_parquet)
        return
    made = frame_maker(import_format("pyarrow", "tables").table({}))(table, columns)
    write_whole(path, lambda name: arrow.write_table(made, name))


def write_workbook(path: Path, tables: Mapping[str, Columns], legend: Columns) -> None:
    """Write tables as a workbook with a sheet for each: the heading stays in sight, each column has a filter.

    Every text stays a text, also one that looks like a formula.

    Raises
    ------
    InputError
        openpyxl is not installed (KD717).
    OSError
        The file cannot be written.
    """
    openpyxl = import_format("openpyxl", "xlsx", path.name)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, columns in {**tables, "legend": legend}.items():
        _fill_sheet(book.create_sheet(name), columns)
    write_whole(path, book.save)


def _fill_sheet(sheet: Any, columns: Columns) -> None:
    for row, cells in enumerate([list(columns), *zip(*columns.values(), strict=True)], 1):
        for column, cell in enumerate(cells, 1):
            written = sheet.cell(row, column, float(cell) if isinstance(cell, Fraction) else cell)
            if isinstance(cell, str):
                written.data_type = "s"
    sheet.freeze_panes = "A2"
    if columns:
        sheet.auto_filter.ref = sheet.dimensions
    for letter, (name, cells) in zip(_letters(sheet), columns.items(), strict=False):
        widest = max((len(str(cell)) for cell in (name, *cells) if cell is not None), default=0)
        sheet.column_dimensions[letter].width = min(widest + 2, _WIDEST)


def _letters(sheet: Any) -> list[str]:
    return [cells[0].column_letter for cells in sheet.iter_cols(max_row=1)]


def write_whole(path: Path, write: Callable[[str], object]) -> None:
    """Write a file under another name and rename it when it is complete, so that an interruption leaves the old file.

    A link stays a link. The rights of a new file are the usual ones; those of an existing file do not change.
    """
    place = path.resolve()
    if place.exists() and not place.is_file():
        write(str(path))  # a device, which is not replaced by a file, or a folder, which is an error
        return
    name = place.with_name(f".{token_hex(8)}{place.suffix}")
    try:
        name.touch(exist_ok=False)
        write(str(name))
        if place.exists():
            copymode(place, name)
        os.replace(name, place)
    except BaseException:
        name.unlink(missing_ok=True)
        raise
