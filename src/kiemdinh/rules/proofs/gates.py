"""Gates: the terms of a proof circuit, and what a search asks of each.

A gate is used in four ways.

* Upward: it computes its truth or interval from those of its members, as the reference evaluator does.
* Downward: where a truth is wanted of it, it requires of its members what must then be so.
* While it is open, it orders the members to decide next, the easiest first.
* Once it is settled, it names members that settle it: these are what the world of a proof mentions.

The first two decide whether a proof is right. The order only decides how soon it ends.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

from kiemdinh.rules import terms
from kiemdinh.rules.evaluation import Assignment, TruthAlgebra
from kiemdinh.rules.terms import MET, UNMET, Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kiemdinh.rules.terms import Comparison, Number, Term

__all__ = [
    "ALGEBRA",
    "MAX_COST",
    "CircuitGate",
    "DecisionCost",
    "LeafGate",
    "Objective",
    "Readings",
    "SearchState",
    "read_many",
]

Readings: TypeAlias = "Sequence[Any]"
"""The truth of each condition and the interval of each quantity, by the number of its gate."""

Objective: TypeAlias = "tuple[int, Truth]"
"""A gate and the truth that is wanted of it; for a quantity, ``MET`` stands for "great" and ``UNMET`` for "small"."""

DecisionCost: TypeAlias = "tuple[int, int]"
"""How many decisions it is guessed to take to have a gate unmet, and to have it met.

This is the controllability of test generation (L. Goldstein, "Controllability/observability analysis of digital
circuits", IEEE Trans. Circuits and Systems 26, 1979).
"""

ALGEBRA: Final = TruthAlgebra(Assignment())
"""Evaluates one term from its members; it knows no fact and no value."""

MAX_COST: Final = 1_000_000
"""The cost of what cannot be had at all, and the greatest cost that is told apart."""


def read_many(members: tuple[int, ...]) -> Callable[[Readings], Sequence[Any]]:
    """Return what reads several gates at once.

    >>> read_many((2, 0))("abc"), read_many((1,))(["a", "b", "c"])
    (('c', 'a'), ['b'])
    """
    # A loop in C: gates with many members are read most often. Of one index an item getter would return no sequence.
    return itemgetter(*members) if len(members) > 1 else itemgetter(slice(members[0], members[0] + 1))


class SearchState(Protocol):
    """The part of a search that a gate reads, and that it changes when it propagates downward."""

    @property
    def required(self) -> Readings:
        """What each gate must be if the goal of the search is to hold."""

    @property
    def certain(self) -> Readings:
        """What each gate is, as far as facts and values are decided."""

    def require_truth(self, gate: int, truth: Truth, /) -> bool:
        """Require a truth of a gate; return ``False`` if it cannot have it."""

    def narrow_domain(self, gate: int, op: Comparison, number: Number, wanted: Truth, /) -> bool:
        """Require that ``value op number`` has the wanted truth; return ``False`` if it cannot have it."""


class CircuitGate:
    """One term as a gate; the base of all kinds of gates.

    Attributes
    ----------
    term
        The term.
    members
        The numbers of the gates of its members.
    quantity
        Whether it is a quantity; if not, it is a condition.
    name
        The id of a fact or value; ``None`` for every other term.
    """

    __slots__ = ("members", "name", "quantity", "term")

    def __init__(self, term: Term, members: tuple[int, ...], gates: Sequence[CircuitGate]) -> None:
        # ``gates`` are those of the circuit so far: a comparison looks there what its two sides are.
        self.term: Any = term
        self.members = members
        self.quantity = not isinstance(term, terms.Condition)
        self.name: str | None = None

    def evaluate_at(self, readings: Readings) -> Any:
        """Return the truth (of a condition) or the interval (of a quantity) that follows from those of the members."""
        raise NotImplementedError

    def propagate_down(self, wanted: Truth, search: SearchState) -> bool:
        """Require of the members what must be so for this gate to be as wanted.

        Only what is so in every world in which the gate is as wanted may be required: the proof rests on it. The
        default requires nothing, which is always right.

        Returns
        -------
        bool
            ``False`` if the gate cannot be as wanted.
        """
        return True

    def branching_order(self, wanted: Truth, search: SearchState, costs: Sequence[DecisionCost]) -> Iterable[Objective]:
        """Return the members to decide, the most promising first, each with the truth to aim at.

        The search goes down to the first that is open. Every order is right; a good one finds a world sooner. Members
        that are settled may be left out. ``costs`` are those of all gates.
        """
        return [(member, wanted) for member in self.members]

    def supporting_members(self, certain: Readings) -> Iterable[int]:
        """Return members whose readings are enough to settle this gate with its present reading.

        As long as these members keep their readings, this gate keeps its own, whatever the other members are.
        """
        return self.members

    def decision_cost(self, costs: Sequence[DecisionCost]) -> DecisionCost:
        """Return the guessed cost of this gate from those of its members; computed once, when it is made."""
        # For a quantity: all that it reads must be decided, whichever way the quantity should go.
        total = min(MAX_COST, sum(costs[member][1] for member in self.members))
        return total, total


class LeafGate(CircuitGate):
    """A fact, a value, a number or a known truth: it has no members, so it never changes when it is read again."""

    __slots__ = ()

    def __init__(self, term: Term, members: tuple[int, ...], gates: Sequence[CircuitGate]) -> None:
        super().__init__(term, members, gates)
        if isinstance(term, terms.Fact | terms.Value):
            self.name = term.id

    def evaluate_at(self, readings: Readings) -> Any:
        """Return a known truth, or the point of a number; a fact or value is the circuit's to say."""
        match self.term:
            case terms.Known(truth):
                return truth
            case terms.Constant(number):
                return ALGEBRA.constant(number)
        return None

    def decision_cost(self, costs: Sequence[DecisionCost]) -> DecisionCost:
        """Return one decision for a fact or value, none for what is known already."""
        match self.term:
            case terms.Known(truth):
                return (0 if truth is UNMET else MAX_COST), (0 if truth is MET else MAX_COST)
            case terms.Constant():
                return 0, 0
        return 1, 1
