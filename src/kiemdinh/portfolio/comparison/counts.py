"""Counting: how many schools of each group stand where, at each node and level of one year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from kiemdinh.portfolio.comparison.standings import list_places, read_states

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemdinh.portfolio.comparison.schools import ComparedSchools, GroupKey, YearBatch
    from kiemdinh.portfolio.comparison.standings import NodePlace, PlaceState
    from kiemdinh.standards.loading import Framework

__all__ = ["Members", "PlaceCount", "YearStates", "count_year", "find_members", "read_year", "tell_counts"]

_TOLD: Final = (
    *("schools", "met", "unmet", "unknown", "absent", "low", "high", "hidden", "year", "framework", "applicable"),
)

Members: TypeAlias = "Mapping[GroupKey | None, Sequence[str]]"
"""The schools of each group; the group None is all schools."""


@dataclass(frozen=True)
class YearStates:
    """Where each school of one year stands under one framework.

    Attributes
    ----------
    year
        The year.
    parts
        The batches that they were assessed in, all by one edition.
    places
        The nodes and levels at which schools are counted.
    states
        The state of each school that was assessed, at each counted node and level.
    due
        The schools that nobody assessed and to which the framework applies: their states are unknown.
    """

    year: str
    parts: tuple[YearBatch, ...]
    places: tuple[NodePlace, ...]
    states: Mapping[str, Mapping[tuple[str, str | None], PlaceState]]
    due: frozenset[str]

    @property
    def framework(self) -> Framework:
        """The framework."""
        return self.parts[0].batch.framework

    def state_of(self, school: str, node: str, level: str | None) -> PlaceState:
        """Return the state of a school at a node; ``absent`` where the framework is not for it."""
        own = self.states.get(school)
        if own is None:
            return "unknown" if school in self.due else "absent"
        return own.get((node, level), "absent")


@dataclass(frozen=True)
class PlaceCount:
    """How many schools of a group stand where, at one node and level of one year.

    See the example of :func:`kiemdinh.peers`.

    Attributes
    ----------
    group
        The group; None for all schools.
    year, framework
        The year, and the id of the framework.
    place
        The node and level.
    schools
        How many schools the group has.
    applicable
        To how many of them the node applies; of a node without a verdict, how many pairs of a school and a criterion.
    met, unmet, unknown, absent
        How many schools, or pairs, stand so; None where that is hidden.
    hidden
        Whether some of it is hidden.
    """

    group: GroupKey | None
    year: str
    framework: str
    place: NodePlace
    schools: int
    applicable: int
    met: int | None
    unmet: int | None
    unknown: int | None
    absent: int
    hidden: bool = False

    @property
    def low(self) -> Fraction | None:
        """The share that certainly meets it; None where it applies to nobody, or is hidden."""
        return None if self.met is None or not self.applicable else Fraction(self.met, self.applicable)

    @property
    def high(self) -> Fraction | None:
        """The share that meets it if all that is unknown turns out well; None as for the other end."""
        if self.unmet is None or not self.applicable:
            return None
        return Fraction(self.applicable - self.unmet, self.applicable)


def tell_counts(counts: Sequence[PlaceCount]) -> dict[str, list[Any]]:
    """Return counts as columns, without their groups."""
    return {
        "node": [one.place.node for one in counts],
        "level": [one.place.level for one in counts],
        **{name: [getattr(one, name) for one in counts] for name in _TOLD},
    }


def read_year(schools: ComparedSchools, at: str, level: str | None) -> list[YearStates]:
    """Return where the schools of a year stand, under each framework by which some were assessed."""
    assessed = {school for part in schools.batches for school in part.rows}
    missing = [school for school in schools.groups if school not in assessed]
    by_framework: dict[str, list[YearBatch]] = {}
    for part in schools.batches:
        by_framework.setdefault(part.batch.framework.id, []).append(part)
    found = []
    for parts in by_framework.values():
        places = [place for place in list_places(parts[0].batch, at) if level in (None, place.level)]
        due = frozenset(school for school in missing if _is_for(parts[0], schools.stages.get(school, ())))
        states = {school: own for part in parts for school, own in read_states(part.batch, at).items()}
        found.append(YearStates(schools.year, tuple(parts), tuple(places), states, due))
    return found


def _is_for(part: YearBatch, stages: Sequence[str]) -> bool:
    """Whether a framework may be for a school with these stages; it may where it does not say whom it covers."""
    framework = part.batch.framework
    covers = framework.definition.source.covers
    if not stages or covers is None:
        return True
    # A framework for one kind of school, such as preschools, names no stages: the kind is the stage.
    return covers.takes(None, stages) if covers.stages else set(stages) == {covers.kind}


def count_year(states: YearStates, members: Members) -> Iterator[PlaceCount]:
    """Yield the counts of each group, place by place."""
    for place in states.places:
        for group, schools in members.items():
            counted = Counter(
                states.state_of(school, node, place.level) for school in schools for node in place.counted
            )
            yield PlaceCount(
                group, states.year, states.framework.id, place, len(schools), counted.total() - counted["absent"],
                counted["met"], counted["unmet"], counted["unknown"], counted["absent"],
            )  # fmt: skip


def find_members(groups: Mapping[str, GroupKey], by: Sequence[str]) -> Members:
    """Return the schools of each group, all schools first; these alone where no column makes groups."""
    members: dict[GroupKey | None, list[str]] = {None: list(groups)}
    if by:
        members |= {key: [] for key in sorted(set(groups.values()), key=_order_of)}
        for school, key in groups.items():
            members[key].append(school)
    return members


def _order_of(key: GroupKey) -> Any:
    return [(value is None, value or "") for value in key]
