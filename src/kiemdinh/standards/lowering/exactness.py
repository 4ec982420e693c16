"""The signs under which names enter outcomes: which readings may be too wide, cases, and decisions that only help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import chain

from kiemdinh.rules import (
    Compare,
    Condition,
    Constant,
    Fact,
    Interval,
    Number,
    Term,
    Value,
    mixed_polarity_names,
    polarities_by_definition,
    sample_points,
    transform,
    values_of,
)
from kiemdinh.rules.evaluation import thresholds_by_value
from kiemdinh.standards.lowering.context import Context
from kiemdinh.standards.lowering.quantities import QuantityLowerer
from kiemdinh.standards.names import FactKind, FactName, FactNames, ValueKind, read_value_name

__all__ = ["find_cases", "find_helpful_decisions", "find_mixed_polarity"]


def find_mixed_polarity(
    definitions: Mapping[str, Condition],
    names: Mapping[str, FactName],
    fact_names: FactNames,
    moves_in_steps: Callable[[str], bool],
) -> frozenset[str]:
    """Return the names that enter an outcome or award under both signs (semantics 1.6).

    The steps of a criterion count as one name, that of the criterion. The cost grows with the size of all definitions,
    times the number of names that outcomes and awards read.

    Parameters
    ----------
    definitions
        The condition of each fact that has one, lower facts first.
    names
        The name of each of these, with its parts.
    fact_names
        Distinguishes the steps of criteria from nodes.
    moves_in_steps
        Whether a value takes single numbers only, by its name, as a choice does.
    """

    def group_steps(text: str) -> str:
        name = fact_names.read(text)
        return name.subject if name.kind is FactKind.STEP and name.side is None else text

    results = [condition for text, condition in definitions.items() if names[text].is_top]
    denominators = Counter(
        value
        for condition in definitions.values()
        for value in values_of(condition)
        if read_value_name(value).kind is ValueKind.PER
    )
    # A denominator must be above zero and is then compared with its numerator: one reading, though it occurs twice.
    mixed = mixed_polarity_names(*results, group=group_steps, moves_in_steps=moves_in_steps, definitions=definitions)
    return mixed - {value for value, count in denominators.items() if count == 1}


def find_cases(
    mixed: frozenset[str], definitions: Mapping[str, Condition], context: Context, quantities: QuantityLowerer
) -> dict[str, tuple[Interval, ...]]:
    """Return, for each context value of *mixed* polarity, one value for each combination of results of its conditions.

    Other context is read exactly without cases; this context is read by cases (semantics 1.6, 1.7). A value whose
    domain cannot be cut into cases is left out, and the readings over it are sound only. A choice has one case for each
    of its words, a number one for each threshold and each gap between two (S1).

    Parameters
    ----------
    mixed
        The names that enter an outcome or award under both signs, as :func:`find_mixed_polarity` returns them.
    definitions
        The condition of each fact that has one.
    context
        Knows which values are context, and the declared inputs.
    quantities
        Finds the measure of an input.
    """
    split = sorted(mixed & context.context_values)
    # Between two neighbouring thresholds all numbers give the same results.
    cuts: dict[str, list[tuple[Number, ...] | None]] = {value: [] for value in split}
    for condition in definitions.values():
        if not cuts.keys().isdisjoint(values_of(condition)):
            for value, thresholds in thresholds_by_value(condition).items():
                if value in cuts:
                    cuts[value].append(thresholds)
    return {value: cases for value in split if (cases := _cut_domain(value, cuts[value], context, quantities))}


def _cut_domain(
    value: str, cuts: Sequence[tuple[Number, ...] | None], context: Context, quantities: QuantityLowerer
) -> tuple[Interval, ...]:
    """Return a point in each cell into which the thresholds cut the domain of a value; empty if they cannot."""
    name = read_value_name(value)
    found = context.definition.inputs.get(name.name) if name.kind is ValueKind.INPUT else None
    if found is None:
        return ()
    measure = quantities.measure_of_input(found)
    if measure.kind == "words":
        return tuple(Interval.point(index) for index in range(len(measure.words)))
    known = [thresholds for thresholds in cuts if thresholds is not None]
    if len(known) < len(cuts):
        return ()
    return sample_points(
        set(chain.from_iterable(known)), Interval(measure.low, measure.high), quantities.step_of(value)
    )


def find_helpful_decisions(
    definitions: Mapping[str, Condition],
    names: Mapping[str, FactName],
    fact_names: FactNames,
    decisions: Collection[str],
) -> frozenset[str]:
    """Return the values of decisions that only help outcomes and awards, and only hinder grounds for loss (2.9).

    The labels of a decision list have no order: a decision that gives one label takes another, and so is not among
    them. Without decisions it costs nothing, else it grows with the size of all definitions.

    Parameters
    ----------
    definitions
        The condition of each fact that has one, lower facts first.
    names
        The name of each of these, with its parts.
    fact_names
        Reads the names of facts by the findings of one side alone.
    decisions
        The inputs that are decisions.
    """
    read = {value for condition in definitions.values() for value in values_of(condition)}
    asked = {value for value in read if read_value_name(value).input in decisions}
    if not asked:
        return frozenset()

    def read_by_both(term: Term) -> Term:
        if isinstance(term, Fact):
            # A decision counts in the same way by the findings of one side as by those of both.
            return Fact(str(fact_names.read(term.id).without_side))
        return _as_bound(term, asked)

    by_both = {text: transform(condition, read_by_both) for text, condition in definitions.items()}
    found: dict[str, set[str]] = {value: set() for value in asked}
    for text, polarities in polarities_by_definition(by_both).items():
        if names[text].is_top:
            loss = names[text].kind is FactKind.LOST
            for name, polarity in polarities.items():
                if name in asked:
                    found[name].add({"up": "down", "down": "up"}.get(polarity, polarity) if loss else polarity)
    return frozenset(value for value, signs in found.items() if signs == {"up"})


def _as_bound(term: Term, decisions: Collection[str]) -> Term:
    """Return a test for yes or no as a bound, which has one sign: a decision is 0 or 1."""
    if isinstance(term, Compare) and term.op == "==" and isinstance(term.left, Value) and term.left.id in decisions:
        if term.right == Constant(1):
            return Compare(term.left, ">=", term.right)
        if term.right == Constant(0):
            return Compare(term.left, "<=", term.right)
    return term
