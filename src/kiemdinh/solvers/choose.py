"""Which solvers there are here, and the one to use (*chọn bộ giải*)."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from kiemdinh.solvers.cp_sat import CpSat
from kiemdinh.solvers.highs import Highs
from kiemdinh.solvers.optional import HINT, MissingSolverError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kiemdinh.rules import Program, Solver

__all__ = ["InTurn", "available", "solver"]

_SOLVERS: Final[dict[str, tuple[str, Callable[[], Solver]]]] = {
    "highs": ("highspy", Highs),
    "cp-sat": ("ortools", CpSat),
}
_NESTED_SHARE: Final = 3
"""Where one variable in so many stands for a group of others, CP-SAT is quicker than HiGHS by far."""


@dataclass(frozen=True, slots=True)
class InTurn:
    """Asks one solver after another until one proves an answer; the last one first where choices are nested."""

    solvers: tuple[Solver, ...]

    def minimise(self, program: Program, /) -> tuple[int, ...] | None:
        """Return the first answer that is proved; None if no solver proves one."""
        for one in self._order_solvers(program):
            answer = one.minimise(program)
            if answer is not None:
                return tuple(answer)
        return None

    def _order_solvers(self, program: Program) -> Sequence[Solver]:
        free = program.costs.count(0)  # What stands for a group costs nothing itself.
        return self.solvers if free * _NESTED_SHARE < len(program.costs) else self.solvers[::-1]


def available() -> tuple[str, ...]:
    """Return the names of the solvers that are installed here, the quickest first; imports none of them."""
    return tuple(name for name, (package, _) in _SOLVERS.items() if find_spec(package) is not None)


def solver(name: str | None = None) -> Solver:
    """Return a solver by name, or all that are installed, asked in turn.

    Raises
    ------
    ValueError
        If no solver has that name.
    MissingSolverError
        If it is not installed or, without a name, none is.
    """
    if name is None:
        return _all_in_turn()
    if name not in _SOLVERS:
        msg = f"no solver is called {name!r}: use one of {', '.join(_SOLVERS)}"
        raise ValueError(msg)
    if name not in available():
        msg = f"the solver {name} is not installed; to have the solvers: {HINT}"
        raise MissingSolverError(msg, name=_SOLVERS[name][0])
    return _SOLVERS[name][1]()


def _all_in_turn() -> Solver:
    found = available()
    if not found:
        msg = f"no solver is installed; to have the solvers: {HINT}"
        raise MissingSolverError(msg)
    return InTurn(tuple(_SOLVERS[name][1]() for name in found))
