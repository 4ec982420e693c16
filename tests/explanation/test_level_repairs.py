"""The minimal repairs of a level, in the terms of standards: whole schools, changes, ties, what is out of reach."""

import os
import subprocess
import sys
from itertools import islice
from textwrap import dedent
from typing import ClassVar

import pytest
from schools import (
    ALL,
    ANNEXES,
    EVERY,
    FIGURE,
    SCHOOL,
    A,
    B,
    C,
    assessed,
    at_level_2,
    bundled,
    gap,
    ids,
    its,
    school,
    small,
    ways,
)

import kiemdinh as kd
from kiemdinh.rules import MET, UNKNOWN, UNMET, Bound


@pytest.mark.parametrize("annex", ANNEXES)
class TestTheSchoolBetweenLevels:
    """5.3 A **repair** is a set of changes that makes the target certain; minimal if no change can be left out or
    made smaller. A change moves one fact to a verdict, one criterion up one step, or one metric one way..."""

    def test_three_equally_cheap_ways(self, annex):
        repairs = gap(annex).repairs("muc-2")
        assert (repairs.cost, repairs.count, repairs.proved, repairs.mixed) == (2, 3, True, False)
        assert ways(repairs) == [
            {f"{C}/muc-1", f"{A}/muc-2"},
            {f"{C}/muc-1", f"{B}/muc-2"},
            {f"{C}/muc-1", f"{C}/muc-2"},
        ]
        assert [repair.cost for repair in repairs] == [2, 2, 2]

    def test_c_to_level_1_is_necessary_and_any_one_to_level_2(self, annex):
        classes = gap(annex).explain().classes
        assert classes.necessary == (f"{C}/muc-1",)
        assert set(classes.relevant) == {f"{x}/muc-2" for x in (A, B, C)}
        assert (classes.irrelevant, classes.keep, classes.reachable) == ((), (), True)

    def test_a_dear_second_step_leaves_two_ways(self, annex):
        repairs = gap(annex).repairs(costs={f"{C}/muc-2": 5})
        assert (repairs.cost, repairs.count) == (2, 2)
        assert [r.cost for r in repairs] == [2, 2, 6]
        assert ways(repairs)[2] == {f"{C}/muc-1", f"{C}/muc-2"}

    def test_the_target_is_the_next_level_unless_one_is_named(self, annex):
        result = gap(annex)
        assert result.repairs().target.id == "muc-2"
        assert ways(result.repairs()) == ways(result.repairs("muc-2"))
        assert result.repairs("muc-1").cost == 0

    def test_each_way_reaches_the_level_and_half_of_it_does_not(self, annex):
        result = gap(annex)
        for way in ways(result.repairs()):
            words = [change.split("/") for change in sorted(way)]
            assert result.what_if(dict(words)).result.level.id == "muc-2"
            for left_out in range(len(words)):
                assert result.what_if(dict(words[:left_out] + words[left_out + 1 :])).result.level.id == "muc-1" or (
                    words[left_out] == [C, "muc-1"] and [C, "muc-2"] in words
                )

    def test_at_the_top_there_is_one_empty_repair(self, annex):
        result = school(at_level_2(), annex)
        repairs = result.repairs()
        (only,) = repairs
        assert (repairs.cost, repairs.count, repairs.proved, repairs.gap) == (0, 1, True, 0)
        assert (only.cost, only.changes) == (0, ())
        assert result.explain().classes is None
        assert result.repairs("muc-2").cost == 0


class TestAChange:
    """5.4 Four to-do lists are kept apart: *settle* (unknown: supply evidence or a measurement), *improve* (unmet:
    change reality)..."""

    def test_says_what_it_is_and_what_it_is_to_become(self):
        (change,) = school(at_level_2(**{"1_3": "muc-1"})).repairs().cheapest.changes
        assert (change.id, change.node, change.level, change.stage) == ("1.3/muc-2", "1.3", "muc-2", None)
        assert (change.from_, change.to, change.kind, change.cost) == (UNMET, MET, "improve", 1)

    def test_of_an_unknown_settles(self):
        found = {k: v for k, v in at_level_2().items() if k != "1.3"}
        changes = school(found | {"1.3/muc-1/a": "met"}).repairs("muc-1").cheapest.changes
        assert changes
        assert {(c.from_, c.to, c.kind) for c in changes} == {(UNKNOWN, MET, "settle")}
        assert all(c.id.startswith("1.3/muc-1/") and c.id != "1.3/muc-1/a" for c in changes)

    def test_a_step_needs_the_steps_below_it(self):
        repairs = assessed(small({"l1": {"count": "criterion", "that": its("l2"), "at_least": 1}, "l2": EVERY["l2"]}),
                           findings=dict.fromkeys(("c1", "c2", "c3"), "l0")).repairs("l1")  # fmt: skip
        assert ways(repairs) == [{f"{c}/l1", f"{c}/l2"} for c in ("c1", "c2", "c3")]


