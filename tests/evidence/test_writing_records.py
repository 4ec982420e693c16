"""A dossier that was read is written as plain data and as a draft, and reads back as the same records."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.evidence.reading import framework_of, open_dossier
from kiemdinh.evidence.writing import dossier_data, draft_dossier
from kiemdinh.testing import dossiers

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/dossier.yaml"))


def plain_values(values):
    return tuple(replace(one, path=()) for one in values)


def plain_member(row):
    return replace(row, path=(), values=plain_values(row.values))


def content(dossier):
    """All that a dossier says, in no order, and without the places."""
    return (
        dossier.digest,
        dossier.school,
        dossier.date,
        dossier.evidence,
        {replace(one, path=()) for one in dossier.findings},
        set(plain_values(dossier.values)),
        {replace(one, where="") for one in dossier.held},
        {
            kind: [replace(row, path=(), values=plain_values(row.values)) for row in rows]
            for kind, rows in dossier.register.items()
        },
        {replace(one, path=()) for one in dossier.results},
        dossier.complete,
        dict(dossier.notes),
    )


def written(dossier, framework):
    data = dossier_data(dossier, allowed_entries(framework))
    return data, draft_dossier(framework, data, head=["Look\nhere first"], lang="en")


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.parent.name)
def test_every_example_reads_back(file):
    opened = open_dossier(file)
    framework = framework_of(opened, allow_files=True, unofficial=True)
    dossier = kd.read_dossier(opened, framework)
    for form in written(dossier, framework):
        again = kd.read_dossier(form, framework)
        assert content(again) == content(dossier)
        assert again.warnings == dossier.warnings or file.parent.name == "own-framework"


@pytest.mark.parametrize("name", ["vn.tt57-2026.pho-thong", "vn.tt18-2018", "vn.tt19-2018", "vn.ntm-2021.xa"])
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_every_drawn_dossier_reads_back(name, data):
    framework = kd.load(name)
    dossier = kd.read_dossier(data.draw(dossiers(framework)), framework, default_date="2027-06-30")
    for form in written(dossier, framework):
        assert content(kd.read_dossier(form, framework, default_date="2027-06-30")) == content(dossier)


@pytest.mark.parametrize(
    "text", ["a: b # c", "yes", "2026-06-30", "1.10", "\u2028x\x85y", "{[,&*!|>%@`", "'\"\\", "dòng\nhai", "\U0001f600"]
)
def test_a_text_of_any_kind_reads_back(text):
    framework = kd.load("vn.tt57-2026.pho-thong")
    given_ = {
        "date": "2027-06-30",
        "evidence": {"A-1": {"title": text}},
        "findings": {"1.1": {"is": "muc-1", "why": text}},
    }
    dossier = kd.read_dossier(given_, framework)
    for form in written(dossier, framework):
        assert content(kd.read_dossier(form, framework)) == content(dossier)


def test_what_is_not_recorded_keeps_its_comment():
    framework = kd.load("vn.tt57-2026.pho-thong")
    dossier = kd.read_dossier({"date": "2027-06-30", "findings": {"1.1": "muc-1"}}, framework)
    lines = written(dossier, framework)[1].splitlines()
    assert lines[0] == "# Look here first"
    assert '  "1.1": muc-1  # khong-dat, muc-1, muc-2, unknown' in lines
    assert '  "1.2":  # khong-dat, muc-1, muc-2, unknown' in lines
