import pickle
from fractions import Fraction
from itertools import combinations

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
    Compare,
    Constant,
    ExhaustedError,
    Fact,
    FactAction,
    Interval,
    Loss,
    Not,
    Product,
    RepairProblem,
    SolverError,
    Sum,
    Value,
    ValueAction,
    blocking_sets,
    change_roles,
    evaluate,
    find_margin,
    measure_shortfall,
    minimal_repairs,
    negate_condition,
    sufficient_reasons,
)
from kiemdinh.rules.repairs.apply import facts_after, is_certain_after


def action(name, **more):
    return FactAction(id=name, fact=name, to=MET, **more)


def ids(repair):
    return [change.id for change in repair.changes]


def problem(condition, truths=(), values=(), actions=(), **more):
    facts = Assignment(dict(truths), dict(values))
    return RepairProblem(condition=condition, cases=(facts,), actions=tuple(actions), **more)


CRITERIA = [f"{number:02d}" for number in range(1, 16)]
MANDATORY, OTHERS = CRITERIA[:8], CRITERIA[8:]
A, B, C = OTHERS[4:]


def reaches_level(criterion, level):
    return All(tuple(Fact(f"{criterion}/{step}") for step in range(1, level + 1)))


def circular_57(**costs):
    """Level 2: every criterion at level 1, every mandatory one and five of the seven others at level 2."""
    level_2 = All(
        (
            All(tuple(reaches_level(criterion, 1) for criterion in CRITERIA)),
            All(tuple(reaches_level(criterion, 2) for criterion in MANDATORY)),
            AtLeast(5, tuple(reaches_level(criterion, 2) for criterion in OTHERS)),
        )
    )
    reached = {A: 1, B: 1, C: 0}
    truths = {
        f"{criterion}/{step}": MET if step <= reached.get(criterion, 2) else UNMET
        for criterion in CRITERIA
        for step in (1, 2)
    }
    actions = [
        FactAction(
            id=f"{criterion}/{step}",
            fact=f"{criterion}/{step}",
            to=MET,
            cost=costs.get(f"c{criterion}_{step}", 1),
            requires=(f"{criterion}/{step - 1}",) if step > 1 else (),
        )
        for criterion in CRITERIA
        for step in (1, 2)
    ]
    return problem(level_2, truths, actions=actions)


class TestCircular57:
    """5.3 "In a repair a step is one change and needs the steps below it": every mandatory criterion at level 2, of
    the seven others four at level 2, two (A, B) at level 1 and one (C) at none.
    """

    def test_three_equally_cheap_ways_of_two_units(self):
        found = minimal_repairs(circular_57())
        assert (found.cost, found.count, found.proved, found.gap) == (2, 3, True, 0)
        assert [ids(repair) for repair in found] == [[f"{A}/2", f"{C}/1"], [f"{B}/2", f"{C}/1"], [f"{C}/1", f"{C}/2"]]

    def test_c_to_level_1_is_necessary_and_any_one_to_level_2(self):
        parts = change_roles(circular_57()).roles
        assert {name: part.role for name, part in parts.items()} == {
            f"{A}/2": "relevant",
            f"{B}/2": "relevant",
            f"{C}/1": "necessary",
            f"{C}/2": "relevant",
        }

    def test_a_dearer_second_step_leaves_two_ways(self):
        found = minimal_repairs(circular_57(**{f"c{C}_2": 5}))
        assert (found.cost, found.count) == (2, 2)
        assert [repair.cost for repair in found] == [2, 2, 6]

    def test_blocking_sets_say_why_not(self):
        assert [[change.id for change in some] for some in blocking_sets(circular_57())] == [
            [f"{C}/1"],
            [f"{A}/2", f"{B}/2", f"{C}/2"],
        ]


