"""Thresholds, cells of tables and sides: whether a scenario lies just on one, just short of it, or beyond it.

A scenario lies at a threshold if the condition around it would be different with the threshold one step off, as
:mod:`kiemdinh.testing.mutation` would change it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from pydantic import TypeAdapter

from kiemdinh.analysis.inline import inline
from kiemdinh.analysis.lowering import build_lowering
from kiemdinh.analysis.observations import BEYOND, JUST_REACHED, JUST_SHORT
from kiemdinh.analysis.sites import ConditionSite, find_sites
from kiemdinh.analysis.study import study_each_stage
from kiemdinh.rules import MET, UNKNOWN, All, Condition, Interval, Not, evaluate
from kiemdinh.standards.definition import Compared, Cond
from kiemdinh.standards.lowering import DEFAULT_SETTING, day_of_clock
from kiemdinh.standards.names import FactKind, ValueKind, read_value_name
from kiemdinh.testing.coverage.points import CoveragePoint, Kind
from kiemdinh.testing.mutation import DefinitionChange, apply_change, find_data, list_changes

if TYPE_CHECKING:
    import datetime as dt

    from kiemdinh.analysis.observations import Observation
    from kiemdinh.analysis.study import Study
    from kiemdinh.assessment.reported_facts import ReportedStage
    from kiemdinh.parsing.collector import Path
    from kiemdinh.rules import Facts, Truth
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import FrameworkRules, Lowering, Setting

__all__ = ["Thresholds"]

READ_ALONE: Final = "decided by that side alone"
"""The findings of one side decide, and those of both together would decide differently."""
_KINDS: Final[Mapping[str, tuple[Kind, tuple[str, ...]]]] = {
    "threshold": ("threshold", (JUST_REACHED, JUST_SHORT, BEYOND)),
    # Beyond a cell, a school cannot be distinguished from one of another cell.
    "table cell": ("threshold", (JUST_REACHED, JUST_SHORT)),
    "side": ("side", (READ_ALONE,)),
}
"""For the kind of a change, the kind of its point and the observations that should be seen."""

_Sites: TypeAlias = "dict[Path, list[ConditionSite]]"
"""For the path of a comparison, the sites in which it is read; several where a definition names it."""


@dataclass(frozen=True, slots=True)
class _Threshold:
    """A threshold, the place of the condition around it, and this condition with the threshold one step off."""

    point: CoveragePoint
    path: Path
    changed: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _ThresholdReading:
    """The condition around a threshold as one member reads it, and the same with the threshold one step off."""

    own: Condition
    near: tuple[Condition, ...]

    def list_seen(self, point: CoveragePoint, facts: Facts) -> Iterator[str]:
        """Yield the observations of the threshold in a school with these facts."""
        truth = evaluate(self.own, facts)
        near = [evaluate(condition, facts) for condition in self.near]
        if point.kind == "side":
            yield from (READ_ALONE,) if any(other is not truth for other in near) else ()
        elif truth is not UNKNOWN and truth.negated() in near:
            yield JUST_REACHED if truth is MET else JUST_SHORT
        elif truth is MET and all(other is MET for other in near):
            yield BEYOND

    def condition_for(self, what: str, inlined: Mapping[str, Condition]) -> Condition:
        """Return a condition over free facts that holds only in schools that show *what* of the threshold."""
        own, near = inline(self.own, inlined), tuple(inline(condition, inlined) for condition in self.near)
        if what == JUST_SHORT:
            return All((Not(own), Not(All(tuple(map(Not, near))))))
        return All((own, *near)) if what == BEYOND else All((own, Not(All(near))))


@dataclass(frozen=True, slots=True)
class _FactsOnADay:
    """The facts of a stage, and the day that lies any length of time before an evidence date.

    The rules of the framework ask only for their own lengths of time. A length that is one step off is another one.
    """

    stage: ReportedStage
    day: dt.date

    def truth(self, name: str, /) -> Truth:
        return self.stage.truth(name)

    def value(self, name: str, /) -> Interval:
        read = read_value_name(name)
        if read.kind is ValueKind.CLOCK:
            return Interval.point(day_of_clock(read, self.day).toordinal())
        return self.stage.value(name)


@dataclass(slots=True)
class Thresholds:
    """The thresholds of a framework as points to cover, and their observations in stages of schools."""

    framework: Framework
    _by_name: dict[str, _Threshold] = field(init=False)
    _sites: dict[Setting, _Sites] = field(default_factory=dict)
    _lowered: dict[tuple[Setting, str], tuple[_ThresholdReading, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name = {one.point.id: one for one in _find_thresholds(self.framework)}

    @property
    def points(self) -> tuple[CoveragePoint, ...]:
        """The points, in the order of the definition."""
        return tuple(one.point for one in self._by_name.values())

    def list_seen(
        self, point: CoveragePoint, stage: ReportedStage, rules: FrameworkRules, on: dt.date
    ) -> Iterator[Observation]:
        """Yield the observations of a point in a stage on an evidence date."""
        facts = _FactsOnADay(stage, on)
        for lowered in self._lower(self._by_name[point.id], rules):
            yield from ((point.id, what) for what in lowered.list_seen(point, facts))

    def conditions_of(self, name: str, what: str, study: Study) -> Iterator[Condition]:
        """Yield conditions over free facts, of which one holds in each school that shows *what* of the point *name*.

        None for a side, which the prover does not distinguish from the other, and for a point that is not a threshold.
        """
        threshold = self._by_name.get(name)
        if threshold is not None and threshold.point.kind == "threshold":
            for lowered in self._lower(threshold, study.rules):
                yield lowered.condition_for(what, study.inlined)

    def find_impossible(self, among: Iterable[Observation]) -> Iterator[Observation]:
        """Yield those observations in *among* that are proved impossible, such as a value beyond 100 percent."""
        asked = [one for one in among if one[0] in self._by_name and self._by_name[one[0]].point.kind == "threshold"]
        studies = study_each_stage(self.framework) if asked else ()
        for name, what in asked:
            if all(study.is_never_met(one) for study in studies for one in self.conditions_of(name, what, study)):
                yield name, what

    def _lower(self, threshold: _Threshold, rules: FrameworkRules) -> tuple[_ThresholdReading, ...]:
        key = rules.setting, threshold.point.id
        if key not in self._lowered:
            lowering = build_lowering(self.framework, rules.setting)
            # The stages and years in which a condition is read are those of the setting.
            if rules.setting not in self._sites:
                self._sites[rules.setting] = _find_comparisons(lowering)
            sites = self._sites[rules.setting].get(threshold.path, ())
            self._lowered[key] = tuple(dict.fromkeys(_lower_threshold(lowering, threshold, sites)))
        return self._lowered[key]


def _lower_threshold(
    lowering: Lowering, threshold: _Threshold, sites: Iterable[ConditionSite]
) -> Iterator[_ThresholdReading]:
    """Yield the conditions for each scope in which they are read; a condition that is left out counts as met."""
    for site in sites:
        for scope in site.scopes:
            own, *near = (
                lowering.lower_condition(condition, scope, site.path).absent_as_met()
                for condition in (site.cond, *threshold.changed)
            )
            others = tuple(condition for condition in near if condition != own)
            if others and not lowering.context.problems.errors:
                yield _ThresholdReading(own, others)


# -- finding them --------------------------------------------------------------------------------------------------


def _find_comparisons(lowering: Lowering) -> _Sites:
    """Return by its path every comparison that decides, with the sites in which it is read."""
    by_path: _Sites = {}
    for top in find_sites(lowering):
        if top.owner.kind is not FactKind.GUARD:  # a guard warns and never decides
            for site in top.walk():
                if isinstance(site.cond, Compared):
                    by_path.setdefault(site.path, []).append(site)
    return by_path


def _find_thresholds(framework: Framework) -> Iterator[_Threshold]:
    by_path = _find_comparisons(build_lowering(framework, DEFAULT_SETTING))
    often: Counter[str] = Counter()
    changes = (change for change in list_changes(framework) if change.kind in _KINDS)
    # Both neighbours of a threshold are changes of one place, and stand side by side.
    for _, several in groupby(changes, key=lambda change: change.path):
        near = tuple(several)
        sites = _sites_around(near[0], by_path)
        if sites and not _is_equality(near[0], sites[0]):
            changed = tuple(_change_condition(framework, change, sites[0].path) for change in near)
            yield _Threshold(_point_of(near[0], sites[0], often), sites[0].path, changed)


def _sites_around(change: DefinitionChange, by_path: _Sites) -> list[ConditionSite]:
    """Return the sites of the comparison in which a change stands; none where it stands in no comparison."""
    starts = (change.path[:end] for end in range(len(change.path), 0, -1))
    return next((by_path[start] for start in starts if start in by_path), [])


def _is_equality(change: DefinitionChange, site: ConditionSite) -> bool:
    return change.kind == "threshold" and change.path[len(site.path)] == "is"


def _change_condition(framework: Framework, change: DefinitionChange, path: Path) -> Any:
    assert framework.source is not None  # noqa: S101 - changes are made of a framework that has been loaded
    return _reader_of_conditions().validate_python(find_data(apply_change(framework.source.data, change), path))


@lru_cache(maxsize=1)
def _reader_of_conditions() -> TypeAdapter[Any]:
    return TypeAdapter(Cond)


def _point_of(change: DefinitionChange, site: ConditionSite, often: Counter[str]) -> CoveragePoint:
    """Return the point of a threshold; those of one owner that say the same are numbered from the second on."""
    name = f"{site.owner}: {change.was}"
    often[name] += 1
    number = f" ({often[name]})" if often[name] > 1 else ""
    kind, observable = _KINDS[change.kind]
    return CoveragePoint(name + number, kind, change.path, observable)
