"""Counts, shares, sums, means, the lowest and the highest over a set, compared.

They are lowered so that evaluation never divides: a share or mean is judged member by member (1.7), and the lowest is
compared by comparing each member.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any, Final, Literal

from kiemdinh.parsing.collector import Path
from kiemdinh.rules import (
    MET,
    UNKNOWN,
    UNMET,
    All,
    AtLeast,
    Branch,
    Compare,
    Condition,
    Constant,
    Count,
    Known,
    Maximum,
    Mean,
    Minimum,
    Number,
    Product,
    Quantity,
    Select,
    Sum,
    Truth,
    at_most_k,
    negate_condition,
)
from kiemdinh.rules import Any as AnyCondition
from kiemdinh.standards import definition as surface
from kiemdinh.standards.definition import read_literal, threshold_before_rounding
from kiemdinh.standards.lowering.context import Context, Lowerer
from kiemdinh.standards.lowering.quantities import NUMBER, SHARE, ZERO, QuantityLowerer, read_number
from kiemdinh.standards.lowering.scope import OPERATORS, UNKNOWN_CONDITION, Lowered, Member, Members, Scope, conjoin_all

__all__ = ["AggregateLowerer"]

_TRUTH_OF_WORD: Final = {"met": Known(MET), "unmet": Known(UNMET), "unknown": Known(UNKNOWN)}
_KEYS: Final = {  # the field of the model that names the set, and the key that the author writes
    "count": "count",
    "share": "share",
    "sum_": "sum",
    "mean": "mean",
    "lowest": "lowest",
    "highest": "highest",
}


@dataclass(frozen=True, slots=True)
class AggregateLowerer:
    """Lowers what is counted, added up or compared over the members of a set."""

    context: Context
    lowerer: Lowerer
    quantities: QuantityLowerer

    def lower_aggregate(self, aggregate: Any, scope: Scope, path: Path) -> Quantity:
        """Lower a count, sum, mean, lowest or highest that is calculated with, and not compared as a whole.

        The result is a quantity of the kernel over the members as seen from *scope*; 0 stands for what has been
        reported. Reports what can only be compared: a share, and a mean, lowest or highest with weights, rounding, or
        members that may be absent. These are judged against a threshold, member by member (1.7).
        """
        field = next(name for name in _KEYS if hasattr(aggregate, name))
        key = _KEYS[field]
        members = self.lowerer.find_members(getattr(aggregate, field), scope, (*path, key))
        if key == "count":
            parts = self._lower_counted(members, aggregate.that, (*path, "that"))
            return Count(parts) if parts else ZERO
        if key == "sum" and aggregate.round is None:
            return self._add_up(members, aggregate, scope, path, minus=None)
        is_plain = all(member.presence is None for member in members.items)
        is_plain = is_plain and getattr(aggregate, "weight", None) is None and getattr(aggregate, "round", None) is None
        if key == "share" or not is_plain or not members.items:
            self.context.problems.add(
                "KD216",
                f"this {key} can only be compared, not calculated with",
                path,
                hint="members that may be absent, weights, shares and rounding are judged against a threshold",
            )
            return ZERO
        values = tuple(
            self.lowerer.lower_quantity(aggregate.of, member.scope, (*path, "of")) for member in members.items
        )
        return {"mean": Mean, "lowest": Minimum, "highest": Maximum}[key](values)

    # -- counts ------------------------------------------------------------------------------------------------

    def compare_count(
        self, left: surface.CountQuantity, comparator: str, right: Any, scope: Scope, path: Path
    ) -> Lowered:
        """Compare how many members meet a condition, with a number or a quantity.

        ``{count: criterion, that: met, at_least: 3}`` becomes *at least 3 of* the members' conditions: held against a
        constant the choice between members stays a choice, which explanations need (5.2). A bound that depends on
        something is held against a count. Without ``that`` the members alone are counted, and the set may be empty.
        """
        members = self.lowerer.find_members(left.count, scope, (*path, "count"))
        parts = self._lower_counted(members, left.that, (*path, "that"))
        bound = self.quantities.lower_operand(right, NUMBER, scope, (*path, comparator))
        condition = _compare_number_of(parts, comparator, bound)
        if left.that is None and members.is_known:
            return Lowered(condition)  # of no members there are none: the set need not state what then holds
        return self._add_empty_number(condition, _ignoring_applicability(members, "verdict"), comparator, bound, path)

    def _lower_counted(self, members: Members, that: Any, path: Path) -> tuple[Condition, ...]:
        """Return for each member when it adds one to a count: it belongs, and meets *that* or counts as if it did."""
        return tuple(self._lower_counted_member(member, that, members, path) for member in members.items)

    def _lower_counted_member(self, member: Member, that: Any, members: Members, path: Path) -> Condition:
        effect = self._effect_of_absence(member, members, path)
        inner: Condition = Known(MET)
        if that is not None:
            # What does not apply to a member is not counted for it.
            inner = self.lowerer.lower_condition(that, member.scope, path).absent_as_unmet()
        if member.applies is not None:
            absent: Condition = Known(UNMET)
            if isinstance(effect, Truth) and that is not None:
                assumed = member.scope.assume_verdict(effect)
                absent = self.lowerer.lower_condition(that, assumed, path).absent_as_unmet()
            # Belonging is asked around the rest: what is not in the set is not counted, however absent members count.
            inner = Branch(member.applies, inner, absent)
        return inner if member.belongs is None else Branch(member.belongs, inner, Known(UNMET))

    # -- shares ------------------------------------------------------------------------------------------------

    def compare_share(
        self, left: surface.ShareQuantity, comparator: str, right: Any, scope: Scope, path: Path
    ) -> Lowered:
        """Compare the share of members that meet a condition with a percentage, member by member (1.7).

        Of four members that are certain to be there, ``at_least: 70%`` is *at least 3 of 4*. Otherwise each member adds
        100 - p where it is met, -p where it is not and 0 where it is absent, and the sum is compared with 0: so no
        share has to be divided, and how many members there are may be unknown.
        """
        members = self.lowerer.find_members(left.share, scope, (*path, "share"))
        bound = self.quantities.lower_operand(right, SHARE, scope, (*path, comparator))
        # A choice between members is what explanations can show; a sum of numbers is not (5.2).
        if isinstance(bound, Constant) and comparator in ("at_least", "below"):
            enough = self._lower_enough_of(members, left.that, bound.value, (*path, "that"))
            if enough is not None:
                return Lowered(enough if comparator == "at_least" else negate_condition(enough))
        at = (*path, "that")
        terms = tuple(self._lower_share_term(member, left.that, bound, members, at) for member in members.items)
        condition = Compare(Sum(terms), OPERATORS[comparator], ZERO) if terms else Known(UNKNOWN)
        return self._add_empty_number(condition, _ignoring_applicability(members, "verdict"), comparator, bound, path)

    def _lower_enough_of(self, members: Members, that: Any, percent: Number, path: Path) -> Condition | None:
        """Return *at least k of n* for a share of members that are all certain to be there; None where some are not."""
        if not members.items or any(member.presence is not None for member in members.items):
            return None
        parts = [self.lowerer.lower_condition(that, member.scope, path) for member in members.items]
        if any(part.applies is not None for part in parts):
            return None
        # Exact: to round a float up could ask for one member too many.
        needed = ceil(Fraction(percent) * len(parts) / 100)
        return AtLeast(needed, tuple(part.condition for part in parts))

    def _lower_share_term(self, member: Member, that: Any, percent: Quantity, members: Members, path: Path) -> Quantity:
        """Return what a member adds to a share judged against *percent*: met 100 - p, unmet - p, absent 0 (1.7)."""
        met, unmet = Sum((Constant(100), percent), (1, -1)), Sum((percent,), (-1,))
        effect = self._effect_of_absence(member, members, path)
        inner = self.lowerer.lower_condition(that, member.scope, path)
        term: Quantity = Select(inner.condition, met, unmet)
        if inner.applies is not None:
            term = Select(inner.applies, term, ZERO)
        if member.applies is not None:
            absent: Quantity = ZERO
            if isinstance(effect, Truth):
                assumed = self.lowerer.lower_condition(that, member.scope.assume_verdict(effect), path)
                absent = Select(assumed.condition, met, unmet)
            term = Select(member.applies, term, absent)
        return term if member.belongs is None else Select(member.belongs, term, ZERO)

    # -- sums and means ----------------------------------------------------------------------------------------

    def compare_sum(self, left: surface.SumQuantity, comparator: str, right: Any, scope: Scope, path: Path) -> Lowered:
        """Compare a sum over the members with a number or a quantity.

        Where it is rounded, the threshold is moved instead of rounding the sum (1.5). A set may state a number for the
        case that it is empty, which is then compared like the sum. A member that does not apply adds nothing, or the
        number that the set states for it.
        """
        # All that rounds to a number is an interval: the sum lies between its two ends.
        if comparator == "is" and left.round is not None:
            low, high = (self.compare_sum(left, key, right, scope, path) for key in ("at_least", "at_most"))
            return Lowered(All((low.condition, high.condition)), low.applies)
        members = self.lowerer.find_members(left.sum_, scope, (*path, "sum"))
        measure = self.quantities.find_measure(left, scope, path)
        bound = self.quantities.lower_operand(right, measure, scope, (*path, comparator))
        total = self._add_up(members, left, scope, path, minus=None)
        if left.round is not None and isinstance(bound, Constant):
            number, comparator = threshold_before_rounding(bound.value, left.round.digits, left.round.half, comparator)
            bound = Constant(number)
        condition = Compare(total, OPERATORS[comparator], bound)
        return self._add_empty_number(condition, _ignoring_applicability(members, "number"), comparator, bound, path)

    def compare_mean(
        self, left: surface.MeanQuantity, comparator: str, right: Any, scope: Scope, path: Path
    ) -> Lowered:
        """Compare a mean: the sum of weight times (value - threshold) over the members, against 0 (1.7).

        So nothing is divided by a number of members that may be unknown: the mean of 4 and 8 is at least 5 because -1
        and 3 add up to at least 0. ``is`` becomes *at least* and *at most*. Reports a rounded mean that is compared
        with something else than a number.
        """
        members = self.lowerer.find_members(left.mean, scope, (*path, "mean"))
        measure = self.quantities.find_measure(left, scope, path)
        bound = self.quantities.lower_operand(right, measure, scope, (*path, comparator))
        if left.round is not None and not isinstance(bound, Constant):
            self.context.problems.add(
                "KD216", "a rounded mean is compared with a number", (*path, comparator), expected="a number"
            )
        if comparator == "is":
            low, high = (self.compare_mean(left, key, right, scope, path) for key in ("at_least", "at_most"))
            return Lowered(All((low.condition, high.condition)), low.applies)
        threshold, strictness = bound, comparator
        if left.round is not None and isinstance(bound, Constant):
            number, strictness = threshold_before_rounding(bound.value, left.round.digits, left.round.half, comparator)
            threshold = Constant(number)
        total = self._add_up(members, left, scope, path, minus=threshold)
        condition = Compare(total, OPERATORS[strictness], ZERO)
        return self._add_empty_number(condition, _ignoring_applicability(members, "number"), comparator, bound, path)

    def _add_up(
        self,
        members: Members,
        left: surface.SumQuantity | surface.MeanQuantity,
        scope: Scope,
        path: Path,
        *,
        minus: Quantity | None,
    ) -> Quantity:
        """Return the weighted sum of a quantity over the members, each less *minus* where it is judged against that."""
        terms = []
        for member in members.items:
            if isinstance(left.of, surface.ChangeQuantity) and member.scope.before is None:
                continue  # the first year of a window has no year before it, so it has no change to add (S3)
            value = self.lowerer.lower_quantity(left.of, member.scope, (*path, "of"))
            value = value if minus is None else Sum((value, minus), (1, -1))
            weighted = self._multiply_weight(value, left.weight, member.scope, (*path, "weight"))
            terms.append(self._add_absence(member, weighted, minus, members, path))
        return Sum(tuple(terms)) if terms else ZERO

    def _multiply_weight(self, value: Quantity, weight: Any, scope: Scope, path: Path) -> Quantity:
        if weight is None:
            return value
        factor = self.lowerer.lower_quantity(weight, scope, path)
        # A constant factor keeps the quantity linear, which the searches for repairs need.
        return Sum((value,), (factor.value,)) if isinstance(factor, Constant) else Product(factor, value)

    def _add_absence(
        self, member: Member, value: Quantity, minus: Quantity | None, members: Members, path: Path
    ) -> Quantity:
        """Return what a member adds to a sum: *value* while it applies, else the number that it counts as, else 0."""
        effect = self._effect_of_absence(member, members, path)
        if isinstance(effect, Truth):
            self.context.problems.add(
                "KD223",
                f"a member of '{members.name}' that may not apply counts as a verdict, and numbers are added here",
                path,
                expected="not_applicable: drop or a number",
            )
        if member.applies is not None:
            absent: Quantity = ZERO
            if effect is not None and not isinstance(effect, Truth):
                absent = Constant(effect) if minus is None else Sum((Constant(effect), minus), (1, -1))
            value = Select(member.applies, value, absent)
        return value if member.belongs is None else Select(member.belongs, value, ZERO)

    # -- the lowest and the highest ----------------------------------------------------------------------------

    def compare_extreme(
        self,
        left: surface.LowestQuantity | surface.HighestQuantity,
        comparator: str,
        right: Any,
        scope: Scope,
        path: Path,
    ) -> Lowered:
        """Compare the lowest or the highest by comparing each member: all of them must hold, or any of them.

        The lowest is at least 3 where every member is; it is at most 3 where some member is. A member that is absent
        leaves the group. Reports a rounding, which belongs into the quantity inside.
        """
        is_lowest = isinstance(left, surface.LowestQuantity)
        name = left.lowest if isinstance(left, surface.LowestQuantity) else left.highest
        members = self.lowerer.find_members(name, scope, (*path, "lowest" if is_lowest else "highest"))
        if left.round is not None:
            self.context.problems.add("KD216", "round the quantity inside, not the lowest or highest", (*path, "round"))
        if comparator == "is":
            # The lowest is 3 where every member is at least 3 and some member is at most 3.
            low, high = (self.compare_extreme(left, key, right, scope, path) for key in ("at_least", "at_most"))
            return Lowered(All((low.condition, high.condition)), low.applies)
        # The lowest is at least a bound if all are, the highest at most a bound if all are.
        of_all = (comparator in ("at_least", "above")) == is_lowest
        parts = []
        for member in members.items:
            compared = self.lowerer.lower_comparison(left.of, comparator, right, member.scope, (*path, "of"))
            applies = conjoin_all(tuple(part for part in (member.presence, compared.applies) if part is not None))
            lowered = Lowered(compared.condition, applies)
            parts.append(lowered.absent_as_met() if of_all else lowered.absent_as_unmet())
        group: Condition = (All if of_all else AnyCondition)(tuple(parts)) if parts else Known(UNKNOWN)
        bound: Quantity = ZERO  # read at the members above; needed once more only where a number stands for none
        if read_number(members.if_empty or "") is not None:
            measure = self.quantities.find_measure(left.of, scope, path)
            bound = self.quantities.lower_operand(right, measure, scope, (*path, comparator))
        return self._add_empty_number(group, members, comparator, bound, path)

    # -- members that do not apply, and empty sets -------------------------------------------------------------

    def _effect_of_absence(self, member: Member, members: Members, path: Path) -> Truth | Number | None:
        """Return how a member counts where it does not apply: as a verdict, as a number, or not at all (None).

        Reports a set whose members may not apply and that does not state how they then count.
        """
        stated = members.not_applicable
        if member.applies is None or stated == "drop":
            return None
        if stated in ("met", "unmet"):
            return MET if stated == "met" else UNMET
        number = None
        if stated is not None:
            number = read_literal(stated, NUMBER, self.context.problems, ("sets", members.name, "not_applicable"))
        if number is None:
            self.context.problems.add(
                "KD223",
                f"a member of '{members.name}' may not apply, and nothing says how it then counts",
                path,
                expected="not_applicable: drop, met, unmet or a number, in the set or its layer",
            )
        return number

    def _add_empty_number(
        self, condition: Condition, members: Members, comparator: str, bound: Quantity, path: Path
    ) -> Lowered:
        """Add what holds where a set is empty; its ``if_empty`` may be a number, which is then compared instead."""
        number = None if members.if_empty is None else read_number(members.if_empty)
        if number is None or not members.is_known or not members.may_be_empty():
            return self.add_empty_case(condition, members, path)
        instead = Compare(Constant(number), OPERATORS[comparator], bound)
        return Lowered(Branch(members.any_present(), condition, instead))

    def add_empty_case(self, condition: Condition, members: Members, path: Path) -> Lowered:
        """Add to a condition over *members* what holds where there are none (1.8).

        The result is the condition itself where some member is certain to be there, and something unknown where the
        members cannot be told. A set that is then not applicable takes the condition out of its group. Reports a set
        that can be empty and does not state what then holds.
        """
        if not members.is_known:
            return UNKNOWN_CONDITION
        if not members.may_be_empty():
            return Lowered(condition)
        if members.if_empty == "not-applicable":
            return Lowered(condition, members.any_present())
        stated = self._read_if_empty(members, path)
        return Lowered(Branch(members.any_present(), condition, stated) if members.items else stated)

    def _read_if_empty(self, members: Members, path: Path) -> Condition:
        if members.if_empty in _TRUTH_OF_WORD:
            return _TRUTH_OF_WORD[members.if_empty]
        self.context.problems.add(
            "KD222",
            f"the set '{members.name}' can be empty and does not say what then holds",
            path,
            expected="if_empty: met, unmet, unknown or not-applicable in the set",
        )
        return Known(UNKNOWN)


def _compare_number_of(parts: tuple[Condition, ...], comparator: str, bound: Quantity) -> Condition:
    """Return the condition that the number of *parts* that hold stands to *bound* as the comparator says."""
    if not parts:
        return Compare(ZERO, OPERATORS[comparator], bound)
    if not isinstance(bound, Constant):
        return Compare(Count(parts), OPERATORS[comparator], bound)
    down, up = floor(bound.value), ceil(bound.value)  # "at least 2.5" of members is at least 3
    if comparator == "is":
        return All((AtLeast(down, parts), at_most_k(down, parts))) if down == up else Known(UNMET)
    if comparator in ("at_least", "above"):
        return AtLeast(up if comparator == "at_least" else down + 1, parts)
    return at_most_k(down if comparator == "at_most" else up - 1, parts)


def _ignoring_applicability(members: Members, counts_as: Literal["verdict", "number"]) -> Members:
    """Return the members of the group that may be empty.

    A member that counts though it does not apply, as a verdict or as a number, stays in the group (1.7).
    """
    stated = members.not_applicable or "drop"
    stays = stated in ("met", "unmet") if counts_as == "verdict" else read_number(stated) is not None
    if not stays:
        return members
    return members._replace(items=tuple(member._replace(applies=None) for member in members.items))
