"""A list of many schools that are all assessed anew: others are not kept waiting behind it."""

from __future__ import annotations

import asyncio
import datetime as dt
from types import SimpleNamespace

from kiemdinh.web import Limits
from kiemdinh.web.board.shown_schools import ShownSchools
from kiemdinh.web.board.views import SchoolStanding
from kiemdinh.web.problems import ProblemKind, WebProblem
from kiemdinh.web.store import Store

AT = dt.datetime(2027, 6, 30, tzinfo=dt.UTC)


class CountingWorkers:
    """Two workers that know how many tasks they were given at once at most."""

    count = 2

    def __init__(self):
        self.now = self.most = 0

    async def run(self, _function, asked, *_):
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.01)
        self.now -= 1
        return tuple(SchoolStanding(size=len(dossier)) for _, dossier in asked)


class StuckWorkers(CountingWorkers):
    """Workers that answer for the usual day, and never for another one."""

    async def run(self, function, asked, on, *more):
        if on is not None:
            await asyncio.Event().wait()
        return await super().run(function, asked, on, *more)


def test_a_list_that_is_known_does_not_wait_for_one_of_another_day(tmp_path):
    """Else anyone who asks for one day after the other keeps the list from all."""
    services = SimpleNamespace(workers=StuckWorkers(), limits=Limits())

    async def ask(shown, schools):
        await shown.list_standings(schools, None)
        other = asyncio.create_task(shown.list_standings(schools, "2028-01-01"))
        await asyncio.sleep(0.05)
        listed = await asyncio.wait_for(shown.list_standings(schools, None), 10)
        other.cancel()
        return listed

    with Store(f"sqlite:///{tmp_path / 'board.db'}") as store:
        store.put("S", {"framework": "x", "date": "2027-06-30"}, author=None, at=AT)
        schools = store.list_schools()
        assert [one.school.id for one in asyncio.run(ask(ShownSchools(services, store), schools))] == ["S"]


class SlowWorkers(CountingWorkers):
    """Workers that meet the deadline whenever they are asked about a school of the framework "slow"."""

    async def run(self, function, asked, *more):
        if any(framework == "slow" for framework, _ in asked):
            raise WebProblem(ProblemKind.TOO_SLOW)
        return await super().run(function, asked, *more)


def test_one_school_that_takes_too_long_keeps_no_other_from_the_list(tmp_path):
    services = SimpleNamespace(workers=SlowWorkers(), limits=Limits())
    with Store(f"sqlite:///{tmp_path / 'board.db'}") as store:
        for number in range(12):
            framework = "slow" if number == 3 else "x"
            store.put(f"S{number}", {"framework": framework, "date": "2027-06-30"}, author=None, at=AT)
        listed = asyncio.run(ShownSchools(services, store).list_standings(store.list_schools(), None))
    assert len(listed) == 12
    assert [one.school.id for one in listed if one.standing.problem] == ["S3"]
    assert all(one.standing.size == 2 for one in listed if one.school.id != "S3")


def test_workers_are_given_no_more_at_once_than_they_work_on(tmp_path):
    """Each request for a page waits its turn behind what the workers were given before."""
    workers = CountingWorkers()
    services = SimpleNamespace(workers=workers, limits=Limits())
    with Store(f"sqlite:///{tmp_path / 'board.db'}") as store:
        for number in range(95):
            store.put(f"S{number}", {"framework": "x", "date": "2027-06-30"}, author=None, at=AT)
        schools = store.list_schools()
        listed = asyncio.run(ShownSchools(services, store).list_standings(schools, None))
    assert [(one.school, one.standing.size) for one in listed] == [(one, 2) for one in schools]
    assert len(listed) == 95
    assert workers.most <= 2
