"""The numbers to which a value can be brought: steps of a scale, whole people of a share, or a range (5.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kiemdinh.explanation.repairs.keys import ActionKey
from kiemdinh.rules import Bound, Direction, Interval, Number, ValueAction, exact_number
from kiemdinh.standards.definition import RangeScale, input_measure

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["ReachableValues", "ValueRange", "reachable_by_input", "reachable_by_node"]

_MAX_STEPS: Final = 1_000
"""Steps of a range of numbers that are listed one by one; a finer range is taken as free of steps."""
_BEYOND_STRICT_BOUND: Final = Fraction(1, 1_000_000)
"""How far a number that can be reached lies from a strict bound, which cannot be reached itself."""


@dataclass(frozen=True, slots=True)
class ValueRange:
    """The bounds that a value has to keep; None on a side without a bound.

    >>> low = ValueRange().with_bound(Bound(2, "up"))
    >>> both = low.intersection(ValueRange(high=Bound(3, "down")))
    >>> both.low.number, both.high.number, both.is_empty
    (2, 3, False)
    """

    low: Bound | None = None
    high: Bound | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no number keeps both bounds."""
        return self.low is not None and self.high is not None and self.low.position > self.high.position

    def intersection(self, other: ValueRange) -> ValueRange:
        """Return the range of the numbers that keep both ranges; of two bounds on one side the stricter counts."""
        lows = [bound for bound in (self.low, other.low) if bound is not None]
        highs = [bound for bound in (self.high, other.high) if bound is not None]
        return ValueRange(
            max(lows, key=lambda bound: bound.position, default=None),
            min(highs, key=lambda bound: bound.position, default=None),
        )

    def with_bound(self, bound: Bound) -> ValueRange:
        """Return the range of the numbers that keep *bound* too: a lower one for ``up``, an upper one for ``down``."""
        return self.intersection(ValueRange(low=bound) if bound.direction == "up" else ValueRange(high=bound))

    def bound_on(self, direction: Direction) -> Bound | None:
        """Return the lower bound for ``up``, which a rising value has to reach, and the upper one for ``down``."""
        return self.low if direction == "up" else self.high


@dataclass(frozen=True, slots=True)
class ReachableValues:
    """The numbers that one value can be brought to.

    Attributes
    ----------
    choices
        The only numbers, such as the places of the steps of a scale; empty where they are not listed.
    spacing
        The distance between numbers, such as the share of one person; None where any number can be reached.
    low, high
        The least and the greatest; None where there is none.
    """

    choices: tuple[Number, ...] = ()
    spacing: Number | None = None
    low: Number | None = None
    high: Number | None = None

    @property
    def span(self) -> Interval:
        """The interval in which all of them lie."""
        if self.choices:
            return Interval(min(self.choices), max(self.choices))
        return Interval(self.low, self.high)

    def restrict_to(self, wanted: ValueRange) -> ReachableValues:
        """Return those that keep a range.

        The end of the result can itself be reached: for the strict bound "more than 5" it lies a millionth above 5.

        >>> fewer = ReachableValues(spacing=1, low=0, high=100).restrict_to(ValueRange(high=Bound(45, "down")))
        >>> fewer.low, fewer.high
        (0, 45)
        """
        low, high = _reachable_end(wanted.low), _reachable_end(wanted.high)
        ends = ValueRange(_bound_at(self.low, "up"), _bound_at(self.high, "down")).intersection(ValueRange(low, high))
        choices = tuple(
            number
            for number in self.choices
            if (low is None or number >= low.number) and (high is None or number <= high.number)
        )
        return replace(self, choices=choices, low=_number_of(ends.low), high=_number_of(ends.high))

    def has_any_in(self, wanted: ValueRange) -> bool:
        """Return whether some number keeps a range.

        >>> ReachableValues(choices=(0, 1, 2)).has_any_in(ValueRange(low=Bound(2, "up", strict=True)))
        False
        """
        left = self.restrict_to(wanted)
        is_crossed = left.low is not None and left.high is not None and left.low > left.high
        return not wanted.is_empty and not is_crossed and bool(left.choices or not self.choices)

    def build_actions(self, value: str) -> Iterator[ValueAction]:
        """Yield the actions that move the value named *value* up and down, each as far as it can go.

        >>> [(action.id, action.furthest) for action in ReachableValues(low=0, high=9).build_actions("input:pupils")]
        [('input:pupils', 9), ('input:pupils!', 0)]
        """
        ends: tuple[tuple[Direction, Number | None], ...] = (("up", self.high), ("down", self.low))
        for direction, furthest in ends:
            yield ValueAction(
                id=str(ActionKey(value, is_opposite=direction == "down")),
                value=value,
                direction=direction,
                choices=self.choices,
                spacing=self.spacing,
                furthest=furthest,
            )


def _bound_at(number: Number | None, direction: Direction) -> Bound | None:
    return None if number is None else Bound(number, direction)


def _number_of(bound: Bound | None) -> Number | None:
    return None if bound is None else bound.number


def _reachable_end(bound: Bound | None) -> Bound | None:
    """Return a bound that can be reached: the same, or for a strict one a bound just inside it."""
    if bound is None or not bound.strict:
        return bound
    inside = _BEYOND_STRICT_BOUND if bound.direction == "up" else -_BEYOND_STRICT_BOUND
    return Bound(exact_number(bound.number + inside), bound.direction)


def reachable_by_input(framework: Framework, name: str, denominator: Number | None) -> ReachableValues:
    """Return where the input *name* can be brought to.

    Words, as of a scale or a choice, are given by their places from 0. A percentage of a known *denominator* goes by
    whole people: of 40 pupils it moves by 2.5. Any other number goes by the step of the input.
    """
    found = framework.inputs[name]
    measure = input_measure(found, framework.definition.scales.get(found.scale or ""))
    if measure.kind == "words":
        return ReachableValues(choices=tuple(range(len(measure.words))))
    of_one_person = exact_number(Fraction(100) / denominator) if denominator else None
    return ReachableValues(spacing=of_one_person or found.step, low=measure.low, high=measure.high)


def reachable_by_node(framework: Framework, node: str) -> ReachableValues:
    """Return where the points, rating or gravest finding of *node* can be brought to.

    Steps of a scale are given by their places from 0; steps of a range of numbers one by one, if they are at most 1000.
    """
    info = framework.nodes[node]
    if info.verdict == "points":
        return ReachableValues(low=0, high=info.node.points)
    scale = framework.definition.scales[info.scale or ""]
    if not isinstance(scale, RangeScale):
        return ReachableValues(choices=tuple(range(len(scale.steps) + (scale.not_reached is not None))))
    if scale.step is None or (scale.to - scale.from_) / scale.step > _MAX_STEPS:
        return ReachableValues(low=scale.from_, high=scale.to)
    count = int((scale.to - scale.from_) / scale.step)
    return ReachableValues(choices=tuple(exact_number(scale.from_ + i * scale.step) for i in range(count + 1)))
