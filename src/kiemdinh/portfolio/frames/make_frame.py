"""Tables of results in the kind of frame that the caller has. The type of a column never depends on its cells."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, TypeAlias

from kiemdinh.portfolio.coded import ArrowTexts, CodedColumn, Codes, counts_up, unpack_codes
from kiemdinh.portfolio.frames.schema import CellKind, TableName, kind_of_column

__all__ = ["Columns", "FrameMaker", "TableKinds", "frame_maker"]

Columns: TypeAlias = Mapping[str, Sequence[Any]]
"""A table of results: for each column its cells, all of one length."""
TableKinds: TypeAlias = "TableName | Mapping[str, CellKind]"
FrameMaker: TypeAlias = Callable[[TableKinds, Columns], Any]
"""What makes a frame of the columns of a table, which is named or has the kind of each column.

Whole numbers of which none is missing may be an array."""


def frame_maker(like: object) -> FrameMaker:
    """Return a function that makes frames of the kind of *like*, a table that the caller gave.

    For a file it is what is installed of polars, pandas and pyarrow, in this order; without any of them a table is a
    list of dictionaries.

    >>> make = frame_maker([])
    >>> make("levels", {"school": ["A"], "level": [None]}) if not find_spec("polars") else "a frame of polars"
    'a frame of polars'
    """
    package = type(like).__module__.partition(".")[0]
    if package in _MAKERS:
        return _MAKERS[package]
    installed = (name for name in _MAKERS if find_spec(name) is not None)
    return _MAKERS[next(installed, "builtins")]


def _make_polars(table: TableKinds, columns: Columns) -> Any:
    polars = import_module("polars")
    kinds = {
        "flag": polars.Boolean, "whole": polars.Int64, "text": polars.String, "fraction": polars.Float64,
        "date": polars.Date,
    }  # fmt: skip

    def make(cells: Sequence[Any], kind: CellKind) -> Any:
        if isinstance(cells, array):
            return polars.Series(_as_index(cells), dtype=kinds[kind])
        if not isinstance(cells, CodedColumn):
            return polars.Series(_list_plain(cells, kind), dtype=kinds[kind], strict=False)
        contents = cells.contents
        if isinstance(contents, ArrowTexts):
            texts = polars.from_arrow(contents.array).cast(polars.String)
            if _has_each_once(cells):
                return texts
            distinct = polars.concat([polars.Series([None], dtype=polars.String), texts])
        else:
            distinct = polars.Series(list(contents), dtype=kinds[kind], strict=False)
        return distinct.gather(_as_index(cells.codes))

    return polars.DataFrame(
        [make(cells, kind_of_column(table, name)).alias(name) for name, cells in columns.items()]
    )  # fmt: skip


def _make_pandas(table: TableKinds, columns: Columns) -> Any:
    pandas = import_module("pandas")
    kinds = {"flag": "boolean", "whole": "Int64", "text": "string", "fraction": "Float64", "date": "datetime64[s]"}

    def make(cells: Sequence[Any], kind: CellKind) -> Any:
        if isinstance(cells, array):
            return pandas.array(_as_index(cells), dtype=kinds[kind])
        if not isinstance(cells, CodedColumn) or not cells:
            return pandas.array(_list_plain(cells, kind), dtype=kinds[kind])
        return pandas.array(list(cells.contents), dtype=kinds[kind]).take(_as_index(cells.codes))

    return pandas.DataFrame({name: make(cells, kind_of_column(table, name)) for name, cells in columns.items()})


def _make_pyarrow(table: TableKinds, columns: Columns) -> Any:
    arrow = import_module("pyarrow")
    kinds = {
        "flag": arrow.bool_(), "whole": arrow.int64(), "text": arrow.string(), "fraction": arrow.float64(),
        "date": arrow.date32(),
    }  # fmt: skip

    def make(cells: Sequence[Any], kind: CellKind) -> Any:
        if isinstance(cells, array):
            return arrow.Array.from_buffers(kinds[kind], len(cells), [None, arrow.py_buffer(cells)])
        if not isinstance(cells, CodedColumn):
            return arrow.array(_list_plain(cells, kind), type=kinds[kind])
        contents = cells.contents
        if isinstance(contents, ArrowTexts):
            texts = contents.array.cast(arrow.string())
            if _has_each_once(cells):
                return texts
            distinct = arrow.concat_arrays([arrow.nulls(1, arrow.string()), texts])
        else:
            distinct = arrow.array(list(contents), type=kinds[kind])
        if distinct.null_count == len(distinct):
            return arrow.nulls(len(cells), kinds[kind])
        codes = unpack_codes(cells.codes)
        index = arrow.Array.from_buffers(_index_type(arrow, codes), len(codes), [None, arrow.py_buffer(codes)])
        return distinct.take(index)

    return arrow.table({name: make(cells, kind_of_column(table, name)) for name, cells in columns.items()})


def _make_duckdb(table: TableKinds, columns: Columns) -> Any:
    return import_module("duckdb").from_arrow(_make_pyarrow(table, columns))


def _make_rows(_table: TableKinds, columns: Columns) -> list[dict[str, Any]]:
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def _list_plain(cells: Sequence[Any], kind: CellKind) -> list[Any]:
    """Return cells as frames take them: an exact number is there the nearest one with 53 bits."""
    return [None if cell is None else float(cell) for cell in cells] if kind == "fraction" else list(cells)


def _has_each_once(cells: CodedColumn[Any]) -> bool:
    """Whether a column has each of its contents but the first in one row, in their order."""
    return len(cells) == len(cells.contents) - 1 and counts_up(cells.codes)


def _index_type(arrow: Any, codes: array[int]) -> Any:
    return {"B": arrow.uint8(), "H": arrow.uint16(), "I": arrow.uint32()}[codes.typecode]


def _as_index(codes: Codes | array[int]) -> Any:
    """Return whole numbers as what frames take."""
    numbers = unpack_codes(codes)
    return list(numbers) if find_spec("numpy") is None else import_module("numpy").asarray(memoryview(numbers))


_MAKERS: Final[Mapping[str, FrameMaker]] = {
    "polars": _make_polars,
    "pandas": _make_pandas,
    "pyarrow": _make_pyarrow,
    "duckdb": _make_duckdb,
    "builtins": _make_rows,
}
