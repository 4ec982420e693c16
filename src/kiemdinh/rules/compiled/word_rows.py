"""Planes as arrays of words, with NumPy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kiemdinh.rules.compiled.plane_rows import BLOCK, MAX_NUMBER
from kiemdinh.rules.terms import Half

__all__ = ["WordRows"]

_Words: TypeAlias = NDArray[np.uint64]
_Numbers: TypeAlias = NDArray[Any]
_Column: TypeAlias = Any
_INTEGERS = np.int8, np.int16, np.int32, np.int64
_ALL_ONES = np.uint64(2**64 - 1)


class WordRows:
    """So many schools, 64 to a word: a :class:`~kiemdinh.rules.compiled.plane_rows.PlaneRows`."""

    max_number: int | None = MAX_NUMBER

    def __init__(self, rows: int) -> None:
        self.rows = rows
        # One word stands for as many as there are: NumPy repeats it.
        self.full: Any = _ALL_ONES

    @property
    def nobody(self) -> _Words:
        """The plane that has none of the schools."""
        return np.zeros(-(-self.rows // 64), np.uint64)

    def pack(self, flags: Sequence[Any] | NDArray[Any], /) -> _Words:
        """Return the plane of the schools whose flag is true."""
        words = self.nobody
        packed = np.packbits(np.asarray(flags, bool), bitorder="little")
        words.view(np.uint8)[: len(packed)] = packed
        return words

    def read_bits(self, bits: bytes | bytearray, /) -> _Words:
        """Return the plane of the schools whose bit is set, which is not copied."""
        return np.frombuffer(bits, np.uint64)

    def unpack(self, plane: _Words, /) -> NDArray[np.uint8]:
        """Return 0 or 1 for each school."""
        return np.unpackbits(plane.view(np.uint8), count=self.rows, bitorder="little")

    def count(self, plane: _Words, /) -> int:
        """Return how many schools are in a plane."""
        whole, rest = divmod(self.rows, 64)
        beyond = int(plane[whole] & np.uint64((1 << rest) - 1)).bit_count() if rest else 0
        return int(np.bitwise_count(plane[:whole]).sum()) + beyond

    def pack_code(self, codes: Any, code: int, /) -> _Words:
        """Return the plane of the schools that have this code."""
        return self.pack(np.asarray(memoryview(codes)) == code)

    def combine(self, digits: Sequence[_Words], /) -> NDArray[np.uint8]:
        """Return the number of each school whose binary digits are these planes, at most eight, the lowest first."""
        numbers = np.zeros(self.rows, np.uint8)
        for place, digit in enumerate(digits):
            numbers |= self.unpack(digit) << np.uint8(place)
        return numbers

    def take(self, numbers: Sequence[int], codes: Any, /) -> _Numbers:
        """Return the column of the numbers that codes stand for, in the shortest integers that can hold them."""
        low, high = min(numbers, default=0), max(numbers, default=0)
        shortest = next(t for t in _INTEGERS if np.iinfo(t).min <= low and high <= np.iinfo(t).max)
        found: _Numbers = np.array(numbers, shortest)[np.asarray(memoryview(codes))]
        return found

    def resized(self, rows: int, /) -> WordRows:
        """Return planes of the same kind for another number of schools."""
        return WordRows(rows)

    def positions(self, plane: _Words, /) -> NDArray[np.intp]:
        """Return the schools of a plane by their number from 0."""
        return np.flatnonzero(self.unpack(plane))

    def gather(self, plane: _Words, positions: NDArray[np.intp], /) -> _Words:
        """Return the plane that has only the schools at these positions."""
        return WordRows(len(positions)).pack(self.unpack(plane)[positions])

    def scatter(self, plane: _Words, positions: NDArray[np.intp], /) -> _Words:
        """Return a plane of gathered schools as one of all."""
        flags = np.zeros(self.rows, np.uint8)
        flags[positions] = WordRows(len(positions)).unpack(plane)
        return self.pack(flags)

    def gather_column(self, column: _Numbers, positions: NDArray[np.intp], /) -> _Numbers:
        """Return the column of the schools at these positions."""
        found: _Numbers = column[positions]
        return found

    def run(
        self, function: Callable[..., tuple[Any, ...]], planes: Sequence[_Words], columns: Sequence[Any], /
    ) -> list[_Words]:
        """Return the planes that a compiled function gives, block by block."""
        found: list[_Words] = []
        for start in range(0, max(1, self.rows), BLOCK):
            block = slice(start, min(start + BLOCK, self.rows))
            words = slice(start // 64, -(-block.stop // 64))
            results = function(
                WordRows(block.stop - start),
                [plane[words] for plane in planes],
                [column if isinstance(column, int) else column[block] for column in columns],
            )
            found = found or [np.empty(-(-self.rows // 64), np.uint64) for _ in results]
            for plane, result in zip(found, results, strict=True):
                plane[words] = result
        return found

    # -- what compiled functions call: a column is an array of integers, or one number of all schools -------

    def reaches(self, left: _Column, right: _Column, /) -> _Words:
        """Return the plane of the schools where one column is at least another."""
        return self.pack(left >= right)

    def choose(self, plane: _Words, then: _Column, otherwise: _Column, /) -> _Numbers:
        """Return one column for the schools of a plane, and another for all others."""
        return np.where(self.unpack(plane).view(np.bool_), _as_long(then), _as_long(otherwise))

    def scale(self, column: _Numbers, factor: int, offset: int, /) -> _Numbers:
        """Return a column times a number, plus a number."""
        product: _Numbers = np.multiply(column, factor, dtype=np.int64) if factor != 1 else column
        return self.add(product, offset) if offset else product

    def add(self, left: _Column, right: _Column, /) -> _Numbers:
        """Return the sum of two columns."""
        total: _Numbers = np.add(left, right, dtype=np.int64)
        return total

    def multiply(self, left: _Column, right: _Column, /) -> _Numbers:
        """Return the product of two columns."""
        product: _Numbers = np.multiply(left, right, dtype=np.int64)
        return product

    def minimum(self, *columns: _Column) -> _Numbers:
        """Return the least of several columns."""
        found: _Numbers = reduce(np.minimum, map(_as_long, columns))
        return found

    def maximum(self, *columns: _Column) -> _Numbers:
        """Return the greatest of several columns."""
        found: _Numbers = reduce(np.maximum, map(_as_long, columns))
        return found

    def count_planes(self, *planes: _Words) -> _Numbers:
        """Return in how many of the planes each school is."""
        total = np.zeros(self.rows, np.int64)
        for plane in planes:
            total += self.unpack(plane)
        return total

    def round_off(self, column: _Numbers, divisor: int, half: Half, /) -> _Numbers:
        """Return a column divided by a number and rounded to whole numbers."""
        below, rest = np.divmod(_as_long(column), divisor)
        twice = 2 * rest
        goes_up = {"even": below % 2 == 1, "away": below >= 0, "up": np.True_, "down": np.False_}[half]
        found: _Numbers = below + ((twice > divisor) | ((twice == divisor) & goes_up))
        return found


def _as_long(column: Any) -> _Numbers:
    """Return a column as 64-bit integers: NumPy takes a number for an integer as short as those beside it."""
    return np.asarray(column, np.int64)
