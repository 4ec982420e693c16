"""The search of a proof: leaves are decided one after the other, and taken back where they lead nowhere.

This is PODEM, a search for test patterns of circuits (P. Goel, "An implicit enumeration algorithm to generate tests
for combinational logic circuits", IEEE Trans. Computers C-30, 1981). Only facts and values are decided, each found
along a path from the goal down through gates that are still open. What a decision brings about is carried upward; what
the goal requires is carried downward, gate by gate, as in FAN (H. Fujiwara and T. Shimono, 1983).
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from kiemdinh.rules.evaluation import Assignment
from kiemdinh.rules.proofs.arithmetic import LinearTheory
from kiemdinh.rules.proofs.domains import IntervalDomain
from kiemdinh.rules.proofs.proof import Satisfiability
from kiemdinh.rules.terms import MET, UNBOUNDED, UNKNOWN, UNMET, Interval, Truth, exact_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from kiemdinh.rules.proofs.circuit import Circuit
    from kiemdinh.rules.proofs.domains import Domain
    from kiemdinh.rules.proofs.gates import Objective
    from kiemdinh.rules.terms import Comparison, Number

__all__ = ["BacktrackingSearch", "Implications"]

_ASK_EVERY: Final = 32
"""Decisions on values between two times at which the comparisons are solved together."""

_FEW_COMPARISONS: Final = 8
"""How many comparisons are solved together before anything is decided: of more, solving costs more than a decision."""

_MANY_COMPARISONS: Final = 200
"""How many are solved together where many decisions have led nowhere."""

_Choice: TypeAlias = "tuple[int, Sequence[Truth | Domain]]"
"""A leaf, or a test that is decided as a whole, and what to try of it, the most promising first."""

Implications: TypeAlias = "dict[tuple[int, Truth], list[Objective]]"
"""By the gate of a fact and its truth: the truths that other facts then have."""


class _BranchDecision(NamedTuple):
    """A leaf that was decided: the length of the trail before, and the options that are left to try."""

    trail_length: int
    leaf: int
    options: Iterator[Truth | Domain]


class BacktrackingSearch:
    """One search for a world in which a goal holds.

    Two readings are kept for every gate. ``certain`` follows from the leaves decided so far. ``required`` is that, and
    what must be so besides if the goal is to hold; it is a contradiction if a gate would need both truths. Every change
    is put on a trail, so that it can be undone.

    Parameters
    ----------
    users
        The gates that the goal depends on, each with the gates that read it (:meth:`Circuit.fan_in`).
    implications
        What a truth of one fact means for others.
    prefer
        The truth to try first, by the name of a fact.
    tests
        Conditions that are decided as a whole, in this order, before any leaf. Each must be met or unmet in every world
        of facts and numbers.
    """

    def __init__(
        self,
        circuit: Circuit,
        users: Mapping[int, Sequence[int]],
        implications: Implications,
        prefer: Mapping[str, Truth],
        tests: Sequence[int] = (),
    ) -> None:
        self._gates, self._costs = circuit.gates, circuit.costs
        self._users, self._implications, self._prefer, self._tests = users, implications, prefer, tests
        self._theory = LinearTheory(circuit.gates, users)
        self._point: Mapping[int, Fraction] | None = {}
        self._asked = 0
        self.decided = 0
        self.required: list[Any] = list(circuit.start)
        self.certain: list[Any] = list(circuit.start)
        self._domains: dict[int, Domain] = {}
        self._trail: list[tuple[Any, int, Any]] = []
        self._queue: list[int] = []
        self._queued: set[int] = set()

    def require_goal(self, goal: int, domains: Iterable[tuple[int, Domain]], known: Iterable[Objective]) -> bool:
        """Set the domains of values and what is known, and require the goal; to be called once, at first.

        Returns
        -------
        bool
            ``False`` if propagation alone shows that the goal cannot hold.
        """
        for gate, domain in domains:
            self._domains[gate] = domain
            if domain.interval != self.required[gate]:  # else all that reads it has been read with it
                self._set_domain(gate, domain)
        return (
            all(self.require_truth(gate, truth) for gate, truth in known)
            and self.require_truth(goal, MET)
            and self._propagate_changes()
        )

    def decide_goal(self, goal: int, max_decisions: int) -> Satisfiability:
        """Decide leaf after leaf until the goal is certain, or there is nothing left to try.

        At worst exponential in the number of leaves; ``max_decisions`` is the limit. ``decided`` counts them.
        """
        decisions: list[_BranchDecision] = []
        left = max_decisions
        while self.certain[goal] is not MET:
            # Without an open leaf the goal has failed, and the last decision is taken back.
            choice = self._choose_test() or self._add_solution(self._choose_leaf(goal, MET, set()))
            if choice is not None:
                leaf, options = choice
                decisions.append(_BranchDecision(len(self._trail), leaf, iter(options)))
            succeeded = False
            while not succeeded:
                if not decisions:
                    return Satisfiability.UNSATISFIABLE
                decision = decisions[-1]
                self._undo_changes(decision.trail_length)
                option = next(decision.options, None)  # each option is tried from the state before the decision
                if option is None:
                    decisions.pop()
                    continue
                if not left:
                    return Satisfiability.UNDECIDED
                left -= 1
                self.decided += 1
                succeeded = self._decide_leaf(decision.leaf, option)
        return Satisfiability.SATISFIABLE

    def require_truth(self, gate: int, truth: Truth, /) -> bool:
        """Require a truth of a gate; return ``False`` if it cannot have it.

        What follows for other gates is propagated later; an unknown truth requires nothing.
        """
        before = self.required[gate]
        if before is truth or truth is UNKNOWN:
            return True
        # A truth that is known to stay unknown has neither members nor a name: it can never be required.
        is_leaf = not self._gates[gate].members
        if before is not UNKNOWN or (is_leaf and not self._gates[gate].name):
            return False
        self._set_reading(self.required, gate, truth)
        if is_leaf:  # it has no members that could settle it, so what is required of it is settled at once
            self._set_reading(self.certain, gate, truth)
        self._queue_users(gate)
        return True

    def narrow_domain(self, gate: int, op: Comparison, number: Number, wanted: Truth, /) -> bool:
        """Require that ``value op number`` has the wanted truth; return ``False`` if it cannot have it.

        ``gate`` is that of the value. Its domain becomes smaller, or stays where all that is left may fit.
        """
        domain = self._domains[gate]
        kept = domain.restrict_by(op, number, wanted)
        if kept is not None and kept != domain:
            self._set_domain(gate, kept)
        return kept is not None

    def read_world(self, condition: int) -> Assignment:
        """Return the facts and values that settle a condition, and the facts that these imply in the space.

        To be called where :meth:`decide_goal` found the goal satisfiable. The condition is the goal or a part of it.
        """
        truths: dict[str, Truth] = {}
        values: dict[str, Interval] = {}
        # Only what settles the condition is named, so that a witness is as small as it can easily be made.
        for gate in self._iterate_support(condition):
            name = self._gates[gate].name
            if name is not None and gate in self._domains:
                values[name] = self.certain[gate]
            elif name is not None:
                truths[name] = self.certain[gate]
        return Assignment(truths, {name: interval for name, interval in values.items() if interval != UNBOUNDED})

    def _iterate_support(self, root: int) -> Iterator[int]:
        """Yield the gates that settle a gate."""
        seen, waiting = {root}, [root]
        while waiting:
            gate = waiting.pop()
            yield gate
            # A world respects chains and exclusive groups, so what a fact implies belongs to it.
            implied = [other for other, _ in self._implications.get((gate, self.certain[gate]), ())]
            for other in (*self._gates[gate].supporting_members(self.certain), *implied):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)

    # -- changes and how they are undone ---------------------------------------------------------------------------

    def _set_reading(self, readings: Any, gate: int, new: Any) -> None:
        self._trail.append((readings, gate, readings[gate]))
        readings[gate] = new

    def _set_domain(self, gate: int, domain: Domain) -> None:
        self._set_reading(self._domains, gate, domain)
        for readings in (self.required, self.certain):
            self._set_reading(readings, gate, domain.interval)
        self._queue_users(gate)

    def _undo_changes(self, trail_length: int) -> None:
        while len(self._trail) > trail_length:
            readings, gate, old = self._trail.pop()
            readings[gate] = old

    # -- propagation -----------------------------------------------------------------------------------------------

    def _queue_users(self, gate: int) -> None:
        """Queue a gate and all that read it, to be propagated."""
        queue, queued = self._queue, self._queued
        for other in (gate, *self._users.get(gate, ())):
            if other not in queued:
                queued.add(other)
                heappush(queue, other)

    def _propagate_changes(self) -> bool:
        """Carry all changes upward and downward; return ``False`` at the first contradiction."""
        # Members have lower numbers than the gates that read them, so the least number comes first.
        while self._queue:
            gate = heappop(self._queue)
            self._queued.discard(gate)
            if not self._propagate_gate(gate):
                self._queue.clear()
                self._queued.clear()
                return False
        return True

    def _propagate_gate(self, number: int) -> bool:
        gate = self._gates[number]
        if not gate.members:
            implied = self._implications.get((number, self.required[number]), ())
            return all(self.require_truth(other, truth) for other, truth in implied)
        if gate.quantity:
            self._update_quantity(number)
            return True
        return self._update_condition(number)

    def _update_quantity(self, number: int) -> None:
        gate, changed = self._gates[number], False
        for readings in (self.certain, self.required):
            interval = gate.evaluate_at(readings)
            if interval != readings[number]:
                self._set_reading(readings, number, interval)
                changed = True
        if changed:
            self._queue_users(number)

    def _update_condition(self, number: int) -> bool:
        """Read a condition, and propagate downward where a truth is required of it that is not certain yet."""
        gate = self._gates[number]
        if self.certain[number] is not UNKNOWN:  # its members no longer matter
            return True
        truth = gate.evaluate_at(self.certain)
        if truth is not UNKNOWN:
            self._set_reading(self.certain, number, truth)
            self._queue_users(number)
        if not self.require_truth(number, gate.evaluate_at(self.required)):
            return False
        wanted = self.required[number]
        return wanted is UNKNOWN or self.certain[number] is not UNKNOWN or gate.propagate_down(wanted, self)

    # -- decisions -------------------------------------------------------------------------------------------------

    def _add_solution(self, choice: _Choice | None) -> _Choice | None:
        """Try first a number that solves all required comparisons; return None where they have no solution."""
        if choice is None or not isinstance(self._domains.get(choice[0]), IntervalDomain):
            return choice
        if self._asked % _ASK_EVERY == 0:
            most = _MANY_COMPARISONS if self._asked else _FEW_COMPARISONS
            self._point = self._theory.find_point(self.required, most)
        self._asked += 1
        if self._point is None:
            self._point = {}
            return None
        leaf, options = choice
        number = self._point.get(leaf)
        # The solution may be of an earlier time, before the value was narrowed.
        if number is None or self._domains[leaf].restrict_by("==", exact_number(number), MET) is None:
            return choice
        return leaf, (IntervalDomain(Interval.point(exact_number(number))), *options)

    def _decide_leaf(self, leaf: int, option: Truth | Domain) -> bool:
        """Decide a leaf and propagate; return ``False`` if the goal can then not hold."""
        if isinstance(option, Truth):
            return self.require_truth(leaf, option) and self._propagate_changes()
        self._set_domain(leaf, option)
        return self._propagate_changes()

    def _choose_test(self) -> _Choice | None:
        test = next((test for test in self._tests if self.required[test] is UNKNOWN), None)
        return None if test is None else (test, (MET, UNMET))

    def _choose_leaf(self, number: int, wanted: Truth, seen: set[int]) -> _Choice | None:
        """Return a leaf that is open below an open gate, and what to try, the most promising first.

        A comparison of several values is decided as a leaf is, so that what is required of the values is known.
        """
        seen.add(number)
        gate = self._gates[number]
        if number in self._domains:
            return number, self._domains[number].list_subdomains(wanted is MET)
        if gate.name is not None:
            # A preference decides what is tried first; the other truth is still tried after it.
            first = self._prefer.get(gate.name, wanted)
            first = wanted if first is UNKNOWN else first
            return number, (first, first.negated())
        if self.required[number] is UNKNOWN and self._theory.is_arithmetic(number):
            return number, (wanted, wanted.negated())
        for member, aim in gate.branching_order(wanted, self, self._costs):
            if member not in seen and self._is_open(member):
                # A member that is required already can only be aimed at as it is required.
                required = self.required[member]
                is_free = self._gates[member].quantity or required is UNKNOWN
                found = self._choose_leaf(member, aim if is_free else required, seen)
                if found is not None:
                    return found
        return None

    def _is_open(self, number: int) -> bool:
        certain = self.certain[number]
        return not certain.known if self._gates[number].quantity else certain is UNKNOWN
