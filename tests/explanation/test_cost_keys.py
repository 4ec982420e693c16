"""Which changes a cost reaches, what is paid together, and what cannot be acted on blocks."""

from typing import ClassVar

import pytest
from schools import at_level_2, ids, school, small, ways

import kiemdinh as kd

PARTS = ("3.5/muc-2/a", "3.5/muc-2/b", "3.5/muc-2/c")


def missing_in_3_5(**more):
    """A school at level 2 but for the requirements of 3.5 at level 2 that *more* says, as met or unmet."""
    framework = school(at_level_2()).framework
    parts = [node for node in framework.nodes if node.startswith("3.5/") and framework.nodes[node].is_requirement]
    found = {key: verdict for key, verdict in at_level_2(**{"1_1": "muc-1"}).items() if key != "3.5"}
    others = dict.fromkeys(("1.2", "2.3", "3.3", "3.4", "4.3"), "muc-1")
    single = dict.fromkeys(parts, "met") | {f"3.5/muc-2/{part}": verdict for part, verdict in more.items()}
    return school(found | others | single)


def only_3_5(result, costs):
    """The first repair that changes 3.5 and nothing else beside what every repair changes."""
    return next(r for r in result.repairs(costs=costs) if any(c.id.startswith("3.5") for c in r.changes))


def two_criteria(findings=None, **more):
    """A framework of criteria judged met or not, all of which "good" needs."""
    said = {
        "kiemdinh": 1,
        "framework": "test.costs",
        "source": {"document": "D"},
        "subject": {"kind": "school"},
        "layers": [{"id": "c", "verdict": "met"}],
        "tree": [{"id": "1"}, {"id": "2"}, {"id": "3"}],
        "outcomes": [{"id": "o", "cases": [{"id": "good", "if": NEEDS_3_AND_ANOTHER}], "otherwise": {"id": "poor"}}],
    }
    found = dict.fromkeys("123", "unmet") if findings is None else findings
    return kd.assess(kd.load(said | more), {"findings": found}, on="2026-09-30")


NEEDS_3_AND_ANOTHER = {"count": "c", "that": "met", "at_least": 2}


class TestKeys:
    """5.3 ... The nearest key counts. What cannot be acted on blocks whatever needs it."""

    def test_a_step_reaches_its_requirements(self):
        result = missing_in_3_5(c="unmet")
        change = next(c for c in only_3_5(result, {"3.5/muc-2": 50}).changes if c.id == "3.5/muc-2/c")
        assert change.cost == 50

    @pytest.mark.parametrize("key", ["3.5/muc-2", "3.5", "3.5/muc-2/c", "3"])
    def test_what_is_above_or_the_requirement_itself_blocks_it(self, key):
        result = missing_in_3_5(c="unmet")
        assert any("3.5/muc-2/c" in way for way in ways(result.repairs()))
        repairs = result.repairs(costs={key: {"actionable": False}})
        assert not any("3.5/muc-2/c" in way for way in ways(repairs))
        assert repairs.warnings == ()

    def test_a_requirement_blocks_the_step_that_needs_it(self):
        result = school(at_level_2(**{"1_2": "muc-1", "1_3": "muc-1"}))
        assert ids(result.repairs().cheapest) == {"1.3/muc-2"}
        blocked = result.repairs(costs={"1.3/muc-2/a": {"actionable": False}})
        assert (blocked.cost, blocked.warnings) == (None, ())
        assert result.explain(costs={"1.3/muc-2/a": {"actionable": False}}).classes.blocked == ("1.3/muc-2",)

    def test_a_lower_step_blocks_the_higher_one(self):
        result = school(at_level_2(**{"1_3": "khong-dat"}))
        assert result.repairs("muc-2", costs={"1.3/muc-1/a": {"actionable": False}}).cost is None

    def test_a_nearer_key_that_can_be_acted_on_lifts_the_block(self):
        result = missing_in_3_5(c="unmet")
        costs = {"3.5": {"actionable": False}, "3.5/muc-2/c": 4}
        assert any("3.5/muc-2/c" in way for way in ways(result.repairs(costs=costs)))

    def test_a_key_that_reaches_no_change_is_a_warning(self):
        result = school(at_level_2(**{"1_3": "muc-1"}))
        repairs = result.repairs(costs={"1.3/muc-2/a": 8, "1.3": 2, "4.1": 3})
        assert repairs.cost == 2
        assert [(w.code, w.about) for w in repairs.warnings] == [("KD425", "1.3/muc-2/a"), ("KD425", "4.1")]
        assert "1.3/muc-2/a, 4.1" in repairs.to_text("en")
        assert repairs.to_dict()["repairs"]["warnings"][0]["code"] == "KD425"


