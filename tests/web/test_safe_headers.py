"""What every answer tells a browser: of each address, each method, and whatever went wrong."""

from __future__ import annotations

import pytest
from board_client import AT, read_fields, send
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount, Route
from starlette.testclient import TestClient
from web_cases import PATIENT

from kiemdinh.web import Limits, make_asgi_app
from kiemdinh.web.board.protection import PAGE_HEADERS, PICTURE_POLICY
from kiemdinh.web.headers import SafeHeaders
from kiemdinh.web.store import Store

GDTX = "vn.tt57-2026.gdtx"
LIMITS = Limits(seconds=PATIENT)
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND"]
OTHERS = [
    "/",
    "/nothing",
    "/schools",
    "/schools/",
    "/schools/S/",
    "/schools/S/findings/",
    "/schools/nope",
    "/schools/S/x",
    "//evil.example/schools",
    "/static/",
    "/static/nope.css",
    "/static/../board.py",
    "/api",
    "/api/",
    "/api/v1",
    "/api/v1/nothing",
    "/api/v2/assess",
    "/api/v1/frameworks/nope",
    "/openapi.json/",
    "/healthz/",
    "/?on=mai",
    "/?lang=fr",
]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store(f"sqlite:///{tmp_path_factory.mktemp('board')}/board.db") as opened:
        opened.put("S", {"framework": GDTX, "date": "2027-06-30", "school": {"id": "S"}}, author=None, at=AT)
        yield opened


@pytest.fixture(scope="module")
def app(store):
    find_user = lambda request: request.headers.get("x-user")  # noqa: E731
    return make_asgi_app(frameworks=[GDTX], store=store, user=find_user, limits=LIMITS)


@pytest.fixture(scope="module")
def client(app):
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


def list_addresses(app):
    """Every address of an application and of its board, with the school and the names that there are."""
    routes = [*app.routes, *app.router.default.__closure__[0].cell_contents.routes]
    assert not any(isinstance(one, Mount) for one in routes)
    filled = {"{school}": "S", "{name}": "board.css", "{id}": GDTX}
    for route in routes:
        assert isinstance(route, Route)
        path = route.path
        for name, value in filled.items():
            path = path.replace(name, value)
        assert "{" not in path
        yield path


def check_headers(answer, path):
    headers = answer.headers
    assert headers["x-content-type-options"] == "nosniff", path
    location = headers.get("location", "/")
    assert location.startswith("/"), path
    assert not location.startswith("//"), path
    if headers.get("content-type", "text/").startswith("text/"):  # a redirect has none
        for name, value in PAGE_HEADERS.items():
            assert name == "cache-control" or headers[name] == value, (path, name)
    elif headers.get("content-type", "").startswith("image/"):
        assert headers["content-security-policy"] in (PICTURE_POLICY, PAGE_HEADERS["content-security-policy"])
    else:
        assert headers.get("content-type") in ("application/json", "application/problem+json"), path


@pytest.mark.parametrize("method", METHODS)
def test_every_address_by_every_method(client, app, method):
    found = [*dict.fromkeys(list_addresses(app)), *OTHERS]
    assert len(found) > 30
    for path in found:
        check_headers(client.request(method, path), f"{method} {path}")


def test_redirects_after_an_edit_and_its_refusals(client):
    client.headers["x-user"] = "hong"
    for page in ("findings?criterion=1.1", "figures"):
        fields = read_fields(client.get(f"/schools/S/{page}"))
        path = f"/schools/S/{page.partition('?')[0]}"
        kept = send(client, path, fields)
        assert kept.status_code == 303
        for answer in (
            kept,
            send(client, path, fields | {"token": "x"}),
            send(client, path, fields | {"revision": "9"}),
        ):
            check_headers(answer, path)
    client.headers.pop("x-user")


def test_under_another_path_redirects_stay_there(store):
    app = make_asgi_app(frameworks=[GDTX], store=store, user=lambda _: "hong", limits=LIMITS)
    with TestClient(app, root_path="/quality", follow_redirects=False) as client:
        fields = read_fields(client.get("/quality/schools/S/figures"))
        answer = send(client, "/quality/schools/S/figures", fields)
        assert answer.headers["location"].startswith("/quality/schools/S/figures")
        assert client.get("/quality/api/v1/nothing").headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/", "/schools/S", "/schools/S/figures"])
def test_a_fault_is_no_exception(client, store, monkeypatch, path):
    def fail(*_, **__):
        message = "password=hunter2"
        raise RuntimeError(message)

    for name in ("list_schools", "find"):
        monkeypatch.setattr(store, name, fail)
    answer = client.get(path)
    assert answer.status_code == 500
    check_headers(answer, path)


def test_an_address_of_the_api_is_answered_by_the_api_where_there_is_a_board(client):
    """Else a program that mistypes an address or a method is sent a page for people."""
    for method, path, status in (
        ("GET", "/api/v1/assess", 405),
        ("POST", "/api/v1/nothing", 404),
        ("POST", "/healthz", 405),
    ):
        answer = client.request(method, path)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_a_part_that_is_not_ours_answers_with_them_too():
    app = make_asgi_app(frameworks=[GDTX])
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=["localhost"])
    app.add_middleware(SafeHeaders)
    answer = TestClient(app, base_url="http://evil.example").get("/healthz")
    assert (answer.status_code, answer.headers["x-content-type-options"]) == (400, "nosniff")
