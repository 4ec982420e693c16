"""In which month, and by which team, schools are visited: a flow of visits through months to teams (semantics 6.9).

A visit flows from its last month down a *line* of earlier months, one step for each, to the teams that may make it.
Visits that the same teams may make share a line, so that the network hardly grows with the schools. What finds no room
flows past. The aims, in order: as few as can be are left over; as few as can be of an earlier schedule move to another
month, or are left over; as few as can be have another team; visits stand as near to their days as can be; teams are
used alike, in tenths of what they can do.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from kiemdinh.data.office import PlannedVisit, RoomConflict
from kiemdinh.portfolio.renewals.months import first_whole_month, last_whole_month, write_month
from kiemdinh.rules import Budget
from kiemdinh.solvers.flows import FlowArc, FlowNetwork, find_flow

if TYPE_CHECKING:
    from kiemdinh.data.office import DueWork, ScheduleStatus
    from kiemdinh.portfolio.renewals.asked import AskedSchedule, EarlierVisit
    from kiemdinh.portfolio.renewals.teams import VisitTeam
    from kiemdinh.solvers.flows import Flow

__all__ = ["Schedule", "join_works", "schedule_visits"]

_STEPS: Final = 3_000_000
"""The budget of a schedule, in steps of :func:`find_flow`."""
_MAX_ARCS: Final = 1_000_000
"""Arcs of the largest network that is searched."""
_TENTHS: Final = 10
_LEFT, _MOVED, _TEAM, _EARLY, _UNEVEN = range(5)
"""The places of the aims."""
_Slot: TypeAlias = "tuple[int, int]"
"""A month and the number of a team."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The visits with their months and teams.

    Attributes
    ----------
    status, gap
        How good it is, and how much better the first aim that was not proved may be, as a share; None without a gap.
    visits
        The visits; those that are left over have no month.
    conflicts
        Why visits are left over.
    """

    status: ScheduleStatus
    gap: Fraction | None
    visits: tuple[PlannedVisit, ...]
    conflicts: tuple[RoomConflict, ...] = ()


def join_works(works: Iterable[DueWork]) -> tuple[PlannedVisit, ...]:
    """Return the visits that are needed for what is due: awards of a school that are due by one day are one visit.

    An award without a known day needs none.
    """
    joined: dict[tuple[str, str, dt.date], list[str]] = defaultdict(list)
    for work in works:
        if work.by is not None:
            joined[work.school, work.kind, work.by] += [] if work.award is None else [work.award]
    return tuple(
        PlannedVisit(school, kind, ", ".join(awards) or None, by)  # type: ignore[arg-type]  # a kind as it came in
        for (school, kind, by), awards in joined.items()
    )


def schedule_visits(visits: Sequence[PlannedVisit], asked: AskedSchedule, on: dt.date) -> Schedule:
    """Return a schedule of visits from a day on; see the module for its aims.

    Raises
    ------
    MissingSolverError
        If highspy is not installed.
    """
    if not visits:
        return Schedule("optimal", None, ())
    network = _VisitNetwork.of(visits, asked, first_whole_month(on))
    if network.most_arcs > _MAX_ARCS:
        return Schedule("unknown", None, network.visits)
    network.build()
    flow = find_flow(FlowNetwork(network.supplies, network.arcs), network.list_aims(), Budget(_STEPS))
    if flow is None:
        return Schedule("unknown", None, network.visits)
    slots = network.read_slots(flow)
    placed = tuple(
        one if slot is None else replace(one, month=write_month(slot[0]), team=network.teams[slot[1]].id)
        for one, slot in zip(network.visits, slots, strict=True)
    )
    gap = _find_gap(flow)
    # Where the first aim is not proved, nothing is known about room.
    if flow.aims[_LEFT].bound < flow.aims[_LEFT].cost:
        return Schedule("unknown", gap, placed)
    left_over = flow.aims[_LEFT].cost > 0
    conflicts = tuple(network.list_conflicts(slots, placed)) if left_over else ()
    status: ScheduleStatus = "infeasible" if left_over else "optimal" if gap is None else "bounded"
    return Schedule(status, gap, placed, conflicts)


def _find_gap(flow: Flow) -> Fraction | None:
    last = flow.aims[-1]
    return None if last.bound >= last.cost else Fraction(last.cost - last.bound, last.cost)


class _VisitPlace(NamedTuple):
    """Where a visit may go: the teams that may make it, by number, and its last month."""

    teams: tuple[int, ...]
    last: int


def _find_teams(
    visits: Sequence[PlannedVisit], teams: Sequence[VisitTeam]
) -> Iterator[tuple[PlannedVisit, tuple[int, ...]]]:
    """Yield each visit with the teams that may make it, by number; where they are the same they are one object."""
    barred: dict[str, set[int]] = defaultdict(set)
    for number, team in enumerate(teams):
        for school in team.not_at:
            barred[school].add(number)
    able = tuple(number for number, team in enumerate(teams) if team.is_trained and team.per_month)
    known: dict[frozenset[int], tuple[int, ...]] = {}
    for visit in visits:
        out = frozenset(barred.get(visit.school, ()))
        if out not in known:
            known[out] = tuple(number for number in able if number not in out)
        yield visit, known[out]


@dataclass(slots=True)
class _VisitNetwork:
    """The network: a node for each visit, line, month of a line and slot; the arcs with their costs by each aim."""

    teams: Sequence[VisitTeam]
    visits: tuple[PlannedVisit, ...]
    places: list[_VisitPlace]
    earlier: list[EarlierVisit | None]
    months: range
    blackout: frozenset[int]
    arcs: list[FlowArc] = field(default_factory=list)
    costs: list[tuple[int, ...]] = field(default_factory=list)
    nodes: dict[object, int] = field(default_factory=dict)
    supplies: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, visits: Sequence[PlannedVisit], asked: AskedSchedule, first: int) -> _VisitNetwork:
        teams = asked.teams or ()
        places = [_VisitPlace(of_school, last_whole_month(one.by)) for one, of_school in _find_teams(visits, teams)]
        earlier = [asked.previous.get((one.school, one.kind, one.award)) for one in visits]
        told = tuple(
            one if old is None else replace(one, month_before=write_month(old.month), team_before=old.team)
            for one, old in zip(visits, earlier, strict=True)
        )
        months = range(first, max((one.last for one in places), default=first - 1) + 1)
        return cls(teams, told, places, earlier, months, asked.blackout)

    # -- building ------------------------------------------------------------------------------------------

    @property
    def most_arcs(self) -> int:
        """An upper bound of the number of arcs of the network, counted without building it."""
        own = {(i,) for place in self.places for i in place.teams} if any(self.earlier) else set()
        lines = {place.teams for place in self.places} | own
        slots = len(self.months) * len(self.teams) * _TENTHS
        return 5 * len(self.visits) + slots + sum(len(self.months) * (2 + len(teams)) for teams in lines)

    def _node(self, key: object) -> int:
        if key not in self.nodes:
            self.nodes[key] = len(self.supplies)
            self.supplies.append(0)
        return self.nodes[key]

    def _add(self, tail: object, head: object, capacity: int, **costs: int) -> None:
        self.arcs.append(FlowArc(self._node(tail), self._node(head), capacity))
        self.costs.append(tuple(costs.get(name, 0) for name in ("left", "moved", "team", "early", "uneven")))

    def build(self) -> None:
        """Add the nodes and arcs."""
        for number in range(len(self.visits)):
            self._add_visit(number)
        lines = dict.fromkeys(
            key[1] for key in list(self.nodes) if isinstance(key, tuple) and key[0] in ("line", "month")
        )
        for teams in lines:
            self._add_line(teams)
        for key in list(self.nodes):
            if isinstance(key, tuple) and key[0] == "slot":
                self._add_room(key)
        self.supplies[self._node("end")] = -len(self.visits)

    def _add_visit(self, number: int) -> None:
        teams, last = self.places[number]
        old, visit = self.earlier[number], ("visit", number)
        self.supplies[self._node(visit)] = 1
        moved, other = int(old is not None), int(old is not None and old.team is not None)
        self._add(visit, "end", 1, left=1, moved=moved)
        if not teams or last < self.months.start:
            return
        self._add(visit, ("line", teams, last), 1, moved=moved, team=other)
        if old is None:
            return
        is_open = self.months.start <= old.month <= last and old.month not in self.blackout
        if is_open:
            self._add(visit, ("month", teams, old.month), 1, team=other, early=last - old.month)
        number_of = {self.teams[i].id: i for i in teams}
        if old.team in number_of:
            own = number_of[old.team]
            self._add(visit, ("line", (own,), last), 1, moved=moved)
            if is_open:
                self._add(visit, ("slot", old.month, own), 1, early=last - old.month)

    def _add_line(self, teams: tuple[int, ...]) -> None:
        """Add a line: from each month to the one before, and from a month to the teams in it."""
        most = len(self.visits)
        for month in self.months:
            if month > self.months.start:
                self._add(("line", teams, month), ("line", teams, month - 1), most, early=1)
            if month not in self.blackout:
                self._add(("line", teams, month), ("month", teams, month), most)
                for team in teams:
                    self._add(("month", teams, month), ("slot", month, team), most)

    def _add_room(self, slot: tuple[object, ...]) -> None:
        """Add what a team can do in a month, in tenths: each further tenth costs more evenness."""
        room = self.teams[int(str(slot[2]))].per_month
        for tenth in range(_TENTHS):
            part = room * (tenth + 1) // _TENTHS - room * tenth // _TENTHS
            if part:
                self._add(slot, "end", part, uneven=tenth)

    def list_aims(self) -> list[list[int]]:
        """Return what a unit on each arc costs by each aim; without an earlier schedule two of them cost nothing."""
        return [list(costs) for costs in zip(*self.costs, strict=True)]

    # -- reading -------------------------------------------------------------------------------------------

    def read_slots(self, flow: Flow) -> list[_Slot | None]:
        """Return the month and team of each visit; None where it is left over.

        Visits that meet at a node are alike from there on: they leave it in the order in which they came.
        """
        keys = list(self.nodes)
        leaving: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for arc, amount in zip(self.arcs, flow.amounts, strict=True):
            if amount:
                leaving[arc.tail].append((arc.head, amount))
        found: list[_Slot | None] = [None] * len(self.visits)
        waiting: dict[int, deque[int]] = defaultdict(deque)
        for number in range(len(self.visits)):
            waiting[self.nodes["visit", number]].append(number)
        for node in self._order(keys):
            for head, amount in leaving[node]:
                key = keys[head]
                for _ in range(amount):
                    number = waiting[node].popleft()
                    waiting[head].append(number)
                    if isinstance(key, tuple) and key[0] == "slot":
                        found[number] = (key[1], key[2])
        return found

    def _order(self, keys: Sequence[object]) -> list[int]:
        """Return the nodes in the order of the flow: visits, then lines from the last month on, then months."""

        def rank(key: object) -> tuple[int, int]:
            if not isinstance(key, tuple):
                return (4, 0)
            kind = ("visit", "line", "month", "slot").index(key[0])
            return (kind, -key[2] if kind == 1 else 0)

        # What has reached a slot has been read.
        return [self.nodes[key] for key in sorted(keys, key=rank) if rank(key)[0] < 3]

    # -- conflicts -----------------------------------------------------------------------------------------

    def list_conflicts(self, slots: Sequence[_Slot | None], placed: Sequence[PlannedVisit]) -> Iterator[RoomConflict]:
        """Yield why visits are left over: the slots that could be freed for them, all full, and the visits there."""
        in_slot: dict[_Slot, list[int]] = defaultdict(list)
        for number, slot in enumerate(slots):
            if slot is not None:
                in_slot[slot].append(number)
        by_slots: dict[tuple[_Slot, ...], list[int]] = defaultdict(list)
        known: dict[_VisitPlace, tuple[_Slot, ...]] = {}
        for number, slot in enumerate(slots):
            if slot is None:
                place = self.places[number]
                if place not in known:
                    known[place] = self._find_full(place, in_slot)
                by_slots[known[place]].append(number)
        for full, left_over in by_slots.items():
            numbers = sorted([*left_over, *(number for slot in full for number in in_slot[slot])])
            yield RoomConflict(
                tuple(write_month(month) for month in sorted({month for month, _ in full})),
                tuple(self.teams[team].id for team in sorted({team for _, team in full})),
                sum(self.teams[team].per_month for _, team in full),
                tuple(placed[number] for number in numbers),
            )

    def _find_full(self, place: _VisitPlace, in_slot: Mapping[_Slot, Sequence[int]]) -> tuple[_Slot, ...]:
        """Return the slots that a visit may have, those that the visits in these slots may have, and so on."""
        seen: set[_Slot] = set()
        asked, open_ = {place}, [place]
        done: dict[tuple[int, ...], int] = {}
        while open_:
            teams, last = open_.pop()
            # What these teams can do up to a month is looked at once.
            first = done.get(teams, self.months.start)
            done[teams] = max(first, last + 1)
            months = (month for month in range(first, last + 1) if month not in self.blackout)
            for slot in {(month, team) for month in months for team in teams} - seen:
                seen.add(slot)
                others = {self.places[number] for number in in_slot.get(slot, ())} - asked
                asked |= others
                open_ += sorted(others)
        return tuple(sorted(seen))
