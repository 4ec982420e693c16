"""What is worked out of the schools of a store: asked of the workers once for each revision, and kept."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

from starlette.concurrency import run_in_threadpool

from kiemdinh.standards.catalogue import load
from kiemdinh.web.board.office import BoardSchool
from kiemdinh.web.board.views import SchoolStanding, find_standings
from kiemdinh.web.problems import ProblemKind, WebProblem

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework
    from kiemdinh.web.services import WebServices
    from kiemdinh.web.store import Store, StoredSchool

__all__ = ["ShownSchools"]

T = TypeVar("T")

_MAX_STANDINGS: Final = 20_000
_MAX_VIEWS: Final = 1_000
_MAX_PAGES: Final = 100
_AT_ONCE: Final = 10
"""How many schools a worker is asked about at once, so that a deadline is one for a few schools."""


class _LastAsked(OrderedDict[Hashable, Any]):
    """What was asked for last, at most so much."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def keep(self, key: Hashable, value: object) -> None:
        self[key] = value
        while len(self) > self._most:
            self.popitem(last=False)

    def find(self, key: Hashable) -> Any:
        """Return what is kept under *key*, which is then the last to go; None where nothing is."""
        if key in self:
            self.move_to_end(key)
        return self.get(key)


class ShownSchools:
    """The schools of a store with what results say of them.

    A school is assessed again when it has a new revision. What was worked out last is kept in memory.
    """

    def __init__(self, services: WebServices, store: Store) -> None:
        self._services = services
        self._store = store
        self._standings = _LastAsked(_MAX_STANDINGS)
        self._views = _LastAsked(_MAX_VIEWS)
        self._pages = _LastAsked(_MAX_PAGES)
        self._frameworks: dict[str, Framework] = {}
        self._filling = asyncio.Lock()

    async def view(self, school: StoredSchool, function: Callable[..., T], on: str | None, lang: str) -> T:
        """Return what *function*, one of ``views``, returns of a school in a worker; it is kept.

        Raises
        ------
        WebProblem
            It takes too long.
        """
        key = (function.__name__, school.id, school.revision, on, lang)
        found: T | None = self._views.find(key)
        if found is None:
            dossier = await run_in_threadpool(self._store.read_dossier, school.id)
            steps = self._services.limits.steps
            found = await self._services.workers.run(function, school.framework, dossier, on, lang, steps)
            self._views.keep(key, found)
        return found

    def page(self, schools: Sequence[StoredSchool], key: Hashable, render: Callable[[], str]) -> str:
        """Return a page about several schools, rendered once for each revision of any of them."""
        full = (tuple(schools), key)
        found: str | None = self._pages.find(full)
        if found is None:
            found = render()
            self._pages.keep(full, found)
        return found

    async def list_standings(self, schools: Sequence[StoredSchool], on: str | None) -> list[BoardSchool]:
        """Return schools with where they stand; those that have changed are assessed, in all workers at once."""
        if self._list_missing(schools, on):
            await self._fill_gaps(schools, on)
        return [BoardSchool(one, self._standings.get(_key_of(one, on), SchoolStanding())) for one in schools]

    def _list_missing(self, schools: Sequence[StoredSchool], on: str | None) -> list[StoredSchool]:
        return [one for one in schools if self._standings.find(_key_of(one, on)) is None]

    async def _fill_gaps(self, schools: Sequence[StoredSchool], on: str | None) -> None:
        # One request at a time fills gaps: others that ask for the same meanwhile find them filled.
        async with self._filling:
            missing = self._list_missing(schools, on)
            parts = [missing[start : start + _AT_ONCE] for start in range(0, len(missing), _AT_ONCE)]
            # No more at once than there are workers: pages that others ask for do not wait behind all schools.
            free = asyncio.Semaphore(self._services.workers.count)
            await asyncio.gather(*(self._fill_standings(part, on, free) for part in parts))

    async def _fill_standings(self, schools: Sequence[StoredSchool], on: str | None, free: asyncio.Semaphore) -> None:
        async with free:
            dossiers = await run_in_threadpool(self._store.read_dossiers, [one.id for one in schools])
            asked = [(one.framework, dossiers[one.id]) for one in schools]
            found = await self._find_standings(asked, on)
        for one, standing in zip(schools, found, strict=True):
            self._standings.keep(_key_of(one, on), standing)

    async def _find_standings(self, asked: Sequence[tuple[str, Any]], on: str | None) -> Sequence[SchoolStanding]:
        """Return where schools stand; one that takes too long has a standing that says so, and keeps no other back."""
        try:
            return await self._services.workers.run(find_standings, asked, on, self._services.limits.steps)
        except WebProblem as problem:
            if problem.kind not in (ProblemKind.TOO_SLOW, ProblemKind.WORKER_ENDED):
                raise
            if len(asked) == 1:
                return [SchoolStanding(problem=problem)]
        return [(await self._find_standings([one], on))[0] for one in asked]

    async def find_frameworks(self, ids: Sequence[str]) -> dict[str, Framework]:
        """Return frameworks by their ids; those that are not served are left out."""
        missing = [
            one for one in dict.fromkeys(ids) if one not in self._frameworks and one in self._services.frameworks
        ]
        for one in missing:
            self._frameworks[one] = await run_in_threadpool(load, self._services.frameworks[one])
        return {one: self._frameworks[one] for one in ids if one in self._frameworks}


def _key_of(school: StoredSchool, on: str | None) -> Hashable:
    return school.id, school.revision, on
