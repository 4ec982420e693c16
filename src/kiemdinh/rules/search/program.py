"""Zero-one linear programs, and the protocol of a solver for them (*bộ giải*).

A solver is an argument of the kernel, never imported by it: see ``kiemdinh.solvers`` for adapters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemdinh.rules.search.budget import Budget

__all__ = ["LinearConstraint", "Program", "Solver", "SolverError"]


class SolverError(RuntimeError):
    """The answer of a solver is wrong: it does not satisfy the program, or it is provably not the cheapest.

    See the example of :func:`kiemdinh.rules.find_minimal_repairs`.
    """


class LinearConstraint(NamedTuple):
    """A row of a program: a weighted sum of variables that is at least some number.

    Attributes
    ----------
    terms
        Pairs of the number of a variable, from 0, and its coefficient, a whole number.
    least
        The least that the sum of coefficient times variable may be, a whole number.

    Examples
    --------
    >>> LinearConstraint(((0, 1), (1, 1)), 1).least
    1
    """

    terms: tuple[tuple[int, int], ...]
    least: int


@dataclass(frozen=True, slots=True)
class Program:
    """A zero-one linear program: minimise the sum of the costs of the variables that are one, subject to the rows.

    Attributes
    ----------
    costs
        The cost of each variable, a whole number that is not negative.
    constraints
        The rows, all of which must hold.

    Examples
    --------
    >>> one_of_two = LinearConstraint(((0, 1), (1, 1)), 1)
    >>> Program((3, 2), (one_of_two,)).costs
    (3, 2)
    """

    costs: tuple[int, ...]
    constraints: tuple[LinearConstraint, ...]


class Solver(Protocol):
    """Solves programs to proved optimality; an adapter to a solver satisfies this by having the method.

    See the example of :func:`kiemdinh.rules.find_minimal_repairs`.
    """

    def minimise(self, program: Program, budget: Budget, /) -> Sequence[int] | None:
        """Return the value (0 or 1) of each variable in one optimal solution; None if it proved none within the budget.

        Only called for programs that have a solution. The kernel checks the answer. The solver counts its work in steps
        that it spends on the budget, so that it gives up at the same point on every machine.
        """
