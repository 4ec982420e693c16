"""Suggested scenarios: one for each gap, which neither passes nor fails until a person confirms it."""

from click.testing import CliRunner

import kiemdinh as kd
from kiemdinh.cli import main
from kiemdinh.testing import load_scenarios, rule_coverage, run, suggest_scenarios
from kiemdinh.testing.suggestions import write_scenarios

DEFINITION = """\
kiemdinh: 1
framework: org.example.library
source: {document: By-law 12}
subject: {kind: school}
inputs: {books: {type: number, range: {from: 0}}}
layers: [{id: criterion, verdict: met}]
tree: [{id: "1", met_if: {value: books, at_least: 100}}, {id: "2"}, {id: "3"}]
outcomes:
  - {id: result, cases: [{id: good, if: {count: criterion, that: met, at_least: 2}}], otherwise: {id: poor}}
"""


def test_what_is_suggested_closes_the_gaps_once_it_is_confirmed(tmp_path):
    framework = kd.load(text=DEFINITION)
    suggested = suggest_scenarios(framework)
    (tmp_path / "library.yaml").write_text(DEFINITION, encoding="utf-8")
    path = tmp_path / "library.scenarios.yaml"
    path.write_text(write_scenarios(suggested, "library.yaml"), encoding="utf-8")
    file = load_scenarios(path, allow_files=True)
    assert rule_coverage(file.framework, file.scenarios).percent == 0
    path.write_text(path.read_text(encoding="utf-8").replace("confirmed: false", "confirmed: true"), encoding="utf-8")
    file = load_scenarios(path, allow_files=True)
    assert all(run(one).passed for one in file.scenarios)
    missed = {(one.id, one.what) for one in rule_coverage(file.framework, file.scenarios).missed}
    assert missed == {(one.id, one.what) for one in suggested.without}


SCORES = """\
kiemdinh: 1
framework: org.example.scores
source: {document: By-law 12}
subject: {kind: school}
scales: {stars: {from: 1, to: 4}, grade: {not_reached: {id: none}, steps: [{id: good}]}}
layers: [{id: criterion, verdict: rating, scale: stars}]
tree: [{id: "1"}, {id: "2"}, {id: "3"}]
define:
  average: {mean: criterion, of: {its: rating}}
  share: {share: criterion, that: {its: rating, at_least: 3}}
shows: [average, share]
outcomes:
  - {id: level, ladder: grade, needs: {good: {all: [{value: average, at_least: 3}, {value: share, at_least: 2/3}]}}}
"""


def test_named_figures_are_expected_too(tmp_path):
    framework = kd.load(text=SCORES)
    (tmp_path / "scores.yaml").write_text(SCORES, encoding="utf-8")
    suggested = suggest_scenarios(framework)
    written = [one["then"]["figures"] for one in suggested.scenarios]
    assert all(figures.keys() == {"average", "share"} for figures in written)
    assert {"average": "3", "share": "2/3"} in written
    assert {"average": "unknown", "share": "unknown"} in written
    path = tmp_path / "scores.scenarios.yaml"
    text = write_scenarios(suggested, "scores.yaml").replace("confirmed: false", "confirmed: true")
    path.write_text(text, encoding="utf-8")
    assert all(run(one).passed for one in load_scenarios(path, allow_files=True).scenarios)


def test_one_that_nobody_has_confirmed_neither_passes_nor_fails():
    framework = kd.load(text=DEFINITION)
    assert framework.id == "org.example.library"
    text = """
kiemdinh: 1
framework: vn.tt57-2026.pho-thong
when: 2027-06-30
scenarios:
  - {name: right, given: {findings: {}}, then: {level: none}, confirmed: false}
  - {name: wrong, given: {findings: {}}, then: {level: muc-2}, confirmed: false}
"""
    results = [run(one) for one in load_scenarios(text).scenarios]
    assert [(one.passed, one.failed) for one in results] == [(False, False), (False, False)]
    assert all("confirmed: false" in one.to_text() for one in results)


def test_the_command_writes_a_new_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "library.yaml").write_text(DEFINITION, encoding="utf-8")
    assert (
        CliRunner().invoke(main, ["scenarios", "suggest", "library.yaml", "--out", "x.scenarios.yaml"]).exit_code == 0
    )
    assert (
        CliRunner().invoke(main, ["scenarios", "suggest", "library.yaml", "--out", "x.scenarios.yaml"]).exit_code == 2
    )
    file = load_scenarios(tmp_path / "x.scenarios.yaml", allow_files=True)
    assert file.scenarios
    assert not any(one.confirmed for one in file.scenarios)


GAPS = """\
kiemdinh: 1
framework: org.example.gaps
source: {document: By-law 12}
subject: {kind: school}
evidence: {items: 1}
inputs: {books: {type: number, unit: count, range: {from: 0, to: 500}, step: 1}}
layers: [{id: criterion, verdict: met}, {id: mark, verdict: points}]
tree:
  - {id: "1", layer: criterion, met_if: {value: books, at_least: 100}}
  - {id: "2", layer: criterion, may_not_apply: true}
  - {id: "m", layer: mark, points: 10}
outcomes:
  - id: result
    cases: [{id: good, if: {all: [{every: criterion, that: met}, {sum: mark, of: {its: points}, at_least: 6}]}}]
    otherwise: {id: poor}
awards:
  - {id: plaque, needs: {outcome: result, is: good}, valid: 2 years}
"""


def test_each_kind_of_gap_gets_a_scenario():
    """thresholds, what applies, evidence, points and the days of awards"""
    suggested = suggest_scenarios(kd.load(text=GAPS))
    assert not {"threshold", "evidence", "applicability", "score", "award term"} & {
        one.kind for one in suggested.without
    }
    assert all(one["confirmed"] is False for one in suggested.scenarios)
    found = (one["given"].get("external", {}).get("inputs", {}) for one in suggested.scenarios)
    assert {99, 100} <= {inputs.get("books") for inputs in found}


def test_the_command_writes_in_the_language_that_is_asked_for(tmp_path, monkeypatch):
    """Comments and names; without a language that of the definition, which here is English."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "library.yaml").write_text(DEFINITION, encoding="utf-8")
    texts = {
        lang: CliRunner().invoke(main, ["scenarios", "suggest", "library.yaml", *lang]).stdout
        for lang in ((), ("--lang", "en"), ("--lang", "vi"))
    }
    assert texts[()] == texts["--lang", "en"]
    assert texts[()].startswith("# Suggested: ")
    vietnamese = texts["--lang", "vi"]
    assert vietnamese.startswith("# Gợi ý: ")
    assert "- name: 'ngưỡng " in vietnamese
    assert len(
        load_scenarios(vietnamese.replace("library.yaml", str(tmp_path / "library.yaml")), allow_files=True).scenarios
    )
