"""Figures that decide beside a claim, and what the first record of a figure must keep."""

from typing import ClassVar

import pytest
from schools import ids, ways

import kiemdinh as kd
from kiemdinh.rules import Bound


class TestAClaimBesideAFigure:
    """5.3 ... what stands above a claim stays as it is when its step is changed, so a repair may contain both."""

    FRAMEWORK = """\
kiemdinh: 1
framework: org.example.beside
source: {document: By-law 1}
subject: {kind: school}
scales: {lv: {not_reached: {id: l0}, steps: [{id: l1}, {id: l2}]}}
inputs: {figure: {type: number, unit: u}}
layers: [{id: criterion, verdict: level, scale: lv, no_text: carries}]
tree: [{id: c1, levels: {l1: [{id: a}], l2: [{id: a, met_if: {value: figure, at_least: 2}}, {id: b}]}}]
outcomes:
  - id: level
    ladder: lv
    needs:
      l1: {every: criterion, that: {its: level, at_least: l1}}
      l2: {all: [{every: criterion, that: {its: level, at_least: l2}}, {value: figure, at_least: 1}]}
"""

    @pytest.mark.parametrize(
        ("claim", "figure", "changes"),
        [
            ("l1", 0, {"c1/l2", "input:figure"}),
            ("l2", 0, {"input:figure"}),
            ("l1", 5, {"c1/l2"}),
            ("l2", 5, set()),
            ("l1", "unknown", {"c1/l2", "input:figure"}),
            ("l1", None, {"c1/l2", "input:figure"}),
        ],
    )
    def test_contains_the_step_and_the_figure_that_decides_within_it(self, claim, figure, changes):
        dossier = {"findings": {"c1": claim}, "inputs": {"figure": figure}}
        result = kd.assess(kd.load(text=self.FRAMEWORK), dossier, on="2027-06-30")
        repair = result.repairs("l2").cheapest
        assert {change.id for change in repair.changes} == changes
        assert [change.to.number for change in repair.changes if change.id == "input:figure"] in ([], [2])
        made = {"c1/l2/b": "met"} if "c1/l2" in changes else {}
        made |= {"input:figure": 2} if "input:figure" in changes else {}
        assert result.what_if({"c1": "l2", **made} if made else {}).result.level.id == "l2"