class TestWhatDoesNotApply:
    """1.7 A requirement leaves its group by the definition's `when`..."""

    FRAMEWORK = """\
kiemdinh: 1
framework: org.example.boarding
source: {document: By-law 1}
subject: {kind: school}
scales: {lv: {not_reached: {id: l0}, steps: [{id: l1}]}}
inputs: {boarding: {type: yes_no}}
layers: [{id: criterion, verdict: level, scale: lv}]
tree:
  - {id: c1, levels: {l1: [{id: a}]}}
  - id: c2
    if_empty: met
    levels:
      l1:
        - {id: a, when: {value: boarding, is: true}, parts: [{id: x}, {id: y}]}
        - {id: b, when: {value: boarding, is: true}}
        - {id: c}
outcomes: [{id: level, ladder: lv, needs: {l1: {any: [NEEDED, {every: criterion, that: {its: level, at_least: l1}}]}}}]
"""
    NEEDED = "{count: criterion, that: {its: level, at_least: l1}, at_least: 1}"

    @pytest.mark.parametrize(
        ("boarding", "open_"),
        [(False, {"c2/l1/c"}), (True, {"c2/l1/a/x", "c2/l1/a/y", "c2/l1/b", "c2/l1/c"})],
    )
    def test_is_no_gap(self, boarding, open_):
        framework = kd.load(text=self.FRAMEWORK.replace("NEEDED", self.NEEDED))
        dossier = {"findings": {"c1/l1/a": "unknown"}, "inputs": {"boarding": boarding}}
        classes = (
            kd.assess(framework, dossier, on="2027-06-30").explain("l1", costs={"c2": {"actionable": False}}).classes
        )
        named = (*classes.necessary, *classes.irrelevant, *classes.blocked)
        assert {name for name in named if name.startswith("c2")} == open_


class TestOrder:
    """5.9 Ties break by (cost, size, settle before improve, declared order, id): same input, same advice, on every
    backend."""

    COSTS: ClassVar = {f"{A}/muc-2": 3, f"{B}/muc-2": 2}

    def test_more_than_the_cheapest_lazily(self):
        repairs = gap().repairs(costs=self.COSTS)
        assert [r.cost for r in repairs] == [2, 3, 4]
        assert (repairs.cost, repairs.count) == (2, 1)
        assert next(iter(repairs)) == repairs.cheapest

    def test_limit(self):
        assert ways(gap().repairs(limit=2)) == ways(gap().repairs())[:2]
        assert gap().repairs(limit=1).count == 3

    def test_the_first_of_very_many_comes_at_once(self):
        result = school(dict.fromkeys(ALL, "khong-dat"))
        assert [r.cost for r in islice(result.repairs("muc-1"), 3)] == [result.repairs("muc-1").cost] * 3

    def test_is_the_same_in_every_process(self):
        script = dedent(f"""
            import kiemdinh as kd
            found = dict.fromkeys({ALL!r}, "muc-2") | {{"1.1": "muc-1", "3.3": "muc-1", "4.3": "khong-dat"}}
            result = kd.assess("{SCHOOL}", {{"findings": found}}, on="2027-06-30")
            print([[c.id for c in r.changes] for r in result.repairs()])
            print(result.margin(), result.why(), result.explain().to_dict())
        """)
        said = {
            subprocess.run(
                [sys.executable, "-c", script],
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                check=True,
            ).stdout
            for seed in ("0", "7")
        }
        assert len(said) == 1


class TestOutOfReach:
    """5.1 ... Without any repair the target is *out of reach*, and the classes are given as if everything could be
    acted on, each fact that cannot be marked."""

    COSTS: ClassVar = {"1.3": {"actionable": False}}

    def result(self):
        return school(at_level_2(**{"1_3": "muc-1", "1_1": "khong-dat"}))

    def test_no_cost_and_no_repair(self):
        repairs = self.result().repairs(costs=self.COSTS)
        assert (repairs.cost, repairs.count, repairs.proved, repairs.cheapest) == (None, 0, True, None)
        assert list(repairs) == []

    def test_classes_as_if_everything_could_be_acted_on(self):
        classes = self.result().explain(costs=self.COSTS).classes
        assert not classes.reachable
        assert set(classes.necessary) == {"1.1/muc-1", "1.3/muc-2"}
        assert classes.blocked == ("1.3/muc-2",)
        assert classes.irrelevant == ("1.1/muc-2",)

    def test_a_way_around_what_cannot_be_acted_on(self):
        repairs = gap().repairs(costs={A: {"actionable": False}})
        assert ways(repairs) == [{f"{C}/muc-1", f"{B}/muc-2"}, {f"{C}/muc-1", f"{C}/muc-2"}]
        assert gap().explain(costs={A: {"actionable": False}}).classes.reachable


