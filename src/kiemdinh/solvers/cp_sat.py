"""CP-SAT of OR-Tools as a solver. It computes in whole numbers and, with one worker, always gives the same answer."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.solvers.bounded_answer import BoundedAnswer, answer_without_choice
from kiemdinh.solvers.exact_check import cost_of, largest_number
from kiemdinh.solvers.optional import import_solver
from kiemdinh.solvers.steps import STEPS_PER_SECOND, spend_steps, steps_to_read

if TYPE_CHECKING:
    from kiemdinh.rules import Budget, Program

__all__ = ["CpSat"]

_TOLERANCE: Final = 1e-6
"""How far above a whole number a bound may lie by rounding alone."""
_MAX_NUMBER: Final = 2**60
"""CP-SAT counts in 64 bits and needs some of them itself."""


@dataclass(frozen=True, slots=True)
class CpSat:
    """Solves programs with CP-SAT. The package is imported when it is first asked (about 0.4 s).

    Attributes
    ----------
    effort
        The deterministic time of CP-SAT after which it gives up: about seconds, but counted in work done, so that the
        answer does not depend on the machine. The rest of the budget is a second limit.
    """

    effort: float = 1

    def minimise(self, program: Program, budget: Budget, /) -> tuple[int, ...] | None:
        """Return one cheapest solution; ``None`` if none was proved, or if the numbers need more than 64 bits.

        A second of deterministic time counts as a million steps.

        Raises
        ------
        MissingSolverError
            If OR-Tools is not installed.
        """
        cp_model = import_solver("ortools.sat.python.cp_model", "ortools")
        if largest_number(program) > _MAX_NUMBER or not spend_steps(budget, steps_to_read(program)):
            return None
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = min(self.effort, budget.left / STEPS_PER_SECOND)
        _read_as_it_stands(solver)
        status = solver.solve(_write_model(cp_model, program))
        spend_steps(budget, int(solver.response_proto.deterministic_time * STEPS_PER_SECOND))
        if status != cp_model.OPTIMAL:
            return None
        return tuple(solver.response_proto.solution)

    def find_bounded(self, program: Program, budget: Budget, /) -> BoundedAnswer:
        """Return the best solution that was found, and a lower bound on the cost of every solution.

        Raises
        ------
        MissingSolverError
            If OR-Tools is not installed.
        """
        cp_model = import_solver("ortools.sat.python.cp_model", "ortools")
        if largest_number(program) > _MAX_NUMBER or not spend_steps(budget, steps_to_read(program)):
            return BoundedAnswer()
        if not program.costs:
            return answer_without_choice(program)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = budget.left / STEPS_PER_SECOND
        _read_as_it_stands(solver)
        status = solver.solve(_write_model(cp_model, program))
        spend_steps(budget, int(solver.response_proto.deterministic_time * STEPS_PER_SECOND))
        if status == cp_model.INFEASIBLE:
            return BoundedAnswer(is_infeasible=True)
        bound = max(0, ceil(solver.response_proto.best_objective_bound - _TOLERANCE))
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return BoundedAnswer(None, bound)
        values = tuple(solver.response_proto.solution)
        cost = cost_of(program, values)
        return BoundedAnswer(values, cost if status == cp_model.OPTIMAL else min(cost, bound))


def _read_as_it_stands(solver: Any) -> None:
    """Let CP-SAT work on the linear relaxation, without rewriting the program first.

    In the programs that reach a solver, criteria share changes or costs add up, and the relaxation of such a program
    has nearly whole numbers. With these two settings benchmarks/repairs.py proves 100 overlapping criteria in 10 ms,
    with CP-SAT's own settings not in 2 s; benchmarks/plan.py proves a plan for 2,000 schools in a tenth of the steps.
    """
    solver.parameters.cp_model_presolve = False
    solver.parameters.linearization_level = 2


def _write_model(cp_model: Any, program: Program) -> Any:
    """Write the program into the message that CP-SAT reads; building it from expressions would take twice as long."""
    model = cp_model.CpModel()
    for _ in program.costs:
        model.proto.variables.add().domain.extend((0, 1))
    for row in program.constraints:
        linear = model.proto.constraints.add().linear
        linear.vars.extend([variable for variable, _ in row.terms])
        linear.coeffs.extend([factor for _, factor in row.terms])
        linear.domain.extend((row.least, _MAX_NUMBER))
    model.proto.objective.vars.extend(range(len(program.costs)))
    model.proto.objective.coeffs.extend(program.costs)
    return model
