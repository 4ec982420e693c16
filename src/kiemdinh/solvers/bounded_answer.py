"""The answer to a program that may be too large to be solved: a solution, and a lower bound on the cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.solvers.exact_check import is_feasible

if TYPE_CHECKING:
    from kiemdinh.rules import Program

__all__ = ["BoundedAnswer", "answer_without_choice"]


@dataclass(frozen=True, slots=True)
class BoundedAnswer:
    """What a solver found.

    Attributes
    ----------
    values
        The best solution that was found, a 0 or 1 for each variable; None where none was found.
    bound
        A lower bound on the cost of every solution.
    is_infeasible
        Whether it is proved that there is no solution.
    """

    values: tuple[int, ...] | None = None
    bound: int = 0
    is_infeasible: bool = False


def answer_without_choice(program: Program) -> BoundedAnswer:
    """Return the answer to a program without variables: the empty solution, or a proof that there is no solution."""
    return BoundedAnswer(()) if is_feasible(program, ()) else BoundedAnswer(is_infeasible=True)
