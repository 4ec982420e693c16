"""Changes as sentences: a step to be reached, a figure to be brought to a bound, and whole people where they count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from kiemdinh.data.blockers import Figure
from kiemdinh.narration.language import Messages, digits_to_tell_apart
from kiemdinh.narration.layout import Item
from kiemdinh.narration.names import Names
from kiemdinh.narration.sentences.blocking import BlockingSentences
from kiemdinh.rules import UNKNOWN, UNMET, Bound, Interval, Number
from kiemdinh.standards.names import FactName, ValueKind, ValueName, read_value_name

if TYPE_CHECKING:
    from kiemdinh.data.blockers import Target
    from kiemdinh.data.margin import Lost
    from kiemdinh.data.repairs import RepairChange
    from kiemdinh.standards.definition import Measure

__all__ = ["ChangeSentences", "nodes_by_figure"]

_SCORES = ("rating", "points", "finding")
_OPERATORS = {("up", False): ">=", ("up", True): ">", ("down", False): "<=", ("down", True): "<"}
_LOSSES = {("up", False): "at_least", ("up", True): "above", ("down", False): "at_most", ("down", True): "below"}


def nodes_by_figure(target: Target | None) -> dict[str, str]:
    """Return the nodes that the figures of a target decide, by the id of the figure."""
    todos = () if target is None else (*target.settle, *target.improve)
    return {todo.figure.value: todo.node for todo in todos if todo.figure and todo.figure.value and todo.node}


@dataclass(frozen=True, slots=True)
class ChangeSentences:
    """The changes of one framework as sentences.

    Parameters
    ----------
    blocking
        Sentences about what blocks a level, whose names, language and length these share.
    places
        The node that each figure decides, by the id of the figure; a change of the figure cites its place in the law.
    minimise
        What the cost of a change counts: ``cost``, or a column of the efforts such as ``months``.
    counts_requirements
        Whether a step is followed by how many requirements stand behind it.
    """

    blocking: BlockingSentences
    places: Mapping[str, str] = field(default_factory=dict)
    minimise: str = "cost"
    counts_requirements: bool = False

    @property
    def names(self) -> Names:
        """What things are called."""
        return self.blocking.names

    @property
    def messages(self) -> Messages:
        """The texts of the language of the page."""
        return self.blocking.messages

    def change_items(self, changes: Iterable[RepairChange], *, verbs: bool = False) -> list[Item]:
        """Return changes as the entries of a list, each place in the law cited where it first occurs.

        With *verbs* each begins with what is to be done: settle, improve or end. Changes that wait for the same expired
        items stand below one entry, which counts as one.
        """
        listed = list(changes)
        together = Counter(change.renewal for change in listed if change.renewal)
        shared = [codes for codes, n in together.items() if n > 1]
        items = [self._renewal_item([change for change in listed if change.renewal == codes]) for codes in shared]
        single = (change for change in listed if change.renewal not in shared)
        return [*items, *self._list_changes(single, verbs=verbs)]

    def _renewal_item(self, changes: Sequence[RepairChange]) -> Item:
        """Return the renewal of expired items as an entry, with the changes that wait for it below."""
        expired = [item for item in changes[0].evidence if item.state == "expired"]
        text = self.messages.text("change.renewal", items=self.blocking.evidence.list_items(expired))
        return Item(text, tuple(self._list_changes(changes, verbs=False)))

    def _list_changes(self, changes: Iterable[RepairChange], *, verbs: bool) -> list[Item]:
        found: list[Item] = []
        cited: set[str] = set()
        for change in changes:
            text = self.describe_with_verb(change) if verbs else self.describe_change(change)
            cite = self._cite_law(change)
            text = self.messages.text("todo.cite", text=text, cite=cite) if cite and cite not in cited else text
            found.append(Item(text, tuple(Item(self._describe_own(own)) for own in change.own)))
            cited.add(cite or "")
        return found

    def _describe_own(self, change: RepairChange) -> str:
        """Return a change of the own repair of a member, in the titles of its own framework."""
        title = change.titles.said(self.messages.lang)
        text = change.id if title is None else f"{change.id} {title}"
        if isinstance(change.from_, Interval):
            return text
        state = self.messages.text(f"state.{change.from_.name.lower()}")
        return self.messages.text("tree.state", text=text, state=state)

    def _cite_law(self, change: RepairChange) -> str | None:
        node = change.node or self.places.get(change.id)
        return None if node is None else self.names.cite_node(node)

    @staticmethod
    def list_of(change: RepairChange) -> str:
        """Return the list that a change stands in: *settle*, *improve*, or *cease* for what holds and must not."""
        return "cease" if change.kind == "improve" and change.to is UNMET else change.kind

    def describe_with_verb(self, change: RepairChange) -> str:
        """Return one change behind what is to be done: settle, improve, raise or end."""
        raised = self._describe_raise(change)
        return raised or self.messages.text(f"list.{self.list_of(change)}", text=self.describe_change(change))

    def _describe_raise(self, change: RepairChange) -> str | None:
        """Return that a member is raised under another framework; None for any other change."""
        name = self.names.read_id(change.id).name
        if not isinstance(name, FactName) or name.member is None or name.reference is None or name.is_of_decision:
            return None
        if change.to is UNMET:
            return None
        step = self.names.name_reference_step(name.reference, name.step or "")
        standard = self.names.name_reference(name.reference)
        text = self.messages.text("change.raise", member=name.member.shown, level=step, standard=standard)
        return self._add_costs(self._add_state(text, change), change)

    def describe_change(self, change: RepairChange) -> str:
        """Return one change, with its cost where that is not just 1.

        That it has to cease is said by the title or the verb before it.
        """
        text = self._describe_figure(change) if isinstance(change.to, Bound) else self._describe_verdict(change)
        return self._add_costs(text, change)

    def _add_costs(self, text: str, change: RepairChange) -> str:
        if self.counts_requirements and change.requirements > 1:
            text = self.messages.text("change.requirements", text=text, n=change.requirements)
        text = text if change.who is None else self.messages.text("change.who", text=text, who=change.who)
        if change.cost == 1 and self.minimise == "cost":
            return text
        if change.cost == 0 and change.renewal:
            return text
        if change.cost == 0:
            return self.messages.text("change.cost_shared", text=text)
        return self.messages.text("change.cost", text=text, cost=self.messages.format_sum(self.minimise, change.cost))

    # -- verdicts ----------------------------------------------------------------------------------------

    def _describe_verdict(self, change: RepairChange) -> str:
        text = self.blocking.name_fact(change.id, change.node, change.level, None)
        if change.to is UNMET:
            return text if self.list_of(change) == "cease" else self.messages.text("tree.ceases", text=text)
        return self._add_state(text, change)

    def _add_state(self, text: str, change: RepairChange) -> str:
        """Return *text* with what is known now of what a change brings about."""
        state = change.from_
        if isinstance(state, Interval):
            return text
        waits = state is UNKNOWN and change.kind == "improve" and change.level is not None
        said = self.messages.text("state.waits") if waits else self.blocking.describe_state(change, state)
        return self.blocking.add_missing(self.messages.text("tree.state", text=text, state=said), change.missing)

    def name_id(self, shown: str) -> str:
        """Return the name of what a result shows by an id: a node, a step of one, a figure."""
        value = self._find_value(shown)
        if value is not None:
            return self.names.name_value(value)
        fact = self.names.read_id(shown).name
        if isinstance(fact, FactName) and fact.about_node in self.names.framework.nodes:
            return self.blocking.name_fact(shown, fact.about_node, fact.step, None)
        return self.names.name_shown(shown)

    def list_names(self, ids: Sequence[str], most: int) -> str:
        """Return the names of *ids* in one line, or the first *most* and how many more there are."""
        items = self.blocking.cut_items([Item(self.name_id(one)) for one in ids], most)
        return "; ".join(item.text for item in items)

    # -- figures -----------------------------------------------------------------------------------------

    def _find_value(self, shown: str) -> ValueName | None:
        """Return the name of the value that a result shows as *shown*; None where that is no value.

        The score of a node goes by the node's own id in a result, and by what it is (``rating:1.3``) as a value.
        """
        name = self.names.read_id(shown).name
        if isinstance(name, ValueName) and name.kind is ValueKind.INPUT:
            return name
        node = self.names.find_node(shown)
        verdict = self.names.framework.nodes[node].verdict if node is not None else None
        return ValueName(ValueKind(verdict), node) if node is not None and verdict in _SCORES else None

    def _as_figure(self, shown: str, now: Interval, to: Bound) -> Figure:
        value = self._find_value(shown)
        found = self.names.find_input(value) if value is not None else None
        operator = _OPERATORS[(to.direction, to.strict)]
        unit = found.unit if found is not None else None
        return Figure(str(value or shown), None, now, operator, Interval.point(to.number), unit)

    def _find_measure(self, figure: Figure) -> Measure:
        return self.names.find_measure(read_value_name(figure.value or ""))

    def _describe_figure(self, change: RepairChange) -> str:
        now, to = change.from_, change.to
        if not isinstance(now, Interval) or not isinstance(to, Bound):
            raise TypeError(change.id)
        figure = self._as_figure(change.id, now, to)
        kind = self._find_measure(figure).kind
        if not now.known or now.low is None or kind == "date":
            return self._describe_first_figure(change, figure, now)
        what = self.blocking.figures.name_figure(figure)
        if _is_exact(change):
            line = self._describe_exact_change(figure, what, now.low, to)
        elif kind == "words":
            line = self._describe_word_change(figure, what, now.low, to)
        else:
            line = self._describe_people(change, what, now.low, to) or self._describe_number_change(
                figure, what, now.low, to
            )
        return self._with_other_bound(change, line, now)

    def _describe_first_figure(self, change: RepairChange, figure: Figure, now: Interval) -> str:
        """Return a change of a figure that is not known yet, with both bounds where it has to keep two."""
        if _is_exact(change):
            return self.blocking.figures.describe_figure(replace(figure, op="=="))
        return self._with_other_bound(change, self.blocking.figures.describe_figure(figure), now)

    def _with_other_bound(self, change: RepairChange, line: str, now: Interval) -> str:
        """Return *line* with the bound to the other side, where the change has one and is not exact."""
        if change.within is None or _is_exact(change):
            return line
        return f"{line}, {self.blocking.figures.describe_bound(self._as_figure(change.id, now, change.within))}"

    def _describe_exact_change(self, figure: Figure, what: str, now: Number, to: Bound) -> str:
        amount = self.blocking.figures.format_value
        words = {"what": what, "now": amount(figure, now), "to": amount(figure, to.number)}
        if self._find_measure(figure).kind == "words":
            return self.messages.text("change.word", **words)
        diff = self._format_difference(Fraction(to.number) - Fraction(now), figure.unit, strict=False)
        return self.messages.text("change.exact", **words, diff=diff)

    def _describe_word_change(self, figure: Figure, what: str, now: Number, to: Bound) -> str:
        place = self.blocking.figures.format_value
        # Words are numbered along their scale: strictly past one of them is the next one.
        number = to.number + (1 if to.direction == "up" else -1) if to.strict else to.number
        last = len(self._find_measure(figure).words) - 1
        key = "change.word" if number in (0, last) else f"change.word_{to.direction}"
        return self.messages.text(key, what=what, now=place(figure, now), to=place(figure, number))

    def _describe_number_change(self, figure: Figure, what: str, now: Number, to: Bound) -> str:
        amount = self.blocking.figures.format_value
        key = f"change.{to.direction}{'_strict' if to.strict else ''}"
        diff = self._format_difference(Fraction(to.number) - Fraction(now), figure.unit, strict=to.strict)
        return self.messages.text(key, what=what, now=amount(figure, now), to=amount(figure, to.number), diff=diff)

    def _format_difference(self, diff: Fraction, unit: str | None, *, strict: bool) -> str:
        # A change, however small, is never shown as none.
        digits = digits_to_tell_apart((diff, 0))
        size = self.messages.format_amount(abs(diff), unit, digits)
        if unit == "percent":
            size = self.messages.format_number(abs(diff), digits) + self.messages.text("change.points")
        sign = "-" if diff < 0 else "+"
        # The sign stands before the number and behind the mark that it is rounded: "≈ +0.33".
        approximate = size.startswith("≈ ")
        text = f"≈ {sign}{size[2:]}" if approximate else f"{sign}{size}"
        return self.messages.text("change.more_than", diff=text) if strict else text

    def _describe_people(self, change: RepairChange, what: str, now: Number, to: Bound) -> str | None:
        """Return the change of a share in whole people; None where it was not given as part and whole."""
        if change.part is None or change.whole is None:
            return None
        part = Fraction(now) * Fraction(change.whole) / 100
        # A rounded share is not a whole number of people; the figure in percent is then the better one.
        if part.denominator != 1:
            return None
        numbers = {"n": abs(Fraction(change.part) - part), "whole": change.whole, "now": part, "to": change.part}
        said = {key: self.messages.format_number(number) for key, number in numbers.items()}
        return self.messages.text(f"change.people_{to.direction}", what=what, **said)

    # -- losses ------------------------------------------------------------------------------------------

    def describe_loss(self, lost: Lost) -> str:
        """Return one loss: a verdict that no longer holds, one that now holds, or a figure past its bound."""
        bound = lost.bound
        if bound is None:
            text = self.name_id(lost.id)
            return self.messages.text("margin.gained", text=text) if lost.gained else text
        figure = self._as_figure(lost.id, Interval.point(bound.number), bound)
        key = _LOSSES[(bound.direction, bound.strict)]
        what = self.blocking.figures.name_figure(figure)
        return self.messages.text(
            f"margin.{key}", what=what, x=self.blocking.figures.format_value(figure, bound.number)
        )


def _is_exact(change: RepairChange) -> bool:
    """Return whether a figure has to come to one number: it may be neither more nor less."""
    to, within = change.to, change.within
    return isinstance(to, Bound) and within is not None and to.position == within.position
