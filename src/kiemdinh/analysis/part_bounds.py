"""Bounds on parts in a proof: a figure that is part of another is at most that figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.rules import Assignment, Compare, Condition, Interval, Number, Space, Value
from kiemdinh.standards.definition import list_wholes
from kiemdinh.standards.names import ValueKind, ValueName, read_value_name

if TYPE_CHECKING:
    from kiemdinh.standards.definition import Definition

__all__ = ["PartBounds"]

_SHARES: Final = ("as much as can be", "as the world has it", "as little as can be")
"""How large a part is chosen, of what its wholes leave."""


class PartBounds:
    """The pairs of a part and its whole among the values that a condition reads.

    A whole that is recorded with its part bounds it too. A whole that the condition does not read is free, and bounds
    nothing. Linear in the number of values, times the length of a chain of parts.

    Examples
    --------
    >>> from kiemdinh.standards.catalogue import load
    >>> definition = load("vn.tt18-2018").definition
    >>> good, all_ = "input:teachers_dat@2023-2024", "input:teachers@2023-2024"
    >>> [*PartBounds(definition, {good, all_}).conditions()]
    [Compare(Value('input:teachers_dat@2023-2024'), '<=', Value('input:teachers@2023-2024'))]
    """

    def __init__(self, definition: Definition, values: Collection[str]) -> None:
        self._wholes: dict[str, list[str]] = defaultdict(list)
        for name in map(read_value_name, sorted(values)):
            part = str(name.numerator if name.kind is ValueKind.PER else name)
            for whole in map(str, _name_wholes(definition, name)):
                if part in values and whole in values:
                    self._wholes[part].append(whole)

    def conditions(self) -> Iterator[Condition]:
        """Yield that each part is at most each of its wholes."""
        for part, wholes in self._wholes.items():
            for whole in wholes:
                yield Compare(Value(part), "<=", Value(whole))

    def fit_worlds(self, world: Assignment, space: Space) -> Iterator[Assignment]:
        """Yield worlds like *world* that keep to the bounds: with large parts, with parts as they are, with small ones.

        Nothing else is changed, so the caller has to check again what these worlds meet.
        """
        for share in _SHARES:
            values = dict(world.values)
            # Those with the fewest wholes come first: what bounds a part is chosen by then.
            for name in sorted(self._names(), key=lambda name: len(self._wholes.get(name, ()))):
                caps = [values[whole].high for whole in self._wholes.get(name, ())]
                values[name] = Interval.point(_choose(share, caps, world.value(name), space.interval_of(name)))
            yield Assignment(world.truths, values)

    def _names(self) -> set[str]:
        return {*self._wholes, *(whole for wholes in self._wholes.values() for whole in wholes)}


def _choose(share: str, caps: list[Number | None], in_world: Interval, allowed: Interval) -> Number:
    """Return a number for a value: one of the world for a whole, and for a part one that its wholes leave room for."""
    low = allowed.low or 0
    known = in_world.high if in_world.high is not None else max(in_world.low or 0, low)
    tops = [cap for cap in caps if cap is not None]
    if not tops:
        return known
    cap = min(tops if allowed.high is None else [*tops, allowed.high])
    if share == _SHARES[0]:
        return cap
    return min(known, cap) if share == _SHARES[1] else min(low, cap)


def _name_wholes(definition: Definition, name: ValueName) -> Iterator[ValueName]:
    """Yield the values that bound one: the wholes of an input, or the one that is recorded with it."""
    if name.kind is ValueKind.INPUT:
        for whole in list_wholes(definition, name.name):
            yield ValueName(ValueKind.INPUT, whole, at=name.at)
    elif name.kind is ValueKind.PER and list_wholes(definition, name.name):
        yield name
