"""The courses of a school: ways to one level, or to several levels one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from typing import TYPE_CHECKING, Final

from kiemdinh.portfolio.planning.ways import MONTHS, WorkWay
from kiemdinh.rules import exact_number

if TYPE_CHECKING:
    from kiemdinh.portfolio.planning.ways import Ways
    from kiemdinh.rules import Number

__all__ = ["Course", "follow_ways", "list_courses"]

_MOST_COURSES: Final = 2_000
"""Courses of one school through the same levels that are looked at; where there are more, what is proved says so."""


@dataclass(frozen=True, slots=True)
class Course:
    """The changes that a school makes for one level, and then for higher ones.

    Attributes
    ----------
    parts
        The place of each level among the levels, and the way to it from the level before; lowest first.
    alike
        How many choices of changes have the same costs; None where that is not known.
    is_supposed
        Whether it stands for ways that were not examined; its cost is then a lower bound.
    """

    parts: tuple[tuple[int, WorkWay], ...]
    alike: int | None = 1
    is_supposed: bool = False

    @property
    def changes(self) -> int:
        """How many changes it makes."""
        return sum(len(way.changes) for _, way in self.parts)


def list_courses(ways: Mapping[int, Ways], *, are_levels_apart: bool) -> tuple[Course, ...]:
    """Return the courses that could stand in a cheapest plan.

    Parameters
    ----------
    ways
        The ways to each level that is asked for, by the place of the level.
    are_levels_apart
        Whether it can be of use to do the work of one level in another year than that of the next, or sooner.
    """
    found: list[Course] = []
    for rank, own in ways.items():
        ways_to, least = own.best
        found += (Course(((rank, way),), way.alike) for way in ways_to)
        if least is not None:
            found.append(Course(((rank, WorkWay(least, {}, ())),), is_supposed=True))
    for number in range(2, len(ways) + 1 if are_levels_apart else 2):
        for ranks in combinations(sorted(ways), number):
            found += _list_through(ranks, ways)
    return tuple(found)


def _list_through(ranks: Sequence[int], ways: Mapping[int, Ways]) -> Iterator[Course]:
    """Yield the courses through some levels, without those for which a cheaper course is as good or better in all."""
    every = [ways[rank].every for rank in ranks]
    if any(not one.ways and one.least is None for one in every):
        return  # one of the levels is out of reach
    looked_at = follow_ways((), ranks, ways)
    several = [*islice(looked_at, _MOST_COURSES)]
    short = next(iter(ways.values())).short
    kept: dict[tuple[Number, ...], list[tuple[WorkWay, ...]]] = {}
    for parts in sorted(several, key=_add_costs):
        amounts = tuple(amount for one in parts for amount in _list_amounts(one, short))
        if amounts in kept:
            kept[amounts].append(parts)
        elif not any(
            _is_at_most(other, amounts) and _add_costs(same[0]) < _add_costs(parts) for other, same in kept.items()
        ):
            kept[amounts] = [parts]
    for same in kept.values():
        done = {frozenset((change.id, change.to) for way in parts for change in way.changes) for parts in same}
        yield Course(tuple(zip(ranks, same[0], strict=True)), len(done))
    supposed = [*_suppose_courses((), ranks, ways)]
    if next(looked_at, None) is not None:
        supposed.append(_suppose_rest((), ranks, ways))
    yield from (Course(tuple(zip(ranks, parts, strict=True)), is_supposed=True) for parts in supposed)


def follow_ways(
    done: tuple[WorkWay, ...], ranks: Sequence[int], ways: Mapping[int, Ways]
) -> Iterator[tuple[WorkWay, ...]]:
    """Yield the ways through the levels that are left, each from where those before it lead."""
    if not ranks:
        yield done
        return
    for way in ways[ranks[0]].every.ways:
        left = way.follow(done)
        if left is not None:
            yield from follow_ways((*done, left), ranks[1:], ways)


def _suppose_courses(
    done: tuple[WorkWay, ...], ranks: Sequence[int], ways: Mapping[int, Ways]
) -> Iterator[tuple[WorkWay, ...]]:
    """Yield lower bounds for courses with a way that was not looked at: some ways that were, and then a rest."""
    if not ranks:
        return
    every = ways[ranks[0]].every
    if every.least is not None:
        yield _suppose_rest(done, ranks, ways)
    if any(ways[rank].every.least is not None for rank in ranks[1:]):
        for way in every.ways:
            left = way.follow(done)
            if left is not None:
                yield from _suppose_courses((*done, left), ranks[1:], ways)


def _suppose_rest(done: tuple[WorkWay, ...], ranks: Sequence[int], ways: Mapping[int, Ways]) -> tuple[WorkWay, ...]:
    """Return some ways, and after them a lower bound for the way to each level that is left."""
    found = done
    for rank in ranks:
        every = ways[rank].every
        least = min((*(way.cost for way in every.ways[:1]), *(() if every.least is None else (every.least,))))
        found = (*found, WorkWay(max(0, exact_number(least - _add_costs(found))), {}, ()))
    return found


def _add_costs(ways: Iterable[WorkWay]) -> Number:
    return exact_number(sum(one.cost for one in ways))


def _list_amounts(way: WorkWay, short: Iterable[str]) -> tuple[Number, ...]:
    return (way.cost, *(way.years if name == MONTHS else way.take(name) for name in short))


def _is_at_most(one: Sequence[Number], other: Sequence[Number]) -> bool:
    return all(mine <= theirs for mine, theirs in zip(one, other, strict=True))
