from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemdinh.rules import (
    MET,
    UNBOUNDED,
    All,
    Assignment,
    Compare,
    Constant,
    Fact,
    Interval,
    Maximum,
    Minimum,
    Not,
    Select,
    Sum,
    Value,
    evaluate,
    evaluate_cases,
    sample_points,
    thresholds_of,
)
from strategies import VALUES, conditions, intervals

X = Value("x")


def points(*numbers):
    return tuple(Interval.point(number) for number in numbers)


class TestSettle:
    """1.7 An unknown context value that bears on several members or thresholds is settled by cases; past a
    stated number of cases the result is sound only (1.6).
    """

    def test_runs_every_combination_in_order(self):
        results, exact = evaluate_cases(dict, {"kind": points(1, 2), "zone": points(7, 8)})
        assert [(case["kind"].low, case["zone"].low) for case in results] == [(1, 7), (1, 8), (2, 7), (2, 8)]
        assert exact

    def test_leaves_the_largest_domain_unknown_past_the_limit(self):
        domains = {"kind": points(1, 2), "year": points(*range(10)), "zone": points(7, 8)}
        results, exact = evaluate_cases(dict, domains, limit=4)
        assert [set(case) for case in results] == [{"kind", "zone"}] * 4
        assert not exact

    def test_leaves_the_later_out_among_equals(self):
        results, exact = evaluate_cases(dict, {"kind": points(1, 2), "zone": points(7, 8)}, limit=3)
        assert results == [{"kind": points(1)[0]}, {"kind": points(2)[0]}]
        assert not exact

    def test_without_context_there_is_one_case(self):
        assert evaluate_cases(dict, {}) == ([{}], True)

    def test_a_context_without_any_value_is_refused(self):
        with pytest.raises(ValueError, match="no value is left for zone"):
            evaluate_cases(dict, {"kind": points(1), "zone": ()})


class TestThresholds:
    @pytest.mark.parametrize(
        ("condition", "found"),
        [
            (All((Compare(X, ">=", Constant(5)), Not(Compare(Constant(2), ">", X)))), (2, 5)),
            (Compare(X, "<=", Select(Fact("t"), Constant(35), Constant(45))), (35, 45)),
            (Compare(X, "<=", Minimum((Constant(3), Maximum((Constant(1), Constant(2)))))), (1, 2, 3)),
            (Fact("a"), ()),
            (Compare(Sum((X, Constant(1))), ">=", Constant(5)), None),
            (All((Compare(X, ">=", Constant(5)), Compare(X, ">=", Value("y")))), None),
            (Compare(X, ">=", X), None),
            (Compare(X, ">=", Minimum((Constant(1), Value("y")))), None),
        ],
    )
    def test_are_the_numbers_a_value_is_compared_with(self, condition, found):
        assert thresholds_of(condition, "x") == found

    def test_a_bare_value_matters_in_itself(self):
        assert thresholds_of(X, "x") is None


class TestRepresentatives:
    @pytest.mark.parametrize(
        ("cuts", "interval", "cells"),
        [
            ((2, 5), UNBOUNDED, (1, 2, Fraction(7, 2), 5, 6)),
            ((2, 5), Interval(2, 9), (2, Fraction(7, 2), 5, 9)),
            ((2, 5), Interval(3, 4), (3,)),
            ((2, 4), Interval(0, 3), (0, 2, 3)),
            ((4, 2, 2), Interval(2, 4), (2, 3, 4)),
            ((), Interval(None, 4), (4,)),
            ((), UNBOUNDED, (0,)),
        ],
    )
    def test_one_point_for_each_cell(self, cuts, interval, cells):
        assert sample_points(cuts, interval) == points(*cells)

    @given(conditions(), intervals(), st.integers(-10, 20))
    def test_every_value_reads_as_the_one_of_its_cell(self, condition, interval, number):
        for name in VALUES:
            cuts = thresholds_of(condition, name)
            inside = interval.hull(Interval.point(number)) == interval
            if cuts is None or not inside:
                continue
            read = {evaluate(condition, Assignment({}, {name: point})) for point in sample_points(cuts, interval)}
            assert evaluate(condition, Assignment({}, {name: Interval.point(number)})) in read

    def test_met_in_a_cell_between(self):
        between = All((Compare(X, ">", Constant(2)), Compare(X, "<", Constant(3))))
        read = [evaluate(between, Assignment({}, {"x": point})) for point in sample_points((2, 3), UNBOUNDED)]
        assert read.count(MET) == 1
