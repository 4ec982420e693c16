"""The normal form of a condition for repairs: threshold groups over facts and bounds (semantics 5.3, 5.5, 5.8).

It says what must be so for the condition to be *certain*. Negations are pushed to the facts and definitions are
opened. A choice with a known test is replaced by its arm. A comparison of one value is a bound. A comparison of sums is
one threshold group: each better end that a term can have adds its gain.

Words: *up* asks for a low end that is large enough, not *up* for a high end that is small enough. The *end* of a
quantity is the one that matters for this; the *worst* end is the one that is sure without any change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor, lcm
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeAlias

from kiemdinh.rules.evaluation import evaluate, evaluate_quantity
from kiemdinh.rules.terms import (
    MET,
    OPPOSITE,
    UNKNOWN,
    UNMET,
    All,
    Any,
    AtLeast,
    Branch,
    Compare,
    Condition,
    Count,
    Fact,
    Interval,
    Known,
    Maximum,
    Mean,
    Minimum,
    Not,
    Number,
    Product,
    Quantity,
    Round,
    Select,
    Sum,
    Value,
    exact_number,
    facts_of,
    round_number,
    values_of,
)

if TYPE_CHECKING:
    from kiemdinh.rules.evaluation import Facts
    from kiemdinh.rules.terms import Comparison, Half, Term

__all__ = ["BoundLeaf", "FactLeaf", "Normal", "NormalGroup", "Position", "Reachability", "leaves_of", "normal_form_of"]

_MAX_ENDS: Final = 256
"""A sum within a minimum, maximum, choice or rounding is followed up to so many ends: their number multiplies."""

Position: TypeAlias = tuple[Number, int]
"""A position on the number line: a number (0), or just below (-1) or just above (1) it.

