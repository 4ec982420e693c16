"""What keeps a level from being certain, seen from the other side: the minimal blocking sets (semantics 5.7)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from kiemdinh import rules as kernel
from kiemdinh.explanation.repairs.level_repairs import change_of
from kiemdinh.explanation.repairs.problem import ask

if TYPE_CHECKING:
    from kiemdinh.assessment.school_facts import SchoolFacts
    from kiemdinh.data.repairs import RepairChange
    from kiemdinh.explanation.costs import Efforts
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.names import FactName

__all__ = ["find_blocking_sets"]


def find_blocking_sets(
    framework: Framework, school: SchoolFacts, fact: FactName, efforts: Efforts, limit: int | None
) -> Iterator[tuple[RepairChange, ...]]:
    """Yield the minimal sets of changes that, none being made, keep the fact *fact* from certain; smallest first.

    Each is looked for when it is asked for. A figure counts once for each bound that it may have to reach.
    """
    asked = ask(framework, school, str(fact), efforts)
    for changes in islice(kernel.blocking_sets(asked.problem), limit):
        yield tuple(change_of(framework, asked, efforts, change) for change in changes)
