"""What depends on an unknown context is settled by cases (*xét theo từng trường hợp*, semantics 1.7)."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product
from math import prod
from typing import TYPE_CHECKING, TypeVar

from kiemdinh.rules.terms import Compare, Constant, Interval, Maximum, Minimum, Select, Value, exact_number, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kiemdinh.rules.terms import Number, Term

__all__ = ["MAX_CASES", "evaluate_cases", "sample_points", "thresholds_of"]

MAX_CASES = 256
"""The number of cases up to which a result is exact, unless the caller says otherwise."""

T = TypeVar("T")


def evaluate_cases(
    evaluate_one: Callable[[Mapping[str, Interval]], T],
    domains: Mapping[str, Sequence[Interval]],
    limit: int = MAX_CASES,
) -> tuple[list[T], bool]:
    """Run `evaluate_one` for every combination of the values that the unknown context can take.

    Each case maps the contexts to one of their values each; the last one named varies fastest. Past `limit`
    combinations the contexts with the largest domains are left out of the cases (the later named first among
    equals), that is, left unknown.

    Returns
    -------
    tuple
        The results in order, at least one, and whether no context had to be left out.

    Raises
    ------
    ValueError
        If a domain is empty: the context could then have no value at all.
    """
    empty = [name for name, domain in domains.items() if not domain]
    if empty:
        msg = f"no value is left for {', '.join(empty)}"
        raise ValueError(msg)
    kept = _drop_largest_domains(domains, limit)
    cases = product(*(kept[name] for name in kept))
    results = [evaluate_one(dict(zip(kept, case, strict=True))) for case in cases]
    return results, len(kept) == len(domains)


def _drop_largest_domains(domains: Mapping[str, Sequence[Interval]], limit: int) -> dict[str, Sequence[Interval]]:
    kept = dict(domains)
    while kept and prod(len(domain) for domain in kept.values()) > limit:
        del kept[max(reversed(kept), key=lambda name: len(kept[name]))]
    return kept


def thresholds_of(node: Term, name: str) -> tuple[Number, ...] | None:
    """Give the numbers that a value is compared with, rising; empty if the value does not occur.

    ``None`` if more than these numbers matters: the value enters arithmetic, or is compared with what is not
    constant. A choice, minimum or maximum of constants stands for each of them.
    """
    value = Value(name)
    found: set[Number] = set()
    for part in walk(node):
        if value not in part.members:
            continue
        numbers = _numbers_compared_with(_other_side(part, value))
        if numbers is None:
            return None
        found |= numbers
    return None if node == value else tuple(sorted(found))


def _other_side(part: Term, value: Value) -> Term | None:
    if not isinstance(part, Compare):
        return None
    return part.right if part.left == value else part.left


def _numbers_compared_with(node: Term | None) -> set[Number] | None:
    match node:
        case Constant(number):
            return {number}
        case Select(_, then, otherwise):
            return _union_of_intervals((then, otherwise))
        case Minimum(parts) | Maximum(parts):
            return _union_of_intervals(parts)
        case _:
            return None


def _union_of_intervals(parts: Iterable[Term]) -> set[Number] | None:
    union: set[Number] = set()
    for part in parts:
        numbers = _numbers_compared_with(part)
        if numbers is None:
            return None
        union |= numbers
    return union


def sample_points(numbers: Iterable[Number], interval: Interval) -> tuple[Interval, ...]:
    """Give one point for each cell that the thresholds `numbers` cut an interval into, rising.

    The cells are the thresholds themselves, what lies between two neighbours, and what lies beyond the first
    and the last, as far as they are within the interval.
    """
    cuts = sorted({number for number in numbers if _is_within(number, interval)})
    if not cuts:
        return (Interval.point(_some_point(interval)),)
    points = [*_points_beyond(interval.low, cuts[0], -1), cuts[0]]
    for left, right in pairwise(cuts):
        points += [exact_number(Fraction(left + right) / 2), right]
    points += _points_beyond(interval.high, cuts[-1], 1)
    return tuple(Interval.point(point) for point in points)


def _is_within(number: Number, interval: Interval) -> bool:
    above = interval.low is None or interval.low <= number
    return above and (interval.high is None or number <= interval.high)


def _points_beyond(end: Number | None, cut: Number, step: int) -> list[Number]:
    """Give the end of the interval if it lies beyond the cut, a point one step on if there is no end."""
    if end is None:
        return [cut + step]
    return [end] if end != cut else []


def _some_point(interval: Interval) -> Number:
    if interval.low is not None:
        return interval.low
    return 0 if interval.high is None else interval.high
