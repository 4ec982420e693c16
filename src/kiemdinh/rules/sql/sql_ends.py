"""Ends of intervals as expressions of whole numbers, and spans of two of them.

All arithmetic is that of integers of 64 bits, or of 38 digits where those may not do, and exact: the least and the
greatest number that can occur are known before there is a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm
from typing import Final, NamedTuple

from kiemdinh.rules.compiled import InexactError
from kiemdinh.rules.sql.sql_terms import SqlTerm, SqlTerms
from kiemdinh.rules.terms import Interval, Number

__all__ = ["EndMaker", "SqlEnd", "SqlSpan", "column_span", "common_unit", "span_of_number"]

_MOST_OF_64_BITS: Final = 2**62
_MOST: Final = 10**37


@dataclass(frozen=True, slots=True)
class SqlEnd:
    """One end of an interval.

    Attributes
    ----------
    term
        The expression of a whole number.
    least, greatest
        It is never beyond these.
    may_be_null
        Whether the expression can be NULL.
    at
        The number where it is; None where the end is open then.
    """

    term: SqlTerm
    least: int
    greatest: int
    may_be_null: bool = False
    at: int | None = None

    @property
    def number(self) -> int | None:
        """The number that it is for every school; None where it depends on a column, or is open."""
        return self.least if self.term.operator == "number" else None


class SqlSpan(NamedTuple):
    """A quantity by its two ends; one in them stands for ``unit``."""

    low: SqlEnd
    high: SqlEnd
    unit: Fraction

    @property
    def number(self) -> Fraction | None:
        """The number that it is for every school; None where it is not one."""
        low = self.low.number
        return None if low is None or low != self.high.number else low * self.unit

    @property
    def is_natural(self) -> bool:
        """Whether it is never below zero."""
        return self.low.least >= 0 and (not self.low.may_be_null or self.low.at is not None)


def column_span(column: tuple[SqlTerm, SqlTerm], bounds: tuple[int, int], unit: Fraction, missing: Interval) -> SqlSpan:
    """Return the span of columns of whole numbers, which are NULL where nothing is recorded.

    Parameters
    ----------
    column
        The columns of the two ends: one column twice where it has what is recorded.
    bounds
        The least and the greatest number in them.
    unit
        What one in the columns stands for.
    missing
        What the quantity can be where nothing is recorded.

    Raises
    ------
    InexactError
        An end of *missing* is no whole number of units.
    """
    ends = []
    for term, where_missing in zip(column, (missing.low, missing.high), strict=True):
        at = None if where_missing is None else Fraction(where_missing) / unit
        if at is not None and at.denominator != 1:
            message = f"{where_missing} is no whole number of {unit}"
            raise InexactError(message)
        within = [*bounds] if at is None else [*bounds, int(at)]
        ends.append(SqlEnd(term, min(within), max(within), True, None if at is None else int(at)))
    return SqlSpan(ends[0], ends[1], unit)


def common_unit(units: Sequence[Fraction]) -> Fraction:
    """Return the greatest unit of which all are whole multiples.

    >>> common_unit([Fraction(1, 4), Fraction(1, 6)])
    Fraction(1, 12)
    """
    return Fraction(gcd(*(unit.numerator for unit in units)), lcm(*(unit.denominator for unit in units)))


@dataclass(frozen=True, slots=True)
class EndMaker:
    """Makes ends of ends."""

    terms: SqlTerms

    def constant(self, number: int) -> SqlEnd:
        """Return the end that is one number for every school."""
        return SqlEnd(self.terms.number(number), number, number)

    @property
    def open(self) -> SqlEnd:
        """The end that is open for every school."""
        return SqlEnd(self.terms.null, 0, 0, True)

    def make(self, term: SqlTerm, least: int, greatest: int, *, may_be_null: bool) -> SqlEnd:
        """Return an end; refuse one that may have too many digits."""
        if max(abs(least), abs(greatest)) > _MOST:
            message = "a number of more than 37 digits may occur"
            raise InexactError(message)
        return SqlEnd(term, least, greatest, may_be_null)

    def widen(self, end: SqlEnd, least: int, greatest: int) -> SqlTerm:
        """Return the expression of an end, with room for a result between *least* and *greatest*."""
        if max(abs(least), abs(greatest)) <= _MOST_OF_64_BITS or end.term.is_constant or end.term.operator == "wide":
            return end.term
        return self.terms.make("wide", (end.term,))

    def settle(self, end: SqlEnd) -> SqlEnd:
        """Return the same end, which is NULL only where it is open."""
        if end.at is None or not end.may_be_null:
            return end
        term = self.terms.make("coalesce", (end.term, self.terms.number(end.at)), settled=True)
        return SqlEnd(term, end.least, end.greatest)

    def scale(self, end: SqlEnd, factor: int) -> SqlEnd:
        """Return the end times a whole number that is not zero."""
        if factor == 1 or end.term.operator == "null":
            return end
        least, greatest = sorted((end.least * factor, end.greatest * factor))
        term = self.terms.times(self.widen(end, least, greatest), factor)
        found = self.make(term, least, greatest, may_be_null=end.may_be_null)
        return replace(found, at=None if end.at is None else end.at * factor)

    def add(self, ends: Sequence[SqlEnd]) -> SqlEnd:
        """Return the sum; open where one of them is."""
        settled = [*map(self.settle, ends)]
        if len(settled) == 1:
            return ends[0]
        if any(end.term.operator == "null" for end in settled):
            return self.open
        least, greatest = sum(end.least for end in settled), sum(end.greatest for end in settled)
        numbers = [end.number for end in settled if end.number is not None]
        terms = [self.widen(end, least, greatest) for end in settled if end.number is None]
        if sum(numbers) or not terms:
            terms.append(self.terms.number(sum(numbers)))
        return self.make(self.terms.plus(terms), least, greatest, may_be_null=any(e.may_be_null for e in settled))

    def extreme(self, ends: Sequence[SqlEnd], which: str, *, low: bool) -> SqlEnd:
        """Return the least or the greatest of several low ends, or of several high ends."""
        settled = [*dict.fromkeys(map(self.settle, ends))]
        # The least low end is open where any is; the least high end where all are, as LEAST has it of NULL.
        is_open = (which == "least") == low
        if is_open and any(end.term.operator == "null" for end in settled):
            return self.open
        settled = [end for end in settled if end.term.operator != "null"] or settled[:1]
        if len(settled) == 1:
            return settled[0]
        choose = min if which == "least" else max
        least, greatest = choose(e.least for e in settled), choose(e.greatest for e in settled)
        if not is_open:
            # What is open is left out, so any of the others can be the one.
            least, greatest = min(e.least for e in settled), max(e.greatest for e in settled)
        combine = any if is_open else all
        may_be_null = combine(end.may_be_null for end in settled)
        detail = "open" if is_open and may_be_null else None
        operator = "least" if which == "least" else "greatest"
        term = self.terms.make(operator, [e.term for e in settled], detail, settled=not may_be_null)  # type: ignore[arg-type]
        return self.make(term, least, greatest, may_be_null=may_be_null)

    def multiply(self, left: SqlEnd, right: SqlEnd) -> SqlEnd:
        """Return the product of two ends that are never below zero; zero times an open end is zero."""
        one, two = self.settle(left), self.settle(right)
        least, greatest = one.least * two.least, one.greatest * two.greatest
        terms = [self.widen(one, least, greatest), self.widen(two, least, greatest)]
        product = self.terms.make("product", terms)
        may_be_null = one.may_be_null or two.may_be_null
        if may_be_null:
            zero = [self.terms.compare(end.term, "=", self.terms.number(0)) for end in (one, two)]
            product = self.terms.case((self.terms.disjunction(zero), self.terms.number(0)), otherwise=product)
        return self.make(product, least, greatest, may_be_null=may_be_null)

    def choose(self, test: SqlTerm, then: SqlEnd, otherwise: SqlEnd, *, low: bool) -> SqlEnd:
        """Return the end of the arm that the test selects; where the test is NULL, the end of the span around both."""
        one, two = self.settle(then), self.settle(otherwise)
        if one == two:
            return one
        least, greatest = min(one.least, two.least), max(one.greatest, two.greatest)
        if test.is_settled:
            term = self.terms.case((test, one.term), otherwise=two.term)
        else:
            around = self.extreme((one, two), "least" if low else "greatest", low=low)
            term = self.terms.case(
                (test, one.term), (self.terms.negation(test), two.term), otherwise=around.term
            )  # fmt: skip
        return self.make(term, least, greatest, may_be_null=one.may_be_null or two.may_be_null)


def span_of_number(maker: EndMaker, number: Number) -> SqlSpan:
    """Return the span of one number."""
    end = maker.constant(number.numerator)
    return SqlSpan(end, end, Fraction(1, number.denominator))
