"""Comparisons that are linear in one value, written as comparisons of the value with a number."""

from __future__ import annotations

from fractions import Fraction
from typing import Final, NamedTuple

from kiemdinh.rules import Compare, Comparison, Condition, Constant, Mean, Number, Product, Sum, Term, Value, transform

__all__ = ["solve_comparisons"]

_MIRRORED: Final[dict[Comparison, Comparison]] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}


class _LinearForm(NamedTuple):
    """A quantity as ``slope`` times the value, plus ``offset``."""

    slope: Number
    offset: Number


def solve_comparisons(condition: Condition, name: str) -> Condition:
    """Return a condition in which a comparison that is linear in a value is one of the value with a number.

    A comparison that is not linear, or in which something else is unknown, stays as it is. The cost grows with the
    length of the condition.

    Examples
    --------
    >>> share = Compare(Sum((Value("x"),), (100,)), ">=", Constant(1980))
    >>> solve_comparisons(share, "x") == Compare(Value("x"), ">=", Constant("19.8"))
    True
    """

    def solve(term: Term) -> Term:
        if not isinstance(term, Compare):
            return term
        left, right = (_read_line(side, name) for side in (term.left, term.right))
        if left is None or right is None or left.slope == right.slope:
            return term
        slope = Fraction(left.slope - right.slope)
        op = term.op if slope > 0 else _MIRRORED[term.op]
        return Compare(Value(name), op, Constant(Fraction(right.offset - left.offset) / slope))

    return transform(condition, solve)


def _read_line(term: Term, name: str) -> _LinearForm | None:
    match term:
        case Value(other):
            return _LinearForm(1, 0) if other == name else None
        case Constant(number):
            return _LinearForm(0, number)
        case Sum(parts, weights):
            return _add_lines(parts, weights or (1,) * len(parts), name)
        case Mean(parts):
            return _add_lines(parts, (Fraction(1, len(parts)),) * len(parts), name)
        case Product(left, right):
            return _multiply_lines(_read_line(left, name), _read_line(right, name))
        case _:
            return None


def _add_lines(parts: tuple[Term, ...], weights: tuple[Number, ...], name: str) -> _LinearForm | None:
    slope: Number = 0
    offset: Number = 0
    for part, weight in zip(parts, weights, strict=True):
        line = _read_line(part, name)
        if line is None:
            return None
        slope, offset = slope + weight * line.slope, offset + weight * line.offset
    return _LinearForm(slope, offset)


def _multiply_lines(left: _LinearForm | None, right: _LinearForm | None) -> _LinearForm | None:
    if left is None or right is None or (left.slope and right.slope):
        return None
    factor, line = (left.offset, right) if not left.slope else (right.offset, left)
    return _LinearForm(factor * line.slope, factor * line.offset)
