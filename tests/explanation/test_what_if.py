"""What if: a supposed change and the differences that it makes."""

import pytest
from schools import EVERY, A, C, assessed, gap, small

import kiemdinh as kd


class TestWhatIf:
    """4.4 Assessing the same inputs again gives the same result... A supposition is a new result; nothing is stored."""

    def test_a_new_result_and_its_difference(self):
        result = gap()
        what_if = result.what_if({C: "muc-2"})
        assert (result.level.id, what_if.result.level.id) == ("muc-1", "muc-2")
        differences = {d.id: (d.before, d.after) for d in what_if.differences}
        assert differences["outcome:muc"] == ("muc-1..muc-1", "muc-2..muc-2")
        assert differences[C] == ("khong-dat..khong-dat", "muc-2..muc-2")

    def test_the_old_result_is_unchanged(self):
        result = gap()
        before = result.to_json()
        result.what_if({C: "muc-2", A: "khong-dat"})
        assert result.to_json() == before == gap().to_json()

    def test_nothing_changed_makes_no_difference(self):
        what_if = gap().what_if({})
        assert what_if.differences == ()
        assert what_if.result.level == gap().level

    def test_downwards_too(self):
        assert gap().what_if({"1.3": "khong-dat"}).result.outcome.id != "muc-1"

    @pytest.mark.parametrize("changes", [{"9.9": "met"}, {"1.3": "muc-9"}, {"input:nothing": 1}])
    def test_what_cannot_be_supposed(self, changes):
        with pytest.raises(kd.InputError):
            gap().what_if(changes)

    @pytest.mark.parametrize(("key", "is_told"), [("pupils", True), ("name:pupils", False), ("9.9", False)])
    def test_an_input_without_its_word_is_told_how_to_write_it(self, key, is_told):
        result = assessed(small(EVERY, inputs={"pupils": {"type": "number", "unit": "person"}}), findings={})
        with pytest.raises(kd.InputError) as caught:
            result.what_if({key: 40})
        (found,) = caught.value.diagnostics
        assert (found.hint == f"'{key}' is an input: write input:{key}=40") is is_told


def told_of(sort, condition, **more):
    """A framework of two criteria, an input `x` given for each *sort*, and the label "good" where *condition* holds."""
    return kd.load(
        {
            "kiemdinh": 1,
            "framework": "test.places",
            "source": {"document": "D"},
            "subject": {"kind": "school"},
            "layers": [{"id": "c", "verdict": "met"}],
            "inputs": {"x": {"type": "number", "each": [sort], "range": {"from": 0, "to": 9}}},
            "tree": [{"id": "1"}, {"id": "2"}],
            "outcomes": [{"id": "o", "cases": [{"id": "good", "if": condition}], "otherwise": {"id": "poor"}}],
            **more,
        }
    )


YEARS = {"years": {"among": "year", "last": 2, "if_empty": "unmet"}}


class TestIdsOfRepairs:
    """5.5 Measured requirements are repaired by a bound... What a repair names can be supposed under that name."""

    OF_EACH = (
        told_of("c", {"every": "c", "that": {"value": "x", "at_least": 3}}),
        told_of("year", {"every": "years", "that": {"value": "x", "at_least": 3}}, sets=YEARS),
    )

    @pytest.mark.parametrize("framework", OF_EACH, ids=["of criteria", "of years"])
    def test_values_at_their_places(self, framework):
        result = assessed(framework, findings={})
        (repair,) = result.repairs("good")
        assert len(repair.changes) == 2
        supposed = {change.id: change.to.number for change in repair.changes}
        assert result.what_if(supposed).result.level.id == "good"
        for left_out in supposed:
            rest = {key: number for key, number in supposed.items() if key != left_out}
            assert result.what_if(rest).result.level is None

    @pytest.mark.parametrize("first", [0, 1])
    def test_places_under_one_key_and_keys_with_a_place_add_up(self, first):
        result = assessed(self.OF_EACH[1], findings={})
        both = [("input:x", {"2024-2025": 4}), ("input:x@2025-2026", 5)]
        supposed = dict([both[first], both[1 - first]])
        assert result.what_if(supposed).result.level.id == "good"

    @pytest.mark.parametrize(
        ("changes", "codes"),
        [
            ({"input:x": 5, "input:x@2025-2026": 7}, ["KD312"]),
            ({"input:x@2025-2026": 7, "input:x": None}, ["KD312"]),
            ({"input:x": {"2025-2026": 5}, "input:x@2025-2026": 7}, ["KD006"]),
        ],
    )
    def test_what_does_not_go_together_is_an_input_error(self, changes, codes):
        with pytest.raises(kd.InputError) as caught:
            assessed(self.OF_EACH[1], findings={}).what_if(changes)
        assert [found.code for found in caught.value.diagnostics] == codes

    def test_steps(self):
        result = gap()
        for repair in result.repairs():
            assert result.what_if({change.id: "met" for change in repair.changes}).result.level.id == "muc-2"
        assert result.what_if({"1.3/muc-1": "unmet"}).result.outcome.id != "muc-1"

    @pytest.mark.parametrize(
        "changes", [{"1.3/muc-1": "unmet", "1.3/muc-2": "met"}, {"1.3/muc-2": "met", "1.3": "muc-1"}]
    )
    def test_steps_that_contradict_are_an_input_error(self, changes):
        with pytest.raises(kd.InputError) as caught:
            gap().what_if(changes)
        assert [found.code for found in caught.value.diagnostics] == ["KD006"]
