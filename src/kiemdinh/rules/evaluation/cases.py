"""Evaluation by cases: what depends on an unknown context is evaluated for each value of it (semantics 1.7).

*Xét theo từng trường hợp.* :func:`thresholds_of` and :func:`sample_points` cut the line of a number into finitely many
cases, :func:`evaluate_cases` evaluates all combinations.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product
from math import ceil, floor
from typing import TYPE_CHECKING, TypeVar

from kiemdinh.rules.terms import (
    Compare,
    Constant,
    Interval,
    Maximum,
    Minimum,
    Select,
    Value,
    exact_number,
    number_between,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from kiemdinh.rules.terms import Number, Term

__all__ = [
    "MAX_CASES",
    "evaluate_cases",
    "fit_domains",
    "iterate_cases",
    "sample_points",
    "thresholds_by_value",
    "thresholds_of",
]

MAX_CASES = 256
"""The number of cases up to which a result is exact, unless the caller says otherwise (semantics S1)."""

T = TypeVar("T")
K = TypeVar("K", bound="Hashable")


def evaluate_cases(
    evaluate_one: Callable[[Mapping[str, Interval]], T],
    domains: Mapping[str, Sequence[Interval]],
    limit: int = MAX_CASES,
) -> tuple[list[T], bool]:
    """Evaluate something for every combination of the values that unknown contexts can take.

    Parameters
    ----------
    evaluate_one
        What to evaluate. It is called with one case: a mapping from each context to one of its values.
    domains
        The values of each context. The context that is named last varies fastest.
    limit
        The greatest number of cases. Where there are more combinations, the contexts with the largest domains are left
        out (of equals the one named later), which means that they stay unknown in all cases.

    Returns
    -------
    tuple
        The results in order, at least one; and whether no context had to be left out.

    Raises
    ------
    ValueError
        If a domain is empty: the context could then have no value at all.

    Examples
    --------
    >>> yes_no = (Interval.point(0), Interval.point(1))
    >>> evaluate_cases(lambda case: case["a"].low + case["b"].low, {"a": yes_no, "b": yes_no})
    ([0, 1, 1, 2], True)
    """
    kept = fit_domains(domains, limit)
    return [evaluate_one(case) for case in iterate_cases(kept)], len(kept) == len(domains)


def fit_domains(domains: Mapping[K, Sequence[Interval]], limit: int = MAX_CASES) -> dict[K, Sequence[Interval]]:
    """Return the domains with the largest left out until there are at most ``limit`` combinations.

    Of equally large ones the one that is named later is left out first. The order of those that are kept stays. The
    time is that of sorting the domains.

    Examples
    --------
    >>> yes_no = (Interval.point(0), Interval.point(1))
    >>> list(fit_domains({"a": yes_no, "b": yes_no, "c": yes_no}, limit=4))
    ['a', 'b']
    """
    kept: set[K] = set()
    combinations = 1
    for name in sorted(domains, key=lambda name: len(domains[name])):  # a stable sort: of equals the earlier is kept
        combinations *= len(domains[name])
        if combinations > limit:
            break
        kept.add(name)
    return {name: domain for name, domain in domains.items() if name in kept}


def iterate_cases(domains: Mapping[K, Sequence[Interval]]) -> Iterator[Mapping[K, Interval]]:
    """Yield every combination of the values of some contexts; the context that is named last varies fastest.

    Without contexts there is one case, which is empty. Raises ``ValueError`` if a domain is empty, for the context
    could then have no value at all.

    Examples
    --------
    >>> area, boards = [Interval.point(0), Interval.point(1)], [Interval.point(1)]
    >>> [case["area"].low for case in iterate_cases({"area": area, "boards": boards})]
    [0, 1]
    """
    empty = [str(name) for name, domain in domains.items() if not domain]
    if empty:
        msg = f"no value is left for {', '.join(empty)}"
        raise ValueError(msg)
    for case in product(*domains.values()):
        yield dict(zip(domains, case, strict=True))


def thresholds_of(node: Term, name: str) -> tuple[Number, ...] | None:
    """Return the numbers that a term compares a value with, in rising order.

    Between two neighbouring thresholds the value then makes no difference to the term. A choice, minimum or maximum of
    constants stands for each of these constants.

    Returns
    -------
    tuple or None
        Empty if the value does not occur. ``None`` if more than thresholds matters: the value enters arithmetic, or is
        compared with what is not constant.

    Examples
    --------
    >>> from kiemdinh.rules import Any
    >>> x = Value("x")
    >>> thresholds_of(Any((Compare(x, ">=", Constant(5)), Compare(x, "<", Constant(2)))), "x")
    (2, 5)
    """
    return thresholds_by_value(node).get(name, ())


def thresholds_by_value(node: Term) -> dict[str, tuple[Number, ...] | None]:
    """Return the numbers that a term compares each of its values with, as :func:`thresholds_of` does.

    The time is linear in the size of the term, however many values there are.
    """
    # Every term that has a value as a member must be a comparison with constants.
    found: dict[str, set[Number] | None] = {node.id: None} if isinstance(node, Value) else {}
    for part in walk(node):
        for value in part.members:
            if isinstance(value, Value):
                before, numbers = found.get(value.id, set()), _possible_constants(_other_side(part, value))
                found[value.id] = None if before is None or numbers is None else before | numbers
    return {name: None if numbers is None else tuple(sorted(numbers)) for name, numbers in found.items()}


def _other_side(part: Term, value: Value) -> Term | None:
    """Return what a comparison compares the value with; ``None`` if the term is no comparison."""
    if not isinstance(part, Compare):
        return None
    return part.right if part.left == value else part.left


def _possible_constants(node: Term | None) -> set[Number] | None:
    """Return the constants that a quantity can be equal to; ``None`` if it is not made of constants alone."""
    match node:
        case Constant(number):
            return {number}
        case Select(_, then, otherwise):
            return _constants_of_all((then, otherwise))
        case Minimum(parts) | Maximum(parts):
            return _constants_of_all(parts)
        case _:
            return None


def _constants_of_all(parts: Iterable[Term]) -> set[Number] | None:
    """Return the constants of all parts together; ``None`` if one of them is not made of constants alone."""
    union: set[Number] = set()
    for part in parts:
        numbers = _possible_constants(part)
        if numbers is None:
            return None
        union |= numbers
    return union


def sample_points(numbers: Iterable[Number], interval: Interval, step: Number | None = None) -> tuple[Interval, ...]:
    """Return one point for each cell that thresholds cut an interval into, in rising order.

    The cells are the thresholds themselves, what lies between two neighbours, and what lies before the first and after
    the last, as far as they are within the interval. A comparison with a threshold has one result on the whole of each
    cell.

    Parameters
    ----------
    numbers
        The thresholds.
    interval
        All that the value can be.
    step
        By how much the value moves, from the low end of the interval (else from 0); None where it takes every number.
        A cell without such a number has no point; one with several may have more than one.

    Examples
    --------
    >>> [str(point.low) for point in sample_points([2, 5], Interval(0, None))]
    ['0', '2', '7/2', '5', '6']
    >>> [str(point.low) for point in sample_points([2, 3], Interval(0, None), step=1)]
    ['1', '2', '3', '4']
    """
    if step is not None:
        return tuple(map(Interval.point, _points_on_grid(numbers, interval, step)))
    cuts = sorted({number for number in numbers if _is_within(number, interval)})
    if not cuts:
        return (Interval.point(_some_point(interval)),)
    points = [*_points_beyond(interval.low, cuts[0], -1), cuts[0]]
    # One number stands for all between two thresholds. A dossier can say it, since it is a decimal.
    for left, right in pairwise(cuts):
        points += [number_between(left, right), right]
    points += _points_beyond(interval.high, cuts[-1], 1)
    return tuple(Interval.point(point) for point in points)


def _points_on_grid(numbers: Iterable[Number], interval: Interval, step: Number) -> list[Number]:
    """Return the points of a grid next to each threshold, or on it, within an interval; any one without thresholds."""
    start = interval.low if interval.low is not None else 0
    # Whatever lies between two thresholds, the least point above the lower one lies there if any does.
    nearest = {Fraction(number - start) // Fraction(step) for number in numbers}
    points = {exact_number(start + Fraction(step) * (k + beside)) for k in nearest for beside in (-1, 0, 1)}
    found = sorted(point for point in points if _is_within(point, interval))
    return found or [start if _is_within(start, interval) else _some_point(interval)]


def _is_within(number: Number, interval: Interval) -> bool:
    """Return whether a number lies in an interval."""
    above = interval.low is None or interval.low <= number
    return above and (interval.high is None or number <= interval.high)


def _points_beyond(end: Number | None, cut: Number, step: int) -> list[Number]:
    """Return a point of the interval on the far side of a threshold: its end, or the next whole number if it has none.

    The list is empty if the threshold is the end.
    """
    if end is None:
        return [floor(cut) + 1 if step > 0 else ceil(cut) - 1]
    return [end] if end != cut else []


def _some_point(interval: Interval) -> Number:
    """Return any number of the interval."""
    if interval.low is not None:
        return interval.low
    return 0 if interval.high is None else interval.high
