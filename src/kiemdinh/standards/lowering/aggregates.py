"""Counts, shares, sums, means, the lowest and the highest over a set, compared.

They are lowered so that no division is left to evaluation: a share or mean is judged member by member (1.7), the
lowest is compared by comparing each.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

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
    Product,
    Quantity,
    Select,
    Sum,
    at_most,
    negated,
)
from kiemdinh.rules import Any as AnyCondition
from kiemdinh.standards import definition as surface
from kiemdinh.standards.definition import read_literal
from kiemdinh.standards.lowering.context import Context, Lowerer
from kiemdinh.standards.lowering.quantities import NUMBER, SHARE, ZERO, Operands, as_number
from kiemdinh.standards.lowering.rounding import threshold_before_rounding
from kiemdinh.standards.lowering.scope import OPS, UNKNOWN_CONDITION, Lowered, Member, Members, Scope

__all__ = ["Counting"]

_TRUTH_WORDS = {"met": Known(MET), "unmet": Known(UNMET), "unknown": Known(UNKNOWN)}


@dataclass(frozen=True, slots=True)
class Counting:
    """Lowers what is compared over the members of a set, for one lowering."""

    context: Context
    lowerer: Lowerer
    operands: Operands

    def quantity(self, q: Any, scope: Scope, path: Path) -> Quantity:
        """Lower a count, sum, mean, lowest or highest that is calculated with; reports what can only be compared."""
        key = next(k for k in ("count", "share", "sum_", "mean", "lowest", "highest") if hasattr(q, k))
        members = self.lowerer.members(getattr(q, key), scope, (*path, key.rstrip("_")))
        if key == "count":
            parts = tuple(self.counted(m, q.that, members, (*path, "that")) for m in members.items)
            return Count(parts) if parts else ZERO
        if key == "sum_" and q.round is None:
            return self.total(members, q, scope, path, minus=None)
        plain = all(m.counted is None for m in members.items) and getattr(q, "weight", None) is None
        if key == "share" or not plain or not members.items or getattr(q, "round", None) is not None:
            self.context.problems.add(
                "KD216",
                f"this {key.rstrip('_')} can only be compared, not calculated with",
                path,
                hint="members that may be absent, weights, shares and rounding are judged against a threshold",
            )
            return ZERO
        values = tuple(self.lowerer.quantity(q.of, m.scope, (*path, "of")) for m in members.items)
        return {"mean": Mean, "lowest": Minimum, "highest": Maximum}[key](values)

    def compare_count(self, left: surface.Count, key: str, to: Any, scope: Scope, path: Path) -> Lowered:
        """Compare how many members fulfil a condition; constants become at-least-k, so that choices stay choices."""
        members = self.lowerer.members(left.count, scope, (*path, "count"))
        parts = tuple(self.counted(m, left.that, members, (*path, "that")) for m in members.items)
        right = self.operands.operand(to, NUMBER, scope, (*path, key))
        condition = self._count_against(parts, key, right)
        group = _staying(members, verdicts=True)
        return self._numeric_or_empty(condition, group, key, right, path, free=left.that is None)

    def counted(self, member: Member, that: Any, members: Members, path: Path) -> Condition:
        """When *member* adds one to a count: it belongs, and fulfils *that* or counts as if it did (1.7)."""
        effect = self._effect(member, members, path)
        inner: Condition = Known(MET)
        if that is not None:
            inner = self.lowerer.condition(that, member.scope, path).absent_as_unmet()
        if member.applies is not None:
            absent: Condition = Known(UNMET)
            if effect in (MET, UNMET) and that is not None:
                absent = self.lowerer.condition(that, member.scope.assuming(effect), path).absent_as_unmet()
            inner = Branch(member.applies, inner, absent)
        return inner if member.belongs is None else Branch(member.belongs, inner, Known(UNMET))

    def _effect(self, member: Member, members: Members, path: Path) -> Any:
        """Return how a member that does not apply counts: MET, UNMET, "drop" or a number."""
        said = members.not_applicable
        if member.applies is None or said == "drop":
            return "drop"
        if said in ("met", "unmet"):
            return MET if said == "met" else UNMET
        number = None
        if said is not None:
            number = read_literal(said, NUMBER, self.context.problems, ("sets", members.name, "not_applicable"))
        if number is None:
            self.context.problems.add(
                "KD223",
                f"a member of '{members.name}' may not apply, and nothing says how it then counts",
                path,
                expected="not_applicable: drop, met, unmet or a number, in the set or its layer",
            )
            return "drop"
        return number

    def _count_against(self, parts: tuple[Condition, ...], key: str, right: Quantity) -> Condition:
        if not parts:
            return Compare(ZERO, OPS[key], right)
        if not isinstance(right, Constant):
            return Compare(Count(parts), OPS[key], right)
        down, up = floor(right.value), ceil(right.value)
        if key == "is":
            return All((AtLeast(down, parts), at_most(down, parts))) if down == up else Known(UNMET)
        if key in ("at_least", "above"):
            return AtLeast(up if key == "at_least" else down + 1, parts)
        return at_most(down if key == "at_most" else up - 1, parts)

    def _numeric_or_empty(
        self,
        condition: Condition,
        members: Members,
        key: str,
        right: Quantity,
        path: Path,
        *,
        free: bool = False,
    ) -> Lowered:
        """As ``or_empty``, where the set may say a number for what it then is; *free*: nothing need be said."""
        if free and members.known:
            return Lowered(condition)
        number = None if members.if_empty is None else as_number(members.if_empty)
        if number is None or not members.known or not members.may_be_empty():
            return self.or_empty(condition, members, path)
        return Lowered(Branch(members.any_left(), condition, Compare(Constant(number), OPS[key], right)))

    def or_empty(self, condition: Condition, members: Members, path: Path) -> Lowered:
        """Say what holds where a set is empty or cannot be told; reports a set that leaves it open (1.8)."""
        if not members.known:
            return UNKNOWN_CONDITION
        if not members.may_be_empty():
            return Lowered(condition)
        said = self._said_if_empty(members, path)
        if said is None:
            return Lowered(condition, members.any_left())
        return Lowered(said if not members.items else Branch(members.any_left(), condition, said))

    def _said_if_empty(self, members: Members, path: Path) -> Condition | None:
        if members.if_empty == "not-applicable":
            return None
        if members.if_empty in _TRUTH_WORDS:
            return _TRUTH_WORDS[members.if_empty]
        self.context.problems.add(
            "KD222",
            f"the set '{members.name}' can be empty and does not say what then holds",
            path,
            expected="if_empty: met, unmet, unknown or not-applicable in the set",
        )
        return Known(UNKNOWN)

    def compare_share(self, left: surface.Share, key: str, to: Any, scope: Scope, path: Path) -> Lowered:
        """Compare the share of members that fulfil a condition with a percentage, member by member."""
        members = self.lowerer.members(left.share, scope, (*path, "share"))
        right = self.operands.operand(to, SHARE, scope, (*path, key))
        plain = all(m.counted is None for m in members.items)
        if plain and members.items and isinstance(right, Constant) and key in ("at_least", "below"):
            inner = [self.lowerer.condition(left.that, m.scope, (*path, "that")) for m in members.items]
            if all(one.applies is None for one in inner):
                parts = tuple(one.condition for one in inner)
                enough = AtLeast(ceil(Fraction(right.value) * len(parts) / 100), parts)
                return Lowered(enough if key == "at_least" else negated(enough))
        terms = tuple(self._share_term(m, left.that, right, members, (*path, "that")) for m in members.items)
        condition = Compare(Sum(terms), OPS[key], ZERO) if terms else Known(UNKNOWN)
        return self._numeric_or_empty(condition, _staying(members, verdicts=True), key, right, path)

    def _share_term(self, member: Member, that: Any, right: Quantity, members: Members, path: Path) -> Quantity:
        """What a member adds: met 100 - p, unmet - p, absent 0 (1.7)."""
        met, unmet = Sum((Constant(100), right), (1, -1)), Sum((right,), (-1,))
        effect = self._effect(member, members, path)
        inner = self.lowerer.condition(that, member.scope, path)
        term: Quantity = Select(inner.condition, met, unmet)
        if inner.applies is not None:
            term = Select(inner.applies, term, ZERO)
        if member.applies is not None:
            absent: Quantity = ZERO
            if effect in (MET, UNMET):
                assumed = self.lowerer.condition(that, member.scope.assuming(effect), path)
                absent = Select(assumed.condition, met, unmet)
            term = Select(member.applies, term, absent)
        return term if member.belongs is None else Select(member.belongs, term, ZERO)

    def compare_sum(self, left: surface.Sum, key: str, to: Any, scope: Scope, path: Path) -> Lowered:
        """Compare a sum over the members."""
        members = self.lowerer.members(left.sum_, scope, (*path, "sum"))
        right = self.operands.operand(to, self.operands.measure(left, scope, path), scope, (*path, key))
        total = self.total(members, left, scope, path, minus=None)
        if left.round is not None and isinstance(right, Constant):
            right, key = threshold_before_rounding(right.value, left.round.digits, left.round.half, key)
        group = _staying(members, verdicts=False)
        return self._numeric_or_empty(Compare(total, OPS[key], right), group, key, right, path)

    def compare_mean(self, left: surface.Mean, key: str, to: Any, scope: Scope, path: Path) -> Lowered:
        """Judge each member against the threshold: the sum of weight times (value - threshold) against 0 (1.7)."""
        members = self.lowerer.members(left.mean, scope, (*path, "mean"))
        right = self.operands.operand(to, self.operands.measure(left, scope, path), scope, (*path, key))
        if left.round is not None and not isinstance(right, Constant):
            self.context.problems.add(
                "KD216", "a rounded mean is compared with a number", (*path, key), expected="a number"
            )
        if key == "is":
            low, high = (self.compare_mean(left, k, to, scope, path) for k in ("at_least", "at_most"))
            return Lowered(All((low.condition, high.condition)), low.applies)
        against, strictness = right, key
        if left.round is not None and isinstance(right, Constant):
            against, strictness = threshold_before_rounding(right.value, left.round.digits, left.round.half, key)
        total = self.total(members, left, scope, path, minus=against)
        group = _staying(members, verdicts=False)
        return self._numeric_or_empty(Compare(total, OPS[strictness], ZERO), group, key, right, path)

    def total(
        self,
        members: Members,
        left: surface.Sum | surface.Mean,
        scope: Scope,
        path: Path,
        *,
        minus: Quantity | None,
    ) -> Quantity:
        """Return the sum of a quantity over the members, each less *minus* where it is judged against that."""
        terms = []
        for member in members.items:
            if isinstance(left.of, surface.Change) and member.scope.before is None:
                continue  # the first year of a window has no year before it: it has no change to count
            value = self.lowerer.quantity(left.of, member.scope, (*path, "of"))
            value = value if minus is None else Sum((value, minus), (1, -1))
            weighted = self._weighted(value, left.weight, member.scope, (*path, "weight"))
            terms.append(self._present(member, weighted, minus, members, path))
        return Sum(tuple(terms)) if terms else ZERO

    def _weighted(self, value: Quantity, weight: Any, scope: Scope, path: Path) -> Quantity:
        if weight is None:
            return value
        factor = self.lowerer.quantity(weight, scope, path)
        return Sum((value,), (factor.value,)) if isinstance(factor, Constant) else Product(factor, value)

    def _present(
        self, member: Member, value: Quantity, minus: Quantity | None, members: Members, path: Path
    ) -> Quantity:
        effect = self._effect(member, members, path)
        if effect in (MET, UNMET):
            self.context.problems.add(
                "KD223",
                f"a member of '{members.name}' that may not apply counts as a verdict, and numbers are added here",
                path,
                expected="not_applicable: drop or a number",
            )
        if member.applies is not None:
            absent: Quantity = ZERO
            if not isinstance(effect, str) and effect is not MET and effect is not UNMET:
                absent = Constant(effect) if minus is None else Sum((Constant(effect), minus), (1, -1))
            value = Select(member.applies, value, absent)
        return value if member.belongs is None else Select(member.belongs, value, ZERO)

    def compare_extreme(self, left: Any, key: str, to: Any, scope: Scope, path: Path) -> Lowered:
        """Compare the lowest (highest) by comparing each: all of them, or any of them."""
        lowest = isinstance(left, surface.Lowest)
        name = left.lowest if lowest else left.highest
        members = self.lowerer.members(name, scope, (*path, "lowest" if lowest else "highest"))
        if left.round is not None:
            self.context.problems.add("KD216", "round the quantity inside, not the lowest or highest", (*path, "round"))
        if key == "is":
            low, high = (self.compare_extreme(left, k, to, scope, path) for k in ("at_least", "at_most"))
            return Lowered(All((low.condition, high.condition)), low.applies)
        every = (key in ("at_least", "above")) == lowest
        parts = []
        for member in members.items:
            one = self.lowerer.compare(left.of, key, to, member.scope, (*path, "of"))
            applies = tuple(c for c in (member.counted, one.applies) if c is not None)
            lowered = Lowered(one.condition, All(applies) if applies else None)
            parts.append(lowered.absent_as_met() if every else lowered.absent_as_unmet())
        group: Condition = (All if every else AnyCondition)(tuple(parts)) if parts else Known(UNKNOWN)
        right = (
            self.operands.operand(to, self.operands.measure(left.of, scope, path), scope, (*path, key))
            if as_number(members.if_empty or "") is not None
            else ZERO
        )
        return self._numeric_or_empty(group, members, key, right, path)


def _staying(members: Members, *, verdicts: bool) -> Members:
    """The group that may be empty: a member that counts though not applicable, as verdict or number, stays (1.7)."""
    said = members.not_applicable or "drop"
    stays = said in ("met", "unmet") if verdicts else as_number(said) is not None
    return members._replace(items=tuple(m._replace(applies=None) for m in members.items)) if stays else members
