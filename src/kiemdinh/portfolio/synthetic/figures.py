"""Cells of figures of synthetic schools: numbers near what rules ask, parts of their wholes, words and dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import islice, product
from typing import Final

from kiemdinh.evidence.entries import AllowedEntries, InputForm
from kiemdinh.portfolio.columns import ColumnMeaning
from kiemdinh.portfolio.synthetic.findings import choose_step
from kiemdinh.portfolio.synthetic.goals import FigureGoal
from kiemdinh.portfolio.synthetic.numbers import Direction, find_way, follow_way, round_number
from kiemdinh.portfolio.synthetic.traits import YearOfSchool
from kiemdinh.rules import Number

__all__ = ["FigureColumn", "FigureMaker"]

_MAX_PLACES: Final = 200
"""How many columns one input has at most, where it is given for each member of a layer."""
_OF_PUPILS: Final = {"pupils": 1.0, "children": 1.0, "learners": 1.0, "teachers": 1 / 16, "classes": 1 / 32, "m2": 14.0}
"""How much of a unit a school has for each pupil, in the schools of a middling province."""
_OF_OTHERS: Final = 1 / 40
_SMALL: Final = 3
"""Figures that are never above this have decimals, where the definition does not say their step."""
_YES: Final = 0.3
_GIVEN_YES: Final = 0.95
"""Which part of the schools has what is asked with yes or no, and which part has what nearly every school has."""


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """A column of figures: an input, for one stage and one member of each layer where it is given for each."""

    meaning: ColumnMeaning
    maker: FigureMaker

    def write_cell(self, row: YearOfSchool) -> str | None:
        """Return the figure; None where the school has not the stage."""
        stage = self.meaning.stage
        return None if stage is not None and stage not in row.school.stages else self.maker.write(self.meaning, row)


@dataclass(frozen=True)
class FigureMaker:
    """Makes figures under one framework, on the day *day*, near what rules want of them."""

    allowed: AllowedEntries
    goals: Mapping[str, FigureGoal]
    day: dt.date

    def list_columns(self) -> Iterator[FigureColumn]:
        """Yield a column for each place of each input; a decision has an author and a reason, and no column."""
        for form in self.allowed.inputs.values():
            if form.definition.type != "decision":
                stages = tuple(self.allowed.declared_stages.titles) if "stage" in form.definition.each else ()
                places = product(*(form.members[kind] for kind in form.kinds if kind != "year"))
                for members, stage in islice(product(places, stages or (None,)), _MAX_PLACES):
                    yield FigureColumn(ColumnMeaning("input", form.name, stage, members), self)

    def write(self, meaning: ColumnMeaning, row: YearOfSchool) -> str:
        """Return the figure of a school, as a cell has it."""
        form = self.allowed.inputs[meaning.id]
        if form.measure.kind == "date":
            return str(self.day - dt.timedelta(days=int(row.school.draw(meaning) * 5 * 365)))
        if form.measure.kind == "words":
            return self._choose_word(form, meaning, row)
        text = round_number(self._find_number(form.name, meaning, row), form.measure, self._step_of(form))
        return self._keep_below_whole(form, meaning, row, text)

    def _keep_below_whole(self, form: InputForm, meaning: ColumnMeaning, row: YearOfSchool, text: str) -> str:
        """Return a figure, or its whole where the figure would be above it after both are rounded."""
        whole = self.allowed.inputs.get(form.definition.part_of or "")
        if whole is None:
            return text
        most = self.write(_at_place_of(meaning, whole.name), row)
        return min(text, most, key=lambda cell: Fraction(cell.rstrip("%")))

    def _choose_word(self, form: InputForm, meaning: ColumnMeaning, row: YearOfSchool) -> str:
        words = tuple(form.measure.words)
        direction = self._direction_of(form)
        if form.definition.type == "scale" or direction is not None:
            step = choose_step(row.standing(form.name, str(meaning)), len(words))
            return words[-1 - step if direction == "lower" else step]
        if form.definition.type == "yes_no":
            share = _GIVEN_YES if form.definition.given else _YES
            return words[row.school.draw(meaning) < share]
        # A choice among the stages is that of the stage it is given for.
        return meaning.stage if meaning.stage in words else words[int(row.school.draw(meaning) * len(words))]

    def _find_number(self, name: str, meaning: ColumnMeaning, row: YearOfSchool) -> float:
        """Return a figure before it is rounded: a part of another one, or a number of its own."""
        form = self.allowed.inputs[name]
        base = self._bases[name]
        here = _at_place_of(meaning, name)
        direction = self._direction_of(form)
        share = row.school.draw(here) if direction is None else row.share(name, str(here))
        own = follow_way(self._ways[name], share) if name in self._ways else self._find_size(form, here, row)
        return own if base is None else own * self._find_number(base, here, row)

    def _find_size(self, form: InputForm, here: ColumnMeaning, row: YearOfSchool) -> float:
        """Return a figure of which no rule asks anything: it is proportional to the size of the school."""
        each = _OF_PUPILS.get(form.definition.unit or "", _OF_OTHERS)
        return row.school.pupils * each * (0.9 + 0.2 * row.school.draw(here))

    def _direction_of(self, form: InputForm) -> Direction | None:
        goal = self.goals.get(form.name)
        return form.definition.better or (goal.direction if goal else None)

    def _step_of(self, form: InputForm) -> Number:
        if form.step is not None:
            return form.step
        if form.measure.only_percent:
            return Fraction(1, 10)
        is_small = self._bases[form.name] is None and max(map(abs, self._ways.get(form.name, (10,)))) <= _SMALL
        return Fraction(1, 100) if is_small else 1

    @cached_property
    def _bases(self) -> Mapping[str, str | None]:
        """The figure of which each is a multiple: its whole, or the one by which rules divide it; None for most."""
        found: dict[str, str | None] = {}
        for name, form in self.allowed.inputs.items():
            goal = self.goals.get(name)
            # Where rules name numbers for the figure itself, it is no multiple; its whole is still a bound.
            base = goal.per if goal and goal.numbers else form.definition.part_of
            known = self.allowed.inputs.get(base or "")
            is_number = known is not None and known.measure.kind == "number"
            found[name] = base if is_number and name not in _walk_up(found, base) else None
        return found

    @cached_property
    def _ways(self) -> Mapping[str, tuple[float, ...]]:
        """The numbers of each figure from the worst to the best; a figure without them depends on the school's size."""
        ways = {name: self._find_way(form) for name, form in self.allowed.inputs.items()}
        return {name: way for name, way in ways.items() if way}

    def _find_way(self, form: InputForm) -> tuple[float, ...]:
        goal, direction = self.goals.get(form.name, FigureGoal()), self._direction_of(form)
        low, high = form.measure.low, form.measure.high
        base = self._bases[form.name]
        if base is not None:
            low, high = 0, 1 if form.definition.part_of else None
        numbers = [number for number in goal.numbers if high is None or number <= high]
        if numbers:
            return find_way(numbers, low, high, direction or "higher")
        return _find_common_way(form, low, high, direction)


def _find_common_way(
    form: InputForm, low: Number | None, high: Number | None, direction: Direction | None
) -> tuple[float, ...]:
    """Return the numbers from the worst to the best of a figure that no rule compares with a number."""
    if form.measure.kind != "number" or (direction is None and high is None):
        return ()
    if high is not None:
        start = float(low or 0)
        shares = {"higher": (0.5, 0.75, 0.9, 1), "lower": (0.2, 0.05, 0.01, 0), None: (0.2, 0.5, 0.8)}[direction]
        return tuple(start + (float(high) - start) * share for share in shares)
    if form.definition.unit == "ratio":
        up: tuple[float, ...] = (0.6, 0.85, 1, 1)
    else:
        up = (-5, 0, 5, 10) if low is None else (1, 3, 6, 12)
    return up if direction == "higher" else tuple(reversed(up))


def _walk_up(bases: Mapping[str, str | None], name: str | None) -> Iterator[str]:
    """Yield a figure, the one that it is a multiple of, and so on."""
    while name is not None:
        yield name
        name = bases.get(name)


def _at_place_of(meaning: ColumnMeaning, name: str) -> ColumnMeaning:
    return ColumnMeaning("input", name, meaning.stage, meaning.members)
