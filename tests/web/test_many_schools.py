"""A list of many schools: what is known is shown at once, the rest is worked out in the background, and bounded."""

from __future__ import annotations

import asyncio
import datetime as dt
from types import SimpleNamespace

import pytest
from sqlalchemy import update
from web_cases import OWN

import kiemdinh as kd
from kiemdinh.data.outcomes import LevelRef
from kiemdinh.web import Limits
from kiemdinh.web.board import kept_standings
from kiemdinh.web.board.known_standings import KnownStandings
from kiemdinh.web.board.views import SchoolStanding
from kiemdinh.web.problems import ProblemKind, WebProblem
from kiemdinh.web.store import Store
from kiemdinh.web.store.tables import standings

AT = dt.datetime(2027, 6, 30, tzinfo=dt.UTC)
PATIENT = 30.0
IMPATIENT = 0.05
LIMITS = Limits()
SERVED = {"x": kd.load(text=OWN), "slow": "slow"}


class CountingWorkers:
    """Workers that know how many tasks they were given at once at most, and whom they were asked about."""

    def __init__(self, count=2):
        self.count = count
        self.now = self.most = 0
        self.asked = []

    async def run(self, _function, asked, on, *_):
        self.now += 1
        self.most = max(self.most, self.now)
        self.asked.append((on, [dossier["school"]["id"] for _, dossier in asked]))
        try:
            await self.work(asked, on)
        finally:
            self.now -= 1
        return tuple(SchoolStanding(size=len(dossier)) for _, dossier in asked)

    async def work(self, asked, on):
        await asyncio.sleep(0.01)


class StuckWorkers(CountingWorkers):
    """Workers that answer for some days, and for others not before they are let go on."""

    def __init__(self, *free):
        super().__init__()
        self.free = free
        self.go_on = asyncio.Event()

    async def work(self, asked, on):
        if on not in self.free:
            await self.go_on.wait()

    async def wait_until_busy(self, tasks):
        """Wait until this many tasks are held: a busy machine may take long to read the first dossiers."""
        async with asyncio.timeout(PATIENT):
            while self.now < tasks:
                await asyncio.sleep(0.01)


class SlowWorkers(CountingWorkers):
    """Workers that meet the deadline whenever they are asked about a school of the framework "slow"."""

    async def work(self, asked, on):
        if any(framework == "slow" for framework, _ in asked):
            raise WebProblem(ProblemKind.TOO_SLOW)


@pytest.fixture
def store(tmp_path):
    with Store(f"sqlite:///{tmp_path / 'board.db'}") as opened:
        yield opened


def fill(store, number, slow=None):
    for one in range(number):
        school = {"id": f"S{one:03}", "commune": "A" if one % 2 else "B"}
        framework = "slow" if one == slow else "x"
        store.put(school["id"], {"framework": framework, "date": "2027-06-30", "school": school}, author=None, at=AT)


class Desk:
    """The known standings of a store with workers, and the schools."""

    def __init__(self, store, workers, patience, clock=lambda: AT, limits=LIMITS, frameworks=SERVED):
        self.workers = workers
        self.services = SimpleNamespace(workers=workers, limits=limits, tasks=set(), frameworks=frameworks)
        self.known = KnownStandings(self.services, store, clock, patience)
        self.schools = store.list_schools()

    async def ask(self, on=None, client="hong", **more):
        return await self.known.list_schools(self.schools, on, client, **more)

    async def count_pending(self, on=None, client="hong"):
        return sum(one.standing.state == "pending" for one in await self.ask(on, client))

    async def finish(self):
        await asyncio.gather(*self.services.tasks)


def run(make):
    """Run a test in a loop in which nothing is left running."""

    async def run_and_look():
        desk = await make()
        for task in desk.services.tasks:
            task.cancel()

    asyncio.run(run_and_look())


def test_a_page_waits_no_longer_than_it_says_and_the_rest_follows(store):
    fill(store, 95)

    async def test():
        desk = Desk(store, StuckWorkers(), IMPATIENT)
        assert await desk.count_pending() == 95
        await desk.workers.wait_until_busy(2)
        desk.workers.go_on.set()
        await desk.finish()
        assert await desk.count_pending() == 0
        assert desk.workers.most == 2
        # Each school was asked about once, though it was asked for twice.
        asked = [one for _, part in desk.workers.asked for one in part]
        assert sorted(asked) == [one.id for one in sorted(desk.schools, key=lambda one: one.id)]
        return desk

    run(test)


def test_what_is_assessed_within_its_patience_is_shown_at_once(store):
    fill(store, 95)

    async def test():
        desk = Desk(store, CountingWorkers(), PATIENT)
        listed = await desk.ask()
        assert [(one.school, one.standing.size) for one in listed] == [(one, 3) for one in desk.schools]
        return desk

    run(test)


