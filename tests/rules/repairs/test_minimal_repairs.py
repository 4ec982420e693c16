from dataclasses import replace
from fractions import Fraction

import pytest

from kiemdinh.rules import (
    MET,
    UNKNOWN,
    UNMET,
    All,
    Any,
    Assignment,
    AtLeast,
    Bound,
    Branch,
    Budget,
    Compare,
    Constant,
    Fact,
    FactAction,
    Interval,
    Not,
    Product,
    RepairProblem,
    Sum,
    Value,
    ValueAction,
    find_minimal_repairs,
    negate_condition,
)
from kiemdinh.rules.repairs.apply import is_certain_after
from repair_problems import A, B, C, action, circular_57, covering, ids, points, problem, pupils


class TestCircular57:
    """5.3 "In a repair a step is one change and needs the steps below it": every mandatory criterion at level 2, of
    the seven others four at level 2, two (A, B) at level 1 and one (C) at none.
    """

    def test_three_equally_cheap_ways_of_two_units(self):
        found = find_minimal_repairs(circular_57())
        assert (found.cost, found.count, found.proved, found.gap) == (2, 3, True, 0)
        assert [ids(repair) for repair in found] == [[f"{A}/2", f"{C}/1"], [f"{B}/2", f"{C}/1"], [f"{C}/1", f"{C}/2"]]

    def test_a_dearer_second_step_leaves_two_ways(self):
        found = find_minimal_repairs(circular_57(**{f"c{C}_2": 5}))
        assert (found.cost, found.count) == (2, 2)
        assert [repair.cost for repair in found] == [2, 2, 6]


class TestResult:
    """5.3 "The result says `proved` or `bound`"; a target already certain has one repair, empty, of cost 0."""

    def test_certain_already(self):
        found = find_minimal_repairs(problem(Fact("a"), {"a": MET}))
        assert (found.cost, found.count, found.proved) == (0, 1, True)
        assert [repair.changes for repair in found] == [()]

    def test_some_of_the_ways_in_which_it_can_turn_out_bound_the_least(self):
        """Whether x or y is asked for is open: to do both holds in any case, and one of them would do in each."""
        either = Branch(Fact("open"), Fact("x"), Fact("y"))
        wide = {"x": UNMET, "y": UNMET}
        asked = RepairProblem(
            condition=either,
            cases=(Assignment(wide),),
            actions=(action("x"), action("y")),
            completions=(Assignment(wide | {"open": MET}),),
        )
        found = find_minimal_repairs(asked)
        assert (found.cost, found.gap, found.proved) == (2, 1, False)
        both = (Assignment(wide | {"open": MET}), Assignment(wide | {"open": UNMET}))
        proved = find_minimal_repairs(replace(asked, completions=both))
        assert (proved.cost, proved.gap, proved.proved) == (2, 0, True)

    def test_out_of_reach_is_proved_where_it_is_so_in_some_way(self):
        asked = RepairProblem(
            condition=Branch(Fact("open"), Fact("x"), Fact("y")),
            cases=(Assignment({"x": UNMET, "y": UNMET}),),
            actions=(action("x"),),
            completions=(Assignment({"x": UNMET, "y": UNMET, "open": MET}),),
        )
        assert (find_minimal_repairs(asked).cost, find_minimal_repairs(asked).proved) == (None, False)
        closed = (Assignment({"x": UNMET, "y": UNMET, "open": UNMET}),)
        assert find_minimal_repairs(replace(asked, completions=closed)).proved

    def test_out_of_reach(self):
        found = find_minimal_repairs(
            problem(All((Fact("a"), Fact("b"))), actions=[action("a"), action("b", cost=None)])
        )
        assert (found.cost, found.count, found.proved, list(found)) == (None, 0, True, [])

    def test_other_costs_are_summed_beside(self):
        actions = [action("a", also={"months": 3, "people": 1}), action("b", also={"months": Fraction(1, 2)})]
        found = find_minimal_repairs(problem(All((Fact("a"), Fact("b"))), actions=actions)).cheapest
        assert found.cost == 2
        assert found.also == {"months": Fraction(7, 2), "people": 1}

    def test_a_bound_with_its_gap_when_the_budget_runs_out(self):
        shared = covering(6)
        proved, bound = find_minimal_repairs(shared), find_minimal_repairs(shared, budget=Budget(0))
        assert proved.proved
        assert not bound.proved
        assert bound.count is None
        assert bound.cost - bound.gap <= proved.cost <= bound.cost
        assert bound.gap > 0
        assert [is_certain_after(shared, repair.changes) for repair in bound] == [True]

    def test_every_number_of_equally_cheap_ways_is_known(self):
        actions = [action(f"f{n}") for n in range(40)]
        found = find_minimal_repairs(problem(AtLeast(20, tuple(Fact(one.id) for one in actions)), actions=actions))
        assert (found.cost, found.count) == (20, 137846528820)
        assert ids(found.cheapest) == [f"f{n}" for n in range(20)]


class TestCases:
    """5.3 It never touches context: a repair holds for every such value left open."""

    def test_a_repair_holds_in_every_case(self):
        condition = Any((All((Fact("rural"), Fact("a"))), All((Not(Fact("rural")), Fact("b")))))
        cases = tuple(Assignment({"rural": truth, "a": UNMET, "b": UNMET}) for truth in (MET, UNMET))
        found = find_minimal_repairs(
            RepairProblem(condition=condition, cases=cases, actions=(action("a"), action("b")))
        )
        assert [ids(repair) for repair in found] == [["a", "b"]]

    def test_an_unknown_test_asks_for_both_arms(self):
        condition = Branch(Fact("rural"), Fact("a"), Fact("b"))
        found = find_minimal_repairs(problem(condition, {"a": UNMET, "b": UNMET}, actions=[action("a"), action("b")]))
        assert [ids(repair) for repair in found] == [["a", "b"]]


