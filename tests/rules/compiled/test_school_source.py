"""Conditions compiled for one school, held against the reference evaluator."""

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiemdinh.rules import (
    MET,
    UNKNOWN,
    UNMET,
    Any,
    AtLeast,
    Compare,
    Constant,
    Fact,
    Interval,
    Not,
    Value,
    evaluate,
    fold,
)
from kiemdinh.rules.compiled import SchoolSource
from strategies import FACTS, VALUES, assignments, conditions

STATUS = {UNMET: 0, UNKNOWN: 2, MET: 3}


def status_of(condition, assignment, floors=None):
    source = SchoolSource(floors or {})
    compiled = source.build([fold(condition, source)])
    spans = [assignment.value(name) for name in compiled.values]
    lows = tuple(-inf if span.low is None else span.low for span in spans)
    highs = tuple(inf if span.high is None else span.high for span in spans)
    (status,) = compiled.function(tuple(STATUS[assignment.truth(name)] for name in compiled.truths), lows, highs)
    return status


class TestStatuses:
    @settings(max_examples=400)
    @given(conditions(max_leaves=8), assignments(unbounded=True))
    def test_are_the_truths_of_the_reference_evaluator(self, condition, assignment):
        assert status_of(condition, assignment) == STATUS[evaluate(condition, assignment)]

    @settings(max_examples=300)
    @given(conditions(max_leaves=8), assignments(unbounded=True))
    def test_stay_the_same_where_floors_are_known(self, condition, assignment):
        floors = {name: assignment.value(name).low for name in VALUES if assignment.value(name).low is not None}
        assert status_of(condition, assignment, floors) == STATUS[evaluate(condition, assignment)]

    def test_several_results_come_in_the_order_in_which_they_are_asked_for(self):
        source = SchoolSource()
        one, two = (fold(condition, source) for condition in (Not(Fact("a")), Any((Fact("a"), Fact("b")))))
        compiled = source.build([two, one])
        assert compiled.truths == ("a", "b")
        assert compiled.function((0, 2), (), ()) == (2, 3)


class TestReadings:
    @pytest.mark.parametrize(("status", "certain", "possible"), [(0, 0, 0), (2, 0, 3), (3, 3, 3)])
    def test_are_met_or_unmet_and_never_unknown(self, status, certain, possible):
        source = SchoolSource()
        fact = source.fact("a")
        compiled = source.build([source.certain(fact), source.possible(fact)])
        assert compiled.function((status,), (), ()) == (certain, possible)

    @given(st.sampled_from([UNMET, UNKNOWN, MET]))
    def test_of_a_truth_are_worked_out_while_the_source_is_written(self, truth):
        source = SchoolSource()
        source.build([source.certain(source.known(truth)), source.possible(source.known(truth))])
        assert source.writer.lines == []


class TestNames:
    def test_stand_for_what_they_are_bound_to(self):
        source = SchoolSource()
        source.bind("b", source.negate(source.fact("a")))
        source.bind_value("y", source.interval(Interval(2, None)))
        condition = Any((Fact("b"), Compare(Value("y"), ">=", Constant(3))))
        compiled = source.build([fold(condition, source)])
        assert (compiled.truths, compiled.values) == (("a",), ())
        assert compiled.function((3,), (), ()) == (2,)

    def test_of_facts_never_stand_in_the_source(self):
        """A definition from a stranger is never written into a program."""
        name = "'); raise SystemExit #"
        source = SchoolSource()
        compiled = source.build([fold(AtLeast(1, (Fact(name), Compare(Value(name), "<", Constant(1)))), source)])
        assert not any("Exit" in line for line in source.writer.lines)
        assert compiled.function((3,), (0,), (0,)) == (3,)

    def test_of_few_facts_are_all_that_the_function_takes(self):
        source = SchoolSource()
        compiled = source.build([fold(Any(tuple(map(Fact, FACTS))), source)])
        assert compiled.truths == FACTS
