"""Numbers of synthetic schools: a sequence from the worst to the best, through the numbers that rules name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias

from kiemdinh.parsing.cells import write_number
from kiemdinh.rules import Number, exact_number
from kiemdinh.standards.definition import Measure

__all__ = ["Direction", "find_way", "follow_way", "round_number"]

Direction: TypeAlias = Literal["higher", "lower"]


def find_way(
    thresholds: Collection[Number], low: Number | None, high: Number | None, direction: Direction
) -> tuple[float, ...]:
    """Return the numbers from the worst to the best; between two neighbours lies an equal part of the schools.

    Parameters
    ----------
    thresholds
        The numbers that rules compare the figure with, at least one.
    low, high
        The ends of its range; None where it has none.
    direction
        In which direction it is better.

    >>> find_way([60, 80], 0, 100, "higher")
    (40.0, 60.0, 80.0, 82.0)
    >>> find_way([45], 0, None, "lower")
    (58.5, 45.0, 31.5)
    """
    if direction == "lower":
        turned = find_way([-number for number in thresholds], _negate(high), _negate(low), "higher")
        return tuple(0.0 - number for number in turned)
    marks = sorted(map(float, thresholds))
    spread = marks[-1] - marks[0] or abs(marks[0]) * 0.3 or 3
    worst = marks[0] - spread if low is None else max(float(low), marks[0] - spread)
    # Few schools are far above what is asked; where less is better, a figure near zero may mean nothing.
    room = spread if high is None else (float(high) - marks[-1]) * (0.1 if float(high) > 0 else 0.3)
    return (worst, *marks, marks[-1] + room)


def follow_way(way: Sequence[float], share: float) -> float:
    """Return the number of a school that does better than *share* of the others.

    >>> follow_way((0, 10, 100), 0.75)
    55.0
    """
    place = min(int(share * (len(way) - 1)), len(way) - 2)
    part = share * (len(way) - 1) - place
    return way[place] + (way[place + 1] - way[place]) * part


def round_number(number: float | Fraction, measure: Measure, step: Number) -> str:
    """Return a number as a cell has it: on the steps of its scale, in its range, a percentage with its sign."""
    start = Fraction(measure.low or 0)
    places = round((Fraction(number) - start) / Fraction(step))
    if measure.low is not None:
        places = max(places, 0)
    if measure.high is not None:
        places = min(places, (Fraction(measure.high) - start) // Fraction(step))
    text = write_number(exact_number(start + places * Fraction(step)))
    return f"{text}%" if measure.only_percent else text


def _negate(number: Number | None) -> Number | None:
    return None if number is None else -number
