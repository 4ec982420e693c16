"""The places that a value can be brought to: steps of a scale, whole people of a part, or any number (5.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from kiemdinh.rules import Bound, Direction, Number, ValueAction, exact_number
from kiemdinh.standards.definition import RangeScale, input_measure

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["Grid", "Window", "grid_of_input", "grid_of_node"]

_MOST_STEPS = 1000
_BEYOND = Fraction(1, 1_000_000)
"""How far a number that can be reached lies from a strict bound that cannot."""


@dataclass(frozen=True, slots=True)
class Window:
    """The bounds that a value has to keep, each None where there is none."""

    low: Bound | None = None
    high: Bound | None = None

    @property
    def empty(self) -> bool:
        """Whether no number keeps both bounds."""
        return self.low is not None and self.high is not None and self.low.position > self.high.position

    def met(self, other: Window) -> Window:
        """Return the window of what keeps both."""
        lows = [b for b in (self.low, other.low) if b is not None]
        highs = [b for b in (self.high, other.high) if b is not None]
        low = max(lows, key=lambda b: b.position, default=None)
        return Window(low, min(highs, key=lambda b: b.position, default=None))

    def with_bound(self, bound: Bound) -> Window:
        """Return the window of what keeps *bound* too."""
        return self.met(Window(low=bound) if bound.direction == "up" else Window(high=bound))

    def side(self, direction: Direction) -> Bound | None:
        """Return the bound on one side."""
        return self.low if direction == "up" else self.high


@dataclass(frozen=True, slots=True)
class Grid:
    """The places of one value: *steps* alone, or what lies on a *step* (None: anywhere), as far as *low* and *high*."""

    steps: tuple[Number, ...] = ()
    step: Number | None = None
    low: Number | None = None
    high: Number | None = None

    def within(self, window: Window) -> Grid:
        """Return the places that keep a window; short of a strict bound as good as all of them."""
        low, high = _end(window.low), _end(window.high)
        ends = Window(_bound(self.low, "up"), _bound(self.high, "down")).met(Window(low, high))
        steps = tuple(s for s in self.steps if (low is None or s >= low.number) and (high is None or s <= high.number))
        return replace(self, steps=steps, low=_number(ends.low), high=_number(ends.high))

    def has(self, window: Window) -> bool:
        """Whether some place keeps a window."""
        left = self.within(window)
        apart = left.low is not None and left.high is not None and left.low > left.high
        return not window.empty and not apart and bool(left.steps or not self.steps)

    def levers(self, key: str, value: str) -> Iterator[ValueAction]:
        """Yield what moves a value up and down its places; ``key`` is the one's id, with ``!`` the other's."""
        for direction, furthest in _ways(self):
            lever_id = key if direction == "up" else f"{key}!"
            yield ValueAction(
                id=lever_id, value=value, direction=direction, choices=self.steps, spacing=self.step, furthest=furthest
            )


def _ways(grid: Grid) -> tuple[tuple[Direction, Number | None], ...]:
    return ("up", grid.high), ("down", grid.low)


def _bound(number: Number | None, direction: Direction) -> Bound | None:
    return None if number is None else Bound(number, direction)


def _number(bound: Bound | None) -> Number | None:
    return None if bound is None else bound.number


def _end(bound: Bound | None) -> Bound | None:
    """Return a bound that is reached, where the one given is only approached."""
    if bound is None or not bound.strict:
        return bound
    inside = _BEYOND if bound.direction == "up" else -_BEYOND
    return Bound(exact_number(bound.number + inside), bound.direction)


def grid_of_input(framework: Framework, name: str, whole: Number | None) -> Grid:
    """Return the places of an input; a percentage of a known *whole* goes by whole people."""
    found = framework.inputs[name]
    measure = input_measure(found, framework.definition.scales.get(found.scale or ""))
    if measure.kind == "words":
        return Grid(steps=tuple(range(len(measure.words))))
    return Grid(step=exact_number(Fraction(100) / whole) if whole else None, low=measure.low, high=measure.high)


def grid_of_node(framework: Framework, node: str) -> Grid:
    """Return the places of a node's points, rating or gravest finding."""
    info = framework.nodes[node]
    if info.verdict == "points":
        return Grid(low=0, high=info.node.points)
    scale = framework.definition.scales[(info.layer and info.layer.scale) or ""]
    if not isinstance(scale, RangeScale):
        return Grid(steps=tuple(range(len(scale.steps) + (scale.not_reached is not None))))
    if scale.step is None or (scale.to - scale.from_) / scale.step > _MOST_STEPS:
        return Grid(low=scale.from_, high=scale.to)
    count = int((scale.to - scale.from_) / scale.step)
    return Grid(steps=tuple(exact_number(scale.from_ + i * scale.step) for i in range(count + 1)))
