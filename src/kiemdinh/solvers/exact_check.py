"""Reading a program and an answer to it in whole numbers, whatever a solver computes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemdinh.rules import Program

__all__ = ["cost_of", "is_feasible", "largest_number"]


def cost_of(program: Program, values: Sequence[int]) -> int:
    """Return what the values cost."""
    return sum(cost for cost, value in zip(program.costs, values, strict=True) if value)


def is_feasible(program: Program, values: Sequence[int]) -> bool:
    """Return whether the values satisfy every row."""
    return all(sum(values[place] * by for place, by in row.terms) >= row.least for row in program.constraints)


def largest_number(program: Program) -> int:
    """Return the largest_number number that adding up any row, or the costs, can come to."""
    rows = (sum(abs(by) for _, by in row.terms) + abs(row.least) for row in program.constraints)
    return max(sum(program.costs), *rows, 0)
