from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from kiemdinh.rules import Interval
from kiemdinh.rules.proofs.arithmetic import Row, solve_rows

VARIABLES = (1, 2, 3)
FACTORS = st.integers(-3, 3).map(Fraction)
ROWS = st.lists(
    st.builds(
        Row, st.fixed_dictionaries(dict.fromkeys(VARIABLES, FACTORS)), st.integers(-6, 6).map(Fraction), st.booleans()
    ),
    max_size=5,
)
ENDS = st.none() | st.integers(-4, 4)
RANGES = st.builds(
    lambda low, high: Interval(low, None if low is None or high is None else low + abs(high)), ENDS, ENDS
)


def holds(row, point):
    total = sum(factor * point[variable] for variable, factor in row.factors.items())
    return total > row.bound if row.is_strict else total >= row.bound


def is_within(point, ranges):
    return all(
        (low := interval.low) is None or low <= point[variable] for variable, interval in ranges.items()
    ) and all(interval.high is None or point[variable] <= interval.high for variable, interval in ranges.items())


class TestSystems:
    """Systems of linear inequalities: a solution holds, and where there is none no point of a grid is one."""

    @given(ROWS, st.fixed_dictionaries(dict.fromkeys(VARIABLES, RANGES)))
    def test_a_solution_holds_exactly(self, rows, ranges):
        point = solve_rows(rows, ranges)
        if point:
            assert is_within(point, ranges)
            assert all(holds(row, point) for row in rows)

    @given(ROWS, st.fixed_dictionaries(dict.fromkeys(VARIABLES, RANGES)))
    def test_where_there_is_none_no_point_of_a_grid_is_one(self, rows, ranges):
        if solve_rows(rows, ranges) is None:
            halves = [Fraction(half, 2) for half in range(-8, 9)]
            points = (dict(zip(VARIABLES, numbers, strict=True)) for numbers in product(halves, repeat=3))
            assert not any(is_within(point, ranges) and all(holds(row, point) for row in rows) for point in points)

    def test_one_row_of_very_many_variables_is_solved(self):
        variables = range(2000)
        ranges = dict.fromkeys(variables, Interval(0, 10))
        total = Row(dict.fromkeys(variables, Fraction(1)), Fraction(19_995), is_strict=True)
        assert holds(total, solve_rows([total], ranges))
        more = Row(total.factors, Fraction(20_000), is_strict=True)
        assert solve_rows([more], ranges) is None

    def test_without_rows_any_point_of_the_ranges_is_one(self):
        assert solve_rows([], {1: Interval(2, 5), 2: Interval(None, -1)}) == {1: 2, 2: -1}

    def test_a_strict_bound_is_not_reached(self):
        between = [
            Row({1: Fraction(1)}, Fraction(3), is_strict=True),
            Row({1: Fraction(-1)}, Fraction(-4), is_strict=True),
        ]
        (number,) = solve_rows(between, {1: Interval(0, 9)}).values()
        assert 3 < number < 4

    def test_too_long_a_search_knows_nothing(self):
        rows = [Row({i: Fraction(1), i + 1: Fraction(-1)}, Fraction(1, 3), is_strict=True) for i in range(1, 450)]
        point = solve_rows(rows, {i: Interval(0, None) for i in range(1, 451)})
        assert point == {} or all(holds(row, point) for row in rows)
