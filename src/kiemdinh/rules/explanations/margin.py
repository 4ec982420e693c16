"""The other side of repair: blocking sets, sufficient reasons and the margin of what is held (semantics 5.6, 5.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from kiemdinh.rules.repairs.minimal_repairs import SPLITS
from kiemdinh.rules.repairs.model import Scale, opened, scaled
from kiemdinh.rules.repairs.moves import Moves, landing
from kiemdinh.rules.repairs.normal_form import BoundLeaf, FactLeaf, Group, Normal, leaves, normal
from kiemdinh.rules.repairs.problem import Bound, Problem, ValueLever
from kiemdinh.rules.search.branch_and_bound import ExhaustedError, Search
from kiemdinh.rules.search.minimal_sets import ways
from kiemdinh.rules.search.threshold_gates import FALSE, TRUE, Gates, bits
from kiemdinh.rules.terms.exact_numbers import Interval, Number, exact
from kiemdinh.rules.terms.language import Fact, Value

if TYPE_CHECKING:
    from kiemdinh.rules.evaluation.reference import Facts
    from kiemdinh.rules.terms.language import Condition

__all__ = ["CertaintyMargin", "ChosenLoss", "Loss", "LossSet", "find_margin"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What can be lost at once: an item that carries facts and values, which become unknown without it."""

    id: str
    facts: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    cost: Number = 1

    def __post_init__(self) -> None:
        if self.cost <= 0:
            msg = f"{self.id}: a cost is positive, not {self.cost}"
            raise ValueError(msg)


class ChosenLoss(NamedTuple):
    """A loss that a set of losses contains: its id, and for a value the bound that it falls or rises to."""

    id: str
    bound: Bound | None


@dataclass(frozen=True, slots=True)
class LossSet:
    """A minimal set of losses after which the target is no longer certain."""

    cost: Number
    losses: tuple[ChosenLoss, ...]


@dataclass(frozen=True, slots=True)
class CertaintyMargin:
    """How far a target is from no longer being certain (*mức dự phòng*).

    Iterating gives the minimal sets of losses, cheapest first; a target that is not certain has one, empty. `cost`
    is that of the cheapest, None if no loss drops it; `proved` is false, and `cost` None, if the splits ran out.
    `alone` are the losses that drop it alone, a value by its slack.
    """

    cost: Number | None
    proved: bool
    alone: tuple[LossSet, ...]
    _losing: _Losing = field(repr=False)

    def __iter__(self) -> Iterator[LossSet]:
        """Give the sets one by one; raises :class:`ExhaustedError` if the splits run out."""
        return self._losing.drops()


def find_margin(
    condition: Condition,
    cases: tuple[Facts, ...],
    losses: Sequence[Loss | ValueLever],
    definitions: Mapping[str, Condition] | None = None,
    *,
    splits: int = SPLITS,
) -> CertaintyMargin:
    """Give the margin of a target against the losses given, unknowns at their worst.

    A lever on a value is a loss of its slack: it moves just past the bound that is held. The dual gates are solved
    as repairs are, and at the same cost.
    """
    held = Problem(condition=condition, cases=cases, levers=(), definitions=definitions or {})
    losing = _Losing(held, losses, splits)
    try:
        cost, proved = losing.cost(), True
    except ExhaustedError:
        cost, proved = None, False
    return CertaintyMargin(cost, proved, losing.alone(), losing)


class _LossReach:
    """What losses can change, for the normal form."""

    def __init__(self, losses: Sequence[Loss | ValueLever]) -> None:
        whole = [loss for loss in losses if isinstance(loss, Loss)]
        self._facts = {name for loss in whole for name in loss.facts}
        self._values = {name for loss in whole for name in loss.values}
        self._levers = {(loss.value, loss.direction): loss for loss in losses if isinstance(loss, ValueLever)}

    def moves_fact(self, name: str, /) -> bool:
        return name in self._facts

    def moves_value(self, name: str, /) -> bool:
        return name in self._values or any(value == name for value, _ in self._levers)

    def levels(
        self, name: str, up: bool, now: Interval, alone: Number | None, /
    ) -> tuple[Number | None, Sequence[Number]]:
        """Give the ends that a value can fall back to, worst first, its present one last."""
        end = now.low if up else now.high
        lever = self._levers.get((name, "down" if up else "up"))
        if end is None or (lever is None and name not in self._values):
            return end, []
        back = [] if lever is None else [s for s in lever.steps if (s < end if up else s > end)]
        ends = [*sorted(back, reverse=not up), end]
        if name in self._values:
            return None, ends
        if lever is not None and not lever.steps:
            return None, _slack(alone, end, up=up)
        return ends[0], ends[1:]


def _slack(alone: Number | None, end: Number, *, up: bool) -> Sequence[Number]:
    """Give the end that a value in a sum must keep while the others stay, and its present one."""
    if alone is None or (alone >= end if up else alone <= end):
        return [end]
    return [alone, end]