class TestResult:
    """5.3 "The result says `proved` or `bound`"; a target already certain has one repair, empty, of cost 0."""

    def test_certain_already(self):
        found = minimal_repairs(problem(Fact("a"), {"a": MET}))
        assert (found.cost, found.count, found.proved) == (0, 1, True)
        assert [repair.changes for repair in found] == [()]

    def test_out_of_reach(self):
        found = minimal_repairs(problem(All((Fact("a"), Fact("b"))), actions=[action("a"), action("b", cost=None)]))
        assert (found.cost, found.count, found.proved, list(found)) == (None, 0, True, [])
        told = change_roles(problem(All((Fact("a"), Fact("b"))), actions=[action("a"), action("b", cost=None)]))
        assert not told.reachable
        assert [(part.role, part.actable) for part in told.roles.values()] == [
            ("necessary", True),
            ("necessary", False),
        ]

    def test_other_costs_are_summed_beside(self):
        actions = [action("a", also={"months": 3, "people": 1}), action("b", also={"months": Fraction(1, 2)})]
        found = minimal_repairs(problem(All((Fact("a"), Fact("b"))), actions=actions)).cheapest
        assert found.cost == 2
        assert found.also == {"months": Fraction(7, 2), "people": 1}

    def test_a_bound_with_its_gap_when_the_splits_run_out(self):
        shared = covering(6)
        proved, bound = minimal_repairs(shared), minimal_repairs(shared, splits=0)
        assert proved.proved
        assert not bound.proved
        assert bound.count is None
        assert bound.cost - bound.gap <= proved.cost <= bound.cost
        assert bound.gap > 0
        assert [is_certain_after(shared, repair.changes) for repair in bound] == [True]
        with pytest.raises(ExhaustedError):
            list(blocking_sets(shared, splits=0))

    def test_every_number_of_equally_cheap_ways_is_known(self):
        actions = [action(f"f{n}") for n in range(40)]
        found = minimal_repairs(problem(AtLeast(20, tuple(Fact(one.id) for one in actions)), actions=actions))
        assert (found.cost, found.count) == (20, 137846528820)
        assert ids(found.cheapest) == [f"f{n}" for n in range(20)]


def covering(size):
    """One of every two requirements: all but one are needed, though half of each would satisfy every pair."""
    actions = [action(f"r{n}", cost=4 + n % 2) for n in range(size)]
    pairs = combinations([Fact(one.id) for one in actions], 2)
    return problem(All(tuple(Any(pair) for pair in pairs)), actions=actions)


class TestCases:
    """5.3 It never touches context: a repair holds for every such value left open."""

    def test_a_repair_holds_in_every_case(self):
        condition = Any((All((Fact("rural"), Fact("a"))), All((Not(Fact("rural")), Fact("b")))))
        cases = tuple(Assignment({"rural": truth, "a": UNMET, "b": UNMET}) for truth in (MET, UNMET))
        found = minimal_repairs(RepairProblem(condition=condition, cases=cases, actions=(action("a"), action("b"))))
        assert [ids(repair) for repair in found] == [["a", "b"]]

    def test_an_unknown_test_asks_for_both_arms(self):
        condition = Branch(Fact("rural"), Fact("a"), Fact("b"))
        found = minimal_repairs(problem(condition, {"a": UNMET, "b": UNMET}, actions=[action("a"), action("b")]))
        assert [ids(repair) for repair in found] == [["a", "b"]]


class TestDefinitions:
    """5.2 A fact that stands for a condition is opened, unless a change acts on it as a whole."""

    def test_are_opened(self):
        found = minimal_repairs(
            problem(
                Fact("level"), actions=[action("a"), action("b")], definitions={"level": Any((Fact("a"), Fact("b")))}
            )
        )
        assert [ids(repair) for repair in found] == [["a"], ["b"]]

    def test_are_not_where_a_lever_acts_on_the_whole(self):
        found = minimal_repairs(
            problem(Fact("level"), actions=[action("a"), action("level", cost=3)], definitions={"level": Fact("a")})
        )
        assert [ids(repair) for repair in found] == [["level"]]

    def test_may_not_refer_to_themselves(self):
        with pytest.raises(ValueError, match="refers to itself: level"):
            minimal_repairs(problem(Fact("level"), definitions={"level": All((Fact("level"),))}))


