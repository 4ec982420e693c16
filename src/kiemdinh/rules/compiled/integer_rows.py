"""Planes as whole numbers of Python, for where NumPy is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

__all__ = ["IntegerRows"]

_AS_BITS = bytes.maketrans(b"01", b"\x00\x01")


class IntegerRows:
    """So many schools, each a bit of a whole number: a :class:`~kiemdinh.rules.compiled.plane_rows.PlaneRows`.

    >>> schools = IntegerRows(3)
    >>> schools.pack([True, False, True]), list(schools.unpack(5)), schools.count(5)
    (5, [1, 0, 1], 2)
    """

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.full = (1 << rows) - 1

    def pack(self, flags: Sequence[Any], /) -> int:
        """Return the plane of the schools whose flag is true."""
        return self._read_digits("".join(["1" if flag else "0" for flag in flags]))

    def unpack(self, plane: int, /) -> bytes:
        """Return 0 or 1 for each school."""
        digits = format(plane, f"0{self.rows}b").encode().translate(_AS_BITS)
        return digits[::-1] if self.rows else b""

    def count(self, plane: int, /) -> int:
        """Return how many schools are in a plane."""
        return plane.bit_count()

    def pack_code(self, codes: Any, code: int, /) -> int:
        """Return the plane of the schools that have this code."""
        table = bytearray(b"0" * 256)
        table[code] = ord("1")
        return self._read_digits(bytes(codes).translate(table).decode())

    def combine(self, digits: Sequence[int], /) -> bytes:
        """Return the number of each school whose binary digits are these planes, at most eight, the lowest first."""
        # A byte for each school: a shift of all of them at once stays within the bytes.
        numbers = (int.from_bytes(self.unpack(digit), "little") << place for place, digit in enumerate(digits))
        return sum(numbers).to_bytes(self.rows, "little")

    def run(
        self, function: Callable[..., tuple[int, ...]], planes: Sequence[int], columns: Sequence[Any], /
    ) -> list[int]:
        """Return the planes that a compiled function gives, for all schools at once."""
        return [*function(self, planes, columns)]

    def _read_digits(self, digits: str) -> int:
        # Reading a number of base two takes time linear in its digits.
        return int(digits[::-1] or "0", 2)
