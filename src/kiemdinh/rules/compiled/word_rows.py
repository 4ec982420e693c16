"""Planes as arrays of words, with NumPy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kiemdinh.rules.compiled.plane_rows import BLOCK

__all__ = ["WordRows"]

_Words: TypeAlias = NDArray[np.uint64]
_ALL_ONES = np.uint64(2**64 - 1)


class WordRows:
    """So many schools, 64 to a word: a :class:`~kiemdinh.rules.compiled.plane_rows.PlaneRows`."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        # One word stands for as many as there are: NumPy repeats it.
        self.full: Any = _ALL_ONES

    def pack(self, flags: Sequence[Any] | NDArray[np.bool_], /) -> _Words:
        """Return the plane of the schools whose flag is true."""
        words = np.zeros(-(-self.rows // 64), np.uint64)
        packed = np.packbits(np.asarray(flags, bool), bitorder="little")
        words.view(np.uint8)[: len(packed)] = packed
        return words

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
