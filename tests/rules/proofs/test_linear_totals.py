from fractions import Fraction

import pytest

from kiemdinh.rules import All, Compare, Constant, Maximum, Mean, Product, Sum, Value
from kiemdinh.rules.proofs.linear_totals import TotalRelaxer

X, Y, Z = Value("x"), Value("y"), Value("z")


def relax_totals(condition):
    numbers = {}
    return TotalRelaxer(lambda part: numbers.setdefault(part, len(numbers))).relax(condition)


def relaxed(*comparisons):
    """Each comparison as (value, operator, number) once its total is one value."""
    found = relax_totals(All(comparisons))
    return [(part.left.id, part.op, part.right.value) for part in found.parts]


class TestLinearTotals:
    @pytest.mark.parametrize(
        ("total", "op", "bound", "same"),
        [
            (Mean((X, Y)), ">=", Constant(4), (">=", 8)),
            (Sum((X, Y), (2, 2)), ">=", Constant(8), (">=", 4)),
            (Sum((X, Y), (-1, -1)), "<", Constant(-3), (">", 3)),
            (Product(Constant(3), Sum((X, Y))), "<=", Constant(6), ("<=", 2)),
            (Product(Sum((Y, X)), Constant(Fraction(1, 2))), "==", Constant(1), ("==", 2)),
            (Sum((X, Y, Constant(5))), ">", Constant(5), (">", 0)),
            (Sum((X, Constant(2))), ">", Sum((Y, X, X)), ("<", 2)),
        ],
    )
    def test_of_the_same_terms_become_one_value(self, total, op, bound, same):
        first, second = relaxed(Compare(Sum((X, Y)), ">=", Constant(1)), Compare(total, op, bound))
        assert first[1:] == (">=", 1)
        assert second == (first[0], *same)

    def test_of_other_terms_become_other_values(self):
        names = {
            name
            for name, _, _ in relaxed(
                Compare(Sum((X, Y)), ">=", Constant(1)),
                Compare(Sum((X, Y), (1, 2)), ">=", Constant(1)),
                Compare(Sum((X, Z)), ">=", Constant(1)),
                Compare(Sum((X, Maximum((Y, Z)))), ">=", Constant(1)),
            )
        }
        assert len(names) == 4

    def test_a_comparison_of_one_value_stays(self):
        for comparison in (Compare(X, ">=", Constant(1)), Compare(Sum((X, X)), "<", Constant(3)), Compare(X, ">", X)):
            assert relax_totals(comparison) is comparison
