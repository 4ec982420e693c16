"""What a total lacks: the shortfall, the room of each term and one cheapest split (*thiếu hụt*, semantics 5.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.rules.evaluation.reference import measure
from kiemdinh.rules.repairs.apply import applied
from kiemdinh.rules.repairs.minimal_repairs import SPLITS, Repair, minimal_repairs
from kiemdinh.rules.repairs.model import Model
from kiemdinh.rules.terms.exact_numbers import Number
from kiemdinh.rules.terms.language import Compare, Sum

if TYPE_CHECKING:
    from kiemdinh.rules.evaluation.reference import Facts
    from kiemdinh.rules.repairs.problem import Problem
    from kiemdinh.rules.search.program import Solver

__all__ = ["Contribution", "Shortfall", "measure_shortfall"]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What the furthest change of one lever would add to the total, with the steps below it."""

    id: str
    gain: Number


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What is missing to a bound on a total.

    `missing` is None where the total is unbounded for want of a value, and 0 where only a strict bound is not
    passed; `cheapest` is one cheapest repair, None where the total cannot be reached.
    """

    missing: Number | None
    contributions: tuple[Contribution, ...]
    cheapest: Repair | None


def measure_shortfall(problem: Problem, *, splits: int = SPLITS, solver: Solver | None = None) -> Shortfall:
    """Take a comparison of totals apart, in the first case of what is known.

    Raises
    ------
    ValueError
        If the problem's condition is no comparison with an order.
    """
    condition = problem.condition
    if not isinstance(condition, Compare) or condition.op == "==":
        msg = "a shortfall is that of one comparison with >=, >, <= or <"
        raise ValueError(msg)
    facts = problem.cases[0]
    now = _ahead(condition, facts)
    return Shortfall(
        None if now is None else max(-now, 0),
        () if now is None else tuple(_rooms(problem, condition, now)),
        minimal_repairs(problem, splits=splits, solver=solver).cheapest,
    )


def _ahead(condition: Compare, facts: Facts) -> Number | None:
    """Give how far the total is certainly ahead of its bound; negative if it is behind."""
    sides = condition.left, condition.right
    high, low = sides if condition.op in (">=", ">") else sides[::-1]
    return measure(Sum((high, low), (1, -1)), facts).low


def _rooms(problem: Problem, condition: Compare, now: Number) -> list[Contribution]:
    model = Model.of(problem)
    last = {move.lever: number for number, move in enumerate(model.moves.moves) if model.moves.usable(number)}
    found = []
    for index, number in last.items():
        changes = model.changes(sum(1 << one for one in model.moves.needed(number)))
        after = _ahead(condition, applied(problem, changes, problem.cases[0], model.nudge))
        if after is not None and after > now:
            found.append(Contribution(model.moves.levers[index].id, after - now))
    return found
