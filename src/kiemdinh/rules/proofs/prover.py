"""Can a condition hold at all, in the space of all that facts and values can be? A world that shows it, or a proof.

The search is that for test patterns of circuits: terms are gates, only facts and values are decided, each along a
path from the condition down through what is still open, and what a decision brings about is carried upward and what
is asked of the condition downward, gate by gate (PODEM: P. Goel, "An implicit enumeration algorithm to generate
tests for combinational logic circuits", IEEE Trans. Computers C-30, 1981; downward as in FAN: H. Fujiwara and
T. Shimono, 1983).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from kiemdinh.rules.evaluation.cases import representatives, thresholds
from kiemdinh.rules.proofs.backtracking import _Search
from kiemdinh.rules.proofs.circuit import Circuit
from kiemdinh.rules.proofs.contrast import contrasted
from kiemdinh.rules.proofs.domains import Domain, FiniteDomain, IntervalDomain
from kiemdinh.rules.proofs.linear_totals import freed
from kiemdinh.rules.proofs.space import Proof, Satisfiability
from kiemdinh.rules.terms.exact_numbers import UNBOUNDED, Interval
from kiemdinh.rules.terms.language import Compare, Fact, Value
from kiemdinh.rules.terms.truth import UNKNOWN, UNMET, Truth

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiemdinh.rules.proofs.backtracking import _Forced
    from kiemdinh.rules.proofs.space import Space
    from kiemdinh.rules.terms.exact_numbers import Number
    from kiemdinh.rules.terms.language import Condition, Node

__all__ = ["Prover", "prove"]

_MAX_DECISIONS: Final = 10_000


def prove(
    condition: Condition,
    space: Space,
    *,
    max_decisions: int = _MAX_DECISIONS,
    prefer: Mapping[str, Truth] | None = None,
) -> Proof:
    """Prove one condition as :meth:`Prover.prove` does, without keeping anything for the next."""
    return Prover(space).prove(condition, max_decisions=max_decisions, prefer=prefer)


class Prover:
    """Proves many conditions over one space; terms that they share are looked at once.

    Raises
    ------
    ValueError
        When first asked about a value for which no choice is left.
    """

    def __init__(self, space: Space) -> None:
        self._space = space
        self._circuit = Circuit(self._at_first)
        self._thresholds: dict[tuple[int, str], tuple[Number, ...] | None] = {}
        self._forced: _Forced = {}
        for name, truth, other, then in space.list_implications():
            self._forced.setdefault((self._fact(name), truth), []).append((self._fact(other), then))
        self._known = [(self._fact(name), truth) for name, truth in space.known.truths.items()]

    def prove(
        self, condition: Condition, *, max_decisions: int = _MAX_DECISIONS, prefer: Mapping[str, Truth] | None = None
    ) -> Proof:
        """Say whether a condition can hold; it is certain in the world that is given.

        At most `max_decisions` decisions are taken, and taken back where they lead nowhere. Where values are only
        compared with numbers, or have choices, enough of them decide every condition; the number can double with
        each name. Where values enter arithmetic, the proof may never end. `prefer` says what facts should rather
        be where either will do. A truth known to stay unknown (:class:`Known`) is never certain.
        """
        root = self._circuit.number(condition)
        if self._circuit.start[root] is UNMET:
            return Proof(Satisfiability.UNSATISFIABLE)
        free = freed(condition)
        if free is not condition and self._searched(free, max_decisions, prefer).status is Satisfiability.UNSATISFIABLE:
            return Proof(Satisfiability.UNSATISFIABLE)
        return self._searched(condition, max_decisions, prefer)

    def _searched(self, condition: Condition, max_decisions: int, prefer: Mapping[str, Truth] | None) -> Proof:
        root = self._circuit.number(condition)
        goal = self._circuit.number(contrasted(condition, self._circuit.number))
        above = self._circuit.cone(goal)
        search = _Search(self._circuit, above, self._forced, prefer or {})
        rooms = [(gate, self._room(gate, above[gate])) for gate in sorted(above) if self._is_value(gate)]
        possible = search.begin(goal, rooms, self._known)
        verdict = search.run(goal, max_decisions) if possible else Satisfiability.UNSATISFIABLE
        return Proof(verdict, search.world(root) if verdict is Satisfiability.SATISFIABLE else None)

    def _fact(self, name: str) -> int:
        return self._circuit.number(Fact(name))

    def _is_value(self, gate: int) -> bool:
        return isinstance(self._circuit.gates[gate].term, Value)

    def _at_first(self, leaf: Node) -> Truth | Interval:
        match leaf:
            case Value(name):
                points = self._points(name)
                return Interval(points[0], points[-1]) if points else self._range(name)
            case _:
                return UNKNOWN

    def _range(self, name: str) -> Interval:
        """Give the interval of a value, narrowed by what is known of it."""
        first, second = self._space.values.get(name, UNBOUNDED), self._space.known.value(name)
        lows = [part.low for part in (first, second) if part.low is not None]
        highs = [part.high for part in (first, second) if part.high is not None]
        return Interval(max(lows, default=None), min(highs, default=None))

    def _points(self, name: str) -> tuple[Number, ...]:
        """Give the choices of a value, rising; none if it takes every number."""
        if name not in self._space.choices:
            return ()
        within = self._range(name)
        points = [
            point
            for point in self._space.choices[name]
            if (within.low is None or within.low <= point) and (within.high is None or point <= within.high)
        ]
        if not points:
            msg = f"no value is left for {name}"
            raise ValueError(msg)
        return tuple(sorted(set(points)))

    def _room(self, gate: int, above: Iterable[int]) -> Domain:
        """Cut a value into cells where all that reads it compares it with numbers."""
        name = self._circuit.gates[gate].term.id
        points = self._points(name)
        if points:
            return FiniteDomain.of(points)
        found = [self._compared(user, name) for user in above]
        numbers = tuple(sorted({number for several in found for number in several or ()}))
        if None in found:
            return IntervalDomain(self._range(name), numbers)
        cells = representatives(numbers, self._range(name))
        return FiniteDomain.of([cell.low for cell in cells if cell.low is not None])

    def _compared(self, user: int, name: str) -> tuple[Number, ...] | None:
        """Give the numbers that a term compares a value with, ``None`` if it makes another use of it."""
        term = self._circuit.gates[user].term
        if not isinstance(term, Compare):
            return None
        if (user, name) not in self._thresholds:
            self._thresholds[user, name] = thresholds(term, name)
        return self._thresholds[user, name]
