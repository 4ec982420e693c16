"""Repairs against every set of changes, tried one by one."""

from hypothesis import given, settings

from changing import all_repairs, any_problems, bound_problems, cost_of, fact_problems, least, named
from kiemdinh.rules import repairs
from kiemdinh.rules.applying import reaches


def said(repair):
    return frozenset((change.id, change.to) for change in repair.changes)


def check(problem):
    wanted = least(all_repairs(problem))
    found = repairs(problem)
    listed = list(found)
    assert found.proved
    assert {said(repair) for repair in listed} == {named(problem, choice) for choice in wanted}
    assert len(listed) == len(wanted)
    prices = sorted(cost_of(choice) for choice in wanted)
    assert [repair.cost for repair in listed] == prices
    assert found.cost == (prices[0] if prices else None)
    assert found.count == (prices.count(prices[0]) if prices else 0)
    assert all(reaches(problem, repair.changes) for repair in listed)
    keys = [(repair.cost, len(repair.changes), order(problem, repair)) for repair in listed]
    assert keys == sorted(keys)


def order(problem, repair):
    ids = [lever.id for lever in problem.levers]
    return [ids.index(change.id) for change in repair.changes]


class TestRepairs:
    """5.3 A repair is a set of changes that makes the target certain; minimal if no change can be left out or
    made smaller.
    """

    @settings(max_examples=300)
    @given(fact_problems())
    def test_of_facts_are_those_that_trying_everything_finds(self, problem):
        check(problem)

    @settings(max_examples=150)
    @given(fact_problems(negation=False, both=False, max_leaves=14))
    def test_of_shared_facts_are_those_that_trying_everything_finds(self, problem):
        check(problem)

    @settings(max_examples=200)
    @given(bound_problems())
    def test_of_bounds_are_those_that_trying_everything_finds(self, problem):
        check(problem)

    @settings(max_examples=200)
    @given(any_problems())
    def test_of_every_class_of_condition_are_those_that_trying_everything_finds(self, problem):
        if not repairs(problem).unread:
            check(problem)
