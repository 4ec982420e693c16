"""Codes of columns with two distinct contents, as bits: what Arrow has of truth values, hardly copied."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias, overload

__all__ = ["BitCodes"]

Bits: TypeAlias = bytes | bytearray
_WORD: Final = 8
"""Bytes of a word."""
_SPREAD: Final = tuple(bytes(byte >> bit & 1 for bit in range(8)) for byte in range(256))
"""For each byte its bits as bytes, the lowest first."""


class BitCodes(Sequence[int]):
    """The codes 0, 1 and 2 of rows: two bits for each row.

    Attributes
    ----------
    rows
        How many rows there are.
    ones, twos
        The rows that have the code 1, and those that have the code 2: a bit for each row, the first row in the lowest
        bit of the first byte. No row has both, and bits beyond the last row are 0. Zeros behind may be left out; they
        are kept as whole words, so that planes can be made of them without a copy.
    typecode
        The type of the codes, as that of an array: a byte for each.

    Parameters
    ----------
    has_gaps
        Whether some row has the code 0; None where that is not known yet.

    Examples
    --------
    >>> codes = BitCodes(4, bytes([0b1001]), bytes([0b0010]))
    >>> list(codes), codes[3], codes[1:].tolist()
    ([1, 2, 0, 1], 1, [2, 0, 1])
    """

    __slots__ = ("_has_gaps", "ones", "rows", "twos")
    typecode: Final = "B"

    def __init__(self, rows: int, ones: Bits, twos: Bits, *, has_gaps: bool | None = None) -> None:
        size = self.size_of(rows)
        self.rows = rows
        self.ones = ones if len(ones) == size else ones.ljust(size, b"\0")
        self.twos = twos if len(twos) == size else twos.ljust(size, b"\0")
        self._has_gaps = has_gaps

    @property
    def zeros(self) -> bytes:
        """The rows that have the code 0, as ``ones`` has those of the code 1."""
        rest = ~(_as_number(self.ones) | _as_number(self.twos)) & ((1 << self.rows) - 1)
        return rest.to_bytes(len(self.ones), "little")

    @property
    def has_gaps(self) -> bool:
        """Whether some row has the code 0. It is found out once."""
        if self._has_gaps is None:
            self._has_gaps = (_as_number(self.ones) | _as_number(self.twos)).bit_count() < self.rows
        return self._has_gaps

    def has_code(self, code: int) -> bool:
        """Whether some row has a code."""
        if code == 0:
            return self.has_gaps
        return code in (1, 2) and any(self.twos if code == 2 else self.ones)

    def translate(self, meanings: Sequence[int]) -> BitCodes:
        """Return the codes that stand for the codes of each row; all are from 0 to 2."""
        planes = list(zip(meanings, (self.zeros, self.ones, self.twos), strict=False))
        ones, twos = (
            sum(_as_number(plane) for meaning, plane in planes if meaning == code) for code in (1, 2)
        )  # fmt: skip
        size = len(self.ones)
        return BitCodes(self.rows, ones.to_bytes(size, "little"), twos.to_bytes(size, "little"))

    @classmethod
    def size_of(cls, rows: int) -> int:
        """Return how many bytes each of the planes has."""
        return -(-rows // (8 * _WORD)) * _WORD

    def tobytes(self) -> bytes:
        """Return a byte for each row, as an array of bytes does."""
        return self._spread(0, self.rows)

    def __len__(self) -> int:
        return self.rows

    @overload
    def __getitem__(self, row: int) -> int: ...
    @overload
    def __getitem__(self, row: slice) -> array[int]: ...
    def __getitem__(self, row: int | slice) -> int | array[int]:
        if isinstance(row, slice):
            rows = range(self.rows)[row]
            if rows.step != 1:
                return array("B", map(self._code_of, rows))
            return array("B", self._spread(rows.start, rows.stop))
        return self._code_of(range(self.rows)[row])

    def __iter__(self) -> Iterator[int]:
        return iter(self.tobytes())

    def _code_of(self, row: int) -> int:
        byte, bit = divmod(row, 8)
        return (self.ones[byte] >> bit & 1) + 2 * (self.twos[byte] >> bit & 1)

    def _spread(self, start: int, stop: int) -> bytes:
        first, last = start // 8, -(-max(start, stop) // 8)
        ones, twos = (b"".join(map(_SPREAD.__getitem__, plane[first:last])) for plane in (self.ones, self.twos))
        # All bytes at once: 0, 1 or 2 stays within a byte.
        codes = (_as_number(ones) + 2 * _as_number(twos)).to_bytes(len(ones), "little")
        return codes[start - 8 * first : stop - 8 * first]


def _as_number(plane: Bits) -> int:
    return int.from_bytes(plane, "little")
