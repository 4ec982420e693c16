"""Codes of whole columns: a small whole number for each row, in one, two or four bytes.

Each function works on all rows at once, with NumPy where it is installed.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import chain, compress
from operator import eq, lt
from typing import Any, Final, NamedTuple, TypeAlias, overload

from kiemdinh.portfolio.coded.bit_codes import BitCodes

__all__ = [
    "Codes",
    "RowGroups",
    "code_counts",
    "counts_up",
    "group_rows",
    "has_code",
    "interleave_codes",
    "mask_codes",
    "pack_codes",
    "put_codes",
    "rows_of_codes",
    "select_codes",
    "sort_rows",
    "sum_numbers",
    "take_codes",
    "translate_codes",
    "unpack_codes",
]

Codes: TypeAlias = "array[int] | BitCodes"
"""The codes of a column: an array, or bits where there are few codes."""
_DENSE: Final = 4
"""Numbers up to so many times the rows are counted one by one; larger ones are sorted."""
_MOST_COUNTED: Final = 1 << 16
"""Numbers below which the few that occur are looked for one by one."""
_LONGEST: Final = 1 << 62
_HEAD: Final = 1 << 12
"""The first rows, in which most numbers occur that are few."""
_FEW: Final = 64
"""Rows below which a loop is quicker than a call of NumPy."""


class RowGroups(NamedTuple):
    """Rows with equal cells in some columns are a group: the group of each row, and a row of each group."""

    codes: array[int]
    rows: Sequence[int]


def pack_codes(codes: Iterable[int], most: int) -> array[int]:
    """Return codes from 0 to *most* in the smallest form that holds them: one, two or four bytes each."""
    return array("B" if most < 1 << 8 else "H" if most < 1 << 16 else "I", codes)


def unpack_codes(codes: Codes) -> array[int]:
    r"""Return codes as an array: those of bits in one byte each, others as they are.

    >>> unpack_codes(BitCodes(3, b"\1", b"\4")).tolist()
    [1, 0, 2]
    """
    if not isinstance(codes, BitCodes):
        return codes
    numpy = _find_numpy(len(codes))
    if numpy is None:
        return array("B", codes.tobytes())
    ones, twos = (
        numpy.unpackbits(numpy.frombuffer(plane, numpy.uint8), count=len(codes), bitorder="little")
        for plane in (codes.ones, codes.twos)
    )
    return array("B", (ones + 2 * twos).tobytes())


@overload
def translate_codes(codes: array[int], meanings: Sequence[int]) -> array[int]: ...
@overload
def translate_codes(codes: Codes, meanings: Sequence[int]) -> Codes: ...
def translate_codes(codes: Codes, meanings: Sequence[int]) -> Codes:
    """Return for each row the meaning of its code. The cost is one look-up for each row; of short codes less."""
    if len(meanings) <= 1 << 8 and all(map(eq, meanings, range(len(meanings)))):
        return codes
    most = max(meanings, default=0)
    if isinstance(codes, BitCodes):
        if most <= 2:
            return codes.translate(meanings)
        codes = unpack_codes(codes)
    if codes.typecode == "B" and most < 1 << 8 and len(meanings) <= 1 << 8:
        return array("B", codes.tobytes().translate(bytes(meanings).ljust(1 << 8)))
    numpy = _find_numpy(len(codes))
    if numpy is None:
        return pack_codes(map(meanings.__getitem__, codes), most)
    return _pack_numbers(numpy, numpy.asarray(meanings)[numpy.asarray(memoryview(codes))], most)


@overload
def select_codes(codes: array[int], keep: bytes | bytearray) -> array[int]: ...
@overload
def select_codes(codes: Codes, keep: bytes | bytearray) -> Codes: ...
def select_codes(codes: Codes, keep: bytes | bytearray) -> Codes:
    """Return the codes of the rows whose byte in *keep* is 1."""
    if 0 not in keep:
        return codes
    codes = unpack_codes(codes)
    numpy = _find_numpy(len(codes))
    if numpy is None:
        return array(codes.typecode, compress(codes, keep))
    chosen = numpy.asarray(memoryview(codes))[numpy.frombuffer(keep, bool)]
    return array(codes.typecode, chosen.tobytes())


@overload
def take_codes(codes: array[int], rows: Sequence[int]) -> array[int]: ...
@overload
def take_codes(codes: Codes, rows: Sequence[int]) -> Codes: ...
def take_codes(codes: Codes, rows: Sequence[int]) -> Codes:
    """Return the codes of some rows, in their order.

    >>> take_codes(pack_codes([5, 6, 7], 7), [2, 0]).tolist()
    [7, 5]
    """
    if isinstance(rows, range) and rows == range(len(codes)):
        return codes
    codes = unpack_codes(codes)
    numpy = _find_numpy(len(rows))
    if numpy is None:
        return array(codes.typecode, map(codes.__getitem__, rows))
    return array(codes.typecode, numpy.asarray(memoryview(codes))[numpy.asarray(rows, numpy.intp)].tobytes())


def put_codes(codes: Codes, rows: Sequence[int], others: Codes) -> Codes:
    """Return codes with other ones in some rows, which are given in the order of these rows.

    >>> put_codes(pack_codes([0, 0, 0], 0), [2, 0], pack_codes([7, 300], 300)).tolist()
    [300, 0, 7]
    """
    if isinstance(rows, range) and rows == range(len(codes)):
        return others
    longest = max(codes.typecode, others.typecode, key="BHI".index)
    found = array(longest, unpack_codes(codes))
    for row, code in zip(rows, unpack_codes(others), strict=True):
        found[row] = code
    return found


def mask_codes(codes: Codes, keep: bytes | bytearray) -> array[int]:
    """Return codes that are 0 in the rows whose byte in *keep* is 0.

    >>> mask_codes(pack_codes([5, 6], 6), bytes([1, 0])).tolist()
    [5, 0]
    """
    numpy = _find_numpy(len(codes))
    if numpy is None:
        return array(codes.typecode, (code if kept else 0 for code, kept in zip(codes, keep, strict=True)))
    masked = numpy.asarray(memoryview(unpack_codes(codes))) * numpy.frombuffer(keep, bool)
    return array(codes.typecode, masked.tobytes())


def has_code(codes: Codes, code: int) -> bool:
    """Whether some row has a code.

    >>> has_code(pack_codes([0, 2], 2), 2), has_code(pack_codes([0, 2], 2), 1)
    (True, False)
    """
    if isinstance(codes, BitCodes):
        return codes.has_code(code)
    if codes.typecode == "B":
        return code in memoryview(codes).tobytes() if code < 1 << 8 else False
    numpy = _find_numpy(len(codes))
    return code in codes if numpy is None else bool((numpy.asarray(memoryview(codes)) == code).any())


def rows_of_codes(codes: Codes, wanted: Collection[int], size: int) -> Sequence[int]:
    """Return the rows that have one of some codes, in rising order; all codes are below *size*."""
    numpy = _find_numpy(len(codes))
    if numpy is None:
        return [row for row, code in enumerate(codes) if code in wanted]
    is_wanted = numpy.zeros(size, bool)
    is_wanted[numpy.asarray(list(wanted), numpy.intp)] = True
    codes = unpack_codes(codes)
    rows: list[int] = numpy.flatnonzero(is_wanted[numpy.asarray(memoryview(codes))]).tolist()
    return rows


def interleave_codes(columns: Sequence[Codes]) -> array[int]:
    """Return the codes of all columns for the first row, then those for the second, and so on.

    >>> interleave_codes([pack_codes([1, 2], 2), pack_codes([300, 400], 400)]).tolist()
    [1, 300, 2, 400]
    """
    longest = max((codes.typecode for codes in columns), key="BHI".index, default="B")
    numpy = _find_numpy(len(columns) * len(columns[0])) if columns else None
    if numpy is None:
        return array(longest, chain.from_iterable(zip(*columns, strict=True)))
    arrays = [numpy.asarray(memoryview(unpack_codes(codes))) for codes in columns]
    return array(longest, numpy.stack(arrays, axis=1).tobytes())


def sort_rows(codes: Codes) -> Sequence[int]:
    """Return the rows in the order of their codes; rows with the same code stay in their order.

    >>> sort_rows(pack_codes([2, 1, 2, 0], 2))
    [3, 1, 0, 2]
    """
    numpy = _find_numpy(len(codes))
    if numpy is None:
        return sorted(range(len(codes)), key=codes.__getitem__)
    order: list[int] = numpy.argsort(numpy.asarray(memoryview(unpack_codes(codes))), kind="stable").tolist()
    return order


def sum_numbers(rows: int, first: int, columns: Sequence[tuple[Codes, Sequence[int]]]) -> array[int]:
    """Return for each row a number of 64 bits: *first*, and for each column what its code adds.

    >>> sum_numbers(2, 100, [(pack_codes([0, 1], 1), [0, 7])]).tolist()
    [100, 107]
    """
    numpy = _find_numpy(rows)
    if numpy is None:
        found = [first] * rows
        for codes, numbers in columns:
            found = [one + numbers[code] for one, code in zip(found, codes, strict=True)]
        return array("q", found)
    total = numpy.full(rows, first, numpy.int64)
    for codes, numbers in columns:
        total += numpy.asarray(numbers, numpy.int64)[numpy.asarray(memoryview(unpack_codes(codes)))]
    return array("q", total.tobytes())


def code_counts(codes: Codes, size: int) -> Sequence[int]:
    """Return how many rows have each code below *size*.

    >>> code_counts(pack_codes([0, 2, 2], 2), 3)
    [1, 0, 2]
    """
    numpy = _find_numpy(len(codes))
    if numpy is not None:
        counted: list[int] = numpy.bincount(numpy.asarray(memoryview(unpack_codes(codes))), minlength=size).tolist()
        return counted
    counts = [0] * size
    for code in codes:
        counts[code] += 1
    return counts


def group_rows(columns: Sequence[tuple[Codes, int]], rows: int) -> RowGroups:
    """Return the groups of rows that have the same codes in some columns, in no order.

    The cost is some passes over the rows; where there are many different codes in several columns, that of sorting.

    Parameters
    ----------
    columns
        The codes of each column, and a number above all of them.
    rows
        How many rows there are.

    Examples
    --------
    >>> first, second = pack_codes([0, 1, 0, 0], 1), pack_codes([5, 5, 5, 6], 6)
    >>> sorted(group_rows([(first, 2), (second, 7)], 4).rows)
    [0, 1, 3]
    """
    told_apart = [(codes, size) for codes, size in columns if size > 1]
    if not told_apart and rows:
        return RowGroups(array("B", bytes(rows)), range(1))
    numpy = _find_numpy(rows)
    if numpy is not None:
        if any(_rises(codes, numpy) for codes, _ in told_apart):
            return RowGroups(_pack_numbers(numpy, numpy.arange(rows, dtype=numpy.uint32), rows), range(rows))
        return _group_numbers(numpy, *_join_numbers(numpy, told_apart, rows))
    known: dict[tuple[int, ...], int] = {}
    numbers = [known.setdefault(key, len(known)) for key in zip(*(codes for codes, _ in columns), strict=True)]
    if not columns:
        numbers = [0] * rows
    first = dict(zip(reversed(numbers), range(rows - 1, -1, -1), strict=True))
    return RowGroups(pack_codes(numbers, len(first)), [first[number] for number in range(len(first))])


def counts_up(codes: Codes) -> bool:
    """Return whether the codes are 1, 2, 3 and so on: each row has a content of its own, in the order of the contents.

    >>> counts_up(pack_codes([1, 2, 3], 3)), counts_up(pack_codes([1, 3, 2], 3))
    (True, False)
    """
    if not codes or (codes[0], codes[-1]) != (1, len(codes)):
        return not codes
    numpy = _find_numpy(len(codes))
    return all(map(lt, codes, codes[1:])) if numpy is None else _rises(codes, numpy)


def _rises(codes: Codes, numpy: Any) -> bool:
    """Whether each code is greater than the one before it, as those of ids in their order are."""
    if isinstance(codes, BitCodes) or codes[-1] < len(codes) - 1:
        return False
    numbers = numpy.asarray(memoryview(codes))
    return bool((numbers[1:] > numbers[:-1]).all())


def _join_numbers(numpy: Any, columns: Sequence[tuple[Codes, int]], rows: int) -> tuple[Any, int]:
    """Return one number for the codes of each row, and a number above all of them."""
    if not columns:
        return numpy.zeros(rows, numpy.uint8), 1
    (first, bound), *others = columns
    joined = numpy.asarray(memoryview(unpack_codes(first)))
    for codes, size in others:
        if bound * size >= _LONGEST:
            distinct, joined = numpy.unique(joined, return_inverse=True)
            bound = len(distinct)
        bound *= size
        shortest = numpy.min_scalar_type(bound)
        added = numpy.asarray(memoryview(unpack_codes(codes)))
        joined = joined.astype(shortest) * shortest.type(size) + added.astype(shortest)
    return joined, bound


def _group_numbers(numpy: Any, numbers: Any, bound: int) -> RowGroups:
    rows = len(numbers)
    if bound > _DENSE * rows:
        _, first, codes = numpy.unique(numbers, return_index=True, return_inverse=True)
        return RowGroups(_pack_numbers(numpy, codes, len(first)), _pack_numbers(numpy, first, rows))
    if bound <= _MOST_COUNTED:
        present = numpy.flatnonzero(numpy.bincount(numbers, minlength=bound))
    if bound <= _MOST_COUNTED and len(present) <= _FEW:
        first = [_find_first(numbers, number) for number in present]
        places = numpy.zeros(bound, numpy.uint8)
        places[present] = range(len(present))
        return RowGroups(_pack_numbers(numpy, places[numbers], len(first)), first)
    row_of = numpy.full(bound, -1, numpy.int64)
    # Of several rows with one number the last that is written stays: the first row.
    row_of[numbers[::-1]] = numpy.arange(rows - 1, -1, -1)
    is_there = row_of >= 0
    first, places = row_of[is_there], numpy.cumsum(is_there, dtype=numpy.uint32) - 1
    return RowGroups(_pack_numbers(numpy, places[numbers], len(first)), _pack_numbers(numpy, first, rows))


def _find_first(numbers: Any, number: int) -> int:
    """Return the first row that has a number, which some row has; most often it is among the first ones."""
    few = numbers[:_HEAD] == number
    return int(few.argmax()) if few.any() else int((numbers == number).argmax())


def _pack_numbers(numpy: Any, numbers: Any, most: int) -> array[int]:
    found = pack_codes((), most)
    found.frombytes(numpy.ascontiguousarray(numbers, f"u{found.itemsize}").view(numpy.uint8).data)
    return found


def _find_numpy(rows: int) -> Any:
    """Return NumPy where it is installed and worth its call; else None."""
    return import_module("numpy") if rows > _FEW and find_spec("numpy") is not None else None
