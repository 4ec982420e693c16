"""What falls due of schools as a page: the months, where there is no room, the schedule, and what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Final, Protocol

from kiemdinh.narration.language import Messages
from kiemdinh.narration.layout import Item, Line, Page, PageBlock, PageTable, Section
from kiemdinh.narration.names import Names
from kiemdinh.narration.office.office_data import OfficeData, list_warnings
from kiemdinh.parsing.durations import Duration
from kiemdinh.standards.names import read_award_name

if TYPE_CHECKING:
    from kiemdinh.data.office import DueWork, MonthLoad, PlannedVisit, RoomConflict, ScheduleStatus
    from kiemdinh.standards.loading import Framework

__all__ = ["RenewalsData", "VisitWords", "renewals_page"]

_MOST_SCHOOLS: Final = 200
"""Schools that a list names; the tables have all."""
_NOTHING: Final = "–"


class RenewalsData(OfficeData, Protocol):
    """What a page needs of renewals."""

    @property
    def due(self) -> tuple[DueWork, ...]:
        """What is due."""

    @property
    def load(self) -> tuple[MonthLoad, ...]:
        """The months."""

    @property
    def status(self) -> ScheduleStatus | None:
        """How good the schedule is; None without one."""

    @property
    def gap(self) -> Fraction | None:
        """How much better the schedule may be."""

    @property
    def schedule(self) -> tuple[PlannedVisit, ...]:
        """The visits."""

    @property
    def conflict(self) -> tuple[RoomConflict, ...]:
        """Why visits are left over."""


def renewals_page(found: RenewalsData, lang: str) -> Page:
    """Return what falls due as a page.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    return _RenewalsPage(found, VisitWords(found.frameworks, Messages(lang))).make()


class VisitWords:
    """Names months, awards and visits in a language."""

    def __init__(self, frameworks: Sequence[Framework], messages: Messages) -> None:
        self.messages = messages
        self._names = {one.id: Names(one, messages) for one in frameworks}

    def month(self, month: str) -> str:
        """Return a month as it is written in the language.

        >>> VisitWords((), Messages("vi")).month("2027-03")
        '03/2027'
        """
        year, _, number = month.partition("-")
        return self.messages.text("office.month", year=year, month=number)

    def months(self, months: Sequence[str]) -> str:
        """Return months, those that follow one another by the first and the last.

        >>> VisitWords((), Messages("en")).months(["2026-12", "2027-01", "2027-02", "2027-05"])
        '2026-12 to 2027-02, 2027-05'
        """
        runs: list[list[str]] = []
        for month in months:
            if runs and _follows(runs[-1][-1], month):
                runs[-1].append(month)
            else:
                runs.append([month])
        return ", ".join(
            self.month(run[0])
            if len(run) == 1
            else self.messages.text("office.month_span", first=self.month(run[0]), last=self.month(run[-1]))
            for run in runs
        )

    def day(self, day: dt.date | None) -> str:
        """Return a day; a dash where there is none."""
        return _NOTHING if day is None else self.messages.format_date(day)

    def award(self, award: str, grade: str | None = None) -> str:
        """Return the name of an award with its grade, as its framework names them; its id where that is not known."""
        names = self._names.get(read_award_name(award).framework or "")
        if names is None:
            return f"{award} ({grade})" if grade else award
        title = names.name_award(award)
        return f"{title}, {names.name_award(award, grade)}" if grade else title

    def purpose(self, kind: str, award: str | None) -> str:
        """Return for what a school is visited."""
        word = self.messages.text(f"office.work.{kind}")
        if award is None:
            return word
        awards = "; ".join(dict.fromkeys(self.award(one) for one in award.split(", ")))
        return self.messages.text("office.work.of", kind=word, award=awards)


def _follows(month: str, other: str) -> bool:
    (year, number), (next_year, next_number) = (map(int, one.split("-")) for one in (month, other))
    return next_year * 12 + next_number == year * 12 + number + 1


