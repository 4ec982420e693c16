"""Gates of quantities: sums, means, extremes, roundings, products and counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.rules import terms
from kiemdinh.rules.proofs.gates import ALGEBRA, CircuitGate
from kiemdinh.rules.terms import UNKNOWN, Interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kiemdinh.rules.proofs.gates import DecisionCost, Objective, Readings, SearchState
    from kiemdinh.rules.terms import Term, Truth

__all__ = ["CountGate", "ProductGate", "QuantityGate"]

_OPERATIONS: Final[Mapping[type[terms.Term], Callable[[Any, list[Any]], Interval]]] = {
    terms.Sum: lambda term, parts: ALGEBRA.sum(parts, term.weights),
    terms.Product: lambda _, parts: ALGEBRA.product(*parts),
    terms.Mean: lambda _, parts: ALGEBRA.mean(parts),
    terms.Minimum: lambda _, parts: ALGEBRA.minimum(parts),
    terms.Maximum: lambda _, parts: ALGEBRA.maximum(parts),
    terms.Count: lambda _, parts: ALGEBRA.count(parts),
    terms.Round: lambda term, parts: ALGEBRA.rounded(parts[0], term.digits, term.half),
}


class QuantityGate(CircuitGate):
    """A quantity that rises with each of its members, or falls with those of a negative weight."""

    __slots__ = ("_operation", "_rises")

    def __init__(self, term: Term, members: tuple[int, ...], gates: Sequence[CircuitGate]) -> None:
        super().__init__(term, members, gates)
        self._operation = _OPERATIONS[type(term)]
        weights = self.term.weights if isinstance(term, terms.Sum) else None
        self._rises = [weight >= 0 for weight in weights or [1] * len(members)]

    def evaluate_at(self, readings: Readings) -> Any:
        """Compute the interval by interval arithmetic."""
        return self._operation(self.term, [readings[member] for member in self.members])

    def branching_order(self, wanted: Truth, search: SearchState, costs: Sequence[DecisionCost]) -> Iterable[Objective]:
        """Return the members as declared; those of a negative weight should go the other way."""
        pairs = zip(self.members, self._rises, strict=True)
        return [(member, wanted if rises else wanted.negated()) for member, rises in pairs]


class ProductGate(QuantityGate):
    """A product: whether it rises with one factor depends on the sign of the other."""

    __slots__ = ()

    def branching_order(self, wanted: Truth, search: SearchState, costs: Sequence[DecisionCost]) -> Iterable[Objective]:
        """Return both factors; a factor should go the other way where the other one is never positive."""
        left, right = self.members
        pairs = ((left, search.required[right]), (right, search.required[left]))
        return [(member, wanted.negated() if _is_never_positive(other) else wanted) for member, other in pairs]


def _is_never_positive(interval: Interval) -> bool:
    return interval.high is not None and interval.high <= 0


class CountGate(QuantityGate):
    """How many of its members, which are conditions, hold."""

    __slots__ = ()

    def supporting_members(self, certain: Readings) -> Iterable[int]:
        """Return the members whose truth is known."""
        return [member for member in self.members if certain[member] is not UNKNOWN]
