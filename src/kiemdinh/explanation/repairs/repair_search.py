"""The search for the repairs of a level, which all callers share (semantics 5.3, 5.11)."""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING, Final

from kiemdinh.data.repairs import Repair
from kiemdinh.explanation.repairs.changes import build_repair_change, join_steps_of_members
from kiemdinh.explanation.search_work import report_work
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.rules import ExhaustedError, MinimalRepair, MinimalRepairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiemdinh.data.search_work import SearchWork
    from kiemdinh.explanation.repairs.question import RepairQuestion
    from kiemdinh.standards.loading import Framework

__all__ = ["MAX_KEPT_REPAIRS", "RepairSearch"]

MAX_KEPT_REPAIRS: Final = 10
"""Repairs that are given as data; who iterates over them gets as many as are asked for."""


class RepairSearch:
    """Finds repairs one after the other, each once; several threads may ask at a time.

    The steps of the budget are always spent in the same order: the first repair, the count, the other repairs. So an
    answer does not depend on what was asked before.

    Parameters
    ----------
    framework, question
        The framework and the question, by which the changes of the kernel are translated.
    found
        The repairs of the kernel, the cheapest of which is known.
    limit
        The most repairs that are asked for; None for all.
    """

    def __init__(
        self,
        framework: Framework,
        question: RepairQuestion,
        found: MinimalRepairs,
        limit: int | None = None,
    ) -> None:
        self._framework, self._question, self._found = framework, question, found
        self._kept = MAX_KEPT_REPAIRS if limit is None else max(1, min(limit, MAX_KEPT_REPAIRS))
        self._lock = RLock()
        self._repairs: list[Repair] = []
        self._more: Iterator[MinimalRepair] = iter(found)
        self._is_ended = self._is_counted = False
        self._count: int | None = None
        self._work: SearchWork | None = None

    def find(self, index: int) -> Repair | None:
        """Return the repair at *index*; None where there are fewer, or the budget ran out before it."""
        with self._lock:
            while len(self._repairs) <= index and not self._is_ended:
                self._find_next()
            return self._repairs[index] if index < len(self._repairs) else None

    def first(self, most: int) -> tuple[Repair, ...]:
        """Return the first repairs, at most *most*; each that is not known yet is searched for."""
        with self._lock:
            self.find(most - 1)
            return tuple(self._repairs[:most])

    @property
    def count(self) -> int | None:
        """The number of equally cheap repairs; None where it is not known."""
        with self._lock:
            self.find(0)
            if not self._is_counted:
                self._is_counted, self._count = True, self._found.count
            return self._count

    @property
    def search(self) -> SearchWork:
        """What the search took for the first ten repairs and for the count; further repairs do not change it."""
        with self._lock:
            self.find(self._kept - 1)
            return self._work or self._report()

    def _find_next(self) -> None:
        if self._repairs:
            _ = self.count  # the count comes before the second repair
        try:
            found = next(self._more, None)
        except ExhaustedError:
            found = None
        if found is None:
            self._is_ended = True
        else:
            self._repairs.append(self._build_repair(found))
        if self._is_ended or len(self._repairs) == self._kept:
            self._report()

    def _report(self) -> SearchWork:
        _ = self.count
        self._work = self._work or report_work(self._found.budget)
        return self._work

    def _build_repair(self, repair: MinimalRepair) -> Repair:
        names = [change.name for change in repair.changes]
        changes = (
            build_repair_change(self._framework, self._question, change, moves_both_ways=names.count(change.name) > 1)
            for change in repair.changes
        )
        return Repair(repair.cost, join_steps_of_members(self._framework, tuple(changes)), FrozenMap(repair.also))