Tuples compare as positions do.
"""


class FactLeaf(NamedTuple):
    """A fact must be met for certain (``positive``), or unmet for certain; ``holds`` says whether it is so now."""

    name: str
    positive: bool
    holds: bool


class BoundLeaf(NamedTuple):
    """A value must certainly lie at ``position`` or above (``up``), or at it or below.

    ``holds`` says whether it does now.
    """

    value: str
    up: bool
    position: Position
    holds: bool


@dataclass(frozen=True, slots=True, eq=False)
class NormalGroup:
    """A threshold group: the weights of the members that hold must add up to at least ``need``; all whole numbers."""

    need: int
    members: tuple[Normal, ...]
    weights: tuple[int, ...]


Normal: TypeAlias = bool | FactLeaf | BoundLeaf | NormalGroup
"""What must hold for certain: a constant, a leaf or a group. True holds already, False cannot come to hold."""


class Reachability(Protocol):
    """What may change, as far as the normal form asks; a class satisfies this by having the methods."""

    def may_change_fact(self, name: str, /) -> bool:
        """Return whether the truth of a fact may change."""

    def may_change_value(self, name: str, /) -> bool:
        """Return whether the interval of a value may change."""

    def reachable_ends(
        self, name: str, up: bool, now: Interval, alone: Number | None, /
    ) -> tuple[Number | None, Sequence[Number]]:
        """Return the worst end that a value in a sum may get, and the better ends, from worse to better.

        The worst end is None if the value is unbounded.

        ``up`` says whether larger is better, ``now`` is the present interval. ``alone`` is the end that would be enough
        if no other term changed; None if there is none.
        """


def normal_form_of(
    condition: Condition,
    facts: Facts,
    reach: Reachability,
    definitions: Mapping[str, Condition],
    opens: Mapping[str, bool],
) -> tuple[Normal, frozenset[str]]:
    """Return the normal form of "``condition`` is certain" in one case, and the names that it could not follow.

    ``opens`` says of each defined fact whether it is read through its definition. Takes time linear in the size of the
    condition and its opened definitions, times the ends of the values that occur in sums. A product of two quantities
    that may both change is taken as it is now; the names in it are returned.

    Raises
    ------
    ValueError
        If a definition refers to itself.
    """
    reader = _NormalFormReader(facts, reach, definitions, opens)
    return reader.read_condition(condition, True), frozenset(reader.unfollowed)


def leaves_of(node: Normal) -> Iterable[FactLeaf | BoundLeaf]:
    """Return the distinct leaves of a normal form, in declared order."""
    seen: set[int] = set()
    found: dict[FactLeaf | BoundLeaf, None] = {}
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, NormalGroup):
            if id(part) not in seen:
                seen.add(id(part))
                waiting.extend(reversed(part.members))
        elif not isinstance(part, bool):
            found[part] = None
    return found


def _all_of(*parts: Normal) -> Normal:
    return NormalGroup(len(parts), parts, (1,) * len(parts))


def _any_of(*parts: Normal) -> Normal:
    return NormalGroup(1, parts, (1,) * len(parts))


_Term: TypeAlias = tuple[Quantity, Number]
"""A quantity and the factor that it is multiplied by, never zero."""


@dataclass(slots=True)
class _BoundTotal:
    """The certain low end of a sum, taken apart.

    ``settled`` is the part that cannot change (None: unbounded below). ``conditions`` are pairs (form, gain): the gain
    is added if the form holds. ``terms`` maps (quantity, up) to the factor of a quantity that may change.
    """

    settled: Number | None = 0
    conditions: list[tuple[Normal, Number]] = field(default_factory=list)
    terms: dict[tuple[Quantity, bool], Number] = field(default_factory=dict)

    def add_number(self, number: Number | None) -> None:
        """Add to the part that cannot change; None makes it unbounded."""
        self.settled = None if self.settled is None or number is None else exact_number(self.settled + number)

    def add_term(self, term: Quantity, weight: Number) -> None:
        """Add ``weight`` times a quantity that may change; equal quantities with factors of one sign are joined."""
        key = (term, weight > 0)
        self.terms[key] = self.terms.get(key, 0) + weight


class _NormalFormReader:
    """Reads a condition in one case into its normal form; a part that occurs several times is read once."""

    def __init__(
        self,
        facts: Facts,
        reach: Reachability,
        definitions: Mapping[str, Condition],
        opens: Mapping[str, bool],
    ) -> None:
        self._facts, self._reach, self._definitions, self._opens = facts, reach, definitions, opens
        self._done: dict[bool, dict[int, tuple[Condition, Normal]]] = {True: {}, False: {}}
        self._named_forms: dict[bool, dict[str, Normal]] = {True: {}, False: {}}
        self._changeable: dict[Term, bool] = {}
        self._being_read: set[str] = set()
        self.unfollowed: set[str] = set()

    # -- conditions ---------------------------------------------------------------------------------------

    def read_condition(self, node: Condition, positive: bool) -> Normal:
        """Return the form of "the condition certainly holds" (``positive``), or of "it certainly does not hold"."""
        if isinstance(node, Fact):
            return self._named_forms[positive].get(node.id) or self._read_fact(node.id, positive)
        # Keyed by identity, because hashing a term costs a call. The term is kept alive, so that its id stays its own.
        known = self._done[positive].get(id(node))
        if known is None:
            known = self._done[positive][id(node)] = node, self._read_new_condition(node, positive)
        return known[1]

    def _read_new_condition(self, node: Condition, positive: bool) -> Normal:
        if isinstance(node, All):
            return self._read_group(len(node.parts), node.parts, positive)
        if isinstance(node, AtLeast | Any):
            return self._read_group(node.k if isinstance(node, AtLeast) else 1, node.parts, positive)
        match node:
            case Known(truth):
                return truth is (MET if positive else UNMET)
            case Not(part):
                return self.read_condition(part, not positive)
            case Compare(left, op, right):
                return self._read_comparison(left, op, right, positive)
            case Branch(test, then, otherwise):
                return self._read_choice(
                    test, self.read_condition(then, positive), self.read_condition(otherwise, positive)
                )
        raise TypeError(type(node).__name__)

    def _read_group(self, k: int, parts: tuple[Condition, ...], positive: bool) -> Normal:
        # Not "at least k of n" is "at least n - k + 1 of n do not hold" (De Morgan).
        need = k if positive else len(parts) - k + 1
        named, condition = self._named_forms[positive], self.read_condition
        members = [
            named.get(part.id) or self._read_fact(part.id, positive)
            if isinstance(part, Fact)
            else condition(part, positive)
            for part in parts
        ]
        return NormalGroup(need, tuple(members), (1,) * len(parts))

    def _read_fact(self, name: str, positive: bool) -> Normal:
        """Return the form of a fact that was not read before: a leaf, or the form of its definition."""
        if self._opens.get(name, False):
            read = self._read_definition(name, positive)
        else:
            read = FactLeaf(name, positive, self._facts.truth(name) is (MET if positive else UNMET))
        self._named_forms[positive][name] = read
        return read

    def _read_definition(self, name: str, positive: bool) -> Normal:
        if name in self._being_read:
            msg = f"a definition refers to itself: {name}"
            raise ValueError(msg)
        self._being_read.add(name)
        read = self.read_condition(self._definitions[name], positive)
        self._being_read.remove(name)
        return read

    def _read_choice(self, test: Condition, then: Normal, otherwise: Normal) -> Normal:
        """Return the form of a choice: the arm that the test picks, both arms while it is unknown.

        If the test may change, it is enough that the test is certain with its arm, or that both arms are.
        """
        truth = None if self._may_change(test) else evaluate(test, self._facts)
        if truth is None:
            met, unmet = self.read_condition(test, True), self.read_condition(test, False)
            return _any_of(_all_of(met, then), _all_of(unmet, otherwise), _all_of(then, otherwise))
        if truth is UNKNOWN:
            return _all_of(then, otherwise)
        return then if truth is MET else otherwise

    def _may_change(self, node: Term) -> bool:
        """Return whether any fact or value in a term, or in the definitions of its facts, may change."""
        if node not in self._changeable:
            self._changeable[node] = any(self._reach.may_change_value(name) for name in values_of(node)) or any(
                self._may_change_fact(name) for name in facts_of(node)
            )
        return self._changeable[node]

    def _may_change_fact(self, name: str) -> bool:
        if self._opens.get(name, False):
            return self._may_change(self._definitions[name])
        return self._reach.may_change_fact(name)

    # -- comparisons --------------------------------------------------------------------------------------

    def _read_comparison(self, left: Quantity, op: Comparison, right: Quantity, positive: bool) -> Normal:
        if op == "==":
            if positive:
                return _all_of(
                    self._read_comparison(left, ">=", right, True), self._read_comparison(left, "<=", right, True)
                )
            return _any_of(self._read_comparison(left, ">", right, True), self._read_comparison(left, "<", right, True))
        if not positive:
            op = OPPOSITE[op]
        # Every comparison becomes "difference at least (or above) zero".
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
        if not self._may_change(node):
            total.add_number(evaluate_quantity(node, self._facts).scaled(weight).low)
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
                    total.conditions.append((self.read_condition(one, weight > 0), max(weight, -weight)))
            case Select(_, then, otherwise) if not self._may_change(then) and not self._may_change(otherwise):
                self._add_choice(total, node, weight)
            case _:
                total.add_term(node, weight)

    def _add_product(
        self, total: _BoundTotal, node: Quantity, sides: tuple[Quantity, Quantity], weight: Number
    ) -> None:
        """Add a product: linear if one side is a known number, otherwise not followed."""
        for factor, other in (sides, sides[::-1]):
            known = None if self._may_change(factor) else evaluate_quantity(factor, self._facts)
            if known is not None and known.low is not None and known.known:
                self._add_quantity(total, other, exact_number(weight * known.low))
                return
        # Not linear: taken as it is now, so that what is said to be certain stays certain.
        self._record_unfollowed(node)
        total.add_number(evaluate_quantity(node, self._facts).scaled(weight).low)

    def _add_choice(self, total: _BoundTotal, node: Select, weight: Number) -> None:
        """Add a choice of two amounts that cannot change: the smaller one, and the difference as a gain of the test."""
        then, otherwise = (
            evaluate_quantity(arm, self._facts).scaled(weight).low for arm in (node.then, node.otherwise)
        )
        if then is None or otherwise is None:
            total.add_term(node, weight)
            return
        total.add_number(min(then, otherwise))
        gain = exact_number(then - otherwise)
        if gain:
            total.conditions.append((self.read_condition(node.test, gain > 0), max(gain, -gain)))

    def _record_unfollowed(self, node: Quantity) -> None:
        self.unfollowed |= values_of(node) | facts_of(node)

    def _read_one_term(self, term: Quantity, up: bool, bound: Number, *, strict: bool) -> Normal:
        """Return the form of "the term is certainly at least ``bound``" (at most, if not ``up``)."""
        sign = 1 if up else -1
        match term:
            case Value(name):
                position = (bound, sign if strict else 0)
                return BoundLeaf(name, up, position, _lies_beyond(self._facts.value(name), up, position))
            case Minimum(parts) | Maximum(parts):
                # A minimum is large enough if all members are, a maximum if one is; to be small enough, the reverse.
                made = [self._read_total_bound([(part, sign)], sign * bound, strict=strict) for part in parts]
                return _all_of(*made) if isinstance(term, Minimum) is up else _any_of(*made)
            case Select(test, then, otherwise):
                arms = [self._read_total_bound([(arm, sign)], sign * bound, strict=strict) for arm in (then, otherwise)]
                return self._read_choice(test, *arms)
            case Round(part, digits, half):
                edge, must_pass = _edge_before_rounding(bound, digits, half, up=up, strict=strict)
                return self._read_total_bound([(part, sign)], sign * edge, strict=must_pass)
        self._record_unfollowed(term)
        return _lies_beyond(evaluate_quantity(term, self._facts), up, (bound, sign if strict else 0))

    def _read_several_terms(self, total: _BoundTotal, need: Number, *, strict: bool) -> Normal:
        """Return the form of "the total is certainly at least ``need``" for several terms that may change.

        It is one weighted group. For each term, each better end is a leaf; its weight is what this end adds to the one
        before. A term that is unbounded now must reach its first end in any case.
        """
        required: list[Normal] = []
        gains = list(total.conditions)
        present = {key: self._find_present_end(*key)[0] for key in total.terms}
        missing = need - sum(total.terms[key] * end for key, end in present.items() if end is not None)
        missing -= sum(gain for form, gain in gains if _holds_now(form))
        for key, weight in total.terms.items():
            alone = _find_sufficient_end(present[key], missing, weight, strict=strict)
            previous, ends = self._list_better_ends(*key, alone)
            # The need is counted from the worst ends of all terms, each leaf adds its gain to that.
            need -= 0 if previous is None else weight * previous
            for end in ends:
                leaf = self._read_one_term(*key, end, strict=False)
                if previous is None:
                    required.append(leaf)
                    need -= weight * end
                else:
                    gains.append((leaf, exact_number(weight * (end - previous))))
                previous = end
            if previous is None:
                return False
        return _all_of(*required, _make_weighted_group(need, gains, strict=strict))

    def _list_better_ends(
        self, term: Quantity, up: bool, alone: Number | None
    ) -> tuple[Number | None, Sequence[Number]]:
        """Return the worst end of a term, and the better ends that it may get, from worse to better.

        The worst end is None if the term is unbounded.
        """
        if isinstance(term, Value):
            return self._reach.reachable_ends(term.id, up, self._facts.value(term.id), alone)
        worst, ends = self._list_possible_ends(term, up)
        if worst is None:
            return None, sorted(ends, reverse=not up)
        return worst, sorted((end for end in ends if (end > worst if up else end < worst)), reverse=not up)

    def _list_possible_ends(self, term: Quantity, up: bool) -> tuple[Number | None, set[Number]]:
        """Return the worst end of any term (None: unbounded), and the set of all ends that it may have.

        The set may hold ends that cannot be reached together with others: each becomes a leaf that is tested by itself.
        """
        if not self._may_change(term):
            return self._find_present_end(term, up)
        match term:
            case Minimum(parts) | Maximum(parts):
                several = [self._list_possible_ends(part, up) for part in parts]
            case Select(_, then, otherwise):
                several = [self._list_possible_ends(part, up) for part in (then, otherwise)]
            case Round(part, digits, half):
                worst, ends = self._list_possible_ends(part, up)
                low = None if worst is None else round_number(worst, digits, half)
                return low, {round_number(end, digits, half) for end in ends}
            case Value(name):
                base, levels = self._reach.reachable_ends(name, up, self._facts.value(name), None)
                return base, {*levels, *([] if base is None else [base])}
            case Count(counted):
                return (0 if up else len(counted)), set(range(len(counted) + 1))
            case Sum(parts, weights):
                return self._list_sum_ends(term, parts, weights or (1,) * len(parts), up)
            case Mean(parts):
                return self._list_sum_ends(term, parts, (Fraction(1, len(parts)),) * len(parts), up)
            case _:
                self._record_unfollowed(term)
                return self._find_present_end(term, up)
        ends = set[Number]().union(*(found for _, found in several))
        worsts = [worst for worst, _ in several]
        return _find_worst_end(worsts, up), ends

    def _find_present_end(self, term: Quantity, up: bool) -> tuple[Number | None, set[Number]]:
        """Return the present end of a term, alone and as a set (empty if the term is unbounded)."""
        span = evaluate_quantity(term, self._facts)
        end = span.low if up else span.high
        return end, set() if end is None else {end}

    def _list_sum_ends(
        self, term: Quantity, parts: Sequence[Quantity], weights: Sequence[Number], up: bool
    ) -> tuple[Number | None, set[Number]]:
        """Return the worst end of a weighted sum and all sums of ends of its members, up to a limit."""
        worst: Number | None = 0
        ends: set[Number] = {0}
        for part, weight in zip(parts, weights, strict=True):
            low, found = self._list_possible_ends(part, up if weight > 0 else not up) if weight else (0, {0})
            worst = None if worst is None or low is None else worst + weight * low
            ends = {exact_number(end + weight * one) for end in ends for one in found}
            if len(ends) > _MAX_ENDS:
                self._record_unfollowed(term)
                return self._find_present_end(term, up)
        return worst, ends


def _holds_now(form: Normal) -> bool:
    """Return whether a form holds with what is known now."""
    if isinstance(form, bool):
        return form
    if isinstance(form, NormalGroup):
        return sum(w for part, w in zip(form.members, form.weights, strict=True) if _holds_now(part)) >= form.need
    return form.holds


def _find_sufficient_end(now: Number | None, missing: Number, weight: Number, *, strict: bool) -> Number | None:
    """Return the end of a term that is enough if no other term changes.

    Past a strict bound it is taken to lie a whole unit further.
    """
    if now is None:
        return None
    end = now + Fraction(missing) / weight
    return exact_number(end + (0 if not strict else 1 if weight > 0 else -1))


def _find_worst_end(ends: list[Number | None], up: bool) -> Number | None:
    """Return the worst of several ends; None if one is unbounded."""
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return None
    return min(known) if up else max(known)


def _lies_beyond(interval: Interval, up: bool, position: Position) -> bool:
    """Return whether the whole interval lies at a position or beyond it."""
    if up:
        return interval.low is not None and (interval.low, 0) >= position
    return interval.high is not None and (interval.high, 0) <= position


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
