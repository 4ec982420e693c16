"""Columns as distinct contents with a number for each row, made of whole columns: lists of values, and Arrow arrays."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Any, Final

from kiemdinh.parsing.placed_tree import to_nfc
from kiemdinh.portfolio.sheets.optional import import_format
from kiemdinh.portfolio.sheets.sheet import SheetColumn, is_nothing, pack_codes

__all__ = ["column_of_arrow", "column_of_values"]

_WIDTHS: Final = ((1 << 8, "uint8", "B"), (1 << 16, "uint16", "H"), (1 << 32, "uint32", "I"))


def column_of_values(index: int, heading: str, values: Iterable[Any]) -> SheetColumn:
    """Return a column of the values of its rows. The cost is one look-up for each value.

    Values of different types are different contents, also where Python calls them equal, as True and 1.
    """
    numbers: dict[tuple[type, Any], int] = {}
    contents: list[Any] = [None]
    codes: list[int] = []
    for value in values:
        if is_nothing(value):
            codes.append(0)
            continue
        key: tuple[type, Any] = (type(value), value)
        try:
            number = numbers.get(key)
        except TypeError:  # a list or map, which no cell of a table is
            key = (type(value), repr(value))
            number = numbers.get(key)
        if number is None:
            number = numbers[key] = len(contents)
            contents.append(to_nfc(value) if isinstance(value, str) else value)
        codes.append(number)
    return SheetColumn(index, heading, contents, pack_codes(codes, len(contents)))


def column_of_arrow(index: int, heading: str, chunks: Any) -> SheetColumn:
    """Return a column of a chunked array of Arrow: Arrow finds its distinct values."""
    arrow, compute = import_format("pyarrow", "tables"), import_format("pyarrow.compute", "tables")
    try:
        whole = chunks.combine_chunks()
        encoded = whole if arrow.types.is_dictionary(whole.type) else whole.dictionary_encode()
        values = encoded.dictionary
    except (arrow.ArrowNotImplementedError, arrow.ArrowInvalid, AttributeError):
        return column_of_values(index, heading, chunks.to_pylist())
    contents = [None, *(to_nfc(v) if isinstance(v, str) else v for v in _exact_values(values))]
    name, code = next((name, code) for most, name, code in _WIDTHS if len(contents) < most)
    numbers = compute.add(compute.fill_null(encoded.indices.cast("int64"), -1), 1).cast(name)
    codes = array(code)
    if len(numbers):
        codes.frombytes(
            memoryview(numbers.buffers()[1])[numbers.offset * codes.itemsize :][: len(numbers) * codes.itemsize]
        )
    return SheetColumn(index, heading, contents, codes)


def _exact_values(values: Any) -> list[Any]:
    """Return the values of an Arrow array as Python's own; of short floats the decimal that they show."""
    found: list[Any] = values.to_pylist()
    if str(values.type) not in ("float", "halffloat"):
        return found
    # 0.92 in four bytes is 0.920000016689…; what was meant is its shortest decimal.
    shown = values.cast("float").cast("string").to_pylist()
    return [None if text is None else float(text) for text in shown]
