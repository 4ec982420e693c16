"""The prover: finds a world of a space in which a condition holds, or proves that there is none.

The condition becomes a circuit of gates, its values get domains, and a search looks for a world in which it holds
(:mod:`~kiemdinh.rules.proofs.backtracking`). Where that is not soon found, a relaxed condition is tried, which is often
refuted at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from kiemdinh.rules.evaluation import sample_points, thresholds_of
from kiemdinh.rules.proofs.backtracking import BacktrackingSearch
from kiemdinh.rules.proofs.case_gates import BranchGate
from kiemdinh.rules.proofs.circuit import Circuit
from kiemdinh.rules.proofs.difference_constraints import DifferenceConstraints
from kiemdinh.rules.proofs.domains import FiniteDomain, IntervalDomain
from kiemdinh.rules.proofs.linear_totals import TotalRelaxer
from kiemdinh.rules.proofs.proof import Proof, Satisfiability
from kiemdinh.rules.terms import UNKNOWN, UNMET, Compare, Fact, Interval, Known, Value, values_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemdinh.rules.proofs.backtracking import Implications
    from kiemdinh.rules.proofs.domains import Domain
    from kiemdinh.rules.proofs.space import Space
    from kiemdinh.rules.terms import Condition, Number, Term, Truth

__all__ = ["Prover", "prove"]

_MAX_DECISIONS: Final = 10_000

_EASY: Final = 100
"""How many decisions are taken before another way to refute the condition is tried, and how many by its cases."""


def prove(
    condition: Condition,
    space: Space,
    *,
    max_decisions: int = _MAX_DECISIONS,
    prefer: Mapping[str, Truth] | None = None,
) -> Proof:
    """Prove one condition as :meth:`Prover.prove` does, without keeping anything for the next.

    Raises
    ------
    ValueError
        If the condition reads a value for which no choice is left in the space.

    Examples
    --------
    >>> from kiemdinh.rules import All, Fact, Not, Space
    >>> proof = prove(All((Fact("a"), Not(Fact("b")))), Space())
    >>> proof.status.name, proof.world.truths["a"].name, proof.world.truths["b"].name
    ('SATISFIABLE', 'MET', 'UNMET')
    >>> prove(All((Fact("a"), Not(Fact("b")))), Space(chains=(("b", "a"),))).status.name
    'UNSATISFIABLE'
    """
    return Prover(space).prove(condition, max_decisions=max_decisions, prefer=prefer)


class Prover:
    """Proves many conditions over one space; a term that several of them share becomes a gate once.

    ``decisions`` counts the decisions that all its proofs have taken.

    Examples
    --------
    >>> from kiemdinh.rules import Any, Constant, Not, Space
    >>> area = Value("area")
    >>> prover = Prover(Space(values={"area": Interval(0, 100)}))
    >>> great, small = Compare(area, ">=", Constant(60)), Compare(area, "<", Constant(50))
    >>> prover.prove(Any((great, small))).world.value("area")
    Interval(low=60, high=100)
    >>> prover.prove(Not(Any((great, small)))).world.value("area")
    Interval(low=50, high=55)
    """

    def __init__(self, space: Space) -> None:
        self.decisions = 0
        self._space = space
        self._circuit = Circuit(self._read_undecided)
        self._totals = TotalRelaxer(self._circuit.add_term)
        self._differences = DifferenceConstraints(self._circuit.add_term)
        self._thresholds: dict[tuple[int, str], tuple[Number, ...] | None] = {}
        self._domains: dict[tuple[int, ...], Domain] = {}
        self._values: dict[int, frozenset[str]] = {}
        self._implications: Implications = {}
        for name, truth, other, then in space.list_implications():
            implied = self._implications.setdefault((self._fact_gate(name), truth), [])
            implied.append((self._fact_gate(other), then))
        self._known = [(self._fact_gate(name), truth) for name, truth in space.known.truths.items()]

    def prove(
        self, condition: Condition, *, max_decisions: int = _MAX_DECISIONS, prefer: Mapping[str, Truth] | None = None
    ) -> Proof:
        """Return whether a condition can hold, and a world in which it is certain.

        Where values are only compared with numbers, or have choices, enough decisions settle every condition; their
        number can double with each name. Where values enter arithmetic, no number of decisions may be enough. A truth
        known to stay unknown (:class:`~kiemdinh.rules.Known`) is never certain.

        Parameters
        ----------
        max_decisions
            How many decisions may be taken, those that are taken back included.
        prefer
            The truth that a fact should rather have where either will do.

        Raises
        ------
        ValueError
            When first asked about a value for which no choice is left.
        """
        root = self._circuit.add_term(condition)
        if self._circuit.start[root] is UNMET:  # ranges of values are enough to refute it
            return Proof(Satisfiability.UNSATISFIABLE)
        # Most questions are easy as they are. Where one is not, it may be easy to refute in another way.
        first = self._search_world(condition, min(max_decisions, _EASY), prefer)
        if first.status is not Satisfiability.UNDECIDED:
            return first
        if self._is_refuted(condition, max_decisions):
            return Proof(Satisfiability.UNSATISFIABLE)
        return self._search_world(condition, max_decisions, prefer)

    def values_read(self, condition: Condition) -> frozenset[str]:
        """Return the names of the values that a condition reads; of one that has been proved it is a look-up."""
        known = self._values.get(self._circuit.add_term(condition))
        return values_of(condition) if known is None else known

    def _is_refuted(self, condition: Condition, max_decisions: int) -> bool:
        """Return whether a condition is proved never to hold: by its cases, or where its totals are free.

        What cannot hold when every total could be any number cannot hold at all: where the totals make a question hard,
        this is soon seen. Rules by cases often repeat one another: with the tests decided first it is soon seen where
        they contradict.
        """
        relaxed = self._totals.relax(condition)
        tests = self._list_tests(relaxed)
        if tests:
            status = self._search_world(relaxed, min(max_decisions, _EASY), None, tests).status
            if status is not Satisfiability.UNDECIDED:
                return status is Satisfiability.UNSATISFIABLE
        if self._circuit.add_term(relaxed) == self._circuit.add_term(condition):
            return False
        return self._search_world(relaxed, max_decisions, None).status is Satisfiability.UNSATISFIABLE

    def _list_tests(self, condition: Condition) -> list[int]:
        """Return the tests of conditions by cases, outer ones first; none where one may be neither met nor unmet."""
        used = self._circuit.fan_in(self._circuit.add_term(condition))
        gates = [self._circuit.gates[number] for number in reversed(used)]
        if any(gate.term == Known(UNKNOWN) for gate in gates):
            return []
        return [gate.members[0] for gate in gates if isinstance(gate, BranchGate)]

    def _search_world(
        self,
        condition: Condition,
        max_decisions: int,
        prefer: Mapping[str, Truth] | None,
        tests: Sequence[int] = (),
    ) -> Proof:
        # The goal is the condition with constraints that guide the search; the world is that of the condition alone.
        root = self._circuit.add_term(condition)
        goal = self._circuit.add_term(self._differences.add_to(condition))
        users = self._circuit.fan_in(goal)
        search = BacktrackingSearch(self._circuit, users, self._implications, prefer or {}, tests)
        values = [gate for gate in self._circuit.values if gate in users]
        self._values[root] = frozenset([self._circuit.gates[gate].term.id for gate in values])
        domains = [(gate, self._domain_of(gate, users[gate])) for gate in values]
        possible = search.require_goal(goal, domains, self._known)
        status = search.decide_goal(goal, max_decisions) if possible else Satisfiability.UNSATISFIABLE
        self.decisions += search.decided
        return Proof(status, search.read_world(root) if status is Satisfiability.SATISFIABLE else None)

    def _fact_gate(self, name: str) -> int:
        return self._circuit.add_term(Fact(name))

    def _read_undecided(self, leaf: Term) -> Truth | Interval:
        """Return what a fact or value is while nothing is decided."""
        if not isinstance(leaf, Value):
            return UNKNOWN
        choices = self._space.choices_of(leaf.id)
        return Interval(choices[0], choices[-1]) if choices else self._space.interval_of(leaf.id)

    def _domain_of(self, gate: int, users: Sequence[int]) -> Domain:
        """Return the domain of a value, which depends on what it is compared with in the condition."""
        key = (gate, *sorted(users))
        if key not in self._domains:
            self._domains[key] = self._build_domain(gate, users)
        return self._domains[key]

    def _build_domain(self, gate: int, users: Sequence[int]) -> Domain:
        """Return the domain of a value: finite where it has choices, or where numbers are all it is compared with."""
        name = self._circuit.gates[gate].term.id
        choices = self._space.choices_of(name)
        if choices:
            return FiniteDomain.of(choices)
        compared = [self._compared_numbers(user, name) for user in users]
        numbers = tuple(sorted({number for several in compared for number in several or ()}))
        if None in compared:
            return IntervalDomain(self._space.interval_of(name), numbers)
        # Between two neighbouring numbers all points compare alike, so one of them stands for all.
        points = sample_points(numbers, self._space.interval_of(name))
        return FiniteDomain.of([point.low for point in points if point.low is not None])

    def _compared_numbers(self, user: int, name: str) -> tuple[Number, ...] | None:
        """Return the numbers that a term compares a value with, ``None`` if it makes another use of the value."""
        term = self._circuit.gates[user].term
        if not isinstance(term, Compare):
            return None
        # Kept, since the conditions of one framework share most of their comparisons.
        if (user, name) not in self._thresholds:
            self._thresholds[user, name] = thresholds_of(term, name)
        return self._thresholds[user, name]
