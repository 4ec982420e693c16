"""Why a level is not held and what would do, as data (semantics 5)."""

from __future__ import annotations

from dataclasses import dataclass

from kiemdinh.data.blockers import Target
from kiemdinh.data.outcomes import LevelRef
from kiemdinh.data.repairs import GapRoles, RepairsData

__all__ = ["ExplanationData"]


@dataclass(frozen=True, slots=True)
class ExplanationData:
    """What blocks a level: its blocking tree and to-do lists, the class of every gap, and the repairs.

    ``level`` is None at the top, where nothing blocks; ``target`` and ``classes`` are then None as well.
    ``classes`` is None too where the search for them ran out of its stated limit.
    """

    level: LevelRef | None
    target: Target | None
    classes: GapRoles | None
    repairs: RepairsData
