"""What rules want of each figure: the numbers that they compare it with, its divisor, and the direction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from kiemdinh.portfolio.synthetic.numbers import Direction
from kiemdinh.rules import Constant, Number, polarities, thresholds_of, values_of, walk
from kiemdinh.standards.loading import Framework
from kiemdinh.standards.names import ValueKind, read_value_name

__all__ = ["FigureGoal", "find_goals"]


@dataclass(slots=True)
class FigureGoal:
    """What rules want of a figure.

    Attributes
    ----------
    numbers
        What rules compare it with; of a ratio the numbers that stand in its condition.
    per
        The figure by which it is divided in a ratio; None where it stands alone.
    directions
        The directions in which it is better, by each rule that reads it.
    """

    numbers: set[Number] = field(default_factory=set)
    per: str | None = None
    directions: set[Direction] = field(default_factory=set)

    @property
    def direction(self) -> Direction | None:
        """The direction in which all rules want it; None where they disagree, or none reads it."""
        return next(iter(self.directions)) if len(self.directions) == 1 else None


def find_goals(framework: Framework, stages: tuple[str, ...] | None, day: dt.date) -> Mapping[str, FigureGoal]:
    """Return what the rules for a school with *stages* want of each figure, by the name of its input.

    The cost is linear in the rules.
    """
    rules = framework.rules(stages, day)
    found: dict[str, FigureGoal] = {}
    for condition in rules.definitions.values():
        wanted = polarities(condition)
        for value_id in values_of(condition):
            name = read_value_name(value_id)
            if name.kind not in (ValueKind.INPUT, ValueKind.PER):
                continue
            goal = found.setdefault(name.name, FigureGoal())
            if name.kind is ValueKind.PER:
                goal.per = name.per
                constants = {part.value for part in walk(condition) if isinstance(part, Constant)}
                goal.numbers |= {number for number in constants if number > 0}
            else:
                goal.numbers |= set(thresholds_of(condition, value_id) or ())
            polarity = wanted.get(value_id)
            if polarity in ("up", "down") and value_id not in rules.context_values:
                goal.directions.add("higher" if polarity == "up" else "lower")
    return found
