"""``kiemdinh mutate``: forms, exit codes, and where scenarios are looked for."""

import json

import pytest
from commands import refused, run

DEFINITION = """\
kiemdinh: 1
framework: org.example.library
source: {document: By-law 12}
subject: {kind: school}
layers: [{id: criterion, verdict: met}]
tree: [{id: "1"}, {id: "2"}, {id: "3"}]
outcomes:
  - {id: result, cases: [{id: good, if: {count: criterion, that: met, at_least: 2}}], otherwise: {id: poor}}
"""
SCENARIOS = """\
kiemdinh: 1
framework: library.yaml
when: 2027-06-30
scenarios:
  - {name: Two, given: {findings: {"1": met, "2": met, "3": unmet}}, then: {outcome: good}}
"""
ONE = '  - {name: One, given: {findings: {"1": met, "2": unmet, "3": unmet}}, then: {outcome: poor}}\n'


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "library.yaml").write_text(DEFINITION, encoding="utf-8")
    (tmp_path / "library.scenarios.yaml").write_text(SCENARIOS, encoding="utf-8")
    (tmp_path / "all.scenarios.yaml").write_text(SCENARIOS + ONE, encoding="utf-8")
    return tmp_path


def test_each_change_that_is_not_noticed_with_its_line():
    result = run("mutate", "library.yaml")
    assert result.exit_code == 0
    assert "library.yaml:8:" in result.output
    assert "at_least: 2 -> at_least: 1" in result.output


def test_json():
    data = json.loads(run("mutate", "library.yaml", "--format", "json").output)
    assert {"score", "killed", "survived", "equivalent"} <= data.keys()
    survived = next(one for one in data["survived"] if one["becomes"] == "at_least: 1")
    assert (survived["line"], survived["was"]) == (8, "at_least: 2")
    assert isinstance(survived["path"], str)
    assert data["score"] == pytest.approx(100 * data["killed"] / (data["killed"] + len(data["survived"])), abs=0.1)
    assert all({"line", "path", "why"} <= one.keys() for one in data["equivalent"])


def test_exit_code_below_the_threshold():
    assert run("mutate", "library.yaml", "--threshold", "100").exit_code == 1
    assert run("mutate", "library.yaml", "--threshold", "1").exit_code == 0
    both = run("mutate", "library.yaml", "--scenarios", "all.scenarios.yaml", "--threshold", "100")
    assert (both.exit_code, both.output.splitlines()[0].split()[1]) == (0, "100")


def test_scenarios_of_several_files_count_together():
    result = run("mutate", "library.yaml", "--scenarios", "library.scenarios.yaml", "--scenarios", "all.scenarios.yaml")
    assert "at_least: 1" not in result.output


def test_a_scenario_that_does_not_pass(folder):
    (folder / "library.scenarios.yaml").write_text(
        SCENARIOS.replace("outcome: good", "outcome: poor"), encoding="utf-8"
    )
    result = run("mutate", "library.yaml")
    assert result.exit_code == 1
    assert "'Two' does not pass as it is" in result.output


def test_the_steps_bound_it():
    assert "were not tried" in run("mutate", "library.yaml", "--budget", "2").output


def test_bad_input(folder):
    other = DEFINITION.replace("org.example.library", "org.example.other")
    (folder / "other.yaml").write_text(other, encoding="utf-8")
    assert refused(run("mutate", "other.yaml", "--scenarios", "library.scenarios.yaml"), "KD610", "org.example.library")
    assert refused(run("mutate", "nothing.yaml"), "nothing.yaml")
    assert refused(run("mutate", "library.yaml", "--scenarios", "nothing.yaml"), "nothing.yaml")
    assert run("mutate", "library.yaml", "--threshold", "101").exit_code == 2
    assert run("mutate", "library.yaml", "--budget", "0").exit_code == 2
