"""What follows from the rules alone about each fact and value: worked out once, and the same for every school."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kiemdinh.rules import UNBOUNDED, Assignment, Interval, Truth
from kiemdinh.rules.evaluation import Evaluators
from kiemdinh.standards.names import FactKind, FactName, ValueKind, read_fact_name, read_value_name

if TYPE_CHECKING:
    from kiemdinh.standards.definition import InputDef
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import FrameworkRules

__all__ = ["InputPlace", "KnownOfRules", "allowed_range", "known_of_rules"]


class InputPlace(NamedTuple):
    """The name under which a value is recorded, the stage left out; and the stage that its name says, if it does."""

    recorded_id: str
    stage: str | None


class KnownOfRules:
    """What the rules of a framework say about facts and values in one setting, for every school.

    Each answer is worked out when it is first asked for, and kept. Threads may share it: if two of them work out the
    same thing at once, their answers are equal.

    Parameters
    ----------
    framework
        The framework, which declares the inputs.
    rules
        Its rules in the setting.
    """

    def __init__(self, framework: Framework, rules: FrameworkRules) -> None:
        self._framework, self._rules = framework, rules
        self.evaluators: Final = Evaluators(rules.definitions)
        self.ways: Final[dict[str, Callable[[Any], Any]]] = {}
        """How each fact is resolved, chosen by ``stage_facts`` when it is first asked for."""
        self._parts: dict[str, frozenset[str] | None] = {}
        self._applicabilities: dict[str, tuple[str, ...]] = {}
        self._applicabilities_above: dict[str, tuple[str, ...]] = {}
        self._without_figures: dict[str, Truth] = {}
        self._below: dict[str, tuple[str, ...]] = {}
        self._ranges: dict[str, Interval] = {}
        self._places: dict[str, InputPlace] = {}

    @cached_property
    def metrics(self) -> frozenset[str]:
        """The requirements that figures of their own decide (semantics 3.4, *decides*).

        A requirement whose condition also reads other facts, or findings alone, is decided by that condition.
        """
        rules = self._rules
        # Without any value its figures cannot be told: those of stages that the dossier does not name.
        return frozenset(
            name
            for name, figures in rules.deciding_figures.items()
            if not rules.facts[name] and (figures or not rules.values[name])
        )

    @cached_property
    def demanded_figures(self) -> frozenset[str]:
        """The values without which a requirement stays unknown, since no finding replaces them (3.4)."""
        figures = (self._rules.deciding_figures[node] for node in self._rules.figure_required)
        return frozenset[str]().union(*figures)

    def recorded_parts(self, name: str) -> frozenset[str] | None:
        """Return the facts that a definition reads, applicability left out; None where one of them has a definition.

        Each of these facts is decided by findings alone.
        """
        if name not in self._parts:
            facts = self._rules.facts[name]
            parts = frozenset(fact for fact in facts if read_fact_name(fact).kind is not FactKind.APPLIES)
            self._parts[name] = parts if parts.isdisjoint(self._rules.definitions) else None
        return self._parts[name]

    def with_nodes_below(self, node: str) -> tuple[str, ...]:
        """Return a node and all nodes below it, in the order of the definition."""
        if node not in self._below:
            self._below[node] = (node, *self._framework.outline.descendants_of(node))
        return self._below[node]

    def applicabilities(self, name: str) -> tuple[str, ...]:
        """Return the facts that a definition reads which say whether something applies."""
        if name not in self._applicabilities:
            facts = sorted(self._rules.facts[name])
            self._applicabilities[name] = tuple(f for f in facts if read_fact_name(f).kind is FactKind.APPLIES)
        return self._applicabilities[name]

    def applicabilities_above(self, node: str) -> tuple[str, ...]:
        """Return the facts that say whether a node applies, and each node above it; those that are not always so."""
        if node not in self._applicabilities_above:
            chain = (node, *self._framework.outline.ancestors_of(node))
            names = (str(FactName(FactKind.APPLIES, one)) for one in chain)
            self._applicabilities_above[node] = tuple(name for name in names if name in self._rules.definitions)
        return self._applicabilities_above[node]

    def truth_of_any_figure(self, name: str) -> Truth:
        """Return the truth that a requirement has with any figures; unknown where the figures make a difference."""
        if name not in self._without_figures:
            names = ((value, read_value_name(value).input) for value in self._rules.values[name])
            ranges = {value: self.range_of(own) for value, own in names if own is not None}
            self._without_figures[name] = self.evaluators.evaluate(name, Assignment({}, ranges))
        return self._without_figures[name]

    def range_of(self, name: str) -> Interval:
        """Return all that an input can be; see :func:`allowed_range`."""
        if name not in self._ranges:
            self._ranges[name] = allowed_range(name, self._framework)
        return self._ranges[name]

    def place_of(self, value_id: str) -> InputPlace:
        """Return where a value is recorded: ``input:x@thcs/2025-2026`` as ``input:x@2025-2026``, of the stage thcs."""
        if value_id not in self._places:
            self._places[value_id] = _find_place(value_id, self._framework.inputs)
        return self._places[value_id]


@lru_cache(maxsize=256)  # as many as rules are kept
def known_of_rules(framework: Framework, rules: FrameworkRules) -> KnownOfRules:
    """Return what the rules of a framework say of facts and values; a second time it is a look-up."""
    return KnownOfRules(framework, rules)


def _find_place(value_id: str, inputs: Mapping[str, InputDef]) -> InputPlace:
    name = read_value_name(value_id)
    if name.kind is ValueKind.FURTHER:
        return InputPlace(value_id, None)
    each = inputs[name.name].each
    if "stage" not in each or not name.at:
        return InputPlace(value_id, None)
    members = name.members
    layers = sum(kind not in ("stage", "year") for kind in each)
    # A name has the members of layers first, then the stage, then the year.
    recorded_at = (*members[:layers], *((name.year,) if name.year else ()))
    stage = members[layers] if len(members) > layers else None
    return InputPlace(str(name.placed_at(*recorded_at)), stage)


def allowed_range(name: str, framework: Framework) -> Interval:
    """Return all that an input can be under a framework, as an interval (semantics 1.4).

    That is its declared range or its scale; of a choice the positions of its words, from 0; of yes or no from 0 to 1. A
    date, and a number without a range, are unbounded. A parameter that is set is its value.

    Raises
    ------
    KeyError
        The framework has no such input.
    """
    from kiemdinh.standards.definition import input_measure  # noqa: PLC0415 - loaded when it is needed

    number = framework.parameter_number(name)
    if number is not None:
        return Interval.point(number)
    definition = framework.inputs[name]
    measure = input_measure(definition, framework.definition.scales.get(definition.scale or ""))
    if measure.kind == "words":
        return Interval(0, len(measure.words) - 1)
    if measure.kind == "date":
        return UNBOUNDED
    return Interval(measure.low, measure.high)
