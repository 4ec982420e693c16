"""Works: the changes of a school in each year, and the level that it then has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kiemdinh.portfolio.planning.courses import Course
from kiemdinh.portfolio.planning.ways import WorkWay

__all__ = ["Work", "WorkOption", "list_options"]


@dataclass(frozen=True, slots=True)
class Work:
    """A way that is begun in a year.

    See the example of :func:`kiemdinh.plan`.

    Attributes
    ----------
    way
        The changes.
    rank
        The level that it leads to, by its place among the levels, counted from 1.
    start
        The year in which it is begun and paid.
    """

    way: WorkWay
    rank: int
    start: int

    @property
    def complete(self) -> int:
        """The year at whose end it is complete."""
        return self.start + self.way.years - 1


@dataclass(frozen=True)
class WorkOption:
    """All that one school would do: the work of one level, or those of several, one after the other.

    See the example of :func:`kiemdinh.plan`.

    Attributes
    ----------
    school
        The id of the school.
    held
        The level that it holds now, by its place among the levels; 0 for none.
    works
        Its works by level.
    alike
        How many choices of changes it stands for, all with the same costs; None where that is not known.
    is_supposed
        Whether it stands for ways that were not examined; its cost is then a lower bound.
    """

    school: str
    held: int
    works: tuple[Work, ...]
    alike: int | None = 1
    is_supposed: bool = False

    @property
    def rank(self) -> int:
        """The highest level that it leads to, by its place among the levels."""
        return self.works[-1].rank

    @property
    def complete(self) -> int:
        """The year at whose end all of it is complete."""
        return max(work.complete for work in self.works)

    @cached_property
    def done(self) -> frozenset[object]:
        """What is done, whenever it is."""
        return frozenset((change.id, change.to) for work in self.works for change in work.way.changes)

    def find_year(self, rank: int) -> int:
        """Return the year at whose end its school has a level that one of its works leads to."""
        return max(work.complete for work in self.works if work.rank <= rank)

    def find_rank(self, year: int) -> int:
        """Return the level that its school has by the end of a year, by its place among the levels.

        It has a level once all works that lead to it or to a lower one are complete.
        """
        late = min((work.rank for work in self.works if work.complete > year), default=None)
        return max((work.rank for work in self.works if late is None or work.rank < late), default=self.held)

    def has_level(self, rank: int, year: int) -> bool:
        """Return whether its school has a level by the end of a year that it did not have."""
        return self.held < rank <= self.find_rank(year)

    def raised_by(self, year: int) -> int:
        """Return the level that its works have reached by the end of a year, by its place; 0 for none."""
        rank = self.find_rank(year)
        return rank if rank > self.held else 0


def list_options(
    school: str,
    held: int,
    courses: Sequence[Course],
    years: Sequence[int],
    wanted: Mapping[int, int],
) -> Iterator[WorkOption]:
    """Yield what a school could do.

    Parameters
    ----------
    held
        The level that it holds now.
    courses
        Its courses.
    years
        The years in which something may be begun.
    wanted
        For each level that is asked for, by its place, the last year by which it is.
    """
    for one in courses:
        for works in _begin((), one.parts, years, wanted[one.parts[-1][0]]):
            yield WorkOption(school, held, works, one.alike, one.is_supposed)


def _begin(
    begun: tuple[Work, ...], parts: Sequence[tuple[int, WorkWay]], years: Sequence[int], last: int
) -> Iterator[tuple[Work, ...]]:
    """Yield the works of parts in all useful years: each is complete in time, and after the one below it.

    Two parts that are begun and complete in the same years are one work for the upper level.
    """
    if not parts:
        yield begun
        return
    (rank, way), *rest = parts
    for year in years:
        work = Work(way, rank, year)
        before = begun[-1] if begun else None
        is_later = before is None or (before.start, before.complete) < (year, work.complete)
        if is_later and work.complete <= last:
            yield from _begin((*begun, work), rest, years, last)
