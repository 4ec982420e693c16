"""Columns as distinct contents with a number for each row, made of whole columns: lists of values, and Arrow arrays."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from kiemdinh.diagnostics.optional import import_format
from kiemdinh.parsing.placed_tree import to_nfc
from kiemdinh.portfolio.coded import ArrowTexts, BitCodes, code_counts, has_code, pack_codes, translate_codes
from kiemdinh.portfolio.sheets.sheet import SheetColumn, is_nothing

__all__ = ["column_of_arrow", "column_of_values", "drop_unused"]

_WIDTHS: Final = ((1 << 8, "uint8", "B"), (1 << 16, "uint16", "H"), (1 << 32, "uint32", "I"))
_FEW: Final = 8
"""Contents that are looked for one by one, which is quicker than counting all of them."""
_TWO: Final = 2
_MANY_TEXTS: Final = 1 << 12
"""Distinct texts that stay in Arrow: fewer are read quickly enough."""


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


def column_of_arrow(index: int, heading: str, values: Any) -> SheetColumn:
    """Return a column of an array of Arrow, chunked or not: Arrow finds its distinct values, in some passes over them.

    Many distinct texts stay in Arrow.
    """
    arrow = import_format("pyarrow", "tables")
    try:
        whole = _join_chunks(values)
        if arrow.types.is_boolean(whole.type):
            return SheetColumn(index, heading, [None, False, True], _code_flags(whole))
        if _rises(whole):
            return SheetColumn(index, heading, _contents_of(whole), _count_up(len(whole)))
        column = _code_two_texts(index, heading, whole)
        if column is not None:
            return column
        is_encoded = arrow.types.is_dictionary(whole.type)
        encoded = whole if is_encoded else whole.dictionary_encode()
        column = SheetColumn(index, heading, _contents_of(encoded.dictionary), _code_indices(encoded))
    except (arrow.ArrowNotImplementedError, arrow.ArrowInvalid, AttributeError):
        return column_of_values(index, heading, values.to_pylist())
    # A dictionary of the caller may have what no row has, such as a category that is left over.
    return drop_unused(column) if is_encoded else column


def _are_many_texts(values: Any) -> bool:
    arrow = import_format("pyarrow", "tables")
    is_text = arrow.types.is_string(values.type) or arrow.types.is_large_string(values.type)
    return is_text and len(values) >= _MANY_TEXTS


def _code_two_texts(index: int, heading: str, values: Any) -> SheetColumn | None:
    """Return a long column that has one or two texts, in the order in which they occur; None where it has more.

    To compare all rows with two texts takes Arrow a third of the time of finding what is distinct.
    """
    if not _are_many_texts(values):
        return None
    compute = import_format("pyarrow.compute", "tables")
    texts = [text for text in values[:_MANY_TEXTS].unique().to_pylist() if text is not None]
    if not 1 <= len(texts) <= _TWO:
        return None
    found = [compute.equal(values, text) for text in texts]
    if sum(flags.true_count for flags in found) + values.null_count < len(values):
        return None
    planes = [_keep_bits(_read_bits(flags, 1) & _read_bits(flags, 0), len(values)) for flags in found]
    codes = BitCodes(len(values), *planes, *[b""] * (_TWO - len(planes)), has_gaps=values.null_count > 0)
    return SheetColumn(index, heading, [None, *map(to_nfc, texts)], codes)


def _rises(values: Any) -> bool:
    """Whether many texts are in rising order, as ids most often are: then no two are the same, and none is missing."""
    compute = import_format("pyarrow.compute", "tables")
    if not _are_many_texts(values) or values.null_count:
        return False
    # Of most columns the first texts tell.
    few = values[:_MANY_TEXTS]
    return all(compute.all(compute.less(some[:-1], some[1:])).as_py() for some in (few, values))


def _count_up(size: int) -> array[int]:
    """Return the codes of rows that all have contents of their own, counted from 1."""
    numpy = import_format("numpy", "tables")
    code, name = next((code, name) for most, name, code in _WIDTHS if size < most)
    return array(code, numpy.arange(1, size + 1, dtype=name).tobytes())


def _join_chunks(values: Any) -> Any:
    """Return an array in one piece. Bytes are texts in UTF-8, which some programs do not say of their texts."""
    arrow = import_format("pyarrow", "tables")
    chunks = getattr(values, "chunks", (values,))
    whole = chunks[0] if len(chunks) == 1 else values.combine_chunks()
    is_bytes = arrow.types.is_binary(whole.type) or arrow.types.is_large_binary(whole.type)
    return whole.cast(arrow.large_string()) if is_bytes else whole


def _code_flags(flags: Any) -> BitCodes:
    """Return 0 for a flag that is missing, 1 for one that is false, and 2 for one that is true."""
    values, there = _read_bits(flags, 1), _read_bits(flags, 0)
    ones, twos = (_keep_bits(bits, len(flags)) for bits in (there & ~values, there & values))
    return BitCodes(len(flags), ones, twos, has_gaps=flags.null_count > 0)


def _keep_bits(bits: Any, rows: int) -> bytearray:
    """Return bits in whole words, with nothing beyond the last row."""
    numpy = import_format("numpy", "tables")
    plane = bytearray(BitCodes.size_of(rows))
    numpy.frombuffer(plane, numpy.uint8)[: len(bits)] = bits
    if rows % 8:
        plane[rows // 8] &= (1 << rows % 8) - 1
    return plane


def _read_bits(values: Any, buffer: int) -> Any:
    """Return the bits of a buffer of an array of Arrow, eight to a byte: those of the values, or which are there.

    The first row has the lowest bit of the first byte; bits beyond the last row mean nothing.
    """
    numpy = import_format("numpy", "tables")
    start, stop, held = values.offset, values.offset + len(values), values.buffers()[buffer]
    if held is None:  # Arrow leaves out the bits of validity where all values are present
        return numpy.full(-(-len(values) // 8), 255, numpy.uint8)
    if start % 8:
        return numpy.packbits(_unpack_bits(values, buffer), bitorder="little")
    return numpy.frombuffer(held, numpy.uint8)[start // 8 : -(-stop // 8)]


def _code_indices(encoded: Any) -> array[int]:
    """Return 0 for a value that is missing, else the place of the value in the dictionary, counted from 1."""
    numpy = import_format("numpy", "tables")
    size = len(encoded.dictionary) + 1
    code, name = next((code, name) for most, name, code in _WIDTHS if size <= most)
    indices = encoded.indices
    start, length = indices.offset, len(indices)
    places = numpy.frombuffer(indices.buffers()[1] or b"", indices.type.to_pandas_dtype())[start : start + length]
    numbers = numpy.add(places, 1, dtype=name, casting="unsafe")
    return array(code, _without_nulls(indices, numbers).tobytes())


def _without_nulls(values: Any, numbers: Any) -> Any:
    """Return numbers that are 0 where a value is missing."""
    return numbers * _unpack_bits(values, 0) if values.null_count else numbers


def _unpack_bits(values: Any, buffer: int) -> Any:
    """Return the bits of a buffer of an array of Arrow, each as a number: those of the values, or which are there."""
    numpy = import_format("numpy", "tables")
    start, end = values.offset, values.offset + len(values)
    packed = numpy.frombuffer(values.buffers()[buffer] or b"", numpy.uint8)[start // 8 :]
    return numpy.unpackbits(packed, count=end - start + start % 8, bitorder="little")[start % 8 :]


def _contents_of(values: Any) -> Sequence[Any]:
    arrow = import_format("pyarrow", "tables")
    is_text = arrow.types.is_string(values.type) or arrow.types.is_large_string(values.type)
    if is_text and len(values) >= _MANY_TEXTS and not values.null_count:
        return ArrowTexts(values)
    return [None, *(to_nfc(v) if isinstance(v, str) else v for v in _exact_values(values))]


def drop_unused(column: SheetColumn) -> SheetColumn:
    """Return a column without contents that no row has; a frame may have categories that are left over."""
    size = len(column.contents)
    if size <= _FEW:
        used = [0, *(number for number in range(1, size) if has_code(column.codes, number))]
    else:
        counts = code_counts(column.codes, size)
        used = [0, *(number for number in range(1, size) if counts[number])]
    if len(used) == size:
        return column
    meanings = dict(zip(used, range(len(used)), strict=True))
    contents = list(column.contents)
    codes = translate_codes(column.codes, [meanings.get(number, 0) for number in range(size)])
    return replace(column, contents=[contents[number] for number in used], codes=codes)


def _exact_values(values: Any) -> list[Any]:
    """Return the values of an Arrow array as Python's own; of short floats the decimal that they show."""
    found: list[Any] = values.to_pylist()
    if str(values.type) not in ("float", "halffloat"):
        return found
    # 0.92 in four bytes is 0.920000016689…; what was meant is its shortest decimal.
    shown = values.cast("float").cast("string").to_pylist()
    return [None if text is None else float(text) for text in shown]
