"""Awards: how long they are valid, and what the definition must not confuse (semantics 2.8, 3.7)."""

import pytest

import kiemdinh as kd

STEPS = ("one", "two", "three", "four")


def definition(**more):
    return {
        "kiemdinh": 1,
        "framework": "test.awards",
        "source": {"document": "By-law 1"},
        "subject": {"kind": "school"},
        "scales": {"l": {"steps": [{"id": step} for step in STEPS], "not_reached": {"id": "none"}}},
        "layers": [{"id": "c", "verdict": "level", "scale": "l", "no_text": "carries"}],
        "tree": [{"id": "1", "levels": {step: [{"id": "a"}] for step in STEPS}}],
        "outcomes": [
            {
                "id": "o",
                "ladder": "l",
                "needs": {step: {"every": "c", "that": {"its": "level", "at_least": step}} for step in STEPS},
            }
        ],
    } | more


class TestValidity:
    """2.8 An **award** (accreditation certificate, national-standard recognition) has conditions over an outcome; it
    has its own label, authority, validity and renewal lead time.
    """

    TABLE = {"by": "o", "values": {"one": "1 year", "two": "2 years", "three": "3 years", "four": "4 years"}}  # noqa: RUF012

    @pytest.mark.parametrize(
        ("findings", "lengths"),
        [
            ({"1/one/a": "met", "1/four/a": "unmet"}, ("1 year", "2 years", "3 years")),
            ({"1/one/a": "met", "1/two/a": "met"}, ("2 years", "3 years", "4 years")),
            ({"1": "two"}, ("2 years",)),
            ({"1": "none"}, ()),
            ({}, ("1 year", "2 years", "3 years", "4 years")),
        ],
    )
    def test_by_an_open_ladder_it_is_that_of_each_level_between(self, findings, lengths):
        award = {"id": "badge", "needs": {"outcome": "o", "at_least": "one"}, "valid": self.TABLE}
        result = kd.assess(kd.load(definition(awards=[award])), {"findings": findings}, on="2026-06-30")
        assert result.awards[0].valid == lengths


class TestOneNameForOneFact:
    """3.7 Each of these is a *step*, a fact of its own."""

    @pytest.mark.parametrize("step", STEPS[:2])
    def test_a_part_is_not_named_as_a_level(self, step):
        tree = [{"id": "1", "levels": {"one": [{"id": "a"}]}, "parts": [{"id": step}]}]
        with pytest.raises(kd.InputError) as caught:
            kd.load(definition(tree=tree))
        (problem,) = caught.value.diagnostics
        assert (problem.code, problem.path) == ("KD201", "tree[0].parts[0].id")
        assert f"'1/{step}'" in problem.message

    def test_a_part_may_have_the_name_of_a_level_of_another_scale(self):
        tree = [{"id": "1", "levels": {"one": [{"id": "a"}]}, "parts": [{"id": "muc-1"}]}]
        assert "1/muc-1" in kd.load(definition(tree=tree)).nodes
