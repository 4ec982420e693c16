"""Minimal blocking sets: sets of changes of which one must be made before a level is certain (semantics 5.7)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from kiemdinh.explanation.repairs import build_question, build_repair_change
from kiemdinh.rules import blocking_sets

if TYPE_CHECKING:
    from kiemdinh.assessment.school_facts import SchoolFacts
    from kiemdinh.data.repairs import RepairChange
    from kiemdinh.explanation.costs import Efforts
    from kiemdinh.rules import Budget
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.names import FactName

__all__ = ["find_blocking_sets"]


def find_blocking_sets(
    framework: Framework, school: SchoolFacts, fact: FactName, efforts: Efforts, limit: int | None, budget: Budget
) -> Iterator[tuple[RepairChange, ...]]:
    """Yield each minimal set of changes of which one must be made, or *fact* is not certain; smallest first.

    Each is searched for when it is asked for, in the worst case in time exponential in the number of facts that several
    parts of the rule read. A figure counts once for each bound that it may have to reach.

    Raises
    ------
    ExhaustedError
        While iterating, where the budget runs out before the next set is found.
    """
    question = build_question(framework, school, fact, efforts)
    for changes in islice(blocking_sets(question.problem, budget=budget), limit):
        yield tuple(build_repair_change(framework, question, change) for change in changes)
