"""Figures in words: what is known of a value and the bound that it must reach."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.narration.language import Phrases
from kiemdinh.rules import Interval, Number
from kiemdinh.standards.definition import Measure
from kiemdinh.standards.names import input_name

if TYPE_CHECKING:
    from kiemdinh.data.blockers import Figure
    from kiemdinh.narration.names import Titles

__all__ = ["FigureWords"]

_NEEDS = {">=": "at_least", "<=": "at_most", ">": "above", "<": "below", "==": "is", "!=": "not"}
_EDGES = {">=": -1, "<=": 0}


@dataclass(frozen=True, slots=True)
class FigureWords:
    """Says figures of one framework."""

    titles: Titles
    say: Phrases

    def line(self, figure: Figure) -> str:
        """Return the whole figure: ``Số lớp: hiện 52, cần không quá 45``."""
        return self.say("figure.line", what=self.what(figure), stands=self.short(figure))

    def short(self, figure: Figure) -> str:
        """Return the figure without its name, for where the name stands before it."""
        measure, need = self._measure(figure), self.need(figure)
        now = self._range(figure, figure.now, measure)
        kind = "number" if measure.kind == "number" else "word"
        if now is None:
            return self.say(f"figure.no_{kind}", need=need)
        return self.say(f"figure.{kind}", now=now, need=need)

    def nothing_known(self, figure: Figure) -> bool:
        """Whether nothing is known of a figure, so that its line says already that it is missing."""
        return self._range(figure, figure.now, self._measure(figure)) is None

    def what(self, figure: Figure) -> str:
        """Return what is measured."""
        if figure.value is None:
            return self.say("figure.combined")
        what = self.titles.value(figure.value)
        return what if figure.per is None else self.say("figure.per", what=what, per=self.titles.input(figure.per))

    def place(self, figure: Figure, value: Number) -> str:
        """Return one value in the figure's own measure: a number with its unit, a date, a word."""
        return self._one(figure, value, self._measure(figure))

    def _measure(self, figure: Figure) -> Measure:
        if figure.value is None or figure.per is not None:
            return Measure("number")
        return self.titles.measure(figure.value)

    def _range(self, figure: Figure, found: Interval, measure: Measure) -> str | None:
        """Return an interval; None where nothing is known, as of a range that is all the measure allows."""
        if measure.kind == "number":
            whole = found.low == measure.low and found.high == measure.high and not found.known
            nothing = whole or (found.low is None and found.high is None)
            return None if nothing else self.say.interval(found, figure.unit)
        if found.low is None or found.high is None:
            return None
        low, high = self._one(figure, found.low, measure), self._one(figure, found.high, measure)
        if measure.kind == "words" and (found.low, found.high) == (0, len(measure.words) - 1):
            return None
        return low if low == high else self.say("interval.between", low=low, high=high)

    def _one(self, figure: Figure, value: Number, measure: Measure) -> str:
        if measure.kind == "date":
            return self.say.date(dt.date.fromordinal(int(value)))
        if measure.kind == "words":
            return self._word(figure.value or "", measure.words[int(value)])
        return self.say.amount(value, figure.unit)

    def _word(self, value_id: str, word: str) -> str:
        name = input_name(value_id)
        found = self.titles.framework.inputs.get(name) if value_id.startswith("input:") else None
        return self.titles.word(found, self.titles.scale_of(value_id), word)

    def need(self, figure: Figure) -> str:
        """Return the bound alone: ``cần không quá 45``."""
        measure, op = self._measure(figure), _NEEDS[figure.op]
        bound = self._bound(figure, measure)
        if measure.kind == "words":
            return self.say(f"need.{self._word_op(figure, measure, op)}", x=bound)
        dated = measure.kind == "date" and op not in ("is", "not")
        need = self.say(f"need.date_{op}" if dated else f"need.{op}", x=bound)
        return need if figure.bound.known else self.say("need.depends", need=need)

    def _bound(self, figure: Figure, measure: Measure) -> str:
        low, high = figure.bound.low, figure.bound.high
        if measure.kind == "number" and low is not None and high is not None and low != high:
            return f"{self.say.number(low)}–{self.say.amount(high, figure.unit)}"
        return self._range(figure, figure.bound, measure) or self.say("figure.unknown")

    def _word_op(self, figure: Figure, measure: Measure, op: str) -> str:
        """At the end of a list of words there is nothing above or below it to speak of."""
        edge = _EDGES.get(figure.op)
        if edge is not None and figure.bound == Interval.point(range(len(measure.words))[edge]):
            return "words_is"
        return f"words_{op}"