class TestAFirstFigure:
    """3.4 ... it speaks as soon as one value of what is measured ... is recorded ... before that a finding or claim
    stands, marked *not measured*, unless the definition demands the figure..."""

    FRAMEWORK = """\
kiemdinh: 1
framework: org.example.windows
source: {document: By-law 1}
subject: {kind: school}
scales: {lv: {not_reached: {id: l0}, steps: [{id: l1}]}}
inputs:
  figure: {type: number, unit: u, range: {from: 0, to: 9}}
  other: {type: number, unit: u}
  part: {type: number, unit: u}
  whole: {type: number, unit: u, given: true}
  area: {type: choice, choices: [easy, hard]}
layers: [{id: criterion, verdict: level, scale: lv, no_text: carries}]
tree:
  - {id: c1, levels: {l1: [{id: a, met_if: WANTED}]}}
  - {id: c2, levels: {l1: [{id: a, met_if: WOKEN}, {id: b}]}}
outcomes:
  - {id: level, ladder: lv, needs: {l1: {every: criterion, that: {its: level, at_least: l1}}}}
"""
    TWO = "{value: figure, at_least: 2}"
    CLAIM: ClassVar = {"c2": "l1"}

    def result(self, wanted, woken, findings, **inputs):
        text = self.FRAMEWORK.replace("WANTED", wanted).replace("WOKEN", woken)
        return kd.assess(kd.load(text=text), {"findings": findings, "inputs": inputs}, on="2027-06-30")

    @pytest.mark.parametrize("findings", [CLAIM, {"c2/l1/a": "met", "c2/l1/b": "met"}])
    @pytest.mark.parametrize(
        ("woken", "to", "within", "enough", "too_far"),
        [
            ("{value: figure, at_most: 3}", Bound(2, "up"), Bound(3, "down"), (2, 3), (1, 4)),
            ("{value: figure, below: 3}", Bound(2, "up"), Bound(3, "down", strict=True), (2, 2.5), (3,)),
            ("{value: figure, at_most: 2}", Bound(2, "up"), Bound(2, "down"), (2,), (3,)),
            ("{value: figure, at_least: 5}", Bound(5, "up"), None, (5, 9), (2, 4)),
            (
                "{all: [{value: figure, at_least: 4}, {value: figure, at_most: 6}]}",
                Bound(4, "up"),
                Bound(6, "down"),
                (4, 6),
                (3, 7),
            ),
            (
                "{value: figure, at_most: {by: area, values: {easy: 8, hard: 6}}}",
                Bound(2, "up"),
                Bound(6, "down"),
                (2, 6),
                (7,),
            ),
        ],
    )
    def test_names_the_whole_window_that_it_must_keep(self, findings, woken, to, within, enough, too_far):
        result = self.result(self.TWO, woken, findings)
        (repair,) = result.repairs("l1")
        (change,) = repair.changes
        assert (change.id, change.to, change.within, repair.cost) == ("input:figure", to, within, 1)
        levels = {n: result.what_if({"input:figure": n}).result.level for n in (*enough, *too_far)}
        assert [n for n, level in levels.items() if level is not None] == list(enough)

    def test_of_a_part_by_its_whole(self):
        needs = (
            "{all: [{every: criterion, that: {its: level, at_least: l1}}, {value: part, per: whole, at_least: 20%}]}"
        )
        text = self.FRAMEWORK.replace("{every: criterion, that: {its: level, at_least: l1}}", needs)
        text = text.replace("WANTED", self.TWO).replace("WOKEN", "{value: part, per: whole, at_most: 50%}")
        dossier = {"findings": dict.fromkeys(("c1", "c2"), "l1"), "inputs": {"whole": 40}}
        result = kd.assess(kd.load(text=text), dossier, on="2027-06-30")
        (change,) = result.repairs("l1").cheapest.changes
        assert (change.to, change.within) == (Bound(8, "up"), Bound(20, "down"))
        for part, reached in ((7, False), (8, True), (20, True), (21, False)):
            assert (result.what_if({"input:part": part}).result.level is not None) is reached

    @pytest.mark.parametrize(
        "woken",
        [
            "{value: figure, below: 2}",
            "{all: [{value: figure, at_most: 5}, {value: other, at_least: 1}]}",
        ],
    )
    def test_is_left_unrecorded_where_it_would_wake_what_it_cannot_meet(self, woken):
        result = self.result(self.TWO, woken, self.CLAIM)
        assert ways(result.repairs("l1")) == [{"c1/l1/a"}]
        assert result.what_if({"c1/l1/a": "met"}).result.level.id == "l1"
        assert all(result.what_if({"input:figure": n}).result.level is None for n in range(10))

    def test_no_finding_stands_in_for_a_figure_that_is_demanded(self):
        text = self.FRAMEWORK.replace("met_if: WOKEN", "demands_figure: true, met_if: {value: other, at_most: 3}")
        framework = kd.load(text=text.replace("WANTED", self.TWO))
        result = kd.assess(framework, {"findings": {"c2": "l0"}}, on="2027-06-30")
        (repair,) = result.repairs("l1")
        assert ids(repair) == {"c2/l1", "input:figure", "input:other"}
        made = {"c2": "l1", "input:figure": 2, "input:other": 3}
        assert result.what_if(made).result.level.id == "l1"
        for left in made:
            assert result.what_if({k: v for k, v in made.items() if k != left}).result.level is None

    def test_no_claim_stands_in_for_a_figure_that_can_never_suffice(self):
        assert list(self.result(self.TWO, "{value: figure, at_least: 10}", self.CLAIM).repairs("l1")) == []

    def test_says_both_bounds(self):
        repairs = self.result(self.TWO, "{value: figure, at_most: 3}", self.CLAIM).repairs("l1")
        assert "at least 2 needed, at most 3 needed" in repairs.to_text("en")
        assert "cần ít nhất 2, cần không quá 3" in repairs.to_text("vi")
