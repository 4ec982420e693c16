"""The engine against an oracle that shares no code with it: every completion of drawn dossiers on drawn definitions."""

import os

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import kiemdinh as kd
from brute_force.compare import TooManyError, find_differences
from brute_force.draw import draw_dossier, draw_framework

EXAMPLES = 5000 if os.environ.get("KIEMDINH_NIGHTLY") else 40
"""Drawn definitions, each with a dossier."""


class TestCompletions:
    """1.6 A *completion* gives every unknown a value that it can take ... Both readings are exact (certain = true in
    every completion, possible = true in some) if, after what is known has been put in, nothing open enters both ways
    ... Otherwise the readings are sound (never narrower than the truth), and the result says of each outcome where it
    may be so.
    """

    @given(st.randoms(use_true_random=True))
    @settings(max_examples=EXAMPLES)
    def test_no_reading_is_narrower_than_what_the_completions_give(self, random):
        """Records may clash: both sides, several dates, claims over findings about parts."""
        differences, case = compare(random, clashing=True)
        assert [found for found in differences if found.kind == "unsound"] == [], case

    @given(st.randoms(use_true_random=True))
    @settings(max_examples=EXAMPLES)
    def test_a_reading_is_what_the_completions_give_or_says_that_it_may_be_wider(self, random):
        differences, case = compare(random, clashing=False)
        assert differences == [], case


class TestNotLooking:
    """1.9 Not looking never helps: replacing a fact, or a record in place, by unknown never raises a certain reading, a
    score's low end or a guaranteed level, and never lowers a possible one.
    """

    @given(st.randoms(use_true_random=True))
    @settings(max_examples=EXAMPLES)
    def test_a_record_replaced_by_unknown_makes_no_reading_narrower(self, random):
        definition = draw_framework(random)
        dossier = draw_dossier(random, definition)
        places = [dossier, *dossier.get("stages", {}).values()]
        recorded = [(place[key], name) for place in places for key in ("findings", "external") for name in place[key]]
        try:
            framework = kd.load(definition)
        except kd.InputError:
            assume(False)
        assume(recorded)
        known = kd.assess(framework, dossier).outcomes
        findings, name = random.choice(recorded)
        record = findings[name][-1] if isinstance(findings[name], list) else findings[name]
        record["is"] = "unknown"
        for before, after in zip(known, kd.assess(framework, dossier).outcomes, strict=True):
            levels = [None, *(step["id"] for step in definition["scales"]["lad"]["steps"])]
            assert set(before.labels) <= set(after.labels), (definition, dossier)
            if before.kind == "ladder":
                ends = [[levels.index(end and end.id) for end in (o.guaranteed, o.attainable)] for o in (before, after)]
                assert ends[1][0] <= ends[0][0] <= ends[0][1] <= ends[1][1], (definition, dossier)


def compare(random, *, clashing):
    """The differences between engine and oracle for a drawn definition and dossier, and these two."""
    definition = draw_framework(random)
    dossier = draw_dossier(random, definition, clashing=clashing)
    try:
        return find_differences(definition, dossier, most=500), (definition, dossier)
    except (TooManyError, kd.InputError):  # a drawn set may be empty and not say what then holds
        assume(False)


def staged(condition, **more):
    """A framework of two criteria whose stages are assessed each on its own, with one level."""
    return kd.load(
        {
            "kiemdinh": 1,
            "framework": "test.staged",
            "source": {"document": "D"},
            "subject": {"kind": "school", "has": ["stage"], "assessed_by": "stage"},
            "scales": {"ladder": {"steps": [{"id": "one"}]}},
            "inputs": {"area": {"type": "choice", "choices": ["a", "b"]}},
            "layers": [{"id": "criterion", "verdict": "met"}],
            "sets": {name: {"among": "criterion", "ids": [name[1:]]} for name in ("c1", "c2")},
            "tree": [{"id": "1"}, {"id": "2"}],
            "outcomes": [{"id": "level", "ladder": "ladder", "needs": {"one": condition}}],
            **more,
        }
    )


BY_AREA = {
    "any": [
        {"all": [{"value": "area", "is": "a"}, {"every": "c1", "that": "met"}]},
        {"all": [{"value": "area", "is": "b"}, {"every": "c2", "that": "met"}]},
    ]
}
"""In area a the first criterion is asked for, in area b the second."""
FIRST = {"findings": {"1": "met", "2": "unmet"}}
SECOND = {"findings": {"1": "unmet", "2": "met"}}


class TestContextOfStages:
    """1.7 An unknown context value that bears on several members or thresholds is settled by cases, joined … 2.6 What
    is recorded for the school as a whole is one fact, also where several parts use it.
    """

    def assess(self, x, y, **school):
        dossier = {"date": "2027-06-30", "school": {"stages": ["x", "y"]}, "stages": {"x": x, "y": y}, **school}
        return kd.assess(staged(BY_AREA), dossier).outcomes[0]

    def test_a_case_of_one_stage_leaves_the_record_of_another_as_it_is(self):
        level = self.assess(FIRST, {**SECOND, "inputs": {"area": "b"}})
        assert level.guaranteed is None
        assert level.attainable.id == "one"
        assert level.exact

    def test_what_nobody_recorded_each_stage_has_for_itself(self):
        assert self.assess(FIRST, SECOND).attainable.id == "one"

    def test_what_the_school_recorded_as_unknown_is_one_fact(self):
        level = self.assess(FIRST, SECOND, inputs={"area": "unknown"})
        assert level.attainable is None
        assert level.determined

    def test_a_stage_that_has_no_level_leaves_the_cases_of_another_to_be_read(self):
        """In no area does the second stage have what is asked for, nor the first in its own."""
        never = {"all": [BY_AREA, {"not": BY_AREA}]}
        none = {"findings": {"1": "unmet", "2": "unmet"}, "inputs": {"area": "a"}}
        result = kd.assess(staged(never), {"date": "2027-06-30", "stages": {"x": none, "y": SECOND}})
        assert [stage.outcomes[0].determined for stage in result.parts] == [True, True]

    @pytest.mark.parametrize("area", ["a", "b"])
    def test_recording_it_gives_one_of_the_cases(self, area):
        level = self.assess({**FIRST, "inputs": {"area": area}}, {**SECOND, "inputs": {"area": "b"}})
        assert (level.guaranteed is not None) is (area == "a")

    def test_the_cases_of_stages_add_up(self):
        """Fifteen stages with two contexts each have 4 cases each, and not 4 to the power of 15."""
        either = {"any": [{"value": "wet", "is": True}, {"value": "wet", "is": False}]}
        framework = staged(
            {"all": [BY_AREA, either]},
            inputs={"area": {"type": "choice", "choices": ["a", "b"]}, "wet": {"type": "yes_no", "given": True}},
        )
        stages = {f"s{i}": {"findings": {"1": "met", "2": "met"}} for i in range(15)}
        level = kd.assess(framework, {"date": "2027-06-30", "stages": stages}).outcomes[0]
        assert level.guaranteed.id == "one"
