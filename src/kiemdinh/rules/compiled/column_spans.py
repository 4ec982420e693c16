"""Quantities of many schools: spans of two columns, counts of planes, and choices between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import gcd, lcm
from typing import Literal, NamedTuple, TypeAlias

from kiemdinh.rules.compiled.column_ends import OPEN, ColumnEnd, EndWriter, constant_end
from kiemdinh.rules.compiled.plane_logic import FULL, NONE, CompiledPlanes
from kiemdinh.rules.terms import Half, Interval, Number

__all__ = [
    "ChoiceSpan",
    "ColumnSpan",
    "CompiledColumns",
    "CountSpan",
    "SpanWriter",
    "common_unit",
    "constant_span",
    "span_of_interval",
]


class ColumnSpan(NamedTuple):
    """A quantity as the columns of its two ends; one in the columns stands for ``unit``."""

    low: ColumnEnd
    high: ColumnEnd
    unit: Fraction

    @property
    def number(self) -> Fraction | None:
        """The number that it is for every school; None where it is not one."""
        low = self.low.number
        return None if low is None or low != self.high.number else low * self.unit


class CountSpan(NamedTuple):
    """How many of some conditions hold, not counted yet: a comparison with a number is one of planes."""

    parts: tuple[CompiledPlanes, ...]


@dataclass(frozen=True, slots=True)
class ChoiceSpan:
    """One of two quantities, not chosen yet: a comparison of a choice is a choice of two comparisons.

    ``leaves`` is how many quantities it is a choice of.
    """

    test: CompiledPlanes
    then: CompiledColumns
    otherwise: CompiledColumns
    leaves: int


CompiledColumns: TypeAlias = ColumnSpan | CountSpan | ChoiceSpan
"""A quantity in the source."""


def constant_span(number: Number) -> ColumnSpan:
    """Return the span of one number."""
    end = constant_end(number.numerator)
    return ColumnSpan(end, end, Fraction(1, number.denominator))


def span_of_interval(interval: Interval) -> ColumnSpan:
    """Return the span that is the same interval for every school."""
    unit = common_unit([Fraction(end) for end in (interval.low, interval.high) if end is not None])
    low, high = (OPEN if end is None else constant_end(int(end / unit)) for end in (interval.low, interval.high))
    return ColumnSpan(low, high, unit)


def common_unit(numbers: Sequence[Fraction]) -> Fraction:
    """Return the greatest number of which all are whole multiples; 1 where all are zero."""
    top = reduce(gcd, (number.numerator for number in numbers), 0)
    return Fraction(top or 1, lcm(*(number.denominator for number in numbers)))


@dataclass(frozen=True, slots=True)
class SpanWriter:
    """Writes operations on spans."""

    ends: EndWriter

    def at_one_unit(self, spans: Sequence[ColumnSpan]) -> list[ColumnSpan]:
        """Return the same spans, in columns of one unit."""
        unit = common_unit([span.unit for span in spans])
        factors = [int(span.unit / unit) for span in spans]
        scale = self.ends.scale
        return [ColumnSpan(scale(s.low, f), scale(s.high, f), unit) for s, f in zip(spans, factors, strict=True)]

    def weigh(self, span: ColumnSpan, weight: Number) -> ColumnSpan:
        """Return a span times a number; below zero it exchanges the ends, and zero makes it zero (semantics 1.4)."""
        if not weight:
            return constant_span(0)
        low, high, unit = span
        if weight < 0:
            low, high = self.ends.scale(high, -1), self.ends.scale(low, -1)
        return ColumnSpan(low, high, unit * (weight if weight > 0 else -weight))

    def add(self, spans: Sequence[ColumnSpan]) -> ColumnSpan:
        """Return the sum."""
        left = self.at_one_unit(spans)
        return ColumnSpan(self.ends.add([s.low for s in left]), self.ends.add([s.high for s in left]), left[0].unit)

    def extreme(self, spans: Sequence[ColumnSpan], which: Literal["minimum", "maximum"]) -> ColumnSpan:
        """Return the span of the least, or of the greatest, of several quantities."""
        left = self.at_one_unit(spans)
        low = self.ends.extreme([span.low for span in left], which, low=True)
        return ColumnSpan(low, self.ends.extreme([span.high for span in left], which, low=False), left[0].unit)

    def round_to(self, span: ColumnSpan, digits: int, half: Half) -> ColumnSpan:
        """Return the span of the rounded quantity."""
        low, high = (self.ends.round_to(end, span.unit, digits, half) for end in span[:2])
        return ColumnSpan(low, high, 1 / Fraction(10) ** digits)

    def choose(self, test: CompiledPlanes, then: ColumnSpan, otherwise: ColumnSpan) -> ColumnSpan:
        """Return the arm that the test selects; where the test is unknown, the span around both arms."""
        one, two = self.at_one_unit([then, otherwise])
        low, high = one[:2]
        if test.certain != test.possible:
            hull = [
                self.ends.extreme([one.low, two.low], "minimum", low=True),
                self.ends.extreme([one.high, two.high], "maximum", low=False),
            ]
            low, high = (self.ends.choose(test.certain, *pair) for pair in zip((one.low, one.high), hull, strict=True))
        low, high = (
            self.ends.choose(test.possible, *pair) for pair in zip((low, high), (two.low, two.high), strict=True)
        )
        return ColumnSpan(low, high, one.unit)

    def count(self, counted: CountSpan) -> ColumnSpan:
        """Return the span from how many are certain to how many are possible."""
        low, high = (self._count_planes(planes) for planes in zip(*counted.parts, strict=True))
        return ColumnSpan(low, high, Fraction(1))

    def _count_planes(self, planes: Sequence[str]) -> ColumnEnd:
        left = [plane for plane in planes if plane not in (NONE, FULL)]
        return self.ends.scale(self.ends.make(0, len(left), "count_planes", *left), 1, planes.count(FULL))

    # -- products --------------------------------------------------------------------------------------

    def multiply(self, left: ColumnSpan, right: ColumnSpan) -> ColumnSpan:
        """Return the product: the least and the greatest product of two ends."""
        for one, other in ((left, right), (right, left)):
            if one.number is not None:
                return self.weigh(other, one.number)
        one, two = (ColumnSpan(self.ends.settle(s.low), self.ends.settle(s.high), s.unit) for s in (left, right))
        is_natural = all(span.low.least >= 0 and span.low.plane == NONE for span in (one, two))
        low, high = self._multiply_naturals(one, two) if is_natural else self._multiply_corners(one, two)
        return ColumnSpan(low, high, left.unit * right.unit)

    def _multiply_naturals(self, left: ColumnSpan, right: ColumnSpan) -> tuple[ColumnEnd, ColumnEnd]:
        low, high = (self._multiply_columns(*pair) for pair in zip(left[:2], right[:2], strict=True))
        logic = self.ends.logic
        pairs = (left.high, right.high), (right.high, left.high)
        # An open end times zero is zero.
        is_open = [logic.meet([one.plane, logic.complement(self._is_zero(other))]) for one, other in pairs]
        return low, ColumnEnd(high.text, high.least, high.greatest, logic.join(is_open))

    def _multiply_columns(self, left: ColumnEnd, right: ColumnEnd) -> ColumnEnd:
        corners = [a * b for a in (left.least, left.greatest) for b in (right.least, right.greatest)]
        return self.ends.make(min(corners), max(corners), "multiply", left.text, right.text)

    def _is_zero(self, end: ColumnEnd) -> str:
        above = self.ends.above(end.bare, constant_end(0), Fraction(1), strict=True, where_open=NONE)
        return self.ends.logic.complement(self.ends.logic.join([above, end.plane]))

    def _multiply_corners(self, left: ColumnSpan, right: ColumnSpan) -> tuple[ColumnEnd, ColumnEnd]:
        # An open end is a number so large that its product with any number but zero is beyond all finite products.
        sizes = [max(abs(n) for end in span[:2] for n in (end.least, end.greatest)) for span in (left, right)]
        far = max(*sizes, sizes[0] * sizes[1]) + 1
        self.ends.logic.require_exact(far * far)
        one, two = (self._close_ends(span, far) for span in (left, right))
        products = [self._multiply_columns(a, b) for a in one for b in two]
        low = self.ends.extreme(products, "minimum", low=True)
        high = self.ends.extreme(products, "maximum", low=False)
        return self._open_beyond(low, far, is_low=True), self._open_beyond(high, far, is_low=False)

    def _close_ends(self, span: ColumnSpan, far: int) -> tuple[ColumnEnd, ColumnEnd]:
        low, high = span[:2]
        return (
            self.ends.choose(low.plane, constant_end(-far), low.bare),
            self.ends.choose(high.plane, constant_end(far), high.bare),
        )

    def _open_beyond(self, end: ColumnEnd, far: int, *, is_low: bool) -> ColumnEnd:
        """Return the end, open where its number is beyond all that are finite."""
        bound = constant_end(1 - far if is_low else far - 1)
        one, two = (bound, end) if is_low else (end, bound)
        plane = self.ends.above(one, two, Fraction(1), strict=True, where_open=NONE)
        kept = self.ends.extreme([end, bound], "maximum" if is_low else "minimum", low=is_low)
        return ColumnEnd(kept.text, kept.least, kept.greatest, plane)
