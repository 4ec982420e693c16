"""Many distinct texts that stay in Arrow, such as the ids of schools: one becomes Python's own when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from typing import Any, Final, overload

from kiemdinh.parsing.placed_tree import to_nfc

__all__ = ["ArrowTexts"]

_PLAIN_BYTES: Final = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_."
"""The bytes of plain ids, which show all that there is to them."""
_CODE_BYTES: Final = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_."
"""Plain bytes without small letters."""
_PLAIN_TEXT: Final = r"^[\p{Latin}0-9_.()/,-]+( [\p{Latin}0-9_.()/,-]+)*$"
_MAX_PLAIN: Final = 1_000
"""Characters of the longest plain text."""


class ArrowTexts(Sequence[Any]):
    """The contents of a column, the first None and behind it the texts of an array of Arrow, each once.

    Parameters
    ----------
    array
        An array of Arrow of texts, without nulls.
    """

    def __init__(self, array: Any) -> None:
        self.array = array
        self._unusual: dict[tuple[frozenset[str], str], Sequence[int]] = {}

    def __len__(self) -> int:
        return len(self.array) + 1

    @overload
    def __getitem__(self, number: int) -> Any: ...
    @overload
    def __getitem__(self, number: slice) -> list[Any]: ...
    def __getitem__(self, number: int | slice) -> Any:
        if isinstance(number, slice):
            return list(self)[number]
        place = range(len(self))[number]
        return None if place == 0 else to_nfc(self.array[place - 1].as_py())

    def __iter__(self) -> Iterator[Any]:
        yield None
        yield from map(to_nfc, self.array.to_pylist())

    def find_unusual(self, words: Iterable[str], pattern: str) -> Sequence[int]:
        """Return the numbers of the texts that a reader of words has to look at; every other text means itself.

        A usual text has letters, digits and few signs, in NFC, and single spaces between them. The cost is some passes
        of Arrow over the texts; where all are of letters of ASCII and digits it is hardly more than a copy of them.

        Parameters
        ----------
        words
            Folded words that are looked at, with and without signs behind them.
        pattern
            A pattern of folded texts that are looked at, which are no single words of ASCII.
        """
        key = (frozenset(words), pattern)
        if key not in self._unusual:
            self._unusual[key] = () if self._are_numbers(words) else _find_unusual(self.array, *key)
        return self._unusual[key]

    def _are_numbers(self, words: Iterable[str]) -> bool:
        """Whether the texts are short numbers, and none of *words* is a number."""
        shortest, longest = self._lengths
        is_short = shortest > 0 and longest <= _MAX_PLAIN
        return is_short and self._has_digits_alone and not any(map(str.isdecimal, words))

    def count_unlike(self) -> int:
        """Return how many ids there are without the difference of case, of spaces and of leading zeros."""
        compute = import_module("pyarrow.compute")
        shortest, longest = self._lengths
        if shortest == longest and (self._has_digits_alone or _has_plain_bytes(self.array, _CODE_BYTES)):
            return len(self.array)  # codes of one length in capital letters: two that differ stay different
        folded = compute.utf8_ltrim(compute.replace_substring(compute.utf8_lower(self.array), " ", ""), "0")
        count: int = compute.count_distinct(folded).as_py()
        return count

    @cached_property
    def _lengths(self) -> tuple[int, int]:
        """How many bytes the shortest text has, and the longest."""
        compute = import_module("pyarrow.compute")
        found = compute.min_max(compute.binary_length(self.array)).as_py()
        return found["min"] or 0, found["max"] or 0

    @cached_property
    def _has_digits_alone(self) -> bool:
        """Whether the texts have digits and nothing else."""
        numpy, data = import_module("numpy"), self.array.buffers()[2]
        if not data:
            return False
        shown = numpy.frombuffer(data, numpy.uint8)
        return bool(shown.min() >= ord("0") and shown.max() <= ord("9"))

    def replace(self, texts: Mapping[int, str | None]) -> tuple[ArrowTexts, Sequence[int]]:
        """Return contents with some texts replaced by others, and for each number of now the one there.

        Texts that become the same are one, and None is the first.
        """
        arrow, compute = import_module("pyarrow"), import_module("pyarrow.compute")
        places = [number in texts for number in range(1, len(self))]
        others = arrow.array([texts[number] for number in sorted(texts)], self.array.type)
        encoded = compute.replace_with_mask(self.array, arrow.array(places), others).dictionary_encode()
        numbers = compute.add(encoded.indices.fill_null(-1), 1).to_pylist()
        return ArrowTexts(encoded.dictionary), [0, *numbers]


def _find_unusual(array: Any, words: Iterable[str], pattern: str) -> Sequence[int]:
    arrow, compute = import_module("pyarrow"), import_module("pyarrow.compute")
    folded = compute.utf8_rtrim(compute.utf8_lower(array), " :.")
    unusual = compute.is_in(folded, value_set=arrow.array(sorted(words), folded.type))
    unusual = compute.or_(unusual, compute.greater(compute.utf8_length(array), _MAX_PLAIN))
    unusual = compute.or_(unusual, compute.equal(array, ""))
    if not _has_plain_bytes(array):
        is_plain = compute.match_substring_regex(array, _PLAIN_TEXT)
        is_nfc = compute.equal(compute.utf8_normalize(array, "NFC"), array)
        unusual = compute.or_(unusual, compute.invert(compute.and_(is_plain, is_nfc)))
        unusual = compute.or_(unusual, compute.match_substring_regex(folded, pattern))
    numbers: list[int] = compute.add(compute.indices_nonzero(unusual), 1).to_pylist()
    return numbers


def _has_plain_bytes(array: Any, plain: bytes = _PLAIN_BYTES) -> bool:
    """Whether the texts are made of some bytes alone. The cost is that of a copy of them."""
    data = array.buffers()[2]
    return data is not None and not data.to_pybytes().translate(None, plain)
