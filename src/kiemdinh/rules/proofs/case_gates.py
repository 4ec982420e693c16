"""Gates by cases: a test and two arms, of conditions (:class:`BranchGate`) or of quantities (:class:`SelectGate`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kiemdinh.rules.proofs.gates import ALGEBRA, MAX_COST, CircuitGate
from kiemdinh.rules.terms import MET, UNKNOWN, UNMET, Known, Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kiemdinh.rules.proofs.gates import DecisionCost, Objective, Readings, SearchState
    from kiemdinh.rules.terms import Term

__all__ = ["BranchGate", "SelectGate"]


class _CaseGate(CircuitGate):
    """What both kinds share; the members are the test, the arm for "met" and the arm for "unmet"."""

    __slots__ = ()

    def branching_order(self, wanted: Truth, search: SearchState, costs: Sequence[DecisionCost]) -> Iterable[Objective]:
        """Return the test and its arm; while the test is open, both arms, the more promising first."""
        readings = search.required
        test, then, otherwise = self.members
        arms = {MET: (then, wanted), UNMET: (otherwise, wanted)}
        if readings[test] is not UNKNOWN:
            return [(test, readings[test]), arms[readings[test]]]
        # Test first: once it is decided, only one arm is left to look at.
        first, second = (MET, UNMET) if self._is_first_arm_better(wanted, readings, costs) else (UNMET, MET)
        return [(test, first), arms[first], arms[second]]

    def _is_first_arm_better(self, wanted: Truth, readings: Readings, costs: Sequence[DecisionCost]) -> bool:
        """Return whether the test had better be met."""
        raise NotImplementedError

    def supporting_members(self, certain: Readings) -> Iterable[int]:
        """Return the test and its arm; where the test is unknown, both arms, which then agree."""
        test, then, otherwise = self.members
        if certain[test] is UNKNOWN:
            return (then, otherwise)
        return (test, then if certain[test] is MET else otherwise)


class BranchGate(_CaseGate):
    """A choice of two conditions."""

    __slots__ = ("_dead",)

    def __init__(self, term: Term, members: tuple[int, ...], gates: Sequence[CircuitGate]) -> None:
        super().__init__(term, members, gates)
        # What is known to stay unknown can never be as wanted, so the test must not choose it.
        self._dead = [gates[member].term == Known(UNKNOWN) for member in members]

    def evaluate_at(self, readings: Readings) -> Any:
        """Return the truth of the arm that the test chooses, or what both arms say."""
        test, then, otherwise = self.members
        return ALGEBRA.branch(readings[test], readings[then], readings[otherwise])

    def propagate_down(self, wanted: Truth, search: SearchState) -> bool:
        """Keep the test away from an arm that is against, and require the truth of the arm that is chosen."""
        test, then, otherwise = self.members
        against, required = wanted.negated(), search.required
        if (required[then] is against or self._dead[1]) and not search.require_truth(test, UNMET):
            return False
        if (required[otherwise] is against or self._dead[2]) and not search.require_truth(test, MET):
            return False
        if required[test] is UNKNOWN:
            return True
        return search.require_truth(then if required[test] is MET else otherwise, wanted)

    def _is_first_arm_better(self, wanted: Truth, readings: Readings, costs: Sequence[DecisionCost]) -> bool:
        test, then, otherwise = self.members
        against, side = wanted.negated(), int(wanted is MET)
        first = (readings[then] is against, costs[test][1] + costs[then][side])
        return first <= (readings[otherwise] is against, costs[test][0] + costs[otherwise][side])

    def decision_cost(self, costs: Sequence[DecisionCost]) -> DecisionCost:
        """Return, for either truth, the cost of the cheaper arm with its test."""
        test, then, otherwise = (costs[member] for member in self.members)
        unmet, met = (min(MAX_COST, test[1] + then[side], test[0] + otherwise[side]) for side in (0, 1))
        return unmet, met


class SelectGate(_CaseGate):
    """A choice of two quantities."""

    __slots__ = ()

    def evaluate_at(self, readings: Readings) -> Any:
        """Return the interval of the arm that the test chooses, or the hull of both."""
        test, then, otherwise = self.members
        return ALGEBRA.select(readings[test], readings[then], readings[otherwise])

    def _is_first_arm_better(self, wanted: Truth, readings: Readings, costs: Sequence[DecisionCost]) -> bool:
        _, then, otherwise = self.members
        greater = ALGEBRA.compare(readings[then], ">=", readings[otherwise]) is not UNMET
        return greater is (wanted is MET)
