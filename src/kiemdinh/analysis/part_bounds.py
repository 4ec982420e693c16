"""What binds parts to their wholes in a proof: a figure that is part of another is at most that one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.rules import Compare, Condition, Value, values_of
from kiemdinh.standards.definition import list_wholes
from kiemdinh.standards.names import ValueKind, ValueName, read_value_name

if TYPE_CHECKING:
    from kiemdinh.standards.definition import Definition

__all__ = ["find_part_bounds"]


def find_part_bounds(definition: Definition, condition: Condition) -> Iterator[Condition]:
    """Yield that each value that a condition reads is at most its wholes, where the condition reads these too.

    A whole that is recorded with its part binds it likewise. A whole that the condition does not read is free, and
    binds nothing. Linear in the number of values, times the length of a chain of parts.
    """
    values = set(values_of(condition))
    for name in map(read_value_name, sorted(values)):
        part = name.numerator if name.kind is ValueKind.PER else name
        for whole in _name_wholes(definition, name):
            if {str(part), str(whole)} <= values:
                yield Compare(Value(str(part)), "<=", Value(str(whole)))


def _name_wholes(definition: Definition, name: ValueName) -> Iterator[ValueName]:
    """Yield the values that bound one: the wholes of an input, or the one that is recorded with it."""
    if name.kind is ValueKind.INPUT:
        for whole in list_wholes(definition, name.name):
            yield ValueName(ValueKind.INPUT, whole, at=name.at)
    elif name.kind is ValueKind.PER and list_wholes(definition, name.name):
        yield name
