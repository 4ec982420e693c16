"""The circuit of a proof: all terms as numbered gates, equal terms sharing one gate."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.rules import terms
from kiemdinh.rules.proofs.case_gates import BranchGate, SelectGate
from kiemdinh.rules.proofs.condition_gates import AtLeastGate, CompareGate, NotGate
from kiemdinh.rules.proofs.gates import LeafGate
from kiemdinh.rules.proofs.quantity_gates import CountGate, ProductGate, QuantityGate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kiemdinh.rules.proofs.gates import CircuitGate, DecisionCost
    from kiemdinh.rules.terms import Term

__all__ = ["Circuit"]

_GATE_KINDS: Final[Mapping[type[Term], type[CircuitGate]]] = {
    terms.Fact: LeafGate,
    terms.Known: LeafGate,
    terms.Constant: LeafGate,
    terms.Value: LeafGate,
    terms.All: AtLeastGate,
    terms.Any: AtLeastGate,
    terms.AtLeast: AtLeastGate,
    terms.Not: NotGate,
    terms.Branch: BranchGate,
    terms.Compare: CompareGate,
    terms.Sum: QuantityGate,
    terms.Product: ProductGate,
    terms.Mean: QuantityGate,
    terms.Minimum: QuantityGate,
    terms.Maximum: QuantityGate,
    terms.Round: QuantityGate,
    terms.Count: CountGate,
    terms.Select: SelectGate,
}


class Circuit:
    """The gates of all terms added so far; the members of a gate have lower numbers than the gate.

    Parameters
    ----------
    read_leaf
        Returns the truth of a fact, or the interval of a value, while nothing is decided.

    Attributes
    ----------
    gates, costs, start
        By the number of a gate: the gate, its guessed decision cost, and what it reads while nothing is decided.
    values
        The numbers of the gates of values, rising.

    Examples
    --------
    >>> from kiemdinh.rules import UNKNOWN, Any, Fact, Not
    >>> circuit = Circuit(lambda leaf: UNKNOWN)
    >>> circuit.add_term(Any((Fact("a"), Not(Fact("a")))))
    2
    >>> [gate.members for gate in circuit.gates]
    [(), (0,), (0, 1)]
    >>> circuit.fan_in(2)
    {0: [2, 1], 1: [2], 2: []}
    """

    def __init__(self, read_leaf: Callable[[Term], Any]) -> None:
        self.gates: list[CircuitGate] = []
        self.costs: list[DecisionCost] = []
        self.start: list[Any] = []
        self.values: list[int] = []
        self._read_leaf = read_leaf
        # By identity, with the terms kept alive: deep terms that are equal are never compared.
        self._seen: dict[int, tuple[Term, int]] = {}
        self._numbers: dict[object, int] = {}

    def add_term(self, term: Term) -> int:
        """Add a term with all below it, and return the number of its gate; an equal term keeps its gate.

        Linear in what is new in the term.
        """
        known = self._seen.get(id(term))
        if known is not None:
            return known[1]
        # A stack instead of recursion: terms can be deeper than Python's limit.
        waiting, seen = [term], self._seen
        while waiting:
            top = waiting[-1]
            new = [member for member in top.members if id(member) not in seen]
            if new:
                waiting.extend(reversed(new))
                continue
            waiting.pop()
            if id(top) not in seen:
                seen[id(top)] = (top, self._number_term(top))
        return seen[id(term)][1]

    def _number_term(self, term: Term) -> int:
        """Return the number of a term whose members have theirs."""
        members = tuple([self._seen[id(member)][1] for member in term.members])
        # Equal members have equal numbers, so comparing keys takes one level instead of the whole depth of a term.
        key = (type(term), members, _read_scalars(term))
        if key not in self._numbers:
            self._numbers[key] = len(self.gates)
            self._append_gate(_GATE_KINDS[type(term)](term, members, self.gates))
        return self._numbers[key]

    def _append_gate(self, gate: CircuitGate) -> None:
        named = gate.name is not None
        if named and gate.quantity:
            self.values.append(len(self.gates))
        self.start.append(self._read_leaf(gate.term) if named else gate.evaluate_at(self.start))
        self.costs.append(gate.decision_cost(self.costs))
        self.gates.append(gate)

    def fan_in(self, root: int) -> dict[int, list[int]]:
        """Return the gates that a gate depends on, itself included, each with those of them that read it.

        They come in declared order, members before what reads them: the order of the terms alone, whatever else the
        circuit has. Linear in the number of these gates and their members.
        """
        found: dict[int, list[int]] = {}
        waiting = [(root, iter(self.gates[root].members))]
        entered: dict[int, list[int]] = {root: []}
        while waiting:
            gate, members = waiting[-1]
            for member in members:
                is_new = member not in entered
                entered.setdefault(member, []).append(gate)
                if is_new:
                    waiting.append((member, iter(self.gates[member].members)))
                    break
            else:
                found[gate] = entered[gate]
                waiting.pop()
        return found


_SCALARS: Final[Mapping[type[Term], Callable[[Any], object]]] = {
    terms.Fact: attrgetter("id"),
    terms.Known: attrgetter("truth"),
    terms.Constant: attrgetter("value"),
    terms.Value: attrgetter("id"),
    terms.AtLeast: attrgetter("k"),
    terms.Compare: attrgetter("op"),
    terms.Sum: attrgetter("weights"),
    terms.Round: attrgetter("digits", "half"),
}


def _read_scalars(term: Term) -> object:
    """Return what tells terms of one type and equal members apart: a name, a number, an operator, weights."""
    read = _SCALARS.get(type(term))
    return None if read is None else read(term)
