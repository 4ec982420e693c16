"""Quantities and operands: inputs by their scope, tables, and what each is measured in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from kiemdinh.parsing.collector import Path
from kiemdinh.parsing.durations import Duration
from kiemdinh.rules import (
    Compare,
    Comparison,
    Constant,
    Number,
    Quantity,
    Select,
    Sum,
    Value,
    exact,
)
from kiemdinh.standards import definition as surface
from kiemdinh.standards.definition import InputDef, Measure, input_measure, read_duration, read_literal, scale_measure
from kiemdinh.standards.lowering.context import Context, Lowerer
from kiemdinh.standards.lowering.scope import Scope

__all__ = ["NUMBER", "SHARE", "ZERO", "Operands", "as_number", "is_quantity"]

NUMBER = Measure("number")
SHARE = Measure("number", what="a percentage", percent_of=100, only_percent=True)
ZERO = Constant(0)
_LONG = 30  # entries of a table


@dataclass(frozen=True, slots=True)
class Operands:
    """Lowers quantities, tables and inputs for one lowering."""

    context: Context
    lowerer: Lowerer

    def quantity(self, q: surface.Value | surface.Its | surface.Change, scope: Scope, path: Path) -> Quantity:
        """Lower a value, what a node has, or a change that is calculated with."""
        if isinstance(q, surface.Value):
            defined = self.context.definition.define.get(q.value)
            if defined is not None and is_quantity(defined):
                with self.context.expanding(q.value, path) as fresh:
                    return self.lowerer.quantity(defined, scope, path) if fresh else ZERO
            if q.per is not None:
                self.context.problems.add("KD216", "a ratio can only be compared, not calculated with", (*path, "per"))
            return Value(self.input_id(q.value, scope, (*path, "value")))
        if isinstance(q, surface.Its):
            derived = self.derived(q, scope)
            return (
                self.lowerer.quantity(derived, scope, path) if derived is not None else self.of_node(q, scope, path)[0]
            )
        return self.change_of(q, scope, path) or ZERO

    def derived(self, q: surface.Its, scope: Scope) -> Any:
        """Return the quantity that a layer derives its nodes' ratings or points from; None where they are recorded."""
        layer = self.context.outline.nodes[scope.node].layer if scope.node else None
        return layer.derive if layer is not None and q.its in ("rating", "points") else None

    def of_node(self, q: surface.Its, scope: Scope, path: Path) -> tuple[Quantity, Measure]:
        """Return the node's own rating, points, finding or weight, and what it is measured in."""
        if scope.node is None:
            self.context.problems.add("KD210", f"there is no member here whose {q.its} could be meant", (*path, "its"))
            return ZERO, NUMBER
        info = self.context.outline.nodes[scope.node]
        if q.its == "weight":
            return self._node_weight(info.node.weight, scope, info.path), NUMBER
        if info.verdict != q.its:
            self.context.problems.add(
                "KD212",
                f"'{self.context.layer_of(info.id)}' has no {q.its}",
                (*path, "its"),
                found=f"it is judged by {info.verdict or 'nothing'}",
            )
            return ZERO, NUMBER
        return Value(self.context.reads(f"{q.its}:{info.id}")), self.node_measure(info.id)

    def _node_weight(self, weight: Any, scope: Scope, path: Path) -> Quantity:
        if weight is None:
            self.context.problems.add("KD101", "this node has no weight", path, expected="weight: a number or a table")
            return Constant(1)
        return self.operand(weight, NUMBER, scope, (*path, "weight"))

    def node_measure(self, node_id: str) -> Measure:
        """Return the measure of a node's rating, points or finding."""
        info = self.context.outline.nodes[node_id]
        if info.verdict == "points":
            most = info.node.points
            if most is None:
                self.context.problems.add(
                    "KD101",
                    f"'{node_id}' earns points and does not say how many",
                    info.path,
                    expected="points: a number",
                )
                most = 0
            return Measure("number", percent_of=most, low=0, high=most, what="points")
        scale = self.context.definition.scales.get(info.layer.scale or "") if info.layer else None
        if scale is None:
            index = self.context.definition.layers.index(info.layer) if info.layer else 0
            name = (info.layer.scale or "") if info.layer else ""
            self.context.problems.unknown(
                "KD214", "scale", name, self.context.definition.scales, ("layers", index, "scale")
            )
            return NUMBER
        return scale_measure(info.layer.scale or "", scale)  # type: ignore[union-attr]  # it has a scale

    def measure(self, q: Any, scope: Scope, path: Path) -> Measure:
        """Return what a surface quantity is measured in."""
        with self.context.deeper(path):
            return self._measure(q, scope, path)

    def _measure(self, q: Any, scope: Scope, path: Path) -> Measure:
        if isinstance(q, surface.Value):
            defined = self.context.definition.define.get(q.value)
            if defined is not None:
                return self.measure(defined, scope, path)
            found = self.input(q.value)
            return NUMBER if found is None else self.input_measure(found)
        if isinstance(q, surface.Change):
            return self.measure(surface.Value(value=q.change), scope, path)
        if isinstance(q, surface.Share):
            return SHARE
        if isinstance(q, surface.Its) and q.its in ("rating", "points", "finding") and scope.node is not None:
            derived = self.derived(q, scope)
            return self.measure(derived, scope, path) if derived is not None else self.node_measure(scope.node)
        if isinstance(q, surface.Mean | surface.Lowest | surface.Highest):
            name = next(getattr(q, k) for k in ("mean", "lowest", "highest") if hasattr(q, k))
            members = self.lowerer.members(name, scope, path)
            return self.measure(q.of, members.items[0].scope if members.items else scope, path)
        return NUMBER

    def input_measure(self, found: InputDef) -> Measure:
        """Return the measure of a declared input."""
        return input_measure(found, self.context.definition.scales.get(found.scale or ""))

    def operand(self, to: Any, measure: Measure, scope: Scope, path: Path) -> Quantity:
        """Lower what stands behind a comparator: a literal, a table, a quantity."""
        if isinstance(to, str):
            number = read_literal(to, measure, self.context.problems, path)
            return ZERO if number is None else Constant(number)
        if isinstance(to, surface.ValueTable):
            return self._by_choice(to, measure, scope, path)
        if isinstance(to, surface.StepTable):
            return self._by_steps(to, measure, scope, path)
        return self.lowerer.quantity(to, scope, path)

    def _by_choice(self, table: surface.ValueTable, measure: Measure, scope: Scope, path: Path) -> Quantity:
        choices = self.choices_of(table.by, scope, path, table.values, table.otherwise)
        if not choices:
            return ZERO
        value = Value(self.context.reads(self.input_id(table.by, scope, (*path, "by")), context=True))
        arms = []
        for index, word in choices:
            inside = Scope(
                scope.node,
                scope.year,
                scope.before,
                scope.stage,
                (*scope.fixed, (table.by, frozenset((word,)))),
            )
            if word in table.values:
                arms.append((index, self.operand(table.values[word], measure, inside, (*path, "values", word))))
            else:
                arms.append((index, self.operand(table.otherwise, measure, inside, (*path, "otherwise"))))
        arms.sort(key=lambda arm: arm[0])
        return _by_cases(value, "==", [index for index, _ in arms], [arm for _, arm in arms])

    def choices_of(
        self, by: str, scope: Scope, path: Path, values: Mapping[str, Any], otherwise: Any
    ) -> tuple[tuple[int, str], ...]:
        """Return the choices that a table by input *by* must cover here, numbered; reports gaps and strangers."""
        found = self.input(by)
        if found is None:
            self.context.problems.unknown("KD209", "input", by, self.context.definition.inputs, (*path, "by"))
            return ()
        measure = self.input_measure(found)
        if found.type not in ("choice", "scale") or measure.kind != "words":
            self.context.problems.add(
                "KD217",
                f"a table needs a choice, and '{by}' is none",
                (*path, "by"),
                found=f"type: {found.type}",
                hint="declare it as 'type: choice' with its choices; a table by a number has steps",
            )
            return ()
        left = scope.choices_left(by, measure.words)
        for word in values:
            if word not in measure.words:
                self.context.problems.unknown("KD104", "choice", word, measure.words, (*path, "values", word), key=True)
        missing = [word for word in left if word not in values]
        if missing and otherwise is None:
            self.context.problems.add(
                "KD218",
                f"the table has no value for {', '.join(missing)}",
                (*path, "values"),
                key=True,
                expected=f"a value for each of {', '.join(left)}, or otherwise",
            )
            return ()
        if not missing and otherwise is not None and left == measure.words:
            self.context.problems.add(
                "KD219",
                "every choice has its value, and there is an otherwise too",
                (*path, "otherwise"),
                key=True,
            )
        return tuple((i, word) for i, word in enumerate(measure.words) if word in left)

    def _by_steps(self, table: surface.StepTable, measure: Measure, scope: Scope, path: Path) -> Quantity:
        by = self.lowerer.quantity(surface.Value(value=table.by), scope, (*path, "by"))
        if isinstance(by, Value):
            self.context.reads(by.id, context=True)
        bounds = [step.up_to for step in table.steps]
        rising = [b for b in bounds[:-1] if b is not None]
        if len(rising) < len(bounds) - 1 or bounds[-1] is not None or any(a >= b for a, b in pairwise(rising)):
            self.context.problems.add(
                "KD218",
                "the steps of a table rise, and only the last has no up_to",
                (*path, "steps"),
                key=True,
                expected="steps: [{up_to: n, then: …}, …, {then: …}]",
            )
            return ZERO
        arms = [self.operand(s.then, measure, scope, (*path, "steps", i, "then")) for i, s in enumerate(table.steps)]
        return _by_cases(by, "<=", rising, arms)

    def input(self, name: str) -> InputDef | None:
        """Return the declared input *name*."""
        self.context.used.add(("input", name))
        return self.context.definition.inputs.get(name)

    def input_id(self, name: str, scope: Scope, path: Path) -> str:
        """Return the id of an input's value at *scope*: ``input:excellent@thcs/2025-2026``.

        Reports an input that is not declared, or one given for each year (stage, member) outside such a scope.
        """
        found = self.input(name)
        if found is None:
            known = (*self.context.definition.inputs, *self.context.definition.define)
            self.context.problems.unknown("KD209", "input", name, known, path)
            return f"input:{name}"
        at = [part for kind in sorted(found.each, key=_stage_before_year) for part in self._at(kind, name, scope, path)]
        value_id = f"input:{name}" + (f"@{'/'.join(at)}" if at else "")
        context = found.type in ("choice", "date", "decision") or found.given
        return self.context.reads(value_id, context=context)

    def _at(self, kind: str, name: str, scope: Scope, path: Path) -> list[str]:
        if kind == "year":
            here = scope.year
        elif kind == "stage":
            if scope.stage is None and self.context.definition.subject.assessed_by == "stage":
                return []
            here = scope.stage
        else:
            here = self._ancestor(scope.node, kind)
        if here is None:
            self.context.problems.add(
                "KD210",
                f"'{name}' is given for each {kind}; say which {kind}",
                path,
                hint=f"say it inside 'that' of a set among {kind}",
            )
            return []
        return [here]

    def _ancestor(self, node_id: str | None, layer: str) -> str | None:
        if node_id is None:
            return None
        chain = (node_id, *self.context.outline.ancestors_of(node_id))
        return next((i for i in chain if self.context.layer_of(i) == layer), None)

    def duration(self, text: str, path: Path) -> Duration | None:
        """Read a length of time, reporting what is none."""
        found = read_duration(text)
        if found is None:
            self.context.problems.add(
                "KD108", f"'{text}' is no length of time", path, expected="such as 5 years, 9 months, 90 days"
            )
        else:
            self.context.durations.add(found)
        return found

    def change_of(self, left: surface.Change, scope: Scope, path: Path) -> Quantity | None:
        """The value of a year less that of the year before; None for the first year of a window, which has none."""
        now = self.input_id(left.change, scope, (*path, "change"))
        if scope.year is None or scope.before is None:
            return None
        earlier = Scope(scope.node, scope.before, None, scope.stage, scope.fixed)
        return Sum((Value(now), Value(self.input_id(left.change, earlier, path))), (1, -1))


