"""The standings of schools, as far as they are known; the others are worked out in the background."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from starlette.concurrency import run_in_threadpool

from kiemdinh.web.board.kept_standings import KeptStandings
from kiemdinh.web.board.office import BoardSchool
from kiemdinh.web.board.views import SchoolStanding, find_standings
from kiemdinh.web.problems import ProblemKind, WebProblem

if TYPE_CHECKING:
    from kiemdinh.web.services import WebServices
    from kiemdinh.web.store import Store, StoredSchool

__all__ = ["KnownStandings"]

_LOG: Final = logging.getLogger("kiemdinh.web")

_FEWEST_KEPT: Final = 20_000
_AT_ONCE: Final = 10
"""How many schools one task of a worker has, so that its deadline applies to a few schools."""
_MAX_DAYS: Final = 4
"""For how many days besides those of the dossiers lists are worked out at once; each client has one such day."""
_PATIENCE: Final = 2.0
"""Seconds that a request for the list waits for what is not known yet."""
_NOT_YET: Final = SchoolStanding(state="pending")
_GIVEN_UP: Final = (ProblemKind.TOO_SLOW, ProblemKind.WORKER_ENDED)


@dataclass(slots=True)
class AskedList:
    """A list of schools for one day that is being worked out, and which clients have asked for it."""

    clients: set[Hashable] = field(default_factory=set)
    waiting: OrderedDict[Hashable, StoredSchool] = field(default_factory=OrderedDict)
    in_work: set[Hashable] = field(default_factory=set)
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def end_if_done(self) -> bool:
        """Return whether nothing is left to be done; if so, the requests that wait for it go on."""
        if not self.waiting and not self.in_work:
            self.done.set()
        return self.done.is_set()


class KnownStandings:
    """The standings of the schools of a store.

    Standings that the store has kept are known from the start. A school is assessed again when it has a new revision. A
    request waits at most *patience* seconds for standings that are not known; the rest is worked out in the background,
    in all workers at once, and lists show these schools as not yet assessed. The list for the dossiers' own days goes
    before lists for other days. The number of other days that are worked out is limited by the constants of this
    module, so that no client keeps the workers busy alone.

    Parameters
    ----------
    services, store
        The workers, and the schools.
    clock
        A function that returns the present time: a school that took too long is tried again on another day.
    patience
        How many seconds a request waits.
    """

    def __init__(
        self, services: WebServices, store: Store, clock: Callable[[], dt.datetime], patience: float = _PATIENCE
    ) -> None:
        self._services = services
        self._store = store
        self._clock = clock
        self._patience = patience
        self._in_store = KeptStandings(services, store)
        self._kept: OrderedDict[Hashable, SchoolStanding] = OrderedDict(
            (_key_of(school, None), standing) for school, standing in self._in_store.read().items()
        )
        self._given_up: dict[Hashable, dt.date] = {}
        self._most = _FEWEST_KEPT
        self._asked: OrderedDict[str | None, AskedList] = OrderedDict()
        self._working: set[asyncio.Task[None]] = set()

    async def list_schools(
        self,
        schools: Sequence[StoredSchool],
        on: str | None,
        client: Hashable,
        is_shown: Callable[[StoredSchool], bool] = lambda _: True,
    ) -> list[BoardSchool]:
        """Return schools with their standings.

        Parameters
        ----------
        schools
            The schools.
        on
            The day of the assessment; None for the days of the dossiers.
        client
            The client that asks.
        is_shown
            Whether a school can be on the page that is asked for: these are assessed first.
        """
        # Two lists, so that a list for another day does not push out the list that all users see.
        self._most = max(_FEWEST_KEPT, 3 * len(schools))
        missing = [one for one in schools if self._find(one, on) is None]
        if missing:
            asked = self._ask(sorted(missing, key=lambda one: not is_shown(one)), on, client)
            if asked is not None:
                with suppress(TimeoutError):
                    await asyncio.wait_for(asked.done.wait(), self._patience)
        return [BoardSchool(one, self._find(one, on) or _NOT_YET) for one in schools]

    def _find(self, school: StoredSchool, on: str | None) -> SchoolStanding | None:
        key = _key_of(school, on)
        if key not in self._kept or self._given_up.get(key, self._today) != self._today:
            return None
        self._kept.move_to_end(key)
        return self._kept[key]

    @property
    def _today(self) -> dt.date:
        return self._clock().date()

    # -- asking ------------------------------------------------------------------------------------------

    def _ask(self, missing: Sequence[StoredSchool], on: str | None, client: Hashable) -> AskedList | None:
        """Have schools assessed for a day, in this order; None where too many days are asked for already."""
        self._forget_other_loops()
        self._leave_other_days(on, client)
        if on is not None and on not in self._asked and len(self._asked.keys() - {None}) >= _MAX_DAYS:
            return None
        asked = self._asked.setdefault(on, AskedList())
        asked.clients.add(client)
        wanted = {_key_of(one, on): one for one in missing}
        # Schools that this request misses come first; other schools may be waiting for clients who may see more.
        both = {**wanted, **{key: one for key, one in asked.waiting.items() if key not in wanted}}
        asked.waiting = OrderedDict((key, one) for key, one in both.items() if key not in asked.in_work)
        # A task that has just ended takes no more schools, but can still be in this set.
        while sum(not one.done() for one in self._working) < self._services.workers.count:
            self._start_work()
        return asked

    def _start_work(self) -> None:
        task = asyncio.get_running_loop().create_task(self._work())
        for tasks in (self._working, self._services.tasks):
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    def _forget_other_loops(self) -> None:
        """Forget the lists of an earlier event loop: nobody waits for them, and nothing works on them."""
        loop = asyncio.get_running_loop()
        left = {one for one in self._working if one.get_loop() is not loop}
        if left:
            self._working -= left
            self._asked.clear()

    def _leave_other_days(self, on: str | None, client: Hashable) -> None:
        """Drop the list of a client for another day, unless other clients wait for it: each client has one such day."""
        for other in [one for one in self._asked if on is not None and one not in (None, on)]:
            asked = self._asked[other]
            asked.clients.discard(client)
            if not asked.clients:
                asked.waiting.clear()
                self._end_if_done(other)

    # -- working -----------------------------------------------------------------------------------------

    async def _work(self) -> None:
        """Assess the schools that are waiting, a few at a time, until none is left."""
        while (taken := self._take()) is not None:
            on, schools = taken
            asked = self._asked[on]
            try:
                await self._assess(schools, on)
            except Exception as error:  # noqa: BLE001 - a fault must not end what works for all
                _log_fault(error)
                asked.waiting.clear()
            finally:
                asked.in_work.difference_update(_key_of(one, on) for one in schools)
                self._end_if_done(on)

    def _end_if_done(self, on: str | None) -> None:
        if on in self._asked and self._asked[on].end_if_done():
            del self._asked[on]

    def _take(self) -> tuple[str | None, list[StoredSchool]] | None:
        """Return a few schools that are to be assessed next, and the day; None where there is nothing to do."""
        for on in self._list_days():
            asked = self._asked[on]
            taken = [asked.waiting.popitem(last=False) for _ in range(min(_AT_ONCE, len(asked.waiting)))]
            if taken:
                asked.in_work.update(key for key, _ in taken)
                self._asked.move_to_end(on)
                return on, [one for _, one in taken]
        return None

    def _list_days(self) -> Iterator[str | None]:
        """Yield the days that can be worked for now: first those of the dossiers, then the others in turn.

        Other days leave one worker free, if there are several.
        """
        others = [one for one in self._asked if one is not None]
        if None in self._asked:
            yield None
        if sum(bool(self._asked[one].in_work) for one in others) < max(1, self._services.workers.count - 1):
            yield from others

    async def _assess(self, schools: Sequence[StoredSchool], on: str | None) -> None:
        dossiers = await run_in_threadpool(self._store.read_dossiers, [one.id for one in schools])
        asked = [(one.framework, dossiers[one.id]) for one in schools]
        found = await self._find_standings(asked, on)
        for one, standing in zip(schools, found, strict=True):
            self._keep(_key_of(one, on), standing)
        if on is None:
            await run_in_threadpool(self._in_store.keep, dict(zip(schools, found, strict=True)))

    def _keep(self, key: Hashable, standing: SchoolStanding) -> None:
        self._given_up.pop(key, None)
        if isinstance(standing.problem, WebProblem):
            self._given_up[key] = self._today
        self._kept[key] = standing
        while len(self._kept) > self._most:
            gone, _ = self._kept.popitem(last=False)
            self._given_up.pop(gone, None)

    async def _find_standings(self, asked: Sequence[tuple[str, Any]], on: str | None) -> Sequence[SchoolStanding]:
        """Return the standings of schools; a school that takes too long gets one that says so, and delays no other."""
        try:
            return await self._services.workers.run(find_standings, asked, on, self._services.limits.steps)
        except WebProblem as problem:
            if problem.kind not in _GIVEN_UP:
                raise
            if len(asked) == 1:
                return [SchoolStanding(problem=problem)]
        return [(await self._find_standings([one], on))[0] for one in asked]


def _key_of(school: StoredSchool, on: str | None) -> Hashable:
    return school.id, school.revision, on


def _log_fault(error: Exception) -> None:
    if not (isinstance(error, WebProblem) and error.kind is ProblemKind.BUSY):
        _LOG.error("Schools could not be assessed for the list.", exc_info=error)
