"""``kiemdinh forecast`` and ``kiemdinh ask-next``: their forms, and what they refuse."""

import json
import xml.etree.ElementTree as ET

import pytest
from commands import run

DOSSIER = """
framework: vn.tt57-2026.gdtx
date: 2027-06-10
school: {name: Trung tâm A}
evidence: {MC.1.1.01: {title: Kế hoạch, until: 2028-08-31}}
findings:
  "1.1": {is: muc-1, by: [MC.1.1.01]}
"""


@pytest.fixture
def dossier(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(DOSSIER, encoding="utf-8")
    return str(path)


class TestForecast:
    @pytest.mark.parametrize(
        ("lang", "words"), [("en", "MC.1.1.01 (Kế hoạch) has expired"), ("vi", "MC.1.1.01 (Kế hoạch) hết hạn")]
    )
    def test_text(self, dossier, lang, words):
        done = run("forecast", dossier, "--until", "2029-12-31", "--lang", lang)
        assert done.exit_code == 0
        assert words in done.stdout
        assert max(map(len, done.stdout.splitlines())) <= 80

    def test_other_forms(self, dossier):
        forms = {form: run("forecast", dossier, "--until", "2029-12-31", "--format", form).stdout for form in FORMS}
        assert json.loads(forms["json"])["kind"] == "forecast"
        assert forms["markdown"].startswith("# ")
        assert ET.fromstring(forms["svg"]).tag.endswith("svg")  # noqa: S314 - written a line above
        written = run("forecast", dossier, "--until", "2029-12-31", "--format", "ics").stdout_bytes
        assert written.startswith(b"BEGIN:VCALENDAR\r\n")

    @pytest.mark.parametrize("until", ["2027-06-09", "tomorrow", "2027-13-01", ""])
    def test_a_wrong_day_is_refused(self, dossier, until):
        done = run("forecast", dossier, "--until", until)
        assert done.exit_code == 2
        assert "until" in done.stderr
        assert "Traceback" not in done.stderr

    def test_an_end_is_asked_for(self, dossier):
        assert run("forecast", dossier).exit_code == 2


class TestAskNext:
    def test_text(self, dossier):
        done = run("ask-next", dossier, "--lang", "en")
        assert done.exit_code == 0
        assert "What to settle next" in done.stdout

    def test_data_with_a_limit(self, dossier):
        done = run("ask-next", dossier, "--format", "json", "--limit", "2", "--target", "muc-1")
        data = json.loads(done.stdout)
        assert (data["kind"], len(data["questions"]), data["target"]["id"]) == ("ask-next", 2, "muc-1")

    def test_a_wrong_target_is_refused(self, dossier):
        done = run("ask-next", dossier, "--target", "muc-9")
        assert (done.exit_code, "KD331" in done.stderr) == (2, True)


FORMS = ("json", "markdown", "svg")
