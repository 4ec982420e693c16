"""Quantities: values of inputs and nodes at a scope, changes over a year, and the measure of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Path
from kiemdinh.parsing.durations import Duration
from kiemdinh.rules import UNBOUNDED, Constant, Interval, Number, Quantity, Sum, Value
from kiemdinh.standards import definition as surface
from kiemdinh.standards.definition import (
    InputDef,
    Measure,
    NodeInfo,
    input_measure,
    read_duration,
    read_literal,
    scale_measure,
)
from kiemdinh.standards.lowering.context import Context, Lowerer
from kiemdinh.standards.lowering.scope import Scope
from kiemdinh.standards.names import ValueKind, ValueName, read_value_name

__all__ = ["NUMBER", "SHARE", "ZERO", "QuantityLowerer", "describe_judgement", "is_quantity"]

NUMBER: Final = Measure("number")
_UNKNOWN: Final = Measure("number", is_known=False)
SHARE: Final = Measure("number", what=Message("a percentage"), percent_of=100, only_percent=True)
ZERO: Final = Constant(0)

_ORDER_OF_KINDS: Final = {"stage": 1, "year": 2}
"""The order in the name of a value: members of a layer come first, then the stage, then the school year."""


@dataclass(frozen=True, slots=True)
class QuantityLowerer:
    """Lowers values, results of nodes, and literals; finds the measure of a quantity."""

    context: Context
    lowerer: Lowerer

    def lower_quantity(
        self, quantity: surface.ValueQuantity | surface.ItsQuantity | surface.ChangeQuantity, scope: Scope, path: Path
    ) -> Quantity:
        """Lower a value, a result of a node, or a change that is part of a calculation.

        The name of a defined quantity is written out. A change that has no value counts as 0. Reports a ratio, which
        can only be compared.
        """
        if isinstance(quantity, surface.ValueQuantity):
            return self._lower_value(quantity, scope, path)
        if isinstance(quantity, surface.ItsQuantity):
            derived = self.derived_quantity(quantity, scope)
            if derived is not None:
                return self.lowerer.lower_quantity(derived, scope, path)
            return self.lower_own(quantity, scope, path)[0]
        return self.lower_change(quantity, scope, path) or ZERO

    def _lower_value(self, quantity: surface.ValueQuantity, scope: Scope, path: Path) -> Quantity:
        defined = self.context.definition.define.get(quantity.value)
        if defined is not None and is_quantity(defined):
            with self.context.expanding_name(quantity.value, path) as is_first:
                at = ("define", quantity.value)
                return self.lowerer.lower_quantity(defined, scope, at) if is_first else ZERO
        if quantity.per is not None:
            self.context.problems.add(
                "KD216", Message("a ratio can only be compared, not calculated with"), (*path, "per")
            )
        return self.read_input(quantity.value, scope, (*path, "value"))

    def lower_ratio(self, ratio: surface.ValueQuantity, scope: Scope, path: Path) -> tuple[Quantity, Quantity]:
        """Return the numerator and the denominator of a ratio; for a percentage the numerator is multiplied by 100.

        The denominator is context. Reports inputs that are not declared.
        """
        counted = self.read_input(ratio.value, scope, (*path, "value"))
        if self.find_input(ratio.per or "") is None:
            self.context.report_unknown_input(ratio.per or "", (*path, "per"))
            return counted, ZERO
        self.read_input(ratio.per or "", scope, (*path, "per"), is_context=True)
        # A value of its own: a record may state both parts of a ratio, and then these two are divided.
        per = ValueName(ValueKind.PER, ratio.value, ratio.per, read_value_name(counted.id).at)
        measure = self.measure_of_ratio(ratio)
        percent = 100 if measure is None else measure.percent_of or 1
        return Sum((counted,), (percent,)), self.context.read_value(per, is_context=True)

    def measure_of_ratio(self, ratio: surface.ValueQuantity) -> Measure | None:
        """Return the measure of a ratio; None where one of its inputs is not declared.

        With one unit it is a percentage (girls per pupils), with two a plain number (pupils per class).
        """
        numerator, denominator = self.find_input(ratio.value), self.find_input(ratio.per or "")
        if numerator is None or denominator is None:
            return None
        percent = 100 if numerator.unit == denominator.unit else None
        return Measure("number", what=Message("a percentage"), percent_of=percent, only_percent=percent is not None)

    def derived_quantity(self, its: surface.ItsQuantity, scope: Scope) -> Any:
        """Return the quantity from which a layer derives its ratings or points; None where they are recorded.

        It is what ``derive`` of the layer says, still in the language of the definition, to be lowered at *scope*.
        """
        layer = self.context.outline.nodes[scope.node].layer if scope.node else None
        return layer.derive if layer is not None and its.its in ("rating", "points") else None

    def lower_own(self, its: surface.ItsQuantity, scope: Scope, path: Path) -> tuple[Quantity, Measure]:
        """Return the rating, points, finding or weight of the node at hand, and its measure.

        Reports that there is no node here, or that it does not have what is asked for; 0 then stands in its place.
        """
        if scope.node is None:
            self.context.problems.add(
                "KD210", Message("there is no member here whose {its} could be meant", its=its.its), (*path, "its")
            )
            return ZERO, NUMBER
        info = self.context.outline.nodes[scope.node]
        if its.its == "weight":
            return self._lower_weight(info.node.weight, scope, info.path), NUMBER
        if info.verdict != its.its:
            self.context.problems.add(
                "KD212",
                Message("'{id}' has no {its}", id=self.context.layer_of(info.id), its=its.its),
                (*path, "its"),
                found=describe_judgement(info),
            )
            return ZERO, NUMBER
        return self.context.read_value(ValueName(ValueKind(its.its), info.id)), self.measure_of_node(info.id)

    def _lower_weight(self, weight: Any, scope: Scope, path: Path) -> Quantity:
        if weight is None:
            self.context.problems.add(
                "KD101", Message("this node has no weight"), path, expected=Message("weight: a number or a table")
            )
            return Constant(1)
        return self.lower_operand(weight, NUMBER, scope, (*path, "weight"))

    def lower_operand(self, operand: Any, measure: Measure, scope: Scope, path: Path) -> Quantity:
        """Lower the right side of a comparator: a literal, a table or a quantity.

        A literal and the entries of a table are read by *measure*, that of the left side: ``50%`` is 5 on a scale up to
        10, and an error beside a number of pupils. A literal that cannot be read is reported, and 0 takes its place.
        """
        if isinstance(operand, str):
            number = read_literal(operand, measure, self.context.problems, path)
            return ZERO if number is None else Constant(number)
        if isinstance(operand, surface.ValueTable | surface.StepTable):
            return self.lowerer.lower_table(operand, measure, scope, path)
        return self.lowerer.lower_quantity(operand, scope, path)

    def lower_change(self, change: surface.ChangeQuantity, scope: Scope, path: Path) -> Quantity | None:
        """Return the value of a school year less that of the year before.

        The result is None for the first year of a window: reaching one year further back would read a figure that the
        definition did not ask for (S3).
        """
        now = self.read_input(change.change, scope, (*path, "change"))
        if scope.year is None or scope.before is None:
            return None
        earlier = self.read_input(change.change, replace(scope, year=scope.before, before=None, assumed=None), path)
        return Sum((now, earlier), (1, -1))

    # -- inputs ------------------------------------------------------------------------------------------------

    def find_input(self, name: str) -> InputDef | None:
        """Return the declared input *name*, which counts as used; None where there is none.

        A missing input is not reported here: some callers have a better message. The linter finds inputs that no rule
        uses.
        """
        self.context.used.add(("input", name))
        return self.context.definition.inputs.get(name)

    def read_input(self, name: str, scope: Scope, path: Path, *, is_context: bool = False) -> Value:
        """Return the value of an input at *scope*, noted as context where the input is context or *is_context*.

        A choice, a date, a decision, and an input that the definition marks as ``given`` are context. See
        :meth:`name_value` for what is reported.
        """
        found, value_name = self.find_input(name), self.name_value(name, scope, path)
        if found is None:
            return Value(str(value_name))
        # These describe the school or say what was decided: they are stated, not improved.
        is_context = is_context or found.type in ("choice", "date", "decision") or bool(found.given)
        return self.context.read_value(value_name, is_context=is_context)

    def name_value(self, name: str, scope: Scope, path: Path) -> ValueName:
        """Return the name of the value of an input at *scope*: ``input:excellent@thcs/2025-2026``.

        Reports an input that is not declared, and one that is given for each year, stage or member and is read outside
        of a set of these.
        """
        found = self.find_input(name)
        if found is None:
            self.context.report_unknown_input(name, path, *self.context.definition.define)
            return ValueName(ValueKind.INPUT, name)
        kinds = sorted(found.each, key=lambda kind: _ORDER_OF_KINDS.get(kind, 0))
        return ValueName(ValueKind.INPUT, name, at=tuple(self._find_places(kinds, name, scope, path)))

    def _find_places(self, kinds: list[str], name: str, scope: Scope, path: Path) -> Iterator[str]:
        """Yield the member at hand of each of *kinds*, for which the input is given."""
        for kind in kinds:
            here = self._member_of(kind, scope)
            if here is not None:
                yield here
            elif kind != "stage" or self.context.definition.subject.assessed_by != "stage":
                # Where each stage is assessed on its own, its values are found without a stage in their names.
                self.context.problems.add(
                    "KD210",
                    Message("'{name}' is given for each {kind}; say which {kind}", name=name, kind=kind),
                    path,
                    hint=Message("write it inside 'that' of a set among {kind}", kind=kind),
                )

    def _member_of(self, kind: str, scope: Scope) -> str | None:
        if kind == "year":
            return scope.year
        if kind == "stage":
            return scope.stage
        if kind == scope.kind and scope.member is not None:
            return scope.member.id
        if scope.node is None:
            return None
        # An input given for each standard is read by its criteria too: the member may be a node above.
        chain = (scope.node, *self.context.outline.ancestors_of(scope.node))
        return next((node for node in chain if self.context.layer_of(node) == kind), None)

    def read_duration(self, text: str, path: Path) -> Duration | None:
        """Return a length of time, and add it to those of the rules; report any other text and return None.

        The rules must have all of them in advance: for each the day is calculated that lies this long before the
        evidence date. *path* is the place of the text in the definition.
        """
        found = read_duration(text)
        if found is None:
            self.context.problems.add(
                "KD108",
                Message("{value} is not a length of time", value=f"'{text}'"),
                path,
                expected=Message("such as 5 years, 9 months, 90 days"),
            )
        else:
            self.context.durations.add(found)
        return found

    # -- measures ----------------------------------------------------------------------------------------------

    def find_measure(self, quantity: Any, scope: Scope, path: Path) -> Measure:
        """Return the measure of a quantity, by which a literal beside it is read.

        A value has the measure of its input, a mean, lowest or highest that of the quantity inside, a share is a
        percentage, and anything else a plain number.
        """
        with self.context.counting_step(path):
            # Counted like lowering, because a defined quantity may lead back to itself here as well.
            return self._find_measure(quantity, scope, path)

    def _find_measure(self, quantity: Any, scope: Scope, path: Path) -> Measure:
        if isinstance(quantity, surface.ValueQuantity):
            defined = self.context.definition.define.get(quantity.value)
            if defined is not None:
                return self.find_measure(defined, scope, ("define", quantity.value))
            found = self.find_input(quantity.value)
            return _UNKNOWN if found is None else self.measure_of_input(found)
        if isinstance(quantity, surface.ChangeQuantity):
            return self.find_measure(surface.ValueQuantity(value=quantity.change), scope, path)
        if isinstance(quantity, surface.ShareQuantity):
            return SHARE
        if (
            isinstance(quantity, surface.ItsQuantity)
            and quantity.its in ("rating", "points", "finding")
            and scope.node is not None
        ):
            derived = self.derived_quantity(quantity, scope)
            return self.measure_of_node(scope.node) if derived is None else self.find_measure(derived, scope, path)
        if isinstance(quantity, surface.MeanQuantity | surface.LowestQuantity | surface.HighestQuantity):
            key = next(key for key in ("mean", "lowest", "highest") if hasattr(quantity, key))
            members = self.lowerer.find_members(getattr(quantity, key), scope, (*path, key))
            return self.find_measure(quantity.of, members.items[0].scope if members.items else scope, path)
        return NUMBER

    def measure_of_input(self, found: InputDef) -> Measure:
        """Return the measure of a declared input.

        By it a literal beside the input is read: as a number in its unit, a percentage, a date, or the position of a
        word among the choices or the steps of its scale.
        """
        return input_measure(found, self.context.definition.scales.get(found.scale or ""))

    def declared_range(self, name: ValueName) -> Interval:
        """Return the interval of a value that the definition declares; unbounded where it declares nothing."""
        if name.node is not None:
            measure = self.measure_of_node(name.node)
        elif name.kind is ValueKind.INPUT and name.name in self.context.definition.inputs:
            measure = self.measure_of_input(self.context.definition.inputs[name.name])
        else:
            return UNBOUNDED
        if measure.kind == "words":
            return Interval(0, len(measure.words) - 1)
        return Interval(measure.low, measure.high) if measure.kind == "number" else UNBOUNDED

    def moves_in_steps(self, value: str) -> bool:
        """Return whether a value takes single numbers only, as yes or no, a choice and a step of a scale do."""
        return self.step_of(value) is not None

    def step_of(self, value: str) -> Number | None:
        """Return the step of a value; None where it can be any number. Words count as 0, 1, 2 and so on."""
        name = read_value_name(value)
        scale: surface.Scale | None = None
        if name.kind is ValueKind.INPUT and name.name in self.context.definition.inputs:
            found = self.context.definition.inputs[name.name]
            if self.measure_of_input(found).kind == "words":
                return 1
            if found.step is not None:
                return found.step
            scale = self.context.definition.scales.get(found.scale or "")
        elif name.kind in (ValueKind.RATING, ValueKind.FINDING):
            layer = self.context.outline.nodes[name.name].layer
            scale = self.context.definition.scales.get((layer and layer.scale) or "")
        return 1 if isinstance(scale, surface.StepScale) else None if scale is None else scale.step

    def measure_of_node(self, node_id: str) -> Measure:
        """Return the measure of the rating, points or finding of a node: its layer's scale, or its highest points.

        Reports a node that earns points and does not state how many, and a layer without its scale.
        """
        info = self.context.outline.nodes[node_id]
        if info.verdict == "points":
            most = info.node.points
            if most is None:
                self.context.problems.add(
                    "KD101",
                    Message("'{node_id}' earns points and does not say how many", node_id=node_id),
                    info.path,
                    expected=Message("points: a number"),
                )
                most = 0
            return Measure("number", percent_of=most, low=0, high=most, what=Message("points"))
        name = (info.layer.scale or "") if info.layer else ""
        scale = self.context.definition.scales.get(name)
        if scale is None:
            index = self.context.definition.layers.index(info.layer) if info.layer else 0
            self.context.problems.add_unknown(
                "KD214", Message("scale"), name, self.context.definition.scales, ("layers", index, "scale")
            )
            return NUMBER
        return scale_measure(name, scale)


def is_quantity(defined: Any) -> bool:
    """Return whether a defined name stands for a quantity rather than for a condition.

    *defined* is what ``define`` has for the name: a quantity with a comparator is a condition, and so is a word.
    """
    return not isinstance(
        defined, str | surface.Compared | surface.AllOf | surface.AnyOf | surface.NotOf | surface.Every
    )


def describe_judgement(info: NodeInfo) -> Message:
    """Return words for the way in which a node is judged, for messages."""
    return Message("it is judged by {verdict}", verdict=info.verdict or Message("nothing"))
