"""Each limit of a request, at the limit and beyond it; and workers that are ended while others go on."""

from __future__ import annotations

import json
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

import pytest
import web_cases
from starlette.testclient import TestClient
from web_cases import CRITERIA, FOUND, GENERAL, ON, PATIENT, WORKERS, ask

from kiemdinh.web import Limits, make_asgi_app
from kiemdinh.web.api import routes
from kiemdinh.web.workers import Workers

TYPE = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def narrow():
    """Ask an application with small limits."""
    limits = Limits(body=2_000, depth=4, rows=3, steps=1, seconds=PATIENT)
    with TestClient(make_asgi_app(frameworks=[GENERAL], limits=limits)) as client:
        yield client


class HeldAnswers:
    """Answers that are worked out until they are let go."""

    def __init__(self, folder):
        self.begun, self.free = folder / "begun", folder / "free"
        self.body = {"begun": str(self.begun), "free": str(self.free)}

    def wait_until_begun(self, asked):
        while not self.begun.exists():
            assert not any(one.done() for one in asked)
            time.sleep(0.02)

    def let_go(self):
        self.free.touch()


@pytest.fixture
def held(tmp_path, monkeypatch):
    monkeypatch.setattr(routes, "answer_question", web_cases.wait_for_file)
    answers = HeldAnswers(tmp_path)
    yield answers
    answers.let_go()


def kind(answer):
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


class TestBody:
    def test_at_the_limit_and_beyond(self, narrow):
        for length, status in ((2_000, 200), (2_001, 413)):
            content = json.dumps(ask())
            answer = narrow.post("/api/v1/assess", content=content.ljust(length), headers=TYPE)
            assert answer.status_code == status
        assert kind(answer) == (413, "too-large")
        assert [one["code"] for one in answer.json()["diagnostics"]] == ["KD003"]

    def test_a_body_that_does_not_say_its_length(self, narrow):
        def parts(count):
            yield json.dumps(ask()).encode()
            for _ in range(count):
                yield b" " * 100

        assert narrow.post("/api/v1/assess", content=parts(3), headers=TYPE).status_code == 200
        assert kind(narrow.post("/api/v1/assess", content=parts(100), headers=TYPE)) == (413, "too-large")

    @pytest.mark.parametrize("length", ["2001", "9" * 30])
    def test_a_length_that_is_said_is_refused_before_the_body_is_read(self, narrow, length):
        answer = narrow.post("/api/v1/assess", content=b"{}", headers=TYPE | {"content-length": length})
        assert kind(answer) == (413, "too-large")


class TestDepth:
    def test_at_the_limit_and_beyond(self, narrow):
        deep = ask(dossier={"findings": {"1.1": {"is": "muc-1"}}})
        assert narrow.post("/api/v1/assess", json=deep).status_code == 200
        deeper = ask(dossier={"findings": {"1.1": {"is": "muc-1", "by": ["H1"]}}})
        answer = narrow.post("/api/v1/assess", json=deeper)
        assert kind(answer) == (422, "too-deep")
        assert [one["code"] for one in answer.json()["diagnostics"]] == ["KD008"]

    def test_a_body_of_brackets(self, client):
        for content in (b"[" * 100_000, b'{"a":' * 100_000, b'{"dossier": ' + b"[" * 400_000 + b"]" * 400_000 + b"}"):
            assert kind(client.post("/api/v1/assess", content=content, headers=TYPE)) == (422, "too-deep")


class TestRows:
    def test_at_the_limit_and_beyond(self, narrow):
        rows = [{"school": str(number), "1.1": "muc-1"} for number in range(4)]
        body = {"framework": GENERAL, "on": ON, "rows": rows[:3]}
        assert len(narrow.post("/api/v1/batch", json=body).json()["levels"]) == 3
        answer = narrow.post("/api/v1/batch", json=body | {"rows": rows})
        assert kind(answer) == (413, "too-large")
        assert [(one["code"], one["path"]) for one in answer.json()["diagnostics"]] == [("KD718", "rows")]

    def test_more_values_than_any_reader_takes(self, client):
        content = json.dumps({"framework": GENERAL, "on": ON, "rows": [{}] * 210_000}, separators=(",", ":"))
        assert len(content) < 1_000_000
        assert kind(client.post("/api/v1/batch", content=content, headers=TYPE)) == (413, "too-large")


