"""Planes as whole numbers of Python, for where NumPy is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from kiemdinh.rules.terms import Half, round_number

__all__ = ["IntegerRows"]

_Column: TypeAlias = Sequence[int] | int
_AS_BITS = bytes.maketrans(b"01", b"\x00\x01")


class IntegerRows:
    """So many schools, each a bit of a whole number: a :class:`~kiemdinh.rules.compiled.plane_rows.PlaneRows`.

    >>> schools = IntegerRows(3)
    >>> schools.pack([True, False, True]), list(schools.unpack(5)), schools.count(5)
    (5, [1, 0, 1], 2)
    """

    max_number: int | None = None

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.full = (1 << rows) - 1

    @property
    def nobody(self) -> int:
        """The plane that has none of the schools."""
        return 0

    def pack(self, flags: Sequence[Any], /) -> int:
        """Return the plane of the schools whose flag is true."""
        return self._read_digits("".join(["1" if flag else "0" for flag in flags]))

    def read_bits(self, bits: bytes | bytearray, /) -> int:
        """Return the plane of the schools whose bit is set."""
        return int.from_bytes(bits, "little")

    def unpack(self, plane: int, /) -> bytes:
        """Return 0 or 1 for each school."""
        digits = format(plane, f"0{self.rows}b").encode().translate(_AS_BITS)
        return digits[::-1] if self.rows else b""

    def count(self, plane: int, /) -> int:
        """Return how many schools are in a plane."""
        return plane.bit_count()

    def pack_code(self, codes: Any, code: int, /) -> int:
        """Return the plane of the schools that have this code."""
        if memoryview(codes).itemsize > 1:
            return self.pack([each == code for each in codes])
        table = bytearray(b"0" * 256)
        table[code] = ord("1")
        return self._read_digits(bytes(codes).translate(table).decode())

    def combine(self, digits: Sequence[int], /) -> bytes:
        """Return the number of each school whose binary digits are these planes, at most eight, the lowest first."""
        # A byte for each school: a shift of all of them at once stays within the bytes.
        numbers = (int.from_bytes(self.unpack(digit), "little") << place for place, digit in enumerate(digits))
        return sum(numbers).to_bytes(self.rows, "little")

    def take(self, numbers: Sequence[int], codes: Any, /) -> Sequence[int]:
        """Return the column of the numbers that codes stand for: bytes where all are from 0 to 255."""
        if memoryview(codes).itemsize == 1 and len(numbers) <= 256 and all(0 <= number < 256 for number in numbers):
            return bytes(codes).translate(bytes(numbers).ljust(256))
        return [numbers[code] for code in codes]

    def resized(self, rows: int, /) -> IntegerRows:
        """Return planes of the same kind for another number of schools."""
        return IntegerRows(rows)

    def positions(self, plane: int, /) -> list[int]:
        """Return the schools of a plane by their number from 0."""
        return [position for position, is_in in enumerate(self.unpack(plane)) if is_in]

    def gather(self, plane: int, positions: Sequence[int], /) -> int:
        """Return the plane that has only the schools at these positions."""
        flags = self.unpack(plane)
        return self.pack([flags[position] for position in positions])

    def scatter(self, plane: int, positions: Sequence[int], /) -> int:
        """Return a plane of gathered schools as one of all."""
        flags = bytearray(self.rows)
        for position, is_in in zip(positions, IntegerRows(len(positions)).unpack(plane), strict=True):
            flags[position] = is_in
        return self.pack(flags)

    def gather_column(self, column: Sequence[int], positions: Sequence[int], /) -> list[int]:
        """Return the column of the schools at these positions."""
        return [column[position] for position in positions]

    def run(
        self, function: Callable[..., tuple[int, ...]], planes: Sequence[int], columns: Sequence[Any], /
    ) -> list[int]:
        """Return the planes that a compiled function gives, for all schools at once."""
        return [*function(self, planes, columns)]

    # -- what compiled functions call: a column is a list or bytes, or one number of all schools ------------

    def reaches(self, left: _Column, right: _Column, /) -> int:
        """Return the plane of the schools where one column is at least another."""
        if isinstance(left, bytes) and isinstance(right, int):
            # All bytes at once, which is a hundred times as quick.
            return self._read_digits(left.translate(bytes(b"01"[byte >= right] for byte in range(256))).decode())
        return self.pack([one >= two for one, two in self._pair(left, right)])

    def choose(self, plane: int, then: _Column, otherwise: _Column, /) -> list[int]:
        """Return one column for the schools of a plane, and another for all others."""
        pairs = zip(self.unpack(plane), self._pair(then, otherwise), strict=True)
        return [one if is_in else two for is_in, (one, two) in pairs]

    def scale(self, column: Sequence[int], factor: int, offset: int, /) -> list[int]:
        """Return a column times a number, plus a number."""
        return [number * factor + offset for number in column]

    def add(self, left: _Column, right: _Column, /) -> list[int]:
        """Return the sum of two columns."""
        return [one + two for one, two in self._pair(left, right)]

    def multiply(self, left: _Column, right: _Column, /) -> list[int]:
        """Return the product of two columns."""
        return [one * two for one, two in self._pair(left, right)]

    def minimum(self, *columns: _Column) -> list[int]:
        """Return the least of several columns."""
        return [*map(min, *map(self._spread, columns))]

    def maximum(self, *columns: _Column) -> list[int]:
        """Return the greatest of several columns."""
        return [*map(max, *map(self._spread, columns))]

    def count_planes(self, *planes: int) -> list[int]:
        """Return in how many of the planes each school is."""
        return [*map(sum, zip(*map(self.unpack, planes), strict=True))]

    def round_off(self, column: Sequence[int], divisor: int, half: Half, /) -> list[int]:
        """Return a column divided by a number and rounded to whole numbers."""
        return [int(round_number(Fraction(number, divisor), 0, half)) for number in column]

    def _pair(self, left: _Column, right: _Column) -> Iterable[tuple[int, int]]:
        return zip(self._spread(left), self._spread(right), strict=True)

    def _spread(self, column: _Column) -> Iterable[int]:
        return [column] * self.rows if isinstance(column, int) else column

    # ----------------------------------------------------------------------------------------------------

    def _read_digits(self, digits: str) -> int:
        # Reading a number of base two takes time linear in its digits.
        return int(digits[::-1] or "0", 2)
