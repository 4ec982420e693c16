"""Plain text tables read by Arrow, which finds the distinct cells of all columns at once, on several processors.

Text is plain where its quotes and the lengths of its rows leave only one reading. All other text is read by Python's
own reader, which tells what is wrong with each row.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from kiemdinh.diagnostics.optional import import_format
from kiemdinh.portfolio.sheets.contents import column_of_arrow
from kiemdinh.portfolio.sheets.sheet import SheetColumn

__all__ = ["read_plain_columns"]

_BLOCK: Final = 1 << 24
_LEAST_SIZE: Final = 1 << 20
"""Bytes below which importing Arrow takes longer than reading."""
_UTF_8: Final = frozenset({"utf-8", "utf-8-sig", "utf8"})


def read_plain_columns(
    path: Path, encoding: str, separator: str, headings: Sequence[str], heading_row: int, wanted: Sequence[int]
) -> dict[int, SheetColumn] | None:
    """Return the columns that are wanted, by their place; None where the text is not plain, or Arrow is not installed.

    The rows are all that stand below the headings: none of them is blank, and each has a cell for each heading.
    """
    is_unusual = (
        not separator.isascii() or encoding.lower() not in _UTF_8 or heading_row != 1 or not headings or not wanted
    )
    if (
        is_unusual
        or path.stat().st_size < _LEAST_SIZE
        or find_spec("pyarrow") is None
        or not _is_plain(path, separator)
    ):
        return None
    table = _read(path, separator, len(headings), wanted)
    if table is None:
        return None
    columns = {index: column_of_arrow(index, headings[index], table.column(str(index))) for index in wanted}
    return None if _has_blank_row(list(columns.values())) else columns


def _is_plain(path: Path, separator: str) -> bool:
    """Whether each quote of a text begins or ends a cell of one line, and its lines end as those of one system.

    No cell may begin with an apostrophe, which marks a text.
    """
    returns = pairs = 0
    quoted = _compile_quoted(separator)
    marked = re.compile(rb"(?:\A|[\r\n%s])\"?'" % re.escape(separator.encode()))
    with path.open("rb") as file:
        # A line is never cut: a cell within quotes begins and ends in one block.
        while block := file.read(_BLOCK) + file.readline():
            quotes = block.count(b'"')
            if quotes and quotes != 2 * sum(1 for _ in quoted.finditer(b"\n" + block.removeprefix(BOM_UTF8))):
                return False
            if b"'" in block and marked.search(block):
                return False
            returns += block.count(b"\r")
            pairs += block.count(b"\r\n")
    return returns == pairs


def _compile_quoted(separator: str) -> re.Pattern[bytes]:
    """Return the pattern of a cell within quotes that has neither quotes nor line ends in it.

    Where all quotes of a text are those of such cells, every reader takes the text apart in the same way: from left to
    right, each opening quote stands behind a separator or a line end, and the next quote closes it.
    """
    between = re.escape(separator.encode())
    # The quote stands first, so that the text is searched for it and not tried byte by byte.
    return re.compile(rb'"(?<=[\r\n%s]")[^"\r\n]*"(?=\Z|[\r\n%s])' % (between, between))


def _read(path: Path, separator: str, width: int, wanted: Sequence[int]) -> Any:
    arrow, csv = import_format("pyarrow", "tables"), import_format("pyarrow.csv", "tables")
    names = [str(index) for index in range(width)]
    texts = dict.fromkeys(names, arrow.dictionary(arrow.int32(), arrow.string()))
    try:
        return csv.read_csv(
            path,
            read_options=csv.ReadOptions(column_names=names, skip_rows=1),
            parse_options=csv.ParseOptions(delimiter=separator, ignore_empty_lines=False),
            convert_options=csv.ConvertOptions(
                column_types=texts, include_columns=[str(index) for index in wanted], strings_can_be_null=False
            ),
        )
    except arrow.ArrowInvalid:  # a row of another length: the other reader says which
        return None


def _has_blank_row(columns: Sequence[SheetColumn]) -> bool:
    """Whether the cells of some row are empty in all of some columns."""
    waiting: Sequence[int] = range(len(columns[0].codes))
    for column in columns:
        empty = {number for number, content in enumerate(column.contents) if not (content or "").strip()}
        is_empty = bytearray(len(column.contents))
        for number in empty:
            is_empty[number] = 1
        waiting = [row for row in waiting if is_empty[column.codes[row]]] if empty else ()
        if not waiting:
            return False
    return bool(waiting)
