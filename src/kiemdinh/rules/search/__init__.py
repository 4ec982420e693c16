"""Least-cost solutions of monotone and threshold conditions: gates, bounds, branch and bound.

Begin with ``threshold_gates`` (conditions as gates that need *k* of their members), then ``branch_and_bound``, which
finds a cheapest set of moves, with lower bounds from ``bounds``. ``minimal_sets`` lists all minimal sets in order of
cost (for a covering problem: its minimal hitting sets). ``program`` states the same question as a zero-one linear
program, for a solver. ``budget`` bounds the work of all of them.

Words: a *move* is something that can be done at a cost; a *gate* is met when enough of its members are.

What must not come in: facts, values and what a move means for them; that is ``repairs``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.lazy import load_on_use

if TYPE_CHECKING:
    from kiemdinh.rules.search.bounds import greedy_solution, lower_bound
    from kiemdinh.rules.search.branch_and_bound import CheapestSearch, drop_harmful_moves, split_components
    from kiemdinh.rules.search.budget import DEFAULT_BUDGET, Budget, ExhaustedError
    from kiemdinh.rules.search.minimal_sets import find_minimal_sets
    from kiemdinh.rules.search.nodes import Gate, Literal
    from kiemdinh.rules.search.program import LinearConstraint, Program, Solver, SolverError
    from kiemdinh.rules.search.program_writer import ProgramWriter
    from kiemdinh.rules.search.satisfaction_counter import SatisfactionCounter
    from kiemdinh.rules.search.set_counter import SetCounter
    from kiemdinh.rules.search.threshold_gates import FALSE, TRUE, Gates, set_bits

__all__ = [
    "DEFAULT_BUDGET",
    "FALSE",
    "TRUE",
    "Budget",
    "CheapestSearch",
    "ExhaustedError",
    "Gate",
    "Gates",
    "LinearConstraint",
    "Literal",
    "Program",
    "ProgramWriter",
    "SatisfactionCounter",
    "SetCounter",
    "Solver",
    "SolverError",
    "drop_harmful_moves",
    "find_minimal_sets",
    "greedy_solution",
    "lower_bound",
    "set_bits",
    "split_components",
]

_MODULES = {
    "bounds": ("greedy_solution", "lower_bound"),
    "branch_and_bound": ("CheapestSearch", "drop_harmful_moves", "split_components"),
    "budget": ("DEFAULT_BUDGET", "Budget", "ExhaustedError"),
    "minimal_sets": ("find_minimal_sets",),
    "nodes": ("Gate", "Literal"),
    "program": ("LinearConstraint", "Program", "Solver", "SolverError"),
    "program_writer": ("ProgramWriter",),
    "satisfaction_counter": ("SatisfactionCounter",),
    "set_counter": ("SetCounter",),
    "threshold_gates": ("FALSE", "TRUE", "Gates", "set_bits"),
}


if not TYPE_CHECKING:  # a type checker that saw it would take every name for valid
    __getattr__ = load_on_use(__name__, _MODULES)