class TestMixed:
    """5.3 ... Every change costs 1 unless a cost reaches it; how many requirements stand behind a step is shown beside
    it and not added."""

    def result(self):
        """1.3 requirement by requirement, the last of level 2 unmet; 1.1 to be brought to level 1 as a whole."""
        parts = [n for n in bundled(SCHOOL).nodes if n.startswith("1.3/") and bundled(SCHOOL).nodes[n].is_requirement]
        single = dict.fromkeys(parts, "met") | {parts[-1]: "unmet"}
        return parts[-1], school({k: v for k, v in at_level_2(**{"1_1": "khong-dat"}).items() if k != "1.3"} | single)

    def test_a_step_is_one_change_and_says_how_many_requirements_stand_behind_it(self):
        part, result = self.result()
        repairs = result.repairs()
        assert repairs.mixed
        of_the_step = [n for n in bundled(SCHOOL).nodes if n.startswith("1.1/muc-1/")]
        changes = {change.id: (change.cost, change.requirements) for change in repairs.cheapest.changes}
        assert changes == {part: (1, 1), "1.1/muc-1": (1, len(of_the_step))}
        assert repairs.cost == 2
        assert f"({len(of_the_step)} requirements)" in repairs.to_text("en")

    def test_a_cost_given_elsewhere_leaves_the_others_at_1(self):
        part, result = self.result()
        repairs = result.repairs(costs={part: 7})
        assert {change.id: change.cost for change in repairs.cheapest.changes} == {part: 7, "1.1/muc-1": 1}
        assert "Each change counts once" in " ".join(repairs.to_text("en").split())

    def test_an_effort_without_a_cost_leaves_the_cost_as_it_is(self):
        _, result = self.result()
        repairs = result.repairs(costs={"1.1/muc-1": {"months": 2}})
        assert repairs.cost == result.repairs().cost
        assert repairs.cheapest.also == {"months": 2}

    def test_whole_criteria_alone_are_not_mixed(self):
        assert not gap().repairs().mixed


class TestNegation:
    """5.8 Polarity is carried: under a negation "what must change" means what must cease to hold."""

    AT_MOST_ONE: ClassVar = {"l1": EVERY["l1"], "l2": {"count": "criterion", "that": its("l2"), "at_most": 1}}

    def test_what_must_cease_to_hold(self):
        result = assessed(small(self.AT_MOST_ONE), findings={"c1": "l2", "c2": "l2", "c3": "l1"})
        assert result.level.id == "l1"
        assert ways(result.repairs()) == [{"c1/l2"}, {"c2/l2"}]
        assert all((c.from_, c.to) == (MET, UNMET) for r in result.repairs() for c in r.changes)

    def test_keep(self):
        """5.1 ... *Keep*: in none, but a change of it would spoil one (only under a negation)."""
        needs = {"l1": EVERY["l1"], "l2": {"all": [self.AT_MOST_ONE["l2"], {"value": "figure", "at_least": 5}]}}
        framework = small(needs, inputs=FIGURE)
        result = assessed(framework, findings={"c1": "l2", "c2": "l1", "c3": "l1"}, inputs={"figure": 1})
        classes = result.explain().classes
        assert classes.necessary == ("input:figure",)
        assert {"c2/l2", "c3/l2"} <= set(classes.keep)

    def test_a_figure_within_a_band(self):
        band = {"all": [{"value": "figure", "at_least": 3}, {"value": "figure", "at_most": 6}]}
        framework = small({"l1": EVERY["l1"], "l2": band}, inputs=FIGURE)
        for figure, bound in ((1, Bound(3, "up")), (8, Bound(6, "down"))):
            result = assessed(framework, findings=dict.fromkeys(("c1", "c2", "c3"), "l1"), inputs={"figure": figure})
            assert [c.to for r in result.repairs() for c in r.changes] == [bound]


class TestStages:
    """2.6 Where a definition declares parts (stages), a school with several is assessed part by part: its level is the
    lowest... What the stages share is one fact, and one change."""

    def test_a_shared_fact_is_changed_once_and_an_own_one_for_its_stage(self):
        framework = small(EVERY, subject={"kind": "school", "has": ["stage"], "assessed_by": "stage"})
        found = {"c1": "l2", "c2": "l1", "s1/c3": "l2", "s2/c3": "l1"}
        repairs = assessed(framework, school={"stages": ["s1", "s2"]}, findings=found).repairs()
        (repair,) = repairs
        assert (repair.cost, [(c.id, c.stage) for c in repair.changes if c.id != "c2/l2"]) == (2, [("s2/c3/l2", "s2")])
        assert "c2/l2" in ids(repair)
