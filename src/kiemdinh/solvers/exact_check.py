"""Checks of a program, and of an answer to it, in whole numbers, even if the solver computes in floating point."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemdinh.rules import Program

__all__ = ["cost_of", "is_feasible", "largest_number"]


def cost_of(program: Program, values: Sequence[int]) -> int:
    """Return the cost of a solution; ``values`` has a 0 or 1 for each variable."""
    return sum(cost for cost, value in zip(program.costs, values, strict=True) if value)


def is_feasible(program: Program, values: Sequence[int]) -> bool:
    """Return whether the values satisfy every constraint."""
    return all(
        sum(values[variable] * factor for variable, factor in row.terms) >= row.least for row in program.constraints
    )


def largest_number(program: Program) -> int:
    """Return the largest number that can arise when any constraint, or the costs, are added up.

    An adapter refuses programs whose numbers its solver cannot hold exactly.
    """
    rows = (sum(abs(factor) for _, factor in row.terms) + abs(row.least) for row in program.constraints)
    return max(sum(program.costs), *rows, 0)
