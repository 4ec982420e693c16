"""The levels that carried items, figures, awards and context lift: those with them against those without (4.7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kiemdinh.api.assess import assess
from kiemdinh.data.outcomes import LevelRef
from kiemdinh.data.transitions import RaisedLevel

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.standards.loading import Framework

__all__ = ["find_raised"]


def find_raised(framework: Framework, base: Dossier, draft: Dossier, on: dt.date) -> tuple[RaisedLevel, ...]:
    """Return the levels that are guaranteed by the new dossier and not by the one that records were carried into.

    The cost is that of assessing both.
    """
    before, after = (dict(_list_levels(assess(framework, one, on=on))) for one in (base, draft))
    ranks = _rank_levels(framework)
    return tuple(
        RaisedLevel(name, before.get(name), level)
        for name, level in after.items()
        if level is not None and _is_higher(level, before.get(name), ranks)
    )


def _list_levels(result: Assessment) -> Iterator[tuple[str, LevelRef | None]]:
    """Yield what is guaranteed of each outcome, of the school and of its stages, of each criterion and award."""
    yield from ((one.id, one.guaranteed) for one in result.outcomes)
    yield from ((f"{part.stage}/{one.id}", one.guaranteed) for part in result.parts for one in part.outcomes)
    yield from ((one.id, one.guaranteed) for one in result.nodes if one.layer is not None)
    yield from ((one.id, one.certain) for one in result.awards)


def _rank_levels(framework: Framework) -> Mapping[str, int]:
    """Return the place of each step on its scale."""
    scales = framework.definition.scales.values()
    return {step.id: i for scale in scales for i, step in enumerate(getattr(scale, "steps", ()))}


def _is_higher(level: LevelRef, before: LevelRef | None, ranks: Mapping[str, int]) -> bool:
    if before is None:
        return True
    return level.id != before.id and ranks.get(level.id, 0) > ranks.get(before.id, 0)
