"""Comparisons that are linear in one value, written as comparisons of the value with numbers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final, NamedTuple, TypeAlias

from kiemdinh.rules import (
    UNKNOWN,
    All,
    Compare,
    Comparison,
    Condition,
    Constant,
    Interval,
    Known,
    Mean,
    Number,
    Product,
    Sum,
    Term,
    Value,
    transform,
)

__all__ = ["solve_comparisons"]

_MIRRORED: Final[dict[Comparison, Comparison]] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}

_KnownOf: TypeAlias = "Callable[[str], Interval]"


class _LinearForm(NamedTuple):
    """A quantity as ``slope`` times the value, plus ``offset``, the interval of all the rest."""

    slope: Number
    offset: Interval


def solve_comparisons(condition: Condition, name: str, known_of: _KnownOf) -> Condition:
    """Return a condition that can change at the same numbers of a value as *condition*.

    A comparison that is linear in the value becomes a comparison of the value with a number. Where other values in it
    are unknown, it changes at the ends of their intervals; where these have no ends, it changes nowhere. A comparison
    that is not linear stays as it is. The cost grows with the length of the condition.

    Parameters
    ----------
    condition
        The condition.
    name
        The value.
    known_of
        Returns the interval of each other value.

    Examples
    --------
    >>> share = Compare(Sum((Value("x"),), (100,)), ">=", Constant(1980))
    >>> solve_comparisons(share, "x", lambda name: Interval(None, None)) == Compare(Value("x"), ">=", Constant("19.8"))
    True
    """

    def solve(term: Term) -> Term:
        if not isinstance(term, Compare):
            return term
        left, right = (_read_line(side, name, known_of) for side in (term.left, term.right))
        if left is None or right is None or left.slope == right.slope:
            return term
        slope = Fraction(left.slope - right.slope)
        op = term.op if slope > 0 else _MIRRORED[term.op]
        return _compare_with_ends(name, op, (right.offset + -left.offset).scaled(1 / slope))

    return transform(condition, solve)


def _compare_with_ends(name: str, op: Comparison, bounds: Interval) -> Condition:
    ends = dict.fromkeys(end for end in (bounds.low, bounds.high) if end is not None)
    turns = tuple(Compare(Value(name), op, Constant(end)) for end in ends)
    return turns[0] if bounds.known else All((*turns, Known(UNKNOWN)))


def _read_line(term: Term, name: str, known_of: _KnownOf) -> _LinearForm | None:
    match term:
        case Value(other):
            return _LinearForm(1, Interval.point(0)) if other == name else _LinearForm(0, known_of(other))
        case Constant(number):
            return _LinearForm(0, Interval.point(number))
        case Sum(parts, weights):
            return _add_lines(parts, weights or (1,) * len(parts), name, known_of)
        case Mean(parts):
            return _add_lines(parts, (Fraction(1, len(parts)),) * len(parts), name, known_of)
        case Product(left, right):
            return _multiply_lines(_read_line(left, name, known_of), _read_line(right, name, known_of))
        case _:
            return None


def _add_lines(
    parts: tuple[Term, ...], weights: tuple[Number, ...], name: str, known_of: _KnownOf
) -> _LinearForm | None:
    slope: Number = 0
    offset = Interval.point(0)
    for part, weight in zip(parts, weights, strict=True):
        line = _read_line(part, name, known_of)
        if line is None:
            return None
        slope, offset = slope + weight * line.slope, offset + line.offset.scaled(weight)
    return _LinearForm(slope, offset)


def _multiply_lines(left: _LinearForm | None, right: _LinearForm | None) -> _LinearForm | None:
    if left is None or right is None:
        return None
    factor, line = (left, right) if not left.slope else (right, left)
    if not line.slope:
        return _LinearForm(0, factor.offset * line.offset)
    if factor.slope or factor.offset.low is None or not factor.offset.known:
        return None
    number = factor.offset.low
    return _LinearForm(number * line.slope, line.offset.scaled(number))