class TestPaidTogether:
    """5.3 ... `cost` on a change is the cost of that change; on a node, the price of each of its levels, paid once in a
    repair that makes any change in that level without a nearer cost; `cost_each` is paid for each requirement
    changed."""

    ALL_THREE: ClassVar = dict.fromkeys("abc", "unmet")

    def test_a_criterion_is_paid_once(self):
        repair = only_3_5(missing_in_3_5(**self.ALL_THREE), {"3.5": 10})
        costs = {change.id: change.cost for change in repair.changes}
        assert [costs[part] for part in PARTS] == [10, 0, 0]
        assert sum(costs.values()) == repair.cost == 10 + len(costs) - 3

    def test_a_nearer_cost_is_paid_beside(self):
        repair = only_3_5(missing_in_3_5(**self.ALL_THREE), {"3.5": 10, "3.5/muc-2/b": 4})
        costs = {change.id: change.cost for change in repair.changes}
        assert [costs[part] for part in PARTS] == [10, 4, 0]

    def test_each_requirement_is_paid(self):
        repair = only_3_5(missing_in_3_5(**self.ALL_THREE), {"3.5": {"cost_each": 10}})
        assert [change.cost for change in repair.changes if change.id in PARTS] == [10, 10, 10]

    def test_each_requirement_behind_a_step_is_paid(self):
        result = school(at_level_2(**{"1_3": "muc-1"}))
        (change,) = result.repairs(costs={"1.3": {"cost_each": 2}}).cheapest.changes
        assert change.cost == 2 * change.requirements > 2

    def test_each_level_is_paid(self):
        result = school(at_level_2(**{"1_3": "khong-dat"}))
        assert result.repairs("muc-2", costs={"1.3": 10}).cost == 20

    def test_other_numbers_are_paid_once_too(self):
        repair = only_3_5(missing_in_3_5(**self.ALL_THREE), {"3.5": {"cost": 10, "months": 6}})
        assert repair.also == {"months": 6}

    def test_it_can_be_cheaper_to_do_more_at_one_place(self):
        """Three requirements of one criterion for 3 together are cheaper than one of another for 4."""
        result = missing_in_3_5(**self.ALL_THREE)
        costs = {"3.5": 3} | dict.fromkeys(("1.1", "1.2", "2.3", "3.3", "3.4", "4.3"), 4)
        first = result.repairs(costs=costs).cheapest
        assert set(PARTS) <= ids(first)


