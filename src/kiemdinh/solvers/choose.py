"""Which solvers are installed, and the one to use (*chọn bộ giải*)."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from kiemdinh.solvers.bounded_answer import BoundedAnswer
from kiemdinh.solvers.cp_sat import CpSat
from kiemdinh.solvers.exact_check import cost_of
from kiemdinh.solvers.highs import Highs
from kiemdinh.solvers.optional import HINT, MissingSolverError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kiemdinh.rules import Budget, Program, Solver

__all__ = ["SolversInTurn", "available_solvers", "choose_solver", "find_bounded_answer"]

_SOLVERS: Final[dict[str, tuple[str, Callable[[], Solver]]]] = {
    "highs": ("highspy", Highs),
    "cp-sat": ("ortools", CpSat),
}
"""The adapters by name, with the package that each needs. The quickest comes first."""
_FIRST_STEPS: Final = 10_000_000
"""The steps that the first solver may take for a program that may be large, where a second one is installed."""
_NESTED_SHARE: Final = 3
"""Where at least one variable in this many stands for a group of others, CP-SAT is far quicker than HiGHS.

Measured in benchmarks/repairs.py.
"""


@dataclass(frozen=True, slots=True)
class SolversInTurn:
    """A solver that asks others, one after another, until one proves an answer.

    Where the choices of a program are nested, the last solver is asked first.
    """

    solvers: tuple[Solver, ...]

    def minimise(self, program: Program, budget: Budget, /) -> tuple[int, ...] | None:
        """Return the first answer that is proved; ``None`` if no solver proves one."""
        for solver in self._order_solvers(program):
            answer = solver.minimise(program, budget)
            if answer is not None:
                return tuple(answer)
        return None

    def _order_solvers(self, program: Program) -> Sequence[Solver]:
        """Return the solvers in the order in which to ask them."""
        free = program.costs.count(0)  # a variable that stands for a group costs nothing
        return self.solvers if free * _NESTED_SHARE < len(program.costs) else self.solvers[::-1]


def available_solvers() -> tuple[str, ...]:
    """Return the names of the solvers that are installed, the quickest first, without importing any."""
    return tuple(name for name, (package, _) in _SOLVERS.items() if find_spec(package) is not None)


def choose_solver(name: str | None = None) -> Solver:
    """Return a solver by name, or one that asks all that are installed in turn.

    Parameters
    ----------
    name
        ``highs`` or ``cp-sat``; all that are installed if it is ``None``.

    Raises
    ------
    ValueError
        If no solver has that name.
    MissingSolverError
        If that solver is not installed or, without a name, none is.
    """
    if name is None:
        return _all_in_turn()
    if name not in _SOLVERS:
        msg = f"no solver is called {name!r}: use one of {', '.join(_SOLVERS)}"
        raise ValueError(msg)
    if name not in available_solvers():
        msg = f"the solver {name} is not installed; to have the solvers: {HINT}"
        raise MissingSolverError(msg, name=_SOLVERS[name][0])
    return _SOLVERS[name][1]()


def find_bounded_answer(program: Program, budget: Budget, *, first: str = "cp-sat") -> BoundedAnswer:
    """Return the best answer to a program that may be large.

    One solver is asked first, with few steps, then the other: each solves at once some programs that take the other
    long. Where steps are left after that, since the numbers of the program are too large for HiGHS, the first is asked
    again.

    Parameters
    ----------
    first
        The solver that is asked first, where both are installed.

    Raises
    ------
    MissingSolverError
        If no solver is installed.
    """
    names = available_solvers()
    if not names:
        _all_in_turn()
    found = BoundedAnswer()
    in_order = sorted(names, key=lambda name: name != first)
    for i, name in enumerate([*in_order, *in_order[: len(in_order) - 1]]):
        with budget.capped(_FIRST_STEPS if i + 1 < len(in_order) else budget.left):
            found = _join_answers(
                program, found, (CpSat() if name == "cp-sat" else Highs()).find_bounded(program, budget)
            )
        if found.is_infeasible or _is_proved(program, found):
            return found
    budget.is_exhausted = True
    return found


def _is_proved(program: Program, found: BoundedAnswer) -> bool:
    return found.values is not None and cost_of(program, found.values) <= found.bound


def _join_answers(program: Program, one: BoundedAnswer, other: BoundedAnswer) -> BoundedAnswer:
    """Return the cheaper solution of two answers, and the higher bound."""
    known = [found.values for found in (one, other) if found.values is not None]
    best = min(known, key=lambda values: cost_of(program, values), default=None)
    return BoundedAnswer(best, max(one.bound, other.bound), one.is_infeasible or other.is_infeasible)


def _all_in_turn() -> Solver:
    """Return a solver that asks all that are installed in turn."""
    found = available_solvers()
    if not found:
        msg = f"no solver is installed; to have the solvers: {HINT}"
        raise MissingSolverError(msg)
    return SolversInTurn(tuple(_SOLVERS[name][1]() for name in found))
