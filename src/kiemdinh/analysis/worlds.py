"""Choosing a world without a proof: the one that helps a condition most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kiemdinh.rules import (
    MET,
    UNBOUNDED,
    UNMET,
    Assignment,
    Condition,
    Interval,
    Number,
    Polarity,
    Space,
    Truth,
    facts_of,
    polarities,
)

__all__ = ["choose_point", "complete_world", "extreme_worlds", "is_world_of", "most_favourable_world"]

_BEYOND: Final = 1000
"""How far a value lies from its one end where it is unbounded in the direction that helps."""


def most_favourable_world(condition: Condition, space: Space) -> Assignment:
    """Return the world that helps a condition most, each name chosen for itself.

    A fact is unmet if being met can only harm, else met; a value lies at the end of its range that helps. The world is
    good for showing that a condition fails even there. It need not be the best one: a name that can both help and harm
    is chosen as if it helped, and of facts that exclude one another the first is met.

    Linear in the size of *condition*.

    Examples
    --------
    >>> from kiemdinh.rules import All, Fact, Not, Space
    >>> most_favourable_world(All((Fact("1"), Not(Fact("2")))), Space()).truths
    {'1': <Truth.MET: 2>, '2': <Truth.UNMET: 0>}
    """
    return _choose_world(polarities(condition), facts_of(condition), space, "down")


def extreme_worlds(condition: Condition, space: Space) -> tuple[Assignment, Assignment]:
    """Return the world that helps a condition most, and the one that helps its negation most.

    Examples
    --------
    >>> from kiemdinh.rules import All, Fact, Not, Space
    >>> [world.truths["2"].name for world in extreme_worlds(All((Fact("1"), Not(Fact("2")))), Space())]
    ['UNMET', 'MET']
    """
    facts, directions = facts_of(condition), polarities(condition)
    best, worst = (_choose_world(directions, facts, space, harmful) for harmful in ("down", "up"))
    return best, worst


def _choose_world(
    directions: Mapping[str, Polarity], facts: frozenset[str], space: Space, harmful: Polarity
) -> Assignment:
    """Return a world in which a name is as small as it can be where it enters in the harmful direction, else great."""
    truths: dict[str, Truth] = {}
    values: dict[str, Interval] = {}
    for name, direction in directions.items():
        if name in facts:
            truths[name] = UNMET if direction == harmful else MET
        else:
            values[name] = Interval.point(_choose_end(name, space, up=direction != harmful))
    # Of facts that exclude one another only one can be met; which is best cannot be told one name at a time.
    for group in space.exclusive:
        for name in [name for name in group if truths.get(name) is MET][1:]:
            truths[name] = UNMET
    return Assignment(truths, values)


def complete_world(world: Assignment, helpful: Assignment) -> Assignment:
    """Return a world with the facts of *world*, points of its values, and all that it leaves open as in *helpful*.

    >>> near = Assignment({"a": MET}, {"x": Interval(3, 8)})
    >>> complete_world(near, Assignment({"a": UNMET, "b": UNMET}, {"x": Interval.point(5)}))
    Assignment(truths={'a': <Truth.MET: 2>, 'b': <Truth.UNMET: 0>}, values={'x': Interval(low=5, high=5)})
    """
    points = {name: choose_point(interval, helpful.value(name)) for name, interval in world.values.items()}
    return Assignment({**helpful.truths, **world.truths}, {**helpful.values, **points})


def choose_point(interval: Interval, preferred: Interval) -> Interval:
    """Return the point of an interval, one of whose ends is a number, that lies nearest to a preferred point.

    Both ends of the interval of a value with choices are choices.
    """
    number = preferred.low or 0
    if interval.low is not None and number < interval.low:
        number = interval.low
    if interval.high is not None and number > interval.high:
        number = interval.high
    return Interval.point(number)


def is_world_of(space: Space, world: Assignment) -> bool:
    """Return whether the facts and values of a world can be as they are together; its values must be points.

    >>> from kiemdinh.rules import Space
    >>> is_world_of(Space(chains=(("held", "held for a year"),)), Assignment({"held": UNMET, "held for a year": MET}))
    False
    """
    truths = {**space.known.truths, **world.truths}
    return (
        all(
            truths.get(other, then) is then
            for name, truth, other, then in space.list_implications()
            if truths.get(name) is truth
        )
        and all(world.truths.get(name, truth) is truth for name, truth in space.known.truths.items())
        and all(_can_be(name, interval, space) for name, interval in world.values.items())
    )


def _can_be(name: str, interval: Interval, space: Space) -> bool:
    """Return whether a value can be a point in a space."""
    choices, range_ = space.choices_of(name), space.interval_of(name)
    number = interval.low
    if number is None or interval.high != number:
        return False
    within = (range_.low is None or range_.low <= number) and (range_.high is None or number <= range_.high)
    return within and (not choices or number in choices)


def _choose_end(name: str, space: Space, *, up: bool) -> Number:
    """Return the greatest or least number that a value can be; where there is no such end, a number far out."""
    choices = space.choices.get(name)
    if choices:
        return max(choices) if up else min(choices)
    interval = space.values.get(name, UNBOUNDED)
    if up:
        return interval.high if interval.high is not None else (interval.low or 0) + _BEYOND
    return interval.low if interval.low is not None else (interval.high or 0) - _BEYOND
