from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiemdinh.rules import (
    MET,
    UNBOUNDED,
    UNKNOWN,
    UNMET,
    All,
    Any,
    Assignment,
    AtLeast,
    Branch,
    Compare,
    Constant,
    Count,
    Fact,
    Interval,
    Known,
    Mean,
    Minimum,
    Not,
    Product,
    Proof,
    Prover,
    Round,
    Satisfiability,
    Select,
    Space,
    Sum,
    Value,
    evaluate,
    facts_of,
    prove,
    sample_points,
    substitute,
    thresholds_of,
)
from strategies import FACTS, HIGHEST, LOWEST, VALUES, conditions, intervals, numbers_within

A, B, C, D = (Fact(name) for name in FACTS)
X, Y = (Value(name) for name in VALUES)
ANY = Space()
SATISFIABLE, UNSATISFIABLE, UNDECIDED = Satisfiability


def at_least(value, number):
    return Compare(value, ">=", Constant(number))


@st.composite
def spaces(draw, *, unbounded=False):
    orders = st.permutations(FACTS)
    chains = tuple(tuple(order[:3]) for order in draw(st.lists(orders, max_size=1)))
    apart = tuple(tuple(order[:2]) for order in draw(st.lists(orders, max_size=1)))
    return Space(chains, apart, {name: draw(intervals(unbounded=unbounded)) for name in VALUES})


def lies_in(space, truths):
    in_order = all(
        truths[later] is UNMET or truths[earlier] is MET
        for chain in space.chains
        for place, later in enumerate(chain)
        for earlier in chain[:place]
    )
    return in_order and all(sum(truths[name] is MET for name in group) <= 1 for group in space.exclusive)


def worlds(space, points):
    for truths in product((UNMET, MET), repeat=len(FACTS)):
        facts = dict(zip(FACTS, truths, strict=True))
        if lies_in(space, facts):
            for values in product(*(points[name] for name in VALUES)):
                yield Assignment(facts, dict(zip(VALUES, values, strict=True)))


def holds_somewhere(condition, space, points):
    return any(evaluate(condition, world) is MET for world in worlds(space, points))


def assert_shown(proof, condition, space):
    """The condition is certain in the world, which lies in the space."""
    world = proof.world
    assert evaluate(condition, world) is MET
    assert lies_in(space, {name: world.truths.get(name, UNMET) for name in FACTS})
    for name, interval in world.values.items():
        assert space.values.get(name, UNBOUNDED).hull(interval) == space.values.get(name, UNBOUNDED)


many = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class TestProofs:
    """1.2 `certain` reads every unknown as turning out badly: a proof that a condition can hold is a world in which
    it is certain; a proof that it never does is that no world is left.
    """

    @many
    @given(conditions(max_leaves=10), spaces(unbounded=True))
    def test_agree_with_trying_every_cell(self, condition, space):
        numbers = {name: thresholds_of(condition, name) for name in VALUES}
        proof = prove(condition, space, max_decisions=500)
        if None not in numbers.values():
            points = {name: sample_points(numbers[name], space.values[name]) for name in VALUES}
            found = SATISFIABLE if holds_somewhere(condition, space, points) else UNSATISFIABLE
            assert proof.status is found
        assert (proof.status is SATISFIABLE) is (proof.world is not None)
        if proof.status is SATISFIABLE:
            assert_shown(proof, condition, space)

    @many
    @given(conditions(max_leaves=10), spaces())
    def test_agree_with_trying_every_choice_also_in_arithmetic(self, condition, space):
        choices = dict.fromkeys(VALUES, tuple(range(LOWEST, HIGHEST + 1)))
        within = Space(space.chains, space.exclusive, space.values, choices)
        points = {
            name: [Interval.point(number) for number in range(space.values[name].low, space.values[name].high + 1)]
            for name in VALUES
        }
        found = SATISFIABLE if holds_somewhere(condition, within, points) else UNSATISFIABLE
        proof = prove(condition, within)
        assert proof.status is found
        if proof.world is not None:
            assert_shown(proof, condition, within)

    @many
    @given(conditions(max_leaves=8), spaces())
    def test_never_say_never_of_what_can_be(self, condition, space):
        points = {name: [Interval.point(number) for number in numbers_within(space.values[name])] for name in VALUES}
        if holds_somewhere(condition, space, points):
            assert prove(condition, space, max_decisions=200).status is not UNSATISFIABLE

    @many
    @given(conditions(max_leaves=10), spaces(unbounded=True))
    def test_agree_also_where_other_ways_to_refute_are_tried_first(self, condition, space):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("kiemdinh.rules.proofs.prover._EASY", 2)
            proof = prove(condition, space, max_decisions=500)
        straight = prove(condition, space, max_decisions=500)
        assert UNDECIDED in (proof.status, straight.status) or proof.status is straight.status
        if proof.status is SATISFIABLE:
            assert_shown(proof, condition, space)

    @many
    @given(conditions(max_leaves=8), conditions(max_leaves=8), spaces())
    def test_do_not_depend_on_what_was_asked_before(self, first, second, space):
        prover = Prover(space)
        prover.prove(first, max_decisions=50)
        assert prover.prove(second, max_decisions=50) == prove(second, space, max_decisions=50)

    def test_values_are_decided_in_the_order_of_the_condition(self):
        """Not in the order in which earlier conditions named them."""
        x, y = Value("x"), Value("y")
        space = Space(values={"x": Interval(0, 1), "y": Interval(0, 1)})
        less = Branch(A, A, Compare(x, "<", Sum((x, x, y))))
        prover = Prover(space)
        prover.prove(Compare(y, ">=", Constant(0)))
        assert prover.prove(All((Not(A), less))) == prove(All((Not(A), less)), space)

    def test_a_truth_known_to_stay_unknown_is_never_certain(self):
        assert prove(Any((Known(UNKNOWN), All((A, Not(A))))), ANY) == Proof(UNSATISFIABLE)
        assert prove(Any((Known(UNKNOWN), A)), ANY).world == Assignment({"a": MET})

    def test_what_does_not_matter_is_not_in_the_world(self):
        proof = prove(Any((All((A, B)), C)), ANY)
        assert proof == Proof(SATISFIABLE, Assignment({"c": MET}))


