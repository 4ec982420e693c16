"""The margin before a level is lost, and the evidence that carries it."""

import pytest
from schools import ANY_TWO, EVERY, FIGURE, assessed, building, its, small, summed

import kiemdinh as kd
from kiemdinh.rules import Bound

EVIDENCE = {
    "A": {"title": "a", "issued": "2026-01-01", "until": "2026-12-31"},
    "B": {"title": "b", "issued": "2026-01-01", "until": "2026-10-31"},
    "C": {"title": "c", "issued": "2026-01-01"},
    "D": {"title": "d", "issued": "2026-01-01", "until": "2026-10-01"},
}


class TestMargin:
    """5.6 The **margin** of a level held: the least (or cheapest) set of losses that drops it, and the facts that
    drop it alone. "Drops" means no longer certain, unknowns at their worst; a metric's loss is its slack; an
    expiring item that carries several facts is one loss, shown as such."""

    def test_two_losses_where_one_is_spare(self):
        margin = assessed(small(ANY_TWO), findings=dict.fromkeys(("c1", "c2", "c3"), "l1")).margin()
        assert (margin.level.id, margin.size, margin.proved, margin.alone) == ("l1", 2, True, ())
        assert [{lost.id for lost in drop} for drop in margin.least] == [
            {"c1/l1", "c2/l1"},
            {"c1/l1", "c3/l1"},
            {"c2/l1", "c3/l1"},
        ]

    def test_facts_alone(self):
        margin = assessed(small(ANY_TWO), findings={"c1": "l1", "c2": "l1", "c3": "l0"}).margin()
        assert margin.size == 1
        assert [lost.id for lost in margin.alone] == ["c1/l1", "c2/l1"]

    def test_an_unknown_is_taken_at_its_worst(self):
        margin = assessed(small(ANY_TWO), findings={"c1": "l1", "c2": "l1"}).margin()
        assert margin.size == 1

    def test_evidence_alone_the_soonest_first(self):
        """A carries two facts and is one loss; C and D carry one fact together, so neither is missed alone."""
        framework = small(EVERY, evidence={"items": 1})
        by = {"c1/l1/a": ["A"], "c2/l1/a": ["B"], "c3/l1/a": ["C", "D"], "c1/l2/a": ["A"]}
        found = {node: {"is": "met", "by": codes} for node, codes in by.items()}
        found |= {"c2/l2/a": "unmet", "c3/l2/a": "unmet"}
        margin = assessed(framework, findings=found, evidence=EVIDENCE).margin()
        assert [(e.code, str(e.until)) for e in margin.evidence] == [("B", "2026-10-31"), ("A", "2026-12-31")]
        assert "c1/l1/a" in margin.evidence[1].facts

    @pytest.mark.parametrize(("items", "carried"), [(1, []), (2, ["A", "B", "C", "D"])])
    def test_evidence_that_findings_of_one_day_cite_together(self, items, carried):
        """Two records of one side and date that say the same are one finding, and what they cite adds up (S22)."""
        found = {"c1/l1/a": [{"is": "met", "by": ["A"]}, {"is": "met", "by": ["B"]}]}
        found |= {key: {"is": "met", "by": ["C", "D"]} for key in ("c2/l1/a", "c3/l1/a")}
        index = {code: {"title": code} for code in "ABCDE"}
        margin = assessed(small(EVERY, evidence={"items": items}), findings=found, evidence=index).margin()
        assert [loss.code for loss in margin.evidence] == carried

    def test_what_must_not_come_to_hold(self):
        """Under a negation a gain is what is feared (5.8)."""
        needs = {"l1": {"count": "criterion", "that": its("l2"), "at_most": 1}, "l2": EVERY["l2"]}
        margin = assessed(small(needs), findings={"c1": "l2", "c2": "l1", "c3": "l1"}).margin()
        assert (margin.size, [(one.id, one.gained) for one in margin.alone]) == (1, [("c2/l2", True), ("c3/l2", True)])
        assert "comes to hold" in margin.to_text("en")
        for one in ("c2", "c3"):
            assert assessed(small(needs), findings={"c1": "l2", "c2": "l1", "c3": "l1"} | {one: "l2"}).level is None

    def test_a_metric_by_its_slack(self):
        needs = {"l1": {"value": "figure", "at_least": 3}, "l2": EVERY["l2"]}
        margin = assessed(small(needs, inputs=FIGURE), inputs={"figure": 7}).margin()
        assert [(lost.id, lost.bound) for lost in margin.alone] == [("input:figure", Bound(3, "down", strict=True))]

    def test_points_by_their_slack(self):
        margin = building(35, 10).margin()
        lost = {lost.id: lost.bound for lost in margin.alone}
        assert lost["WEc1"] == Bound(5, "down", strict=True)
        assert lost["EAp1"] is None

    def test_values_of_a_sum_that_are_lost_together(self):
        """5.6 ... where several of one sum are lost together, each goes as far as its range lets it, the last only as
        far as is needed. Four ratings of 4 need a sum of 12; one falls by 3 at most, so that two must."""
        need = {"sum": "c", "of": {"its": "rating"}, "at_least": 12}
        margin = summed("rating", need, scale={"from": 1, "to": 5}, found=dict.fromkeys("abcd", 4)).margin()
        assert (margin.size, margin.proved, margin.alone, len(margin.least)) == (2, True, (), 6)
        assert [(lost.id, lost.bound) for lost in margin.least[0]] == [
            ("a", Bound(1, "down")),
            ("b", Bound(3, "down", strict=True)),
        ]

    def test_of_many_levels_that_build_on_one_another(self):
        """Of 14 criteria with three levels each, 11 must reach each: four lost are too many, at whichever level."""
        levels = {step: {"count": "criterion", "that": its(step), "at_least": 11} for step in ("l1", "l2", "l3")}
        framework = ladder(levels, 14)
        margin = kd.assess(framework, {"findings": {f"c{n}": "l3" for n in range(14)}}, on="2026-09-30").margin()
        assert (margin.size, margin.proved, len(margin.least)) == (4, True, 20)
        assert margin.search.complete

    def test_nothing_is_held(self):
        result = assessed(small(EVERY), findings={"c1": "l0"})
        assert (result.margin(), result.why()) == (None, None)


def ladder(needs, criteria):
    """A framework of criteria with one requirement at each level."""
    levels = {step: [{"id": "a"}] for step in needs}
    return kd.load(
        {
            "kiemdinh": 1,
            "framework": "test.ladder",
            "source": {"document": "D"},
            "subject": {"kind": "school"},
            "scales": {"lv": {"not_reached": {"id": "l0"}, "steps": [{"id": step} for step in needs]}},
            "layers": [{"id": "criterion", "verdict": "level", "scale": "lv"}],
            "tree": [{"id": f"c{n}", "levels": levels} for n in range(criteria)],
            "outcomes": [{"id": "level", "ladder": "lv", "needs": needs}],
        }
    )
