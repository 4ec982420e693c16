"""Linear totals: comparisons of sums relaxed to comparisons of one free value.

Two comparisons whose totals differ only in the constant are then bounds on the same value. It takes no search to see
that a total of at least 3 is not below 2. The totals are read as linear forms: a factor for each term, and a constant.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias, cast

from kiemdinh.rules.terms import (
    MIRRORED,
    Compare,
    Constant,
    Mean,
    Product,
    Quantity,
    Sum,
    Value,
    exact_number,
    replace_members,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiemdinh.rules.terms import Condition, Term

__all__ = ["TotalRelaxer"]

_LinearForm: TypeAlias = "tuple[dict[Quantity, Fraction], Fraction]"
"""The factor of each term that is no sum, and a constant."""


class TotalRelaxer:
    """Replaces each total that is compared by one value that could be any number; equal totals by the same value.

    The result holds wherever the condition does, so if it cannot hold, the condition cannot. A comparison of one
    value with a number stays as it is. Linear in what is new in a condition: what it shares with earlier ones is kept.

    Parameters
    ----------
    number
        Gives equal terms one number, so that none are compared in depth.

    Examples
    --------
    >>> numbers = {}
    >>> relaxer = TotalRelaxer(lambda term: numbers.setdefault(term, len(numbers)))
    >>> x, y = Value("x"), Value("y")
    >>> relaxer.relax(Compare(Sum((x, y), (2, 2)), ">=", Constant(6)))
    Compare(Value('total 1 of 1 + 1 of 2'), '>=', Constant(3))
    """

    def __init__(self, number: Callable[[Term], int]) -> None:
        self._number = number
        self._relaxed: dict[int, Term] = {}

    def relax(self, condition: Condition) -> Condition:
        """Return the relaxed condition; an equal one where it compares no totals."""
        return cast("Condition", self._relax_once(condition))

    def _relax_once(self, part: Term) -> Term:
        key = self._number(part)
        if key not in self._relaxed:
            self._relaxed[key] = self._relax_new(part)
        return self._relaxed[key]

    def _relax_new(self, part: Term) -> Term:
        if isinstance(part, Compare):
            return self._relax_comparison(part)
        members = [self._relax_once(member) for member in part.members]
        same = all(one is old for one, old in zip(members, part.members, strict=True))
        return part if same else replace_members(part, members)

    def _relax_comparison(self, comparison: Compare) -> Compare:
        terms, constant = _subtract_forms(_to_linear_form(comparison.left), _to_linear_form(comparison.right))
        if len(terms) < 2:  # one value against a number: the search sees through it as it is
            return comparison
        # Divided by the first factor, so that totals that are multiples of each other get one name.
        factors = sorted((self._number(term), factor) for term, factor in terms.items())
        scale = factors[0][1]
        name = " + ".join(f"{factor / scale} of {number}" for number, factor in factors)
        op = comparison.op if scale > 0 else MIRRORED[comparison.op]
        return Compare(Value(f"total {name}"), op, Constant(exact_number(-constant / scale)))


def _to_linear_form(quantity: Quantity) -> _LinearForm:
    match quantity:
        case Constant(number):
            return {}, Fraction(number)
        case Sum(parts, weights):
            pairs = zip(parts, weights or [1] * len(parts), strict=True)
            return _add_forms([(Fraction(weight), _to_linear_form(part)) for part, weight in pairs])
        case Mean(parts):
            return _add_forms([(Fraction(1, len(parts)), _to_linear_form(part)) for part in parts])
        case Product(Constant(number), part) | Product(part, Constant(number)):
            return _add_forms([(Fraction(number), _to_linear_form(part))])
        case _:
            return {quantity: Fraction(1)}, Fraction()


def _add_forms(weighted: list[tuple[Fraction, _LinearForm]]) -> _LinearForm:
    """Add up linear forms, each times a weight; terms that cancel out are gone."""
    total: dict[Quantity, Fraction] = {}
    constant = Fraction()
    for weight, (terms, number) in weighted:
        constant += weight * number
        for term, factor in terms.items():
            total[term] = total.get(term, Fraction()) + weight * factor
    return {term: factor for term, factor in total.items() if factor}, constant


def _subtract_forms(left: _LinearForm, right: _LinearForm) -> _LinearForm:
    return _add_forms([(Fraction(1), left), (Fraction(-1), right)])
