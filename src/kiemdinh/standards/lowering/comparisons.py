"""Comparisons: a quantity with its comparators, both sides read by the measure of the quantity."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Path
from kiemdinh.parsing.durations import Duration
from kiemdinh.rules import (
    MET,
    MIRRORED,
    UNKNOWN,
    UNMET,
    All,
    Branch,
    Compare,
    Condition,
    Constant,
    Fact,
    Known,
    Product,
    Quantity,
    Sum,
    Truth,
    Value,
    negate_condition,
)
from kiemdinh.rules import Any as AnyCondition
from kiemdinh.standards import definition as surface
from kiemdinh.standards.definition import Measure, NodeInfo, read_duration
from kiemdinh.standards.lowering.aggregates import AggregateLowerer
from kiemdinh.standards.lowering.context import Context, Lowerer
from kiemdinh.standards.lowering.outcomes import compare_step
from kiemdinh.standards.lowering.quantities import ZERO, QuantityLowerer, describe_judgement, is_quantity
from kiemdinh.standards.lowering.rules import StatedBound
from kiemdinh.standards.lowering.scope import EVERYWHERE, OPERATORS, UNKNOWN_CONDITION, Lowered, Scope, conjoin_all
from kiemdinh.standards.lowering.setting import clocks_of
from kiemdinh.standards.names import FactKind, FactName

__all__ = ["ComparisonLowerer"]

_VERDICTS: Final[Mapping[str | None, Truth]] = {"met": MET, "unmet": UNMET}


@dataclass(frozen=True, slots=True)
class ComparisonLowerer:
    """Lowers comparisons of values, of results of nodes, and of changes; aggregates have their own module."""

    context: Context
    lowerer: Lowerer
    quantities: QuantityLowerer
    aggregates: AggregateLowerer

    def lower_compared(self, compared: Any, scope: Scope, path: Path) -> Lowered:
        """Lower a quantity with its comparators; several must all hold.

        ``{value: class_size, at_least: 20, at_most: 45}`` becomes a conjunction of two comparisons. It applies where
        they do.
        """
        parts = [self.lower_comparison(compared, key, right, scope, path) for key, right in compared.list_comparisons()]
        if len(parts) == 1:
            return parts[0]
        return Lowered(All(tuple(part.condition for part in parts)), _first_applies(parts))

    def lower_comparison(self, left: Any, comparator: str, right: Any, scope: Scope, path: Path) -> Lowered:
        """Lower one comparison of a quantity of the definition with the right side of the comparator.

        A literal on the right side is read by the measure of the left side: ``60%``, a choice, a date. With a
        list after ``is`` one of its entries must be equal. A defined quantity is written out.
        """
        with self.context.counting_step(path):
            if isinstance(right, tuple):
                # One of a list is enough.
                parts = [self.lower_comparison(left, comparator, entry, scope, path) for entry in right]
                conditions = tuple(part.condition for part in parts)
                equals_one = conditions[0] if len(conditions) == 1 else AnyCondition(conditions)
                return Lowered(equals_one, _first_applies(parts))
            return self._find_lowering(left)(left, comparator, right, scope, path)

    def _find_lowering(self, left: Any) -> Callable[..., Lowered]:
        by_form: tuple[tuple[type, Callable[..., Lowered]], ...] = (
            (surface.ValueQuantity, self._compare_value),
            (surface.ItsQuantity, self._compare_its),
            (surface.ChangeQuantity, self._compare_change),
            (surface.CountQuantity, self.aggregates.compare_count),
            (surface.ShareQuantity, self.aggregates.compare_share),
            (surface.SumQuantity, self.aggregates.compare_sum),
            (surface.MeanQuantity, self.aggregates.compare_mean),
            (surface.LowestQuantity, self.aggregates.compare_extreme),
            (surface.HighestQuantity, self.aggregates.compare_extreme),
        )
        return next(lowering for form, lowering in by_form if isinstance(left, form))

    # -- values ------------------------------------------------------------------------------------------------

    def _compare_value(
        self, left: surface.ValueQuantity, comparator: str, right: Any, scope: Scope, path: Path
    ) -> Lowered:
        defined = self.context.definition.define.get(left.value)
        if defined is not None:
            return self._compare_defined(left.value, defined, comparator, right, scope, path)
        if left.per is not None:
            return self._compare_ratio(left, comparator, right, scope, path)
        value = self.quantities.read_input(left.value, scope, (*path, "value"))
        measure = self.quantities.find_measure(left, scope, path)
        duration = read_duration(right) if measure.kind == "date" and isinstance(right, str) else None
        if duration is not None:
            self.context.durations.add(duration)
            return Lowered(_compare_with_duration(value, comparator, duration))
        return Lowered(self._compare_with_literal(value, comparator, right, measure, scope, path))

    def _compare_defined(
        self, name: str, defined: Any, comparator: str, right: Any, scope: Scope, path: Path
    ) -> Lowered:
        self.context.used.add(("define", name))
        if not is_quantity(defined):
            self.context.problems.add(
                "KD212", Message("'{name}' is a condition, not a quantity", name=name), (*path, "value"), found=name
            )
            return UNKNOWN_CONDITION
        at: Path = ("define", name)
        # Problems of the quantity belong to the place where it is defined, those of the right side to this place.
        with (
            self.context.expanding_name(name, (*path, "value")) as is_first,
            self.context.problems.placing(surface.COMPARATORS, at, path),
        ):
            if not is_first:
                return UNKNOWN_CONDITION
            lowered = self.lower_comparison(defined, comparator, right, scope, at)
        self._note_bound(name, comparator, right, scope, path, lowered)
        return lowered

    def _note_bound(self, name: str, comparator: str, right: Any, scope: Scope, path: Path, lowered: Lowered) -> None:
        """Keep the comparisons of a named quantity of the whole school, to be shown with it."""
        if self.context.owner is None or scope != EVERYWHERE:
            return
        defined = self.context.definition.define[name]
        if isinstance(defined, surface.ValueQuantity) and defined.per is not None:
            measure = self.quantities.measure_of_ratio(defined)
        else:
            measure = self.quantities.find_measure(surface.ValueQuantity(value=name), scope, path)
        if measure is not None and measure.kind == "number":
            bound = self.quantities.lower_operand(right, measure, scope, (*path, comparator))
            stated = StatedBound(self.context.owner, OPERATORS[comparator], bound, lowered.condition)
            self.context.stated_bounds.setdefault(name, []).append(stated)

    def _compare_ratio(
        self, left: surface.ValueQuantity, comparator: str, right: Any, scope: Scope, path: Path
    ) -> Lowered:
        """Lower numerator over denominator without dividing: the numerator against threshold times denominator (S13).

        The denominator is context. Where it is 0 there is nothing to measure, and the comparison is unknown.
        """
        scaled, base = self.quantities.lower_ratio(left, scope, path)
        measure = self.quantities.measure_of_ratio(left)
        if measure is None:
            return UNKNOWN_CONDITION
        threshold = self.quantities.lower_operand(right, measure, scope, (*path, comparator))
        bound: Quantity = (
            Sum((base,), (threshold.value,)) if isinstance(threshold, Constant) else Product(threshold, base)
        )
        compared = Compare(scaled, OPERATORS[comparator], bound)
        return Lowered(Branch(Compare(base, ">", ZERO), compared, Known(UNKNOWN)))

    def _compare_with_literal(
        self, value: Quantity, comparator: str, right: Any, measure: Measure, scope: Scope, path: Path
    ) -> Condition:
        """Compare a value with a literal; reports an order comparison of choices, which have no order."""
        if not measure.ordered and comparator != "is":
            self.context.problems.add(
                "KD212",
                Message("these choices have no order"),
                (*path, comparator),
                key=True,
                expected=Message("is: a choice or a list of choices"),
            )
            return Known(UNKNOWN)
        operand = self.quantities.lower_operand(right, measure, scope, (*path, comparator))
        operator = OPERATORS[comparator]
        if operator == "==" and measure.kind == "words" and measure.ordered and isinstance(operand, Constant):
            # Equality with the lowest or the highest word is a comparison to one side, which is read exactly (1.6).
            last = len(measure.words) - 1
            operator = "<=" if operand.value == 0 else ">=" if operand.value == last else operator
        return Compare(value, operator, operand)

    def _compare_change(
        self, left: surface.ChangeQuantity, comparator: str, right: Any, scope: Scope, path: Path
    ) -> Lowered:
        quantity = self.quantities.lower_change(left, scope, path)
        if quantity is None:
            # The first year of a window has no change: the comparison never applies (S3).
            return Lowered(Known(MET), Known(UNMET))
        measure = self.quantities.find_measure(surface.ValueQuantity(value=left.change), scope, path)
        bound = self.quantities.lower_operand(right, measure, scope, (*path, comparator))
        return Lowered(Compare(quantity, OPERATORS[comparator], bound))

    # -- nodes -------------------------------------------------------------------------------------------------

    def _compare_its(self, left: surface.ItsQuantity, comparator: str, right: Any, scope: Scope, path: Path) -> Lowered:
        if scope.node is None:
            self.context.problems.add(
                "KD210",
                Message("there is no member here whose {its} could be meant", its=left.its),
                (*path, "its"),
                hint=Message("write it inside 'that' or 'of' of a set of nodes"),
            )
            return UNKNOWN_CONDITION
        if left.its == "verdict":
            return Lowered(self._compare_verdict(comparator, right, scope, path))
        if left.its == "level":
            return self._compare_level(self.context.outline.nodes[scope.node], comparator, right, scope, path)
        derived = self.quantities.derived_quantity(left, scope)
        if derived is not None:
            return self.lower_comparison(derived, comparator, right, scope, path)
        quantity, measure = self.quantities.lower_own(left, scope, path)
        return Lowered(self._compare_with_literal(quantity, comparator, right, measure, scope, path))

    def lower_verdict(self, scope: Scope, path: Path) -> Condition:
        """Return the verdict of the node at hand, as a fact.

        A node that does not apply and counts as a verdict has that verdict (1.7). Reports that there is no node here,
        or one that is not judged met or unmet; the verdict is then unknown.

        Parameters
        ----------
        scope
            Has the node at hand.
        path
            The place in the definition that asks for the verdict.
        """
        if scope.node is None:
            self.context.problems.add(
                "KD210",
                Message("there is no member here whose verdict could be meant"),
                path,
                hint=Message("write it inside 'that' of a set of nodes"),
            )
            return Known(UNKNOWN)
        info = self.context.outline.nodes[scope.node]
        if info.verdict != "met":
            self.context.problems.add(
                "KD212",
                Message("'{id}' is not judged met or unmet", id=self.context.layer_of(scope.node)),
                path,
                found=describe_judgement(info),
                hint=Message("compare what it has, such as {{its: level, at_least: …}}"),
            )
            return Known(UNKNOWN)
        return Fact(scope.node) if scope.assumed is None else Known(scope.assumed)

    def _compare_verdict(self, comparator: str, right: Any, scope: Scope, path: Path) -> Condition:
        verdict = self.lower_verdict(scope, (*path, "its"))
        if comparator != "is" or right not in ("met", "unmet"):
            self.context.problems.add(
                "KD104",
                Message("a verdict is met or unmet"),
                (*path, comparator),
                expected=Message("is: met or is: unmet"),
            )
        return verdict if right == "met" else negate_condition(verdict)

    def _compare_level(self, info: NodeInfo, comparator: str, right: Any, scope: Scope, path: Path) -> Lowered:
        if info.verdict != "level":
            self.context.problems.add(
                "KD212",
                Message("'{id}' has no levels", id=self.context.layer_of(info.id)),
                (*path, "its"),
                found=describe_judgement(info),
            )
            return UNKNOWN_CONDITION
        below = self.context.not_reached_of(info.scale) if info.scale else None
        order = info.steps if below is None else (below, *info.steps)
        if right not in order:
            self.context.problems.add_unknown("KD205", Message("level"), str(right), order, (*path, comparator))
            return UNKNOWN_CONDITION
        lowest = () if below is None else (Known(MET),)  # the state below the lowest level is always reached
        applies = None
        asked = _step_asked(comparator, order.index(right) - len(lowest), info.steps)
        if asked is not None and not info.is_asked(asked) and scope.assumed is None:
            # By 1.7 it counts with the verdict that is stated, or leaves the rule.
            self._check_not_asked(info, asked, scope, path)
            if scope.if_not_asked in _VERDICTS:
                scope = scope.assume_verdict(_VERDICTS[scope.if_not_asked])
            else:
                applies = Known(UNMET)
        reached = tuple(self._reaches(info, step, scope) for step in info.steps)
        return Lowered(compare_step(comparator, order.index(right), (*lowest, *reached)), applies)

    def _check_not_asked(self, info: NodeInfo, step: str, scope: Scope, path: Path) -> None:
        """Report a rule that asks for a level of a node without text there, where nothing says how it counts (2.3)."""
        if scope.if_not_asked is None and (info.layer is None or info.layer.not_applicable is None):
            self.context.problems.add(
                "KD223",
                Message(
                    "'{id}' has no requirement at {step} or below, and nothing says how it then counts",
                    id=info.id,
                    step=step,
                ),
                (*path, "its"),
                expected=Message("not_applicable: drop, met or unmet, in the set or its layer"),
            )

    def _reaches(self, info: NodeInfo, level: str, scope: Scope) -> Condition:
        """Return when a node reaches a level: by its conditions for that level and for each below (2.1).

        A level without text carries or fails as its layer says (2.3).
        """
        if scope.assumed is not None:
            return Known(scope.assumed)
        # Built once for each level: a rule for each of many levels asks for all of them.
        kept = self.context.levels_reached
        if (info.id, level) not in kept:
            kept[info.id, level] = self._build_reached(info, level)
        return kept[info.id, level]

    def _build_reached(self, info: NodeInfo, level: str) -> Condition:
        parts: list[Condition] = []
        for step in info.steps[: info.steps.index(level) + 1]:
            if step in info.levels:
                parts.append(Fact(str(FactName(FactKind.STEP, info.id, step))))
            elif info.layer is not None and info.layer.no_text == "fails":
                parts.append(Known(UNMET))
        reached = conjoin_all(tuple(parts))
        return Known(MET) if reached is None else reached


def _first_applies(parts: Sequence[Lowered]) -> Condition | None:
    """Return when several comparisons of one quantity apply: all at once, when any one that may not apply does."""
    return next((part.applies for part in parts if part.applies is not None), None)


def _step_asked(comparator: str, index: int, steps: Sequence[str]) -> str | None:
    """Return the step that must be reached for a comparison; None where the comparison depends on no step.

    *at most* a step depends on the next higher one. The state below the lowest step has the *index* -1: it means that
    the lowest step is not reached.
    """
    number = index + 1 if comparator in ("above", "at_most") or (comparator == "is" and index < 0) else index
    return steps[number] if 0 <= number < len(steps) else None


def _compare_with_duration(value: Quantity, comparator: str, duration: Duration) -> Condition:
    """Compare how long ago a date is with a length of time; the longer ago, the earlier the date.

    It is at least 5 years ago up to the last day from which 5 years have passed, and at most 5 years ago from the
    first such day on.
    """
    last, first = (Value(str(clock)) for clock in clocks_of(duration))
    if comparator == "is":
        return All((Compare(value, ">=", first), Compare(value, "<=", last)))
    # The one end separates "at least so long ago" from "less", the other "at most" from "more".
    clock = last if comparator in ("at_least", "below") else first
    return Compare(value, MIRRORED[OPERATORS[comparator]], clock)
