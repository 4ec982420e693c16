"""Phased plans: each change of a school may be begun in a year of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice, product
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.portfolio.office_results import name_some
from kiemdinh.portfolio.planning.courses import Course, follow_ways
from kiemdinh.portfolio.planning.ways import WayChange, make_way
from kiemdinh.portfolio.planning.works import Work, WorkOption
from kiemdinh.rules import Bound

if TYPE_CHECKING:
    from kiemdinh.portfolio.planning.ways import Ways

__all__ = ["list_phased_options"]

_MOST_FORMS: Final = 20_000
"""Forms of a plan that are looked at: in how many ways the changes of all schools can be spread over the years."""


def list_phased_options(
    ways: Mapping[str, Mapping[int, Ways]],
    ranks: Mapping[str, int],
    years: Sequence[int],
    deadlines: Mapping[str, Mapping[int, int]],
) -> tuple[WorkOption, ...]:
    """Return what schools could do where each change may be begun in a year of its own.

    Parameters
    ----------
    ways
        The ways of each school to each level that is asked for, by the place of the level.
    ranks
        The level that each school holds now.
    years
        The years in which something may be begun.
    deadlines
        For each school and each level that is asked of it, by its place, the last year in which it is of use.

    Raises
    ------
    InputError
        There are too many forms, or ways that were not looked at.
    """
    courses = {school: _list_courses(own) for school, own in ways.items()}
    _check_size(ways, courses, len(years))
    return tuple(
        option
        for school, several in courses.items()
        for one in several
        for option in _spread_course(school, ranks[school], one, years, deadlines[school])
    )


def _list_courses(ways: Mapping[int, Ways]) -> tuple[Course, ...]:
    """Return the courses of a school, those through several levels first.

    No course is left out for its cost: of two ways the dearer one may be spread over more years. A way to one level
    that stands in a course through lower ones is left out.
    """
    found = (
        tuple(zip(chosen, parts, strict=True))
        for number in range(len(ways), 0, -1)
        for chosen in combinations(sorted(ways), number)
        for parts in follow_ways((), chosen, ways)
    )
    longer: set[tuple[int, frozenset[object]]] = set()
    kept = []
    for parts in islice(found, _MOST_FORMS + 1):  # each has at least one form, so that more are refused
        done = parts[-1][0], frozenset((change.id, change.to) for _, way in parts for change in way.changes)
        if len(parts) > 1:
            longer.add(done)
        if len(parts) > 1 or done not in longer:
            kept.append(Course(parts))
    return tuple(kept)


def _check_size(ways: Mapping[str, Mapping[int, Ways]], courses: Mapping[str, Sequence[Course]], years: int) -> None:
    """Refuse a phased plan that is too large, or some of whose ways were not looked at."""
    unseen = [school for school, own in ways.items() if any(one.every.least is not None for one in own.values())]
    if unseen:
        message = Message("not all ways of these schools were looked at: {schools}", schools=name_some(unseen))
        hint = Message("exclude these schools, or let phased name others")
        raise InputError([Diagnostic("KD334", "error", message, path="phased", hint=hint)])
    forms = {school: sum(years**one.changes for one in own) for school, own in courses.items()}
    total = sum(forms.values())
    if total > _MOST_FORMS:
        message = Message("the changes of all schools can be spread over {years} years in too many forms", years=years)
        most = sorted(forms, key=lambda school: -forms[school])
        hint = Message(
            "plan for fewer years, or let phased name fewer schools; most forms have: {schools}",
            schools=name_some(most),
        )
        expected = Message("at most {n} forms: years to the power of the changes, for each way", n=_MOST_FORMS)
        raise InputError(
            [Diagnostic("KD334", "error", message, path="phased", expected=expected, found=str(total), hint=hint)]
        )


def _spread_course(
    school: str, held: int, course: Course, years: Sequence[int], deadlines: Mapping[int, int]
) -> Iterator[WorkOption]:
    """Yield a course with its changes begun in all years that are of use."""
    changes = [(rank, change) for rank, way in course.parts for change in way.changes]
    last = deadlines[course.parts[-1][0]]
    for starts in product(years, repeat=len(changes)):
        works = _begin_changes(changes, starts)
        is_in_time = all(work.complete <= last for work in works)
        if is_in_time and not _moves_on_too_early(changes, starts):
            yield WorkOption(school, held, works)


def _begin_changes(changes: Sequence[tuple[int, WayChange]], starts: Sequence[int]) -> tuple[Work, ...]:
    """Return the works of changes that are begun in some years; a fee is paid with the first change that needs it."""
    groups: dict[tuple[int, int, int], list[WayChange]] = {}
    for (rank, change), start in zip(changes, starts, strict=True):
        groups.setdefault((start, rank, change.years), []).append(change)
    paid: set[str] = set()
    works = []
    for (start, rank, _), several in sorted(groups.items()):
        works.append(Work(make_way(several, paid), rank, start))
        paid.update(fee.key for change in several for fee in change.fees)
    return tuple(sorted(works, key=lambda work: (work.rank, work.start)))


def _moves_on_too_early(changes: Sequence[tuple[int, WayChange]], starts: Sequence[int]) -> bool:
    """Return whether a move of a value would begin earlier than the move before it."""
    last: dict[tuple[str, object], int] = {}
    for (_, change), start in zip(changes, starts, strict=True):
        kind = change.id, change.to.direction if isinstance(change.to, Bound) else change.to
        if last.setdefault(kind, start) > start:
            return True
        last[kind] = start
    return False
