"""The application behind real servers: uvicorn, and one that speaks WSGI."""

from __future__ import annotations

import json
import socket
import threading
import time
from io import BytesIO
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import httpx2
import pytest
import uvicorn
from web_cases import GENERAL, OWN, PATIENT, ask

import kiemdinh as kd
from kiemdinh.web import Limits, make_asgi_app, make_wsgi_app


@pytest.fixture(scope="module")
def address():
    """Serve by uvicorn in a thread, and return the port of it."""
    app = make_asgi_app(frameworks=[GENERAL, kd.load(text=OWN)], limits=Limits(body=20_000, seconds=PATIENT))
    config = uvicorn.Config(app, port=0, log_level="error", lifespan="on", timeout_keep_alive=2)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield "127.0.0.1", server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(30)
    assert not thread.is_alive()


def talk(address, *parts, meanwhile=lambda: None, gone=False):
    """Send parts of a request as they are, and return head and body of the answer; none where the client is *gone*.

    What is to happen *meanwhile* happens after each part.
    """
    with socket.create_connection(address, timeout=PATIENT) as connection:
        for part in parts:
            connection.sendall(part)
            meanwhile()
        if gone:
            return "", b""
        received = b""
        while chunk := connection.recv(65_536):
            received += chunk
    head, _, body = received.partition(b"\r\n\r\n")
    return head.decode(), body


def check_health(address):
    assert httpx2.get(f"http://{address[0]}:{address[1]}/healthz", timeout=PATIENT).status_code == 200


HEAD = (
    b"POST /api/v1/assess?lang=en HTTP/1.1\r\nhost: localhost\r\n"
    b"content-type: application/json\r\nconnection: close\r\n"
)


class TestUvicorn:
    def test_an_answer(self, address):
        answer = httpx2.post(f"http://{address[0]}:{address[1]}/api/v1/assess", json=ask(), timeout=PATIENT)
        assert answer.status_code == 200
        assert answer.json() == kd.assess(GENERAL, ask()["dossier"], on=ask()["on"]).to_dict()

    def test_a_body_in_chunks_without_a_length(self, address):
        body = json.dumps(ask()).encode()
        chunks = [b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:7], body[7:300], body[300:])]
        head, _ = talk(address, HEAD + b"transfer-encoding: chunked\r\n\r\n", *chunks, b"0\r\n\r\n")
        assert head.startswith("HTTP/1.1 200")

    def test_chunks_without_end_are_cut_off(self, address):
        chunk = b"%x\r\n%s\r\n" % (5_000, b" " * 5_000)
        head, body = talk(address, HEAD + b"transfer-encoding: chunked\r\n\r\n", *[chunk] * 5)
        assert head.startswith("HTTP/1.1 413")
        assert json.loads(body)["type"] == "urn:kiemdinh:problem:too-large"

    def test_a_body_that_breaks_off(self, address):
        """The client has gone, so there is nobody to answer; the next one is answered."""
        talk(address, HEAD + b'content-length: 400\r\n\r\n{"framework"', gone=True)
        check_health(address)

    def test_a_slow_client_holds_up_nobody(self, address):
        body = json.dumps(ask()).encode()
        parts = [HEAD + b"content-length: %d\r\n\r\n" % len(body), *(body[i : i + 60] for i in range(0, len(body), 60))]
        head, _ = talk(address, *parts, meanwhile=lambda: check_health(address))
        assert head.startswith("HTTP/1.1 200")

    def test_what_is_no_http(self, address):
        head, body = talk(address, b"\x16\x03\x01 hello\r\n\r\n")
        assert head.startswith("HTTP/1.1 400")
        assert b"Traceback" not in body


@pytest.fixture(scope="module")
def app():
    """Speak WSGI, which a validator holds to its rules."""
    return validator(make_wsgi_app(frameworks=[kd.load(text=OWN)], lang="en", limits=Limits(seconds=PATIENT)))


class TestWsgi:
    def call(self, app, method, path, body=b""):
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SCRIPT_NAME": "",
            "CONTENT_LENGTH": str(len(body)),
        }
        environ |= {"CONTENT_TYPE": "application/json", "wsgi.input": BytesIO(body)}
        setup_testing_defaults(environ)
        said = {}

        def start(status, headers, error=None):
            said.update(status=status, headers=dict(headers))

        parts = app(environ, start)
        try:
            return said | {"body": b"".join(parts)}
        finally:
            parts.close()

    def test_an_answer(self, app):
        body = {"framework": "org.example.own", "dossier": {"findings": {"1": "met"}}, "on": "2027-06-30"}
        answer = self.call(app, "POST", "/api/v1/assess", json.dumps(body).encode())
        assert answer["status"].startswith("200")
        expected = kd.assess(kd.load(text=OWN), body["dossier"], on=body["on"])
        assert json.loads(answer["body"]) == expected.to_dict()

    def test_a_problem(self, app):
        answer = self.call(app, "POST", "/api/v1/assess", b"{")
        assert answer["status"].startswith("400")
        assert json.loads(answer["body"])["title"] == "The body cannot be read as JSON"

    def test_a_body_that_is_too_large(self, app):
        answer = self.call(app, "POST", "/api/v1/assess", b" " * 1_000_001)
        assert answer["status"].startswith("413")

    def test_its_parameters_are_checked(self):
        with pytest.raises(kd.InputError):
            make_wsgi_app(lang="fr")