def _stage_before_year(kind: str) -> int:
    return {"stage": 1, "year": 2}.get(kind, 0)


def is_quantity(defined: Any) -> bool:
    """Whether a defined name stands for a quantity rather than a condition."""
    return not isinstance(
        defined, str | surface.Compared | surface.AllOf | surface.AnyOf | surface.NotOf | surface.Every
    )


def as_number(text: str) -> Number | None:
    """Read *text* as a number; None where it is none."""
    try:
        return exact(text)
    except ValueError:
        return None


def _by_cases(by: Quantity, op: Comparison, marks: Sequence[Number], arms: Sequence[Quantity]) -> Quantity:
    """Choose the arm of the first mark, rising, that *by* stands so to; the last arm where it does to none.

    A long table is halved first, so that it is not nested as deeply as it is long.
    """
    if len(arms) > _LONG:
        half = len(arms) // 2
        lower = _by_cases(by, op, marks[:half], arms[:half])
        return Select(Compare(by, "<=", Constant(marks[half - 1])), lower, _by_cases(by, op, marks[half:], arms[half:]))
    result = arms[-1]
    for mark, arm in reversed(list(zip(marks[: len(arms) - 1], arms, strict=False))):
        result = Select(Compare(by, op, Constant(mark)), arm, result)
    return result
