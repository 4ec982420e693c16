"""Repairs that bring a figure, points or a rating to a bound."""

import pytest
from schools import building, bundled, ids, published

import kiemdinh as kd
from kiemdinh.rules import Bound

CRITERIA_2018 = [f"{s}.{c}" for s, count in enumerate((10, 4, 6, 2, 6), 1) for c in range(1, count + 1)]


class TestWholePeople:
    """5.5 Measured requirements are repaired by a bound: from 52 to at most 45 (-7), one change for all thresholds
    on that side of the metric..."""

    def result(self, excellent, area="difficult"):
        figures = {"excellent": excellent, "good": "50%", "weak": "0%", "conduct": "100%"}
        inputs = {name: {"cap-1": figure} for name, figure in figures.items()}
        context = {"area": area, "place": "inner_city", "commune": "other", "specialised": False}
        context |= {"programme": {"cap-1": "thpt"}, "dropout": "0%", "repetition": "0%"}
        lower = {"muc-1": dict.fromkeys("abc", "met"), "muc-2": dict.fromkeys("ab", "met")}
        findings = dict.fromkeys(CRITERIA_2018, "muc-3") | {"5.6": lower}
        dossier = {"school": {"stages": ["cap-1"]}, "findings": findings, "inputs": inputs | context}
        return kd.assess(bundled("vn.tt18-2018"), dossier, on="2024-09-15")

    def test_two_more_pupils_of_120(self):
        result = self.result({"part": 4, "of": 120})
        repairs = result.repairs("muc-3")
        (repair,) = repairs
        (change,) = repair.changes
        assert result.level.id == "muc-2"
        assert (repairs.cost, repairs.count, repairs.proved) == (1, 1, True)
        assert (change.id, change.kind, change.to) == ("input:excellent@cap-1", "improve", Bound(5, "up"))
        assert (change.part, change.whole) == (6, 120)
        assert result.explain().classes.necessary == ("input:excellent@cap-1",)
        assert result.explain().classes.alone == ("input:excellent@cap-1",)

    @pytest.mark.parametrize(("part", "level"), [(5, "muc-2"), (6, "muc-3")])
    def test_two_are_enough_and_one_is_not(self, part, level):
        result = self.result({"part": 4, "of": 120})
        after = result.what_if({"input:excellent@cap-1": {"part": part, "of": 120}}).result
        assert after.level.id == level

    def test_people_are_whole(self):
        (change,) = self.result({"part": 4, "of": 115}).repairs("muc-3").cheapest.changes
        assert (change.part, change.whole) == (6, 115)
        assert self.result({"part": 6, "of": 115}).level.id == "muc-3"
        assert self.result({"part": 5, "of": 115}).level.id == "muc-2"

    def test_a_bare_share_has_no_people(self):
        (change,) = self.result("4%").repairs("muc-3").cheapest.changes
        assert (change.to, change.part, change.whole) == (Bound(5, "up"), None, None)

    def test_the_repair_holds_in_every_area_left_open(self):
        """5.3 ... It never touches context, applicability, dates or decisions: a repair holds for every such value
        left open, or names what to settle first."""
        result = self.result({"part": 4, "of": 120}, area="unknown")
        (change,) = result.repairs("muc-3").cheapest.changes
        assert (change.id, change.part) == ("input:excellent@cap-1", 12)
        after = result.what_if({"input:excellent@cap-1": {"part": 12, "of": 120}}).result
        assert after.level.id == "muc-3"


class TestScores:
    """5.5 ... A missing total is stated as the shortfall, the room of each criterion, and one cheapest split."""

    def test_a_shortfall_is_a_bound_on_the_points_of_a_credit(self):
        repairs = building(35, 10).repairs("silver")
        assert [(c.id, c.to) for r in repairs for c in r.changes] == [
            ("EAc1", Bound(40, "up")),
            ("WEc1", Bound(15, "up")),
        ]

    def test_the_room_of_a_credit_is_kept(self):
        """Platinum needs 35 more: energy has room for 25, water for 40."""
        cheapest = building(35, 10).repairs("platinum").cheapest
        assert [(c.id, c.to) for c in cheapest.changes] == [("WEc1", Bound(45, "up"))]

    def test_the_points_repaired_to_are_enough_and_fewer_are_not(self):
        result = building(35, 10)
        assert result.what_if({"WEc1": 15}).result.level.id == "silver"
        assert result.what_if({"WEc1": 14}).result.level.id == "certified"

    def test_a_gate_beside_a_sum(self):
        (repair,) = building(35, 10, gate="unmet").repairs("certified")
        assert ids(repair) == {"WEp1"}

    def test_floors(self):
        """3 of 11 points needs 80% of 15, 6 needs 60% of 5; the sum is enough."""
        found = dict(zip("123456789", (12, 17, 11, 15, 15, 2, 6, 9, 6), strict=True))
        (repair,) = kd.assess(published("tt15-2017"), {"findings": found}, on="2024-06-30").repairs("dat")
        assert {c.id: c.to for c in repair.changes} == {"3": Bound(12, "up"), "6": Bound(3, "up")}
