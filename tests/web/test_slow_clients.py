"""Our own server, asked by raw connections: who sends too slowly is cut off, and holds up nobody until then."""

from __future__ import annotations

import asyncio
import socket
import threading
import time

import httpx2
import pytest
import uvicorn
from board_client import AT, FORM
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from web_cases import PATIENT

from kiemdinh.web import make_asgi_app
from kiemdinh.web.bodies import read_body
from kiemdinh.web.problems import WebProblem
from kiemdinh.web.serving import SLOWEST_REQUEST, TimedProtocol, run_server
from kiemdinh.web.store import Store

SLOWEST = 2.0
"""Seconds within which a request has to be here: those that are not to be cut off need some milliseconds."""
IDLE = 1.25 * SLOWEST
GDTX = "vn.tt57-2026.gdtx"
HEAD = b"POST /echo HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/plain\r\n"
OF_NINE = HEAD + b"content-length: 9\r\n\r\n"
OF_MANY = HEAD + b"content-length: 99999\r\n\r\n"


class ImpatientProtocol(TimedProtocol):
    slowest = SLOWEST


async def echo(request):
    return PlainTextResponse(await read_body(request, 100_000))


async def answer_gone(_request, _error):
    """Answer a client that has gone, which is no fault of the server and stands in no log."""
    return PlainTextResponse("", 422)


async def answer_late(request):
    await asyncio.sleep(IDLE)
    return PlainTextResponse("late")


@pytest.fixture(scope="module")
def address():
    """Serve by the server of the command in a thread, but with less patience, and return its address."""
    routes = [Route("/echo", echo, methods=["GET", "POST"]), Route("/late", answer_late)]
    app = Starlette(routes=routes, exception_handlers={WebProblem: answer_gone})
    config = uvicorn.Config(app, port=0, log_level="error", http=ImpatientProtocol, ws="none", timeout_keep_alive=30)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield "127.0.0.1", server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(30)
    assert not thread.is_alive()


@pytest.fixture
def connection(address):
    with socket.create_connection(address, timeout=PATIENT) as opened:
        yield opened


def receive_all(connection):
    """Return what comes until the server closes the connection."""
    received = b""
    while chunk := connection.recv(65_536):
        received += chunk
    return received


def is_answered(address):
    return httpx2.get(f"http://{address[0]}:{address[1]}/echo", timeout=PATIENT).status_code == 200


@pytest.mark.parametrize(
    "sent",
    [b"", b"P", b"POST /echo HT", HEAD, HEAD + b"x: ", OF_NINE, OF_NINE + b"abc"],
    ids=["nothing", "a letter", "half a line", "half a head", "half a header", "no body", "half a body"],
)
def test_who_waits_is_cut_off_and_others_are_answered(address, connection, sent):
    connection.sendall(sent)
    assert is_answered(address)
    assert receive_all(connection).startswith(b"HTTP/1.1 408 ")


@pytest.mark.parametrize("begun", [b"GET /echo HTTP/1.1\r\nx: ", OF_MANY], ids=["head", "body"])
def test_a_byte_now_and_then_does_not_put_it_off(address, connection, begun):
    connection.sendall(begun)
    connection.settimeout(0.05)
    for _ in range(600):
        try:
            received = connection.recv(65_536)
            break
        except TimeoutError:
            connection.sendall(b"a")
    else:
        pytest.fail("the connection was never closed")
    assert received.startswith(b"HTTP/1.1 408 ")
    assert is_answered(address)


def test_many_who_wait_hold_up_nobody(address):
    waiting = []
    for _ in range(100):
        waiting.append(socket.create_connection(address, timeout=PATIENT))
        waiting[-1].sendall(HEAD)
    assert is_answered(address)
    for one in waiting:
        with one:
            assert receive_all(one).startswith(b"HTTP/1.1 408 ")


def test_a_late_answer_is_no_slow_request(address, connection):
    connection.sendall(b"GET /late HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
    received = receive_all(connection)
    assert received.startswith(b"HTTP/1.1 200 ")
    assert received.endswith(b"late")


def test_a_connection_is_used_again_and_cut_off_in_its_second_request(connection):
    whole = HEAD + b"content-length: 3\r\n\r\nabc"
    for _ in range(2):
        connection.sendall(whole)
        received = b""
        while not received.endswith(b"abc"):
            chunk = connection.recv(65_536)
            assert chunk, received
            received += chunk
        assert received.startswith(b"HTTP/1.1 200 ")
        # It is idle for longer than a request may take: that is no request.
        time.sleep(IDLE)
    connection.sendall(whole[:-1])
    assert receive_all(connection).startswith(b"HTTP/1.1 408 ")


def test_the_command_serves_so(monkeypatch):
    asked = {}
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: asked.update(options))
    run_server(Starlette(), "127.0.0.1", 8_000)
    assert (asked["http"], TimedProtocol.slowest, SLOWEST_REQUEST) == (TimedProtocol, SLOWEST_REQUEST, 20)


def test_a_client_that_has_gone_is_no_fault_of_the_application(tmp_path):
    """Else each of them writes a traceback into the log."""
    with Store(f"sqlite:///{tmp_path / 'board.db'}") as store:
        store.put("A", {"framework": GDTX, "date": "2027-06-30"}, author=None, at=AT)
        app = make_asgi_app(frameworks=[GDTX], store=store, user=lambda _: "hong")
        parts = [{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}]
        for path, kind in (("/api/v1/assess", "application/json"), ("/schools/A/what-if", FORM["content-type"])):
            scope = {"type": "http", "method": "POST", "path": path, "query_string": b"", "http_version": "1.1"}
            scope |= {"scheme": "http", "server": ("localhost", 80), "client": ("127.0.0.1", 1)}
            scope |= {"headers": [(b"content-type", kind.encode())]}
            coming, sent = iter(parts), []

            async def receive(coming=coming):
                return next(coming)

            async def send(message, sent=sent):
                sent.append(message)

            asyncio.run(app(scope, receive, send))
            assert sent[0]["status"] == 422