class _RenewalsPage:
    """Makes the page."""

    def __init__(self, found: RenewalsData, words: VisitWords) -> None:
        self.found, self.words, self.messages = found, words, words.messages

    def make(self) -> Page:
        """Return the page."""
        text, found = self.messages.text, self.found
        first, last = found.days
        blocks: list[PageBlock] = [
            Line(text("office.renewals.days", first=self.words.day(first), last=self.words.day(last))),
            Line(text("office.renewals.due", n=len(found.due))),
        ]
        blocks += [Line(line, strong=True) for line in self._tell_status()]
        blocks += list_warnings(found, self.messages)
        blocks.append(Section(text("office.renewals.load"), (self._load_table(),)))
        if found.conflict:
            blocks.append(Section(text("office.renewals.conflicts"), tuple(self._tell_conflicts())))
        if found.schedule:
            blocks.append(Section(text("office.renewals.schedule"), tuple(self._tell_schedule())))
        if found.due:
            blocks.append(Section(text("office.renewals.list"), tuple(self._list_due())))
        blocks.append(Section(text("office.method"), (Line(text("office.renewals.how")),)))
        return Page(text("office.renewals.title"), tuple(blocks))

    def _tell_status(self) -> Iterator[str]:
        found = self.found
        left_over = sum(one.month is None for one in found.schedule)
        key = found.status or "none"
        yield self.messages.text(f"office.renewals.{key}", n=len(found.schedule), left=left_over)
        if found.gap is not None:
            share = self.messages.format_number(max(1, round(found.gap * 100)))
            yield self.messages.text("office.renewals.gap", share=share)
        changed = sum(one.is_changed is True for one in found.schedule)
        if any(one.is_changed is not None for one in found.schedule):
            kept = sum(one.is_changed is False for one in found.schedule)
            yield self.messages.text("office.renewals.kept", kept=kept, changed=changed)

    def _load_table(self) -> PageTable:
        header = self._titles("month", "due", "room", "scheduled")
        rows = []
        for one in self.found.load:
            room = self.messages.text("office.renewals.blackout") if one.blackout else _say(one.capacity)
            rows.append((self.words.month(one.month), str(one.due), room, _say(one.scheduled)))
        return PageTable(header, tuple(rows))

    def _tell_conflicts(self) -> Iterator[PageBlock]:
        for one in self.found.conflict:
            left = tuple(self._item(visit) for visit in one.left_over[:_MOST_SCHOOLS])
            if not one.room:
                yield Item(self.messages.text("office.renewals.no_room", n=len(one.left_over)), left)
                continue
            others = [visit for visit in one.visits if visit.month is not None]
            said = self.messages.text(
                "office.renewals.conflict",
                months=self.words.months(one.months), teams=", ".join(one.teams), room=one.room,
                n=len(one.visits), left=len(one.left_over),
            )  # fmt: skip
            names = dict.fromkeys(visit.school for visit in others)
            listed = self.messages.text("office.renewals.there", schools=", ".join([*names][:_MOST_SCHOOLS]))
            yield Item(said, (*left, Item(listed)))

    def _item(self, visit: PlannedVisit) -> Item:
        purpose = self.words.purpose(visit.kind, visit.award)
        by = self.words.day(visit.by)
        return Item(self.messages.text("office.renewals.visit", school=visit.school, purpose=purpose, by=by))

    def _tell_schedule(self) -> Iterator[PageBlock]:
        planned = sorted((one for one in self.found.schedule if one.month), key=lambda one: (one.month or "", one.by))
        for month, several in groupby(planned[:_MOST_SCHOOLS], key=lambda one: one.month or ""):
            rows = tuple(
                (
                    one.school,
                    one.team or _NOTHING,
                    self.words.day(one.by),
                    self._say_before(one),
                    self.words.purpose(one.kind, one.award),
                )
                for one in several
            )
            header = self._titles("school", "team", "by", "earlier", "purpose")
            yield Section(self.words.month(month), (PageTable(header, rows, (4,)),))
        yield from self._tell_more(len(planned))

    def _say_before(self, visit: PlannedVisit) -> str:
        if visit.month_before is None:
            return _NOTHING
        if not visit.is_changed:
            return self.messages.text("office.renewals.same")
        team = "" if visit.team_before is None else f", {visit.team_before}"
        return self.words.month(visit.month_before) + team

    def _list_due(self) -> Iterator[PageBlock]:
        rows = tuple(
            (
                one.school,
                self.words.day(one.expires),
                self.words.day(one.file_by),
                self.words.day(one.by),
                self._say_due(one),
            )
            for one in self.found.due[:_MOST_SCHOOLS]
        )
        yield PageTable(self._titles("school", "expires", "file_by", "by", "purpose"), rows, (4,))
        yield from self._tell_more(len(self.found.due))

    def _say_due(self, work: DueWork) -> str:
        text = self.messages.text
        name = None if work.award is None else self.words.award(work.award, work.grade)
        word = text(f"office.work.{work.kind}")
        parts = [word if name is None else text("office.work.of", kind=word, award=name)]
        if work.reason is not None:
            lead = "" if work.lead is None else self.messages.format_duration(Duration.read(work.lead))
            parts.append(text(f"office.due.{work.reason}", lead=lead))
        if work.higher_from is not None:
            parts.append(text("office.renewals.higher", day=self.words.day(work.higher_from)))
        return "; ".join(parts)

    def _tell_more(self, n: int) -> Iterator[PageBlock]:
        if n > _MOST_SCHOOLS:
            yield Line(self.messages.text("office.more", n=n - _MOST_SCHOOLS))

    def _titles(self, *names: str) -> tuple[str, ...]:
        return tuple(self.messages.text(f"office.title.{name}") for name in names)


def _say(number: int | None) -> str:
    return _NOTHING if number is None else str(number)