class TestValues:
    """1.4 Values are exact numbers and intervals of them."""

    def test_a_bound_that_another_implies_cannot_fail_alone(self):
        assert prove(All((at_least(X, "94.6"), Not(at_least(X, "94.5")))), ANY).status is UNSATISFIABLE
        only_the_lower = All((at_least(X, "94.5"), Not(at_least(X, "94.6"))))
        assert_shown(prove(only_the_lower, ANY), only_the_lower, ANY)

    def test_choices_leave_nothing_between(self):
        between = All((Compare(X, ">", Constant(1)), Compare(X, "<", Constant(2))))
        assert prove(between, ANY).status is SATISFIABLE
        assert prove(between, Space(choices={"x": (1, 2, 3)})).status is UNSATISFIABLE

    def test_choices_outside_the_range_are_left_out(self):
        space = Space(values={"x": Interval(0, 2)}, choices={"x": (1, 3)})
        assert prove(at_least(X, 2), space).status is UNSATISFIABLE
        with pytest.raises(ValueError, match="no value is left for x"):
            prove(at_least(X, 2), Space(values={"x": Interval(4, 5)}, choices={"x": (1, 3)}))

    def test_sums_products_and_rounding(self):
        space = Space(values=dict.fromkeys(VALUES, Interval(0, 10)))
        for condition in (
            All((at_least(Sum((X, Y), (1, -2)), 7), at_least(Y, 1))),
            Compare(Product(X, Y), "==", Constant(25)),
            All((at_least(Round(X, 0, "even"), 3), Not(at_least(X, 3)))),
            at_least(Sum((Select(A, X, Y), Count((A, B)))), 12),
        ):
            assert_shown(prove(condition, space), condition, space)

    def test_products_over_one_value_twice_may_stay_undecided(self):
        more_than_itself = Compare(Sum((Product(X, Y), Product(Y, X)), (1, -1)), ">", Constant(0))
        assert prove(more_than_itself, ANY, max_decisions=50) == Proof(UNDECIDED)
        assert prove(Compare(Product(X, X), "<", Constant(0)), ANY).status is UNSATISFIABLE

    def test_sums_that_contradict_each_other_are_refuted_at_once(self):
        never = (
            Compare(Sum((X, X), (1, -1)), ">", Constant(0)),
            Compare(X, ">", X),
            All((Compare(X, ">=", Sum((Y,), (5,))), Compare(X, "<", Sum((Y,), (4,))), Compare(Y, ">=", Constant(0)))),
            All((Compare(X, ">=", Y), Compare(Y, ">", X))),
            All((Compare(Mean((X, Y)), ">=", Constant(3)), Compare(Sum((X, Y)), "<", Constant(6)))),
        )
        for condition in never:
            assert prove(condition, ANY, max_decisions=0).status is UNSATISFIABLE

    def test_sums_that_need_distant_values_are_met_in_few_steps(self):
        far = All((Compare(X, ">=", Sum((Y,), (1000,))), Compare(Y, ">", Sum((X,), ("0.0005",))), at_least(Y, 7)))
        proof = prove(far, ANY, max_decisions=4)
        assert_shown(proof, far, ANY)

    def test_a_number_found_earlier_is_left_where_the_value_was_narrowed_since(self):
        more = All((Compare(Product(X, X), ">", X), at_least(Minimum((X,)), 0)))
        assert_shown(prove(more, ANY), more, ANY)

    def test_one_of_two_sums_is_enough(self):
        either = Any((Compare(X, ">", X), All((Compare(X, ">=", Sum((Y, Y))), Compare(Y, ">", Constant(4))))))
        assert_shown(prove(either, ANY, max_decisions=6), either, ANY)

    def test_what_no_interval_reaches_is_never_at_once(self):
        space = Space(values=dict.fromkeys(VALUES, Interval(0, 10)))
        assert prove(at_least(Sum((X, Y)), 21), space, max_decisions=0).status is UNSATISFIABLE


class TestSpaces:
    def test_a_later_step_brings_the_earlier_ones(self):
        space = Space(chains=(("a", "b", "c"),))
        assert prove(All((C, Not(A))), space).status is UNSATISFIABLE
        assert prove(C, space).world == Assignment(dict.fromkeys(FACTS[:3], MET))

    def test_an_unmet_step_takes_the_later_ones_with_it(self):
        assert prove(All((Not(A), D)), Space(chains=(("a", "c"), ("c", "d")))).status is UNSATISFIABLE

    def test_of_what_is_apart_one_holds(self):
        space = Space(exclusive=(("a", "b", "c"),))
        assert prove(AtLeast(2, (A, B, C)), space).status is UNSATISFIABLE
        assert prove(Any((All((A, B)), B)), space).world == Assignment({"b": MET, "a": UNMET, "c": UNMET})

    def test_what_is_known_is_so_in_every_world(self):
        known = Assignment({"a": UNMET}, {"x": Interval.point(5)})
        space = Space(values={"x": Interval(0, 10)}, known=known)
        assert prove(Any((A, at_least(X, 6))), space).status is UNSATISFIABLE
        assert prove(All((Not(A), at_least(X, 5))), space).world == known

    def test_names_between_two_chains_need_not_be_asked_about(self):
        space = Space(chains=(("a", "b"), ("b", "c")), exclusive=(("a", "d"),))
        assert prove(All((C, D)), space).status is UNSATISFIABLE


class TestBudget:
    def test_without_decisions_an_open_condition_stays_undecided(self):
        assert prove(Any((A, B)), ANY, max_decisions=0) == Proof(UNDECIDED)
        assert prove(Any((A, B)), ANY, max_decisions=1).status is SATISFIABLE

    def test_what_must_be_needs_no_decision(self):
        assert prove(All((A, Not(B), Branch(A, C, D))), ANY, max_decisions=0).status is SATISFIABLE
        assert prove(All((A, Any((B, Not(A))), Not(B))), ANY, max_decisions=0).status is UNSATISFIABLE

    def test_prefer_says_what_is_tried_first(self):
        condition = Compare(Count((A, B)), "==", Constant(1))
        for preferred, other in (("a", "b"), ("b", "a")):
            proof = prove(condition, ANY, prefer={preferred: MET, other: UNMET})
            assert proof.world == Assignment({preferred: MET, other: UNMET})


