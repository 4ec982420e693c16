"""Repairs that bring a figure, points or a rating to a bound."""

import pytest
from schools import building, ids, published

import kiemdinh as kd
from kiemdinh.rules import Bound

CRITERIA_2018 = [f"{s}.{c}" for s, count in enumerate((10, 4, 6, 2, 6), 1) for c in range(1, count + 1)]


class TestWholePeople:
    """5.5 Measured requirements are repaired by a bound: from 52 to at most 45 (-7), one change for all thresholds
    on that side of the metric..."""

    def result(self, excellent, area="difficult"):
        figures = {"excellent": excellent, "good": "50%", "weak": "0%", "conduct": "100%"}
        inputs = {name: {"thpt": figure} for name, figure in figures.items()}
        context = {"area": area, "place": "inner_city", "commune": "other", "specialised": False}
        context |= {"programme": {"thpt": "thpt"}, "dropout": "0%", "repetition": "0%"}
        lower = {"muc-1": dict.fromkeys("abc", "met"), "muc-2": dict.fromkeys("ab", "met")}
        findings = dict.fromkeys(CRITERIA_2018, "muc-3") | {"5.6": lower}
        dossier = {"school": {"stages": ["thpt"]}, "findings": findings, "inputs": inputs | context}
        return kd.assess(kd.load("vn.tt18-2018@2018-10-10"), dossier, on="2024-09-15")

    def test_two_more_pupils_of_120(self):
        result = self.result({"part": 4, "of": 120})
        repairs = result.repairs("muc-3")
        (repair,) = repairs
        (change,) = repair.changes
        assert result.level.id == "muc-2"
        assert (repairs.cost, repairs.count, repairs.proved) == (1, 1, True)
        assert (change.id, change.kind, change.to) == ("input:excellent@thpt", "improve", Bound(5, "up"))
        assert (change.part, change.whole) == (6, 120)
        assert result.explain().classes.necessary == ("input:excellent@thpt",)
        assert result.explain().classes.alone == ("input:excellent@thpt",)

    @pytest.mark.parametrize(("part", "level"), [(5, "muc-2"), (6, "muc-3")])
    def test_two_are_enough_and_one_is_not(self, part, level):
        result = self.result({"part": 4, "of": 120})
        after = result.what_if({"input:excellent@thpt": {"part": part, "of": 120}}).result
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
        assert (change.id, change.part) == ("input:excellent@thpt", 12)
        after = result.what_if({"input:excellent@thpt": {"part": 12, "of": 120}}).result
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


def scored(most, cases, findings, **more):
    """The result of a school with points, by the labels of *cases*; the total of its points is their `sum`."""
    framework = {
        "kiemdinh": 1,
        "framework": "test.scored",
        "source": {"document": "D"},
        "subject": {"kind": "school"},
        "layers": [{"id": "c", "verdict": "points"}],
        "tree": [{"id": str(number), "points": points} for number, points in enumerate(most, 1)],
        "outcomes": [
            {
                "id": "o",
                "cases": [{"id": label, "if": condition} for label, condition in cases.items()],
                "otherwise": {"id": "poor"},
            }
        ],
        **more,
    }
    found = {str(number): points for number, points in enumerate(findings, 1)}
    return kd.assess(kd.load(framework), {"findings": found}, on="2026-09-30")


def total(**bounds):
    return {"all": [{"sum": "c", "of": {"its": "points"}, op: number} for op, number in bounds.items()]}


class TestNoFurtherThanNeeded:
    """5.3 ... minimal if no change can be left out or made smaller. ... 5.5 ... a total is stated as the shortfall, the
    room of each criterion, and one cheapest split."""

    def test_a_total_between_two_bounds(self):
        """A label of which the case before takes away what is more."""
        result = scored((60, 60), {"gold": total(at_least=50), "silver": total(at_least=30)}, (10, 10))
        repairs = result.repairs("silver")
        assert (repairs.cost, repairs.count, repairs.proved) == (1, 2, True)
        assert [(c.id, c.to, c.within) for r in repairs for c in r.changes] == [
            ("1", Bound(20, "up"), Bound(40, "down", strict=True)),
            ("2", Bound(20, "up"), Bound(40, "down", strict=True)),
        ]
        classes = result.explain("silver").classes
        assert (classes.reachable, classes.relevant, classes.necessary) == (True, ("1", "2"), ())

    def test_a_total_that_has_become_too_large(self):
        repairs = scored((10, 10), {"good": total(at_least=10, at_most=12)}, (9, 9)).repairs("good")
        assert [(r.cost, [(c.id, c.to, c.within) for c in r.changes]) for r in repairs] == [
            (1, [("1", Bound(3, "down"), Bound(1, "up"))]),
            (1, [("2", Bound(3, "down"), Bound(1, "up"))]),
        ]

    def test_two_that_are_needed_together_share_what_is_missing(self):
        result = scored((10, 10), {"good": total(at_least=13)}, (2, 2))
        (repair,) = result.repairs("good")
        assert {c.id: c.to for c in repair.changes} == {"1": Bound(10, "up"), "2": Bound(3, "up")}
        assert result.what_if({"1": 10, "2": 3}).result.level.id == "good"
        assert result.what_if({"1": 10, "2": 2.5}).result.level.id == "poor"

    def test_a_floor_and_a_total(self):
        """Each at least 5, and 20 of 30 together: the floor is not enough, and no score need be full."""
        floor = {"every": "c", "that": {"its": "points", "at_least": 5}}
        (repair, *_) = scored((10, 10, 10), {"good": {"all": [floor, total(at_least=20)]}}, (2, 6, 6)).repairs("good")
        assert [(c.id, c.to) for c in repair.changes] == [("1", Bound(8, "up"))]

    @pytest.mark.parametrize(("a", "to", "english"), [(7, "down", "from 7 to exactly 3 (-4)"), (1, "up", "exactly 3")])
    def test_a_figure_that_must_be_one_number(self, a, to, english):
        condition = {"value": "a", "is": 3}
        inputs = {"a": {"type": "number", "range": {"from": 0, "to": 9}}}
        framework = scored((1,), {"good": condition}, (1,), inputs=inputs).framework
        result = kd.assess(framework, {"inputs": {"a": a}}, on="2026-09-30")
        (change,) = result.repairs("good").cheapest.changes
        assert (change.to, change.within) == (Bound(3, to), Bound(3, "up" if to == "down" else "down"))
        assert [n for n in range(10) if result.what_if({"input:a": n}).result.level.id == "good"] == [3]
        assert english in result.repairs("good").to_text("en")
        assert "thành đúng 3" in result.repairs("good").to_text("vi")

    def test_ways_without_numbers_are_not_counted(self):
        """No total is at least 1 and at most 0."""
        condition = {"any": [total(at_least=2), {"all": [total(at_least=1), total(at_most=0)]}]}
        repairs = scored((3, 3), {"good": condition}, (0, 1)).repairs("good")
        assert (repairs.count, [(c.id, c.to) for r in repairs for c in r.changes]) == (
            2,
            [("1", Bound(1, "up")), ("2", Bound(2, "up"))],
        )
