"""Terms as gates of a circuit, for a proof: how each reads its members, and what it asks of them.

A gate reads its members upward, as the reference evaluator does; pressed downward, it says what its members must be
for it to turn out as wanted; while it is open, it names the members that are worth deciding, the easiest first; and
once it is settled, it names the members that settle it. Only reading and pressing bear on what is proved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias

from kiemdinh.rules.evaluation.reference import Assignment, TruthAlgebra
from kiemdinh.rules.terms import language as core
from kiemdinh.rules.terms.language import Condition
from kiemdinh.rules.terms.rewrite import MIRRORED
from kiemdinh.rules.terms.truth import MET, UNKNOWN, UNMET, Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kiemdinh.rules.terms.exact_numbers import Interval, Number
    from kiemdinh.rules.terms.language import Comparison, Node

__all__ = ["Aim", "Board", "Circuit", "Gate"]

State: TypeAlias = "Sequence[Any]"
"""The truth of each condition and the interval of each quantity, by the number of its gate."""

Aim: TypeAlias = "tuple[int, Truth]"
"""A gate and how it should turn out; of a quantity, ``MET`` is as much as possible."""

_Cost: TypeAlias = tuple[int, int]
_READING: Final = TruthAlgebra(Assignment())
_MOST: Final = 1_000_000


class Board(Protocol):
    """What a gate is pressed on: the state of a search."""

    @property
    def state(self) -> State:
        """What is known of each gate, be it settled or only asked for."""

    def imply(self, gate: int, truth: Truth, /) -> bool:
        """Ask a truth of a gate; ``False`` if it cannot be."""

    def narrow(self, gate: int, op: Comparison, number: Number, wanted: Truth, /) -> bool:
        """Ask that the comparison of a value with a number turns out as wanted; ``False`` if it cannot."""


class Gate:
    """One term; `kids` are the numbers of its members."""

    __slots__ = ("kids", "name", "quantity", "term")

    def __init__(self, term: Node, kids: tuple[int, ...], circuit: Circuit) -> None:
        self.term: Any = term
        self.kids = kids
        self.quantity = not isinstance(term, Condition)
        self.name: str | None = None

    def read(self, at: State) -> Any:
        """Give its truth or interval from those of its members."""
        raise NotImplementedError

    def press(self, wanted: Truth, board: Board) -> bool:
        """Ask of the members what must be where this turns out as wanted; ``False`` if it cannot."""
        return True

    def aims(self, wanted: Truth, state: State, costs: Sequence[_Cost]) -> Iterable[Aim]:
        """Give the members to decide, the most promising first, each with how it should turn out."""
        return [(kid, wanted) for kid in self.kids]

    def grounds(self, sure: State) -> Iterable[int]:
        """Give members enough to settle it as it is settled."""
        return self.kids

    def cost(self, costs: Sequence[_Cost]) -> _Cost:
        """Guess how many decisions it takes to have it unmet, and to have it met."""
        total = min(_MOST, sum(costs[kid][1] for kid in self.kids))
        return total, total


class _Leaf(Gate):
    """A fact, a value, a number, a truth: it does not change when read again."""

    __slots__ = ()

    def __init__(self, term: Node, kids: tuple[int, ...], circuit: Circuit) -> None:
        super().__init__(term, kids, circuit)
        if isinstance(term, core.Fact | core.Value):
            self.name = term.id

    def read(self, at: State) -> Any:
        match self.term:
            case core.Known(truth):
                return truth
            case core.Constant(number):
                return _READING.constant(number)
        return None

    def cost(self, costs: Sequence[_Cost]) -> _Cost:
        match self.term:
            case core.Known(truth):
                return (0 if truth is UNMET else _MOST), (0 if truth is MET else _MOST)
            case core.Constant():
                return 0, 0
        return 1, 1


class _Group(Gate):
    """At least `k` members; "all" and "any" are the two ends."""

    __slots__ = ("k",)

    def __init__(self, term: Node, kids: tuple[int, ...], circuit: Circuit) -> None:
        super().__init__(term, kids, circuit)
        match term:
            case core.All():
                self.k = len(kids)
            case core.AtLeast(k):
                self.k = k
            case _:
                self.k = 1

    def read(self, at: State) -> Any:
        parts = [at[kid] for kid in self.kids]
        return Truth.of(parts.count(MET) >= self.k, len(parts) - parts.count(UNMET) >= self.k)

    def _enough(self, wanted: Truth) -> int:
        """Give how many members as wanted make it as wanted."""
        return self.k if wanted is MET else len(self.kids) - self.k + 1

    def press(self, wanted: Truth, board: Board) -> bool:
        against = wanted.negated()
        left = [kid for kid in self.kids if board.state[kid] is not against]
        if len(left) > self._enough(wanted):
            return True
        return len(left) == self._enough(wanted) and all(board.imply(kid, wanted) for kid in left)

    def aims(self, wanted: Truth, state: State, costs: Sequence[_Cost]) -> Iterable[Aim]:
        against, side = wanted.negated(), int(wanted is MET)
        ranked = sorted(self.kids, key=lambda kid: (state[kid] is against, state[kid] is not wanted, costs[kid][side]))
        return [(kid, wanted) for kid in ranked]

    def grounds(self, sure: State) -> Iterable[int]:
        truth = self.read(sure)
        return [kid for kid in self.kids if sure[kid] is truth][: max(0, self._enough(truth))]

    def cost(self, costs: Sequence[_Cost]) -> _Cost:
        unmet, met = (sorted(costs[kid][side] for kid in self.kids) for side in (0, 1))
        return _dearest(unmet, self._enough(UNMET)), _dearest(met, self._enough(MET))


def _dearest(costs: list[int], enough: int) -> int:
    return _MOST if enough > len(costs) else min(_MOST, sum(costs[: max(0, enough)]))


class _Negation(Gate):
    __slots__ = ()

    def read(self, at: State) -> Any:
        return at[self.kids[0]].negated()

    def press(self, wanted: Truth, board: Board) -> bool:
        return board.imply(self.kids[0], wanted.negated())

    def aims(self, wanted: Truth, state: State, costs: Sequence[_Cost]) -> Iterable[Aim]:
        return [(self.kids[0], wanted.negated())]

    def cost(self, costs: Sequence[_Cost]) -> _Cost:
        unmet, met = costs[self.kids[0]]
        return met, unmet


class _Cases(Gate):
    """What a choice of conditions and one of quantities share: a test and two arms."""

    __slots__ = ()

    def aims(self, wanted: Truth, state: State, costs: Sequence[_Cost]) -> Iterable[Aim]:
        test, then, otherwise = self.kids
        arms = {MET: (then, wanted), UNMET: (otherwise, wanted)}
        if state[test] is not UNKNOWN:
            return [(test, state[test]), arms[state[test]]]
        first, second = (MET, UNMET) if self._favours(wanted, state, costs) else (UNMET, MET)
        return [(test, first), arms[first], arms[second]]

    def _favours(self, wanted: Truth, state: State, costs: Sequence[_Cost]) -> bool:
        """Whether the test had better be met."""
        raise NotImplementedError

    def grounds(self, sure: State) -> Iterable[int]:
        test, then, otherwise = self.kids
        if sure[test] is UNKNOWN:
            return (then, otherwise)
        return (test, then if sure[test] is MET else otherwise)


class _Branch(_Cases):
    __slots__ = ()

    def read(self, at: State) -> Any:
        test, then, otherwise = self.kids
        return _READING.branch(at[test], at[then], at[otherwise])

    def press(self, wanted: Truth, board: Board) -> bool:
        test, then, otherwise = self.kids
        against, state = wanted.negated(), board.state
        if state[then] is against and not board.imply(test, UNMET):
            return False
        if state[otherwise] is against and not board.imply(test, MET):
            return False
        if state[test] is UNKNOWN:
            return True
        return board.imply(then if state[test] is MET else otherwise, wanted)

    def _favours(self, wanted: Truth, state: State, costs: Sequence[_Cost]) -> bool:
        test, then, otherwise = self.kids
        against, side = wanted.negated(), int(wanted is MET)
        hard = (state[then] is against, costs[test][1] + costs[then][side])
        return hard <= (state[otherwise] is against, costs[test][0] + costs[otherwise][side])

    def cost(self, costs: Sequence[_Cost]) -> _Cost:
        test, then, otherwise = (costs[kid] for kid in self.kids)
        unmet, met = (min(_MOST, test[1] + then[side], test[0] + otherwise[side]) for side in (0, 1))
        return unmet, met


class _Comparison(Gate):
    __slots__ = ("bounds",)

    def __init__(self, term: Node, kids: tuple[int, ...], circuit: Circuit) -> None:
        super().__init__(term, kids, circuit)
        left, right = kids
        sides: tuple[tuple[int, Comparison, int], ...] = (
            (left, self.term.op, right),
            (right, MIRRORED[self.term.op], left),
        )
        self.bounds = [bound for bound in sides if isinstance(circuit.gates[bound[0]].term, core.Value)]

    def read(self, at: State) -> Any:
        left, right = self.kids
        return _READING.compare(at[left], self.term.op, at[right])

    def press(self, wanted: Truth, board: Board) -> bool:
        for value, op, other in self.bounds:
            interval: Interval = board.state[other]
            if interval.low is not None and interval.known and not board.narrow(value, op, interval.low, wanted):
                return False
        return True

    def aims(self, wanted: Truth, state: State, costs: Sequence[_Cost]) -> Iterable[Aim]:
        left, right = self.kids
        up = wanted if self.term.op in (">=", ">", "==") else wanted.negated()
        return [(left, up), (right, up.negated())]


class _Quantity(Gate):
    """A quantity that rises with each of its members, or falls with those of a negative weight."""

    __slots__ = ("_reader", "_signs")

    def __init__(self, term: Node, kids: tuple[int, ...], circuit: Circuit) -> None:
        super().__init__(term, kids, circuit)
        self._reader = _READERS[type(term)]
        weights = self.term.weights if isinstance(term, core.Sum) else None
        self._signs = [weight >= 0 for weight in weights or [1] * len(kids)]

    def read(self, at: State) -> Any:
        return self._reader(self.term, [at[kid] for kid in self.kids])

    def aims(self, wanted: Truth, state: State, costs: Sequence[_Cost]) -> Iterable[Aim]:
        pairs = zip(self.kids, self._signs, strict=True)
        return [(kid, wanted if positive else wanted.negated()) for kid, positive in pairs]


class _Product(_Quantity):
    __slots__ = ()

    def aims(self, wanted: Truth, state: State, costs: Sequence[_Cost]) -> Iterable[Aim]:
        left, right = self.kids
        both = ((left, state[right]), (right, state[left]))
        return [(kid, wanted.negated() if _negative(other) else wanted) for kid, other in both]


def _negative(interval: Interval) -> bool:
    return interval.high is not None and interval.high <= 0


class _Count(_Quantity):
    __slots__ = ()

    def grounds(self, sure: State) -> Iterable[int]:
        return [kid for kid in self.kids if sure[kid] is not UNKNOWN]


class _Choice(_Cases):
    """A quantity by cases."""

    __slots__ = ()

    def read(self, at: State) -> Any:
        test, then, otherwise = self.kids
        return _READING.select(at[test], at[then], at[otherwise])

    def _favours(self, wanted: Truth, state: State, costs: Sequence[_Cost]) -> bool:
        _, then, otherwise = self.kids
        more = _READING.compare(state[then], ">=", state[otherwise]) is not UNMET
        return more is (wanted is MET)


_READERS: Final[Mapping[type[Node], Callable[[Any, list[Any]], Interval]]] = {
    core.Sum: lambda term, parts: _READING.sum(parts, term.weights),
    core.Product: lambda _, parts: _READING.product(*parts),
    core.Mean: lambda _, parts: _READING.mean(parts),
    core.Minimum: lambda _, parts: _READING.minimum(parts),
    core.Maximum: lambda _, parts: _READING.maximum(parts),
    core.Count: lambda _, parts: _READING.count(parts),
    core.Round: lambda term, parts: _READING.rounded(parts[0], term.digits, term.half),
}

_GATES: Final[Mapping[type[Node], type[Gate]]] = {
    core.Fact: _Leaf,
    core.Known: _Leaf,
    core.Constant: _Leaf,
    core.Value: _Leaf,
    core.All: _Group,
    core.Any: _Group,
    core.AtLeast: _Group,
    core.Not: _Negation,
    core.Branch: _Branch,
    core.Compare: _Comparison,
    core.Sum: _Quantity,
    core.Product: _Product,
    core.Mean: _Quantity,
    core.Minimum: _Quantity,
    core.Maximum: _Quantity,
    core.Round: _Quantity,
    core.Count: _Count,
    core.Select: _Choice,
}


class Circuit:
    """The gates of all terms seen so far, equal terms once, members before what they are members of."""

    def __init__(self, start: Callable[[Node], Any]) -> None:
        self.gates: list[Gate] = []
        self.costs: list[_Cost] = []
        self.start: list[Any] = []
        """What each gate reads while nothing is decided."""
        self._leaf = start
        # By identity, with the terms kept alive: deep terms that are equal are never compared.
        self._seen: dict[int, tuple[Node, int]] = {}
        self._numbers: dict[object, int] = {}

    def number(self, node: Node) -> int:
        """Give the number of a term's gate, which is made if there is none; costs what is new in the term."""
        waiting = [node]
        while waiting:
            term = waiting[-1]
            new = [part for part in term.members if id(part) not in self._seen]
            if new:
                waiting.extend(reversed(new))
                continue
            waiting.pop()
            if id(term) not in self._seen:
                self._seen[id(term)] = (term, self._made(term))
        return self._seen[id(node)][1]

    def _made(self, term: Node) -> int:
        kids = tuple([self._seen[id(part)][1] for part in term.members])
        key = (type(term), kids, *_own(term)) if kids else term
        if key not in self._numbers:
            self._numbers[key] = len(self.gates)
            self._add(_GATES[type(term)](term, kids, self))
        return self._numbers[key]

    def _add(self, gate: Gate) -> None:
        self.start.append(self._leaf(gate.term) if gate.name is not None else gate.read(self.start))
        self.costs.append(gate.cost(self.costs))
        self.gates.append(gate)

    def cone(self, root: int) -> dict[int, list[int]]:
        """Give the gates below and including one, members first, each with those it is a member of."""
        above: dict[int, list[int]] = {root: []}
        waiting = [root]
        while waiting:
            gate = waiting.pop()
            for kid in self.gates[gate].kids:
                if kid not in above:
                    above[kid] = []
                    waiting.append(kid)
                above[kid].append(gate)
        return above


def _own(term: Node) -> Iterable[object]:
    """Give what a term says beside its members."""
    yield from (field for field in term.fields() if not isinstance(field, core.Node | tuple))
    yield term.weights if isinstance(term, core.Sum) else None
