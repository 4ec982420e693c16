"""The cases of a value: each single number of a value that moves in steps, else one point for each relevant range."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kiemdinh.rules import Compare, Condition, Constant, Interval, Number, Value, sample_points, thresholds_of, walk
from kiemdinh.standards.definition import RangeScale, StepScale, input_measure
from kiemdinh.standards.names import ValueKind, read_value_name

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["cells_of", "is_off_its_steps", "list_equated_numbers", "moves_in_steps"]

_MAX_STEPS: Final = 64
"""Steps of a value of which each is a case; a value with more is not cut into cases."""


def moves_in_steps(framework: Framework, name: str) -> bool:
    """Return whether a value takes single numbers only, as yes or no, a choice and a step of a scale do.

    *name* is the name of the value in the rules; for a fact the answer is False.
    """
    return _step_of(framework, name) is not None


def list_equated_numbers(conditions: Iterable[Condition]) -> dict[str, set[Number]]:
    """Return for each value, by its name in the *conditions*, the numbers with which it is compared by "equal"."""
    found: dict[str, set[Number]] = defaultdict(set)
    for condition in conditions:
        for part in walk(condition):
            match part:
                case Compare(Value(name), "==", Constant(number)):
                    found[name].add(number)
    return found


def is_off_its_steps(framework: Framework, name: str, numbers: Iterable[Number]) -> bool:
    """Return whether a value cannot take one of *numbers*; *name* is its name in the rules of the framework."""
    step = _step_of(framework, name)
    if step is None:
        return False
    start = _start_of(framework, name)
    return any(Fraction(number - start) % Fraction(step) != 0 for number in numbers)


def cells_of(
    framework: Framework, name: str, written: str, interval: Interval, conditions: Iterable[Condition]
) -> Sequence[Interval] | None:
    """Return points of *interval*, at least one for each way in which the conditions on a value can turn out.

    None where there are too many, or where the value enters arithmetic. *name* is the name of the value in the rules of
    the framework, *written* its name in the *conditions*.
    """
    step = _step_of(framework, name)
    found = [thresholds_of(condition, written) for condition in conditions]
    cuts = [cut for cut in found if cut is not None]
    if len(cuts) == len(found):
        return sample_points({number for cut in cuts for number in cut}, interval, step)
    if step is None or interval.low is None or interval.high is None:
        return None
    count = int(Fraction(interval.high - interval.low) / Fraction(step))
    return None if count >= _MAX_STEPS else [Interval.point(interval.low + k * step) for k in range(count + 1)]


def _step_of(framework: Framework, name: str) -> Number | None:
    """Return the size of the steps of a value; None where it takes every number, or is no value."""
    value = read_value_name(name)
    if value.kind is ValueKind.INPUT:
        found = framework.inputs.get(value.name)
        if found is None:
            return None
        scale = framework.definition.scales.get(found.scale or "")
        measure = input_measure(found, scale)
        return 1 if measure.kind == "words" else scale.step if isinstance(scale, RangeScale) else found.step
    if value.kind not in (ValueKind.RATING, ValueKind.FINDING) or value.node is None:
        return None
    scale = _scale_of(framework, value.node)
    return 1 if isinstance(scale, StepScale) else scale.step if isinstance(scale, RangeScale) else None


def _start_of(framework: Framework, name: str) -> Number:
    """Return one number of a value that moves in steps."""
    value = read_value_name(name)
    if value.node is not None:
        scale = _scale_of(framework, value.node)
        return scale.from_ if isinstance(scale, RangeScale) else 0
    found = framework.inputs[value.name]
    scale = framework.definition.scales.get(found.scale or "")
    if isinstance(scale, RangeScale):
        return scale.from_
    return found.range.from_ or 0 if found.range is not None else 0


def _scale_of(framework: Framework, node: str) -> StepScale | RangeScale | None:
    layer = framework.nodes[node].layer
    return framework.definition.scales.get((layer and layer.scale) or "")
