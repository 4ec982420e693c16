"""Ends of intervals as columns of whole numbers, and their comparisons, sums, choices and products in the source.

All arithmetic is that of 64-bit integers, and exact: the least and the greatest number that can stand in a column are
known before there is a table, so that what could be too large is refused while the source is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from typing import Final, Literal

from kiemdinh.rules.compiled.plane_logic import FULL, NONE, PlaneLogic
from kiemdinh.rules.terms import Half, exact_number, round_number

__all__ = ["OPEN", "ColumnEnd", "EndWriter", "constant_end"]


@dataclass(frozen=True, slots=True)
class ColumnEnd:
    """One end of the intervals of many schools.

    Attributes
    ----------
    text
        The variable of the column, or a whole number.
    least, greatest
        No number in the column is beyond these.
    plane
        The schools for which the column says nothing; ``at`` does.
    at
        The number of the schools in ``plane``; None where their end is open.
    """

    text: str
    least: int
    greatest: int
    plane: str = NONE
    at: int | None = None

    @property
    def number(self) -> int | None:
        """The number that it is for every school; None where it is a column, or open for some."""
        return self.least if self.least == self.greatest and self.plane == NONE else None

    @property
    def bare(self) -> ColumnEnd:
        """The column alone."""
        return replace(self, plane=NONE, at=None)


def constant_end(number: int) -> ColumnEnd:
    """Return the end that is one number for every school."""
    return ColumnEnd(f"({number})" if number < 0 else str(number), number, number)


OPEN: Final = ColumnEnd("0", 0, 0, FULL)
"""The end that is open for every school."""


@dataclass(frozen=True, slots=True)
class EndWriter:
    """Writes operations on ends; ``logic`` writes operations on planes."""

    logic: PlaneLogic

    # -- comparisons -----------------------------------------------------------------------------------

    def above(self, left: ColumnEnd, right: ColumnEnd, ratio: Fraction, *, strict: bool, where_open: str) -> str:
        """Return the schools for which *left* times *ratio* is at least *right*; greater with *strict*.

        *where_open* is the answer for the schools for which one of both is open. *ratio* is above zero.
        """
        for end, is_left in ((left, True), (right, False)):
            if end.plane != NONE:
                others = (end.bare, right) if is_left else (left, end.bare)
                column = self.above(*others, ratio, strict=strict, where_open=where_open)
                under = where_open
                if end.at is not None:
                    fixed = constant_end(end.at)
                    others = (fixed, right) if is_left else (left, fixed)
                    under = self.above(*others, ratio, strict=strict, where_open=where_open)
                return self.logic.choose(end.plane, under, column)
        return self._above_columns(left, right, ratio, strict)

    def _above_columns(self, left: ColumnEnd, right: ColumnEnd, ratio: Fraction, strict: bool) -> str:
        low, high = left.least * ratio, left.greatest * ratio
        if low > right.greatest or (low == right.greatest and not strict):
            return FULL
        if high < right.least or (high == right.least and strict):
            return NONE
        if right.number is not None:
            bound = right.number / ratio
            return self._reach(left, bound.__floor__() + 1 if strict else bound.__ceil__())
        if left.number is not None:
            # The right side is below a bound: it does not reach it.
            bound = left.number * ratio
            return self.logic.complement(self._reach(right, bound.__ceil__() if strict else bound.__floor__() + 1))
        one, two = self.scale(left, ratio.numerator), self.scale(right, ratio.denominator)
        return self.logic.complement(self._reach(two, one.text)) if strict else self._reach(one, two.text)

    def _reach(self, end: ColumnEnd, bound: int | str) -> str:
        return self.logic.writer.assign(f"rows.reaches({end.text}, {bound})")

    # -- one end ---------------------------------------------------------------------------------------

    def scale(self, end: ColumnEnd, factor: int, offset: int = 0) -> ColumnEnd:
        """Return the end times *factor*, which is not zero, plus *offset*."""
        if (factor, offset) == (1, 0):
            return end
        least, greatest = sorted((end.least * factor + offset, end.greatest * factor + offset))
        found = self.make(least, greatest, "scale", end.text, str(factor), str(offset))
        return replace(found, plane=end.plane, at=None if end.at is None else end.at * factor + offset)

    def settle(self, end: ColumnEnd) -> ColumnEnd:
        """Return the same end with a number in the column for every school whose end is not open."""
        if end.at is None or end.plane == NONE:
            return end
        return self.choose(end.plane, constant_end(end.at), end.bare)

    def round_to(self, end: ColumnEnd, unit: Fraction, digits: int, half: Half) -> ColumnEnd:
        """Return the end rounded, in units of the last digit; one in the column stands for *unit*."""
        step = Fraction(10) ** digits * unit

        def rounded(number: int) -> int:
            return int(round_number(exact_number(number * step), 0, half))

        scaled = self.scale(end, step.numerator)
        if step.denominator == 1:
            return scaled
        self.logic.require_exact(2 * step.denominator)  # twice the rest of a division is compared with the divisor
        arguments = scaled.text, str(step.denominator), repr(half)
        found = self.make(rounded(end.least), rounded(end.greatest), "round_off", *arguments)
        return replace(found, plane=end.plane, at=None if end.at is None else rounded(end.at))

    def make(self, least: int, greatest: int, helper: str, *arguments: str) -> ColumnEnd:
        """Return a column that a helper makes; it need not be called where only one number is possible."""
        self.logic.require_exact(least, greatest)
        if least == greatest:
            return constant_end(least)
        return ColumnEnd(self.logic.writer.assign(f"rows.{helper}({', '.join(arguments)})"), least, greatest)

    # -- several ends ----------------------------------------------------------------------------------

    def add(self, ends: Sequence[ColumnEnd]) -> ColumnEnd:
        """Return the sum; open where one of them is."""
        offset = sum(end.number for end in ends if end.number is not None)
        left = [end for end in ends if end.number is None]
        if len(left) < 2:
            return self.scale(left[0], 1, offset) if left else constant_end(offset)
        left = [*map(self.settle, left), *([constant_end(offset)] if offset else [])]
        return reduce(self._add_two, left)

    def _add_two(self, one: ColumnEnd, two: ColumnEnd) -> ColumnEnd:
        found = self.make(one.least + two.least, one.greatest + two.greatest, "add", one.text, two.text)
        return replace(found, plane=self.logic.join([one.plane, two.plane]))

    def choose(self, test: str, then: ColumnEnd, otherwise: ColumnEnd) -> ColumnEnd:
        """Return *then* for the schools of *test*, *otherwise* for all others."""
        if then == otherwise or test in (NONE, FULL):
            return otherwise if test == NONE else then
        then, otherwise = self.settle(then), self.settle(otherwise)
        plane = self.logic.choose(test, then.plane, otherwise.plane)
        if then.text == otherwise.text:
            return replace(then, plane=plane)
        ends = min(then.least, otherwise.least), max(then.greatest, otherwise.greatest)
        return replace(self.make(*ends, "choose", test, then.text, otherwise.text), plane=plane)

    def extreme(self, ends: Sequence[ColumnEnd], which: Literal["minimum", "maximum"], *, low: bool) -> ColumnEnd:
        """Return the least or the greatest of several low ends, or of several high ends."""
        settled = [*map(self.settle, dict.fromkeys(ends))]
        if (which == "minimum") == low:
            # The least low end is open where any is.
            plane = self.logic.join([end.plane for end in settled])
            return replace(self._extreme_number(settled, which), plane=plane)
        # The least high end is open where all are; elsewhere an open one is beyond every number.
        plane = self.logic.meet([end.plane for end in settled])
        beyond = (max(e.greatest for e in settled)) if which == "minimum" else min(e.least for e in settled)
        filled = [self.choose(end.plane, constant_end(beyond), end.bare) for end in settled if end.plane != FULL]
        return replace(self._extreme_number(filled, which), plane=plane) if filled else OPEN

    def _extreme_number(self, ends: Sequence[ColumnEnd], which: Literal["minimum", "maximum"]) -> ColumnEnd:
        function = min if which == "minimum" else max
        least, greatest = function(end.least for end in ends), function(end.greatest for end in ends)
        # A number that bounds the others may itself be too large for a column.
        self.logic.require_exact(*(number for end in ends for number in (end.least, end.greatest)))
        texts = [*dict.fromkeys(end.text for end in ends)]
        return self.make(least, greatest, which, *texts) if len(texts) > 1 else ColumnEnd(texts[0], least, greatest)
