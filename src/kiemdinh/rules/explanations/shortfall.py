"""The shortfall (*thiếu hụt*): what a total lacks, and what each action could add to it (semantics 5.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.rules.evaluation import evaluate_quantity
from kiemdinh.rules.repairs import RepairModel, facts_after, find_minimal_repairs
from kiemdinh.rules.terms import Compare, Sum

if TYPE_CHECKING:
    from kiemdinh.rules.evaluation import Facts
    from kiemdinh.rules.repairs import MinimalRepair, RepairProblem
    from kiemdinh.rules.search import Budget, Solver
    from kiemdinh.rules.terms import Number

__all__ = ["Contribution", "Shortfall", "measure_shortfall"]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one action would add to the total if it went as far as it can, with the steps that it needs below it.

    See the example of :func:`kiemdinh.rules.measure_shortfall`.

    Attributes
    ----------
    id
        The name of the action.
    gain
        By how much the total comes nearer to the bound, or goes further past it; more than 0.
    """

    id: str
    gain: Number


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What is missing to a bound on a total.

    See the example of :func:`kiemdinh.rules.measure_shortfall`.

    Attributes
    ----------
    missing
        How far the total is from the bound, at least 0; ``None`` where a value that is needed is unbounded. It is 0
        too where only a strict bound is not passed.
    contributions
        What each action could add, in declared order; those that add nothing are left out.
    cheapest
        One cheapest repair; ``None`` where the bound cannot be reached.
    """

    missing: Number | None
    contributions: tuple[Contribution, ...]
    cheapest: MinimalRepair | None


def measure_shortfall(
    problem: RepairProblem, *, budget: Budget | None = None, solver: Solver | None = None
) -> Shortfall:
    """Return what the compared total lacks in the first case of a problem.

    Costs one repair, and one evaluation of the comparison for each action.

    Raises
    ------
    ValueError
        If the problem's condition is not one comparison with ``>=``, ``>``, ``<=`` or ``<``.

    Examples
    --------
    >>> from kiemdinh.rules import Assignment, Constant, Interval, RepairProblem, Value, ValueAction
    >>> problem = RepairProblem(
    ...     condition=Compare(Sum((Value("x"), Value("y"))), ">=", Constant(10)),
    ...     cases=(Assignment(values={"x": Interval.point(4), "y": Interval.point(3)}),),
    ...     actions=(ValueAction(id="more x", value="x", direction="up", choices=(5, 6, 7)),),
    ... )
    >>> shortfall = measure_shortfall(problem)
    >>> shortfall.missing, [(part.id, part.gain) for part in shortfall.contributions]
    (3, [('more x', 3)])
    """
    condition = problem.condition
    if not isinstance(condition, Compare) or condition.op == "==":
        msg = "a shortfall is that of one comparison with >=, >, <= or <"
        raise ValueError(msg)
    now = _surplus_of(condition, problem.cases[0])
    return Shortfall(
        None if now is None else max(-now, 0),
        () if now is None else tuple(_list_contributions(problem, condition, now)),
        find_minimal_repairs(problem, budget=budget, solver=solver).cheapest,
    )


def _surplus_of(condition: Compare, facts: Facts) -> Number | None:
    """Return by how much the total certainly passes its bound; negative if it falls short."""
    # "total >= bound" lacks bound - total; "total <= bound" lacks it the other way round.
    sides = condition.left, condition.right
    high, low = sides if condition.op in (">=", ">") else sides[::-1]
    return evaluate_quantity(Sum((high, low), (1, -1)), facts).low


def _list_contributions(problem: RepairProblem, condition: Compare, now: Number) -> list[Contribution]:
    model = RepairModel.from_problem(problem)
    # The last usable move of an action is its furthest change.
    last = {move.action_index: number for number, move in enumerate(model.moves.moves) if model.moves.is_usable(number)}
    found = []
    for index, number in last.items():
        changes = model.changes_of(sum(1 << one for one in model.moves.list_needed_moves(number)))
        after = _surplus_of(condition, facts_after(problem, changes, problem.cases[0], model.prepared.nudge))
        if after is not None and after > now:
            found.append(Contribution(model.moves.actions[index].id, after - now))
    return found
