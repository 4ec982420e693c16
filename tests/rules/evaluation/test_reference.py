import pytest

from kiemdinh.rules import (
    MET,
    UNBOUNDED,
    UNKNOWN,
    UNMET,
    Algebra,
    Assignment,
    Branch,
    Compare,
    Constant,
    Count,
    Fact,
    Interval,
    Known,
    Mean,
    Product,
    Round,
    Select,
    Sum,
    TruthAlgebra,
    Value,
    evaluate,
    evaluate_quantity,
    fold,
    fold_all,
)

X, Y = Value("x"), Value("y")


def compared(op, left, right):
    return evaluate(Compare(X, op, Y), Assignment(values={"x": Interval(*left), "y": Interval(*right)}))


class TestComparisons:
    """1.4 A comparison is certain if it holds on the whole interval, possible if it holds somewhere on it."""

    @pytest.mark.parametrize(
        ("op", "left", "right", "truth"),
        [
            (">=", (3, 5), (1, 3), MET),
            (">", (3, 5), (1, 3), UNKNOWN),
            (">", (3, 5), (5, 6), UNMET),
            (">=", (3, 5), (5, 6), UNKNOWN),
            ("<", (None, 2), (3, None), MET),
            ("<=", (3, None), (None, 2), UNMET),
            ("<=", (3, None), (None, 3), UNKNOWN),
            (">=", (None, None), (0, 0), UNKNOWN),
            ("==", (2, 2), (2, 2), MET),
            ("==", (1, 3), (2, 2), UNKNOWN),
            ("==", (1, 3), (4, None), UNMET),
            ("==", (None, None), (None, None), UNKNOWN),
        ],
    )
    def test_read_the_whole_interval(self, op, left, right, truth):
        assert compared(op, left, right) is truth


class TestQuantities:
    """1.4 Sums, weighted means, minima and maxima of quantities are intervals by interval arithmetic."""

    facts = Assignment({"a": MET, "b": UNMET}, {"x": Interval(1, 3), "y": Interval.point(2)})

    @pytest.mark.parametrize(
        ("quantity", "span"),
        [
            (Sum((X, Y), (-2, 1)), Interval(-4, 0)),
            (Mean((X, Y)), Interval(Constant("1.5").value, Constant("2.5").value)),
            (Product(X, Sum((Y, Value("z")))), UNBOUNDED),
            (Product(Constant(0), Value("z")), Interval.point(0)),
            (Count((Fact("a"), Fact("b"), Fact("c"))), Interval(1, 2)),
            (Select(Fact("a"), X, Y), Interval(1, 3)),
            (Select(Fact("b"), X, Y), Interval.point(2)),
            (Select(Fact("c"), Constant(7), Y), Interval(2, 7)),
            (Round(Product(X, Constant("0.5")), 0, "even"), Interval(0, 2)),
            (Round(Value("z"), 0, "even"), UNBOUNDED),
        ],
    )
    def test_are_measured_as_intervals(self, quantity, span):
        assert evaluate_quantity(quantity, self.facts) == span

    def test_seventy_percent_is_exact(self):
        passed = Compare(Product(Constant(100), Value("passed")), ">=", Product(Constant(70), Value("all")))
        for count, truth in ((69, UNMET), (70, MET)):
            values = {"passed": Interval.point(count), "all": Interval.point(100)}
            assert evaluate(passed, Assignment(values=values)) is truth


class TestBranches:
    """1.4 A value that depends on an unknown context value is the set of its cases: a comparison is certain
    if it holds in all of them, possible if in some.
    """

    @pytest.mark.parametrize(("test", "truth"), [(MET, MET), (UNMET, UNMET), (UNKNOWN, UNKNOWN)])
    def test_take_the_arm_the_test_picks(self, test, truth):
        assert evaluate(Branch(Known(test), Known(MET), Known(UNMET)), Assignment()) is truth

    def test_an_unknown_test_does_not_matter_where_both_arms_agree(self):
        assert evaluate(Branch(Fact("t"), Known(MET), Known(MET)), Assignment()) is MET

    def test_a_limit_by_an_unknown_choice(self):
        limit = Compare(X, "<=", Select(Fact("t"), Constant(35), Constant(45)))
        results = [evaluate(limit, Assignment(values={"x": Interval.point(n)})) for n in (35, 40, 46)]
        assert results == [MET, UNKNOWN, UNMET]


class TestAbsence:
    """1.10 What is not recorded is unknown."""

    def test_a_name_left_out_is_unknown(self):
        assert Assignment().truth("a") is UNKNOWN
        assert Assignment().value("x") == UNBOUNDED


class TestFolding:
    def test_an_algebra_of_ones_own_needs_nothing_else(self):
        class Weigh(TruthAlgebra):
            """Counts how often a fact is looked up."""

            def fact(self, name, /):
                seen.append(name)
                return UNKNOWN

        seen = []
        once = Fact("a")
        shared = Branch(once, Fact("b"), once)
        algebra: Algebra = Weigh(Assignment())
        fold(Branch(shared, shared, Known(MET)), algebra)
        assert seen == ["a", "b"]

    def test_all_results_are_kept_apart_by_kind(self):
        condition = Compare(X, ">=", Constant(2))
        truths, spans = fold_all(condition, algebra=TruthAlgebra(Assignment(values={"x": Interval.point(3)})))
        assert truths == {condition: MET}
        assert spans == {X: Interval.point(3), Constant(2): Interval.point(2)}
