"""Gates of conditions: "at least k of n", negation, comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kiemdinh.rules import terms
from kiemdinh.rules.proofs.gates import ALGEBRA, MAX_COST, CircuitGate, read_many
from kiemdinh.rules.terms import MET, MIRRORED, UNKNOWN, UNMET, Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kiemdinh.rules.proofs.gates import DecisionCost, Objective, Readings, SearchState
    from kiemdinh.rules.terms import Comparison, Interval, Term

__all__ = ["AtLeastGate", "CompareGate", "NotGate"]


class AtLeastGate(CircuitGate):
    """At least ``k`` of the members; "all" and "any" are the two ends of it."""

    __slots__ = ("_cheapest", "_read_members", "k")

    def __init__(self, term: Term, members: tuple[int, ...], gates: Sequence[CircuitGate]) -> None:
        super().__init__(term, members, gates)
        match term:
            case terms.All():
                self.k = len(members)
            case terms.AtLeast(k):
                self.k = k
            case _:
                self.k = 1
        self._read_members = read_many(members)
        self._cheapest: dict[Truth, list[int]] = {}

    def evaluate_at(self, readings: Readings) -> Any:
        """Count the members that are met, and those that may still be."""
        truths = self._read_members(readings)
        if truths.count(MET) >= self.k:
            return MET
        return UNKNOWN if len(truths) - truths.count(UNMET) >= self.k else UNMET

    def _members_needed(self, wanted: Truth) -> int:
        """Return how many members as wanted make the gate as wanted."""
        # The gate fails when so many members fail that no k are left: n - k + 1 of them.
        return self.k if wanted is MET else len(self.members) - self.k + 1

    def propagate_down(self, wanted: Truth, search: SearchState) -> bool:
        """Require the truth of every member that can still have it, once no more than the needed number can."""
        truths = self._read_members(search.required)
        left, needed = len(truths) - truths.count(wanted.negated()), self._members_needed(wanted)
        if left != needed:
            return left > needed
        return all(
            search.require_truth(member, wanted)
            for member, truth in zip(self.members, truths, strict=True)
            if truth is UNKNOWN
        )

    def branching_order(self, wanted: Truth, search: SearchState, costs: Sequence[DecisionCost]) -> Iterable[Objective]:
        """Return the members that are not settled: as wanted first, then open ones by cost, those against it last."""
        certain, required = search.certain, search.required
        left = [member for member in self._rank_members(wanted, costs) if certain[member] is UNKNOWN]
        # One after the other, since most often the first one that is open is all that is asked for.
        for truth in (wanted, UNKNOWN, wanted.negated()):
            for member in left:
                if required[member] is truth:
                    yield member, wanted

    def _rank_members(self, wanted: Truth, costs: Sequence[DecisionCost]) -> list[int]:
        """Return the members by the cost of the wanted truth, which never changes, the cheapest first."""
        if wanted not in self._cheapest:
            side = int(wanted is MET)
            self._cheapest[wanted] = sorted(self.members, key=lambda member: costs[member][side])
        return self._cheapest[wanted]

    def supporting_members(self, certain: Readings) -> Iterable[int]:
        """Return the first members that are as the gate is, as many as are needed."""
        truth = self.evaluate_at(certain)
        agreeing = [member for member in self.members if certain[member] is truth]
        return agreeing[: max(0, self._members_needed(truth))]

    def decision_cost(self, costs: Sequence[DecisionCost]) -> DecisionCost:
        """Add up the cheapest members, as many as are needed for either truth."""
        unmet, met = zip(*[costs[member] for member in self.members], strict=True)
        return _sum_cheapest(unmet, self._members_needed(UNMET)), _sum_cheapest(met, self._members_needed(MET))


def _sum_cheapest(costs: Sequence[int], count: int) -> int:
    if count > len(costs):
        return MAX_COST
    if count == 1:
        return min(costs)
    # All of them are most often needed: then none need to be put in order.
    needed = costs if count == len(costs) else sorted(costs)[: max(0, count)]
    return min(MAX_COST, sum(needed))


class NotGate(CircuitGate):
    """The negation of its one member."""

    __slots__ = ()

    def evaluate_at(self, readings: Readings) -> Any:
        """Return the opposite truth."""
        return readings[self.members[0]].negated()

    def propagate_down(self, wanted: Truth, search: SearchState) -> bool:
        """Require the opposite of the member."""
        return search.require_truth(self.members[0], wanted.negated())

    def branching_order(self, wanted: Truth, search: SearchState, costs: Sequence[DecisionCost]) -> Iterable[Objective]:
        """Return the member, with the opposite truth to aim at."""
        return [(self.members[0], wanted.negated())]

    def decision_cost(self, costs: Sequence[DecisionCost]) -> DecisionCost:
        """Return the two costs of the member, swapped."""
        unmet, met = costs[self.members[0]]
        return met, unmet


class CompareGate(CircuitGate):
    """A comparison of two quantities.

    ``bounds`` lists each side that is a value itself: (value, operator seen from it, other side).
    """

    __slots__ = ("bounds",)

    def __init__(self, term: Term, members: tuple[int, ...], gates: Sequence[CircuitGate]) -> None:
        super().__init__(term, members, gates)
        left, right = members
        sides: tuple[tuple[int, Comparison, int], ...] = (
            (left, self.term.op, right),
            (right, MIRRORED[self.term.op], left),
        )
        self.bounds = [bound for bound in sides if isinstance(gates[bound[0]].term, terms.Value)]

    def evaluate_at(self, readings: Readings) -> Any:
        """Compare the two intervals."""
        left, right = self.members
        return ALGEBRA.compare(readings[left], self.term.op, readings[right])

    def propagate_down(self, wanted: Truth, search: SearchState) -> bool:
        """Narrow each side that is a value, where the other side is one number."""
        # Where both sides are open, nothing is narrowed until the search decides one of them.
        for value, op, other in self.bounds:
            interval: Interval = search.required[other]
            if interval.low is None or not interval.known:
                continue
            if not search.narrow_domain(value, op, interval.low, wanted):
                return False
        return True

    def branching_order(self, wanted: Truth, search: SearchState, costs: Sequence[DecisionCost]) -> Iterable[Objective]:
        """Return both sides: the one that should be great and the one that should be small."""
        left, right = self.members
        # For an equality no direction is better than the other, so any will do.
        up = wanted if self.term.op in (">=", ">", "==") else wanted.negated()
        return [(left, up), (right, up.negated())]
