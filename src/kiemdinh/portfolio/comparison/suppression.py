"""Hiding the counts of small groups, and as many others as needed so that no hidden count can be calculated (6.6).

A hidden group still shows how many schools it has, and to how many of them the node does not apply. Each school of it
to which the node applies is met, unmet or unknown at each level, and no higher at a higher one.

Why two completions are left, where the counts of all schools are shown: let some hidden school be met at a level and
some not. Then two schools of different hidden groups, one of each kind, can change places, at all levels at once, and
nothing that is shown changes. The same holds of *unmet* and *unknown* where these are shown of all schools. Where they
are not, a school that is unmet at a level can also be unknown there and below, and an unknown one unmet there and
above: labels without an order allow no such change. Where nothing is shown of all schools, a school of a hidden group
can stand anywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kiemdinh.portfolio.comparison.counts import PlaceCount
    from kiemdinh.portfolio.comparison.schools import GroupKey

__all__ = ["hide_small_groups"]

_RESULTS: Final = ("met", "unmet", "unknown")
"""What is hidden: that a node does not apply is no result."""


def hide_small_groups(counts: Sequence[PlaceCount], least: int, labelled: Collection[str] = ()) -> Iterator[PlaceCount]:
    """Yield counts with those of groups of fewer than *least* schools hidden, and others as needed.

    Each hidden count keeps at least two values, given all that is shown. A group is small too where the node applies to
    fewer of its schools. The cost is linear in the counts, but for sorting the groups by size.

    Parameters
    ----------
    counts
        The counts: those of one node stand together, with all its levels.
    least
        The size from which on a group is shown.
    labelled
        The frameworks in which what is counted is labels without an order, of which a school has one.
    """
    for (_, framework, _), rows in groupby(counts, key=lambda one: (one.year, one.framework, one.place.node)):
        yield from _hide_node(list(rows), least, ordered=framework not in labelled)


def _hide_node(counts: Sequence[PlaceCount], least: int, *, ordered: bool) -> Iterator[PlaceCount]:
    rows: dict[GroupKey | None, list[PlaceCount]] = {}
    for one in counts:
        rows.setdefault(one.group, []).append(one)
    node = _NodeCounts(rows, ordered)
    small = [group for group in rows if group is not None and node.is_small(group, least)]
    if node.is_small(None, least):
        hidden: Collection[GroupKey | None] = {*small, None}
        covered: Sequence[str] = _RESULTS
    else:
        hidden, covered = node.choose(small) if small else ((), ())
    for one in counts:
        if one.group is None and covered:
            yield _cover(one, covered)
        elif one.group is not None and one.group in hidden:
            yield _cover(one, _RESULTS)
        else:
            yield one


def _cover(one: PlaceCount, states: Sequence[str]) -> PlaceCount:
    met, unmet, unknown = (None if state in states else getattr(one, state) for state in _RESULTS)
    return replace(one, hidden=True, met=met, unmet=unmet, unknown=unknown)


@dataclass(frozen=True, slots=True)
class _NodeCounts:
    """The counts at one node: for each group those of each level; the group None is all schools."""

    rows: Mapping[GroupKey | None, Sequence[PlaceCount]]
    ordered: bool

    def is_small(self, group: GroupKey | None, least: int) -> bool:
        """Whether too few schools are counted in a group, and any at all."""
        return any(one.applicable and (one.schools < least or one.applicable < least) for one in self.rows[group])

    def choose(self, small: Sequence[GroupKey]) -> tuple[Collection[GroupKey], Sequence[str]]:
        """Return the groups that are hidden, and what of all schools is.

        The smallest other groups are hidden too as far as that keeps something of all schools in sight, and leaves one
        of the others.
        """
        known = {*small}
        others = [group for group in self.rows if group is not None and group not in known and self._applies(group)]
        others.sort(key=self._applies)
        if self._are_levels_alike:
            sums = _HiddenSums([Counter() for _ in self.rows[None]])
            for group in small:
                sums.add(self.rows[group])
            for more in range(max(len(others), 1)):
                if more:
                    sums.add(self.rows[others[more - 1]])
                if sums.protect(_RESULTS):
                    return {*small, *others[:more]}, ()
                if self.ordered and sums.protect(("met",)):
                    return {*small, *others[:more]}, ("unmet", "unknown")
        return known, _RESULTS

    def _applies(self, group: GroupKey) -> int:
        return min(one.applicable for one in self.rows[group])

    @property
    def _are_levels_alike(self) -> bool:
        """Whether the same is counted at each level, so that schools can change places at all of them."""
        return len({one.place.counted for one in self.rows[None]}) == 1


@dataclass(slots=True)
class _HiddenSums:
    """What the hidden groups have together, level by level."""

    levels: Sequence[Counter[str]]
    groups: int = 0

    def add(self, rows: Sequence[PlaceCount]) -> None:
        """Hide a further group."""
        self.groups += 1
        for level, one in zip(self.levels, rows, strict=True):
            level.update({state: getattr(one, state) for state in _RESULTS}, applicable=one.applicable)

    def protect(self, states: Sequence[str]) -> bool:
        """Whether the groups together have schools in each state and schools that are not, at each level."""
        return self.groups > 1 and all(
            0 < level[state] < level["applicable"] for level in self.levels for state in states
        )