class TestDecisionList:
    """2.5 Blockers are asked per target label: an earlier case must cease to hold."""

    def test_repair_towards_a_label(self):
        first, second = Fact("grave"), Fact("good")
        label = All((negate_condition(first), second))
        actions = [FactAction(id="grave", fact="grave", to=UNMET, kind="settle"), action("good")]
        found = minimal_repairs(problem(label, {"grave": UNKNOWN, "good": UNMET}, actions=actions))
        assert [[(c.id, c.from_, c.to, c.kind) for c in repair.changes] for repair in found] == [
            [("grave", UNKNOWN, UNMET, "settle"), ("good", UNMET, MET, "improve")]
        ]

    def test_what_stands_against_it_is_kept(self):
        actions = [FactAction(id="grave", fact="grave", to=MET), action("good")]
        label = All((Not(Fact("grave")), Fact("good")))
        parts = change_roles(problem(label, {"grave": UNMET, "good": UNMET}, actions=actions)).roles
        assert {name: part.role for name, part in parts.items()} == {"grave": "keep", "good": "necessary"}


def pupils(low, **more):
    condition = Compare(Sum((Value("excellent"),), (100,)), ">=", Sum((Value("pupils"),), (5,)))
    values = {"excellent": Interval.point(low), "pupils": Interval.point(120)}
    return problem(
        condition, values=values, actions=[ValueAction(id="excellent", value="excellent", direction="up", **more)]
    )


class TestBounds:
    """5.5 Measured requirements are repaired by a bound: one change for all thresholds on that side of the metric."""

    def test_a_share_is_repaired_in_whole_people(self):
        (change,) = minimal_repairs(pupils(4, spacing=1, rate=1)).cheapest.changes
        assert (change.from_, change.to, change.cost) == (Interval.point(4), Bound(6, "up"), 3)

    def test_several_thresholds_are_one_change(self):
        ratio = Value("ratio")
        condition = All((Compare(ratio, "<=", Constant(45)), Compare(ratio, "<=", Constant(40)), Fact("a")))
        down = ValueAction(id="ratio", value="ratio", direction="down")
        found = minimal_repairs(problem(condition, {"a": MET}, {"ratio": Interval.point(52)}, [down]))
        assert [(c.to, c.cost) for repair in found for c in repair.changes] == [(Bound(40, "down"), 1)]

    @pytest.mark.parametrize(("step", "bound"), [(None, Bound(45, "up", strict=True)), (1, Bound(46, "up"))])
    def test_a_strict_bound_stays_one_unless_the_metric_has_a_step(self, step, bound):
        condition = Compare(Value("x"), ">", Constant(45))
        up = ValueAction(id="x", value="x", direction="up", spacing=step)
        found = minimal_repairs(problem(condition, values={"x": Interval.point(40)}, actions=[up]))
        assert [repair.changes[0].to for repair in found] == [bound]

    def test_beyond_the_furthest_is_out_of_reach(self):
        assert minimal_repairs(pupils(4, furthest=5)).cost is None

    def test_a_product_of_two_that_change_is_named(self):
        condition = Compare(Product(Value("x"), Value("y")), ">=", Constant(10))
        actions = [ValueAction(id=name, value=name, direction="up") for name in "xy"]
        found = minimal_repairs(problem(condition, values={n: Interval.point(2) for n in "xy"}, actions=actions))
        assert (found.unread, found.cost) == (("x", "y"), None)


def points(*now, bound=10, floor=None):
    """A total over criteria on a scale of 1 to 4, with a floor below which none may lie."""
    names = [f"p{n}" for n in range(len(now))]
    total = Compare(Sum(tuple(map(Value, names))), ">=", Constant(bound))
    floors = [Compare(Value(name), ">=", Constant(floor)) for name in names] if floor else []
    actions = [
        ValueAction(id=name, value=name, direction="up", choices=(1, 2, 3, 4), prices=(1, 2, 3, 4)) for name in names
    ]
    values = {name: Interval.point(number) for name, number in zip(names, now, strict=True)}
    return problem(All((total, *floors)) if floors else total, values=values, actions=actions)


