"""Sufficient reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kiemdinh.rules.repairs.minimal_repairs import SPLITS
from kiemdinh.rules.repairs.model import opened
from kiemdinh.rules.repairs.normal_form import BoundLeaf, FactLeaf, Group, Normal, normal
from kiemdinh.rules.repairs.problem import Problem
from kiemdinh.rules.search.branch_and_bound import Search
from kiemdinh.rules.search.minimal_sets import ways
from kiemdinh.rules.search.threshold_gates import FALSE, TRUE, Gates, bits
from kiemdinh.rules.terms.exact_numbers import Interval, Number
from kiemdinh.rules.terms.language import Fact, Value

__all__ = ["sufficient_reasons"]


class _Everything:
    """Everything can change: what is not kept is as unknown as can be."""

    def moves_fact(self, name: str, /) -> bool:
        return True

    def moves_value(self, name: str, /) -> bool:
        return True

    def levels(
        self, name: str, up: bool, now: Interval, alone: Number | None, /
    ) -> tuple[Number | None, Sequence[Number]]:
        end = now.low if up else now.high
        return None, [] if end is None else [end]


def sufficient_reasons(problem: Problem, *, splits: int = SPLITS) -> Iterator[tuple[Fact | Value, ...]]:
    """Give the sufficient reasons of a target that is certain, smallest first (*lý do đủ*).

    Each is a minimal set of facts and values that, as known now, keeps the target certain whatever the others
    are: a prime implicant that holds (Darwiche and Hirth 2020). The problem's levers do not matter. A target that
    is not certain has none. The names in a product of two quantities belong to every reason.

    Raises
    ------
    ExhaustedError
        If the splits ran out before the next one was proved.
    """
    opens = opened(replace(problem, levers=()))
    read = [normal(problem.condition, facts, _Everything(), problem.definitions, opens) for facts in problem.cases]
    keeper = _Keeper()
    lost = {name for _, names in read for name in names}
    root = keeper.gates.all([keeper.node(form) for form, _ in read])
    things = {name: keeper.literal(Value(name)) for name in sorted(lost)}
    root = keeper.gates.all([root, *things.values()])
    count = len(keeper.things)
    for _, made in ways(Search(keeper.gates, [1] * count, splits), root, count):
        yield tuple(keeper.things[place] for place in bits(made))


class _Keeper:
    """Gates over what is kept: one move for each fact or value."""

    def __init__(self) -> None:
        self.gates = Gates()
        self.things: list[Fact | Value] = []
        self._places: dict[Fact | Value, int] = {}
        self._done: dict[Normal, int] = {}

    def node(self, form: Normal) -> int:
        if isinstance(form, bool):
            return TRUE if form else FALSE
        if form not in self._done:
            self._done[form] = self._make(form)
        return self._done[form]

    def _make(self, form: FactLeaf | BoundLeaf | Group) -> int:
        if isinstance(form, Group):
            return self.gates.gate(form.need, [self.node(part) for part in form.members], form.weights)
        if not form.holds:
            return FALSE
        return self.literal(Fact(form.name) if isinstance(form, FactLeaf) else Value(form.value))

    def literal(self, thing: Fact | Value) -> int:
        """Give the literal of a thing that is kept."""
        if thing not in self._places:
            self._places[thing] = len(self.things)
            self.things.append(thing)
        return self.gates.literal(self._places[thing])
