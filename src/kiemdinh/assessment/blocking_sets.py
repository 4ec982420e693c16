"""What keeps a level from being certain, seen from the other side: the minimal blocking sets (semantics 5.7)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from kiemdinh import rules as kernel
from kiemdinh.assessment.problem import ask
from kiemdinh.assessment.repairing import RepairChange, change_of

if TYPE_CHECKING:
    from kiemdinh.assessment.assessed import Assessment
    from kiemdinh.assessment.effort import Efforts
    from kiemdinh.assessment.facts import SchoolFacts

__all__ = ["blocking_sets_of"]


def blocking_sets_of(
    result: Assessment, school: SchoolFacts, fact: str, efforts: Efforts, limit: int | None
) -> Iterator[tuple[RepairChange, ...]]:
    """Yield the minimal sets of changes that, none being made, keep the fact *fact* from certain; smallest first.

    Each is looked for when it is asked for. A figure counts once for each bound that it may have to reach.
    """
    asked = ask(result.framework, school, fact, efforts)
    for changes in islice(kernel.blocking_sets(asked.problem), limit):
        yield tuple(change_of(result, asked, efforts, change) for change in changes)
