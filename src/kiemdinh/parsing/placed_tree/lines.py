"""A text as numbered lines: finds the line and column of an offset, and the line of a number."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["JSON_BREAKS", "YAML_BREAKS", "Lines"]

JSON_BREAKS: Final = re.compile(r"\r\n|[\r\n]")
# The reader of YAML counts these as line breaks too, as YAML 1.1 had it.
YAML_BREAKS: Final = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")


class Lines:
    """The lines of a text, found when first asked for. Lines and columns are 1-based, in characters."""

    __slots__ = ("_breaks", "_starts", "text")

    def __init__(self, text: str, breaks: re.Pattern[str] = JSON_BREAKS) -> None:
        self.text = text
        self._breaks = breaks
        self._starts: list[int] | None = None

    def locate(self, offset: int) -> tuple[int, int]:
        r"""Return line and column of the character at *offset*, both counted from 1.

        The first call finds all line breaks, in time linear in the text; later ones are a binary search.

        >>> Lines("a: 1\nb: 2").locate(8)
        (2, 4)
        """
        starts = self._line_starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def line(self, number: int) -> str:
        r"""Return the text of the line, counted from 1, without its break; empty where there is no such line.

        >>> Lines("a: 1\r\nb: 2").line(1)
        'a: 1'
        """
        starts = self._line_starts()
        if not 0 < number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        last = self.text[max(starts[number - 1], end - 2) : end]  # a line can be long, its break has two at most
        match = self._breaks.search(last)
        return self.text[starts[number - 1] : end - (len(last) - match.start() if match else 0)]

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Yield each line's number and its text."""
        for number in range(1, len(self._line_starts()) + 1):
            yield number, self.line(number)

    def _line_starts(self) -> list[int]:
        if self._starts is None:  # threads may compute it at once: all get the same list
            self._starts = [0, *(match.end() for match in self._breaks.finditer(self.text))]
        return self._starts
