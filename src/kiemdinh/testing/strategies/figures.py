"""The values that an input can be drawn with: those that a rule compares it with, and those just beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from typing import Any, Final

from kiemdinh.evidence.entries import InputForm, allowed_entries
from kiemdinh.parsing.cells import write_number
from kiemdinh.rules import Constant, Number, exact_number, is_decimal, thresholds_of, values_of, walk
from kiemdinh.standards.loading import Framework
from kiemdinh.standards.lowering import clocks_of, day_of_clock
from kiemdinh.standards.names import ValueKind, read_value_name
from kiemdinh.testing.strategies.setting import day_of

__all__ = ["boundary_values", "compared_numbers", "list_values", "written_number"]

_MAX_FIGURES: Final = 16
"""How many values one figure is drawn from."""
_MAX_NUMBERS: Final = 6
"""How many of the numbers that a figure is compared with are drawn around, the smallest first."""


@lru_cache(maxsize=64)
def compared_numbers(framework: Framework, stages: tuple[str, ...] | None) -> dict[str, tuple[Number, ...]]:
    """Return, for each input, the numbers with which rules compare it, the nearest to zero first.

    If an input is part of a sum or product, it has no threshold of its own: then all constants of the condition count.
    """
    found: dict[str, set[Number]] = {}
    for condition in framework.rules(stages, day_of(framework)).definitions.values():
        constants = {part.value for part in walk(condition) if isinstance(part, Constant)}
        for value_id in values_of(condition):
            name = read_value_name(value_id)
            if name.kind in (ValueKind.INPUT, ValueKind.PER):
                near = thresholds_of(condition, value_id)
                # In a ratio, the denominator is compared with numbers, such as 0.
                found.setdefault(name.per or name.name, set()).update(constants if near is None else near)
    return {name: tuple(sorted(numbers, key=lambda n: (abs(n), n))) for name, numbers in found.items()}


def boundary_values(framework: Framework, stages: tuple[str, ...] | None) -> dict[str, tuple[Any, ...]]:
    """Return, for each input, the values on a number with which a rule compares it, or just beside one.

    An input that is compared with no number, or that cannot be given so, is left out.
    """
    numbers = compared_numbers(framework, stages)
    found = {}
    for form in allowed_entries(framework).inputs.values():
        if form.measure.kind == "number" and numbers.get(form.name):
            allowed = _allowed_numbers(form, _with_neighbours(form, numbers[form.name]))
            if allowed:
                found[form.name] = tuple(_write_figure(form, number) for number in allowed)
    return found


def list_values(framework: Framework, form: InputForm, numbers: tuple[Number, ...]) -> Iterator[Any]:
    """Yield the values that the input of *form* is drawn with, as a dossier has them.

    *numbers* are those that rules compare it with, as :func:`compared_numbers` returns them.
    """
    measure = form.measure
    # The first value is drawn most often.
    if form.definition.type == "decision":
        yield from (False, {"value": True, "why": "as supposed", "author": "the office"})
    elif measure.words == ("false", "true"):
        yield from (True, False)
    elif measure.kind == "words":
        yield from measure.words
    elif measure.kind == "date":
        yield from (day.isoformat() for day in _days_around(framework, numbers))
    else:
        yield from _figures_around(form, numbers, in_ratio=form.name in allowed_entries(framework).parts_of_ratios)


def _days_around(framework: Framework, numbers: tuple[Number, ...]) -> Iterator[dt.date]:
    """Yield the days that a rule asks about, each with the day before and the day after."""
    day = day_of(framework)
    rules = framework.rules(None, day)
    clocks = (clock for length in rules.durations for clock in clocks_of(length))
    marks = [day, *(day_of_clock(clock, day) for clock in clocks)]
    # A date that a rule names is a number in the kernel: its ordinal.
    marks += [dt.date.fromordinal(int(n)) for n in numbers if 1 < n < dt.date.max.toordinal()]
    for mark in dict.fromkeys(marks):
        yield from (mark, mark - dt.timedelta(days=1), mark + dt.timedelta(days=1))


def _figures_around(form: InputForm, numbers: tuple[Number, ...], *, in_ratio: bool) -> Iterator[Any]:
    """Yield the figures on the numbers and beside them, the ends of what is allowed, and a few small ones."""
    # In a ratio the threshold belongs to the quotient: numbers ten times larger and smaller make it easy to hit.
    scaled = [exact_number(Fraction(n) * by) for n in numbers for by in (10, Fraction(1, 10))] if in_ratio else []
    ends = [n for n in (form.measure.low, form.measure.high) if n is not None]
    near = [*_with_neighbours(form, numbers[:_MAX_NUMBERS]), *ends, *scaled[:_MAX_NUMBERS], 0, 1, 2, 10]
    for number in _allowed_numbers(form, near)[:_MAX_FIGURES]:
        yield _write_figure(form, number)
    if form.measure.only_percent:
        yield from (_as_part(number) for number in numbers if _is_allowed(form, number) and not is_decimal(number))
        yield from ({"part": part, "of": 10} for part in (0, 7, 10) if _is_allowed(form, part * 10))


def _as_part(percent: Number) -> Mapping[str, int]:
    """Return a percentage without an exact decimal as a part and its whole."""
    share = Fraction(percent) / 100
    return {"part": share.numerator, "of": share.denominator}


def _write_figure(form: InputForm, number: Number) -> int | str:
    """Return a number of an input as a dossier has it; a percentage with its sign, for a bare 1 could be 100 %."""
    return f"{written_number(number)}%" if form.measure.only_percent else written_number(number)


def _with_neighbours(form: InputForm, numbers: Iterable[Number]) -> list[Number]:
    """Return numbers and those beside them: a step away, else one, or a hundredth from what is not an integer."""
    found: list[Number] = []
    for number in numbers:
        is_integer = Fraction(number).denominator == 1
        beside = form.step or (1 if is_integer else Fraction(1, 100))
        found += [number, exact_number(Fraction(number) - beside), exact_number(Fraction(number) + beside)]
        if not is_decimal(number):  # of a third the decimals below and above it
            found += [exact_number(Fraction(edge(number * 100), 100)) for edge in (floor, ceil)]
    return found


def _allowed_numbers(form: InputForm, numbers: Iterable[Number]) -> list[Number]:
    """Return each number once that the input can be given, in their order."""
    return [number for number in dict.fromkeys(numbers) if _is_allowed(form, number) and is_decimal(number)]


def _is_allowed(form: InputForm, number: Number) -> bool:
    """Return whether a number lies in the range of an input, on one of its steps."""
    low, high = form.measure.low, form.measure.high
    if (low is not None and number < low) or (high is not None and number > high):
        return False
    return form.step is None or Fraction(number - (low or 0)) % Fraction(form.step) == 0


def written_number(number: Number) -> int | str:
    """Return a number as a dossier has it: an integer as it is, any other as decimal text.

    Examples
    --------
    >>> written_number(5), written_number(Fraction(-5, 4))
    (5, '-1.25')
    """
    if isinstance(number, int) or number.denominator == 1:
        return int(number)
    return write_number(number)
