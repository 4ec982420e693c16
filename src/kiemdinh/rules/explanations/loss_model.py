"""The loss model: losses as moves, and gates that hold where the target is no longer certain (semantics 5.6).

It is built like the model of a repair problem, for the negation: the node of a group of which at least k members must
be certain holds when more than n - k of them are lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from kiemdinh.rules.evaluation import evaluate
from kiemdinh.rules.explanations.losses import ChosenLoss, Loss, LossSet
from kiemdinh.rules.repairs import (
    Bound,
    BoundLeaf,
    CostScale,
    FactLeaf,
    MoveTable,
    Normal,
    NormalGroup,
    ValueAction,
    expanded_definitions,
    leaves_of,
    nearest_reachable_bound,
    normal_form_of,
    scale_costs,
)
from kiemdinh.rules.search import (
    FALSE,
    TRUE,
    Budget,
    CheapestSearch,
    ExhaustedError,
    Gates,
    SatisfactionCounter,
    drop_harmful_moves,
    find_minimal_sets,
    greedy_solution,
    lower_bound,
    set_bits,
)
from kiemdinh.rules.terms import UNBOUNDED, UNKNOWN, Fact, Interval, Number, Truth, Value, exact_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiemdinh.rules.evaluation import Facts
    from kiemdinh.rules.repairs import Position, RepairProblem

__all__ = ["LossModel"]

_STEPS_PER_LEAF: Final = 10
"""What it costs to read a leaf of the normal form again."""
_MAX_FITTED: Final = 4
"""Of the values of one set, how many are looked at again to find how far they must go."""


_Happened: TypeAlias = "tuple[Loss | ValueAction, Bound | None]"
"""A loss that has happened; of a value, how far it went."""


class _LossMove(NamedTuple):
    """One move: a loss as one, or a value moved on to its next bound."""

    loss: int
    bound: Bound | None
    cost: Number


class LossModel:
    """The losses of one target as moves, and the searches over them, which spend their steps on a budget."""

    def __init__(self, problem: RepairProblem, losses: Sequence[Loss | ValueAction], budget: Budget) -> None:
        self._problem, self._losses, self._budget = problem, losses, budget
        reach, expanded = _LossReach(losses), expanded_definitions(problem)
        forms = [
            normal_form_of(problem.condition, facts, reach, problem.definitions, expanded)[0] for facts in problem.cases
        ]
        self._moves: list[_LossMove] = []
        self._moves_on: dict[Fact | Value, list[int]] = {}
        self._chains: dict[tuple[str, bool], list[int]] = {}
        leaves = [leaf for form in forms for leaf in leaves_of(form)]
        self._size = len(leaves)
        self._add_moves(leaves, problem.cases[0])
        self._scale: CostScale = scale_costs([move.cost for move in self._moves], [True] * len(self._moves))
        self._gates = Gates(budget)
        self._done: dict[Normal, int] = {}
        with budget.lifted():
            self._root = self._gates.make_any([self._dropped_node(form) for form in forms])
        self._search = CheapestSearch(self._gates, self._scale.weights)

    def least_cost(self) -> Number | None:
        """Return the cost of the cheapest set of losses, ``None`` if no set drops the target.

        Raises
        ------
        ExhaustedError
            If the budget ran out before it was proved.
        """
        weight, _ = self._search.find_cheapest(self._root)
        return None if weight >= self._search.infeasible else self._scale.cost_of(weight)

    def bound_cost(self) -> tuple[Number | None, Number]:
        """Return the cost of a set of losses chosen greedily, and how far it may lie above the least.

        The cost is ``None`` if the greedy choice finds no set. Takes time about linear in the size of the gates.
        """
        weights = self._scale.weights
        with self._gates.budget.lifted():
            clean = drop_harmful_moves(self._gates, self._root)
            made = greedy_solution(self._gates, clean, weights)
            if made is None:
                return None, 0
            most = self._loss_set(made).cost
            return most, exact_number(most - self._scale.cost_of(lower_bound(self._gates, clean, weights)))

    def iterate_loss_sets(self) -> Iterator[LossSet]:
        """Yield the minimal sets of losses, cheapest first.

        Raises
        ------
        ExhaustedError
            If the budget ran out before the next one was proved.
        """
        for _, made in find_minimal_sets(self._search, self._root, len(self._moves)):
            yield self._loss_set(made)

    def single_losses(self) -> tuple[LossSet, ...]:
        """Return the losses that drop the target alone; a value goes no further than it must."""
        if self._root <= TRUE:
            return ()
        tally = SatisfactionCounter(self._gates, self._root, 0)
        found = []
        # The moves of one value follow one another, each going further than the last.
        for _, steps in groupby(range(len(self._moves)), lambda number: self._moves[number].loss):
            moves = list(steps)
            place = tally.find_turn(moves)
            if place is not None:
                found.append(self._loss_set(sum(1 << move for move in moves[: place + 1])))
        return tuple(found)

    def _loss_set(self, made: int) -> LossSet:
        """Return moves as losses; of several moves of one value, the last says how far it goes."""
        chosen = [self._moves[number] for number in set_bits(made)]
        furthest = {move.loss: move.bound for move in chosen}
        cost = sum((Fraction(move.cost) for move in chosen), Fraction())
        bounds = furthest if len(furthest) < 2 else self._fit_bounds(furthest)
        return LossSet(
            exact_number(cost), tuple(ChosenLoss(self._losses[loss].id, bound) for loss, bound in bounds.items())
        )

    # -- how far values go together --------------------------------------------------------------------------------

    def _fit_bounds(self, bounds: dict[int, Bound | None]) -> dict[int, Bound | None]:
        """Return the bounds of several losses that are enough together.

        In a sum a value is lost that goes as far as it can. So each goes to its end, and then the last ones only as far
        as they must, the others being where they are.
        """
        ends = {loss: end for loss in bounds if (end := self._end_of(loss)) is not None}
        fitted = {**bounds, **ends}
        for loss in list(reversed(ends))[:_MAX_FITTED]:
            try:
                self._budget.spend(_STEPS_PER_LEAF * self._size)
            except ExhaustedError:  # the nearest bound is enough already
                break
            fitted[loss] = self._find_bound_beside(loss, fitted) or fitted[loss]
        return fitted

    def _end_of(self, loss: int) -> Bound | None:
        """Return the furthest that a value without steps can go; None for all else."""
        action = self._losses[loss]
        if isinstance(action, Loss) or action.choices or action.furthest is None:
            return None
        return Bound(action.furthest, action.direction)

    def _find_bound_beside(self, loss: int, bounds: Mapping[int, Bound | None]) -> Bound | None:
        """Return the nearest bound past which one value drops the target when the other losses have happened."""
        others = [(self._losses[other], bound) for other, bound in bounds.items() if other != loss]
        cases = tuple(_FactsAfterLosses(self._problem, facts, others) for facts in self._problem.cases)
        alone = LossModel(replace(self._problem, cases=cases), [self._losses[loss]], self._budget).single_losses()
        return alone[0].losses[0].bound if alone else None

    # -- moves -----------------------------------------------------------------------------------------------------

    def _add_moves(self, found: Sequence[FactLeaf | BoundLeaf], facts: Facts) -> None:
        for index, loss in enumerate(self._losses):
            if isinstance(loss, Loss):
                terms: list[Fact | Value] = [*map(Fact, loss.facts), *map(Value, loss.values)]
                for term in terms:
                    self._moves_on.setdefault(term, []).append(len(self._moves))
                self._moves.append(_LossMove(index, None, loss.cost))
            else:
                self._add_slack(index, loss, found, facts)

    def _add_slack(self, index: int, action: ValueAction, found: Sequence[FactLeaf | BoundLeaf], facts: Facts) -> None:
        """Add the moves of a value past the bounds that it keeps now, nearest first, as a chain."""
        up = action.direction == "up"
        kept = [
            leaf
            for leaf in found
            if isinstance(leaf, BoundLeaf) and leaf.holds and leaf.value == action.value and leaf.up is not up
        ]
        bounds = [nearest_reachable_bound(action, _position_past(leaf)) for leaf in kept]
        # A chain of moves usually leads a value towards a target; here it leads the value past the bounds that it
        # keeps.
        chain = MoveTable((action,))
        chain.add_chain(0, action, (bound for bound in bounds if bound is not None), facts.value(action.value))
        usable = [_LossMove(index, move.bound, move.cost) for move in chain.moves if move.cost is not None]
        self._chains[action.value, up] = [*range(len(self._moves), len(self._moves) + len(usable))]
        self._moves.extend(usable)

    # -- gates -----------------------------------------------------------------------------------------------------

    def _dropped_node(self, form: Normal) -> int:
        """Return the node of "this normal form is no longer certain"."""
        if isinstance(form, bool):
            return FALSE if form else TRUE
        if form not in self._done:
            self._done[form] = self._new_node(form)
        return self._done[form]

    def _new_node(self, form: FactLeaf | BoundLeaf | NormalGroup) -> int:
        if isinstance(form, NormalGroup):
            parts = [self._dropped_node(part) for part in form.members]
            # After the losses, the rest must be less than the need.
            return self._gates.make_gate(sum(form.weights) - form.need + 1, parts, form.weights)
        if not form.holds:  # it is not certain now, so there is nothing to lose
            return TRUE
        term = Fact(form.name) if isinstance(form, FactLeaf) else Value(form.value)
        nodes = [self._gates.make_literal(move) for move in self._moves_on.get(term, ())]
        if isinstance(form, BoundLeaf):
            nodes.append(self._passed_node(form))
        return self._gates.make_any(nodes)

    def _passed_node(self, leaf: BoundLeaf) -> int:
        """Return the node of "the value moves past this bound"."""
        chain = self._chains.get((leaf.value, not leaf.up), [])
        past = _position_past(leaf)
        for index, number in enumerate(chain):
            bound = self._moves[number].bound
            if bound is not None and (bound.position <= past if leaf.up else bound.position >= past):
                # A value that has gone this far has passed all nearer bounds of its chain.
                return self._gates.make_all([self._gates.make_literal(move) for move in chain[: index + 1]])
        return FALSE


class _FactsAfterLosses:
    """The facts of one case after some losses, each value no further than its bound."""

    def __init__(self, problem: RepairProblem, facts: Facts, losses: Sequence[_Happened]) -> None:
        self._problem, self._facts = problem, facts
        carriers = [loss for loss, _ in losses if isinstance(loss, Loss)]
        self._truths = {name: UNKNOWN for loss in carriers for name in loss.facts}
        self._lost_values = {name for loss in carriers for name in loss.values}
        moved = [(loss, bound) for loss, bound in losses if isinstance(loss, ValueAction)]
        self._bounds = {loss.value: bound for loss, bound in moved if bound is not None}

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a fact after the losses, evaluated once if it has a definition."""
        if name not in self._truths:
            definition = self._problem.definitions.get(name)
            self._truths[name] = self._facts.truth(name) if definition is None else evaluate(definition, self)
        return self._truths[name]

    def value(self, name: str, /) -> Interval:
        """Return the interval of a value after the losses."""
        if name in self._lost_values:
            return UNBOUNDED
        now, bound = self._facts.value(name), self._bounds.get(name)
        if bound is None:
            return now
        if bound.direction == "down":
            return Interval(None if now.low is None else min(now.low, bound.number), now.high)
        return Interval(now.low, None if now.high is None else max(now.high, bound.number))


