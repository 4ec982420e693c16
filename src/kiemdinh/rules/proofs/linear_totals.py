"""Comparisons of totals that differ only in the number they are held against, made comparisons of one value.

What can then never hold cannot hold as it is: it takes no search to tell that a total of 3 is not below 2.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from kiemdinh.rules.terms.exact_numbers import exact
from kiemdinh.rules.terms.language import Compare, Constant, Mean, Product, Quantity, Sum, Value
from kiemdinh.rules.terms.rewrite import MIRRORED, replaced

if TYPE_CHECKING:
    from kiemdinh.rules.terms.language import Condition, Node

__all__ = ["freed"]

_Terms: TypeAlias = dict[Quantity, Fraction]


def freed(condition: Condition) -> Condition:
    """Put one value in the place of each total, as if it could be any number; the same total is the same value.

    The result holds wherever the condition does. A comparison of one value with a number stays as it is.
    """
    numbers: dict[Quantity, int] = {}  # equal terms, one number

    def put(part: Node) -> Node:
        return _freed(part, numbers) if isinstance(part, Compare) else part

    return replaced(condition, put)


def _freed(comparison: Compare, numbers: dict[Quantity, int]) -> Compare:
    terms, constant = _less(_linear(comparison.left), _linear(comparison.right))
    if len(terms) < 2:
        return comparison
    factors = sorted((numbers.setdefault(term, len(numbers)), factor) for term, factor in terms.items())
    scale = factors[0][1]
    name = " + ".join(f"{factor / scale} of {number}" for number, factor in factors)
    op = comparison.op if scale > 0 else MIRRORED[comparison.op]
    return Compare(Value(f"total {name}"), op, Constant(exact(-constant / scale)))


def _linear(quantity: Quantity) -> tuple[_Terms, Fraction]:
    """Write a quantity as factors of what is no sum, and a number."""
    match quantity:
        case Constant(number):
            return {}, Fraction(number)
        case Sum(parts, weights):
            return _sum([(Fraction(w), _linear(p)) for p, w in zip(parts, weights or [1] * len(parts), strict=True)])
        case Mean(parts):
            return _sum([(Fraction(1, len(parts)), _linear(part)) for part in parts])
        case Product(Constant(number), part) | Product(part, Constant(number)):
            return _sum([(Fraction(number), _linear(part))])
        case _:
            return {quantity: Fraction(1)}, Fraction()


def _sum(parts: list[tuple[Fraction, tuple[_Terms, Fraction]]]) -> tuple[_Terms, Fraction]:
    total: _Terms = {}
    constant = Fraction()
    for factor, (terms, number) in parts:
        constant += factor * number
        for term, by in terms.items():
            total[term] = total.get(term, Fraction()) + factor * by
    return {term: by for term, by in total.items() if by}, constant


def _less(one: tuple[_Terms, Fraction], two: tuple[_Terms, Fraction]) -> tuple[_Terms, Fraction]:
    return _sum([(Fraction(1), one), (Fraction(-1), two)])
