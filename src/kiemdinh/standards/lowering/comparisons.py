"""Comparisons: an operand with its comparators, both sides read by the operand's measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kiemdinh.parsing.collector import Path
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
    Value,
    negated,
)
from kiemdinh.rules import Any as AnyCondition
from kiemdinh.standards import definition as surface
from kiemdinh.standards.definition import Measure, read_duration
from kiemdinh.standards.lowering.aggregates import Counting
from kiemdinh.standards.lowering.context import Context, Lowerer
from kiemdinh.standards.lowering.quantities import ZERO, Operands, is_quantity
from kiemdinh.standards.lowering.scope import OPS, UNKNOWN_CONDITION, Lowered, Scope

__all__ = ["Comparing"]


@dataclass(frozen=True, slots=True)
class Comparing:
    """Lowers comparisons for one lowering."""

    context: Context
    lowerer: Lowerer
    operands: Operands
    counting: Counting

    def comparison(self, cond: Any, scope: Scope, path: Path) -> Lowered:
        """Lower an operand with its comparators; several must all hold."""
        parts = [self.compare(cond, op, to, scope, path) for op, to in cond.comparisons()]
        if len(parts) == 1:
            return parts[0]
        applies = next((p.applies for p in parts if p.applies is not None), None)
        return Lowered(All(tuple(p.condition for p in parts)), applies)

    def compare(self, left: Any, key: str, to: Any, scope: Scope, path: Path) -> Lowered:
        """Lower one comparison of a surface quantity with what stands behind the comparator *key*."""
        with self.context.deeper(path):
            return self._compare(left, key, to, scope, path)

    def _compare(self, left: Any, key: str, to: Any, scope: Scope, path: Path) -> Lowered:
        if isinstance(to, tuple):
            parts = [self.compare(left, key, one, scope, path) for one in to]
            conditions = tuple(p.absent_as_unmet() for p in parts)
            return Lowered(conditions[0] if len(conditions) == 1 else AnyCondition(conditions))
        kinds: tuple[tuple[type, Callable[..., Lowered]], ...] = (
            (surface.Value, self._value),
            (surface.Its, self._its),
            (surface.Change, self._change),
            (surface.Count, self.counting.compare_count),
            (surface.Share, self.counting.compare_share),
            (surface.Sum, self.counting.compare_sum),
            (surface.Mean, self.counting.compare_mean),
            (surface.Lowest, self.counting.compare_extreme),
            (surface.Highest, self.counting.compare_extreme),
        )
        lower = next(method for kind, method in kinds if isinstance(left, kind))
        return lower(left, key, to, scope, path)

    def _value(self, left: surface.Value, key: str, to: Any, scope: Scope, path: Path) -> Lowered:
        defined = self.context.definition.define.get(left.value)
        if defined is not None:
            return self._defined(left.value, defined, key, to, scope, path)
        if left.per is not None:
            return self._per(left, key, to, scope, path)
        value = Value(self.operands.input_id(left.value, scope, (*path, "value")))
        measure = self.operands.measure(left, scope, path)
        moment = read_duration(to) if measure.kind == "date" and isinstance(to, str) else None
        if moment is not None:
            self.context.durations.add(moment)
            return Lowered(Compare(value, MIRRORED[OPS[key]], Value(f"clock:{moment} ago")))
        return Lowered(self._against(value, key, to, measure, scope, path))

    def _defined(self, name: str, defined: Any, key: str, to: Any, scope: Scope, path: Path) -> Lowered:
        self.context.used.add(("define", name))
        if not is_quantity(defined):
            self.context.problems.add("KD212", f"'{name}' is a condition, not a quantity", (*path, "value"), found=name)
            return UNKNOWN_CONDITION
        with self.context.expanding(name, (*path, "value")) as fresh:
            return self.compare(defined, key, to, scope, path) if fresh else UNKNOWN_CONDITION

    def _per(self, left: surface.Value, key: str, to: Any, scope: Scope, path: Path) -> Lowered:
        """Lower part over whole without dividing: value compared with the threshold times the whole."""
        part, whole = self.operands.input(left.value), self.operands.input(left.per or "")
        part_id = self.operands.input_id(left.value, scope, (*path, "value"))
        if whole is None:
            self.context.problems.unknown(
                "KD209", "input", left.per or "", self.context.definition.inputs, (*path, "per")
            )
        if part is None or whole is None:
            return UNKNOWN_CONDITION
        self.context.reads(self.operands.input_id(left.per or "", scope, (*path, "per")), context=True)
        same = part.unit == whole.unit
        measure = Measure("number", what="a percentage", percent_of=100 if same else None, only_percent=same)
        threshold = self.operands.operand(to, measure, scope, (*path, key))
        base = Value(
            self.context.reads(
                f"per:{left.value}:{left.per}{part_id.partition('@')[1]}{part_id.partition('@')[2]}",
                context=True,
            )
        )
        scaled = Sum((Value(part_id),), (100 if same else 1,))
        against: Quantity = (
            Sum((base,), (threshold.value,)) if isinstance(threshold, Constant) else Product(threshold, base)
        )
        return Lowered(Branch(Compare(base, ">", ZERO), Compare(scaled, OPS[key], against), Known(UNKNOWN)))

    def _against(self, value: Quantity, key: str, to: Any, measure: Measure, scope: Scope, path: Path) -> Condition:
        """Compare with what is written, a comparison with an end of a list of words being a one-sided one."""
        if not measure.ordered and key != "is":
            self.context.problems.add(
                "KD212",
                "these choices have no order",
                (*path, key),
                key=True,
                expected="is: a choice or a list of choices",
            )
            return Known(UNKNOWN)
        right = self.operands.operand(to, measure, scope, (*path, key))
        op = OPS[key]
        if op == "==" and measure.kind == "words" and measure.ordered and isinstance(right, Constant):
            op = "<=" if right.value == 0 else ">=" if right.value == len(measure.words) - 1 else op
        return Compare(value, op, right)

    def _its(self, left: surface.Its, key: str, to: Any, scope: Scope, path: Path) -> Lowered:
        if scope.node is None:
            self.context.problems.add(
                "KD210",
                f"there is no member here whose {left.its} could be meant",
                (*path, "its"),
                hint="say it inside 'that' or 'of' of a set of nodes",
            )
            return UNKNOWN_CONDITION
        if left.its == "verdict":
            return Lowered(self._verdict(key, to, scope, path))
        if left.its == "level":
            return Lowered(self._level(key, to, scope, path))
        derived = self.operands.derived(left, scope)
        if derived is not None:
            return self.compare(derived, key, to, scope, path)
        quantity, measure = self.operands.of_node(left, scope, path)
        return Lowered(self._against(quantity, key, to, measure, scope, path))

    def verdict(self, scope: Scope, path: Path) -> Condition:
        """Return the verdict of the node at hand."""
        if scope.node is None:
            self.context.problems.add(
                "KD210",
                "there is no member here whose verdict could be meant",
                path,
                hint="say it inside 'that' of a set of nodes",
            )
            return Known(UNKNOWN)
        info = self.context.outline.nodes[scope.node]
        if info.verdict != "met":
            verdict = info.verdict or "nothing"
            self.context.problems.add(
                "KD212",
                f"'{self.context.layer_of(scope.node)}' is not judged met or unmet",
                path,
                found=f"it is judged by {verdict}",
                hint="compare what it has, such as {its: level, at_least: …}",
            )
            return Known(UNKNOWN)
        return Known(scope.assume) if scope.assume is not None else Fact(scope.node)

    def _verdict(self, key: str, to: Any, scope: Scope, path: Path) -> Condition:
        verdict = self.verdict(scope, (*path, "its"))
        if key != "is" or to not in ("met", "unmet"):
            self.context.problems.add(
                "KD104", "a verdict is met or unmet", (*path, key), expected="is: met or is: unmet"
            )
        return verdict if to == "met" else negated(verdict)

    def _level(self, key: str, to: Any, scope: Scope, path: Path) -> Condition:
        info = self.context.outline.nodes[scope.node or ""]
        if info.verdict != "level":
            self.context.problems.add(
                "KD212",
                f"'{self.context.layer_of(info.id)}' has no levels",
                (*path, "its"),
                found=f"it is judged by {info.verdict or 'nothing'}",
            )
            return Known(UNKNOWN)
        below = self.context.below(info.layer.scale) if info.layer and info.layer.scale else None
        rungs = [below, *info.steps] if below is not None else list(info.steps)
        if to not in rungs:
            self.context.problems.unknown("KD205", "level", str(to), [r for r in rungs if r], (*path, key))
            return Known(UNKNOWN)
        if scope.assume is not None:
            reached = {rung: Known(scope.assume) for rung in info.steps}
        else:
            reached = {rung: self.reaches(info.id, rung) for rung in info.steps}  # type: ignore[misc]  # conditions
        at = rungs.index(str(to))
        this: Condition = reached.get(str(to), Known(MET))
        above: Condition = reached[str(rungs[at + 1])] if at + 1 < len(rungs) else Known(UNMET)
        return {
            "at_least": this,
            "above": above,
            "at_most": negated(above),
            "below": negated(this),
            "is": All((this, negated(above))),
        }[key]

    def reaches(self, node_id: str, step: str) -> Condition:
        """When a node reaches a step: its conditions for that step and for each below (2.1).

        A level without text
        carries or fails as its layer says (2.3).
        """
        info = self.context.outline.nodes[node_id]
        parts: list[Condition] = []
        for each in info.steps[: info.steps.index(step) + 1]:
            if each in info.levels:
                parts.append(Fact(f"{node_id}/{each}"))
            elif info.layer is not None and info.layer.no_text == "fails":
                parts.append(Known(UNMET))
        if not parts:
            return Known(MET)
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _change(self, left: surface.Change, key: str, to: Any, scope: Scope, path: Path) -> Lowered:
        quantity = self.operands.change_of(left, scope, path)
        if quantity is None:
            return Lowered(Known(MET), Known(UNMET))
        measure = self.operands.measure(surface.Value(value=left.change), scope, path)
        return Lowered(Compare(quantity, OPS[key], self.operands.operand(to, measure, scope, (*path, key))))
