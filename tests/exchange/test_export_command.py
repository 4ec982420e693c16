"""``kiemdinh export`` writes what the calls of Python return."""

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import kiemdinh as kd
from kiemdinh.cli import main
from kiemdinh.exchange import (
    load_starter,
    read_framework_workbook,
    write_case,
    write_framework_workbook,
    write_oscal_catalog,
    write_oscal_mapping,
    write_prov,
)
from kiemdinh.exchange.workbooks.sheets import COLUMN_NOTES
from kiemdinh.transitions.crosswalks import find_bundled_crosswalk

SCHOOL = Path(__file__).parents[2] / "examples" / "thcs-binh-an" / "dossier.yaml"
ENDS = ("vn.tt18-2018", "vn.tt57-2026.pho-thong")


def export(*arguments):
    return CliRunner().invoke(main, ["export", *map(str, arguments), "--lang", "en"])


@pytest.mark.parametrize(
    ("form", "write"), [("case", write_case), ("oscal", write_oscal_catalog)], ids=lambda one: str(one)[:5]
)
def test_a_framework(form, write):
    printed = export("org.abet", "--format", form, "--changed", "2026-01-01").output
    assert json.loads(printed) == write("org.abet", lang="en", changed="2026-01-01")


def test_a_crosswalk(tmp_path):
    crosswalk = find_bundled_crosswalk(*ENDS)
    file = tmp_path / "crosswalk.json"
    file.write_text(json.dumps(crosswalk.to_data()), "utf-8")
    assert json.loads(export(file, "--format", "oscal").output) == write_oscal_mapping(crosswalk, lang="en")


def test_a_dossier():
    assert json.loads(export(SCHOOL, "--format", "prov").output) == write_prov(kd.assess(None, SCHOOL))


def test_a_file_that_is_there_is_kept(tmp_path):
    out = tmp_path / "abet.json"
    arguments = ("org.abet", "--format", "case", "--changed", "2026-01-01", "--out", out)
    assert export(*arguments).exit_code == 0
    before = out.read_bytes()
    assert export(*arguments).exit_code == 2
    assert out.read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("org.abet", "--format", "case"),  # no day is known
        ("org.abet", "--format", "yaml", "--changed", "2026-01-01"),
        ("org.abet", "--format", "case", "--changed", "soon"),
        ("no.such.framework", "--format", "case"),
        ("org.abet",),
    ],
)
def test_what_is_refused(arguments):
    assert export(*arguments).exit_code == 2


class TestTheStarter:
    """What an author has who has nothing: a sound framework with one worked example."""

    @pytest.mark.parametrize("lang", ["vi", "en"])
    def test_its_workbook_comes_back_as_a_sound_framework(self, tmp_path, lang):
        file = tmp_path / "mine.xlsx"
        arguments = ["export", "--starter", "--format", "xlsx", "--out", str(file), "--lang", lang]
        assert CliRunner().invoke(main, arguments).exit_code == 0
        found = read_framework_workbook(file)
        assert found == load_starter()
        assert found.warnings == ()
        assert kd.lint(found) == ()

    def test_its_text_is_the_same(self):
        assert kd.load(text=export("--starter", "--format", "yaml").output) == load_starter()

    def test_it_judges_a_school(self):
        """1.1 at level 2; the library has 5 titles for each pupil, and what has no text at level 2 carries."""
        dossier = {"findings": {"1.1": "muc-2"}, "inputs": {"books": 500, "pupils": 100}}
        (held,) = kd.assess(load_starter(), dossier, on="2026-06-01").outcomes
        assert held.guaranteed.id == held.attainable.id == "muc-2"
        fewer = dossier | {"inputs": {"books": 499, "pupils": 100}}
        (lost,) = kd.assess(load_starter(), fewer, on="2026-06-01").outcomes
        assert (lost.guaranteed, lost.attainable) == (None, None)

    def test_headings_that_do_not_speak_for_themselves_have_notes(self, tmp_path):
        file = tmp_path / "mine.xlsx"
        file.write_bytes(write_framework_workbook(load_starter(), lang="vi"))
        book = openpyxl.load_workbook(file)
        cell = book["Yêu cầu"]["A1"]
        assert (cell.value, cell.comment.text) == (
            "Tiêu chí",
            "Mã của tiêu chí; với phần của một yêu cầu là địa chỉ của yêu cầu đó, như 1.1/muc-1/a",
        )
        noted = {(sheet.title, one.value) for sheet in book for one in sheet[1] if one.comment}
        assert len(noted) == len(COLUMN_NOTES)

    @pytest.mark.parametrize(
        "arguments", [("org.abet", "--starter", "--format", "yaml"), ("--starter", "--format", "prov"), ("--starter",)]
    )
    def test_what_is_refused(self, arguments):
        assert export(*arguments).exit_code == 2
