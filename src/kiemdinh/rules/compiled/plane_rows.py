"""How many schools there are and what a plane of them is: arrays of words with NumPy, else whole numbers of Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

__all__ = ["BLOCK", "MAX_NUMBER", "Column", "InexactError", "Plane", "PlanePair", "PlaneRows"]

Plane: TypeAlias = Any
"""One bit for each school: an array of ``uint64`` with NumPy, else an ``int``; the first school is the lowest bit.

Bits beyond the last school mean nothing.
"""

Column: TypeAlias = Any
"""One whole number for each school: an array of integers with NumPy, else a list or bytes.

A single ``int`` is that of all.
"""

BLOCK = 1 << 18
"""How many schools are worked on at once, so that what stands between lines stays in the cache of the processor."""

MAX_NUMBER: Final = 2**62
"""The greatest number in a column of 64-bit integers: twice as much still is one."""


class InexactError(ValueError):
    """Columns of 64-bit integers cannot hold a quantity exactly; columns of Python's whole numbers can."""


class PlanePair(NamedTuple):
    """The two readings of a condition for many schools; ``certain`` lies within ``possible``."""

    certain: Plane
    possible: Plane


class PlaneRows(Protocol):
    """So many schools: what compiled functions need beside ``&``, ``|`` and ``^``, and the way to planes and back.

    Attributes
    ----------
    rows
        How many schools there are.
    full
        The plane that has all of them.
    max_number
        The greatest number that a column may hold; None where there is none.
    """

    rows: int
    full: Plane
    max_number: int | None

    @property
    def nobody(self) -> Plane:
        """The plane that has none of the schools."""

    def pack(self, flags: Sequence[Any], /) -> Plane:
        """Return the plane of the schools whose flag is true."""

    def read_bits(self, bits: bytes | bytearray, /) -> Plane:
        """Return the plane of the schools whose bit is set: the first is the lowest of the first byte.

        There are whole words of 64 bits, as many as the schools need.
        """

    def unpack(self, plane: Plane, /) -> Sequence[int]:
        """Return 0 or 1 for each school: bytes, or an array of ``uint8`` with NumPy."""

    def count(self, plane: Plane, /) -> int:
        """Return how many schools are in a plane."""

    def pack_code(self, codes: Any, code: int, /) -> Plane:
        """Return the plane of the schools that have this code in a column of bytes (an array of ``uint8`` or bytes)."""

    def combine(self, digits: Sequence[Plane], /) -> Sequence[int]:
        """Return the number of each school whose binary digits are these planes, at most eight, the lowest first."""

    def take(self, numbers: Sequence[int], codes: Any, /) -> Column:
        """Return the column of the numbers that codes stand for: of each school the number at the place of its code."""

    # -- some of the schools -----------------------------------------------------------------------------

    def resized(self, rows: int, /) -> PlaneRows:
        """Return planes of the same kind for another number of schools."""

    def positions(self, plane: Plane, /) -> Sequence[int]:
        """Return the schools of a plane by their number from 0, in rising order."""

    def gather(self, plane: Plane, positions: Sequence[int], /) -> Plane:
        """Return the plane that has only the schools at these positions, in that order."""

    def scatter(self, plane: Plane, positions: Sequence[int], /) -> Plane:
        """Return a plane of gathered schools as one of all; who was not gathered is not in it."""

    def gather_column(self, column: Column, positions: Sequence[int], /) -> Column:
        """Return the column of the schools at these positions."""

    # ----------------------------------------------------------------------------------------------------

    def run(
        self, function: Callable[..., tuple[Plane, ...]], planes: Sequence[Plane], columns: Sequence[Column], /
    ) -> list[Plane]:
        """Return the planes that a compiled function gives, block by block where that is quicker."""
