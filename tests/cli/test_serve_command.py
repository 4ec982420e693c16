"""``kiemdinh serve``: which requests the server that it starts answers, and what it says where a package is missing."""

from __future__ import annotations

import sys

import pytest
import uvicorn
from click.testing import CliRunner
from starlette.testclient import TestClient

from kiemdinh.cli import main


@pytest.fixture
def serve(monkeypatch, tmp_path):
    """Return a function that starts the command and asks the application that it would serve."""

    def ask(*options, host):
        served = []
        monkeypatch.setattr(uvicorn, "run", lambda app, **_: served.append(app))
        found = CliRunner().invoke(main, ["serve", f"--store={tmp_path / 'board.db'}", *options])
        assert found.exit_code == 0, found.output
        with TestClient(served[0], base_url=f"http://{host}") as client:
            return client.get("/").status_code

    return ask


class TestNamesOfTheServer:
    """A site whose name is made to lead to 127.0.0.1 is, to a browser, the site of the board too: it could edit."""

    @pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "127.0.0.1", "[::1]:8000"])
    @pytest.mark.parametrize("options", [[], ["--user=hong"]])
    def test_those_of_this_machine_are_answered(self, serve, options, host):
        assert serve(*options, host=host) == 200

    @pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "localhost.evil.example", "192.0.2.1"])
    @pytest.mark.parametrize("options", [[], ["--user=hong"]])
    def test_others_are_refused(self, serve, options, host):
        assert serve(*options, host=host) == 400

    @pytest.mark.parametrize("options", [["--trusted-header=X-Remote-User"], ["--host=0.0.0.0"]])
    def test_behind_a_proxy_or_in_a_network_each_name_is_answered(self, serve, options):
        assert serve(*options, host="board.example") == 200


class TestMissingExtras:
    @pytest.mark.parametrize(
        ("options", "package", "extra"),
        [([], "uvicorn", "web"), (["--store=board.db"], "sqlalchemy", "store")],
    )
    @pytest.mark.parametrize("lang", ["vi", "en"])
    def test_the_extra_is_named(self, options, package, extra, lang, monkeypatch):
        monkeypatch.setitem(sys.modules, package, None)
        found = CliRunner().invoke(main, ["serve", *options, "--lang", lang])
        assert (found.exit_code, found.stdout) == (2, "")
        assert "KD717" in found.stderr
        assert f"pip install 'kiemdinh[{extra}]'" in found.stderr


class TestStores:
    @pytest.mark.parametrize("lang", ["vi", "en"])
    def test_what_is_no_store_is_refused_before_anything_is_served(self, lang, tmp_path, monkeypatch):
        monkeypatch.setattr(uvicorn, "run", lambda *_, **__: pytest.fail("it is served"))
        (tmp_path / "text.db").write_text("no database, and longer than the head of one: " + "x" * 200)
        for store in (tmp_path / "text.db", tmp_path / "none" / "board.db", "what://board.db"):
            found = CliRunner().invoke(main, ["serve", f"--store={store}", "--lang", lang])
            assert (found.exit_code, found.stdout) == (2, "")
            assert "KD001" in found.stderr
            assert "Traceback" not in found.stderr
