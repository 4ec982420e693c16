"""What holds a sum, against every set tried one by one: reasons, and margins of values without steps."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from changing import smallest, subsets
from kiemdinh.rules import (
    MET,
    UNKNOWN,
    All,
    Any,
    Assignment,
    Compare,
    Constant,
    Fact,
    Interval,
    Loss,
    RepairProblem,
    Sum,
    Value,
    ValueAction,
    evaluate,
    find_margin,
    find_sufficient_reason,
    sufficient_reasons,
)

VALUES = ("x", "y", "z")
FACTS = ("a", "b")
LOW, HIGH = 0, 6
SPAN = Interval(LOW, HIGH)
JUST = Fraction(1, 1_000)


@st.composite
def held_sums(draw):
    """A condition with one sum of values, or two, and facts beside it, that is certain; and what is known."""
    numbers = {name: draw(st.integers(LOW, HIGH)) for name in VALUES}
    weights = tuple(draw(st.sampled_from([1, 1, 2])) for _ in VALUES)
    total = Sum(tuple(map(Value, VALUES)), weights)
    reached = sum(weight * numbers[name] for name, weight in zip(VALUES, weights, strict=True))
    need = draw(st.integers(max(reached - 8, 0), reached))
    enough = Compare(total, draw(st.sampled_from([">=", ">"])), Constant(need))
    also = draw(st.sampled_from([Fact("a"), Compare(Value("x"), ">=", Constant(draw(st.integers(LOW, HIGH))))]))
    condition = draw(
        st.sampled_from([enough, All((enough, also)), Any((enough, also)), All((enough, Any((also, Fact("b")))))])
    )
    known = Assignment(dict.fromkeys(FACTS, MET), {name: Interval.point(number) for name, number in numbers.items()})
    return condition, known


def after(known, gone):
    """What is known when all these are lost, each as far as it can be."""
    truths = {name: UNKNOWN if name in gone else truth for name, truth in known.truths.items()}
    spans = {name: SPAN if name in gone else span for name, span in known.values.items()}
    return Assignment(truths, spans)


def is_held(condition, known):
    return evaluate(condition, known).certain


def slacks():
    facts = [Loss(id=name, facts=(name,)) for name in FACTS]
    return [*facts, *(ValueAction(id=name, value=name, direction="down", furthest=LOW) for name in VALUES)]


class TestReasonsOfSums:
    """5.7 A **sufficient reason** for a level held: a minimal set of facts that keeps it whatever the others are."""

    @settings(max_examples=300)
    @given(held_sums())
    def test_are_the_minimal_sets_that_keep_it(self, drawn):
        condition, known = drawn
        names = {*FACTS, *VALUES}
        wanted = smallest([some for some in subsets(names) if is_held(condition, after(known, names - some))])
        problem = RepairProblem(condition=condition, cases=(known,), actions=())
        ranges = dict.fromkeys(VALUES, SPAN)
        found = [tuple(term.id for term in some) for some in sufficient_reasons(problem, ranges=ranges)]
        assert {frozenset(some) for some in found} == wanted
        assert [len(some) for some in found] == sorted(map(len, found))
        first = find_sufficient_reason(problem, ranges=ranges)
        assert first.holds is is_held(condition, known)
        assert tuple(term.id for term in first.terms) == (found[0] if found else ())


class TestMarginsOfSums:
    """5.6 The **margin** of a level held: the least (or cheapest) set of losses that drops it, and the facts that
    drop it alone."""

    @settings(max_examples=300)
    @given(held_sums())
    def test_the_least_sets_are_those_of_things_and_each_drops_it_as_it_is_said(self, drawn):
        condition, known = drawn
        if not is_held(condition, known):
            return
        dropping = [some for some in subsets([*FACTS, *VALUES]) if not is_held(condition, after(known, some))]
        fewest = min(map(len, dropping), default=None)
        margin = find_margin(condition, (known,), slacks())
        assert margin.cost == fewest
        least = [drop for drop in margin if drop.cost == fewest]
        assert {frozenset(loss.id for loss in drop.losses) for drop in least} == {
            frozenset(some) for some in dropping if len(some) == fewest
        }
        for drop in least:
            assert not is_held(condition, said(known, drop.losses))
            # The last value goes no further than it must.
            bounds = [loss for loss in drop.losses if loss.bound is not None]
            if bounds and bounds[-1].bound.strict:
                nearer = [(name, to if name != bounds[-1].id else None) for name, to in drop.losses]
                assert is_held(condition, said(known, nearer, {bounds[-1].id: bounds[-1].bound.number}))
        assert {drop.losses[0].id for drop in margin.alone} == {
            name for some in dropping if len(some) == 1 for name in some
        }


def said(known, losses, kept=None):
    """What is known after losses as they are told: a fact is unknown, a value lies at its bound or just past it."""
    truths, values = dict(known.truths), dict(known.values)
    for name, bound in losses:
        if name in FACTS:
            truths[name] = UNKNOWN
        elif bound is not None:
            values[name] = Interval.point(bound.number - JUST * bound.strict)
    values |= {name: Interval.point(number) for name, number in (kept or {}).items()}
    return Assignment(truths, values)
