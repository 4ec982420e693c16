"""Repairs against every set of changes, tried one by one."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from changing import (
    all_repairs,
    any_problems,
    bound_problems,
    cost_of,
    fact_problems,
    least,
    named,
    options,
    signed_problems,
)
from kiemdinh.rules import (
    MET,
    All,
    Assignment,
    AtLeast,
    Fact,
    evaluate,
    find_minimal_repairs,
    is_certain_after,
    rename_ids,
)
from strategies import assignments, conditions


def said(repair):
    return frozenset((change.id, change.to) for change in repair.changes)


def check(problem):
    wanted = least(all_repairs(problem))
    found = find_minimal_repairs(problem)
    listed = list(found)
    assert found.proved
    assert {said(repair) for repair in listed} == {named(problem, choice) for choice in wanted}
    assert len(listed) == len(wanted)
    prices = sorted(cost_of(choice) for choice in wanted)
    assert [repair.cost for repair in listed] == prices
    assert found.cost == (prices[0] if prices else None)
    assert found.count == (prices.count(prices[0]) if prices else 0)
    assert all(is_certain_after(problem, repair.changes) for repair in listed)
    keys = [(repair.cost, len(repair.changes), order(problem, repair)) for repair in listed]
    assert keys == sorted(keys)


def order(problem, repair):
    ids = [action.id for action in problem.actions]
    return [ids.index(change.id) for change in repair.changes]


class TestRepairs:
    """5.3 A repair is a set of changes that makes the target certain; minimal if no change can be left out or
    made smaller.
    """

    @settings(max_examples=200)
    @given(fact_problems())
    def test_of_facts_are_those_that_trying_everything_finds(self, problem):
        check(problem)

    @settings(max_examples=150)
    @given(fact_problems(negation=False, both=False, max_leaves=14))
    def test_of_shared_facts_are_those_that_trying_everything_finds(self, problem):
        check(problem)

    @settings(max_examples=50)
    @given(bound_problems())
    def test_of_bounds_are_those_that_trying_everything_finds(self, problem):
        check(problem)

    @settings(max_examples=60)
    @given(signed_problems())
    def test_of_what_enters_both_ways_are_those_that_trying_everything_finds(self, problem):
        check(problem)

    @settings(max_examples=120)
    @given(any_problems())
    def test_of_every_class_of_condition_are_those_that_trying_everything_finds(self, problem):
        if not find_minimal_repairs(problem).unfollowed:
            check(problem)

    @settings(max_examples=60)
    @given(conditions(max_leaves=4), st.lists(assignments(), min_size=2, max_size=2), fact_problems())
    def test_hold_in_every_case_left_open(self, condition, cases, actions):
        problem = replace(actions, condition=condition, cases=tuple(cases), actions=unlike(actions.actions))
        found = list(find_minimal_repairs(problem))
        assert all(is_certain_after(problem, repair.changes) for repair in found)
        works = [
            sum(Fraction(cost) for _, cost, _ in choice)
            for choice in choices(problem)
            if all(certain_after(problem, case, choice) for case in problem.cases)
        ]
        assert [repair.cost for repair in found][:1] == sorted(works)[:1]


def unlike(actions):
    """Levers on different facts, without steps, so that they work alike in every case."""
    by_fact = {action.fact: replace(action, requires=()) for action in actions}
    return tuple(by_fact.values())


def choices(problem):
    """Every set of changes, each taken as possible whatever is known now."""
    blank = replace(problem, cases=(Assignment(),))
    return every(options(blank))


def every(ways):
    if not ways:
        return [()]
    return [(way, *rest) for way in ways[0] for rest in every(ways[1:])]


def certain_after(problem, case, choice):
    truths = dict(case.truths)
    truths.update({action.fact: to for action, (place, _, to) in zip(problem.actions, choice, strict=True) if place})
    return evaluate(problem.condition, Assignment(truths, case.values)).certain


class TestMinimality:
    """5.3 minimal if no change can be left out or made smaller."""

    @settings(max_examples=100)
    @given(bound_problems())
    def test_no_change_can_be_left_out(self, problem):
        for repair in find_minimal_repairs(problem):
            for change in repair.changes:
                rest = [other for other in repair.changes if other is not change]
                assert not is_certain_after(problem, rest) or _needs(problem, rest, change)


def _needs(problem, rest, change):
    """Whether a change that is left needs this one as the step below it."""
    kept = {other.id for other in rest}
    return any(change.id in getattr(action, "requires", ()) for action in problem.actions if action.id in kept)


class TestCosts:
    """5.3 Costs are positive (infinite: cannot be acted on); cheapest is among the minimal."""

    @settings(max_examples=150)
    @given(fact_problems(), st.integers(0, 7), st.sampled_from([1, Fraction(3, 2), None]))
    def test_a_dearer_change_never_makes_the_cheapest_cheaper(self, problem, place, more):
        actions = list(problem.actions)
        if actions and actions[place % len(actions)].cost is not None:
            action = actions[place % len(actions)]
            actions[place % len(actions)] = replace(action, cost=None if more is None else action.cost + more)
        before, after = (
            find_minimal_repairs(problem).cost,
            find_minimal_repairs(replace(problem, actions=tuple(actions))).cost,
        )
        assert after is None or before <= after
        assert before is None or more is None or after <= before + more

    @settings(max_examples=100)
    @given(fact_problems(negation=False, both=False, steps=False), st.sampled_from("abcd"))
    def test_knowing_more_of_what_helps_never_makes_it_dearer(self, problem, name):
        truths = {**problem.cases[0].truths, name: MET}
        better = replace(problem, cases=(Assignment(truths),))
        before, after = find_minimal_repairs(problem).cost, find_minimal_repairs(better).cost
        assert before is None or after <= before

    @settings(max_examples=100)
    @given(fact_problems())
    def test_is_nothing_exactly_where_the_target_is_certain(self, problem):
        assert (find_minimal_repairs(problem).cost == 0) == evaluate(problem.condition, problem.cases[0]).certain


class TestSameAdvice:
    """5.9 Ties break by (cost, size, settle before improve, declared order, id): same input, same advice."""

    @settings(max_examples=100)
    @given(fact_problems(), st.integers(0, 3))
    def test_however_the_condition_is_written(self, problem, form):
        condition = problem.condition
        written = (
            All((condition,)),
            AtLeast(1, (condition, condition)),
            All((condition, AtLeast(0, (Fact("z"),)))),
            rename_ids(condition, lambda name: name, lambda name: name),
        )[form]
        again = find_minimal_repairs(replace(problem, condition=written))
        assert [repair.changes for repair in again] == [repair.changes for repair in find_minimal_repairs(problem)]
