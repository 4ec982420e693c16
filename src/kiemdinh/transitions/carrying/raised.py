"""The levels that carried items, figures, awards and context lift: levels with and without them are compared (4.7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from kiemdinh.api.assess import assess
from kiemdinh.data.outcomes import LevelRef
from kiemdinh.data.transitions import RaisedLevel
from kiemdinh.parsing.frozen import FrozenMap

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.evidence.dossier import Dossier, EvidenceItem, Held, ValueRecord
    from kiemdinh.standards.loading import Framework

__all__ = ["find_raised"]


_SCHOOL: Final = ("stages", "founded")
"""The particulars of a school that levels can depend on."""

_Raises: TypeAlias = "Callable[[tuple[_CarriedPart, ...]], bool]"


def find_raised(framework: Framework, base: Dossier, draft: Dossier, on: dt.date) -> tuple[RaisedLevel, ...]:
    """Return the levels that are guaranteed by the new dossier and not by the one into which records were carried.

    Both are assessed. Finding the records that lift a level takes further assessments for each such level: about twice
    the logarithm of the number of carried records, for each record that is named.
    """
    search = _RaisedSearch(framework, base, draft, on)
    before, after = (search.find_levels(one) for one in (base, draft))
    return tuple(
        RaisedLevel(name, before.get(name), level, search.find_cause(name, level))
        for name, level in after.items()
        if level is not None and search.is_higher(level, before.get(name))
    )


@dataclass(frozen=True, slots=True)
class _CarriedPart:
    """A record of the draft that the base does not have, with the id by which it is named."""

    id: str
    record: EvidenceItem | ValueRecord | Held | None


@dataclass(frozen=True, slots=True)
class _RaisedSearch:
    """Assesses the base with some of the records that were carried."""

    framework: Framework
    base: Dossier
    draft: Dossier
    on: dt.date

    def find_levels(self, dossier: Dossier) -> dict[str, LevelRef | None]:
        return dict(_list_levels(assess(self.framework, dossier, on=self.on)))

    def is_higher(self, level: LevelRef, before: LevelRef | None) -> bool:
        ranks = _rank_levels(self.framework)
        return before is None or (level.id != before.id and ranks.get(level.id, 0) > ranks.get(before.id, 0))

    def find_cause(self, name: str, level: LevelRef) -> tuple[str, ...]:
        """Return the ids of a minimal set of records with which the base has a level."""
        parts = tuple(self._list_parts())
        raises = partial(self._has_level, name, level)
        found = _find_least((), parts, raises)
        # Records may contradict one another: where the minimal set does not suffice by itself, all are named.
        return tuple(dict.fromkeys(part.id for part in (found if raises(found) else parts)))

    def _list_parts(self) -> Iterator[_CarriedPart]:
        known = self.base.evidence or {}
        yield from (_CarriedPart(code, item) for code, item in (self.draft.evidence or {}).items() if code not in known)
        # Carried records come after those of the base.
        yield from (_CarriedPart(f"inputs/{one.name}", one) for one in self.draft.values[len(self.base.values) :])
        yield from (_CarriedPart(one.award, one) for one in self.draft.held[len(self.base.held) :])
        for key in _SCHOOL:
            if getattr(self.draft.school, key) != getattr(self.base.school, key):
                yield _CarriedPart(key, None)

    def _has_level(self, name: str, level: LevelRef, parts: tuple[_CarriedPart, ...]) -> bool:
        found = self.find_levels(self._with_parts(parts)).get(name)
        return found is not None and not self.is_higher(level, found)

    def _with_parts(self, parts: tuple[_CarriedPart, ...]) -> Dossier:
        """Return the draft without the carried records that are not among *parts*; its findings stay."""
        ids = {id(part.record) for part in parts if part.record is not None}
        known = self.base.evidence or {}
        items = {code: one for code, one in (self.draft.evidence or {}).items() if code in known or id(one) in ids}
        own = {key: getattr(self.draft.school, key) for key in _SCHOOL if key in {part.id for part in parts}}
        return replace(
            self.draft,
            school=replace(self.base.school, **own),
            evidence=FrozenMap(items) if items or self.base.evidence is not None else None,
            values=(*self.base.values, *(one for one in self.draft.values if id(one) in ids)),
            held=(*self.base.held, *(one for one in self.draft.held if id(one) in ids)),
        )


def _find_least(
    kept: tuple[_CarriedPart, ...], parts: tuple[_CarriedPart, ...], raises: _Raises
) -> tuple[_CarriedPart, ...]:
    """Return a minimal set of *parts* that suffices together with *kept*, by halves (QuickXplain, Junker 2004)."""
    if not parts or raises(kept):
        return ()
    if len(parts) == 1:
        return parts
    first, second = parts[: len(parts) // 2], parts[len(parts) // 2 :]
    behind = _find_least((*kept, *first), second, raises)
    return (*_find_least((*kept, *behind), first, raises), *behind)


def _list_levels(result: Assessment) -> Iterator[tuple[str, LevelRef | None]]:
    """Yield the guaranteed level of each outcome of the school and its stages, of each criterion and each award."""
    yield from ((one.id, one.guaranteed) for one in result.outcomes)
    yield from ((f"{part.stage}/{one.id}", one.guaranteed) for part in result.parts for one in part.outcomes)
    yield from ((one.id, one.guaranteed) for one in result.nodes if one.layer is not None)
    yield from ((one.id, one.certain) for one in result.awards)


def _rank_levels(framework: Framework) -> Mapping[str, int]:
    """Return the position of each step on its scale."""
    scales = framework.definition.scales.values()
    return {step.id: i for scale in scales for i, step in enumerate(getattr(scale, "steps", ()))}
