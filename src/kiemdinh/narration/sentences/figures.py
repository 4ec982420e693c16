"""Figures in words: what is known of a value and the bound that it must reach."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kiemdinh.narration.language import Messages, digits_to_tell_apart
from kiemdinh.narration.layout import Item, Section
from kiemdinh.narration.sentences.rules import RuleSentences
from kiemdinh.rules import Interval, Number
from kiemdinh.standards.definition import Measure
from kiemdinh.standards.names import FactKind, read_value_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiemdinh.data.blockers import Figure, FigureBound, NamedFigure, StatedFigure
    from kiemdinh.data.outcomes import LevelRef
    from kiemdinh.narration.names import Names
    from kiemdinh.standards.names import FactName

__all__ = ["FigureSentences"]

_NEEDS = {">=": "at_least", "<=": "at_most", ">": "above", "<": "below", "==": "is", "!=": "not"}
_EDGES = {">=": (-1, 0), "<=": (0, 0), ">": (-1, -1), "<": (0, 1)}
"""What leaves one word of a scale: the word at this end, and how far from it the bound lies."""


@dataclass(slots=True, eq=False, repr=False)
class FigureSentences:
    """The figures of one framework as sentences: what is known of a value, and the bound that it must reach."""

    names: Names
    messages: Messages

    def describe_figure(self, figure: Figure) -> str:
        """Return a figure with its name: ``Số lớp: hiện 52, cần không quá 45``."""
        return self.messages.text("figure.line", what=self.name_figure(figure), stands=self.describe_state(figure))

    def describe_state(self, figure: Figure) -> str:
        """Return a figure without its name, ``hiện 52, cần không quá 45``, to stand behind the name of a node."""
        figure = _as_stated(figure)
        measure, need = self._find_measure(figure), self.describe_bound(figure)
        now = self._format_range(figure, figure.now, measure)
        kind = "number" if measure.kind == "number" else "word"
        if now is None:
            return self.messages.text(f"figure.no_{kind}", need=need)
        return self.messages.text(f"figure.{kind}", now=now, need=need)

    def is_unknown(self, figure: Figure) -> bool:
        """Whether nothing is known of a figure; its sentence then states that it is missing."""
        figure = _as_stated(figure)
        return self._format_range(figure, figure.now, self._find_measure(figure)) is None

    def name_figure(self, figure: Figure) -> str:
        """Return what is measured: an input, a ratio of two, or a general name where several are combined."""
        if figure.value is None:
            return self.messages.text("figure.combined") if figure.stated is None else self._name_total(figure.stated)
        what = self.names.name_value(read_value_name(figure.value))
        return (
            what
            if figure.per is None
            else self.messages.text("figure.per", what=what, per=self.names.name_input(figure.per))
        )

    def _name_total(self, stated: StatedFigure) -> str:
        """Return a sum, mean or share as its author named it, else what is taken over which members."""
        definition, rules = self.names.framework.definition, RuleSentences(self.names, self.messages)
        named = stated.titles.said(self.messages.lang)
        if named is not None:
            return named
        if stated.name is not None:
            return rules.describe_quantity(definition.define[stated.name])
        over = rules.name_members(stated.over)
        if stated.kind == "share":
            return self.messages.text("figure.share", set=over)
        return self.messages.text(f"rule.{stated.kind}", of=self._name_measured(stated.of), set=over)

    def figure_sections(self, figures: tuple[NamedFigure, ...], level: LevelRef | None = None) -> Iterator[Section]:
        """Yield the named figures with their values and what is asked of them; with *level* those that decide it."""
        asked = [replace(one, bounds=self._bounds_of_level(one, level)) for one in figures]
        items = [Item(self.describe_named(one)) for one in asked if level is None or one.bounds]
        if items:
            yield Section(self.messages.text("named"), tuple(items))

    def _bounds_of_level(self, figure: NamedFigure, level: LevelRef | None) -> tuple[FigureBound, ...]:
        gains = [bound for bound in figure.bounds if not bound.of.startswith(f"{FactKind.LOST.value}:")]
        main = self.names.framework.outcomes[0].id
        return tuple(
            bound
            for bound in gains
            if level is None or (bound.level == level and self._read_owner(bound).subject == main)
        )

    def describe_named(self, figure: NamedFigure) -> str:
        """Return a named figure with its value and its bounds: ``Điểm trung bình: 3,25, ít nhất 3,5 để có “Tốt”``."""
        line = self.messages.text("named.line", what=self._name_named(figure), now=self._format_named(figure))
        for bound in figure.bounds:
            line = self.messages.text("named.asked", figure=line, bound=self._describe_named_bound(figure, bound))
        if figure.stage is None:
            return line
        return self.messages.text("figure.line", what=self.names.name_stage(figure.stage), stands=line)

    def _name_named(self, figure: NamedFigure) -> str:
        rules = RuleSentences(self.names, self.messages)
        said = figure.titles.said(self.messages.lang)
        return said or rules.describe_quantity(self.names.framework.definition.define[figure.id])

    def _format_named(self, figure: NamedFigure) -> str:
        if figure.now is None:
            return self.messages.text("named.absent")
        if figure.now.low is None and figure.now.high is None:
            return self.messages.text("figure.unknown")
        return self.messages.format_interval(figure.now, figure.unit, _digits_of_named(figure))

    def _describe_named_bound(self, figure: NamedFigure, bound: FigureBound) -> str:
        found = self.messages.format_interval(bound.bound, figure.unit, _digits_of_named(figure))
        need = self.messages.text(f"rule.op.{_NEEDS[bound.op]}", x=found)
        owner = self._read_owner(bound)
        name = self.names.name_award(owner.subject) if bound.level is None else self.messages.name_level(bound.level)
        return self.messages.text("named.bound", bound=need, level=self.messages.quote_text(name))

    def _read_owner(self, bound: FigureBound) -> FactName:
        return self.names.framework.outline.fact_names.read(bound.of)

    def _name_measured(self, of: str | None) -> str:
        if of is None:
            return self.messages.text("figure.values")
        key = f"rule.its.{of}"
        return self.messages.text(key) if self.messages.has_text(key) else self.names.name_input(of)

    def format_value(self, figure: Figure, value: Number) -> str:
        """Return a value in the measure of the figure: a number with its unit, a date or a word.

        Dates are ordinals, and words are numbered from 0 along their scale.
        """
        return self._format_one(figure, value, self._find_measure(figure), digits=_digits_of(figure, value))

    def _find_measure(self, figure: Figure) -> Measure:
        if figure.value is None or figure.per is not None:
            return Measure("number")
        return self.names.find_measure(read_value_name(figure.value))

    def _format_range(self, figure: Figure, found: Interval, measure: Measure) -> str | None:
        """Return an interval; None where it tells nothing, because it is all that the measure allows."""
        if measure.kind == "number":
            # An interval as wide as the measure allows tells nothing.
            whole = found.low == measure.low and found.high == measure.high and not found.known
            nothing = whole or (found.low is None and found.high is None)
            return None if nothing else self.messages.format_interval(found, figure.unit, _digits_of(figure))
        if found.low is None or found.high is None:
            return None
        low, high = self._format_one(figure, found.low, measure), self._format_one(figure, found.high, measure)
        if measure.kind == "words" and (found.low, found.high) == (0, len(measure.words) - 1):
            return None
        return low if low == high else self.messages.text("interval.between", low=low, high=high)

    def _format_one(self, figure: Figure, value: Number, measure: Measure, digits: int = 2) -> str:
        if measure.kind == "date":
            return self.messages.format_date(dt.date.fromordinal(int(value)))
        if measure.kind == "words":
            return self._name_word(figure, measure.words[int(value)])
        return self.messages.format_amount(value, figure.unit, digits)

    def _name_word(self, figure: Figure, word: str) -> str:
        value = read_value_name(figure.value or "")
        return self.names.name_word(self.names.find_input(value), self.names.find_scale(value), word)

    def describe_bound(self, figure: Figure) -> str:
        """Return the bound alone: ``cần không quá 45``."""
        figure = _as_stated(figure)
        measure, op = self._find_measure(figure), _NEEDS[figure.op]
        if measure.kind == "words":
            word = self._find_only_word(figure, measure)
            if word is not None:
                return self.messages.text("need.words_is", x=self._name_word(figure, word))
            return self.messages.text(f"need.words_{op}", x=self._format_bound(figure, measure))
        bound = self._format_bound(figure, measure)
        dated = measure.kind == "date" and op not in ("is", "not")
        need = self.messages.text(f"need.date_{op}" if dated else f"need.{op}", x=bound)
        return need if figure.bound.known else self.messages.text("need.depends", need=need)

    def _format_bound(self, figure: Figure, measure: Measure) -> str:
        low, high = figure.bound.low, figure.bound.high
        if measure.kind == "number" and low is not None and high is not None and low != high:
            digits = _digits_of(figure)
            ends = self.messages.format_number(low, digits), self.messages.format_amount(high, figure.unit, digits)
            return "–".join(ends)
        return self._format_range(figure, figure.bound, measure) or self.messages.text("figure.unknown")

    @staticmethod
    def _find_only_word(figure: Figure, measure: Measure) -> str | None:
        """Return the word that a bound at the end of a scale leaves alone: "below yes" is no; else None."""
        end, away = _EDGES.get(figure.op, (0, None))
        if away is None:
            return None
        place = range(len(measure.words))[end]
        return measure.words[place] if figure.bound == Interval.point(place + away) else None


def _as_stated(figure: Figure) -> Figure:
    """Return a total as its author states it; any other figure as it is."""
    stated = figure.stated
    if stated is None:
        return figure
    return replace(figure, now=stated.now, op=stated.op, bound=stated.bound, unit=stated.unit)


def _digits_of_named(figure: NamedFigure) -> int:
    now = figure.now or Interval(None, None)
    bounds = (end for bound in figure.bounds for end in (bound.bound.low, bound.bound.high))
    return digits_to_tell_apart((now.low, now.high, *bounds))


def _digits_of(figure: Figure, *others: Number) -> int:
    """Return the decimals to show: as many as tell what is known from the bound, so that the two never look alike."""
    return digits_to_tell_apart((figure.now.low, figure.now.high, figure.bound.low, figure.bound.high, *others))
