"""Adapters to kept solvers, for problems too large for the kernel alone (the extra ``solvers``).

An adapter is light: the package it adapts is imported at the first question.
"""

from kiemdinh.solvers.choose import InTurn, available, solver
from kiemdinh.solvers.cp_sat import CpSat
from kiemdinh.solvers.highs import Highs
from kiemdinh.solvers.optional import MissingSolverError

__all__ = ["CpSat", "Highs", "InTurn", "MissingSolverError", "available", "solver"]
