"""Which level of the main outcome a grade of an award needs, as its rule says."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kiemdinh.explanation.targets import levels_of
from kiemdinh.rules import UNKNOWN, UNMET, Interval, Truth, evaluate
from kiemdinh.standards.names import FactKind, FactName, read_fact_name

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["find_needed_level"]


@lru_cache(maxsize=256)
def find_needed_level(framework: Framework, award: str, grade: str | None, day: dt.date) -> str | None:
    """Return the highest level without which a grade cannot be had, whatever else is recorded; None without one.

    The cost is one reading of the rule of the grade for each level.
    """
    ladder = framework.main_ladder
    rule = framework.rules(None, day).definitions.get(str(FactName(FactKind.AWARD, award, grade)))
    if ladder is None or rule is None:
        return None
    levels = [level.id for level in levels_of(framework)]
    needed = [
        level
        for i, level in enumerate(levels)
        if evaluate(rule, _WithoutLevels(ladder.id, frozenset(levels[i:]))) is UNMET
    ]
    return needed[-1] if needed else None


@dataclass(frozen=True, slots=True)
class _WithoutLevels:
    """Facts of which it is known that some levels of an outcome do not hold, and nothing else."""

    outcome: str
    levels: frozenset[str]

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a fact."""
        found = read_fact_name(name)
        is_level = found.kind is FactKind.OUTCOME and found.subject == self.outcome
        return UNMET if is_level and found.step in self.levels else UNKNOWN

    def value(self, _name: str, /) -> Interval:
        """Return what is known of a value."""
        return Interval(None, None)
