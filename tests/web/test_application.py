"""The application as a whole: what it answers at which address, and who may do what."""

from __future__ import annotations

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

import kiemdinh as kd
from kiemdinh.web import Limits, make_asgi_app
from kiemdinh.web.access import Access
from kiemdinh.web.languages import accepted_language
from kiemdinh.web.problems import WebProblem


@pytest.fixture(scope="module")
def client():
    with TestClient(make_asgi_app(frameworks=["vn.tt57-2026.gdtx"])) as client:
        yield client


class TestAddresses:
    def test_health(self, client):
        assert client.get("/healthz").json() == {"status": "ok"}
        assert client.head("/healthz").status_code == 200

    def test_what_is_not_there_is_a_problem_in_the_language_of_the_request(self, client):
        answer = client.get("/api/v2/assess")
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
        assert answer.json() == {
            "type": "urn:kiemdinh:problem:not-found",
            "title": "Không có gì ở địa chỉ này",
            "status": 404,
            "diagnostics": [],
        }
        english = client.get("/api/v2/assess", headers={"accept-language": "fr, en-GB;q=0.8, vi;q=0.2"})
        assert (english.json()["title"], english.headers["content-language"]) == ("There is nothing here", "en")
        assert client.get("/nothing?lang=en", headers={"accept-language": "vi"}).json() == english.json()

    def test_a_method_that_an_address_does_not_have(self, client):
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"):
            answer = client.request(method, "/healthz?lang=en")
            assert answer.status_code == 405
            assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}
            assert answer.json()["type"] == "urn:kiemdinh:problem:wrong-method"


class TestLanguages:
    @pytest.mark.parametrize(
        ("header", "language"),
        [
            ("", "vi"),
            ("en", "en"),
            ("EN-us", "en"),
            ("vi;q=0.4, en;q=0.5", "en"),
            ("en, vi", "vi"),
            ("*", "vi"),
            ("en;q=0, *;q=0.1", "vi"),
            ("vi;q=0, *", "en"),
            ("vi;q=0", "vi"),
            ("de, fr", "vi"),
            ("en;q=nan", "vi"),
            (";;,,;q=1,en;q=", "vi"),
            ("x" * 100_000 + ", en", "vi"),
        ],
    )
    def test_what_a_header_likes_best(self, header, language):
        """Of two that are liked alike the one of the application is taken, and it is where none is liked."""
        assert accepted_language(header, "vi") == language


class TestArguments:
    @pytest.mark.parametrize(
        ("arguments", "path"),
        [
            ({"frameworks": "vn.tt57-2026.gdtx"}, "frameworks"),
            ({"frameworks": ["vn.tt57-2026.gdtx", "vn.tt57-2026.gdtx"]}, "frameworks"),
            ({"user": "admin"}, "user"),
            ({"authorize": True}, "authorize"),
            ({"trusted_header": ""}, "trusted_header"),
            ({"trusted_header": "X-User", "user": print}, "trusted_header"),
            ({"limits": {"body": 1}}, "limits"),
            ({"lang": "fr"}, "lang"),
        ],
    )
    def test_what_is_no_such_argument(self, arguments, path):
        with pytest.raises(kd.InputError) as caught:
            make_asgi_app(**arguments)
        assert [(one.code, one.path) for one in caught.value.diagnostics] == [("KD334", path)]

    def test_all_that_is_wrong_is_told_together(self):
        with pytest.raises(kd.InputError) as caught:
            make_asgi_app(frameworks=["vn.no-such"], user=1, authorize=2, limits=None, lang="")
        assert len(caught.value.diagnostics) == 5

    def test_limits_are_whole_numbers(self):
        with pytest.raises(kd.InputError) as caught:
            Limits(body=0, depth=-1, rows=1.5, steps=True, seconds="10")
        assert [one.path for one in caught.value.diagnostics] == ["body", "depth", "rows", "steps", "seconds"]


def asking(**headers):
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": raw, "query_string": b""})


def twice(name):
    return Request({"type": "http", "headers": [(name, b"head"), (name, b"admin")], "query_string": b""})


class TestAccess:
    pytestmark = pytest.mark.anyio

    @pytest.fixture
    def anyio_backend(self):
        return "asyncio"

    async def test_a_stranger_may_do_all_but_edit(self):
        access = Access()
        for action in ("read", "report", "what-if"):
            assert await access.require(asking(), action, "S1") is None
        with pytest.raises(WebProblem):
            await access.require(asking(), "edit", "S1")

    async def test_the_user_of_a_function_or_a_coroutine_function(self):
        async def find(request):
            return request.headers.get("x-key")

        for user in (find, lambda request: request.headers.get("x-key")):
            assert await Access(user=user).require(asking(x_key="head"), "edit", "S1") == "head"
            assert await Access(user=user).find_user(asking()) is None

    async def test_a_trusted_header_names_one_user(self):
        access = Access(trusted_header="X-Remote-User")
        assert await access.find_user(asking(x_remote_user="head")) == "head"
        assert await access.find_user(asking(x_remote_user=" ")) is None
        assert await access.find_user(asking()) is None
        assert await access.find_user(twice(b"x-remote-user")) is None

    async def test_a_name_in_utf_8_is_read_as_it_is(self):
        def sent(name):
            return Request({"type": "http", "headers": [(b"x-remote-user", name)], "query_string": b""})

        access = Access(trusted_header="X-Remote-User")
        assert await access.find_user(sent("Nguyễn Thị Hồng".encode())) == "Nguyễn Thị Hồng"
        assert await access.find_user(sent("Hervé".encode("latin-1"))) == "Hervé"

    @pytest.mark.parametrize("found", ["", " ", 0, False, b"head", ["head"]])
    async def test_what_is_no_name_is_a_stranger(self, found):
        access = Access(user=lambda _: found)
        assert await access.find_user(asking()) is None
        with pytest.raises(WebProblem):
            await access.require(asking(), "edit", "S1")

    async def test_a_function_says_what_is_allowed(self):
        asked = []

        def authorize(user, action, school):
            asked.append((user, action, school))
            return school == "S1"

        access = Access(user=lambda _: "head", authorize=authorize)
        assert await access.require(asking(), "edit", "S1") == "head"
        with pytest.raises(WebProblem) as caught:
            await access.require(asking(), "report", "S2")
        assert caught.value.kind.status == 403
        assert asked == [("head", "edit", "S1"), ("head", "report", "S2")]

    @pytest.mark.parametrize("answer", [None, "yes", 1, []])
    async def test_what_is_not_true_allows_nothing(self, answer):
        with pytest.raises(WebProblem):
            await Access(user=lambda _: "head", authorize=lambda *_: answer).require(asking(), "read", "S1")

    async def test_a_stranger_edits_nothing_whatever_the_function_says(self):
        with pytest.raises(WebProblem):
            await Access(authorize=lambda *_: True).require(asking(), "edit", "S1")
