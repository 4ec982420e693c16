"""``kiemdinh diff``: two editions compared, in each form, and what its exit code says."""

import json

import pytest
import yaml
from commands import refused, run

import kiemdinh as kd

ADULT = "vn.tt57-2026.gdtx"


@pytest.fixture
def later(tmp_path):
    """The file of an edition in which one requirement is taken away."""
    data = json.loads(json.dumps(kd.load(ADULT).source.data))
    del data["tree"][0]["parts"][0]["levels"]["muc-2"][0]
    data.pop("expect", None)
    file = tmp_path / "later.yaml"
    file.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return str(file)


def test_each_form(later):
    text = run("diff", ADULT, later, "--lang", "en")
    assert (text.exit_code, "Removed: 1" in text.output) == (0, True)
    assert run("diff", ADULT, later, "--format", "markdown").output.startswith("# ")
    assert run("diff", ADULT, later, "--format", "html").output.startswith("<!doctype html>")
    data = json.loads(run("diff", ADULT, later, "--format", "json").output)
    assert [entry["at"] for entry in data["removed"]] == ["1.1/muc-2/a"]
    assert {"at": "1.1/muc-2/a", "do": "remove"} in data["changes"]


def test_the_exit_code_tells_where_it_is_asked(later):
    assert run("diff", ADULT, ADULT, "--exit-code").exit_code == 0
    assert run("diff", ADULT, later, "--exit-code").exit_code == 1


def test_the_same_twice():
    assert "Both editions say the same." in run("diff", ADULT, ADULT, "--lang", "en").output


def test_the_budget(later):
    output = run("diff", ADULT, later, "--budget", "1", "--lang", "en").output
    assert "the budget of 1 steps was used up" in output


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ((ADULT, "vn.tt57-2026.pho-thong"), "KD262"),
        ((ADULT, "vn.tt57-2026.nowhere"), "KD243"),
        ((ADULT, ADULT, "--crosswalk", "nowhere.yaml"), "nowhere.yaml"),
    ],
)
def test_bad_input(arguments, word):
    assert refused(run("diff", *arguments), word)
