"""The work of solvers counted in steps, and spent on the budget of a question (semantics 5.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kiemdinh.rules import Budget, Program

__all__ = ["STEPS_PER_SECOND", "spend_steps", "steps_to_read"]

STEPS_PER_SECOND: Final = 1_000_000
"""The steps that a second of work counts as, where a solver counts its work in seconds."""
_STEPS_OF_CALL: Final = 2_000
"""The steps of a call, whatever the size of the program."""


def steps_to_read(program: Program) -> int:
    """Return how many steps it takes to hand a program to a solver: some for the call, and one for each number."""
    return _STEPS_OF_CALL + len(program.costs) + sum(1 + len(row.terms) for row in program.constraints)


def spend_steps(budget: Budget, steps: int) -> bool:
    """Spend *steps* of a budget, or all that are left, and return whether that many were left.

    An answer that a solver has proved counts, even where the end of its work exceeded the budget.
    """
    left = budget.left
    budget.spend(min(steps, left))
    return steps <= left