class TestPaidByTheUnit:
    """5.3 ... `cost_per` for each unit by which a figure, rating or points are moved (by whole units where it has no
    step; `cost` is then 0 unless it is given)."""

    def points(self, need: int, **found: object):
        definition = {
            "kiemdinh": 1,
            "framework": "vd.diem",
            "source": {"document": "Bảng điểm"},
            "subject": {"kind": "club"},
            "layers": [{"id": "item", "verdict": "points"}],
            "tree": [{"id": "a", "points": 10}, {"id": "b", "points": 10}],
            "outcomes": [
                {
                    "id": "result",
                    "cases": [{"id": "passed", "if": {"sum": "item", "of": {"its": "points"}, "at_least": need}}],
                    "otherwise": {"id": "failed"},
                }
            ],
        }
        return kd.assess(kd.load(definition), {"findings": found}, on="2027-06-30")

    @pytest.mark.parametrize(
        ("costs", "cost", "way"),
        [
            ({"a": {"cost_per": 1}, "b": {"cost_per": 2}}, 8 + 2, {"a": 10, "b": 3}),
            ({"a": {"cost_per": 3}, "b": {"cost_per": 2}}, 8 * 2 + 3, {"a": 3, "b": 10}),
            ({"a": {"cost": 40, "cost_per": 1}, "b": {"cost": 5, "cost_per": 2}}, 40 + 8 + 5 + 2, {"a": 10, "b": 3}),
        ],
    )
    def test_points_go_where_they_cost_least(self, costs, cost, way):
        repairs = self.points(13, a=2, b=2).repairs("passed", costs=costs)
        assert (repairs.cost, repairs.proved) == (cost, True)
        assert {change.id: change.to.number for change in repairs.cheapest.changes} == way

    def test_one_that_is_paid_by_the_unit_beside_one_that_is_not(self):
        repairs = self.points(9, a=2, b=2).repairs("passed", costs={"a": {"cost_per": 1}})
        (change,) = repairs.cheapest.changes
        assert (repairs.cost, change.id, change.to.number) == (1, "b", 7)

    def test_points_that_are_not_known_are_counted_from_the_least(self):
        repairs = self.points(13, a=10).repairs("passed", costs={"b": {"cost_per": 2}})
        assert (repairs.cost, repairs.proved) == (6, True)

    def test_it_reaches_no_requirement(self):
        result = school(at_level_2(**{"1_3": "muc-1"}))
        repairs = result.repairs(costs={"1.3": {"cost_per": 5}})
        assert (repairs.cost, [(w.code, w.about) for w in repairs.warnings]) == (1, [("KD425", "1.3")])


class TestHints:
    """5.3 ... Hints of the definition count where no effort gives the number."""

    def test_what_is_minimised_may_stand_in_hints_alone(self):
        tree = [
            {"id": "1", "effort": {"cost": 50, "months": 1}},
            {"id": "2", "effort": {"cost": 1, "months": 6}},
            {"id": "3"},
        ]
        repairs = two_criteria(tree=tree).repairs("good", costs={"3": {"months": 4}}, minimise="months")
        assert (repairs.cost, ids(repairs.cheapest), dict(repairs.cheapest.also)) == (5, {"1", "3"}, {"cost": 50})
        assert two_criteria(tree=tree).repairs("good", minimise="months").minimise == "months"

    def test_an_effort_with_other_numbers_leaves_the_cost_of_the_hint(self):
        tree = [{"id": "1", "effort": {"cost": 5}}, {"id": "2", "effort": {"cost": 7}}, {"id": "3"}]
        repairs = two_criteria({"1": "unmet", "2": "unmet", "3": "met"}, tree=tree).repairs(
            "good", costs={"1": {"months": 2}}
        )
        assert [(repair.cost, dict(repair.also)) for repair in repairs] == [(5, {"months": 2}), (7, {})]


class TestStages:
    """5.3 ... In a school of several stages a key may name the stage whose own record it is about."""

    EVERY: ClassVar = {
        step: {"every": "criterion", "that": {"its": "level", "at_least": step}} for step in ("l1", "l2")
    }

    def result(self, **found):
        framework = small(self.EVERY, subject={"kind": "school", "has": ["stage"], "assessed_by": "stage"})
        dossier = {
            "school": {"stages": ["th", "cs"]},
            "findings": {key.replace("_", "/"): v for key, v in found.items()},
        }
        return kd.assess(framework, dossier, on="2026-09-30")

    def own(self):
        return self.result(th_c1="l1", cs_c1="l1", c2="l2", c3="l2")

    @pytest.mark.parametrize(
        ("costs", "cost"),
        [
            ({"c1/l2": 5}, 10),
            ({"c1": 5}, 10),
            ({"th/c1": 5}, 6),
            ({"th/c1/l2": 5, "c1": 3}, 8),
            ({"th/c1": 5, "c1/l2": 3}, 6),
        ],
    )
    def test_the_nearest_key_of_the_stage_or_of_all(self, costs, cost):
        repairs = self.own().repairs(costs=costs)
        assert (repairs.cost, repairs.warnings) == (cost, ())

    def test_a_stage_without_a_record_of_its_own_is_a_warning(self):
        repairs = self.result(c1="l1", c2="l2", c3="l2").repairs(costs={"th/c1": 5})
        assert (repairs.cost, [warning.about for warning in repairs.warnings]) == (1, ["th/c1"])

    def test_a_stage_that_the_school_has_not_is_refused(self):
        with pytest.raises(kd.InputError) as caught:
            self.own().repairs(costs={"bogus/c1": 5})
        (found,) = caught.value.diagnostics
        assert (found.code, found.found) == ("KD332", "bogus")
        assert found.expected == "one of th, cs"


