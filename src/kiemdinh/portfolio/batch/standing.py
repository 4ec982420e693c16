"""Where one row stands: the statuses of its main outcome and of the grades of each award, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kiemdinh.assessment.levels import highest_level, labels_of, ladder_of, steps_of
from kiemdinh.standards.definition import LadderAward, LadderOutcome
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemdinh.data.outcomes import LevelRef
    from kiemdinh.standards.definition import Outcome
    from kiemdinh.standards.loading import Framework

__all__ = ["RowStanding", "StandingNames"]


class RowStanding(NamedTuple):
    """The statuses of one row, 0 unmet, 2 unknown, 3 met: of each level or label, and of each grade of each award."""

    outcome: tuple[int, ...]
    awards: tuple[int, ...]


@dataclass(frozen=True)
class StandingNames:
    """The facts that say where a school stands, and the texts that they stand for.

    Attributes
    ----------
    framework
        The framework.
    outcomes
        The facts of all outcomes, those of the main one first.
    main
        How many of them are the main outcome's.
    awards
        The facts of all grades of all awards, in the order of the definition, lowest first.
    """

    framework: Framework
    outcomes: tuple[str, ...]
    main: int
    awards: tuple[str, ...]

    @classmethod
    def of(cls, framework: Framework) -> StandingNames:
        """Return the facts of a framework."""
        by_outcome = [_facts_of(framework, outcome) for outcome in framework.outcomes]
        grades = [
            (award.id, ref.id if ref else None) for award in framework.awards for ref in _grades_of(framework, award)
        ]
        awards = tuple(str(FactName(FactKind.AWARD, award, grade)) for award, grade in grades)
        return cls(framework, tuple(name for names in by_outcome for name in names), len(by_outcome[0]), awards)

    @cached_property
    def levels(self) -> Sequence[LevelRef]:
        """The levels of the main outcome, lowest first; of a decision list its labels."""
        main = self.framework.outcomes[0]
        return ladder_of(self.framework, main) if isinstance(main, LadderOutcome) else labels_of(main)

    @cached_property
    def grades(self) -> Sequence[tuple[str, Sequence[str | None]]]:
        """Each award with its grades, lowest first; None for the only one of an award without grades."""
        return [
            (award.id, [ref.id if ref else None for ref in _grades_of(self.framework, award)])
            for award in self.framework.awards
        ]

    def name_levels(self, statuses: Sequence[int]) -> tuple[LevelRef | None, LevelRef | None]:
        """Return the guaranteed and the attainable level (2.2); of a decision list the label, where one is possible."""
        certain, possible = ([status >= least for status in statuses] for least in (3, 2))
        if self.framework.main_ladder is not None:
            return highest_level(self.levels, certain), highest_level(self.levels, possible)
        left = [label for label, is_possible in zip(self.levels, possible, strict=True) if is_possible]
        only = left[0] if len(left) == 1 else None
        return only, only

    def is_determined(self, statuses: Sequence[int]) -> bool:
        """Return whether nothing that matters for the main outcome is unknown (2.2)."""
        guaranteed, attainable = self.name_levels(statuses)
        return guaranteed == attainable and (self.framework.main_ladder is not None or guaranteed is not None)

    def name_grades(self, statuses: Sequence[int]) -> dict[str, str | None]:
        """Return for each award the highest grade whose eligibility is certain; its own id where it has no grades."""
        found: dict[str, str | None] = {}
        left = iter(statuses)
        for award in self.framework.awards:
            found[award.id] = None
            for ref in _grades_of(self.framework, award):
                if next(left) == 3:
                    found[award.id] = ref.id if ref else award.id
        return found


def _facts_of(framework: Framework, outcome: Outcome) -> list[str]:
    if isinstance(outcome, LadderOutcome):
        return [str(FactName(FactKind.OUTCOME, outcome.id, level.id)) for level in ladder_of(framework, outcome)]
    return [str(FactName(FactKind.LABEL, outcome.id, label.id)) for label in labels_of(outcome)]


def _grades_of(framework: Framework, award: object) -> Sequence[LevelRef | None]:
    return steps_of(framework, award.ladder) if isinstance(award, LadderAward) else (None,)
