"""Reading what is asked of a schedule: teams, months without visits, visits, lead times, and an earlier schedule.

Each is given as plain Python objects, or as the ``Path`` of a file of YAML or JSON that has it under its name. An
earlier schedule may also be the JSON of a result. All problems are collected, each with its place.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, is_dataclass
from typing import Any, Final, NamedTuple, TypeVar

from kiemdinh.data.office import WORK_KINDS, DueWork
from kiemdinh.diagnostics.arguments import refuse_argument
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message, list_names
from kiemdinh.diagnostics.wording import suggest
from kiemdinh.parsing.cells import ReadingError, clean_text, read_date
from kiemdinh.parsing.collector import Path, Problems
from kiemdinh.parsing.durations import Duration
from kiemdinh.parsing.fields import read_yes_no
from kiemdinh.parsing.read import open_input
from kiemdinh.portfolio.renewals.months import read_month, write_month
from kiemdinh.portfolio.renewals.teams import TeamMember, VisitTeam

__all__ = ["AskedSchedule", "EarlierVisit", "read_asked"]

T = TypeVar("T")
_MAX_TEAMS: Final = 1_000
_MAX_PER_MONTH: Final = 10_000
"""Visits that a team can make in a month; more is no figure of a team."""
_MAP, _LIST = Message("a map"), Message("a list")
_WHOLE: Final = Message("a whole number from {least} to {most}", least=0, most=_MAX_PER_MONTH)
_AWARD: Final = Message("an award of a framework that comes with kiemdinh: FRAMEWORK/AWARD")
_EXPECTED: Final[Mapping[str, Message]] = {
    "teams": Message("a list of teams, or the Path of a file that has it under '{name}'", name="teams"),
    "visits": Message("a list of visits, or the Path of a file that has it under '{name}'", name="visits"),
    "blackout": Message("a list of months, such as 2027-06"),
    "previous": Message("the schedule of an earlier result, or the Path of the JSON of that result"),
    "lead": Message("lead times by award, such as {{'FRAMEWORK/AWARD': '5 months'}}"),
}


class EarlierVisit(NamedTuple):
    """What an earlier schedule says of a visit: its month, and its team where it has one."""

    month: int
    team: str | None


@dataclass(slots=True)
class AskedSchedule:
    """What is asked of a schedule.

    Attributes
    ----------
    teams
        The teams; None where none were given, and nothing is scheduled.
    blackout
        The months in which nobody is visited.
    visits
        The visits that the office owes.
    leads
        Lead times by the names of awards.
    previous
        The visits of an earlier schedule, by the school, the kind and the award.
    """

    teams: tuple[VisitTeam, ...] | None = None
    blackout: frozenset[int] = frozenset()
    visits: tuple[DueWork, ...] = ()
    leads: Mapping[str, Duration] = field(default_factory=dict)
    previous: Mapping[tuple[str, str, str | None], EarlierVisit] = field(default_factory=dict)


def read_asked(
    on: dt.date, *, teams: Any, blackout: Any, visits: Any, previous: Any, lead: Any, awards: Sequence[str]
) -> AskedSchedule:
    """Return what is asked of a schedule that begins on a day.

    Parameters
    ----------
    on
        The first day.
    teams, blackout, visits, previous, lead
        As :func:`kiemdinh.renewals` takes them.
    awards
        What awards can be called.

    Raises
    ------
    InputError
        With everything that is wrong in all of them.
    """
    found = AskedSchedule()
    problems: list[Diagnostic] = []
    steps: tuple[tuple[str, Any, Callable[[_Given], None]], ...] = (
        ("teams", teams, lambda given: _set_teams(found, given)),
        ("blackout", blackout, lambda given: _set_blackout(found, given)),
        ("visits", visits, lambda given: _set_visits(found, given, on)),
        ("previous", previous, lambda given: _set_previous(found, given)),
        ("lead", lead, lambda given: _set_leads(found, given, awards)),
    )
    for name, what, read in steps:
        try:
            given = _open(name, what)
            if given is not None:
                read(given)
                given.problems.raise_errors()
        except InputError as error:
            problems += error.diagnostics
    if problems:
        raise InputError(problems)
    return found


# -- reading -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Given:
    """One argument as plain data, with the place of each part."""

    name: str
    data: Any
    problems: Problems

    def rows(self) -> Iterator[tuple[Path, Mapping[str, Any]]]:
        """Yield each map of a list, with its place; anything else in the list is reported."""
        for i, row in enumerate(self.data):
            if isinstance(row, Mapping):
                yield (self.name, i), row
            else:
                self.problems.add("KD103", Message("a map is expected"), (self.name, i), expected=_MAP)

    def text(self, row: Mapping[str, Any], key: str, path: Path) -> str | None:
        """Return the text under a key; it is reported where it is missing or no text."""
        value = row.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or not clean_text(value):
            code, text = (
                ("KD101", Message("'{key}' is missing", key=key)) if value is None else ("KD103", Message("text"))
            )
            self.problems.add(code, text, (*path, key) if key in row else path, expected=Message("text"))
            return None
        return clean_text(str(value))

    def read(self, value: Any, read: Callable[[Any], T], path: Path) -> T | None:
        """Return what *read* makes of a value; what it refuses is reported."""
        try:
            return read(value)
        except ReadingError as error:
            self.problems.add(error.code, error.message, path, expected=error.expected, hint=error.hint)
            return None

    def check_keys(self, row: Mapping[str, Any], known: Sequence[str], path: Path) -> None:
        """Report keys that are not known."""
        for key in row:
            if key not in known:
                near = suggest(key, known)
                hint = None if near is None else Message("did you mean '{near}'?", near=near)
                text = Message("unknown key '{key}'", key=key)
                self.problems.add("KD102", text, (*path, key), key=True, expected=list_names(known), hint=hint)


def _open(name: str, what: Any) -> _Given | None:
    """Return an argument as plain data; None where it is absent. Its form is checked here."""
    if what is None:
        return None
    is_map = name == "lead"
    if name == "previous":
        what = _list_scheduled_rows(what)
    if isinstance(what, os.PathLike):
        source = open_input(what).read()
        data = source.data.get(name)
        if name == "previous":
            tables = source.data.get("tables")
            data = tables.get("schedule") if isinstance(tables, dict) else data
    else:
        if not isinstance(what, Mapping if is_map else list | tuple | set | frozenset):
            refuse_argument(name, what, _EXPECTED[name])
        source = open_input({name: what if is_map else list(what)}).read()
        data = source.data[name]
    if not isinstance(data, dict if is_map else list):
        refuse_argument(name, data, _EXPECTED[name])
    return _Given(name, data, Problems(source))


def _list_scheduled_rows(what: Any) -> Any:
    """Return the visits of a result, or of its ``.schedule``, as maps; anything else as it is."""
    visits = getattr(what, "schedule", what)
    if isinstance(visits, list | tuple):
        return [asdict(one) if is_dataclass(one) and not isinstance(one, type) else one for one in visits]
    return visits


# -- each of them --------------------------------------------------------------------------------------------


def _set_teams(found: AskedSchedule, given: _Given) -> None:
    teams: dict[str, VisitTeam] = {}
    for path, row in given.rows():
        given.check_keys(row, ("id", "per_month", "members"), path)
        id_ = given.text(row, "id", path)
        per_month = _read_whole(given, row, path)
        members = tuple(_read_members(given, row.get("members"), (*path, "members")))
        if id_ is None or per_month is None:
            continue
        if id_ in teams:
            given.problems.add("KD006", Message("two teams have the id '{id}'", id=id_), (*path, "id"))
        teams[id_] = VisitTeam(id_, per_month, members)
    if len(teams) > _MAX_TEAMS:
        text = Message("there are more than {most} teams", most=_MAX_TEAMS)
        given.problems.add("KD007", text, ("teams",), expected=_LIST)
    found.teams = tuple(teams.values())


def _read_whole(given: _Given, row: Mapping[str, Any], path: Path) -> int | None:
    value = row.get("per_month")
    if value is None:
        given.problems.add("KD101", Message("'{key}' is missing", key="per_month"), path, expected=_WHOLE)
        return None
    try:
        number = int(str(value))
    except ValueError:
        number = -1
    if isinstance(value, bool) or not 0 <= number <= _MAX_PER_MONTH:
        text = Message("a team cannot make {n} visits in a month", n=str(value)[:20])
        given.problems.add("KD106", text, (*path, "per_month"), expected=_WHOLE)
        return None
    return number


def _read_members(given: _Given, rows: Any, path: Path) -> Iterator[TeamMember]:
    if not isinstance(rows, list) or not rows:
        code = "KD101" if rows is None else "KD110" if rows == [] else "KD103"
        given.problems.add(code, Message("a team has a list of members"), path, expected=_LIST)
        return
    seen: set[str] = set()
    for i, row in enumerate(rows):
        place = (*path, i)
        if not isinstance(row, Mapping):
            given.problems.add("KD103", Message("a map is expected"), place, expected=_MAP)
            continue
        given.check_keys(row, ("id", "trained", "not_at"), place)
        id_ = given.text(row, "id", place)
        trained = given.read(row.get("trained", False), read_yes_no, (*place, "trained"))
        schools = row.get("not_at") or []
        if not isinstance(schools, list):
            given.problems.add("KD103", Message("a list of schools is expected"), (*place, "not_at"), expected=_LIST)
            schools = []
        if id_ is None:
            continue
        if id_ in seen:
            given.problems.add("KD006", Message("two members have the id '{id}'", id=id_), (*place, "id"))
        seen.add(id_)
        yield TeamMember(id_, bool(trained), frozenset(clean_text(str(one)) for one in schools))


def _set_blackout(found: AskedSchedule, given: _Given) -> None:
    months = (_read_month(given, value, ("blackout", i)) for i, value in enumerate(given.data))
    found.blackout = frozenset(month for month in months if month is not None)


def _read_month(given: _Given, value: Any, path: Path) -> int | None:
    month = read_month(str(value))
    if month is None:
        text = Message("'{text}' is no month", text=str(value)[:40])
        given.problems.add("KD107", text, path, expected=Message("a month such as {month}", month="2027-03"))
    return month


def _set_visits(found: AskedSchedule, given: _Given, on: dt.date) -> None:
    visits: dict[DueWork, None] = {}
    for path, row in given.rows():
        given.check_keys(row, ("school", "kind", "by"), path)
        school, kind = given.text(row, "school", path), given.text(row, "kind", path)
        by = given.read(row.get("by"), read_date, (*path, "by"))
        asked = WORK_KINDS[1:]
        if kind is not None and kind not in asked:
            text = Message("'{kind}' is no kind of visit", kind=kind)
            given.problems.add("KD104", text, (*path, "kind"), expected=list_names(asked))
        elif by is not None and by < on:
            text = Message("{end} lies before {start}", end=by, start=on)
            expected = Message("a day from {start} on", start=on)
            given.problems.add("KD317", text, (*path, "by"), expected=expected)
        elif school is not None and by is not None and kind is not None:
            visit = DueWork(school, "advice" if kind == "advice" else "inspection", by=by)
            if visit in visits:
                text = Message("the same visit to '{school}' is here twice", school=school)
                given.problems.add("KD006", text, path)
            visits[visit] = None
    found.visits = tuple(visits)


def _set_previous(found: AskedSchedule, given: _Given) -> None:
    previous: dict[tuple[str, str, str | None], EarlierVisit] = {}
    for path, row in given.rows():
        school, award, team = given.text(row, "school", path), row.get("award"), row.get("team")
        kind = clean_text(str(row.get("kind") or WORK_KINDS[0]))
        if row.get("month") is None:
            continue  # it was left over
        month = _read_month(given, row["month"], (*path, "month"))
        if school is None or month is None:
            continue
        key = (school, kind, None if award is None else str(award))
        if key in previous and previous[key].month != month:
            text = Message(
                "the visit to '{school}' is here in {first} and in {second}",
                school=school, first=write_month(previous[key].month), second=write_month(month),
            )  # fmt: skip
            given.problems.add("KD006", text, path)
        previous[key] = EarlierVisit(month, None if team is None else str(team))
    found.previous = previous


def _set_leads(found: AskedSchedule, given: _Given, awards: Sequence[str]) -> None:
    leads: dict[str, Duration] = {}
    for key, value in given.data.items():
        if key not in awards:
            near = suggest(key, awards)
            hint = None if near is None else Message("did you mean '{near}'?", near=near)
            text = Message("there is no award '{award}'", award=key)
            given.problems.add("KD303", text, ("lead", key), key=True, expected=_AWARD, hint=hint)
        lead = given.read(value, Duration.read, ("lead", key))
        if lead is not None:
            leads[key] = lead
    found.leads = leads