def criterion(at):
    parts = tuple(Fact(f"{at}.{number}") for number in range(8))
    share = at_least(Value(f"of {at}"), 90)
    return Branch(Fact(f"applies:{at}"), All((AtLeast(6, parts), share)), Known(MET))


def framework():
    standards = [tuple(criterion(f"{s}.{c}") for c in range(6)) for s in range(6)]
    groups = tuple(AtLeast(5, criteria) for criteria in standards)
    return All((AtLeast(5, groups), groups[0]))


class TestLargeConditions:
    """Is a requirement ever decisive? Some world must have the whole turn on it alone."""

    @staticmethod
    def decisive(condition, name):
        return All((substitute(condition, {name: MET}), Not(substitute(condition, {name: UNMET}))))

    def test_a_world_in_which_it_is_decisive_is_found_with_little_search(self):
        whole = framework()
        assert len(facts_of(whole)) == 324
        prover = Prover(ANY)
        for name in ("0.0.0", "0.5.7", "3.2.1", "5.5.7"):
            asked = self.decisive(whole, name)
            proof = prover.prove(asked, max_decisions=600)
            assert evaluate(asked, proof.world) is MET

    def test_one_that_only_hurts_never_helps(self):
        whole, prover = framework(), Prover(ANY)
        for name in ("applies:0.0", "applies:4.3"):
            assert prover.prove(self.decisive(whole, name), max_decisions=600).status is UNSATISFIABLE


class TestTotals:
    """A total is one number, however it is written: what it takes for 3 it has for 2."""

    def total(self, by, order=range(12)):
        return Compare(Sum(tuple(Value(f"v{i}") for i in order), (by,) * 12), ">=", Constant(by * 3))

    def test_a_lower_bound_of_the_same_total_follows_without_a_search(self):
        less = Compare(Sum(tuple(Value(f"v{i}") for i in range(12))), "<", Constant(2))
        for one in (self.total(1), self.total(5), self.total(1, reversed(range(12)))):
            assert prove(All((one, less)), Space(), max_decisions=1).status is UNSATISFIABLE

    def test_another_total_is_another_number(self):
        other = Compare(Sum(tuple(Value(f"v{i}") for i in range(11))), "<", Constant(2))
        space = Space(values={f"v{i}": Interval(0, 9) for i in range(12)})
        assert prove(All((self.total(1), other)), space).status is SATISFIABLE

    def test_what_holds_is_still_found(self):
        space = Space(values={f"v{i}": Interval(0, 1) for i in range(12)})
        most = Compare(Sum(tuple(Value(f"v{i}") for i in range(12))), "<=", Constant(4))
        assert prove(All((self.total(1), most)), space).status is SATISFIABLE


class TestCases:
    """1.3 A condition by cases is read by its test: what a later case repeats of an earlier one adds nothing."""

    def list_of(self, names, last):
        """Certified, or certified with conditions: the second case repeats the first, with one test more."""
        marks = [Constant(last), *map(Value, names)]
        good = All((at_least(Mean(tuple(marks)), 80), All(tuple(at_least(mark, 60) for mark in marks))))
        some_low = AtLeast(1, tuple(Compare(mark, "<", Constant(80)) for mark in marks))
        return Branch(good, Known(MET), Branch(All((*good.parts, some_low)), Known(MET), Known(UNMET)))

    def test_a_case_that_repeats_another_is_seen_in_few_decisions(self):
        names = [f"mark {n}" for n in range(12)]
        space = Space(choices=dict.fromkeys(names, tuple(range(0, 101, 5))))
        harmed = All((self.list_of(names, 75), Not(self.list_of(names, 80))))
        assert prove(harmed, space, max_decisions=100).status is UNSATISFIABLE
