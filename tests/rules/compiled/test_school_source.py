"""Conditions compiled for one school, held against the reference evaluator."""

from itertools import pairwise
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
from kiemdinh.rules.compiled import CompiledSpan, SchoolSource
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


class TestVariables:
    def test_are_few_however_long_the_rules_are(self):
        """Python fetches memory from the system for each call of a function with a large frame."""
        source = SchoolSource()
        names = [f"f{number}" for number in range(500)]
        definitions = [f"{name} = leaves[{number}]" for number, name in enumerate(names)]
        found = source.any(names[:2])
        for one, two in pairwise(names):
            found = source.all((found, source.any((one, two))))
        function = source.build_over({"leaves": ()}, definitions, [found])
        assert function([3] * 500) == (3,)
        assert function([3] * 400 + [0] * 100) == (0,)
        assert function.__code__.co_nlocals < 10

    def test_that_nothing_needs_are_still_looked_up(self):
        source = SchoolSource()
        function = source.build_over({"leaves": ()}, ["f0 = leaves['a']", "f1 = leaves['b']"], ["f0"])
        assert function({"a": 3, "b": 0}) == (3,)
        with pytest.raises(KeyError):
            function({"a": 3})

    def test_of_a_choice_may_take_the_place_of_what_it_reads(self):
        source = SchoolSource()
        source.bind_value("v", CompiledSpan("n0l", "n0h"))
        definitions = ["x0 = leaves[0]", "if x0.__class__ is int: n0l = n0h = x0\nelse: n0l, n0h = x0"]
        asked = source.compare(source.value("v"), ">=", source.constant(3))
        function = source.build_over({"leaves": ()}, definitions, [asked])
        assert [function([leaf]) for leaf in (3, 2, (2, 3), (0, 2))] == [(3,), (0,), (2,), (0,)]
