"""Views of the schools of a store: workers make them once for each revision, and they are kept."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

from starlette.concurrency import run_in_threadpool

from kiemdinh.standards.catalogue import load
from kiemdinh.web.board.known_standings import KnownStandings

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework
    from kiemdinh.web.services import WebServices
    from kiemdinh.web.store import Store, StoredSchool

__all__ = ["ShownSchools"]

T = TypeVar("T")

_MAX_VIEWS: Final = 1_000
_MAX_PAGES: Final = 100


class _LastAsked(OrderedDict[Hashable, Any]):
    """The entries that were asked for last, up to a greatest number."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def keep(self, key: Hashable, value: object) -> None:
        self[key] = value
        while len(self) > self._most:
            self.popitem(last=False)

    def find(self, key: Hashable) -> Any:
        """Return what is kept under *key*, and make it the last to be dropped; None where nothing is kept."""
        if key in self:
            self.move_to_end(key)
        return self.get(key)


class ShownSchools:
    """The schools of a store with views of their results.

    The latest views are kept in memory; for a new revision of a school they are made again.
    """

    def __init__(self, services: WebServices, store: Store, clock: Callable[[], dt.datetime]) -> None:
        self._services = services
        self._store = store
        self.standings = KnownStandings(services, store, clock)
        self._views = _LastAsked(_MAX_VIEWS)
        self._pages = _LastAsked(_MAX_PAGES)
        self._frameworks: dict[str, Framework] = {}

    async def view(self, school: StoredSchool, function: Callable[..., T], on: str | None, lang: str) -> T:
        """Run *function*, one of ``views``, for a school in a worker, keep what it returns, and return it.

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

    async def find_frameworks(self, ids: Sequence[str]) -> dict[str, Framework]:
        """Return frameworks by their ids; those that are not served are left out."""
        missing = [
            one for one in dict.fromkeys(ids) if one not in self._frameworks and one in self._services.frameworks
        ]
        for one in missing:
            self._frameworks[one] = await run_in_threadpool(load, self._services.frameworks[one])
        return {one: self._frameworks[one] for one in ids if one in self._frameworks}
