"""Texts of nodes for a report: read, checked, written again, carried over."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import kiemdinh as kd
from kiemdinh.evidence.dossier_schema import dossier_schema
from kiemdinh.evidence.entries import allowed_entries
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.evidence.writing import dossier_data, draft_dossier

GENERAL = kd.load("vn.tt57-2026.pho-thong")
TEXTS = {
    "1.1": {"situation": "Trường có kế hoạch: A & B <x> (MC.1.1.01).\nDòng hai", "limits": "#: chưa"},
    "1.3/muc-1/a": {"situation": "=1+1 {{ x }}"},
    "1": {"strengths": "'đã có'", "causes": '"', "directions": "- một"},
}


def read(texts, **more):
    return read_dossier({"date": "2027-06-30", "findings": {"1.1": "muc-1"}, "texts": texts, **more}, GENERAL)


def problems(texts):
    with pytest.raises(kd.InputError) as error:
        read(texts)
    return [(one.code, one.path) for one in error.value.diagnostics]


OLD = {
    "framework": "vn.tt18-2018",
    "date": "2026-05-30",
    "findings": {"1.1": "muc-2"},
    "texts": {"1.1": {"situation": "cũ", "limits": "cũ"}, "1.3": {"limits": "mất"}},
}


class TestReading:
    """3.10 **Texts.** A dossier can say of a node in words how things stand, its strengths, limits, their causes, and
    what is to be done (`texts`), for a report."""

    def test_nodes_of_every_rank_can_have_texts(self):
        assert read(TEXTS).texts == TEXTS

    def test_a_node_may_be_named_by_its_title(self):
        titled = {"Tầm nhìn, sứ mạng/mục tiêu và kế hoạch phát triển": {"limits": "x"}}
        assert read(titled).texts == {"1.1": {"limits": "x"}}

    @pytest.mark.parametrize("nothing", [None, {}, {"1.1": None}, {"1.1": {}}, {"1.1": {"limits": ""}}])
    def test_nothing_said(self, nothing):
        assert read(nothing).texts == {}

    def test_all_problems_at_once(self):
        bad = {
            "9.9": {"limits": "x"},
            "1.1": {"limit": "x"},
            "1.2": "x",
            "1.3": {"causes": ["a"]},
        }
        assert [code for code, _ in problems(bad)] == ["KD301", "KD102", "KD103", "KD103"]

    def test_two_spellings_of_one_node(self):
        assert problems({"1.1": {"limits": "x"}, " 1.1": {"limits": "y"}})[0][0] == "KD006"

    def test_they_change_the_digest_and_no_result(self):
        plain, told = read({}), read(TEXTS)
        assert plain.digest != told.digest
        one, other = (kd.assess(GENERAL, dossier) for dossier in (plain, told))
        assert one.outcome == other.outcome
        assert one.nodes == other.nodes

    def test_the_schema_of_dossiers_takes_them(self):
        validator = Draft202012Validator(dossier_schema())
        assert validator.is_valid({"texts": TEXTS})
        assert not validator.is_valid({"texts": {"1.1": {"limit": "x"}}})


class TestWriting:
    def test_what_is_written_reads_back(self):
        dossier = read(TEXTS)
        data = dossier_data(dossier, allowed_entries(GENERAL))
        assert read_dossier(data, GENERAL).texts == TEXTS
        assert read_dossier(draft_dossier(GENERAL, data), GENERAL).texts == TEXTS

    def test_a_dossier_is_pickled_with_them(self):
        assert pickle.loads(pickle.dumps(read(TEXTS))) == read(TEXTS)  # noqa: S301 - our own bytes


class TestCarryOver:
    """3.10 A carry-over (4.7) takes them to the nodes that theirs is related to; a text that is there already stays."""

    def carry(self, **more):
        return kd.carry_over(OLD, to="vn.tt57-2026.pho-thong", on="2027-06-30", **more)

    def test_they_go_to_the_related_node(self):
        assert read_dossier(self.carry().dossier, GENERAL).texts == {"1.1": {"situation": "cũ", "limits": "cũ"}}

    def test_a_text_that_is_there_stays(self):
        into = {"framework": "vn.tt57-2026.pho-thong", "texts": {"1.1": {"limits": "mới"}}}
        assert read_dossier(self.carry(into=into).dossier, GENERAL).texts["1.1"] == {"situation": "cũ", "limits": "mới"}

    def test_texts_without_a_counterpart_are_told(self):
        (found,) = [one for one in self.carry().unmapped if one.id == "1.3"]
        assert found.origin == ("vn.tt18-2018@2025-01-25 texts 1.3: limits",)

    def test_those_of_a_level_go_where_those_of_its_criterion_go(self):
        old = OLD | {"texts": {"1.1/muc-1": {"situation": "mức 1"}}}
        carried = kd.carry_over(old, to="vn.tt57-2026.pho-thong", on="2027-06-30")
        assert read_dossier(carried.dossier, GENERAL).texts == {"1.1": {"situation": "mức 1"}}

    def test_again_changes_nothing(self):
        once = self.carry().dossier
        assert read_dossier(self.carry(into=once).dossier, GENERAL).texts == read_dossier(once, GENERAL).texts


def test_the_file_of_an_example_names_the_place_of_a_slip(tmp_path: Path):
    file = tmp_path / "dossier.yaml"
    file.write_text("date: 2027-06-30\ntexts:\n  '1.1': {situaton: x}\n", encoding="utf-8")
    with pytest.raises(kd.InputError) as error:
        read_dossier(file, GENERAL)
    assert (error.value.diagnostics[0].line, error.value.diagnostics[0].code) == (3, "KD102")
