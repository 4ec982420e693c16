"""Can a condition hold at all, in the space of all that facts and values can be? A world that shows it, or a proof.

The search is that for test patterns of circuits: terms are gates, only facts and values are decided, each along a
path from the condition down through what is still open, and what a decision brings about is carried upward and what
is asked of the condition downward, gate by gate (PODEM: P. Goel, "An implicit enumeration algorithm to generate
tests for combinational logic circuits", IEEE Trans. Computers C-30, 1981; downward as in FAN: H. Fujiwara and
T. Shimono, 1983).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from kiemdinh.rules._circuit import Aim, Circuit
from kiemdinh.rules._contrast import contrasted
from kiemdinh.rules._linear import freed
from kiemdinh.rules._rooms import Cells, Room, Stretch
from kiemdinh.rules.cases import representatives, thresholds
from kiemdinh.rules.evaluation import Assignment
from kiemdinh.rules.language import Compare, Fact, Value
from kiemdinh.rules.quantities import UNBOUNDED, Interval
from kiemdinh.rules.truth import MET, UNKNOWN, UNMET, Truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kiemdinh.rules.language import Comparison, Condition, Node
    from kiemdinh.rules.quantities import Number

__all__ = ["Proof", "Prover", "Space", "Verdict", "prove"]

_SPLITS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Space:
    """What facts and values can be (*không gian các khả năng*).

    * `chains`: facts in order; a later one holds only where the earlier ones hold (steps of a scale).
    * `apart`: facts of which at most one holds.
    * `values`: the interval of each value; a value that is absent is unbounded, and takes every number of it.
    * `choices`: the numbers that a value can take, where they are finitely many; those outside its interval
      are left out.
    * `known`: facts that are decided and values that are narrowed, in every world.
    """

    chains: tuple[tuple[str, ...], ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()
    values: Mapping[str, Interval] = field(default_factory=dict)
    choices: Mapping[str, tuple[Number, ...]] = field(default_factory=dict)
    known: Assignment = field(default_factory=Assignment)

    def implied(self) -> Iterator[tuple[str, Truth, str, Truth]]:
        """Yield each fact with a truth, and what another fact then is because of the chains and groups."""
        for chain in self.chains:
            for place, later in enumerate(chain):
                for earlier in chain[:place]:
                    yield later, MET, earlier, MET
                    yield earlier, UNMET, later, UNMET
        for group in self.apart:
            for one in group:
                yield from ((one, MET, other, UNMET) for other in group if other != one)


class Verdict(Enum):
    """What became of a proof."""

    HOLDS = "holds"
    """There is a world in which the condition holds."""
    NEVER = "never"
    """There is none."""
    UNDECIDED = "undecided"
    """The budget ran out first."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found, and the world that shows it where the condition can hold.

    In the `world`, and however what it leaves open turns out within the space, the condition is certain.
    Names that are not in it do not matter; a value may stay an interval whose ends it can take.
    """

    verdict: Verdict
    world: Assignment | None = None


def prove(
    condition: Condition, space: Space, *, splits: int = _SPLITS, prefer: Mapping[str, Truth] | None = None
) -> Proof:
    """Prove one condition as :meth:`Prover.prove` does, without keeping anything for the next."""
    return Prover(space).prove(condition, splits=splits, prefer=prefer)


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
        for name, truth, other, then in space.implied():
            self._forced.setdefault((self._fact(name), truth), []).append((self._fact(other), then))
        self._known = [(self._fact(name), truth) for name, truth in space.known.truths.items()]

    def prove(self, condition: Condition, *, splits: int = _SPLITS, prefer: Mapping[str, Truth] | None = None) -> Proof:
        """Say whether a condition can hold; it is certain in the world that is given.

        At most `splits` decisions are taken, and taken back where they lead nowhere. Where values are only
        compared with numbers, or have choices, enough of them decide every condition; the number can double with
        each name. Where values enter arithmetic, the proof may never end. `prefer` says what facts should rather
        be where either will do. A truth known to stay unknown (:class:`Known`) is never certain.
        """
        root = self._circuit.number(condition)
        if self._circuit.start[root] is UNMET:
            return Proof(Verdict.NEVER)
        free = freed(condition)
        if free is not condition and self._searched(free, splits, prefer).verdict is Verdict.NEVER:
            return Proof(Verdict.NEVER)
        return self._searched(condition, splits, prefer)

    def _searched(self, condition: Condition, splits: int, prefer: Mapping[str, Truth] | None) -> Proof:
        root = self._circuit.number(condition)
        goal = self._circuit.number(contrasted(condition, self._circuit.number))
        above = self._circuit.cone(goal)
        search = _Search(self._circuit, above, self._forced, prefer or {})
        rooms = [(gate, self._room(gate, above[gate])) for gate in sorted(above) if self._is_value(gate)]
        possible = search.begin(goal, rooms, self._known)
        verdict = search.run(goal, splits) if possible else Verdict.NEVER
        return Proof(verdict, search.world(root) if verdict is Verdict.HOLDS else None)

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

    def _room(self, gate: int, above: Iterable[int]) -> Room:
        """Cut a value into cells where all that reads it compares it with numbers."""
        name = self._circuit.gates[gate].term.id
        points = self._points(name)
        if points:
            return Cells.of(points)
        found = [self._compared(user, name) for user in above]
        numbers = tuple(sorted({number for several in found for number in several or ()}))
        if None in found:
            return Stretch(self._range(name), numbers)
        cells = representatives(numbers, self._range(name))
        return Cells.of([cell.low for cell in cells if cell.low is not None])

    def _compared(self, user: int, name: str) -> tuple[Number, ...] | None:
        """Give the numbers that a term compares a value with, ``None`` if it makes another use of it."""
        term = self._circuit.gates[user].term
        if not isinstance(term, Compare):
            return None
        if (user, name) not in self._thresholds:
            self._thresholds[user, name] = thresholds(term, name)
        return self._thresholds[user, name]


_Forced: TypeAlias = dict[tuple[int, Truth], list[Aim]]


class _Decision(NamedTuple):
    """A leaf that was decided: how far the trail went before, and what is left to try."""

    mark: int
    leaf: int
    rest: Iterator[Truth | Room]


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
        self._rooms: dict[int, Room] = {}
        self._trail: list[tuple[Any, int, Any]] = []
        self._heap: list[int] = []
        self._waiting: set[int] = set()

    def begin(self, root: int, rooms: Iterable[tuple[int, Room]], known: Iterable[Aim]) -> bool:
        """Put what is given in place, and ask for the condition; ``False`` if it cannot hold."""
        for gate, room in rooms:
            self._rooms[gate] = room
            self._place(gate, room)
        return all(self.imply(gate, truth) for gate, truth in known) and self.imply(root, MET) and self._settle()

    def run(self, root: int, splits: int) -> Verdict:
        """Decide leaf after leaf until the condition is certain, or there is nothing left to try."""
        decisions: list[_Decision] = []
        left = splits
        while self._sure[root] is not MET:
            found = self._worth_deciding(root, MET, set())
            if found is not None:
                decisions.append(_Decision(len(self._trail), found[0], iter(found[1])))
            settled = False
            while not settled:
                if not decisions:
                    return Verdict.NEVER
                mark, leaf, rest = decisions[-1]
                self._take_back(mark)
                choice = next(rest, None)
                if choice is None:
                    decisions.pop()
                    continue
                if not left:
                    return Verdict.UNDECIDED
                left -= 1
                settled = self._decide(leaf, choice)
        return Verdict.HOLDS

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

    def _place(self, gate: int, room: Room) -> None:
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

    def _decide(self, leaf: int, choice: Truth | Room) -> bool:
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

    def _worth_deciding(self, number: int, wanted: Truth, seen: set[int]) -> tuple[int, Sequence[Truth | Room]] | None:
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