def test_the_schools_of_the_page_come_first(store):
    fill(store, 60)

    async def test():
        # One worker: what two are asked first depends on which of them reads its dossiers sooner.
        desk = Desk(store, CountingWorkers(count=1), PATIENT)
        await desk.ask(is_shown=lambda one: one.area == "A")
        first = {school for _, part in desk.workers.asked[:3] for school in part}
        assert first == {one.id for one in desk.schools if one.area == "A"}
        return desk

    run(test)


def test_a_list_that_is_known_does_not_wait_for_one_of_another_day(store):
    """Else anyone who asks for one day after the other keeps the list from all."""
    fill(store, 40)

    async def test():
        desk = Desk(store, StuckWorkers(None), 2 * PATIENT)
        await desk.ask()
        other = asyncio.create_task(desk.ask("2028-01-01"))
        await desk.workers.wait_until_busy(1)
        assert not other.done()
        assert await asyncio.wait_for(desk.count_pending(), PATIENT) == 0
        # A school that is edited meanwhile is assessed too: other days leave a worker free.
        store.put("S000", {"framework": "x", "date": "2027-07-01", "school": {"id": "S000"}}, author=None, at=AT)
        desk.schools = store.list_schools()
        assert await asyncio.wait_for(desk.count_pending(), PATIENT) == 0
        other.cancel()
        return desk

    run(test)


def test_one_client_asks_for_one_other_day_and_all_for_few(store):
    fill(store, 30)

    async def test():
        desk = Desk(store, StuckWorkers(None), IMPATIENT)
        for day in range(1, 10):
            assert await desk.count_pending(f"2028-01-0{day}", client="one") == 30
        for client in range(20):
            assert await desk.count_pending(f"2029-01-{client + 1:02}", client=client) == 30
        await desk.workers.wait_until_busy(1)
        assert desk.workers.now == 1
        desk.workers.go_on.set()
        await desk.finish()
        # Of the first client the day that was in work and the last one; of the others as many as there is place for.
        days = {on for on, _ in desk.workers.asked}
        assert {"2028-01-01", "2028-01-09"} < days
        assert len(days) == 4
        return desk

    run(test)


def test_two_who_may_see_different_schools_get_both(store):
    fill(store, 40)

    async def test():
        desk = Desk(store, StuckWorkers(), IMPATIENT)
        everything = desk.schools
        for part in (everything[:20], everything[20:]):
            desk.schools = part
            assert await desk.count_pending() == 20
        desk.workers.go_on.set()
        await desk.finish()
        desk.schools = everything
        assert await desk.count_pending() == 0
        return desk

    run(test)


def test_one_school_that_takes_too_long_keeps_no_other_from_the_list(store):
    fill(store, 12, slow=3)
    now = [AT]

    async def test():
        desk = Desk(store, SlowWorkers(), PATIENT, clock=lambda: now[0])
        listed = await desk.ask()
        assert [one.school.id for one in listed if one.standing.problem] == ["S003"]
        assert all(one.standing.size == 3 for one in listed if one.school.id != "S003")
        # It is not tried again on the same day, and is on the next: a busy hour marks no school for good.
        tried = len(desk.workers.asked)
        await desk.ask()
        assert len(desk.workers.asked) == tried
        now[0] = AT + dt.timedelta(days=1)
        await desk.ask()
        assert desk.workers.asked[tried:] == [(None, ["S003"])]
        return desk

    run(test)


def test_a_fault_ends_no_list(store, caplog):
    fill(store, 30)

    class FaultyWorkers(CountingWorkers):
        async def work(self, asked, on):
            message = "broken"
            raise RuntimeError(message)

    async def test():
        desk = Desk(store, FaultyWorkers(), 2 * PATIENT)
        assert await asyncio.wait_for(desk.count_pending(), PATIENT) == 30
        assert "could not be assessed" in caplog.text
        desk.workers.work = CountingWorkers().work
        assert await desk.count_pending() == 0
        return desk

    run(test)


def test_a_second_loop_begins_anew(store):
    """An application whose server was started again in one process, or that a client for tests asks."""
    fill(store, 20)
    desk = Desk(store, CountingWorkers(), IMPATIENT)

    async def ask_once(workers):
        desk.workers = desk.services.workers = workers
        return await desk.count_pending()

    assert asyncio.run(ask_once(StuckWorkers())) == 20
    desk.known._patience = PATIENT
    assert asyncio.run(ask_once(CountingWorkers())) == 0


def test_a_list_that_is_asked_for_as_the_last_task_ends_is_worked_out(store):
    """Between the end of a task and what is told of it another request can come."""
    fill(store, 5)

    async def test():
        workers, is_ending = CountingWorkers(count=1), asyncio.get_running_loop().create_future()

        async def work(_asked, on):
            if on is not None:
                is_ending.set_result(None)

        workers.work = work
        desk = Desk(store, workers, PATIENT)
        first = asyncio.create_task(desk.ask("2028-01-01"))
        await is_ending
        assert await desk.count_pending() == 0
        await first
        return desk

    run(test)


