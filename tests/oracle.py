"""What a condition means where everything is known, written as plainly as possible, and every completion.

Tests compare the kernel with this: it shares no code with it.
"""

import math
from fractions import Fraction
from itertools import product

from kiemdinh.rules import MET, UNKNOWN, UNMET, facts_of, values_of
from kiemdinh.rules.terms import language as core
from strategies import numbers_within

_HOLDS = {
    ">=": lambda left, right: left >= right,
    ">": lambda left, right: left > right,
    "<=": lambda left, right: left <= right,
    "<": lambda left, right: left < right,
    "==": lambda left, right: left == right,
}


def holds(node, facts, values):
    """Whether a condition holds, given a bool for each fact and a number for each value."""
    match node:
        case core.Fact(name):
            return facts[name]
        case core.Known(truth):
            return truth is MET
        case core.All(parts):
            return all(holds(part, facts, values) for part in parts)
        case core.Any(parts):
            return any(holds(part, facts, values) for part in parts)
        case core.AtLeast(k, parts):
            return sum(holds(part, facts, values) for part in parts) >= k
        case core.Not(part):
            return not holds(part, facts, values)
        case core.Compare(left, op, right):
            return _HOLDS[op](amount(left, facts, values), amount(right, facts, values))
        case core.Branch(test, then, otherwise):
            return holds(then if holds(test, facts, values) else otherwise, facts, values)
    raise AssertionError(node)


def amount(node, facts, values):
    """The number that a quantity is."""
    match node:
        case core.Constant(number):
            return Fraction(number)
        case core.Value(name):
            return values[name]
        case core.Sum(parts, weights):
            weights = weights or [1] * len(parts)
            return sum(amount(part, facts, values) * weight for part, weight in zip(parts, weights, strict=True))
        case core.Product(left, right):
            return amount(left, facts, values) * amount(right, facts, values)
        case core.Mean(parts):
            return sum(amount(part, facts, values) for part in parts) / Fraction(len(parts))
        case core.Minimum(parts):
            return min(amount(part, facts, values) for part in parts)
        case core.Maximum(parts):
            return max(amount(part, facts, values) for part in parts)
        case core.Count(parts):
            return sum(holds(part, facts, values) for part in parts)
        case core.Select(test, then, otherwise):
            return amount(then if holds(test, facts, values) else otherwise, facts, values)
        case core.Round(part, digits, half):
            return nearest(amount(part, facts, values), digits, half)
    raise AssertionError(node)


def nearest(number, digits, half):
    """Rounding by search: the nearest multiple of the step, a tie broken by the mode."""
    step = Fraction(10) ** -digits
    steps = math.floor(Fraction(number) / step)
    low, high = steps * step, (steps + 1) * step
    if number - low != high - number:
        return low if number - low < high - number else high
    return {
        "up": high,
        "down": low,
        "away": high if number > 0 else low,
        "even": low if steps % 2 == 0 else high,
    }[half]


def completions(node, assignment):
    """Every way in which the unknowns of a condition can turn out: (facts, values)."""
    names = sorted(facts_of(node))
    numbers = sorted(values_of(node))
    ways = [_ways(assignment.truth(name)) for name in names]
    amounts = [numbers_within(assignment.value(name)) for name in numbers]
    for facts in product(*ways):
        for values in product(*amounts):
            yield dict(zip(names, facts, strict=True)), dict(zip(numbers, values, strict=True))


def outcomes(node, assignment):
    """The truths that some completion yields."""
    return {holds(node, facts, values) for facts, values in completions(node, assignment)}


def true_reading(node, assignment):
    """The exact truth: met in every completion, in none, or in some."""
    return {frozenset({True}): MET, frozenset({False}): UNMET}.get(frozenset(outcomes(node, assignment)), UNKNOWN)


def _ways(truth):
    return {MET: [True], UNMET: [False], UNKNOWN: [False, True]}[truth]


def unknowns(assignment):
    """The names of an assignment that are not known."""
    facts = {name for name, truth in assignment.truths.items() if truth is UNKNOWN}
    return facts | {name for name, interval in assignment.values.items() if not interval.known}
