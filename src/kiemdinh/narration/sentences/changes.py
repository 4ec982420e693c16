"""Changes in words: a step to be reached, a figure to be brought to a bound, whole people where they are counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from kiemdinh.data.blockers import Figure
from kiemdinh.narration.language import Phrases
from kiemdinh.narration.layout import Item
from kiemdinh.narration.names import Titles
from kiemdinh.narration.sentences.blocking import BlockingWords
from kiemdinh.rules import UNKNOWN, UNMET, Bound, Interval, Number
from kiemdinh.standards.names import input_name

if TYPE_CHECKING:
    from kiemdinh.data.blockers import Target
    from kiemdinh.data.margin import Lost
    from kiemdinh.data.repairs import RepairChange

__all__ = ["ChangeWords", "places_of"]

_SCORES = ("rating", "points", "finding")
_OPERATORS = {("up", False): ">=", ("up", True): ">", ("down", False): "<=", ("down", True): "<"}
_LOSSES = {("up", False): "at_least", ("up", True): "above", ("down", False): "at_most", ("down", True): "below"}


def places_of(target: Target | None) -> dict[str, str]:
    """Return the nodes that the figures of a target decide, by the id of the figure."""
    todos = () if target is None else (*target.settle, *target.improve)
    return {todo.figure.value: todo.node for todo in todos if todo.figure and todo.figure.value and todo.node}


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """Says changes of one framework; *places* are the nodes that figures decide, *minimise* what a cost counts."""

    blocking: BlockingWords
    places: Mapping[str, str] = field(default_factory=dict)
    minimise: str = "cost"

    @property
    def titles(self) -> Titles:
        """Looks names up."""
        return self.blocking.titles

    @property
    def say(self) -> Phrases:
        """Says things in the language of the page."""
        return self.blocking.say

    def items(self, changes: Iterable[RepairChange], *, verbs: bool = False) -> list[Item]:
        """Return changes as entries, each place in the law named where it first occurs; *verbs* say of which list."""
        found: list[Item] = []
        cited: set[str] = set()
        for change in changes:
            text = self.line(change)
            text = self.say(f"list.{change.kind}", text=text) if verbs else text
            cite = self._cite(change)
            found.append(Item(self.say("todo.cite", text=text, cite=cite) if cite and cite not in cited else text))
            cited.add(cite or "")
        return found

    def _cite(self, change: RepairChange) -> str | None:
        node = change.node or self.places.get(change.id)
        return None if node is None else self.titles.cite(self.titles.framework.nodes[node].citation)

    def line(self, change: RepairChange) -> str:
        """Return one change, with its cost where that is not just 1."""
        text = self._figure(change) if isinstance(change.to, Bound) else self._verdict(change)
        text = text if change.who is None else self.say("change.who", text=text, who=change.who)
        if change.cost == 1 and self.minimise == "cost":
            return text
        return self.say("change.cost", text=text, cost=self.say.sum(self.minimise, change.cost))

    # -- verdicts ----------------------------------------------------------------------------------------

    def _verdict(self, change: RepairChange) -> str:
        text = self.blocking.label(change.id, change.node, change.level, None)
        if change.to is UNMET:
            return self.say("tree.ceases", text=text)
        state = change.from_
        if isinstance(state, Interval):
            return text
        waits = state is UNKNOWN and change.kind == "improve" and change.level is not None
        said = self.say("state.waits") if waits else self.say.state(state)
        return self.say("tree.state", text=text, state=said)

    def named(self, shown: str) -> str:
        """Return the name of what an id names: a node, a step, a figure."""
        value = self._value_id(shown)
        if value is not None:
            return self.titles.value(value)
        outline = self.titles.framework.outline
        for bare in (shown, shown.partition("/")[2]):
            fact = outline.fact_names.read(bare)
            if fact.about_node in outline.nodes:
                return self.blocking.label(shown, fact.about_node, fact.step, None)
        return self.titles.about(shown)

    def these(self, ids: Sequence[str], most: int) -> str:
        """Return the names of *ids* in one line, or the first *most* and how many more there are."""
        items = self.blocking.cut([Item(self.named(one)) for one in ids], most)
        return "; ".join(item.text for item in items)

    # -- figures -----------------------------------------------------------------------------------------

    def _value_id(self, shown: str) -> str | None:
        """Return the id of a value without the stage in front; None where *shown* is no value.

        The score of a node goes by the node's own id in a result, and by what it is (``rating:1.3``) as a value.
        """
        nodes = self.titles.framework.nodes
        for bare in (shown, shown.partition("/")[2]):
            if bare.startswith("input:"):
                return bare
            if bare in nodes and nodes[bare].verdict in _SCORES:
                return f"{nodes[bare].verdict}:{bare}"
        return None

    def _as_figure(self, shown: str, now: Interval, to: Bound) -> Figure:
        value = self._value_id(shown) or shown
        name = input_name(value)
        found = self.titles.framework.inputs.get(name) if value.startswith("input:") else None
        operator = _OPERATORS[(to.direction, to.strict)]
        return Figure(value, None, now, operator, Interval.point(to.number), found.unit if found else None)

    def _figure(self, change: RepairChange) -> str:
        now, to = change.from_, change.to
        if not isinstance(now, Interval) or not isinstance(to, Bound):
            raise TypeError(change.id)
        figure = self._as_figure(change.id, now, to)
        kind = self.titles.measure(figure.value or "").kind
        if not now.known or now.low is None or kind == "date":
            return self._first(change, figure, now)
        what = self.blocking.figures.what(figure)
        if kind == "words":
            return self._word(figure, what, now.low, to)
        return self._people(change, what, now.low, to) or self._number(figure, what, now.low, to)

    def _first(self, change: RepairChange, figure: Figure, now: Interval) -> str:
        """Return a figure that is not known yet, with both bounds where it has to keep two."""
        line = self.blocking.figures.line(figure)
        if change.within is None:
            return line
        return f"{line}, {self.blocking.figures.need(self._as_figure(change.id, now, change.within))}"

    def _word(self, figure: Figure, what: str, now: Number, to: Bound) -> str:
        place = self.blocking.figures.place
        number = to.number + (1 if to.direction == "up" else -1) if to.strict else to.number
        last = len(self.titles.measure(figure.value or "").words) - 1
        key = "change.word" if number in (0, last) else f"change.word_{to.direction}"
        return self.say(key, what=what, now=place(figure, now), to=place(figure, number))

    def _number(self, figure: Figure, what: str, now: Number, to: Bound) -> str:
        amount = self.blocking.figures.place
        key = f"change.{to.direction}{'_strict' if to.strict else ''}"
        diff = self._difference(Fraction(to.number) - Fraction(now), figure.unit, strict=to.strict)
        return self.say(key, what=what, now=amount(figure, now), to=amount(figure, to.number), diff=diff)

    def _difference(self, diff: Fraction, unit: str | None, *, strict: bool) -> str:
        size = self.say.amount(abs(diff), unit)
        if unit == "percent":
            size = self.say.number(abs(diff)) + self.say("change.points")
        sign = "-" if diff < 0 else "+"
        approximate = size.startswith("≈ ")
        text = f"≈ {sign}{size[2:]}" if approximate else f"{sign}{size}"
        return self.say("change.more_than", diff=text) if strict else text

    def _people(self, change: RepairChange, what: str, now: Number, to: Bound) -> str | None:
        """Return a share in whole people; None where it was not given as part and whole."""
        if change.part is None or change.whole is None:
            return None
        part = Fraction(now) * Fraction(change.whole) / 100
        if part.denominator != 1:
            return None
        numbers = {"n": abs(Fraction(change.part) - part), "whole": change.whole, "now": part, "to": change.part}
        said = {key: self.say.number(number) for key, number in numbers.items()}
        return self.say(f"change.people_{to.direction}", what=what, **said)

    # -- losses ------------------------------------------------------------------------------------------

    def lost(self, lost: Lost) -> str:
        """Return one thing that is lost: a verdict, one that comes to hold, or a figure past a bound."""
        bound = lost.bound
        if bound is None:
            text = self.named(lost.id)
            return self.say("margin.gained", text=text) if lost.gained else text
        figure = self._as_figure(lost.id, Interval.point(bound.number), bound)
        key = _LOSSES[(bound.direction, bound.strict)]
        what = self.blocking.figures.what(figure)
        return self.say(f"margin.{key}", what=what, x=self.blocking.figures.place(figure, bound.number))
