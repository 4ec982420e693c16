"""Comparisons of a standard as it states them: a figure, what is known of it, and the bound that it must reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.data.as_json import encode_number
from kiemdinh.data.blockers import Figure
from kiemdinh.evidence.resolution import percentage_of
from kiemdinh.rules import (
    UNBOUNDED,
    Compare,
    Facts,
    Interval,
    Product,
    Quantity,
    Select,
    Sum,
    Value,
    evaluate_quantity,
    values_of,
)
from kiemdinh.standards.definition import StepScale, input_measure, scale_words
from kiemdinh.standards.names import ValueKind, ValueName, read_value_name

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["FigureBuilder", "total_id"]


@dataclass(slots=True, eq=False, repr=False)
class FigureBuilder:
    """States the comparisons of one framework as figures; *facts* says what is known of their values."""

    framework: Framework
    facts: Facts

    def build_figure(self, condition: Compare, measured: tuple[Interval, Interval] | None) -> Figure:
        """Return a comparison as a figure: a value, a ratio of two values, or a total over many.

        *measured* are the intervals of its two sides, None where the kernel gives none. A total has no value of its own
        and no unit; a ratio in percent has the unit ``percent``.
        """
        now, bound = measured or (UNBOUNDED, UNBOUNDED)
        if isinstance(condition.left, Value):
            unit, words = self._unit_and_words(condition.left.id)
            return Figure(condition.left.id, None, now, condition.op, bound, unit, words)
        numerator, denominator = _only_value(condition.left), _only_value(condition.right)
        if numerator is not None and denominator is not None and denominator.kind is ValueKind.PER:
            return self._build_ratio(numerator, denominator, condition)
        return Figure(None, None, now, condition.op, bound, None)

    def _build_ratio(self, numerator: ValueName, denominator: ValueName, condition: Compare) -> Figure:
        """Return a ratio and its bound as the standard states them.

        The core language multiplies the denominator into the bound: ``100 x >= 30 y`` for at least 30 %.
        """
        is_percent = isinstance(condition.left, Sum) and condition.left.weights == (100,)
        # Both must be known: for an open ratio only its two figures can be shown.
        top, base = self.facts.value(str(numerator)), self.facts.value(str(denominator))
        now = UNBOUNDED
        if top.known and base.known and base.low:
            ratio = percentage_of(top.low or 0, base.low)
            now = Interval.point(ratio if is_percent else percentage_of(top.low or 0, base.low * 100))
        return Figure(
            value=str(numerator),
            per=denominator.denominator.without_kind,
            now=now,
            op=condition.op,
            bound=self._find_factor(condition.right),
            unit="percent" if is_percent else None,
        )

    def _find_factor(self, bound: Quantity) -> Interval:
        """Return the factor of a denominator; unbounded where the bound has another form."""
        if isinstance(bound, Sum) and bound.weights is not None:
            return Interval.point(bound.weights[0])
        if isinstance(bound, Product):
            return evaluate_quantity(bound.left, self.facts)
        return UNBOUNDED

    def _unit_and_words(self, value_id: str) -> tuple[str | None, tuple[str, ...]]:
        """Return the unit of a value, and the words whose positions its numbers are, each where there are any."""
        value = read_value_name(value_id)
        if value.kind is not ValueKind.INPUT:
            return None, self._words_of_node(value.node)
        found = self.framework.inputs[value.name]
        scale = self.framework.definition.scales.get(found.scale or "")
        return found.unit, input_measure(found, scale).words

    def _words_of_node(self, node: str | None) -> tuple[str, ...]:
        """Return the steps of a node's scale, where it is rated or judged by severity in steps."""
        info = self.framework.nodes.get(node or "")
        scale = self.framework.definition.scales.get((info and info.scale) or "")
        return scale_words(scale) if isinstance(scale, StepScale) else ()


def _only_value(quantity: Quantity) -> ValueName | None:
    """Return the one value that a quantity reads, the denominator where it reads one; None where it reads several."""
    names = [read_value_name(value) for value in sorted(values_of(quantity))]
    denominators = [name for name in names if name.kind is ValueKind.PER]
    if denominators:
        return denominators[0]
    return names[0] if len(names) == 1 and not isinstance(quantity, Select) else None


def total_id(values: list[str], figure: Figure) -> str:
    """Return the id of a figure over many *values*: what is added up, and what it must reach.

    It is ``points >= 80`` where all values are points, and ``total >= 80`` where they are of several kinds.
    """
    kinds = {read_value_name(value).kind for value in values}
    total = kinds.pop().value if len(kinds) == 1 else "total"
    return f"{total} {figure.op} {encode_number(figure.bound.low)}"
