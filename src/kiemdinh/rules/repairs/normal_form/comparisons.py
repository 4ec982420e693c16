"""The normal form of comparisons: a bound on one value, or one weighted group for a sum of several terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor, lcm
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from kiemdinh.rules.repairs.normal_form.forms import (
    BoundLeaf,
    Normal,
    NormalGroup,
    Position,
    all_of,
    any_of,
    holds_now,
    lies_beyond,
)
from kiemdinh.rules.repairs.normal_form.quantity_ends import QuantityEnds
from kiemdinh.rules.terms import (
    OPPOSITE,
    Count,
    Maximum,
    Mean,
    Minimum,
    Number,
    Product,
    Quantity,
    Round,
    Select,
    Sum,
    Value,
    exact_number,
    round_number,
)

if TYPE_CHECKING:
    from kiemdinh.rules.repairs.normal_form.changeability import Changeability
    from kiemdinh.rules.terms import Comparison, Condition, Half

__all__ = ["ComparisonReader", "ConditionForms"]


_SHORT: Final = Fraction(1, 10**9)
"""How far short of an end that cannot be reached a sum may count on a value: less than what any rule tells apart."""


class ConditionForms(Protocol):
    """What a reader of comparisons asks of the reader of conditions."""

    def read_condition(self, node: Condition, positive: bool) -> Normal:
        """Return the form of "the condition certainly holds" (``positive``), or of "it certainly does not hold"."""

    def read_choice(self, test: Condition, then: Normal, otherwise: Normal) -> Normal:
        """Return the form of a choice from the forms of its arms."""


class ComparisonReader:
    """Reads comparisons in one case into their normal forms; conditions within them are left to ``conditions``."""

    def __init__(self, context: Changeability, conditions: ConditionForms) -> None:
        self._context, self._conditions = context, conditions
        self._ends = QuantityEnds(context)

    def read_comparison(self, left: Quantity, op: Comparison, right: Quantity, positive: bool) -> Normal:
        """Return the form of "the comparison certainly holds" (``positive``), or of "it certainly does not hold"."""
        if op == "==":
            if positive:
                return all_of(
                    self.read_comparison(left, ">=", right, True), self.read_comparison(left, "<=", right, True)
                )
            return any_of(self.read_comparison(left, ">", right, True), self.read_comparison(left, "<", right, True))
        if not positive:
            op = OPPOSITE[op]
        # Every comparison becomes "the difference is at least (or above) zero".
        if op in ("<", "<="):
            left, right = right, left
        return self._read_total_bound([(left, 1), (right, -1)], 0, strict=op in ("<", ">"))

    def _read_total_bound(self, terms: Iterable[_Term], need: Number, *, strict: bool) -> Normal:
        """Return the form of "the sum of the terms is certainly at least ``need``" (``strict``: above it)."""
        total = _BoundTotal()
        for term, weight in terms:
            self._add_quantity(total, term, weight)
        if total.settled is None:
            return False
        need -= total.settled
        if not total.terms and not total.conditions:
            return need < 0 or (need == 0 and not strict)
        if len(total.terms) == 1 and not total.conditions:
            (((term, up), weight),) = total.terms.items()
            return self._read_one_term(term, up, exact_number(Fraction(need) / weight), strict=strict)
        return self._read_several_terms(total, need, strict=strict)

    def _add_quantity(self, total: _BoundTotal, node: Quantity, weight: Number) -> None:
        """Add ``weight`` times a quantity to a total.

        Sums, means, counts and products with a constant are taken apart.
        """
        if weight == 0:
            return
        if not self._context.may_change(node):
            total.add_number(self._context.value_of(node).scaled(weight).low)
            return
        match node:
            case Sum(parts, weights):
                for part, factor in zip(parts, weights or (1,) * len(parts), strict=True):
                    self._add_quantity(total, part, exact_number(weight * factor))
            case Mean(parts):
                for part in parts:
                    self._add_quantity(total, part, exact_number(Fraction(weight) / len(parts)))
            case Product(left, right):
                self._add_product(total, node, (left, right), weight)
            case Count(counted):
                # With a negative weight, start as if all held, and gain the weight for each that does not hold.
                for one in counted:
                    total.add_number(min(weight, 0))
                    total.conditions.append((self._conditions.read_condition(one, weight > 0), max(weight, -weight)))
            case Select(_, then, otherwise) if not any(map(self._context.may_change, (then, otherwise))):
                self._add_choice(total, node, weight)
            case _:
                total.add_term(node, weight)

    def _add_product(
        self, total: _BoundTotal, node: Quantity, sides: tuple[Quantity, Quantity], weight: Number
    ) -> None:
        """Add ``weight`` times a product to a total: followed where one side is a known number, else as it is now."""
        for factor, other in (sides, sides[::-1]):
            known = None if self._context.may_change(factor) else self._context.value_of(factor)
            if known is not None and known.low is not None and known.known:
                self._add_quantity(total, other, exact_number(weight * known.low))
                return
        # Not linear: taken as it is now, so that what is said to be certain stays certain.
        self._context.record_unfollowed(node)
        total.add_number(self._context.value_of(node).scaled(weight).low)

    def _add_choice(self, total: _BoundTotal, node: Select, weight: Number) -> None:
        """Add ``weight`` times a choice between two quantities that cannot change.

        The worse arm is added in any case, the difference where the test picks the better one.
        """
        then, otherwise = (self._context.value_of(arm).scaled(weight).low for arm in (node.then, node.otherwise))
        if then is None or otherwise is None:
            total.add_term(node, weight)
            return
        total.add_number(min(then, otherwise))
        gain = exact_number(then - otherwise)
        if gain:
            total.conditions.append((self._conditions.read_condition(node.test, gain > 0), max(gain, -gain)))

    def _read_one_term(self, term: Quantity, up: bool, bound: Number, *, strict: bool) -> Normal:
        """Return the form of "the term is certainly at least ``bound``" (at most, if not ``up``)."""
        sign = 1 if up else -1
        match term:
            case Value(name):
                position = (bound, sign if strict else 0)
                return BoundLeaf(name, up, position, lies_beyond(self._context.facts.value(name), up, position))
            case Minimum(parts) | Maximum(parts):
                # A minimum is large enough if all members are, a maximum if one is; to be small enough, the reverse.
                made = [self._read_total_bound([(part, sign)], sign * bound, strict=strict) for part in parts]
                return all_of(*made) if isinstance(term, Minimum) is up else any_of(*made)
            case Select(test, then, otherwise):
                arms = [self._read_total_bound([(arm, sign)], sign * bound, strict=strict) for arm in (then, otherwise)]
                return self._conditions.read_choice(test, *arms)
            case Round(part, digits, half):
                edge, must_pass = _edge_before_rounding(bound, digits, half, up=up, strict=strict)
                return self._read_total_bound([(part, sign)], sign * edge, strict=must_pass)
        self._context.record_unfollowed(term)
        return lies_beyond(self._context.value_of(term), up, (bound, sign if strict else 0))

    def _read_end(self, term: Quantity, up: bool, position: Position) -> Normal:
        """Return the form of "the term is certainly at *position* or beyond", the position being one of its ends."""
        if isinstance(term, Value):
            return BoundLeaf(term.id, up, position, lies_beyond(self._context.facts.value(term.id), up, position))
        return self._read_one_term(term, up, position[0], strict=False)

    def _read_several_terms(self, total: _BoundTotal, need: Number, *, strict: bool) -> Normal:
        """Return the form of "the total is certainly at least ``need``" for several terms that may change.

        It is one weighted group: for each term, each better end is a leaf, and its weight is what it adds to the end
        before. A term that is unbounded now must reach its first end in any case.
        """
        required: list[Normal] = []
        gains = list(total.conditions)
        present = {key: self._ends.find_present_end(*key)[0] for key in total.terms}
        missing = need - sum(total.terms[key] * end for key, end in present.items() if end is not None)
        missing -= sum(gain for form, gain in gains if holds_now(form))
        for key, weight in total.terms.items():
            alone = _find_sufficient_end(present[key], missing, weight, strict=strict)
            worst, ends = self._ends.list_better_ends(*key, alone)
            previous = None if worst is None else worst[0]
            # The need is counted from the worst ends of all terms, each leaf adds its gain to that.
            need -= 0 if previous is None else weight * previous
            for position in ends:
                leaf, end = self._read_end(*key, position), _number_short_of(position, present[key], up=key[1])
                if previous is None:
                    required.append(leaf)
                    need -= weight * end
                elif end != previous:
                    gains.append((leaf, exact_number(weight * (end - previous))))
                previous = end
            if previous is None:
                return False
        return all_of(*required, _make_weighted_group(need, gains, strict=strict))


_Term: TypeAlias = tuple[Quantity, Number]
"""A quantity and the factor that it is multiplied by, never zero."""


@dataclass(slots=True)
class _BoundTotal:
    """The certain low end of a sum, taken apart.

    ``settled`` is the part that cannot change (``None``: unbounded below). ``conditions`` are pairs (form, gain): the
    gain is added if the form holds. ``terms`` maps (quantity, up) to the factor of a quantity that may change.
    """

    settled: Number | None = 0
    conditions: list[tuple[Normal, Number]] = field(default_factory=list)
    terms: dict[tuple[Quantity, bool], Number] = field(default_factory=dict)

    def add_number(self, number: Number | None) -> None:
        """Add a number to the part that cannot change; ``None`` makes it unbounded."""
        self.settled = None if self.settled is None or number is None else exact_number(self.settled + number)

    def add_term(self, term: Quantity, weight: Number) -> None:
        """Add ``weight`` times a quantity that may change; equal quantities with factors of one sign are joined."""
        key = (term, weight > 0)
        self.terms[key] = self.terms.get(key, 0) + weight


def _number_short_of(position: Position, present: Number | None, *, up: bool) -> Number:
    """Return the number of an end of a term; beside it for an end that cannot itself be reached, or has to be passed.

    A better end may lie just short of a number, one that is kept just past it.
    """
    number, beside = position
    is_better = present is None or (number > present if up else number < present)
    short = -1 if up else 1
    if beside == (short if is_better else -short):
        return exact_number(number + beside * _SHORT)
    return number


def _find_sufficient_end(now: Number | None, missing: Number, weight: Number, *, strict: bool) -> Position | None:
    """Return where the end of a term is enough if no other term changes."""
    if now is None:
        return None
    end = exact_number(now + Fraction(missing) / weight)
    return end, 0 if not strict else 1 if weight > 0 else -1


def _make_weighted_group(need: Number, gains: list[tuple[Normal, Number]], *, strict: bool) -> Normal:
    """Return the group with all gains and the need multiplied to whole numbers; a strict need is one more."""
    scale = lcm(*(Fraction(gain).denominator for _, gain in gains))
    least = Fraction(need) * scale
    whole = floor(least) + 1 if strict else ceil(least)
    return NormalGroup(whole, tuple(part for part, _ in gains), tuple(int(gain * scale) for _, gain in gains))


def _edge_before_rounding(bound: Number, digits: int, half: Half, *, up: bool, strict: bool) -> tuple[Number, bool]:
    """Return the number that a quantity must reach for its rounded value to reach a bound.

    Also return whether it must lie strictly past that number.
    """
    step = Fraction(10) ** -digits
    count = Fraction(bound) / step
    if up:
        goal = (floor(count) + 1 if strict else ceil(count)) * step
        edge = exact_number(goal - step / 2)
        return edge, round_number(edge, digits, half) < goal
    goal = (ceil(count) - 1 if strict else floor(count)) * step
    edge = exact_number(goal + step / 2)
    return edge, round_number(edge, digits, half) > goal
