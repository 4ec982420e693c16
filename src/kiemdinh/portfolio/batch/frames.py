"""Tables of results in the kind of frame that the caller has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, TypeAlias

__all__ = ["Columns", "FrameMaker", "frame_maker"]

Columns: TypeAlias = Mapping[str, Sequence[Any]]
"""A table of results: for each column its cells, all of one length."""
FrameMaker: TypeAlias = Callable[[Columns], Any]


def frame_maker(like: object) -> FrameMaker:
    """Return what makes frames of the kind of *like*, a table that the caller handed over.

    For a file it is what is installed of polars, pandas and pyarrow, in this order; without any of them a table is a
    list of dictionaries.

    >>> frame_maker([])({"school": ["A"], "level": [None]}) if not find_spec("polars") else "a frame of polars"
    'a frame of polars'
    """
    package = type(like).__module__.partition(".")[0]
    if package in _MAKERS:
        return _MAKERS[package]
    installed = (name for name in _MAKERS if find_spec(name) is not None)
    return _MAKERS[next(installed, "builtins")]


def _make_polars(columns: Columns) -> Any:
    polars = import_module("polars")
    kinds = {"bool": polars.Boolean, "int": polars.Int64, "str": polars.String}
    series = [
        polars.Series(name, list(cells), dtype=kinds[_kind_of(cells)], strict=False) for name, cells in columns.items()
    ]
    return polars.DataFrame(series)


def _make_pandas(columns: Columns) -> Any:
    pandas = import_module("pandas")
    kinds = {"bool": "boolean", "int": "Int64", "str": "string"}
    return pandas.DataFrame(
        {name: pandas.array(list(cells), dtype=kinds[_kind_of(cells)]) for name, cells in columns.items()}
    )


def _make_pyarrow(columns: Columns) -> Any:
    arrow = import_module("pyarrow")
    kinds = {"bool": arrow.bool_(), "int": arrow.int64(), "str": arrow.string()}
    return arrow.table({name: arrow.array(list(cells), type=kinds[_kind_of(cells)]) for name, cells in columns.items()})


def _make_duckdb(columns: Columns) -> Any:
    return import_module("duckdb").from_arrow(_make_pyarrow(columns))


def _make_rows(columns: Columns) -> list[dict[str, Any]]:
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def _kind_of(cells: Sequence[Any]) -> str:
    """Return of what kind the cells of a column are: whole numbers, yes and no, or texts where there are none."""
    kinds = {type(cell).__name__ for cell in cells if cell is not None}
    return kinds.pop() if len(kinds) == 1 and kinds <= {"bool", "int"} else "str"


_MAKERS: Final[Mapping[str, FrameMaker]] = {
    "polars": _make_polars,
    "pandas": _make_pandas,
    "pyarrow": _make_pyarrow,
    "duckdb": _make_duckdb,
    "builtins": _make_rows,
}