class TestScores:
    """5.5 A missing total is stated as the shortfall, the room of each criterion, and one cheapest split."""

    def test_shortfall_room_and_split(self):
        lacks = measure_shortfall(points(3, 2, 2))
        assert lacks.missing == 3
        assert [(room.id, room.gain) for room in lacks.contributions] == [("p0", 1), ("p1", 2), ("p2", 2)]
        split = [(change.id, change.to.number) for change in lacks.cheapest.changes]
        gains = sum(to - {"p0": 3, "p1": 2, "p2": 2}[name] for name, to in split)
        assert gains == 3

    def test_a_floor_is_met_beside_the_total(self):
        found = minimal_repairs(points(4, 4, 1, bound=10, floor=2)).cheapest
        assert [(change.id, change.to.number) for change in found.changes] == [("p2", 2)]

    def test_a_total_out_of_reach(self):
        lacks = measure_shortfall(points(1, 1, bound=9))
        assert (lacks.missing, lacks.cheapest) == (7, None)

    def test_only_a_comparison_with_an_order_has_one(self):
        with pytest.raises(ValueError, match="one comparison"):
            measure_shortfall(problem(Fact("a")))


class TestSolvers:
    """5.9 Same advice on every backend: what a solver answers is evaluated again."""

    class Exact:
        """Tries every assignment, cheapest first."""

        def __init__(self):
            self.asked = 0

        def minimise(self, program):
            self.asked += 1
            best = None
            for code in range(1 << len(program.costs)):
                values = [code >> n & 1 for n in range(len(program.costs))]
                if all(sum(values[v] * c for v, c in row.terms) >= row.least for row in program.constraints):
                    cost = sum(v * c for v, c in zip(values, program.costs, strict=True))
                    if best is None or cost < best[0]:
                        best = cost, values
            return best[1]

    class Silent:
        def minimise(self, program):
            return None

    class Lavish:
        def minimise(self, program):
            return [1] * len(program.costs)

    class Idle:
        def minimise(self, program):
            return [0] * len(program.costs)

    def test_agrees_with_the_kernel(self, monkeypatch):
        monkeypatch.setattr("kiemdinh.rules.search.branch_and_bound.BEFORE_SOLVER", 0)
        solver, shared = self.Exact(), covering(5)
        found = minimal_repairs(shared, solver=solver)
        assert solver.asked
        assert found.proved
        assert [ids(repair) for repair in found] == [ids(repair) for repair in minimal_repairs(shared)]

    def test_a_wrong_answer_is_refused(self, monkeypatch):
        monkeypatch.setattr("kiemdinh.rules.search.branch_and_bound.BEFORE_SOLVER", 0)
        with pytest.raises(SolverError):
            minimal_repairs(covering(5), solver=self.Idle())

    def test_an_answer_dearer_than_greed_is_refused(self, monkeypatch):
        monkeypatch.setattr("kiemdinh.rules.search.branch_and_bound.BEFORE_SOLVER", 0)
        with pytest.raises(SolverError, match="cheaper"):
            minimal_repairs(covering(5), solver=self.Lavish())

    def test_the_kernel_goes_on_alone_where_a_solver_proves_nothing(self, monkeypatch):
        monkeypatch.setattr("kiemdinh.rules.search.branch_and_bound.BEFORE_SOLVER", 0)
        found = minimal_repairs(covering(5), solver=self.Silent())
        assert (found.proved, found.cost) == (True, minimal_repairs(covering(5)).cost)
        assert not minimal_repairs(covering(5), splits=0, solver=self.Silent()).proved


@pytest.fixture
def at_once(monkeypatch):
    """Ask a solver however little is shared."""
    monkeypatch.setattr("kiemdinh.rules.repairs.minimal_repairs._ASKED_AT_ONCE", 1)


