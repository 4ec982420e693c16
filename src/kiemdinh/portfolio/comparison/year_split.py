"""Why more or fewer schools meet a criterion than a year before: other schools, other rules, or schools that changed.

The first part is membership: those that meet it and have entered, less those that met it and have left. Of the schools
of both years, the rules may have changed first and the schools then, or the other way; the parts are means of both
orders.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from kiemdinh.portfolio.batch import assess_many
from kiemdinh.portfolio.comparison.standings import OUTCOME, read_states
from kiemdinh.portfolio.editions import read_by
from kiemdinh.portfolio.tables import take_rows
from kiemdinh.transitions.diffs import match_nodes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemdinh.portfolio.comparison.counts import Members, YearStates
    from kiemdinh.portfolio.comparison.schools import GroupKey
    from kiemdinh.portfolio.comparison.standings import NodePlace, SchoolStates
    from kiemdinh.standards.loading import Framework

__all__ = ["YearSplit", "split_years"]


@dataclass(frozen=True, slots=True)
class YearSplit:
    """Why the count of schools that meet something has changed from a year to the next.

    Attributes
    ----------
    group
        The group; None for all schools.
    place
        The node and level, by the ids of the later year.
    before, after
        The two years.
    framework
        The id of the framework.
    change
        How many more schools, or pairs of a school and a criterion, meet it.
    membership, rule, schools
        The parts of the change, which sum to it.
    """

    group: GroupKey | None
    place: NodePlace
    before: str
    after: str
    framework: str
    change: int
    membership: int
    rule: Fraction
    schools: Fraction


def split_years(states: Sequence[YearStates], members: Mapping[str, Members], at: str) -> Iterator[YearSplit]:
    """Yield the splits between each two years that follow one another in one framework.

    Where its rules changed, the schools of both years are assessed by the rules of the other year: that costs two
    assessments of them.

    Parameters
    ----------
    states
        Where schools stand, year by year.
    members
        The schools of each group, by year.
    at
        What is compared.
    """
    by_framework: dict[str, list[YearStates]] = {}
    for one in states:
        by_framework.setdefault(one.framework.id, []).append(one)
    for years in by_framework.values():
        for earlier, later in pairwise(years):
            stayed = {*members[earlier.year][None]} & {*members[later.year][None]}
            pair = _YearPair.of(earlier, later, stayed, at)
            for place in later.places:
                for group, schools in members[later.year].items():
                    yield pair.split(group, place, members[earlier.year].get(group, ()), schools)


@dataclass(frozen=True, slots=True)
class _YearPair:
    """Two years, each by its own rules and by those of the other.

    ``old_ids`` are what the earlier edition calls the nodes of the later one; ``old_by_new`` are the schools of the
    earlier year by the rules of the later one.
    """

    earlier: YearStates
    later: YearStates
    old_ids: Mapping[str, str]
    old_by_new: Mapping[str, SchoolStates]
    new_by_old: Mapping[str, SchoolStates]

    @classmethod
    def of(cls, earlier: YearStates, later: YearStates, stayed: Collection[str], at: str) -> _YearPair:
        """Return two years; *stayed* are the schools that belong in both."""
        return cls(
            earlier,
            later,
            _match_ids(earlier.framework, later.framework, at),
            _assess_by(earlier, later.framework, stayed, at),
            _assess_by(later, earlier.framework, stayed, at),
        )

    def split(
        self, group: GroupKey | None, place: NodePlace, schools_before: Collection[str], schools_after: Collection[str]
    ) -> YearSplit:
        """Return the split of one group at one place."""
        before, after = set(schools_before), set(schools_after)
        new = place.counted
        old = tuple(self.old_ids[node] for node in new if node in self.old_ids)
        entered, left, stayed = after - before, before - after, before & after
        membership = _count(self.later.states, entered, new, place) - _count(self.earlier.states, left, old, place)
        start, end = _count(self.earlier.states, stayed, old, place), _count(self.later.states, stayed, new, place)
        rule_first = _count(self.old_by_new, stayed, new, place)
        schools_first = _count(self.new_by_old, stayed, old, place)
        rule = Fraction(rule_first - start + end - schools_first, 2)
        schools = Fraction(schools_first - start + end - rule_first, 2)
        return YearSplit(
            group, place, self.earlier.year, self.later.year, self.later.framework.id,
            membership + end - start, membership, rule, schools,
        )  # fmt: skip


def _count(
    states: Mapping[str, SchoolStates], schools: Collection[str], nodes: Collection[str], place: NodePlace
) -> int:
    """Return how many schools certainly meet a place; an edition that does not have it is met by none."""
    own = (states[school] for school in schools if school in states)
    return sum(found.get((node, place.level)) == "met" for found in own for node in nodes)


def _match_ids(earlier: Framework, later: Framework, at: str) -> Mapping[str, str]:
    if at == OUTCOME:
        return {earlier.outcomes[0].id: earlier.outcomes[0].id}
    if earlier.content_digest == later.content_digest:
        return {node: node for node in later.nodes}
    return match_nodes(earlier, later).old_of


def _assess_by(
    states: YearStates, framework: Framework, schools: Collection[str], at: str
) -> Mapping[str, SchoolStates]:
    """Return where schools of a year stand by another edition; a row that it cannot read is met by none."""
    if states.framework.content_digest == framework.content_digest:
        return states.states
    found: dict[str, SchoolStates] = {}
    for part in states.parts:
        rows = sorted(row for school, row in part.rows.items() if school in schools)
        found |= read_states(assess_many(framework, read_by(take_rows(part.batch.table, rows), framework)), at)
    return found
