"""`expect:` of a definition: how many there are of what, and an error with both numbers where there are others."""

import pytest
from click.testing import CliRunner

import kiemdinh as kd
from bundled import FOR_SCHOOLS
from kiemdinh.cli import main

TEXT = """\
kiemdinh: 1
framework: org.example.counted
source: {document: By-law 1}
expect: EXPECT
subject: {kind: school}
tags: {core: {en: Mandatory}, new: {en: new}}
inputs:
  books: {type: number, unit: count}
  seats: {type: number, unit: count}
layers:
  - {id: standard}
  - {id: criterion, in: standard, verdict: met}
  - {id: clause, verdict: met}
sets:
  mandatory: {among: criterion, ids: ["1.2"]}
tree:
  - id: "1"
    layer: standard
    parts:
      - {id: "1.1", tags: [core], indicators: [books], parts: [{id: a}, {id: b, indicators: [books, seats]}]}
      - {id: "1.2", tags: [new], parts: [{id: a}]}
      - {id: "1.3", tags: [new]}
  - {id: "9", layer: clause, tags: [core]}
outcomes: [{id: result, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
"""
RIGHT = "{criteria: 3, mandatory: 2, requirements: 5, indicators: 2, layers: {standard: 1, clause: 1}, tags: {core: 2}}"


def problems(expect, text=TEXT):
    with pytest.raises(kd.InputError) as caught:
        kd.load(text=text.replace("EXPECT", expect))
    return caught.value.diagnostics


def test_right_counts_load_and_change_no_digest_of_the_rules():
    with_counts = kd.load(text=TEXT.replace("EXPECT", RIGHT))
    without = kd.load(text=TEXT.replace("expect: EXPECT\n", ""))
    assert with_counts.digest == without.digest
    assert with_counts != without


@pytest.mark.parametrize(
    ("expect", "message", "path"),
    [
        ("{criteria: 4}", "criteria: 3 in the tree, 4 expected", "expect.criteria"),
        ("{mandatory: 1}", "mandatory: 2 in the tree, 1 expected", "expect.mandatory"),
        ("{requirements: 0}", "requirements: 5 in the tree, 0 expected", "expect.requirements"),
        ("{indicators: 3}", "indicators: 2 in the tree, 3 expected", "expect.indicators"),
        ("{layers: {standard: 2}}", "layer 'standard': 1 in the tree, 2 expected", "expect.layers.standard"),
        ("{tags: {new: 1}}", "tag 'new': 2 in the tree, 1 expected", "expect.tags.new"),
    ],
)
def test_another_number_is_an_error_at_its_line(expect, message, path):
    (problem,) = problems(expect)
    assert (problem.code, problem.message, problem.path, problem.line) == ("KD229", message, path, 4)


def test_all_wrong_numbers_are_told_at_once():
    assert [p.path for p in problems("{criteria: 1, requirements: 1, tags: {core: 1}}")] == [
        "expect.criteria",
        "expect.requirements",
        "expect.tags.core",
    ]


@pytest.mark.parametrize(
    ("expect", "code", "hint"),
    [
        ("{criterias: 3}", "KD102", "did you mean 'criteria'?"),
        ("{layers: {standards: 1}}", "KD202", "did you mean 'standard'?"),
        ("{tags: {cor: 1}}", "KD206", "did you mean 'core'?"),
        ("{criteria: three}", "KD106", None),
        ("{criteria: -3}", "KD106", None),
        ("{criteria: 2.5}", "KD106", None),
        ("15", "KD103", None),
    ],
)
def test_unknown_words_and_what_is_no_number_are_refused(expect, code, hint):
    (problem,) = problems(expect)
    assert (problem.code, problem.hint, problem.line) == (code, hint, 4)


def test_a_tree_with_a_mistake_is_not_counted_too():
    assert [p.code for p in problems("{criteria: 4}", TEXT.replace('id: "1.3"', 'id: "1.2"'))] == ["KD201"]


def test_nodes_of_other_files_count_and_the_command_says_both_numbers(tmp_path):
    part = '{kiemdinh: 1, part_of: org.example.parts, tree: [{id: "1"}, {id: "2"}]}'
    (tmp_path / "part.yaml").write_text(part, encoding="utf-8")
    text = """\
kiemdinh: 1
framework: org.example.parts
source: {document: By-law 1}
subject: {kind: school}
layers: [{id: criterion, verdict: met}]
tree: [{from: part.yaml}, {id: "3"}]
outcomes: [{id: result, cases: [{id: good, if: {every: criterion, that: met}}], otherwise: {id: poor}}]
expect: {criteria: 2, requirements: 3}
"""
    (tmp_path / "main.yaml").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(tmp_path / "main.yaml")])
    assert result.exit_code == 2
    assert "main.yaml:8:20: error KD229: criteria: 3 in the tree, 2 expected" in result.stderr


@pytest.mark.parametrize("framework", FOR_SCHOOLS, ids=lambda framework: framework.id)
def test_circulars_say_what_they_hold(framework):
    assert framework.definition.expect.criteria in (15, 22, 24, 25, 27, 28)