class _LossReach:
    """What losses can change, for the normal form."""

    def __init__(self, losses: Sequence[Loss | ValueAction]) -> None:
        carriers = [loss for loss in losses if isinstance(loss, Loss)]
        self._facts = {name for loss in carriers for name in loss.facts}
        self._values = {name for loss in carriers for name in loss.values}
        self._actions = {(loss.value, loss.direction): loss for loss in losses if isinstance(loss, ValueAction)}

    def may_change_fact(self, name: str, /) -> bool:
        return name in self._facts

    def may_change_value(self, name: str, /) -> bool:
        return name in self._values or any(value == name for value, _ in self._actions)

    def reachable_ends(
        self, name: str, up: bool, now: Interval, alone: Position | None, /
    ) -> tuple[Position | None, Sequence[Position]]:
        """Return the worst end that a value in a sum can fall back to, then the better ones, its present end last."""
        end = now.low if up else now.high
        action = self._actions.get((name, "down" if up else "up"))
        if end is None or (action is None and name not in self._values):
            return None if end is None else (end, 0), []
        back = [] if action is None else [s for s in action.choices if (s < end if up else s > end)]
        ends = [(number, 0) for number in (*sorted(back, reverse=not up), end)]
        if name in self._values:  # it can be lost as one, and is then unbounded
            return None, ends
        if action is not None and not action.choices:
            kept = _list_ends_kept(alone, end, action.furthest, up=up)
            worst = None if action.furthest is None else (action.furthest, 0)
            return worst, kept
        return ends[0], ends[1:]


def _list_ends_kept(alone: Position | None, end: Number, worst: Number | None, *, up: bool) -> Sequence[Position]:
    """Return the end that a value in a sum must keep while the others stay as they are, and its present end.

    The first is left out where the value keeps it anyway, since nothing is worse than ``worst``.
    """
    now, least = (end, 0), None if worst is None else (worst, 0)
    if alone is None or (alone >= now if up else alone <= now):
        return [now]
    if least is not None and (alone <= least if up else alone >= least):
        return [now]
    return [alone, now]


def _position_past(leaf: BoundLeaf) -> Position:
    """Return the first position at which a value no longer keeps a bound."""
    number, beside = leaf.position
    return number, beside - 1 if leaf.up else beside + 1
