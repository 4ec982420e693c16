"""``kiemdinh lint`` and ``kiemdinh check`` of a crosswalk: what is wrong, and what of both sides no relation names."""

import json

import pytest
from commands import run

HEAD = "kiemdinh: 1\ncrosswalk: {from: vn.tt18-2018, to: vn.tt57-2026.pho-thong}\nrelations:\n"
WHY = "why: {en: Because}, confidence: low"


@pytest.fixture
def write(tmp_path):
    def write(text):
        file = tmp_path / "walk.yaml"
        file.write_text(text, encoding="utf-8")
        return str(file)

    return write


def test_both_tell_what_no_relation_names_on_each_side(write):
    file = write(f"{HEAD}  - {{from: '1.1', to: '1.1', is: subset-of, {WHY}}}\n")
    linted, checked = run("lint", file, "--lang", "en"), run("check", file, "--lang", "en")
    assert (linted.exit_code, checked.exit_code) == (1, 0)
    for told in (linted.output, checked.output):
        assert told.count("warning KD258") == 2
        assert "nodes and levels of vn.tt18-2018@2025-01-25" in told
        assert "nodes and levels of vn.tt57-2026.pho-thong@2026-07-07" in told


def test_both_tell_ids_that_there_are_not(write):
    file = write(f"{HEAD}  - {{from: '1.99', to: '1.1/muc-9', is: subset-of, {WHY}}}\n")
    linted, checked = run("lint", file, "--lang", "en"), run("check", file, "--lang", "en")
    assert (linted.exit_code, checked.exit_code) == (1, 2)
    for told in (linted.output, checked.output):
        assert told.count("error KD255") == 2


def test_a_whole_crosswalk(write):
    from kiemdinh.transitions.crosswalks import find_bundled_crosswalk

    whole = find_bundled_crosswalk("vn.tt18-2018", "vn.tt57-2026.pho-thong").to_data()
    file = write(json.dumps(whole))
    assert run("lint", file).exit_code == 0
    assert run("check", file).output == f"{file}: crosswalk, ok\n"


INN = """
kiemdinh: 1
framework: org.example.inn
source: {document: Inn rule}
subject: {kind: hotel}
layers: [{id: item, verdict: met}]
inputs: {beds: {type: number, unit: count, en: Beds}}
scales: {stars: {steps: [{id: one}]}}
tree: [{id: "1", en: Beds, met_if: {value: beds, at_least: 5}}, {id: "2", en: Clean}]
outcomes: [{id: class, ladder: stars, needs: {one: {every: item, that: met}}}]
"""


MET = "it is possible to meet '1' of org.example.inn and not '1' of org.example.hostel"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("equivalent-to", [MET, "expected: subset-of", "found: equivalent-to"]),
        ("superset-of", [MET, "expected: subset-of"]),
        ("subset-of", []),
        ("intersects-with", []),
    ],
)
def test_both_tell_a_relation_that_the_rules_refute(write, tmp_path, said, told):
    """The hostel asks for 8 beds where the inn asks for 5; the two figures are one."""
    (tmp_path / "inn.yaml").write_text(INN, encoding="utf-8")
    hostel = INN.replace("example.inn", "example.hostel").replace("at_least: 5", "at_least: 8")
    (tmp_path / "hostel.yaml").write_text(hostel, encoding="utf-8")
    ends = [("inputs/beds", "equivalent-to"), ("'1'", said), ("'2'", "equivalent-to")]
    relations = [f"  - {{from: {end}, to: {end}, is: {kind}, {WHY}}}\n" for end, kind in ends]
    head = "kiemdinh: 1\ncrosswalk: {from: inn.yaml, to: hostel.yaml}\nrelations:\n"
    file = write(head + "".join(relations))
    linted, checked = run("lint", file, "--lang", "en"), run("check", file, "--lang", "en")
    assert (linted.exit_code, checked.exit_code) == (int(bool(told)), 0)
    for output in (linted.output, checked.output):
        assert output.count("warning KD263") == int(bool(told))
        assert [text for text in told if text not in output] == []
        assert not told or "walk.yaml:5:" in output