class TestDefinitions:
    """5.2 A fact that stands for a condition is opened, unless a change acts on it as a whole."""

    def test_are_opened(self):
        found = find_minimal_repairs(
            problem(
                Fact("level"), actions=[action("a"), action("b")], definitions={"level": Any((Fact("a"), Fact("b")))}
            )
        )
        assert [ids(repair) for repair in found] == [["a"], ["b"]]

    def test_are_not_where_an_action_acts_on_the_whole(self):
        found = find_minimal_repairs(
            problem(Fact("level"), actions=[action("a"), action("level", cost=3)], definitions={"level": Fact("a")})
        )
        assert [ids(repair) for repair in found] == [["level"]]

    def test_may_not_refer_to_themselves(self):
        with pytest.raises(ValueError, match="refers to itself: level"):
            find_minimal_repairs(problem(Fact("level"), definitions={"level": All((Fact("level"),))}))


class TestDecisionList:
    """2.5 Blockers are asked per target label: an earlier case must cease to hold."""

    def test_repair_towards_a_label(self):
        first, second = Fact("grave"), Fact("good")
        label = All((negate_condition(first), second))
        actions = [FactAction(id="grave", fact="grave", to=UNMET, kind="settle"), action("good")]
        found = find_minimal_repairs(problem(label, {"grave": UNKNOWN, "good": UNMET}, actions=actions))
        assert [[(c.id, c.from_, c.to, c.kind) for c in repair.changes] for repair in found] == [
            [("grave", UNKNOWN, UNMET, "settle"), ("good", UNMET, MET, "improve")]
        ]


class TestBounds:
    """5.5 Measured requirements are repaired by a bound: one change for all thresholds on that side of the metric."""

    def test_a_share_is_repaired_in_whole_people(self):
        (change,) = find_minimal_repairs(pupils(4, spacing=1, rate=1)).cheapest.changes
        assert (change.from_, change.to, change.cost) == (Interval.point(4), Bound(6, "up"), 3)

    def test_several_thresholds_are_one_change(self):
        ratio = Value("ratio")
        condition = All((Compare(ratio, "<=", Constant(45)), Compare(ratio, "<=", Constant(40)), Fact("a")))
        down = ValueAction(id="ratio", value="ratio", direction="down")
        found = find_minimal_repairs(problem(condition, {"a": MET}, {"ratio": Interval.point(52)}, [down]))
        assert [(c.to, c.cost) for repair in found for c in repair.changes] == [(Bound(40, "down"), 1)]

    @pytest.mark.parametrize(("step", "bound"), [(None, Bound(45, "up", strict=True)), (1, Bound(46, "up"))])
    def test_a_strict_bound_stays_one_unless_the_metric_has_a_step(self, step, bound):
        condition = Compare(Value("x"), ">", Constant(45))
        up = ValueAction(id="x", value="x", direction="up", spacing=step)
        found = find_minimal_repairs(problem(condition, values={"x": Interval.point(40)}, actions=[up]))
        assert [repair.changes[0].to for repair in found] == [bound]

    def test_beyond_the_furthest_is_out_of_reach(self):
        assert find_minimal_repairs(pupils(4, furthest=5)).cost is None

    def test_a_product_of_two_that_change_is_named(self):
        condition = Compare(Product(Value("x"), Value("y")), ">=", Constant(10))
        actions = [ValueAction(id=name, value=name, direction="up") for name in "xy"]
        found = find_minimal_repairs(problem(condition, values={n: Interval.point(2) for n in "xy"}, actions=actions))
        assert (found.unfollowed, found.cost) == (("x", "y"), None)


class TestTotals:
    """5.5 A missing total is stated as the shortfall; a floor of each criterion is a bound of its own."""

    def test_a_floor_is_met_beside_the_total(self):
        found = find_minimal_repairs(points(4, 4, 1, bound=10, floor=2)).cheapest
        assert [(change.id, change.to.number) for change in found.changes] == [("p2", 2)]


class TestPriceOfEachUnit:
    """5.3 Positive costs; the result says `proved` or `bound`."""

    def cheapest(self, *, furthest, need, **grid):
        names = ("a", "b")
        total = Compare(Sum(tuple(map(Value, names))), ">=", Constant(need))
        actions = [
            ValueAction(id=name, value=name, direction="up", cost=0, rate=rate, furthest=furthest, **grid)
            for name, rate in zip(names, (1, 2), strict=True)
        ]
        values = dict.fromkeys(names, Interval.point(2))
        return find_minimal_repairs(problem(total, values=values, actions=actions))

    def test_a_sum_is_split_where_units_cost_least(self):
        found = self.cheapest(furthest=10, need=13, spacing=1)
        assert (found.cost, found.proved) == (8 + 2, True)

    def test_what_is_not_tried_in_each_of_its_numbers_is_not_proved(self):
        """700 from 2 and 2: 696 units of the first for 1 each, which is more than are tried one by one."""
        found = self.cheapest(furthest=1000, need=700, spacing=1)
        assert (found.proved, found.unfollowed) == (False, ("a", "b"))
        assert found.cost >= 696 >= found.cost - found.gap
        free = self.cheapest(furthest=10, need=13)  # any number will do, and only few are tried
        assert not free.proved
        assert free.cost >= 8 + 2
