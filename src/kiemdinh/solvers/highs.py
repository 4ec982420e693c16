"""HiGHS as a solver. It computes in floating point, so its answers are proved again in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, isfinite
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.solvers.bounded_answer import BoundedAnswer, answer_without_choice
from kiemdinh.solvers.exact_check import cost_of, is_feasible, largest_number
from kiemdinh.solvers.optional import import_solver
from kiemdinh.solvers.steps import spend_steps, steps_to_read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiemdinh.rules import Budget, Program

__all__ = ["Highs"]

_MAX_NUMBER: Final = 2**36
"""Above this number the tolerances of HiGHS could hide a whole unit of cost."""
_STEPS_PER_PAUSE: Final = 2_500
"""How steps grow with the program, measured: HiGHS pauses after 1 ms for 2,400 numbers, after 15 ms for 5,000."""
_TOLERANCE: Final = 1e-4
"""How far above a whole number a bound may lie by rounding alone."""
_BELOW_ONE: Final = 0.99
"""Costs are whole numbers: an answer that lies less than 1 above the bound that HiGHS proved is cheapest."""


@dataclass(frozen=True, slots=True)
class Highs:
    """Solves programs with HiGHS on one thread. The package is imported when it is first asked (about 0.1 s).

    Attributes
    ----------
    nodes
        The nodes of the search tree after which it gives up, so that the answer does not depend on the machine. The
        rest of the budget is a second limit.
    size
        How many numbers the largest program may have that is given to HiGHS: with more, its first linear program alone
        can take seconds, during which HiGHS cannot be stopped.
    presolve
        Whether HiGHS simplifies a program first. The programs of the kernel are simplified already.
    """

    nodes: int = 100_000
    size: int = 5_000
    presolve: bool = False

    def minimise(self, program: Program, budget: Budget, /) -> tuple[int, ...] | None:
        """Return one cheapest solution; ``None`` if none was proved, or if the numbers or the program are too large.

        HiGHS asks now and then whether it should stop. The work between two such questions counts as the square of the
        steps that it takes to read the program, divided by 2,500.

        Raises
        ------
        MissingSolverError
            If highspy is not installed.
        """
        highspy = import_solver("highspy", "highspy")
        if largest_number(program) > _MAX_NUMBER:
            return None
        if not program.costs:
            return ()
        steps = steps_to_read(program)
        if steps > self.size or not spend_steps(budget, steps):
            return None
        # The public class is this one with callbacks, and prints a banner when it is made.
        solver = highspy._Highs()  # noqa: SLF001 - exported by the package in its __all__
        for name, value in self._solver_options():
            solver.setOptionValue(name, value)
        solver.setOptionValue("mip_max_nodes", self.nodes)
        pace = _Pace(steps * steps // _STEPS_PER_PAUSE, budget)
        solver.setCallback(pace.pause, None)
        solver.startCallback(highspy.cb.HighsCallbackType.kCallbackMipInterrupt)
        solver.passModel(_write_model(highspy, program))
        if solver.run() == highspy.HighsStatus.kError:
            # The threads of HiGHS belong to the process: other code in it may have asked for more than one.
            solver.setOptionValue("threads", 0)
            solver.run()
        values = tuple(int(value > 0.5) for value in solver.getSolution().col_value)
        return values if _is_proved(program, values, solver.getInfo()) else None

    def find_bounded(self, program: Program, budget: Budget, /) -> BoundedAnswer:
        """Return the best solution that was found, and a lower bound on the cost of every solution.

        Larger programs are given to HiGHS here than by :meth:`minimise`, since an answer that is not proved is useful
        too. A node of its search counts as the steps that it takes to read the program.

        Raises
        ------
        MissingSolverError
            If highspy is not installed.
        """
        highspy = import_solver("highspy", "highspy")
        steps = steps_to_read(program)
        if largest_number(program) > _MAX_NUMBER or not spend_steps(budget, steps):
            return BoundedAnswer()
        if not program.costs:
            return answer_without_choice(program)
        solver = highspy._Highs()  # noqa: SLF001 - exported by the package in its __all__
        for name, value in replace(self, presolve=True)._solver_options():  # noqa: SLF001 - its own
            solver.setOptionValue(name, value)
        solver.setOptionValue("mip_max_nodes", max(1, min(self.nodes, budget.left // steps)))
        solver.passModel(_write_model(highspy, program))
        if solver.run() == highspy.HighsStatus.kError:
            solver.setOptionValue("threads", 0)
            solver.run()
        info, status = solver.getInfo(), solver.getModelStatus()
        spend_steps(budget, max(0, info.mip_node_count) * steps)
        if status == highspy.HighsModelStatus.kInfeasible:
            return BoundedAnswer(is_infeasible=True)
        values = tuple(int(value > 0.5) for value in solver.getSolution().col_value)
        bound = max(0, ceil(info.mip_dual_bound - _TOLERANCE)) if isfinite(info.mip_dual_bound) else 0
        if len(values) != len(program.costs) or not is_feasible(program, values):
            return BoundedAnswer(None, bound)
        cost = cost_of(program, values)
        return BoundedAnswer(values, min(cost, bound))

    def _solver_options(self) -> Iterator[tuple[str, object]]:
        """Yield the options that are set, by name."""
        yield "output_flag", False
        yield "threads", 1
        # On problems of this size these take longer than the rest of the search.
        yield "mip_heuristic_run_feasibility_jump", False
        yield "mip_heuristic_run_root_reduced_cost", False
        yield "presolve", "choose" if self.presolve else "off"
        yield "mip_rel_gap", 0.0
        yield "mip_abs_gap", 0.5


class _Pace:
    """Spends steps each time HiGHS asks whether it should stop, and stops it where too few are left."""

    def __init__(self, steps: int, budget: Budget) -> None:
        self._steps, self._budget = steps, budget

    def pause(self, _kind: int, _message: str, _state: object, answer: Any, _data: object) -> None:
        """Answer HiGHS; the arguments are those of its callbacks."""
        if not spend_steps(self._budget, self._steps):
            answer.user_interrupt = True


def _is_proved(program: Program, values: tuple[int, ...], info: Any) -> bool:
    """Return whether an answer satisfies the program and costs no more than the bound that HiGHS proved."""
    if len(values) != len(program.costs) or not is_feasible(program, values):
        return False
    return bool(cost_of(program, values) - info.mip_dual_bound < _BELOW_ONE)


def _write_model(highspy: Any, program: Program) -> Any:
    """Write the program as a HiGHS model, its matrix by rows."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.costs), len(program.constraints)
    lp.col_cost_ = program.costs
    lp.col_lower_, lp.col_upper_ = [0.0] * lp.num_col_, [1.0] * lp.num_col_
    lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
    lp.row_lower_ = [row.least for row in program.constraints]
    lp.row_upper_ = [highspy.kHighsInf] * lp.num_row_
    variables, factors, starts = [], [], [0]
    for row in program.constraints:
        variables += [variable for variable, _ in row.terms]
        factors += [factor for _, factor in row.terms]
        starts.append(len(variables))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = starts, variables, factors
    return lp
