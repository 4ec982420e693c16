"""The back end for SQL: a condition is an expression that is TRUE, FALSE or NULL, a quantity has two ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal

from kiemdinh.rules.compiled import InexactError
from kiemdinh.rules.sql.sql_ends import EndMaker, SqlEnd, SqlSpan, common_unit, span_of_number
from kiemdinh.rules.sql.sql_terms import SqlTerm, SqlTerms
from kiemdinh.rules.terms import (
    MET,
    MIRRORED,
    UNMET,
    Comparison,
    Half,
    Interval,
    Number,
    Truth,
    exact_number,
)

__all__ = ["SqlSource"]

_Operator = Literal[">=", ">"]
_OPPOSITE: Final[dict[_Operator, _Operator]] = {">=": ">", ">": ">="}


@dataclass(slots=True)
class SqlSource:
    """Makes expressions of conditions: NULL is unknown, and AND, OR and NOT of SQL read it as the semantics do (1.3).

    Attributes
    ----------
    terms
        Makes the expressions; several sources may share it.
    facts
        The facts that the expressions read as columns, by name.

    Examples
    --------
    >>> from kiemdinh.rules import All, Fact, fold
    >>> source = SqlSource()
    >>> term = fold(All((Fact("a"), Fact("b"))), source)
    >>> term.operator, [part.detail for part in term.parts]
    ('and', ['a', 'b'])
    """

    terms: SqlTerms = field(default_factory=SqlTerms)
    facts: dict[str, SqlTerm] = field(default_factory=dict)
    _bound: dict[str, SqlTerm] = field(default_factory=dict)
    _bound_values: dict[str, SqlSpan] = field(default_factory=dict)

    @property
    def bound(self) -> dict[str, SqlTerm]:
        """The facts that have been made, by name."""
        return dict(self._bound)

    def bind(self, name: str, condition: SqlTerm, /) -> None:
        """Let the name of a fact stand for a condition that has been made."""
        self._bound[name] = condition

    def bind_value(self, name: str, quantity: SqlSpan, /) -> None:
        """Let the name of a value stand for a quantity that has been made."""
        self._bound_values[name] = quantity

    # -- conditions ------------------------------------------------------------------------------------

    def fact(self, name: str, /) -> SqlTerm:
        """Return what a fact is bound to, else the column of its name."""
        return self._bound[name] if name in self._bound else self.facts.setdefault(name, self.terms.column(name))

    def known(self, truth: Truth, /) -> SqlTerm:
        """Return the expression of a truth."""
        return self.terms.true if truth is MET else self.terms.false if truth is UNMET else self.terms.null

    def all(self, parts: Sequence[SqlTerm], /) -> SqlTerm:
        """Return the conjunction."""
        return self.terms.conjunction(parts)

    def any(self, parts: Sequence[SqlTerm], /) -> SqlTerm:
        """Return the disjunction."""
        return self.terms.disjunction(parts)

    def at_least(self, k: int, parts: Sequence[SqlTerm], /) -> SqlTerm:
        """Count the members that hold, and those that may; members that always hold are counted now."""
        left = [part for part in parts if part.operator not in ("true", "false")]
        k -= sum(part.operator == "true" for part in parts)
        if k <= 0 or k > len(left):
            return self.terms.true if k <= 0 else self.terms.false
        if k in (1, len(left)):
            return self.any(left) if k == 1 else self.all(left)
        enough = self.terms.compare(self.terms.count(left), ">=", self.terms.number(k))
        if all(part.is_settled for part in left):
            return enough
        possible = self.terms.count([self.terms.is_not_false(part) for part in left])
        too_few = self.terms.compare(self.terms.number(k), ">", possible)
        return self.terms.case((enough, self.terms.true), (too_few, self.terms.false))

    def negate(self, part: SqlTerm, /) -> SqlTerm:
        """Return the negation: NULL stays NULL."""
        return self.terms.negation(part)

    def branch(self, test: SqlTerm, then: SqlTerm, otherwise: SqlTerm, /) -> SqlTerm:
        """Return the arm that the test selects; where the test is NULL, what both arms agree on."""
        terms = self.terms
        if then is otherwise or test.operator == "true":
            return then
        if test.operator == "false":
            return otherwise
        if test.operator == "not":
            return self.branch(test.parts[0], otherwise, then)
        # One arm that is the same for all makes it a group, in which SQL reads NULL as a branch has to.
        if then.operator in ("true", "false"):
            opposite = terms.negation(test)
            return self.any([test, otherwise]) if then.operator == "true" else self.all([opposite, otherwise])
        if otherwise.operator in ("true", "false"):
            opposite = terms.negation(test)
            return self.any([opposite, then]) if otherwise.operator == "true" else self.all([test, then])
        if test.is_settled:
            return terms.case((test, then), otherwise=otherwise)
        agree = terms.compare(then, "=", otherwise)
        if test.operator == "null":
            return terms.case((agree, then))
        return terms.case((test, then), (terms.negation(test), otherwise), (agree, then))

    def certain(self, part: SqlTerm, /) -> SqlTerm:
        """Return met where the condition is certain, else unmet."""
        return self.terms.is_true(part)

    def possible(self, part: SqlTerm, /) -> SqlTerm:
        """Return met where the condition is possible, else unmet."""
        return self.terms.is_not_false(part)

    def compare(self, left: SqlSpan, op: Comparison, right: SqlSpan, /) -> SqlTerm:
        """Compare the ends that are worst for the comparison, and those that are best."""
        if op == "==":
            return self.all((self.compare(left, ">=", right), self.compare(left, "<=", right)))
        if op in ("<=", "<"):
            return self.compare(right, MIRRORED[op], left)
        operator: _Operator = ">" if op == ">" else ">="
        ratio = left.unit / right.unit
        one, two = self._scale(left, ratio.numerator), self._scale(right, ratio.denominator)
        for span, other, is_left in ((one, right, True), (two, left, False)):
            if other.number is not None and span.low.term is span.high.term and span.number is None:
                source = left if is_left else right
                return self._compare_with_number(source, other.number / source.unit, operator, is_left=is_left)
        certain = self._above(one.low, operator, two.high)
        impossible = self._above(two.low, _OPPOSITE[operator], one.high)
        return self.terms.case((certain, self.terms.true), (impossible, self.terms.false))

    def _compare_with_number(self, span: SqlSpan, number: Fraction, operator: _Operator, *, is_left: bool) -> SqlTerm:
        """Compare a column with a number, in units of the column; what it is worth where the column is NULL is known.

        A column is above or at least a whole number, or below it: ``NOT`` of the first.
        """
        # Above 2.5 is at least 3; "number above column" is "not column at least number".
        strict = (operator == ">") == is_left
        bound = number.__floor__() + 1 if strict else number.__ceil__()
        end = span.low
        if end.least >= bound or end.greatest < bound:
            reaches = self.terms.true if end.least >= bound else self.terms.false
            may_differ = end.may_be_null and any(one.at is None for one in span[:2])
            if not may_differ:
                return reaches if is_left else self.terms.negation(reaches)
        plain = self.terms.compare(end.term, ">=", self.terms.number(bound))
        if end.may_be_null:
            certain = span.low.at is not None and span.low.at >= bound
            possible = span.high.at is None or span.high.at >= bound
            plain = self.terms.is_true(plain) if not possible else plain
            plain = self.terms.is_not_false(plain) if certain else plain
        else:
            plain = self.terms.make(">=", plain.parts, settled=True)
        return plain if is_left else self.terms.negation(plain)

    def _above(self, one: SqlEnd, operator: _Operator, two: SqlEnd) -> SqlTerm:
        """Return whether one end is above another, or at least as great; NULL where one of both is open."""
        one, two = self._ends.settle(one), self._ends.settle(two)
        if not (one.may_be_null or two.may_be_null):
            if one.least > two.greatest or (one.least == two.greatest and operator == ">="):
                return self.terms.true
            if one.greatest < two.least or (one.greatest == two.least and operator == ">"):
                return self.terms.false
        return self.terms.compare(one.term, operator, two.term)

    # -- quantities ------------------------------------------------------------------------------------

    @property
    def _ends(self) -> EndMaker:
        return EndMaker(self.terms)

    def constant(self, value: Number, /) -> SqlSpan:
        """Return the span of one number."""
        return span_of_number(self._ends, value)

    def interval(self, interval: Interval, /) -> SqlSpan:
        """Return the span of an interval."""
        ends = [None if end is None else Fraction(end) for end in (interval.low, interval.high)]
        unit = common_unit([Fraction(1, end.denominator) for end in ends if end is not None] or [Fraction(1)])
        low, high = (self._ends.open if end is None else self._ends.constant(int(end / unit)) for end in ends)
        return SqlSpan(low, high, unit)

    def value(self, name: str, /) -> SqlSpan:
        """Return what a value is bound to.

        Raises
        ------
        KeyError
            It is bound to nothing: the caller binds every value that is recorded before.
        """
        return self._bound_values[name]

    def sum(self, parts: Sequence[SqlSpan], weights: Sequence[Number] | None, /) -> SqlSpan:
        """Add the ends, each times its weight."""
        pairs = zip(parts, weights or (1,) * len(parts), strict=True)
        spans = self.at_one_unit([self._weigh(*pair) for pair in pairs])
        add = self._ends.add
        return SqlSpan(add([s.low for s in spans]), add([s.high for s in spans]), spans[0].unit)

    def _weigh(self, span: SqlSpan, weight: Number) -> SqlSpan:
        if not weight:
            return self.constant(0)  # also where an end is open (semantics 1.4)
        low, high, unit = span
        if weight < 0:
            low, high = self._ends.scale(high, -1), self._ends.scale(low, -1)
        return SqlSpan(low, high, unit * (weight if weight > 0 else -weight))

    def at_one_unit(self, spans: Sequence[SqlSpan], /) -> list[SqlSpan]:
        """Return the same spans, all in the greatest unit of which each has a whole number."""
        unit = common_unit([span.unit for span in spans])
        return [self._scale(span, int(span.unit / unit))._replace(unit=unit) for span in spans]

    def _scale(self, span: SqlSpan, factor: int) -> SqlSpan:
        return SqlSpan(self._ends.scale(span.low, factor), self._ends.scale(span.high, factor), span.unit)

    def product(self, left: SqlSpan, right: SqlSpan, /) -> SqlSpan:
        """Multiply two spans that are never below zero."""
        for one, other in ((left, right), (right, left)):
            if one.number is not None:
                return self._weigh(other, exact_number(one.number))
        if not (left.is_natural and right.is_natural):
            message = "a product of numbers that may be below zero"
            raise InexactError(message)
        low, high = (self._ends.multiply(*pair) for pair in zip(left[:2], right[:2], strict=True))
        return SqlSpan(low, high, left.unit * right.unit)

    def mean(self, parts: Sequence[SqlSpan], /) -> SqlSpan:
        """Add the spans, each times one divided by their number."""
        return self.sum(parts, (exact_number(Fraction(1, len(parts))),) * len(parts))

    def minimum(self, parts: Sequence[SqlSpan], /) -> SqlSpan:
        """Return the least of the low ends and the least of the high ends."""
        return self._find_extreme(parts, "least")

    def maximum(self, parts: Sequence[SqlSpan], /) -> SqlSpan:
        """Return the greatest of the low ends and the greatest of the high ends."""
        return self._find_extreme(parts, "greatest")

    def _find_extreme(self, parts: Sequence[SqlSpan], which: str) -> SqlSpan:
        spans = self.at_one_unit(parts)
        low = self._ends.extreme([span.low for span in spans], which, low=True)
        return SqlSpan(low, self._ends.extreme([span.high for span in spans], which, low=False), spans[0].unit)

    def count(self, parts: Sequence[SqlTerm], /) -> SqlSpan:
        """Count the members that are certain, and those that are possible."""
        sure = sum(part.operator == "true" for part in parts)
        most = sum(part.operator != "false" for part in parts)
        low, high = (self.terms.count([read(part) for part in parts]) for read in (self.certain, self.possible))
        return SqlSpan(SqlEnd(low, sure, most), SqlEnd(high, sure, most), Fraction(1))

    def select(self, test: SqlTerm, then: SqlSpan, otherwise: SqlSpan, /) -> SqlSpan:
        """Return the arm that the test selects; where the test is NULL, the span around both arms."""
        if then == otherwise or test.operator == "true":
            return then
        if test.operator == "false":
            return otherwise
        one, two = self.at_one_unit([then, otherwise])
        low = self._ends.choose(test, one.low, two.low, low=True)
        return SqlSpan(low, self._ends.choose(test, one.high, two.high, low=False), one.unit)

    def rounded(self, part: SqlSpan, digits: int, half: Half, /) -> SqlSpan:
        """Round both ends, which are never below zero; an open end stays open."""
        step = Fraction(10) ** digits * part.unit
        if step.denominator == 1:
            return part
        if not part.is_natural:
            message = "rounding of numbers that may be below zero"
            raise InexactError(message)
        low, high = (self._round_end(self._ends.settle(end), step, half) for end in part[:2])
        return SqlSpan(low, high, part.unit / step.numerator)

    def _round_end(self, end: SqlEnd, step: Fraction, half: Half) -> SqlEnd:
        """Return a number rounded to a multiple of the denominator of *step*, times its numerator."""
        terms, whole = self.terms, step.denominator
        if end.term.operator == "null":
            return end
        scaled = self._ends.scale(end, step.numerator)
        rest = terms.make("modulo", (scaled.term,), whole)
        below = terms.plus([scaled.term, terms.times(rest, -1)])
        above = terms.plus([below, terms.number(whole)])
        twice = terms.times(rest, 2)
        goes_up = terms.compare(twice, ">" if half in ("down", "even") else ">=", terms.number(whole))
        if half == "even":
            is_half = terms.compare(twice, "=", terms.number(whole))
            is_odd = terms.compare(terms.make("modulo", (below,), 2 * whole), "=", terms.number(whole))
            goes_up = terms.disjunction([goes_up, terms.conjunction([is_half, is_odd])])
        term = terms.case((goes_up, above), otherwise=below)
        least, greatest = scaled.least - scaled.least % whole, scaled.greatest + whole
        return self._ends.make(term, least, greatest, may_be_null=end.may_be_null)