class _Losing:
    """Gates over what is lost: a node holds when its form no longer does."""

    def __init__(self, problem: Problem, losses: Sequence[Loss | ValueLever], splits: int) -> None:
        self._losses, self._splits = losses, splits
        reach, opens = _LossReach(losses), opened(problem)
        forms = [normal(problem.condition, facts, reach, problem.definitions, opens)[0] for facts in problem.cases]
        self._gates = Gates()
        self._carrying: dict[Fact | Value, list[int]] = {}
        self._owners: list[tuple[int, Bound | None]] = []
        self._chains: dict[tuple[str, bool], list[int]] = {}
        self._done: dict[Normal, int] = {}
        costs = self._number([leaf for form in forms for leaf in leaves(form)], problem.cases[0])
        self._scale: Scale = scaled(costs, [True] * len(costs))
        self._root = self._gates.any([self._node(form) for form in forms])
        self._search = Search(self._gates, self._scale.weights, splits)

    def _number(self, found: Sequence[FactLeaf | BoundLeaf], facts: Facts) -> list[Number]:
        costs: list[Number] = []
        for index, loss in enumerate(self._losses):
            if isinstance(loss, Loss):
                things: list[Fact | Value] = [*map(Fact, loss.facts), *map(Value, loss.values)]
                for thing in things:
                    self._carrying.setdefault(thing, []).append(len(costs))
                costs.append(loss.cost)
                self._owners.append((index, None))
            else:
                self._number_slack(index, loss, found, facts, costs)
        return costs

    def _number_slack(
        self,
        index: int,
        lever: ValueLever,
        found: Sequence[FactLeaf | BoundLeaf],
        facts: Facts,
        costs: list[Number],
    ) -> None:
        up = lever.direction == "up"
        held = [
            leaf for leaf in found
            if isinstance(leaf, BoundLeaf) and leaf.holds and leaf.value == lever.value and leaf.up is not up
        ]  # fmt: skip
        bounds = [landing(lever, _just_past(leaf)) for leaf in held]
        moves = Moves((lever,))
        moves.add_chain(0, lever, (bound for bound in bounds if bound is not None), facts.value(lever.value))
        usable = [move for move in moves.moves if move.cost is not None]
        self._chains[lever.value, up] = [*range(len(costs), len(costs) + len(usable))]
        costs.extend(move.cost or 0 for move in usable)
        self._owners.extend((index, move.bound) for move in usable)

    def _node(self, form: Normal) -> int:
        """Give the node that holds when a form no longer does."""
        if isinstance(form, bool):
            return FALSE if form else TRUE
        if form not in self._done:
            self._done[form] = self._make(form)
        return self._done[form]

    def _make(self, form: FactLeaf | BoundLeaf | Group) -> int:
        if isinstance(form, Group):
            parts = [self._node(part) for part in form.members]
            return self._gates.gate(sum(form.weights) - form.need + 1, parts, form.weights)
        if not form.holds:
            return TRUE
        thing = Fact(form.name) if isinstance(form, FactLeaf) else Value(form.value)
        ways_ = [self._gates.literal(move) for move in self._carrying.get(thing, ())]
        if isinstance(form, BoundLeaf):
            ways_.append(self._slipped(form))
        return self._gates.any(ways_)

    def _slipped(self, leaf: BoundLeaf) -> int:
        chain = self._chains.get((leaf.value, not leaf.up), [])
        past = _just_past(leaf)
        for place, move in enumerate(chain):
            bound = self._owners[move][1]
            if bound is not None and (bound.position <= past if leaf.up else bound.position >= past):
                return self._gates.all([self._gates.literal(one) for one in chain[: place + 1]])
        return FALSE

    def cost(self) -> Number | None:
        """Give the cost of the cheapest drop."""
        weight, _ = self._search.best(self._root)
        return None if weight >= self._search.never else self._scale.cost(weight)

    def drops(self) -> Iterator[LossSet]:
        """Give the minimal drops in order."""
        for _, made in ways(self._search, self._root, len(self._owners)):
            yield self._drop(made)

    def alone(self) -> tuple[LossSet, ...]:
        """Give the losses that drop the target alone."""
        if self._root <= TRUE:
            return ()
        found: dict[int, LossSet] = {}
        made: dict[int, int] = {}
        for move, (index, _) in enumerate(self._owners):
            made[index] = made.get(index, 0) | 1 << move
            if index not in found and self._gates.holds(self._root, made[index]):
                found[index] = self._drop(made[index])
        return tuple(found.values())

    def _drop(self, made: int) -> LossSet:
        furthest = {self._owners[move][0]: self._owners[move][1] for move in bits(made)}
        cost = sum((Fraction(self._scale.cost(self._scale.weights[move])) for move in bits(made)), Fraction())
        return LossSet(
            exact(cost), tuple(ChosenLoss(self._losses[index].id, bound) for index, bound in furthest.items())
        )


def _just_past(leaf: BoundLeaf) -> tuple[Number, int]:
    """Give the first position at which a bound that is held no longer is."""
    number, beside = leaf.position
    return number, beside - 1 if leaf.up else beside + 1
