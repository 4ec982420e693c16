"""The example schools of Circular 18/2018 give what their README says, worked out from the circular by hand."""

import copy
import datetime as dt
from pathlib import Path

import pytest

import kiemdinh as kd
from kiemdinh.parsing.readers import read_file

EXAMPLES = Path(__file__).parents[2] / "examples"


def assessed(name, **inputs):
    """Assess an example, with some inputs put in place of its own."""
    data = read_file(EXAMPLES / name / "dossier.yaml").data
    data["inputs"] |= copy.deepcopy(inputs)
    return kd.assess(None, data)


def ids(todos):
    return {todo.id for todo in todos}


def award(result, name):
    return next(award for award in result.awards if award.id == name)


class TestThptNamSai:
    def test_is_at_level_2_by_both_sides(self):
        result = assessed("thpt-nam-sai")
        assert (result.outcome.id, result.determined) == ("muc-2", True)
        assert {side: found.guaranteed.id for side, found in result.sides.items()} == {
            "self": "muc-2",
            "external": "muc-2",
        }

    def test_one_number_holds_it(self):
        (todo,) = assessed("thpt-nam-sai").target.improve
        assert todo.id == "5.6/muc-3/a/kha"
        assert todo.figure.value == "input:good@thpt"
        assert todo.figure.bound.low == 20

    @pytest.mark.parametrize(("pupils", "level"), [(89, "muc-2"), (90, "muc-3")])
    def test_three_more_pupils_would_be_enough_and_two_are_not(self, pupils, level):
        result = assessed("thpt-nam-sai", good={"thpt": {"part": pupils, "of": 448}})
        assert (result.outcome.id, result.determined) == (level, True)

    def test_elsewhere_five_of_its_six_figures_miss(self):
        improve = ids(assessed("thpt-nam-sai", area="other").target.improve)
        assert improve == {f"5.6/muc-3/{part}" for part in ("a/gioi", "a/kha", "a/yeu-kem", "b/bo-hoc", "b/luu-ban")}

    def test_awards_by_the_external_review(self):
        result = assessed("thpt-nam-sai")
        accreditation, standard = award(result, "kiem-dinh"), award(result, "chuan-quoc-gia")
        assert (accreditation.certain.id, accreditation.possible.id) == ("cap-do-2", "cap-do-2")
        assert (standard.certain.id, standard.possible.id) == ("muc-do-1", "muc-do-1")
        assert not standard.lacks_external_review
        assert standard.grades[1].waits_until is None

    def test_its_evidence_has_the_codes_of_2018_and_each_is_there(self):
        data = read_file(EXAMPLES / "thpt-nam-sai" / "dossier.yaml").data
        assert {"[H1-1.1-01]", "[H1-1.10-01]", "[H5-5.6-02]"} <= set(data["evidence"])
        framework = kd.load(data["framework"], on=data["date"])
        assert kd.read_dossier(data, framework).warnings == ()


class TestThcsPhuVan:
    def test_is_undetermined_between_level_1_and_level_2(self):
        result = assessed("thcs-phu-van")
        assert (result.level.id, result.attainable.id, result.determined) == ("muc-1", "muc-2", False)
        assert result.outcome is None

    def test_the_missing_year_is_to_be_settled_and_nothing_improved(self):
        target = assessed("thcs-phu-van").target
        assert [(todo.id, todo.reasons) for todo in target.settle] == [("2.2/muc-2/b/b2", ("missing figure",))]
        assert (target.improve, target.wait, target.decide) == ((), (), ())

    @pytest.mark.parametrize(("teachers", "level"), [(19, "muc-1"), (20, "muc-2")])
    def test_the_year_decides(self, teachers, level):
        fair = {"2019-2020": 20, "2020-2021": 21, "2021-2022": teachers, "2022-2023": 22, "2023-2024": 24}
        result = assessed("thcs-phu-van", teachers_kha=fair)
        assert (result.outcome.id, result.determined) == (level, True)

    def test_by_its_own_assessment(self):
        result = assessed("thcs-phu-van")
        assert award(result, "kiem-dinh").by_own_assessment.id == "cap-do-1"
        assert award(result, "chuan-quoc-gia").by_own_assessment is None


class TestThcsThptSaoKhue:
    def test_is_at_level_2(self):
        result = assessed("thcs-thpt-sao-khue")
        assert (result.outcome.id, result.determined) == ("muc-2", True)
        assert result.node("5.6").guaranteed.id == "muc-2"

    def test_two_figures_of_the_upper_stage_hold_it(self):
        figures = {todo.id: todo.figure.value for todo in assessed("thcs-thpt-sao-khue").target.improve}
        assert figures == {"5.6/muc-3/a/kha": "input:good@thpt", "5.6/muc-3/a/yeu-kem": "input:weak@thpt"}

    def test_the_lower_stage_alone_would_be_at_level_3(self):
        data = read_file(EXAMPLES / "thcs-thpt-sao-khue" / "dossier.yaml").data
        results = {}
        for stage in ("thcs", "thpt"):
            alone = copy.deepcopy(data)
            alone["school"]["stages"] = [stage]
            for name in ("programme", "excellent", "good", "weak", "conduct"):
                alone["inputs"][name] = {stage: data["inputs"][name][stage]}
            results[stage] = kd.assess(None, alone).outcome.id
        assert results == {"thcs": "muc-3", "thpt": "muc-2"}

    def test_both_figures_are_needed(self):
        enough = {"good": {"thcs": "41.2%", "thpt": "25%"}, "weak": {"thcs": "3.1%", "thpt": "5%"}}
        levels = [assessed("thcs-thpt-sao-khue", **{name: value}).outcome.id for name, value in enough.items()]
        assert levels == ["muc-2", "muc-2"]
        assert assessed("thcs-thpt-sao-khue", **enough).outcome.id == "muc-3"


class TestThcsBenNgoc:
    def test_is_at_level_3_and_three_clauses_block_level_4(self):
        result = assessed("thcs-ben-ngoc")
        assert (result.outcome.id, result.determined) == ("muc-3", True)
        assert ids(result.target.improve) == {"22.1", "22.4", "22.6"}

    @pytest.mark.parametrize(
        ("name", "held", "own"), [("kiem-dinh", "cap-do-2", "cap-do-3"), ("chuan-quoc-gia", "muc-do-1", "muc-do-2")]
    )
    def test_what_it_holds_and_what_it_would_have(self, name, held, own):
        found = award(assessed("thcs-ben-ngoc"), name)
        assert (found.held.grade, found.held_until) == (held, dt.date(2029, 3, 1))
        assert found.renew_by == dt.date(2028, 10, 1)
        assert (found.certain, found.lacks_external_review, found.by_own_assessment.id) == (None, True, own)

    def test_degree_2_waits_two_years(self):
        degree_1, degree_2 = award(assessed("thcs-ben-ngoc"), "chuan-quoc-gia").grades
        assert degree_1.waits_until is None
        assert degree_2.waits_until == dt.date(2026, 3, 1)
        assert degree_2.eligible.name == "UNMET"

    @pytest.mark.parametrize(("on", "granted"), [("2026-02-28", "muc-do-1"), ("2026-03-01", "muc-do-2")])
    def test_a_review_that_finds_level_3_does_not_make_it_sooner(self, on, granted):
        data = read_file(EXAMPLES / "thcs-ben-ngoc" / "dossier.yaml").data
        standard = award(
            kd.assess("vn.tt18-2018@2018-10-10", data | {"date": on, "external": data["findings"]}), "chuan-quoc-gia"
        )
        assert standard.certain.id == granted
