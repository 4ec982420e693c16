"""Works: what a school would do in which years, and the level that it has then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kiemdinh.portfolio.planning.ways import Ways, WorkWay

__all__ = ["Work", "WorkOption", "list_options"]


@dataclass(frozen=True, slots=True)
class Work:
    """A way that is begun in a year.

    Attributes
    ----------
    way
        What is done.
    rank
        The level that the school has then, by its place among the levels, counted from 1.
    start, complete
        The year in which it is begun and paid, and the year at whose end it is complete.
    """

    way: WorkWay
    rank: int
    start: int
    complete: int


@dataclass(frozen=True)
class WorkOption:
    """All that one school would do: the work of one level, or those of several, one after the other.

    Attributes
    ----------
    school
        The id of the school.
    held
        The level that it holds now, by its place among the levels; 0 for none.
    works
        Its works in order.
    is_supposed
        Whether it stands for ways that were not looked at: it says what they cost at least.
    """

    school: str
    held: int
    works: tuple[Work, ...]
    is_supposed: bool = False

    @cached_property
    def last(self) -> Work:
        """The last work."""
        return self.works[-1]

    @cached_property
    def done(self) -> frozenset[object]:
        """What is done, whenever it is."""
        return frozenset((change.id, change.to) for work in self.works for change in work.way.changes)

    def has_level(self, rank: int, year: int) -> bool:
        """Return whether its school has a level by the end of a year that it did not have."""
        return rank > self.held and any(work.rank >= rank and work.complete <= year for work in self.works)


def list_options(
    school: str,
    held: int,
    ways: Mapping[int, Ways],
    years: Sequence[int],
    wanted: Mapping[int, int],
    *,
    is_any_year_alike: bool,
) -> Iterator[WorkOption]:
    """Yield what a school could do.

    Parameters
    ----------
    held
        The level that it holds now.
    ways
        Its ways to each level that is asked for, by the place of the level.
    years
        The years of the plan.
    wanted
        For each of these levels the last year by which it is asked.
    is_any_year_alike
        Whether nothing is short in one year and not in another: all is then begun in the first.
    """
    starts = years[:1] if is_any_year_alike else years
    for rank, found in ways.items():
        for way in found.found:
            yield from (WorkOption(school, held, (work,)) for work in _begin(way, rank, starts, wanted[rank]))
        if found.least is not None:
            supposed = WorkWay(found.least, {}, ())
            for work in _begin(supposed, rank, starts, wanted[rank]):
                yield WorkOption(school, held, (work,), is_supposed=True)
    if not is_any_year_alike:
        yield from _list_works_of_two_levels(school, held, ways, years, wanted)


def _begin(way: WorkWay, rank: int, years: Sequence[int], last: int) -> Iterator[Work]:
    """Yield a work for each year in which it can begin to be complete in time."""
    length = way.years
    yield from (Work(way, rank, year, year + length - 1) for year in years if year + length - 1 <= last)


def _list_works_of_two_levels(
    school: str, held: int, ways: Mapping[int, Ways], years: Sequence[int], wanted: Mapping[int, int]
) -> Iterator[WorkOption]:
    """Yield the works of two levels, the upper one in a later year, where its way holds one to the lower level."""
    ranks = sorted(ways)
    for lower in ranks:
        for upper in (rank for rank in ranks if rank > lower):
            for whole in ways[upper].found:
                for first in ways[lower].found:
                    rest = whole.without(first)
                    if rest is not None:
                        yield from _begin_both(school, held, (first, lower), (rest, upper), years, wanted)


def _begin_both(
    school: str,
    held: int,
    first: tuple[WorkWay, int],
    rest: tuple[WorkWay, int],
    years: Sequence[int],
    wanted: Mapping[int, int],
) -> Iterator[WorkOption]:
    for below in _begin(*first, years, wanted[first[1]]):
        later = [year for year in years if year > below.start]
        for above in _begin(*rest, later, wanted[rest[1]]):
            complete = max(above.complete, below.complete)
            yield WorkOption(school, held, (below, Work(above.way, above.rank, above.start, complete)))
