"""Counts, shares, sums, means, the lowest and the highest over a set, compared.

They are lowered so that evaluation never divides: a share or mean is judged member by member (1.7), and the lowest is
compared by comparing each member.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import Any, Final, Literal, Protocol

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.cells import find_number
from kiemdinh.parsing.collector import Path
from kiemdinh.rules import (
    MET,
    UNKNOWN,
    UNMET,
    All,
    Assignment,
    AtLeast,
    Branch,
    Compare,
    Condition,
    Constant,
    Count,
    Known,
    Number,
    Quantity,
    Round,
    Select,
    Sum,
    Truth,
    at_most_k,
    evaluate_quantity,
    negate_condition,
    values_of,
)
from kiemdinh.rules import Any as AnyCondition
from kiemdinh.standards import definition as surface
from kiemdinh.standards.definition import read_literal, threshold_before_rounding
from kiemdinh.standards.lowering.aggregates.calculation import (
    MAX_TOTALS,
    WeighedPart,
    calculate_extreme,
    calculate_mean,
)
from kiemdinh.standards.lowering.aggregates.parts import AddedMember, JudgedMember, add_up, list_share_terms
from kiemdinh.standards.lowering.context import Context, Lowerer
from kiemdinh.standards.lowering.members import lower_for_each
from kiemdinh.standards.lowering.quantities import NUMBER, SHARE, ZERO, QuantityLowerer
from kiemdinh.standards.lowering.rules import StatedTotal, TotalMember
from kiemdinh.standards.lowering.scope import (
    OPERATORS,
    UNKNOWN_CONDITION,
    Lowered,
    Member,
    Members,
    Scope,
    add_further,
    conjoin_all,
    presence_of_any,
    register_is_known,
)
from kiemdinh.standards.names import read_value_name

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


class _Weighed(Protocol):
    """A member with its weight (None: 1) and when it is there (None: always)."""

    @property
    def weight(self) -> Quantity | None:
        """Its weight."""

    @property
    def presence(self) -> Condition | None:
        """When it is there."""


@dataclass(frozen=True)
class _JudgedShare:
    """A share that is compared: what it asks of each member, and when there is something to weigh."""

    left: surface.ShareQuantity
    judged: tuple[JudgedMember, ...]
    members: Members
    presence: Condition | None
    comparator: str
    path: Path
    compared: dict[Quantity, Lowered] = field(default_factory=dict)
    """The comparison with each bound, kept because a table may have one number several times."""

    @cached_property
    def stated(self) -> tuple[TotalMember, ...]:
        """What each member adds to the share as the author states it."""
        return tuple(TotalMember(each.share(), each.weight, each.presence) for each in self.judged)


@dataclass(frozen=True, slots=True)
class AggregateLowerer:
    """Lowers counts, sums and comparisons over the members of a set."""

    context: Context
    lowerer: Lowerer
    quantities: QuantityLowerer

    def lower_aggregate(self, aggregate: Any, scope: Scope, path: Path) -> Quantity:
        """Lower an aggregate that is part of a calculation, and not compared as a whole.

        The result is a quantity of the kernel over the members as seen from *scope*; it is 0 where a problem has been
        reported. Where a set that can be empty says *not applicable*, the member for which it is calculated leaves its
        own group (see :meth:`Context.collecting_presence`). Reports weights that are no numbers or have too many
        totals, and a set that can be empty and states neither a number nor *not applicable* (1.8).
        """
        field = next(name for name in _KEYS if hasattr(aggregate, name))
        key = _KEYS[field]
        members = self.lowerer.find_members(getattr(aggregate, field), scope, (*path, key))
        if key == "count":
            judged = self._judge_members(members, aggregate.that, (*path, "that"))
            return self._count(judged, members)
        if members.further is not None:
            return self.context.count_further(members.further)
        if key == "sum":
            return _round(add_up(self._lower_added(members, aggregate, path), None), aggregate.round)
        parts = self._list_parts(key, members, aggregate, path)
        if not parts:
            return self._add_empty_value(ZERO, members, Known(UNMET), path)
        value = (
            calculate_mean(parts) if key in ("share", "mean") else calculate_extreme(parts, is_lowest=key == "lowest")
        )
        if value is None:
            hint = Message(
                "its weights are numbers, with a total above 0 and at most {max_totals} different totals",
                max_totals=MAX_TOTALS,
            )
            message = Message("this {key} can only be compared, not calculated with", key=key)
            self.context.problems.add("KD216", message, path, hint=hint)
            return ZERO
        presence = self._presence_of_weight(parts)
        return self._add_empty_value(_round(value, getattr(aggregate, "round", None)), members, presence, path)

    def _list_parts(self, key: str, members: Members, aggregate: Any, path: Path) -> tuple[WeighedPart, ...]:
        """Return the part of each member in a calculated share, mean, lowest or highest."""
        if key == "share":
            judged = self._judge_shares(members, aggregate, path)
            return tuple(WeighedPart(each.share(), each.weight, each.presence) for each in judged)
        if key == "mean":
            added = self._lower_added(members, aggregate, path)
            return tuple(WeighedPart(part.stated_value(), part.weight, part.presence) for part in added)
        self._refuse_rounding(aggregate, path)
        lowered = lower_for_each(
            self.context, members.items, path, lambda member: self._lower_value(member, aggregate.of, path)
        )
        return tuple(
            WeighedPart(value, None, _leave_where_absent(member, presences).presence)
            for member, (presences, value) in zip(members.items, lowered, strict=True)
        )

    def _add_empty_value(self, value: Quantity, members: Members, presence: Condition | None, path: Path) -> Quantity:
        """Add to a calculated *value* the value that replaces it where no member is left (1.8)."""
        if not members.is_known:
            self.context.note_presence(Known(UNKNOWN), members.if_empty)
            return value
        if presence is None:
            return value
        number = find_number(members.if_empty or "")
        if number is not None:
            return Select(presence, value, Constant(number))
        if not self.context.note_presence(presence, members.if_empty):
            self.context.problems.add(
                "KD222",
                Message(
                    "the set '{name}' can be empty, and nothing says what is then calculated with", name=members.name
                ),
                path,
                expected=Message(
                    "if_empty: a number in the set; inside of a sum, mean, lowest or highest also not-applicable"
                ),
            )
        return value

    # -- counts ------------------------------------------------------------------------------------------------

    def _count(self, judged: tuple[JudgedMember, ...], members: Members) -> Quantity:
        """Return how many members meet the condition, those that an incomplete register may lack included (6.2)."""
        parts = tuple(each.counts() for each in judged)
        certain = sum(part == Known(MET) for part in parts)
        number = Constant(certain) if certain == len(parts) else Count(parts)
        if members.further is None:
            return number
        more = Sum((number, self.context.count_further(members.further)))
        return Select(register_is_known(members.further), number, more)

    def compare_count(
        self, left: surface.CountQuantity, comparator: str, right: Any, scope: Scope, path: Path
    ) -> Lowered:
        """Compare how many members meet a condition, with a number or a quantity.

        ``{count: criterion, that: met, at_least: 3}`` becomes *at least 3 of* the members' conditions: with a constant
        bound the choice between members stays a choice, which explanations need (5.2). With a bound that depends on
        something, a count is compared. Without ``that`` the members alone are counted, and the set may be empty.
        """
        members = self.lowerer.find_members(left.count, scope, (*path, "count"))
        judged = self._judge_members(members, left.that, (*path, "that"))
        bound = self.quantities.lower_operand(right, NUMBER, scope, (*path, comparator))
        if members.further is not None:
            return Lowered(Compare(self._count(judged, members), OPERATORS[comparator], bound))
        condition = _compare_number_of(tuple(each.counts() for each in judged), comparator, bound)
        if left.that is None and members.is_known:
            return Lowered(condition)  # an empty set has 0 members: it need not state what then holds
        presence = presence_of_any(each.presence for each in judged)
        return self._add_empty_number(condition, members, presence, comparator, bound, path)

    def _judge_members(self, members: Members, that: Any, path: Path) -> tuple[JudgedMember, ...]:
        """Return for each member the condition *that*, and the same for the verdict that it counts as where absent."""
        judged = lower_for_each(
            self.context, members.items, path, lambda member: self._judge_member(member, that, members, path)
        )
        return tuple(each._replace(member=member) for each, member in zip(judged, members.items, strict=True))

    def _judge_member(self, member: Member, that: Any, members: Members, path: Path) -> JudgedMember:
        effect = self._effect_of_absence(member, members, path)
        if that is None:
            return JudgedMember(member, Lowered(Known(MET)), None)
        absent = None
        if isinstance(effect, Truth):
            absent = self.lowerer.lower_condition(that, member.scope.assume_verdict(effect), path)
        scope = member.scope.count_if_not_asked(members.not_applicable)
        return JudgedMember(member, self.lowerer.lower_condition(that, scope, path), absent)

    # -- shares ------------------------------------------------------------------------------------------------

    def compare_share(
        self, left: surface.ShareQuantity, comparator: str, right: Any, scope: Scope, path: Path
    ) -> Lowered:
        """Compare the share of members that meet a condition with a percentage, member by member (1.7).

        Of four members that are certain to be there, ``at_least: 70%`` is *at least 3 of 4*. Otherwise each member adds
        100 - p where it is met, -p where it is not and 0 where it is absent, times its weight, and the sum is compared
        with 0: so nothing has to be divided, and the number of members may be unknown.
        """
        members = self.lowerer.find_members(left.share, scope, (*path, "share"))
        bound = self.quantities.lower_operand(right, SHARE, scope, (*path, comparator))
        judged = self._judge_shares(members, left, path)
        share = _JudgedShare(left, judged, members, self._presence_of_weight(judged), comparator, path)
        return self._compare_judged(share, bound)

    def _compare_judged(self, share: _JudgedShare, bound: Quantity) -> Lowered:
        if bound not in share.compared:
            share.compared[bound] = self._compare_with_bound(share, bound)
        return share.compared[bound]

    def _compare_with_bound(self, share: _JudgedShare, bound: Quantity) -> Lowered:
        if share.members.of_register and isinstance(bound, Select):
            arms = [self._compare_judged(share, arm) for arm in (bound.then, bound.otherwise)]
            # Whether it applies depends on the members alone, so that it is the same for each entry of the table.
            return Lowered(Branch(bound.test, arms[0].condition, arms[1].condition), arms[0].applies)
        judged, members, comparator = share.judged, share.members, share.comparator

        def open_by_further() -> Condition:
            return _share_with_further(judged, comparator, bound)

        # Explanations can show a choice between members, but not a sum of numbers (5.2).
        if isinstance(bound, Constant) and comparator in ("at_least", "below"):
            enough = _enough_of(judged, bound.value)
            if enough is not None:
                lowered = Lowered(enough if comparator == "at_least" else negate_condition(enough))
                return add_further(lowered, members, open_by_further)
        terms = list_share_terms(judged, bound)
        condition = Compare(Sum(terms), OPERATORS[comparator], ZERO) if terms else Known(UNKNOWN)
        if isinstance(condition, Compare):
            self._note_total(condition, "share", share.left, share.left.share, comparator, bound, share.stated)
        lowered = self._add_empty_number(condition, members, share.presence, comparator, bound, share.path)
        return add_further(lowered, members, open_by_further)

    def _judge_shares(self, members: Members, share: surface.ShareQuantity, path: Path) -> tuple[JudgedMember, ...]:
        """Return what a share asks of each member, with its weight."""
        judged = self._judge_members(members, share.that, (*path, "that"))
        if share.weight is None:
            return judged
        at = (*path, "weight")
        weights = lower_for_each(
            self.context, members.items, at, lambda member: self.lowerer.lower_quantity(share.weight, member.scope, at)
        )
        return tuple(each._replace(weight=weight) for each, weight in zip(judged, weights, strict=True))

    # -- sums and means ----------------------------------------------------------------------------------------

    def compare_sum(self, left: surface.SumQuantity, comparator: str, right: Any, scope: Scope, path: Path) -> Lowered:
        """Compare a sum over the members with a number or a quantity.

        Where it is rounded, the threshold is moved instead of rounding the sum (1.5). A set may state a number for the
        case that it is empty, which is then compared like the sum. A member that does not apply adds nothing, or the
        number that the set states for it.
        """
        # The numbers that round to one number are an interval: the sum must lie between its two ends.
        if comparator == "is" and left.round is not None:
            low, high = (self.compare_sum(left, key, right, scope, path) for key in ("at_least", "at_most"))
            return Lowered(All((low.condition, high.condition)), low.applies)
        members = self.lowerer.find_members(left.sum_, scope, (*path, "sum"))
        measure = self.quantities.find_measure(left, scope, path)
        bound = self.quantities.lower_operand(right, measure, scope, (*path, comparator))
        added = self._lower_added(members, left, path)
        total = add_up(added, None)

        stated = tuple(TotalMember(part.stated_value(), part.weight, part.presence) for part in added)

        def compare_total(operator: str, threshold: Quantity) -> Condition:
            condition = Compare(total, OPERATORS[operator], threshold)
            self._note_total(condition, "sum", left, left.sum_, comparator, bound, stated)
            return condition

        condition = compare_total(comparator, bound)
        if left.round is not None:
            moved = _move_threshold(bound, left.round, comparator, compare_total)
            # A bound that is not made of numbers is no threshold that could be moved: then the sum itself is rounded.
            rounded = Round(total, left.round.digits, left.round.half)
            condition = Compare(rounded, OPERATORS[comparator], bound) if moved is None else moved
        presence = presence_of_any(part.presence for part in added)
        lowered = self._add_empty_number(condition, members, presence, comparator, bound, path)
        return add_further(lowered, members, lambda: Known(UNKNOWN))

    def compare_mean(
        self, left: surface.MeanQuantity, comparator: str, right: Any, scope: Scope, path: Path
    ) -> Lowered:
        """Compare a mean: the sum of weight times (value - threshold) over the members, against 0 (1.7).

        So nothing is divided by a number of members that may be unknown: the mean of 4 and 8 is at least 5 because -1
        and 3 add up to at least 0. ``is`` becomes *at least* and *at most*. A rounded mean that is compared with
        something else than a number is calculated; reports one that cannot be, because of its weights.
        """
        members = self.lowerer.find_members(left.mean, scope, (*path, "mean"))
        measure = self.quantities.find_measure(left, scope, path)
        bound = self.quantities.lower_operand(right, measure, scope, (*path, comparator))
        if comparator == "is":
            low, high = (self.compare_mean(left, key, right, scope, path) for key in ("at_least", "at_most"))
            return Lowered(All((low.condition, high.condition)), low.applies)

        added = self._lower_added(members, left, path)

        stated = tuple(TotalMember(part.stated_value(), part.weight, part.presence) for part in added)

        def compare_total(operator: str, threshold: Quantity) -> Condition:
            condition = Compare(add_up(added, threshold), OPERATORS[operator], ZERO)
            self._note_total(condition, "mean", left, left.mean, comparator, bound, stated)
            return condition

        condition: Condition | None = None
        if left.round is None:
            condition = compare_total(comparator, bound)
        else:
            condition = _move_threshold(bound, left.round, comparator, compare_total)
            # A bound that is not made of numbers is no threshold that could be moved: then the mean itself is rounded.
            condition = condition or self._compare_rounded(added, left.round, comparator, bound)
        if condition is None:
            self.context.problems.add(
                "KD216",
                Message("a rounded mean with such weights is compared with a number"),
                (*path, comparator),
                expected=Message("a number, or a table of numbers"),
            )
            return UNKNOWN_CONDITION
        presence = self._presence_of_weight(added)
        lowered = self._add_empty_number(condition, members, presence, comparator, bound, path)
        return add_further(lowered, members, lambda: Known(UNKNOWN))

    def _compare_rounded(
        self, added: tuple[AddedMember, ...], rounding: surface.Rounding, comparator: str, bound: Quantity
    ) -> Condition | None:
        """Return the comparison of a rounded mean with a quantity; None where the mean cannot be calculated."""
        value = calculate_mean([WeighedPart(part.stated_value(), part.weight, part.presence) for part in added])
        return None if value is None else Compare(_round(value, rounding), OPERATORS[comparator], bound)

    def _note_total(
        self,
        condition: Compare,
        kind: Literal["sum", "mean", "share"],
        left: surface.SumQuantity | surface.MeanQuantity | surface.ShareQuantity,
        over: str,
        comparator: str,
        bound: Quantity,
        members: tuple[TotalMember, ...],
    ) -> None:
        """Keep a total as the author states it, for explanations: the kernel compares something else (1.7)."""
        of = getattr(left, "of", None)
        what = of.its if isinstance(of, surface.ItsQuantity) else getattr(of, "value", None)
        name = self.context.name_of_defined(left)
        total = StatedTotal(kind, name, over, what, left.vi, left.en, OPERATORS[comparator], bound, members)
        self.context.totals[condition] = total

    def _lower_added(
        self, members: Members, left: surface.SumQuantity | surface.MeanQuantity, path: Path
    ) -> tuple[AddedMember, ...]:
        """Return what each member adds to a sum or mean: its quantity and weight, and its number where it is absent."""
        # The first year of a window has no year before it, so it has no change to add (S3).
        counted = [
            member
            for member in members.items
            if not isinstance(left.of, surface.ChangeQuantity) or member.scope.before is not None
        ]
        lowered = lower_for_each(
            self.context, counted, path, lambda member: self._lower_added_member(member, left, members, path)
        )
        return tuple(
            AddedMember(_leave_where_absent(member, presences), value, weight, effect)
            for member, (presences, value, weight, effect) in zip(counted, lowered, strict=True)
        )

    def _lower_added_member(
        self, member: Member, left: surface.SumQuantity | surface.MeanQuantity, members: Members, path: Path
    ) -> tuple[tuple[Condition, ...], Quantity, Quantity | None, Number | None]:
        """Return when a member has a value, the value, its weight, and the number that it counts as where absent."""
        effect = self._effect_of_absence(member, members, path)
        if isinstance(effect, Truth):
            self.context.problems.add(
                "KD223",
                Message(
                    "a member of '{name}' that may not apply counts as a verdict, and numbers are added here",
                    name=members.name,
                ),
                path,
                expected=Message("not_applicable: drop or a number"),
            )
            effect = None
        presences, value = self._lower_value(member, left.of, path)
        weight = None
        if left.weight is not None:
            weight = self.lowerer.lower_quantity(left.weight, member.scope, (*path, "weight"))
        return presences, value, weight, effect

    def _lower_value(self, member: Member, of: Any, path: Path) -> tuple[tuple[Condition, ...], Quantity]:
        """Return the conditions on which the quantity *of* exists at a member, and the quantity (1.8)."""
        with self.context.collecting_presence() as presences:
            value = self.lowerer.lower_quantity(of, member.scope, (*path, "of"))
        return tuple(presences), value

    def _presence_of_weight(self, parts: Sequence[_Weighed]) -> Condition | None:
        """Return when there is something to weigh: its total weight is above 0 (1.8); None where it always is."""
        if all(part.weight is None or self._is_positive(part.weight) for part in parts):
            return presence_of_any(part.presence for part in parts)
        weights = [(part.weight or Constant(1), part.presence) for part in parts]
        total = Sum(tuple(weight if there is None else Select(there, weight, ZERO) for weight, there in weights))
        return None if self._is_positive(total) else Compare(total, ">", ZERO)

    def _is_positive(self, quantity: Quantity) -> bool:
        """Return whether a quantity is above 0, whatever its values are within their declared ranges."""
        declared = {name: self.quantities.declared_range(read_value_name(name)) for name in values_of(quantity)}
        low = evaluate_quantity(quantity, Assignment({}, declared)).low
        return low is not None and low > 0

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
        self._refuse_rounding(left, path)
        if comparator == "is":
            # The lowest is 3 where every member is at least 3 and some member is at most 3.
            low, high = (self.compare_extreme(left, key, right, scope, path) for key in ("at_least", "at_most"))
            return Lowered(All((low.condition, high.condition)), low.applies)
        # The lowest is at least a bound if all are, the highest at most a bound if all are.
        of_all = (comparator in ("at_least", "above")) == is_lowest
        at = (*path, "of")
        compared_of = lower_for_each(
            self.context,
            members.items,
            at,
            lambda member: self.lowerer.lower_comparison(left.of, comparator, right, member.scope, at),
        )
        parts = []
        for member, compared in zip(members.items, compared_of, strict=True):
            applies = conjoin_all(tuple(part for part in (member.presence, compared.applies) if part is not None))
            parts.append(Lowered(compared.condition, applies))
        presence = presence_of_any(part.applies for part in parts)
        conditions = tuple(part.absent_as_met() if of_all else part.absent_as_unmet() for part in parts)
        group: Condition = (All if of_all else AnyCondition)(conditions) if parts else Known(UNKNOWN)
        bound: Quantity = ZERO  # read at the members above; needed again only where a number stands for an empty set
        if find_number(members.if_empty or "") is not None:
            measure = self.quantities.find_measure(left.of, scope, path)
            bound = self.quantities.lower_operand(right, measure, scope, (*path, comparator))
        lowered = self._add_empty_number(group, members, presence, comparator, bound, path)
        join = All if of_all else AnyCondition
        return add_further(lowered, members, lambda: join((group, Known(UNKNOWN))))

    def _refuse_rounding(self, left: surface.LowestQuantity | surface.HighestQuantity, path: Path) -> None:
        if left.round is not None:
            self.context.problems.add(
                "KD216", Message("round the quantity inside, not the lowest or highest"), (*path, "round")
            )

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
                Message("a member of '{name}' may not apply, and nothing says how it then counts", name=members.name),
                path,
                expected=Message("not_applicable: drop, met, unmet or a number, in the set or its layer"),
            )
        return number

    def _add_empty_number(
        self,
        condition: Condition,
        members: Members,
        presence: Condition | None,
        comparator: str,
        bound: Quantity,
        path: Path,
    ) -> Lowered:
        """Add the result for an empty set; its ``if_empty`` may be a number, which is then compared instead."""
        number = None if members.if_empty is None else find_number(members.if_empty)
        if number is None or not members.is_known or presence is None:
            return self.add_empty_case(condition, members, presence, path)
        instead = Compare(Constant(number), OPERATORS[comparator], bound)
        return Lowered(Branch(presence, condition, instead))

    def add_empty_case(self, condition: Condition, members: Members, presence: Condition | None, path: Path) -> Lowered:
        """Add to a condition over *members* the result where no member is left (1.8).

        The result is the condition itself where some member is certain to be there, and unknown where the members are
        not known. A set that is not applicable when empty takes the condition out of its group. Reports a set that can
        be empty and does not state what then holds.

        Parameters
        ----------
        condition
            The condition while some member is left.
        members
            The set, which states what holds otherwise.
        presence
            When some member is left: it is there, and what is asked of it applies. None where that is certain.
        path
            The place of the condition in the definition.
        """
        if not members.is_known:
            return UNKNOWN_CONDITION
        if presence is None:
            return Lowered(condition)
        if members.if_empty == "not-applicable":
            return Lowered(condition, presence)
        stated = self._read_if_empty(members, path)
        return Lowered(Branch(presence, condition, stated) if members.items else stated)

    def _read_if_empty(self, members: Members, path: Path) -> Condition:
        if members.if_empty in _TRUTH_OF_WORD:
            return _TRUTH_OF_WORD[members.if_empty]
        self.context.problems.add(
            "KD222",
            Message("the set '{name}' can be empty and does not say what then holds", name=members.name),
            path,
            expected=Message("if_empty: met, unmet, unknown or not-applicable in the set"),
        )
        return Known(UNKNOWN)


def _leave_where_absent(member: Member, presences: tuple[Condition, ...]) -> Member:
    """Return a member that belongs only where its calculated value exists."""
    own = () if member.belongs is None else (member.belongs,)
    return member._replace(belongs=conjoin_all((*own, *presences)))


def _compare_number_of(parts: tuple[Condition, ...], comparator: str, bound: Quantity) -> Condition:
    """Return the condition that compares the number of *parts* that hold with *bound*."""
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


def _move_threshold(
    bound: Quantity, rounding: surface.Rounding, comparator: str, compare: Callable[[str, Quantity], Condition]
) -> Condition | None:
    """Return the comparison of a rounded quantity with *bound*, by thresholds before rounding (1.5, S14).

    Each number of a table is moved by itself, since where a half goes may depend on it. The result is None where
    *bound* is not made of numbers alone. *compare* makes the comparison, given a comparator and a threshold.
    """
    if isinstance(bound, Select):
        arms = [_move_threshold(arm, rounding, comparator, compare) for arm in (bound.then, bound.otherwise)]
        then, otherwise = arms
        return None if then is None or otherwise is None else Branch(bound.test, then, otherwise)
    if not isinstance(bound, Constant):
        return None
    number, moved = threshold_before_rounding(bound.value, rounding.digits, rounding.half, comparator)
    return compare(moved, Constant(number))


def _round(value: Quantity, rounding: surface.Rounding | None) -> Quantity:
    return value if rounding is None else Round(value, rounding.digits, rounding.half)


def _share_with_further(judged: tuple[JudgedMember, ...], comparator: str, bound: Quantity) -> Condition:
    """Return the comparison of a share where there may be further members, in any number (6.2).

    They can bring the share near any percentage. One certain member can rule out only two shares: 100 % where it does
    not meet the condition, and 0 % where it does.
    """
    if comparator in ("at_most", "below"):
        opposite = "above" if comparator == "at_most" else "at_least"
        return negate_condition(_share_with_further(judged, opposite, bound))
    if comparator == "is":
        parts = (_share_with_further(judged, one, bound) for one in ("at_least", "at_most"))
        return All(tuple(parts))
    unknown = Known(UNKNOWN)
    if not judged or any(each.weight is not None for each in judged):
        return unknown
    if comparator == "at_least":
        fails = AnyCondition(tuple(_holds_in_group(each, met=False) for each in judged))
        of_all = Branch(fails, Known(UNMET), unknown)
        return Branch(Compare(bound, ">=", Constant(100)), of_all, unknown)
    holds = AnyCondition(tuple(_holds_in_group(each, met=True) for each in judged))
    return Branch(Compare(bound, "<=", ZERO), Branch(holds, Known(MET), unknown), unknown)


def _holds_in_group(each: JudgedMember, *, met: bool) -> Condition:
    """Return when a member is in the group and meets what is asked, or does not meet it."""
    asked = each.inner.condition if met else negate_condition(each.inner.condition)
    return asked if each.presence is None else All((each.presence, asked))


def _enough_of(judged: tuple[JudgedMember, ...], percent: Number) -> Condition | None:
    """Return *at least k of n* for a share of members that are certain to be there and weigh the same, else None."""
    if not judged or any(each.is_open or each.weight is not None for each in judged):
        return None
    # Exact: to round a float up could ask for one member too many.
    needed = ceil(Fraction(percent) * len(judged) / 100)
    return AtLeast(needed, tuple(each.inner.condition for each in judged))
