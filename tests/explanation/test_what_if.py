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
