"""The budget of a search as callers give it, and what a search took, for results (semantics 5.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.diagnostics.arguments import check_count
from kiemdinh.rules import DEFAULT_BUDGET, Budget

if TYPE_CHECKING:
    from kiemdinh.data.search_work import SearchWork

__all__ = ["check_budget", "report_work"]


def check_budget(steps: object) -> int:
    """Return the steps that searches may take, as a caller gives them; the default for None.

    Raises
    ------
    InputError
        If *steps* is not a whole number of 1 or more.

    Examples
    --------
    >>> check_budget(5_000)
    5000
    """
    if steps is None:
        return DEFAULT_BUDGET
    return check_count("budget", steps)


def report_work(budget: Budget) -> SearchWork:
    """Return what the searches of a question have taken so far."""
    # Few results search.
    from kiemdinh.data.search_work import SearchWork  # noqa: PLC0415
    from kiemdinh.solvers.choose import available_solvers  # noqa: PLC0415

    return SearchWork(budget.steps, budget.spent, not budget.is_exhausted, available_solvers())