class TestStartedAgain:
    """What is worked out for the days of the dossiers is kept in the store, and known when the server starts again."""

    LEVEL = LevelRef("muc-1", "Mức 1", None)
    FOUND = SchoolStanding(
        dt.date(2027, 6, 30), LEVEL, LevelRef("b", None, "B"), None, "improve", 2, {"1.1": ((1, 2),)}
    )

    def start(self, store, found=FOUND, **options):
        """Return a desk whose workers find the same of each school."""

        class FindingWorkers(CountingWorkers):
            async def run(self, function, asked, on, *more):
                await super().run(function, asked, on, *more)
                return tuple(found for _ in asked)

        return Desk(store, FindingWorkers(), PATIENT, **options)

    def list_asked(self, store, on=None, **options):
        """Return what a server that starts now lists, and whom it asks its workers about."""
        desk = self.start(store, SchoolStanding(size=9), **options)
        listed = asyncio.run(desk.ask(on))
        return [one.standing for one in listed], sorted(school for _, part in desk.workers.asked for school in part)

    @pytest.fixture(autouse=True)
    def listed(self, store):
        fill(store, 12)
        asyncio.run(self.start(store).ask())

    def test_nothing_is_asked_again_and_the_standings_are_the_same(self, store):
        assert self.list_asked(store) == ([self.FOUND] * 12, [])

    def test_a_school_that_was_edited_is_assessed_again(self, store):
        store.put("S003", {"framework": "x", "date": "2028-01-01", "school": {"id": "S003"}}, author=None, at=AT)
        found, asked = self.list_asked(store)
        assert asked == ["S003"]
        assert found.count(self.FOUND) == 11
        # Its place is taken by the new one: there are never more than schools.
        assert self.list_asked(store)[1] == []
        with store.engine.connect() as connection:
            assert len(connection.execute(standings.select()).all()) == 12

    def test_under_another_definition_of_the_same_id_all_are_assessed_again(self, store):
        changed = {**SERVED, "x": kd.load(text=OWN.replace("8.5", "8.6"))}
        assert changed["x"].id == SERVED["x"].id
        assert len(self.list_asked(store, frameworks=changed)[1]) == 12

    def test_where_a_bundled_framework_has_changed_all_are_assessed_again(self, store, monkeypatch):
        monkeypatch.setattr(kept_standings, "digest_catalogue", lambda: "another")
        assert len(self.list_asked(store)[1]) == 12

    def test_a_framework_that_is_served_no_longer_shows_no_old_level(self, store):
        assert len(self.list_asked(store, frameworks={"slow": "slow"})[1]) == 12

    def test_another_version_of_kiemdinh_assesses_all_again(self, store, monkeypatch):
        monkeypatch.setattr(kept_standings, "__version__", "9.9.9")
        assert len(self.list_asked(store)[1]) == 12

    def test_another_limit_of_steps_assesses_all_again(self, store):
        assert len(self.list_asked(store, limits=Limits(steps=7))[1]) == 12

    @pytest.mark.parametrize(
        "text",
        ["", "null", "{", "[]", "{}", "[" * 5_000, '["2027-06-30",null,null,null,"pending",null,{}]'],
        ids=["empty", "null", "broken", "list", "map", "deep", "pending"],
    )
    def test_what_cannot_be_read_is_worked_out_again(self, store, text):
        with store.engine.begin() as connection:
            connection.execute(update(standings).where(standings.c.school == "S005").values(value=text))
        found, asked = self.list_asked(store)
        assert asked == ["S005"]
        assert found.count(self.FOUND) == 11

    def test_days_that_visitors_choose_are_not_kept(self, store):
        for _ in range(2):
            assert len(self.list_asked(store, on="2028-01-01")[1]) == 12
        assert self.list_asked(store) == ([self.FOUND] * 12, [])

    def test_a_standing_with_a_problem_is_not_kept(self, store):
        store.put("S003", {"framework": "x", "date": "2028-01-01", "school": {"id": "S003"}}, author=None, at=AT)
        asyncio.run(self.start(store, SchoolStanding(problem=WebProblem(ProblemKind.TOO_SLOW))).ask())
        assert self.list_asked(store)[1] == ["S003"]

    def test_a_database_that_cannot_be_written_keeps_no_list_from_anyone(self, store, caplog):
        store.put("S003", {"framework": "x", "date": "2028-01-01", "school": {"id": "S003"}}, author=None, at=AT)
        with store.engine.begin() as connection:
            connection.exec_driver_sql(
                "CREATE TRIGGER no_more BEFORE INSERT ON standing BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            )
        for _ in range(2):
            found, asked = self.list_asked(store)
            assert asked == ["S003"]
            assert found.count(SchoolStanding(size=9)) == 1
        assert "could not be kept" in caplog.text
