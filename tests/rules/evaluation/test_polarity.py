import pytest

from kiemdinh.rules import (
    All,
    Any,
    AtLeast,
    Branch,
    Compare,
    Constant,
    Count,
    Fact,
    Not,
    Product,
    Select,
    Sum,
    Value,
    mixed_polarity_names,
)

A, B, X, Y = Fact("a"), Fact("b"), Value("x"), Value("y")
TWO, FIVE = Constant(2), Constant(5)


class TestBothWays:
    """1.6 Both readings are exact if nothing enters both ways: no fact under both signs, no quantity both
    upward and downward, where both sides of a comparison count as one, and `is` and `between` as both ways
    (alone on one fact or metric they are exact by its values).
    """

    @pytest.mark.parametrize(
        ("condition", "names"),
        [
            (All((A, Not(A))), {"a"}),
            (All((A, Not(B), Not(B))), set()),
            (Not(AtLeast(1, (A, Not(A)))), {"a"}),
            (All((Compare(X, ">=", TWO), Compare(X, ">", FIVE))), set()),
            (Any((Compare(X, ">=", TWO), Compare(TWO, ">", X))), {"x"}),
            (Compare(X, ">=", X), {"x"}),
            (Compare(Sum((X, Y), (1, -1)), ">=", Y), set()),
            (Compare(Sum((X, Y), (1, -1)), ">=", Sum((Y, X))), {"x"}),
            (Compare(Sum((X, Y), (1, 0)), "<", Y), set()),
            (Compare(Product(Constant(-1), X), ">=", X), set()),
            (Compare(Product(X, Y), ">=", TWO), {"x", "y"}),
            (Compare(X, "==", TWO), set()),
            (Compare(Sum((X, Y)), "==", TWO), {"x", "y"}),
            (All((Compare(X, "==", TWO), Compare(X, ">", TWO))), {"x"}),
            (All((Compare(X, "==", TWO), Compare(X, "==", TWO))), {"x"}),
            (All((Compare(X, ">=", TWO), Compare(X, "<=", FIVE))), set()),
            (All((Compare(X, ">=", FIVE), Compare(X, "<=", TWO))), {"x"}),
            (Any((Compare(X, ">=", FIVE), Compare(X, "<", TWO))), set()),
            (All((Any((Compare(X, ">=", FIVE), Compare(X, "<", TWO))), Compare(X, "<", FIVE))), {"x"}),
            (Not(All((Compare(X, ">=", TWO), Compare(X, "<=", FIVE)))), set()),
            (Branch(A, B, Not(Fact("c"))), set()),
            (Branch(A, A, B), {"a"}),
            (All((Branch(A, B, B), Branch(A, B, B))), {"a"}),
            (Compare(Select(A, X, Y), ">=", TWO), set()),
            (Compare(Select(Not(A), X, Y), ">=", Count((A, B))), {"a"}),
        ],
    )
    def test_names_that_enter_both_ways(self, condition, names):
        assert mixed_polarity_names(condition) == names

    def test_names_that_depend_on_each_other_count_as_one(self):
        condition = All((Fact("1.3/muc-1"), Not(Fact("1.3/muc-2"))))
        assert mixed_polarity_names(condition) == set()
        assert mixed_polarity_names(condition, group=lambda name: name.partition("/")[0]) == {"1.3"}
