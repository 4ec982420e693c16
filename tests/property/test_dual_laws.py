"""Blocking sets, sufficient reasons and margins against every set, tried one by one."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from changing import all_repairs, bound_problems, fact_problems, smallest, subsets
from kiemdinh.rules import (
    UNKNOWN,
    Assignment,
    Compare,
    Constant,
    Interval,
    Loss,
    RepairProblem,
    Value,
    ValueAction,
    blocking_sets,
    evaluate,
    find_margin,
    find_minimal_repairs,
    sufficient_reasons,
    walk,
)
from strategies import FACTS, VALUES, assignments, conditions, fact_conditions


def hitting(sets):
    """The minimal sets that meet each of the sets."""
    things = set().union(*sets)
    return smallest([some for some in subsets(things) if all(some & one for one in sets)])


class TestBlockingSets:
    """5.7 A blocking set: a minimal set of possible changes that, none being made, keeps the target from certain.
    Over the same changes minimal repairs are the minimal hitting sets of the minimal blocking sets, and conversely.
    """

    @settings(max_examples=200)
    @given(fact_problems())
    def test_keep_the_target_from_certain_and_are_minimal(self, problem):
        works = [
            {action.id for action, (place, _, _) in zip(problem.actions, choice, strict=True) if place}
            for choice in all_repairs(problem)
        ]
        possible = set().union(*works)
        wanted = smallest([some for some in subsets(possible) if not any(one.isdisjoint(some) for one in works)])
        found = [{change.id for change in some} for some in blocking_sets(problem)]
        assert smallest(found) == {frozenset(some) for some in found} == wanted
        assert [len(some) for some in found] == sorted(len(some) for some in found)

    @settings(max_examples=200)
    @given(fact_problems(negation=False, both=False, max_leaves=12))
    def test_and_minimal_repairs_hit_each_other(self, problem):
        blockers = [{change.id for change in some} for some in blocking_sets(problem)]
        mended = [{change.id for change in repair.changes} for repair in find_minimal_repairs(problem)]
        assert hitting(blockers) == {frozenset(one) for one in mended}
        assert hitting(mended) == {frozenset(one) for one in blockers}

    @settings(max_examples=100)
    @given(bound_problems())
    def test_of_bounds_meet_every_repair(self, problem):
        mended = list(find_minimal_repairs(problem))
        for some in blocking_sets(problem):
            for repair in mended:
                bound = {(change.id, change.to) for change in some}
                ends = {change.id: change.to for change in repair.changes}
                assert any(name in ends and _reached(ends[name], to) for name, to in bound)


def _reached(end, bound):
    if not hasattr(bound, "position"):
        return end is bound
    return end.position >= bound.position if bound.direction == "up" else end.position <= bound.position


class TestReasons:
    """5.7 A sufficient reason for a level held: a minimal set of facts that keeps it whatever the others are."""

    @settings(max_examples=200)
    @given(conditions(max_leaves=5), assignments())
    def test_are_the_minimal_sets_that_keep_it(self, condition, assignment):
        problem = RepairProblem(condition=condition, cases=(assignment,), actions=())
        found = [set(some) for some in sufficient_reasons(problem)]
        works = [some for some in subsets([*FACTS, *VALUES]) if evaluate(condition, kept(assignment, some)).certain]
        if not any(type(part).__name__ == "Product" for part in walk(condition)):
            assert {frozenset(thing.id for thing in some) for some in found} == smallest(works)
        assert all({thing.id for thing in some} in works for some in found)


def kept(assignment, names):
    truths = {name: truth for name, truth in assignment.truths.items() if name in names}
    return Assignment(truths, {name: span for name, span in assignment.values.items() if name in names})


@st.composite
def losses(draw):
    made = []
    for number in range(draw(st.integers(1, 4))):
        facts = draw(st.lists(st.sampled_from(FACTS), min_size=1, max_size=3, unique=True))
        made.append(Loss(id=f"item {number}", facts=tuple(facts), cost=draw(st.sampled_from([1, 2, Fraction(1, 2)]))))
    return tuple(made)


class TestMargin:
    """5.6 The margin of a level held: the least (or cheapest) set of losses that drops it, and the facts that
    drop it alone. "Drops" means no longer certain, unknowns at their worst.
    """

    @settings(max_examples=200)
    @given(fact_conditions(), assignments(), losses())
    def test_is_the_cheapest_set_of_losses_that_drops_it(self, condition, assignment, lost):
        found = find_margin(condition, (assignment,), lost)
        works = [some for some in subsets(lost_ids(lost)) if drops(condition, assignment, lost, some)]
        wanted = smallest(works)
        prices = {loss.id: Fraction(loss.cost) for loss in lost}
        assert {frozenset(name for name, _ in drop.losses) for drop in found} == wanted
        assert found.cost == min((sum(prices[name] for name in some) for some in wanted), default=None)
        assert found.proved
        assert {drop.losses[0][0] for drop in found.alone} == {
            name for name in prices if set() not in works and {name} in works
        }

    @given(st.integers(0, 9), st.integers(0, 9))
    def test_of_a_value_is_its_slack(self, now, bound):
        condition = Compare(Value("x"), ">=", Constant(bound))
        facts = Assignment({}, {"x": Interval.point(now)})
        slack = ValueAction(id="x", value="x", direction="down", cost=1, rate=1)
        found = find_margin(condition, (facts,), (slack,))
        assert found.cost == (0 if now < bound else 1 + now - bound)
        if now >= bound:
            ((_, end),) = found.alone[0].losses
            assert (end.number, end.strict) == (bound, True)


def lost_ids(lost):
    return [loss.id for loss in lost]


def drops(condition, assignment, lost, some):
    gone = {name for loss in lost if loss.id in some for name in loss.facts}
    truths = {name: UNKNOWN if name in gone else truth for name, truth in assignment.truths.items()}
    return not evaluate(condition, Assignment(truths, assignment.values)).certain
