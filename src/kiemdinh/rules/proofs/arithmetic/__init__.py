"""Comparisons of sums, read as linear inequalities and solved together, exactly.

``linear_theory`` reads the comparisons that a search requires; ``simplex`` solves systems of inequalities. Neither
decides anything: the search asks them whether it is at a dead end, and which numbers to try first.

The number of steps is bounded, and what takes more is left to the search.
"""

from kiemdinh.rules.proofs.arithmetic.linear_theory import LinearTheory
from kiemdinh.rules.proofs.arithmetic.simplex import Row, solve_rows

__all__ = ["LinearTheory", "Row", "solve_rows"]
