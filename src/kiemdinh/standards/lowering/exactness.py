"""Where the readings of a framework's rules are sound but may be too wide, and the cases that make them exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from kiemdinh.rules import (
    Condition,
    Fact,
    Interval,
    Number,
    Term,
    mixed_polarity_names,
    sample_points,
    thresholds_of,
    transform,
    values_of,
)
from kiemdinh.standards.lowering.context import Context
from kiemdinh.standards.lowering.quantities import QuantityLowerer
from kiemdinh.standards.names import FactKind, FactName, FactNames, ValueKind, read_value_name

__all__ = ["find_cases", "find_mixed_polarity"]


def find_mixed_polarity(
    definitions: Mapping[str, Condition],
    names: Mapping[str, FactName],
    fact_names: FactNames,
    moves_in_steps: Callable[[str], bool],
) -> frozenset[str]:
    """Return the names that enter an outcome or award under both signs (semantics 1.6).

    The steps of a criterion count as one name, that of the criterion. The cost grows with the size of all outcomes and
    awards, their definitions written out.

    Parameters
    ----------
    definitions
        The condition of each fact that has one, lower facts first.
    names
        The name of each of these, with its parts.
    fact_names
        Tells the steps of criteria from nodes.
    moves_in_steps
        Whether a value takes single numbers only, by its name, as a choice does.
    """
    inlined: dict[str, Condition] = {}
    for text, condition in definitions.items():
        inlined[text] = _inline_definitions(condition, inlined)

    def group_steps(text: str) -> str:
        name = fact_names.read(text)
        return name.subject if name.kind is FactKind.STEP and name.side is None else text

    results = [condition for text, condition in inlined.items() if names[text].is_top]
    denominators = Counter(
        value
        for condition in definitions.values()
        for value in values_of(condition)
        if read_value_name(value).kind is ValueKind.PER
    )
    # A denominator is asked to be above zero and then held against its numerator: one reading, though it occurs twice.
    return mixed_polarity_names(*results, group=group_steps, moves_in_steps=moves_in_steps) - {
        value for value, count in denominators.items() if count == 1
    }


def find_cases(
    mixed: frozenset[str], definitions: Mapping[str, Condition], context: Context, quantities: QuantityLowerer
) -> dict[str, tuple[Interval, ...]]:
    """Return, for each context value of *mixed* polarity, one value for each way in which its conditions can turn out.

    Other context is read exactly as it is; this is settled by cases (semantics 1.6, 1.7). A value whose domain cannot
    be cut into cases is left out, and the readings over it are sound only. A choice has one case for each of its words,
    a number one for each threshold and each gap between two (S1).

    Parameters
    ----------
    mixed
        The names that enter an outcome or award under both signs, as :func:`find_mixed_polarity` returns them.
    definitions
        The condition of each fact that has one.
    context
        Knows which values are context, and the declared inputs.
    quantities
        Tells what an input is measured in.
    """
    split = sorted(mixed & context.context_values)
    return {value: cases for value in split if (cases := _cut_domain(value, definitions, context, quantities))}


def _cut_domain(
    value: str, definitions: Mapping[str, Condition], context: Context, quantities: QuantityLowerer
) -> tuple[Interval, ...]:
    """Return a point for each cell into which the thresholds cut the domain of a value; empty where they cannot."""
    name = read_value_name(value)
    found = context.definition.inputs.get(name.name) if name.kind is ValueKind.INPUT else None
    if found is None:
        return ()
    measure = quantities.measure_of_input(found)
    if measure.kind == "words":
        return tuple(Interval.point(index) for index in range(len(measure.words)))
    cuts: set[Number] = set()  # between two neighbouring thresholds no condition tells one number from another
    for condition in definitions.values():
        here = thresholds_of(condition, value)
        if here is None:
            return ()
        cuts.update(here)
    return sample_points(tuple(sorted(cuts)), Interval(measure.low, measure.high))


def _inline_definitions(condition: Condition, definitions: Mapping[str, Condition]) -> Condition:
    """Return a condition with *definitions* in place of the facts that they define; facts of one side stay."""

    def replace_fact(term: Term) -> Term:
        return definitions.get(term.id, term) if isinstance(term, Fact) else term

    return transform(condition, replace_fact)
