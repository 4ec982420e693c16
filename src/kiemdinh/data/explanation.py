"""Why a level is not held and what would do, as data (semantics 5)."""

from __future__ import annotations

from dataclasses import dataclass

from kiemdinh.data.blockers import Target
from kiemdinh.data.outcomes import LevelRef
from kiemdinh.data.repairs import GapRoles, RepairsData
from kiemdinh.data.search_work import SearchWork

__all__ = ["ExplanationData"]


@dataclass(frozen=True, slots=True)
class ExplanationData:
    """What blocks a level: its blocking tree and to-do lists, the class of every gap, and the repairs.

    Attributes
    ----------
    level
        The level that is asked for; None at the top, where nothing blocks.
    target
        The blocking tree and the to-do lists; None at the top.
    classes
        What every gap means for the level; None at the top, and where the budget of the search ran out.
    repairs
        The minimal sets of changes that make the level certain.
    search
        What the searches took, the cheapest repair and the classes included.
    """

    level: LevelRef | None
    target: Target | None
    classes: GapRoles | None
    repairs: RepairsData
    search: SearchWork
