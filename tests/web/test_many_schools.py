"""A list of many schools that are all assessed anew: others are not kept waiting behind it."""

from __future__ import annotations

import asyncio
import datetime as dt
from types import SimpleNamespace

from kiemdinh.web import Limits
from kiemdinh.web.board.shown_schools import ShownSchools
from kiemdinh.web.board.views import SchoolStanding
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
        await asyncio.sleep(0)
        self.now -= 1
        return tuple(SchoolStanding(size=len(dossier)) for _, dossier in asked)


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
    assert workers.most == 2
