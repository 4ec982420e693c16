"""Plans of schools that are several levels below a target, worked out by hand (semantics 6.10)."""

from __future__ import annotations

from fractions import Fraction

from test_plan import planned

import kiemdinh as kd

DAY = "2027-06-30"
POINTS = {
    "kiemdinh": 1,
    "framework": "own.points",
    "source": {"document": "x"},
    "subject": {"kind": "club"},
    "scales": {"rank": {"steps": [{"id": "good"}, {"id": "fine"}]}},
    "layers": [{"id": "item", "verdict": "points"}],
    "tree": [{"id": "a", "points": 10}],
    "outcomes": [
        {
            "id": "rank",
            "ladder": "rank",
            "needs": {
                "good": {"sum": "item", "of": {"its": "points"}, "at_least": 5},
                "fine": {"sum": "item", "of": {"its": "points"}, "at_least": 8},
            },
        }
    ],
}
BOTH = [("good", Fraction(1), 2027), ("fine", Fraction(1), 2028)]


def actions_of(found):
    return [(one.year, one.level, one.id, one.cost) for one in found.actions]


class TestConfirmed:
    """6.10 What is done at a school is recorded of it, and it is assessed again."""

    def test_a_step_of_a_scale_and_an_answer(self):
        all_items = {"every": "item", "that": "met"}
        definition = {
            **POINTS,
            "scales": {**POINTS["scales"], "shelf": {"steps": [{"id": "poor"}, {"id": "rich"}]}},
            "inputs": {"library": {"type": "scale", "scale": "shelf"}, "open": {"type": "yes_no"}},
            "layers": [{"id": "item", "verdict": "met"}],
            "tree": [
                {"id": "a", "met_if": {"value": "library", "at_least": "rich"}},
                {"id": "b", "met_if": {"value": "open", "is": True}},
            ],
            "outcomes": [{"id": "rank", "ladder": "rank", "needs": dict.fromkeys(("good", "fine"), all_items)}],
        }  # fmt: skip
        batch = kd.assess_many(kd.load(definition), [{"school": "A", "library": "poor", "open": False}], on=DAY)
        found = kd.plan(batch, on=DAY, targets=[{"share": "good", "at_least": 1, "by": 2027}])
        assert ({one.id for one in found.actions}, found.confirmed) == ({"input:library", "input:open"}, {"A": True})


class TestOneLevelAfterTheOther:
    """6.10 It may do the work of several levels, one after the other: each is a minimal repair to its level, without
    what was done before."""

    def test_the_first_may_be_no_part_of_the_way_to_the_second(self):
        efforts = {"1": {"cost": 2}, "2": {"cost": 1}, "3": {"cost": 3}, "4": {"cost": 1}, "5": {"cost": 9}}
        found = planned(["+----"], efforts, BOTH, {"money": {2027: 1, 2028: 4}})
        assert (found.status, found.cost, found.unique) == ("optimal", 5, True)
        assert actions_of(found) == [(2027, "good", "2", 1), (2028, "fine", "3", 3), (2028, "fine", "4", 1)]
        assert found.confirmed == {"A": True}

    def test_what_is_dearer_first_may_be_cheaper_in_all(self):
        efforts = {"1": {"cost": 2}, "2": {"cost": 2}, "3": {"cost": 3}, "4": {"cost": 1}, "5": {"cost": 9}}
        found = planned(["+----"], efforts, BOTH, {"money": {2027: 3, 2028: 4}})
        assert (found.status, found.cost) == ("optimal", 4)
        assert actions_of(found) == [(2027, "good", "3", 3), (2028, "fine", "4", 1)]

    def test_both_may_begin_in_one_year(self):
        efforts = {
            "1": {"cost": 2},
            "2": {"cost": 9},
            "3": {"cost": 3},
            "4": {"cost": 1, "months": 18},
            "5": {"cost": 9},
        }
        found = planned(["+----"], efforts, BOTH, {"money": {2027: 4}})
        assert (found.status, found.cost) == ("optimal", 4)
        assert [(one.id, one.year, one.complete) for one in found.actions] == [("3", 2027, 2027), ("4", 2027, 2028)]

    def test_a_figure_is_moved_on_from_where_it_is(self):
        def plan(**money):
            return kd.plan(
                kd.assess_many(kd.load(POINTS), [{"school": "A", "a": 2}], on=DAY),
                on=DAY,
                targets=[{"share": level, "at_least": share, "by": by} for level, share, by in BOTH],
                budgets={"money": {int(year.removeprefix("in_")): amount for year, amount in money.items()}},
                efforts={"a": {"cost": 4, "cost_per": 2}},
            )

        assert actions_of(plan(in_2027=16)) == [(2027, "fine", "a", 4 + 6 * 2)]
        apart = plan(in_2027=10, in_2028=10)
        assert actions_of(apart) == [(2027, "good", "a", 4 + 3 * 2), (2028, "fine", "a", 4 + 3 * 2)]
        assert (apart.status, apart.cost, apart.confirmed) == ("optimal", 20, {"A": True})
        assert plan(in_2027=10, in_2028=9).status == "infeasible"
