"""Backtracking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from kiemdinh.rules.evaluation.reference import Assignment
from kiemdinh.rules.proofs.circuit import Aim, Circuit
from kiemdinh.rules.proofs.domains import Domain
from kiemdinh.rules.proofs.space import Satisfiability
from kiemdinh.rules.terms.exact_numbers import UNBOUNDED, Interval
from kiemdinh.rules.terms.truth import MET, UNKNOWN, Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kiemdinh.rules.terms.exact_numbers import Number
    from kiemdinh.rules.terms.language import Comparison

__all__ = []


_Forced: TypeAlias = dict[tuple[int, Truth], list[Aim]]


class _Decision(NamedTuple):
    """A leaf that was decided: how far the trail went before, and what is left to try."""

    mark: int
    leaf: int
    rest: Iterator[Truth | Domain]


class _Search:
    """The state of one proof; what is changed is kept on a trail, to be taken back.

    `sure` follows from the leaves alone; `state` is that and what must be if the condition is to hold.
    """

    def __init__(
        self, circuit: Circuit, above: Mapping[int, Sequence[int]], forced: _Forced, prefer: Mapping[str, Truth]
    ) -> None:
        self._gates, self._costs = circuit.gates, circuit.costs
        self._above, self._forced, self._prefer = above, forced, prefer
        self.state: list[Any] = list(circuit.start)
        self._sure: list[Any] = list(circuit.start)
        self._rooms: dict[int, Domain] = {}
        self._trail: list[tuple[Any, int, Any]] = []
        self._heap: list[int] = []
        self._waiting: set[int] = set()

    def begin(self, root: int, rooms: Iterable[tuple[int, Domain]], known: Iterable[Aim]) -> bool:
        """Put what is given in place, and ask for the condition; ``False`` if it cannot hold."""
        for gate, room in rooms:
            self._rooms[gate] = room
            self._place(gate, room)
        return all(self.imply(gate, truth) for gate, truth in known) and self.imply(root, MET) and self._settle()

    def run(self, root: int, max_decisions: int) -> Satisfiability:
        """Decide leaf after leaf until the condition is certain, or there is nothing left to try."""
        decisions: list[_Decision] = []
        left = max_decisions
        while self._sure[root] is not MET:
            found = self._worth_deciding(root, MET, set())
            if found is not None:
                decisions.append(_Decision(len(self._trail), found[0], iter(found[1])))
            settled = False
            while not settled:
                if not decisions:
                    return Satisfiability.UNSATISFIABLE
                mark, leaf, rest = decisions[-1]
                self._take_back(mark)
                choice = next(rest, None)
                if choice is None:
                    decisions.pop()
                    continue
                if not left:
                    return Satisfiability.UNDECIDED
                left -= 1
                settled = self._decide(leaf, choice)
        return Satisfiability.SATISFIABLE

    def imply(self, gate: int, truth: Truth, /) -> bool:
        """Ask a truth of a gate; ``False`` if it cannot be."""
        before = self.state[gate]
        if before is truth or truth is UNKNOWN:
            return True
        if before is not UNKNOWN or not (self._gates[gate].kids or self._gates[gate].name):
            return False
        self._set(self.state, gate, truth)
        if not self._gates[gate].kids:
            self._set(self._sure, gate, truth)
        self._wake(gate)
        return True

    def narrow(self, gate: int, op: Comparison, number: Number, wanted: Truth, /) -> bool:
        """Ask that the comparison of a value with a number turns out as wanted; ``False`` if it cannot."""
        room = self._rooms[gate]
        kept = room.kept(op, number, wanted)
        if kept is not None and kept != room:
            self._place(gate, kept)
        return kept is not None

    def world(self, root: int) -> Assignment:
        """Give what settles the condition, and what that entails because of the space."""
        truths: dict[str, Truth] = {}
        values: dict[str, Interval] = {}
        for gate in self._grounds(root):
            name = self._gates[gate].name
            if name is not None and gate in self._rooms:
                values[name] = self._sure[gate]
            elif name is not None:
                truths[name] = self._sure[gate]
        return Assignment(truths, {name: interval for name, interval in values.items() if interval != UNBOUNDED})

    def _grounds(self, root: int) -> Iterator[int]:
        """Yield the gates that settle the condition."""
        seen, waiting = {root}, [root]
        while waiting:
            gate = waiting.pop()
            yield gate
            entailed = [other for other, _ in self._forced.get((gate, self._sure[gate]), ())]
            for kid in (*self._gates[gate].grounds(self._sure), *entailed):
                if kid not in seen:
                    seen.add(kid)
                    waiting.append(kid)

    def _set(self, row: Any, gate: int, new: Any) -> None:
        self._trail.append((row, gate, row[gate]))
        row[gate] = new

    def _place(self, gate: int, room: Domain) -> None:
        self._set(self._rooms, gate, room)
        for row in (self.state, self._sure):
            self._set(row, gate, room.interval)
        self._wake(gate)

    def _wake(self, gate: int) -> None:
        """Have a gate and all that read it looked at again."""
        for other in (gate, *self._above.get(gate, ())):
            if other not in self._waiting:
                self._waiting.add(other)
                heappush(self._heap, other)

    def _take_back(self, mark: int) -> None:
        while len(self._trail) > mark:
            row, gate, old = self._trail.pop()
            row[gate] = old

    def _decide(self, leaf: int, choice: Truth | Domain) -> bool:
        """Decide a leaf; ``False`` if the condition can then not hold."""
        if isinstance(choice, Truth):
            return self.imply(leaf, choice) and self._settle()
        self._place(leaf, choice)
        return self._settle()

    def _settle(self) -> bool:
        """Carry everything upward and downward; ``False`` at the first contradiction."""
        while self._heap:
            gate = heappop(self._heap)
            self._waiting.discard(gate)
            if not self._look(gate):
                self._heap.clear()
                self._waiting.clear()
                return False
        return True

    def _look(self, number: int) -> bool:
        gate = self._gates[number]
        if not gate.kids:
            entailed = self._forced.get((number, self.state[number]), ())
            return all(self.imply(other, truth) for other, truth in entailed)
        return self._measure(number) if gate.quantity else self._judge(number)

    def _measure(self, number: int) -> bool:
        gate, changed = self._gates[number], False
        for row in (self._sure, self.state):
            interval = gate.read(row)
            if interval != row[number]:
                self._set(row, number, interval)
                changed = True
        if changed:
            self._wake(number)
        return True

    def _judge(self, number: int) -> bool:
        """Read a condition, and press its members where it is asked for and not yet sure."""
        gate = self._gates[number]
        if self._sure[number] is not UNKNOWN:
            return True
        truth = gate.read(self._sure)
        if truth is not UNKNOWN:
            self._set(self._sure, number, truth)
            self._wake(number)
        if not self.imply(number, gate.read(self.state)):
            return False
        wanted = self.state[number]
        return wanted is UNKNOWN or self._sure[number] is not UNKNOWN or gate.press(wanted, self)

    def _worth_deciding(
        self, number: int, wanted: Truth, seen: set[int]
    ) -> tuple[int, Sequence[Truth | Domain]] | None:
        """Find a leaf that is open below an open gate, and what to try, most promising first."""
        seen.add(number)
        gate = self._gates[number]
        if number in self._rooms:
            return number, self._rooms[number].parts(wanted is MET)
        if gate.name is not None:
            first = self._prefer.get(gate.name, wanted)
            first = wanted if first is UNKNOWN else first
            return number, (first, first.negated())
        for kid, aim in gate.aims(wanted, self.state, self._costs):
            if kid not in seen and self._open(kid):
                state = self.state[kid]
                asked = self._gates[kid].quantity or state is UNKNOWN
                found = self._worth_deciding(kid, aim if asked else state, seen)
                if found is not None:
                    return found
        return None

    def _open(self, number: int) -> bool:
        sure = self._sure[number]
        return not sure.known if self._gates[number].quantity else sure is UNKNOWN