@pytest.mark.usefixtures("at_once")
class TestAskedAtOnce:
    """5.9 Same advice on every backend: what is shared is put to a solver before the kernel searches."""

    def test_agrees_with_the_kernel(self):
        solver, shared = TestSolvers.Exact(), covering(6)
        found = minimal_repairs(shared, solver=solver)
        assert (found.cost, found.proved, solver.asked) == (minimal_repairs(shared).cost, True, 1)
        assert [ids(repair) for repair in found] == [ids(repair) for repair in minimal_repairs(shared)]

    def test_is_not_asked_where_nothing_is_shared(self):
        solver, actions = TestSolvers.Exact(), [action(f"f{n}", cost=1 + n % 3) for n in range(9)]
        fact = [Fact(one.id) for one in actions]
        condition = All((*fact[:3], AtLeast(2, (*fact[3:6], All(tuple(fact[6:])))), Any(tuple(fact[:4]))))
        found = minimal_repairs(problem(condition, actions=actions), solver=solver)
        assert (ids(found.cheapest), solver.asked) == (["f0", "f1", "f2", "f3", "f4"], 0)

    @pytest.mark.parametrize(("solver", "why"), [("Idle", "does not reach"), ("Lavish", "cheaper")])
    def test_a_wrong_answer_is_refused(self, solver, why):
        with pytest.raises(SolverError, match=why):
            minimal_repairs(covering(6), solver=getattr(TestSolvers, solver)())

    def test_the_kernel_goes_on_alone_where_a_solver_proves_nothing(self):
        found = minimal_repairs(covering(6), solver=TestSolvers.Silent())
        assert (found.proved, found.cost) == (True, minimal_repairs(covering(6)).cost)
        assert not minimal_repairs(covering(6), splits=0, solver=TestSolvers.Silent()).proved

    def test_a_proved_repair_is_given_though_the_order_of_all_is_not(self):
        class Once(TestSolvers.Exact):
            def minimise(self, program):
                return None if self.asked else super().minimise(program)

        shared = covering(6)
        found = minimal_repairs(shared, splits=0, solver=Once())
        given = found.cheapest
        assert (found.proved, found.cost, given.cost) == (True, minimal_repairs(shared).cost, found.cost)
        assert is_certain_after(shared, given.changes)
        with pytest.raises(ExhaustedError):
            list(found)


class TestProblem:
    """5.3 Costs are positive (infinite: cannot be acted on)."""

    def test_refuses_what_makes_no_sense(self):
        with pytest.raises(ValueError, match="positive"):
            action("a", cost=0)
        with pytest.raises(ValueError, match="never makes it unknown"):
            FactAction(id="a", fact="a", to=UNKNOWN)
        with pytest.raises(ValueError, match="more than one action: a"):
            problem(Fact("a"), actions=[action("a"), action("a")])
        with pytest.raises(ValueError, match="no action is called b"):
            problem(Fact("a"), actions=[action("a", requires=("b",))])
        with pytest.raises(ValueError, match="at least one case"):
            RepairProblem(condition=Fact("a"), cases=(), actions=())
        with pytest.raises(ValueError, match="2 prices for 1 steps"):
            ValueAction(id="x", value="x", direction="up", choices=(1,), prices=(1, 2))

    def test_changes_travel(self):
        found = minimal_repairs(pupils(4, spacing=1)).cheapest
        assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - our own

    def test_applied_changes_make_it_certain(self):
        asked = pupils(4, spacing=1)
        after = facts_after(asked, minimal_repairs(asked).cheapest.changes, asked.cases[0])
        assert after.value("excellent") == Interval.point(6)
        assert evaluate(asked.condition, after) is MET


class TestMargin:
    """5.6 An expiring item that carries several facts is one loss, shown as such."""

    def test_one_item_under_two_criteria(self):
        condition = AtLeast(2, (Fact("a"), Fact("b"), Fact("c")))
        held = Assignment({"a": MET, "b": MET, "c": MET})
        items = (Loss(id="H1", facts=("a", "b")), Loss(id="H2", facts=("b",)), Loss(id="H3", facts=("c",)))
        found = find_margin(condition, (held,), items)
        assert found.cost == 1
        assert [[name for name, _ in drop.losses] for drop in found] == [["H1"], ["H2", "H3"]]
        assert [drop.losses[0][0] for drop in found.alone] == ["H1"]

    def test_what_no_loss_drops(self):
        found = find_margin(
            Any((Fact("a"), Fact("b"))), (Assignment({"a": MET, "b": MET}),), (Loss(id="H1", facts=("a",)),)
        )
        assert (found.cost, list(found), found.alone) == (None, [], ())

    def test_reasons_for_what_is_held(self):
        condition = All((Fact("a"), Any((Fact("b"), Compare(Value("x"), ">=", Constant(3))))))
        held = problem(condition, {"a": MET, "b": MET}, {"x": Interval.point(5)})
        assert [{thing.id for thing in some} for some in sufficient_reasons(held)] == [{"a", "b"}, {"a", "x"}]
