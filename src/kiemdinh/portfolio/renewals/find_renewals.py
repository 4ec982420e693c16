"""The verb ``kd.renewals``: what falls due of schools, and when they are visited (semantics 6.9)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.data.office import MonthLoad
from kiemdinh.diagnostics.arguments import refuse_argument
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import read_required_date
from kiemdinh.portfolio.frames import frame_maker
from kiemdinh.portfolio.office_results import name_some
from kiemdinh.portfolio.registers import Register, ensure_register
from kiemdinh.portfolio.renewals.asked import AskedSchedule, read_asked
from kiemdinh.portfolio.renewals.awards_due import find_awards_due
from kiemdinh.portfolio.renewals.months import first_whole_month, month_of, write_month
from kiemdinh.portfolio.renewals.renewal_law import known_awards
from kiemdinh.portfolio.renewals.renewals_result import Renewals
from kiemdinh.portfolio.renewals.schedule import Schedule, join_works, schedule_visits
from kiemdinh.solvers.optional import HINT, MissingSolverError

if TYPE_CHECKING:
    from kiemdinh.data.office import DueWork, PlannedVisit

__all__ = ["find_renewals"]

_MAX_MONTHS: Final = 1200


def find_renewals(
    register: Any,
    *,
    on: dt.date | str,
    until: dt.date | str,
    teams: Any = None,
    blackout: Any = (),
    visits: Any = (),
    previous: Any = None,
    lead: Any = None,
) -> Renewals:
    """Find what falls due for the schools of a register and, with teams, in which month each school is visited.

    An award is due where its last day is still to come, and its due day is *until* or before. The due day is the day to
    file by where the edition that applies has a lead time, else the last day. A visit can be in any whole month between
    *on* and the due day. Of all schedules this is one with the fewest visits left over; of these, one that moves the
    fewest of *previous*; then one that gives the fewest another team; then visits stand as late as they can.

    Parameters
    ----------
    register
        What :func:`kiemdinh.read_register` returns, or a table that it reads. Awards are named ``FRAMEWORK/AWARD``, or
        by the id of an award of the framework that was in force when they were signed.
    on, until
        The first and the last day.
    teams
        ``[{id, per_month, members: [{id, trained, not_at: [SCHOOL]}]}]``: how many visits each makes in a month. A team
        visits no school at which a member has a conflict of interest, and needs one trained member. None schedules
        nothing.
    blackout
        Months in which nobody is visited: ``["2027-06"]``.
    visits
        Visits that the office owes: ``[{school, kind: inspection or advice, by}]``.
    previous
        An earlier result, or its ``schedule``.
    lead
        Lead times for awards whose edition has none: ``{AWARD: "5 months"}``.

        Each of the last five may be the ``Path`` of a file of YAML or JSON that has it under its name.

    Returns
    -------
    Renewals
        What is due, the load of each month, the schedule, and where there is no room for all.

    Raises
    ------
    InputError
        Arguments are wrong, with all that is wrong in them; or the extra ``solvers`` is not installed, which a schedule
        needs.

    Notes
    -----
    The cost is one pass over the register, and a flow of least cost in a network of a few arcs for each visit and a few
    for each month and team. The search has a budget of three million steps.

    Examples
    --------
    >>> award = {"award": "vn.tt18-2018/chuan-quoc-gia", "grade": "muc-do-1", "signed": "2022-05-20"}
    >>> found = find_renewals([{"id": "A", **award}], on="2026-12-01", until="2027-12-31")
    >>> [(one.school, str(one.expires), one.file_by, one.reason) for one in found.due]
    [('A', '2027-05-20', None, 'not known')]
    """
    first, last = _read_days(on, until)
    given = ensure_register(register)
    names = list(dict.fromkeys(name for one in known_awards() for name in one.names)) if lead is not None else []
    asked = read_asked(
        first, teams=teams, blackout=blackout, visits=visits, previous=previous, lead=lead, awards=names
    )  # fmt: skip
    awards = find_awards_due(given, first, last, asked.leads)
    works = (*awards.works, *(one for one in asked.visits if one.by is not None and one.by <= last))
    planned = join_works(works)
    schedule = None if asked.teams is None else _schedule(planned, asked, first)
    return Renewals(
        frameworks=tuple(awards.frameworks.values()),
        days=(first, last),
        warnings=(*awards.list_warnings(), *_tell_open(works), *_list_warnings(given, asked, planned, first, last)),
        due=works,
        load=tuple(_count_months(planned, asked, schedule, first, last)),
        status=None if schedule is None else schedule.status,
        gap=None if schedule is None else schedule.gap,
        schedule=() if schedule is None else schedule.visits,
        conflict=() if schedule is None else schedule.conflicts,
        _make_frame=frame_maker(register),
    )


def _read_days(on: Any, until: Any) -> tuple[dt.date, dt.date]:
    first, last = read_required_date(on, "on"), read_required_date(until, "until")
    if last < first or month_of(last) - month_of(first) > _MAX_MONTHS:
        expected = Message("a day from {start} on, within a hundred years", start=first)
        refuse_argument("until", str(last), expected)
    return first, last


def _schedule(planned: Sequence[PlannedVisit], asked: AskedSchedule, first: dt.date) -> Schedule:
    try:
        return schedule_visits(planned, asked, first)
    except MissingSolverError:
        message = Message("{package} is not installed, which a schedule needs", package="highspy")
        hint = Message("install it: {command}", command=HINT)
        raise InputError([Diagnostic("KD717", "error", message, hint=hint)]) from None


def _count_months(
    planned: Sequence[PlannedVisit], asked: AskedSchedule, schedule: Schedule | None, first: dt.date, last: dt.date
) -> Iterator[MonthLoad]:
    due = Counter(month_of(one.by) for one in planned)
    made = Counter(one.month for one in schedule.visits) if schedule else Counter[str | None]()
    room = sum(one.per_month for one in asked.teams or () if one.is_trained)
    for month in range(month_of(first), month_of(last) + 1):
        name, is_out = write_month(month), month in asked.blackout
        is_open = not is_out and month >= first_whole_month(first)
        capacity = None if schedule is None else room if is_open else 0
        yield MonthLoad(name, due[month], capacity, None if schedule is None else made[name], is_out)


# -- what a reader should know -------------------------------------------------------------------------------


def _list_warnings(
    register: Register, asked: AskedSchedule, planned: Sequence[PlannedVisit], first: dt.date, last: dt.date
) -> Iterator[Diagnostic]:
    if asked.leads:
        said = ", ".join(f"{award}: {time}" for award, time in asked.leads.items())
        text = Message("lead times that the caller gave, and no edition states: {leads}", leads=said)
        yield Diagnostic("KD733", "warning", text)
    if register.rejected:
        n = len({cell.row_aside for cell in register.rejected})
        text = Message.for_count(
            "{n} row of the register was set aside: what is due for its school is not listed",
            "{n} rows of the register were set aside: what is due for their schools is not listed",
            n,
        )
        yield Diagnostic("KD727", "warning", text)
    yield from _tell_visits(register, asked, last)
    yield from _tell_months(asked, planned, first)
    untrained = [one.id for one in asked.teams or () if not one.is_trained]
    if untrained:
        text = Message("teams without a trained member visit nobody: {teams}", teams=name_some(untrained))
        yield Diagnostic("KD733", "warning", text)


def _tell_open(works: Sequence[DueWork]) -> Iterator[Diagnostic]:
    schools = [work.school for work in works if work.by is None]
    if schools:
        text = Message.for_count(
            "of {n} award it is not known when it ends, and no visit is scheduled for it: {schools}",
            "of {n} awards it is not known when they end, and no visits are scheduled for them: {schools}",
            len(schools),
            schools=name_some(schools),
        )
        yield Diagnostic("KD733", "warning", text)


def _tell_visits(register: Register, asked: AskedSchedule, last: dt.date) -> Iterator[Diagnostic]:
    known = set(register.ids)
    strange = [one.school for one in asked.visits if one.school not in known]
    if strange:
        text = Message("visits to schools that are not in the register: {schools}", schools=name_some(strange))
        yield Diagnostic("KD728", "warning", text)
    beyond = [one.school for one in asked.visits if one.by is not None and one.by > last]
    if beyond:
        text = Message(
            "visits that are due after {last} are not listed: {schools}", last=last, schools=name_some(beyond)
        )
        yield Diagnostic("KD733", "warning", text)


def _tell_months(asked: AskedSchedule, planned: Sequence[PlannedVisit], first: dt.date) -> Iterator[Diagnostic]:
    start = first_whole_month(first)
    past = sorted(month for month in asked.blackout if month < start)
    if past:
        text = Message("months before the first whole month bar nothing: {months}", months=_name_months(past))
        yield Diagnostic("KD733", "warning", text)
    if asked.teams is None:
        return
    over = [school for (school, _, _), old in asked.previous.items() if old.month < start]
    if over:
        text = Message("visits of the earlier schedule whose month is over: {schools}", schools=name_some(over))
        yield Diagnostic("KD733", "warning", text)
    keys = {(one.school, one.kind, one.award) for one in planned}
    gone = [key[0] for key, old in asked.previous.items() if key not in keys and old.month >= start]
    if gone:
        text = Message("visits of the earlier schedule that are due no more: {schools}", schools=name_some(gone))
        yield Diagnostic("KD733", "warning", text)


def _name_months(months: Sequence[int]) -> str:
    return ", ".join(map(write_month, months))
