"""Simulation: the truth of a condition in one world at a time, kept while single facts and values of it change."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Any

from kiemdinh.rules.proofs.circuit import Circuit
from kiemdinh.rules.terms import UNBOUNDED, UNKNOWN, Value

if TYPE_CHECKING:
    from kiemdinh.rules.evaluation import Assignment
    from kiemdinh.rules.terms import Condition, Interval, Term, Truth

__all__ = ["Simulation"]


class Simulation:
    """One condition in a world that changes step by step.

    To enter a world costs one evaluation of the whole condition. To change a fact or a value costs only what lies
    between it and the condition, as far as truths change there.

    Examples
    --------
    >>> from kiemdinh.rules import MET, UNMET, All, Assignment, Fact
    >>> simulation = Simulation(All((Fact("a"), Fact("b"))))
    >>> simulation.enter_world(Assignment({"a": MET, "b": MET}))
    >>> simulation.truth.name
    'MET'
    >>> simulation.set_fact("b", UNMET)
    >>> simulation.truth.name
    'UNMET'
    """

    def __init__(self, condition: Condition) -> None:
        circuit = Circuit(_read_nothing)
        self._root = circuit.add_term(condition)
        self._gates = circuit.gates
        self._users = circuit.fan_in(self._root)
        self._readings: list[Any] = list(circuit.start)
        named = {gate.name: number for number, gate in enumerate(self._gates) if gate.name is not None}
        self._facts = {name: number for name, number in named.items() if not self._gates[number].quantity}
        self._values = {name: number for name, number in named.items() if self._gates[number].quantity}

    @property
    def truth(self) -> Truth:
        """The truth of the condition in the world as it is now."""
        truth: Truth = self._readings[self._root]
        return truth

    def fact(self, name: str) -> Truth:
        """Return the truth of a fact that the condition reads, in the world as it is now."""
        truth: Truth = self._readings[self._facts[name]]
        return truth

    def enter_world(self, world: Assignment) -> None:
        """Set the facts and values to those of a world; names that are not in it are unknown."""
        for name, number in self._facts.items():
            self._readings[number] = world.truth(name)
        for name, number in self._values.items():
            self._readings[number] = world.value(name)
        for number, gate in enumerate(self._gates):  # members have lower numbers than what reads them
            if gate.members:
                self._readings[number] = gate.evaluate_at(self._readings)

    def save_readings(self) -> tuple[Any, ...]:
        """Return what :meth:`restore_readings` needs to come back to the world as it is now."""
        return tuple(self._readings)

    def restore_readings(self, saved: tuple[Any, ...]) -> None:
        """Come back to a world that has been left; it costs a copy, and no evaluation."""
        self._readings[:] = saved

    def set_fact(self, name: str, truth: Truth) -> None:
        """Change the truth of a fact; one that the condition does not read changes nothing."""
        if name in self._facts:
            self._set_leaf(self._facts[name], truth)

    def set_value(self, name: str, interval: Interval) -> None:
        """Change what is known of a value; one that the condition does not read changes nothing."""
        if name in self._values:
            self._set_leaf(self._values[name], interval)

    def _set_leaf(self, leaf: int, reading: Any) -> None:
        if self._readings[leaf] == reading:
            return
        self._readings[leaf] = reading
        waiting = list(self._users[leaf])
        heapify(waiting)
        queued = set(waiting)
        while waiting:
            number = heappop(waiting)
            queued.discard(number)
            now = self._gates[number].evaluate_at(self._readings)
            if now != self._readings[number]:
                self._readings[number] = now
                for user in self._users[number]:
                    if user not in queued:
                        queued.add(user)
                        heappush(waiting, user)


def _read_nothing(leaf: Term) -> Truth | Interval:
    return UNBOUNDED if isinstance(leaf, Value) else UNKNOWN
