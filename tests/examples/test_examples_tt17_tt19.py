"""The example schools of Circulars 17 and 19/2018 give what their README says, worked out by hand."""

import copy
from pathlib import Path

import pytest

import kiemdinh as kd
from kiemdinh.parsing.readers import read_file

EXAMPLES = Path(__file__).parents[2] / "examples"


def assessed(name, on=None, without=(), **inputs):
    """Assess an example, with some inputs put in place of its own and some findings left out."""
    data = read_file(EXAMPLES / name / "dossier.yaml").data
    data["inputs"] |= copy.deepcopy(inputs)
    for finding in without:
        del data["external"][finding]
    return kd.assess(None, data, on=on)


def grades(result):
    return {award.id: award.certain and award.certain.id for award in result.awards}


class TestTieuHocSuoiKhoang:
    def test_is_at_level_2_by_its_commune(self):
        result = assessed("th-suoi-khoang")
        assert (result.outcome.id, result.determined) == ("muc-2", True)
        assert (result.node("5.4").guaranteed.id, result.node("5.5").guaranteed.id) == ("muc-3", "muc-2")

    def test_anywhere_else_it_would_be_at_level_1(self):
        result = assessed("th-suoi-khoang", commune="other")
        assert (result.outcome.id, result.determined) == ("muc-1", True)

    def test_one_figure_holds_it(self):
        (todo,) = assessed("th-suoi-khoang").target.improve
        assert (todo.id, todo.figure.bound.low) == ("5.5/muc-3/b/b1", 80)

    def test_awards(self):
        assert grades(assessed("th-suoi-khoang")) == {"kiem-dinh": "cap-do-2", "chuan-quoc-gia": "muc-do-1"}


class TestTieuHocLamSon:
    def test_is_at_level_2_as_amended(self):
        result = assessed("th-lam-son")
        assert (result.framework.edition, result.outcome.id) == ("vn.tt17-2018@2025-01-25", "muc-2")
        assert grades(result) == {"kiem-dinh": "cap-do-2", "chuan-quoc-gia": "muc-do-1"}

    def test_the_day_before_thirty_two_classes_are_too_many(self):
        data = read_file(EXAMPLES / "th-lam-son" / "dossier.yaml").data
        data["external"] |= dict.fromkeys(("3.1", "3.2", "3.3", "3.4", "3.5", "3.6"), "muc-2")
        data["external"]["1.5"] = {
            "muc-1": {"a": "met", "b": {"b1": "met", "b2": "met"}, "c": "met"},
            "muc-2": {"b": "met", "c": "met"},
        }
        data |= {"date": "2025-01-24", "inputs": data["inputs"] | {"classes": 32}}
        result = kd.assess(None, data)
        assert (result.framework.edition, result.outcome.id) == ("vn.tt17-2018@2018-10-10", "muc-1")
        assert [todo.id for todo in result.target.improve] == ["1.5/muc-2/a"]

    def test_without_the_findings_of_standard_3_nobody_knows(self):
        result = assessed("th-lam-son", without=("3.1", "3.2", "3.3"))
        assert (result.level, result.attainable.id) == (None, "muc-2")
        assert {reason for todo in result.target.settle for reason in todo.reasons} == {"wording unknown"}


class TestMamNonHoaCuc:
    def test_is_at_level_2_without_an_award(self):
        result = assessed("mn-hoa-cuc")
        assert (result.outcome.id, result.determined) == ("muc-2", True)
        assert grades(result) == {"kiem-dinh": None, "chuan-quoc-gia": None}

    @pytest.mark.parametrize(("years", "grade", "degree"), [(4.9, None, None), (5, "cap-do-2", "muc-do-1")])
    def test_five_years_decide(self, years, grade, degree):
        assert grades(assessed("mn-hoa-cuc", years_of_operation=years)) == {
            "kiem-dinh": grade,
            "chuan-quoc-gia": degree,
        }


class TestMamNonAnPhu:
    def test_is_at_level_1_by_one_figure(self):
        result = assessed("mn-an-phu")
        assert (result.outcome.id, result.determined) == ("muc-1", True)
        assert (result.node("5.3").guaranteed.id, result.node("5.4").guaranteed.id) == ("muc-3", "muc-1")
        assert [todo.id for todo in result.target.improve] == ["5.4/muc-2/c"]
        assert grades(result) == {"kiem-dinh": "cap-do-1", "chuan-quoc-gia": None}

    @pytest.mark.parametrize(("share", "level"), [("79.9%", "muc-1"), ("80%", "muc-2"), ("85%", "muc-3")])
    def test_progress_decides(self, share, level):
        result = assessed("mn-an-phu", inclusive_progress={"2022-2023": share})
        assert result.level.id == level

    def test_without_children_in_inclusive_education_it_is_at_level_3(self):
        assert assessed("mn-an-phu", inclusive_children=False).level.id == "muc-3"
