"""Budgets: how many steps searches may take together (*ngân sách tìm kiếm*; semantics 5.11)."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DEFAULT_BUDGET", "Budget", "ExhaustedError"]

DEFAULT_BUDGET: Final = 1_000_000
"""The steps that one question may take, unless the caller says otherwise: a second or two of work."""


class ExhaustedError(Exception):
    """The search used up its budget before it proved an answer.

    See the example of :func:`kiemdinh.rules.find_minimal_repairs`.
    """


class Budget:
    """A number of steps, spent by all searches of one question; a step is one member of a gate that is looked at.

    Steps are counted, and no clock is read: the same question takes as many on every machine. One budget serves one
    question in one thread.

    Attributes
    ----------
    steps
        How many may be taken.
    spent
        How many have been taken.
    is_exhausted
        Whether a search had to end early because too few were left.

    Raises
    ------
    ValueError
        If *steps* is negative.

    Examples
    --------
    >>> budget = Budget(10)
    >>> budget.spend(4)
    >>> budget.spent, budget.left, budget.is_exhausted
    (4, 6, False)
    """

    __slots__ = ("_ceiling", "_is_lifted", "is_exhausted", "spent", "steps")

    def __init__(self, steps: int = DEFAULT_BUDGET) -> None:
        if steps < 0:
            msg = f"a budget is not negative, but {steps}"
            raise ValueError(msg)
        self.steps = self._ceiling = steps
        self.spent = 0
        self.is_exhausted = self._is_lifted = False

    @property
    def left(self) -> int:
        """How many steps are left."""
        return self._ceiling - self.spent

    def spend(self, steps: int) -> None:
        """Count *steps* that are about to be taken.

        Raises
        ------
        ExhaustedError
            If fewer are left. They are then all spent.
        """
        if self._is_lifted:
            return
        self.spent += steps
        if self.spent > self._ceiling:
            self.spent = self._ceiling
            self.is_exhausted = True
            raise ExhaustedError

    @contextmanager
    def lifted(self) -> Iterator[None]:
        """Count no steps within the block: for work that is always done and takes time linear in the question."""
        before, self._is_lifted = self._is_lifted, True
        try:
            yield
        finally:
            self._is_lifted = before

    @contextmanager
    def capped(self, steps: int) -> Iterator[None]:
        """Allow at most *steps* of those left within the block, so that some are left for later work."""
        before = self._ceiling
        self._ceiling = min(before, self.spent + steps)
        try:
            yield
        finally:
            self._ceiling = before
