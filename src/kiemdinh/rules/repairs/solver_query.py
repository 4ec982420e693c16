"""A reduced problem put to a solver, and the solver's answer checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.rules.repairs.reduction import AtLeastK
from kiemdinh.rules.search import Literal, ProgramWriter, SolverError, set_bits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kiemdinh.rules.repairs.reduction import Operand, ReducedProblem
    from kiemdinh.rules.search import Budget, Solver

__all__ = ["query_solver"]


def query_solver(solver: Solver, rest: ReducedProblem, prices: Sequence[int], budget: Budget) -> int | None:
    """Return the mask of a least-cost set of moves, as the solver proves it; None if the solver proves none.

    ``prices`` are the costs of the moves, as whole numbers. The steps of the solver are spent on the budget.

    Raises
    ------
    SolverError
        If the answer does not solve the problem, or costs more than a greedy solution.
    """
    moves = sorted(rest.read)
    writer = ProgramWriter(_node_of, moves, prices)
    for part in rest.parts:
        writer.require_node(part)
    answer = solver.minimise(writer.to_program(), budget)
    if answer is None:
        return None
    made = {move for move, value in zip(moves, answer, strict=False) if value}
    if not rest.is_satisfied(made | rest.forced):
        msg = "the solver's answer does not reach the target"
        raise SolverError(msg)
    if _cost_of(made, prices) > _cost_of(_find_greedy_moves(rest.parts, prices), prices):
        msg = "the solver's answer is not the cheapest: greed finds a cheaper way"
        raise SolverError(msg)
    return sum(1 << move for move in made | rest.forced)


def _node_of(operand: Operand) -> Literal | AtLeastK:
    """Return what the program writer reads of an operand."""
    return operand if isinstance(operand, AtLeastK) else Literal(operand, positive=True)


def _cost_of(made: Iterable[int], prices: Sequence[int]) -> int:
    """Return the sum of the prices of the moves."""
    return sum(prices[move] for move in made)


def _find_greedy_moves(parts: Iterable[AtLeastK], prices: Sequence[int]) -> set[int]:
    """Return a solution: for each part the cheapest members, smallest parts first; moves already made cost nothing."""
    left, made = list(prices), set[int]()
    for part in sorted(parts, key=lambda part: len(part.members)):
        _, picked = _choose_cheapest_members(part, left, {})
        made.update(set_bits(picked))
        for move in set_bits(picked):
            left[move] = 0
    return made


def _choose_cheapest_members(
    operand: Operand, prices: Sequence[int], done: dict[AtLeastK, tuple[int, int]]
) -> tuple[int, int]:
    """Return the price and the mask of the moves of the cheapest members, as if no two shared a move."""
    if not isinstance(operand, AtLeastK):
        return prices[operand], 1 << operand
    if operand not in done:
        price = made = 0
        for cost, moves in sorted([_choose_cheapest_members(one, prices, done) for one in operand.members])[
            : operand.need
        ]:
            price, made = price + cost, made | moves
        done[operand] = price, made
    return done[operand]
