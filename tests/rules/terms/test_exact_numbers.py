from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiemdinh.rules import UNBOUNDED, Interval, exact_number, interval_of_maximum, interval_of_minimum, round_number
from oracle import nearest
from strategies import halves, intervals, numbers


class TestExact:
    """1.5 Arithmetic is exact (integers, decimals, fractions). No float enters a verdict."""

    @pytest.mark.parametrize(
        ("given_as", "number"),
        [
            (7, 7),
            (94.6, Fraction(473, 5)),
            (0.1 + 0.2, Fraction(30000000000000004, 10**17)),
            (1e22, 10**22),
            ("94.60", Fraction(473, 5)),
            (" -3 ", -3),
            (Decimal("1.50"), Fraction(3, 2)),
            (Fraction(6, 3), 2),
        ],
    )
    def test_reads_the_shortest_decimal(self, given_as, number):
        assert exact_number(given_as) == number

    @pytest.mark.parametrize("whole", [2.0, "2.0", Decimal(2), Fraction(2)])
    def test_whole_numbers_are_integers(self, whole):
        assert type(exact_number(whole)) is int

    @pytest.mark.parametrize(
        "refused",
        [
            True,
            float("nan"),
            float("inf"),
            Decimal("NaN"),
            Decimal("-Infinity"),
            "94,6",
            "",
            "1_000",
            "1/2",
            None,
            "1e999999999",
            "9" * 5000,
        ],
    )
    def test_refuses_what_is_no_number(self, refused):
        with pytest.raises(ValueError, match="number"):
            exact_number(refused)


class TestRounding:
    """1.5 Rounding happens only where a definition states a mode and a number of digits."""

    @pytest.mark.parametrize(
        ("half", "results"),
        [("away", [3, 2, -3]), ("even", [2, 2, -2]), ("up", [3, 2, -2]), ("down", [2, 1, -3])],
    )
    def test_a_half_goes_where_the_mode_says(self, half, results):
        assert [round_number(Fraction(n, 2), 0, half) for n in (5, 3, -5)] == results

    def test_digits_count_decimals(self):
        assert round_number(Fraction(271828, 100000), 2, "even") == Fraction(272, 100)
        assert round_number(271828, -3, "even") == 272000

    @given(numbers, st.integers(-1, 2), halves)
    def test_gives_the_nearest(self, number, digits, half):
        assert round_number(number, digits, half) == nearest(number, digits, half)


class TestIntervals:
    """1.4 A quantity is a closed interval [low, high]. A known value is a point; an unknown one spans its
    declared range, or is unbounded (zero times unbounded is zero).
    """

    def test_an_empty_interval_is_refused(self):
        with pytest.raises(ValueError, match="empty"):
            Interval(2, 1)

    def test_a_point_is_known(self):
        assert Interval.point(3).known
        assert not Interval(3, 4).known
        assert not UNBOUNDED.known

    def test_zero_times_unbounded_is_zero(self):
        assert Interval.point(0) * UNBOUNDED == Interval.point(0)
        assert UNBOUNDED.scaled(0) == Interval.point(0)

    def test_open_ends_stay_open(self):
        assert Interval(2, None) * Interval.point(-3) == Interval(None, -6)
        assert Interval(None, 2) + Interval(1, 1) == Interval(None, 3)
        assert Interval(2, None) * Interval(-1, 1) == UNBOUNDED
        assert interval_of_minimum([Interval(1, None), Interval(2, 3)]) == Interval(1, 3)
        assert interval_of_maximum([Interval(None, 1), Interval(0, 3)]) == Interval(0, 3)
        assert interval_of_maximum([UNBOUNDED, Interval(0, 3)]) == Interval(0, None)

    @pytest.mark.parametrize("function", [interval_of_minimum, interval_of_maximum])
    def test_of_no_quantities_nothing_is_least(self, function):
        with pytest.raises(ValueError, match="no quantities"):
            function([])

    @given(intervals(unbounded=False), intervals(unbounded=False), st.data())
    def test_arithmetic_holds_every_result_and_is_tight(self, one, two, data):
        x = data.draw(st.integers(one.low, one.high))
        y = data.draw(st.integers(two.low, two.high))
        corners = [(a, b) for a in (one.low, one.high) for b in (two.low, two.high)]
        for span, operation in (
            (one + two, lambda a, b: a + b),
            (one + -two, lambda a, b: a - b),
            (one * -two, lambda a, b: -a * b),
            (interval_of_minimum([one, two]), min),
            (interval_of_maximum([one, two]), max),
        ):
            assert span.low <= operation(x, y) <= span.high
            ends = [operation(a, b) for a, b in corners]
            assert (span.low, span.high) == (min(ends), max(ends))

    @given(intervals(), intervals())
    def test_the_hull_holds_both(self, one, two):
        hull = one.hull(two)
        assert hull == two.hull(one)
        assert hull.hull(one) == hull
        assert one.hull(one) == one