class TestSteps:
    def test_an_answer_that_says_that_they_ran_out(self, narrow):
        held = ask(dossier={"findings": dict.fromkeys(CRITERIA, "muc-2")})
        margin = narrow.post("/api/v1/margin", json=held).json()
        assert (margin["search"]["budget"], margin["search"]["complete"], margin["proved"]) == (1, False, False)
        unmet = ask(dossier={"findings": dict.fromkeys(CRITERIA, "khong-dat")})
        assert narrow.post("/api/v1/repairs", json=unmet).json()["repairs"]["search"]["complete"] is False
        unknown = ask(dossier={"findings": dict.fromkeys(CRITERIA)})
        assert narrow.post("/api/v1/ask-next", json=unknown).json()["search"]["complete"] is False

    def test_enough_steps_are_not_reported(self, client):
        body = ask(dossier={"findings": FOUND})
        assert client.post("/api/v1/explain", json=body).json()["search"]["complete"] is True


class TestWorkers:
    def test_an_answer_that_takes_too_long(self, narrow, monkeypatch):
        with monkeypatch.context() as patch:
            patch.setattr(routes, "answer_question", web_cases.sleep_long)
            # This one has a short deadline, and no other: on a busy machine each answer may take seconds.
            patch.setattr(Workers, "_seconds", property(lambda _: 2), raising=False)
            assert kind(narrow.post("/api/v1/assess", json=ask())) == (503, "too-slow")
        assert narrow.post("/api/v1/assess", json=ask()).status_code == 200

    def test_a_worker_that_ends(self, narrow, monkeypatch):
        with monkeypatch.context() as patch:
            patch.setattr(routes, "answer_question", web_cases.end_process)
            answer = narrow.post("/api/v1/assess", json=ask())
            assert kind(answer) == (503, "worker-ended")
            assert answer.headers["retry-after"] == "1"
        assert narrow.post("/api/v1/assess", json=ask()).status_code == 200

    def test_a_pool_that_is_broken_is_replaced(self):
        app = make_asgi_app(frameworks=[GENERAL], limits=Limits(seconds=PATIENT))
        with TestClient(app) as client:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("kiemdinh.web.workers.pool.serve_in_this_process", web_cases.end_process)
                assert kind(client.post("/api/v1/assess", json=ask())) == (503, "worker-ended")
            assert client.post("/api/v1/assess", json=ask()).status_code == 200

    def test_slow_answers_hold_up_no_other_address(self, narrow, held):
        with ThreadPoolExecutor(10) as threads:
            slow = [threads.submit(narrow.post, "/api/v1/assess", json=held.body) for _ in range(10)]
            held.wait_until_begun(slow)
            answered = [narrow.get("/healthz").status_code for _ in range(20)]
            assert not any(one.done() for one in slow)
            assert answered == [200] * 20
            held.let_go()
            assert [one.result().status_code for one in slow] == [200] * 10

    def test_a_request_that_finds_no_worker_free(self, narrow, held, monkeypatch):
        monkeypatch.setattr("kiemdinh.web.workers.pool.LONGEST_WAIT", 1)
        with ThreadPoolExecutor(WORKERS + 1) as threads:
            asked = [threads.submit(narrow.post, "/api/v1/assess", json=held.body) for _ in range(WORKERS + 1)]
            refused = wait(asked, return_when=FIRST_COMPLETED).done
            held.let_go()
            assert {kind(one.result()) for one in refused} == {(503, "busy")}
            assert {one.result().status_code for one in asked} <= {200, 503}

    def test_a_fault_shows_nothing_of_itself(self, monkeypatch):
        app = make_asgi_app(frameworks=[GENERAL], limits=Limits(seconds=PATIENT))
        monkeypatch.setattr(routes, "answer_question", web_cases.fail)
        with TestClient(app, raise_server_exceptions=False) as client:
            answer = client.post("/api/v1/assess?lang=en", json=ask())
        assert kind(answer) == (500, "failed")
        assert "hunter2" not in answer.text
        assert answer.json()["diagnostics"] == []