class TestSettledFirst:
    """5.9 Ties break by (cost, size, settle before improve, declared order, id)..."""

    def test_what_nobody_looked_at_comes_before_what_falls_short(self):
        repairs = two_criteria({"1": "unmet", "2": "unmet", "3": "unmet"}).repairs("good")
        assert ways(repairs)[0] == {"1", "2"}
        repairs = two_criteria({"1": "unmet", "2": "met"}).repairs("good")
        assert [(ids(repair), repair.cost) for repair in repairs] == [({"3"}, 1), ({"1"}, 1)]
        assert repairs.cheapest.changes[0].kind == "settle"


class TestContext:
    """5.3 ... It never touches context, applicability, dates or decisions... 5.4 ... *decide* (for an authority, or a
    matter of context)."""

    @pytest.mark.parametrize("k", [2, None])
    def test_a_figure_that_a_when_reads_is_decided_and_not_improved(self, k):
        result = two_criteria(
            {"2": "met", "3": "met"},
            inputs={"k": {"type": "number", "range": {"from": 0, "to": 9}}},
            layers=[{"id": "c", "verdict": "met", "not_applicable": "drop"}],
            tree=[
                {"id": "1", "met_if": {"value": "k", "at_least": 5}},
                {"id": "2", "when": {"value": "k", "at_least": 1}},
                {"id": "3"},
            ],
            outcomes=[
                {
                    "id": "o",
                    "cases": [{"id": "good", "if": {"every": "c", "that": "met"}}],
                    "otherwise": {"id": "poor"},
                }
            ],
        )
        result = kd.assess(
            result.framework, {"findings": {"2": "met", "3": "met"}, "inputs": {"k": k}}, on="2026-09-30", target="good"
        )
        assert ([todo.id for todo in result.target.decide], result.target.improve, result.target.settle) == (
            ["1"],
            (),
            (),
        )
        assert result.repairs("good").cost is None


class TestTheSummary:
    """5.9 Ties break by (cost, size, settle before improve, declared order, id)...: also where much can be chosen."""

    def test_a_rating_that_is_missing_comes_before_those_that_fall_short(self):
        ratings = {str(number): 2 for number in range(1, 8)}
        mean = {"mean": "c", "of": {"its": "rating"}, "at_least": 2}
        result = two_criteria(
            ratings | {"8": "unknown"},
            scales={"r": {"from": 0, "to": 5, "step": 1}},
            layers=[{"id": "c", "verdict": "rating", "scale": "r"}],
            tree=[{"id": number} for number in (*ratings, "8")],
            outcomes=[{"id": "o", "cases": [{"id": "good", "if": mean}], "otherwise": {"id": "poor"}}],
        )
        repairs = result.repairs("good")
        assert [repair.changes[0].kind for repair in repairs if repair.cost == 1] == ["settle", *["improve"] * 7]
        assert (repairs.cost, ids(repairs.cheapest)) == (1, {"8"})
        english = result.explain("good").to_text("en")
        assert "Settle: 8" in english
        assert english.index("Settle: 8") < english.index("Improve: 1")
