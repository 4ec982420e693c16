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
