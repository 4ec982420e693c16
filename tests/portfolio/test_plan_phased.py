"""Phased plans: every assignment of changes to years is tried (semantics 6.10)."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_plan import (
    AMOUNTS,
    CRITERIA,
    EFFORTS,
    LEVELS,
    TARGETS,
    check_cheapest,
    keep_known,
    length_of,
    planned,
    posts_of,
    price_of,
    rank_of,
)

import kiemdinh as kd

DAY = "2027-06-30"
BUDGETS = st.fixed_dictionaries({"money": AMOUNTS}, optional={"posts": AMOUNTS})
STATES = st.lists(
    st.text("+-?", min_size=5, max_size=5).filter(lambda one: one.count("+") >= 2), min_size=1, max_size=2
)


def every_year(state, efforts, targets, unknowns, years):
    """Each way to begin criteria in years: what is spent and taken by year, which targets are met, what is done."""
    held = frozenset(c for c, sign in zip(CRITERIA, state, strict=True) if sign == "+")
    left = [c for c in CRITERIA if c not in held]
    for starts in product((None, *years), repeat=len(left)):
        begun = {c: year for c, year in zip(left, starts, strict=True) if year is not None}
        spent = [sum(price_of(c, state, efforts, unknowns, 1) for c in begun if begun[c] == year) for year in years]
        posts = [sum(posts_of(c, state, efforts, unknowns) for c in begun if begun[c] <= year) for year in years]
        ends = {c: year + length_of(c, state, efforts, unknowns) - 1 for c, year in begun.items()}
        met = [rank_of(held | {c for c in ends if ends[c] <= by}) > LEVELS.index(level) for level, _, by in targets]
        yield spent, posts, met, frozenset(begun)


def all_phased_plans(states, efforts, targets, budgets, unknowns="worst"):
    years = range(2027, max(by for _, _, by in targets) + 1)
    stock = budgets.get("posts", {})
    posts_there = [next((stock[y] for y in sorted(stock, reverse=True) if y <= year), 0) for year in years]
    money_there = [budgets["money"].get(year, 0) for year in years]
    needed = [ceil(share * len(states)) for _, share, _ in targets]
    choices = [list(every_year(state, efforts, targets, unknowns, years)) for state in states]
    for plan in product(*choices):
        if any(sum(one) > there for *one, there in zip(*(spent for spent, *_ in plan), money_there, strict=True)):
            continue
        taken = zip(*(posts for _, posts, *_ in plan), posts_there, strict=True)
        if "posts" in budgets and any(sum(one) > there for *one, there in taken):
            continue
        if any(sum(one) < least for *one, least in zip(*(met for _, _, met, _ in plan), needed, strict=True)):
            continue
        yield sum(sum(spent) for spent, *_ in plan), tuple(done for *_, done in plan)


class TestEveryAssignment:
    """6.10 In a *phased* plan each change is begun in a year of its own, at all schools or at those that are named; a
    school has a level once all changes of a repair to it are complete."""

    @settings(max_examples=40, deadline=None)
    @given(STATES, EFFORTS, TARGETS, BUDGETS, st.sampled_from(["worst", "best"]))
    def test_the_cheapest_of_all(self, states, efforts, targets, budgets, unknowns):
        budgets = keep_known(budgets, efforts)
        every = list(all_phased_plans(states, efforts, targets, budgets, unknowns))
        found = planned(states, efforts, targets, budgets, unknowns=unknowns, phased=True)
        check_cheapest(found, every)

    @settings(max_examples=30, deadline=None)
    @given(STATES, EFFORTS, TARGETS, BUDGETS)
    def test_it_never_costs_more_than_a_plan_that_is_not_phased(self, states, efforts, targets, budgets):
        budgets = keep_known(budgets, efforts)
        whole = planned(states, efforts, targets, budgets)
        phased = planned(states, efforts, targets, budgets, phased=True)
        if whole.cost is not None:
            assert phased.cost <= whole.cost


def done_in(found):
    return [(one.year, one.complete, one.level_by, one.id, one.cost) for one in found.actions]


class TestByHand:
    def test_each_change_in_its_year(self):
        efforts = {"1": {"cost": 5, "months": 24}, "2": {"cost": 4}, "3": {"cost": 9}}
        terms = [("good", Fraction(1), 2029)], {"money": {2027: 5, 2028: 4, 2029: 5}}
        assert planned(["----+"], efforts, *terms).status == "infeasible"
        found = planned(["----+"], efforts, *terms, phased=True)
        assert done_in(found) == [(2027, 2028, 2028, "1", 5), (2028, 2028, 2028, "2", 4)]
        assert [*found.list_reached()] == [(1, "good", 2027, 0), (1, "good", 2028, 1), (1, "good", 2029, 1)]
        assert found.confirmed == {"A": True}
        assert "A: good at the end of 2028" in " ".join(found.to_text("en").split())

    def test_the_lower_level_may_come_sooner(self):
        efforts = {c: {"cost": 1} for c in CRITERIA}
        targets = [("good", Fraction(1), 2027), ("fine", Fraction(1), 2029)]
        found = planned(["-----"], efforts, targets, {"money": {2027: 2, 2029: 2}}, phased=True)
        assert (found.status, found.cost) == ("optimal", 3)
        assert [(one.year, one.level, one.level_by) for one in found.actions] == [
            (2027, "good", 2027), (2027, "good", 2027), (2029, "fine", 2029),
        ]  # fmt: skip

    def test_without_budgets_all_begins_in_the_first_year(self):
        efforts = {c: {"cost": 1} for c in CRITERIA}
        found = planned(["-----"], efforts, [("good", Fraction(1), 2030)], {}, phased=True)
        assert {one.year for one in found.actions} == {2027}


PARTS = {
    "kiemdinh": 1,
    "framework": "own.parts",
    "source": {"document": "x"},
    "subject": {"kind": "club"},
    "scales": {"rank": {"not_reached": {"id": "none"}, "steps": [{"id": "good"}]}},
    "layers": [{"id": "criterion", "verdict": "level", "scale": "rank"}],
    "tree": [{"id": "1", "levels": {"good": [{"id": "a"}, {"id": "b"}]}}],
    "outcomes": [
        {
            "id": "rank",
            "ladder": "rank",
            "needs": {"good": {"every": "criterion", "that": {"its": "level", "at_least": "good"}}},
        }
    ],
}


class TestSomeSchools:
    """6.10 In a *phased* plan each change is begun in a year of its own, at all schools or at those that are named."""

    def test_the_others_do_their_work_in_one_year(self):
        efforts = {c: {"cost": 1} for c in CRITERIA}
        targets, budgets = [("good", Fraction(1, 2), 2028)], {"money": {2027: 1, 2028: 1}}
        assert planned(["-----", "-----"], efforts, targets, budgets, phased="B").cost == 2
        found = planned(["-----", "-----"], efforts, targets, budgets, phased=["B"])
        assert {one.school for one in found.actions} == {"B"}
        assert found.phased == ("B",)
        assert "At these schools each change may be begun in a year of its own: B." in " ".join(
            found.to_text("en").split()
        )
        assert planned(["-----", "-----"], efforts, targets, budgets).status == "infeasible"
        with pytest.raises(kd.InputError, match="Z"):
            planned(["-----"], efforts, targets, budgets, phased=["Z"])


class TestSharedPrices:
    """6.10 What several changes share is paid once, with the first of them."""

    def test_it_is_paid_with_the_first(self):
        def plan(money, **more):
            return kd.plan(
                kd.assess_many(kd.load(PARTS), [{"school": "A", "1/good/a": "unmet", "1/good/b": "unmet"}], on=DAY),
                on=DAY,
                targets=[{"share": "good", "at_least": 1, "by": 2028}],
                budgets={"money": money, "posts": {"kind": "stock", 2027: 1, 2028: 3}},
                efforts={"1": 10, "1/good/a": {"posts": 1}, "1/good/b": {"posts": 2}},
                **more,
            )

        assert plan({2027: 10}).status == "infeasible"
        found = plan({2027: 10}, phased=True)
        assert [(one.year, one.id, one.cost) for one in found.actions] == [
            (2027, "1/good/a", 10),
            (2028, "1/good/b", 0),
        ]
        assert (found.status, found.cost, found.confirmed) == ("optimal", 10, {"A": True})


class TestSize:
    """6.10 It runs in small cases; larger ones are refused."""

    def test_too_many_forms_are_refused(self):
        efforts = {c: {"cost": 1} for c in CRITERIA}
        terms = [("fine", Fraction(1), 2027 + 29)], {"money": {2027: 9}}
        with pytest.raises(kd.InputError, match="too many forms") as error:
            planned(["-----", "+++--"], efforts, *terms, phased=True)
        (found,) = error.value.diagnostics
        # Two ways of three changes, and one of four; through the lower level each as often as it has a way there.
        assert (found.path, int(found.found) > 20_000) == ("phased", True)
        assert str(found.hint).endswith(": A, B")

    def test_ways_that_were_not_looked_at_are_refused(self):
        tree = [{"id": f"c{i}"} for i in range(8)]
        needs = {"good": {"count": "criterion", "that": "met", "at_least": 4}}
        definition = {
            **PARTS, "framework": "own.many", "layers": [{"id": "criterion", "verdict": "met"}], "tree": tree,
            "outcomes": [{"id": "rank", "ladder": "rank", "needs": needs}],
        }  # fmt: skip
        batch = kd.assess_many(kd.load(definition), [{"school": "A"}], on=DAY)  # 70 ways: any four of eight
        targets = [{"share": "good", "at_least": 1, "by": 2028}]
        with pytest.raises(kd.InputError, match="not all ways") as error:
            kd.plan(batch, on=DAY, targets=targets, phased=True)
        assert [one.path for one in error.value.diagnostics] == ["phased"]
