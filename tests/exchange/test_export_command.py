"""``kiemdinh export`` writes what the calls of Python return."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import kiemdinh as kd
from kiemdinh.cli import main
from kiemdinh.exchange import write_case, write_oscal_catalog, write_oscal_mapping, write_prov
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
