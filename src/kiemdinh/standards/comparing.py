"""Comparisons and quantities: reading both sides by their measure, and saying them in the core language.

Counts, shares, means, the lowest and the highest of a set are lowered so that no division and no rounding is left
to evaluation: a share is judged member by member (1.7), the lowest is compared by comparing each (F7).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any

from kiemdinh.rules import (
    MET,
    UNKNOWN,
    UNMET,
    All,
    AtLeast,
    Branch,
    Compare,
    Comparison,
    Condition,
    Constant,
    Count,
    Fact,
    Known,
    Maximum,
    Mean,
    Minimum,
    Number,
    Product,
    Quantity,
    Select,
    Sum,
    Value,
    at_most,
    exact,
    negated,
)
from kiemdinh.rules import Any as AnyCondition
from kiemdinh.standards import conditions as surface
from kiemdinh.standards.literals import Measure, duration_value, input_measure, read_literal, scale_measure
from kiemdinh.standards.model import InputDef
from kiemdinh.standards.places import Lowered, Member, Members, Place
from kiemdinh.standards.words import Duration

if TYPE_CHECKING:
    from kiemdinh.standards.lowering import Lowering
    from kiemdinh.standards.problems import Path

__all__ = ["Comparing"]

_OPS: Mapping[str, Comparison] = {"at_least": ">=", "at_most": "<=", "above": ">", "below": "<", "is": "=="}
_FLIPPED: Mapping[Comparison, Comparison] = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "==": "=="}
_NUMBER = Measure("number")
_SHARE = Measure("number", what="a percentage", percent_of=100, only_percent=True)
_ZERO = Constant(0)
_NOTHING = Lowered(Known(UNKNOWN))


@dataclass(frozen=True, slots=True)
class Comparing:
    """Lowers comparisons and quantities for one lowering."""

    low: Lowering

    # -- comparisons ---------------------------------------------------------------------------------

    def comparison(self, cond: Any, place: Place, path: Path) -> Lowered:
        """Lower an operand with its comparators; several must all hold."""
        parts = [self.compare(cond, op, to, place, path) for op, to in cond.comparisons()]
        if len(parts) == 1:
            return parts[0]
        applies = next((p.applies for p in parts if p.applies is not None), None)
        return Lowered(All(tuple(p.condition for p in parts)), applies)

    def compare(self, left: Any, key: str, to: Any, place: Place, path: Path) -> Lowered:
        """Lower one comparison of a surface quantity with what stands behind the comparator *key*."""
        if isinstance(to, tuple):
            parts = [self.compare(left, key, one, place, path) for one in to]
            conditions = tuple(p.or_unmet() for p in parts)
            return Lowered(conditions[0] if len(conditions) == 1 else AnyCondition(conditions))
        kinds: tuple[tuple[type, Callable[..., Lowered]], ...] = (
            (surface.Value, self._value),
            (surface.Its, self._its),
            (surface.Change, self._change),
            (surface.Count, self._count),
            (surface.Share, self._share),
            (surface.Sum, self._sum),
            (surface.Mean, self._mean),
            (surface.Lowest, self._extreme),
            (surface.Highest, self._extreme),
        )
        lower = next(method for kind, method in kinds if isinstance(left, kind))
        return lower(left, key, to, place, path)

    def _value(self, left: surface.Value, key: str, to: Any, place: Place, path: Path) -> Lowered:
        defined = self.low.definition.define.get(left.value)
        if defined is not None:
            return self._defined(left.value, defined, key, to, place, path)
        if left.per is not None:
            return self._per(left, key, to, place, path)
        value = Value(self.input_id(left.value, place, (*path, "value")))
        measure = self.measure(left, place, path)
        moment = duration_value(to) if measure.kind == "date" and isinstance(to, str) else None
        if moment is not None:
            self.low.durations.add(moment)
            return Lowered(Compare(value, _FLIPPED[_OPS[key]], Value(f"clock:{moment} ago")))
        return Lowered(self._against(value, key, to, measure, place, path))

    def _defined(self, name: str, defined: Any, key: str, to: Any, place: Place, path: Path) -> Lowered:
        self.low.used.add(("define", name))
        if not _is_quantity(defined):
            self.low.problems.add("KD212", f"'{name}' is a condition, not a quantity", (*path, "value"), found=name)
            return _NOTHING
        with self.low.expanding(name, (*path, "value")) as fresh:
            return self.compare(defined, key, to, place, path) if fresh else _NOTHING

    def _per(self, left: surface.Value, key: str, to: Any, place: Place, path: Path) -> Lowered:
        """Lower part over whole without dividing: value compared with the threshold times the whole."""
        part, whole = self.input(left.value), self.input(left.per or "")
        part_id = self.input_id(left.value, place, (*path, "value"))
        if whole is None:
            self.low.problems.unknown("KD209", "input", left.per or "", self.low.definition.inputs, (*path, "per"))
        if part is None or whole is None:
            return _NOTHING
        self.input_id(left.per or "", place, (*path, "per"))
        same = part.unit == whole.unit
        measure = Measure("number", what="a percentage", percent_of=100 if same else None, only_percent=same)
        threshold = self.operand(to, measure, place, (*path, key))
        base = Value(self.low.reads(f"per:{left.value}:{left.per}{part_id.partition('@')[1]}{part_id.partition('@')[2]}", context=True))
        scaled = Sum((Value(part_id),), (100 if same else 1,))
        against: Quantity = (
            Sum((base,), (threshold.value,)) if isinstance(threshold, Constant) else Product(threshold, base)
        )
        return Lowered(Branch(Compare(base, ">", _ZERO), Compare(scaled, _OPS[key], against), Known(UNKNOWN)))

    def _against(
        self, value: Quantity, key: str, to: Any, measure: Measure, place: Place, path: Path
    ) -> Condition:
        """Compare with what is written, a comparison with an end of a list of words being a one-sided one."""
        if not measure.ordered and key != "is":
            self.low.problems.add(
                "KD212", "these choices have no order", (*path, key), key=True, expected="is: a choice or a list of choices"
            )
            return Known(UNKNOWN)
        right = self.operand(to, measure, place, (*path, key))
        op = _OPS[key]
        if op == "==" and measure.kind == "words" and measure.ordered and isinstance(right, Constant):
            op = "<=" if right.value == 0 else ">=" if right.value == len(measure.words) - 1 else op
        return Compare(value, op, right)

    def _its(self, left: surface.Its, key: str, to: Any, place: Place, path: Path) -> Lowered:
        if place.node is None:
            self.low.problems.add(
                "KD210", f"there is no member here whose {left.its} could be meant", (*path, "its"),
                hint="say it inside 'that' or 'of' of a set of nodes",
            )
            return _NOTHING
        if left.its == "verdict":
            return Lowered(self._verdict(key, to, place, path))
        if left.its == "level":
            return Lowered(self._level(key, to, place, path))
        derived = self._derived(left, place)
        if derived is not None:
            return self.compare(derived, key, to, place, path)
        quantity, measure = self._of_node(left, place, path)
        return Lowered(self._against(quantity, key, to, measure, place, path))

    def _verdict(self, key: str, to: Any, place: Place, path: Path) -> Condition:
        verdict = self.low.verdict(place, (*path, "its"))
        if key != "is" or to not in ("met", "unmet"):
            self.low.problems.add("KD104", "a verdict is met or unmet", (*path, key), expected="is: met or is: unmet")
        return verdict if to == "met" else negated(verdict)

    def _level(self, key: str, to: Any, place: Place, path: Path) -> Condition:
        info = self.low.outline.nodes[place.node or ""]
        if info.verdict != "level":
            self.low.problems.add(
                "KD212", f"'{self.low.layer_of(info.id)}' has no levels", (*path, "its"),
                found=f"it is judged by {info.verdict or 'nothing'}",
            )
            return Known(UNKNOWN)
        below = self.low.below(info.layer.scale) if info.layer and info.layer.scale else None
        rungs = [below, *info.steps] if below is not None else list(info.steps)
        if to not in rungs:
            self.low.problems.unknown("KD205", "level", str(to), [r for r in rungs if r], (*path, key))
            return Known(UNKNOWN)
        if place.assume is not None:
            reached = {rung: Known(place.assume) for rung in info.steps}
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
        """When a node reaches a step: its conditions for that step and for each below (2.1); a level without text
        carries or fails as its layer says (2.3).
        """
        info = self.low.outline.nodes[node_id]
        parts: list[Condition] = []
        for each in info.steps[: info.steps.index(step) + 1]:
            if each in info.levels:
                parts.append(Fact(f"{node_id}/{each}"))
            elif info.layer is not None and info.layer.no_text == "fails":
                parts.append(Known(UNMET))
        if not parts:
            return Known(MET)
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _change(self, left: surface.Change, key: str, to: Any, place: Place, path: Path) -> Lowered:
        quantity = self._change_of(left, place, path)
        if quantity is None:
            return Lowered(Known(MET), Known(UNMET))
        measure = self.measure(surface.Value(value=left.change), place, path)
        return Lowered(Compare(quantity, _OPS[key], self.operand(to, measure, place, (*path, key))))

    def _change_of(self, left: surface.Change, place: Place, path: Path) -> Quantity | None:
        """This year's value less that of the year before; None for the first year of a window, which has none."""
        now = self.input_id(left.change, place, (*path, "change"))
        if place.year is None or place.before is None:
            return None
        earlier = Place(place.node, place.before, None, place.stage, place.fixed)
        return Sum((Value(now), Value(self.input_id(left.change, earlier, path))), (1, -1))

    def _count(self, left: surface.Count, key: str, to: Any, place: Place, path: Path) -> Lowered:
        members = self.low.membership.members(left.count, place, (*path, "count"))
        parts = tuple(self._counted(m, left.that, members, (*path, "that")) for m in members.items)
        right = self.operand(to, _NUMBER, place, (*path, key))
        condition = self._count_against(parts, key, right)
        return self._numeric_or_empty(condition, members, key, right, path, free=members.if_empty is None and left.that is None)

    def _counted(self, member: Member, that: Any, members: Members, path: Path) -> Condition:
        """When *member* adds one to a count: it belongs, and fulfils *that* or counts as if it did (1.7)."""
        effect = self._effect(member, members, path)
        inner: Condition = Known(MET)
        if that is not None:
            inner = self.low.condition(that, member.place, path).or_unmet()
        if member.applies is not None:
            absent: Condition = Known(UNMET)
            if effect in (MET, UNMET) and that is not None:
                absent = self.low.condition(that, member.place.assuming(effect), path).or_unmet()
            inner = Branch(member.applies, inner, absent)
        return inner if member.belongs is None else Branch(member.belongs, inner, Known(UNMET))

    def _effect(self, member: Member, members: Members, path: Path) -> Any:
        """Return how a member that does not apply counts: MET, UNMET, "drop" or a number."""
        said = members.not_applicable
        if member.applies is None or said == "drop":
            return "drop"
        if said in ("met", "unmet"):
            return MET if said == "met" else UNMET
        number = None
        if said is not None:
            number = read_literal(said, _NUMBER, self.low.problems, ("sets", members.name, "not_applicable"))
        if number is None:
            self.low.problems.add(
                "KD223",
                f"a member of '{members.name}' may not apply, and nothing says how it then counts",
                path,
                expected="not_applicable: drop, met, unmet or a number, in the set or its layer",
            )
            return "drop"
        return number

    def _count_against(self, parts: tuple[Condition, ...], key: str, right: Quantity) -> Condition:
        if not parts:
            return Compare(_ZERO, _OPS[key], right)
        if not isinstance(right, Constant):
            return Compare(Count(parts), _OPS[key], right)
        floor = right.value.numerator // right.value.denominator
        least = -(-right.value.numerator // right.value.denominator)
        return {
            "at_least": lambda: AtLeast(least, parts),
            "above": lambda: AtLeast(floor + 1, parts),
            "at_most": lambda: at_most(floor, parts),
            "below": lambda: at_most(least - 1, parts),
            "is": lambda: All((AtLeast(floor, parts), at_most(floor, parts))) if floor == least else Known(UNMET),
        }[key]()

    def _numeric_or_empty(
        self, condition: Condition, members: Members, key: str, right: Quantity, path: Path, *, free: bool = False
    ) -> Lowered:
        """As ``or_empty``, where the set may say a number for what it then is; *free*: nothing need be said."""
        if free and members.known:
            return Lowered(condition)
        number = None if members.if_empty is None else _as_number(members.if_empty)
        if number is None or not members.known or not members.may_be_empty():
            return self.low.or_empty(condition, members, path)
        return Lowered(Branch(members.any_left(), condition, Compare(Constant(number), _OPS[key], right)))

    def _share(self, left: surface.Share, key: str, to: Any, place: Place, path: Path) -> Lowered:
        members = self.low.membership.members(left.share, place, (*path, "share"))
        right = self.operand(to, _SHARE, place, (*path, key))
        plain = all(m.counted is None for m in members.items)
        if plain and members.items and isinstance(right, Constant) and key in ("at_least", "below"):
            parts = tuple(self._counted(m, left.that, members, (*path, "that")) for m in members.items)
            enough = AtLeast(ceil(Fraction(right.value) * len(parts) / 100), parts)
            return Lowered(enough if key == "at_least" else negated(enough))
        terms = tuple(self._share_term(m, left.that, right, members, (*path, "that")) for m in members.items)
        condition = Compare(Sum(terms), _OPS[key], _ZERO) if terms else Known(UNKNOWN)
        return self._numeric_or_empty(condition, members, key, right, path)

    def _share_term(self, member: Member, that: Any, right: Quantity, members: Members, path: Path) -> Quantity:
        """What a member adds: met 100 - p, unmet - p, absent 0 (1.7)."""
        met, unmet = Sum((Constant(100), right), (1, -1)), Sum((right,), (-1,))
        effect = self._effect(member, members, path)
        inner = self.low.condition(that, member.place, path)
        term: Quantity = Select(inner.condition, met, unmet)
        if inner.applies is not None:
            term = Select(inner.applies, term, _ZERO)
        if member.applies is not None:
            absent: Quantity = _ZERO
            if effect in (MET, UNMET):
                assumed = self.low.condition(that, member.place.assuming(effect), path)
                absent = Select(assumed.condition, met, unmet)
            term = Select(member.applies, term, absent)
        return term if member.belongs is None else Select(member.belongs, term, _ZERO)

    def _sum(self, left: surface.Sum, key: str, to: Any, place: Place, path: Path) -> Lowered:
        members = self.low.membership.members(left.sum_, place, (*path, "sum"))
        right = self.operand(to, self.measure(left, place, path), place, (*path, key))
        total = self._total(members, left, place, path, minus=None)
        if left.round is not None and isinstance(right, Constant):
            right, key = _unrounded(right.value, left.round.digits, left.round.half, key)
        return self._numeric_or_empty(Compare(total, _OPS[key], right), members, key, right, path)

    def _mean(self, left: surface.Mean, key: str, to: Any, place: Place, path: Path) -> Lowered:
        """Judge each member against the threshold: the sum of weight times (value - threshold) against 0 (1.7)."""
        members = self.low.membership.members(left.mean, place, (*path, "mean"))
        right = self.operand(to, self.measure(left, place, path), place, (*path, key))
        if left.round is not None and not isinstance(right, Constant):
            self.low.problems.add("KD216", "a rounded mean is compared with a number", (*path, key), expected="a number")
        if key == "is":
            low, high = (self._mean(left, k, to, place, path) for k in ("at_least", "at_most"))
            return Lowered(All((low.condition, high.condition)), low.applies)
        against, strictness = right, key
        if left.round is not None and isinstance(right, Constant):
            against, strictness = _unrounded(right.value, left.round.digits, left.round.half, key)
        total = self._total(members, left, place, path, minus=against)
        return self._numeric_or_empty(Compare(total, _OPS[strictness], _ZERO), members, key, right, path)

    def _total(
        self, members: Members, left: surface.Sum | surface.Mean, place: Place, path: Path, *, minus: Quantity | None
    ) -> Quantity:
        terms = []
        for member in members.items:
            value = self.quantity(left.of, member.place, (*path, "of"))
            value = value if minus is None else Sum((value, minus), (1, -1))
            weighted = self._weighted(value, left.weight, member.place, (*path, "weight"))
            terms.append(self._present(member, weighted, minus, members, path))
        return Sum(tuple(terms)) if terms else _ZERO

    def _weighted(self, value: Quantity, weight: Any, place: Place, path: Path) -> Quantity:
        if weight is None:
            return value
        factor = self.quantity(weight, place, path)
        return Sum((value,), (factor.value,)) if isinstance(factor, Constant) else Product(factor, value)

    def _present(
        self, member: Member, value: Quantity, minus: Quantity | None, members: Members, path: Path
    ) -> Quantity:
        effect = self._effect(member, members, path)
        if member.applies is not None:
            absent: Quantity = _ZERO
            if not isinstance(effect, str) and effect is not MET and effect is not UNMET:
                absent = Constant(effect) if minus is None else Sum((Constant(effect), minus), (1, -1))
            value = Select(member.applies, value, absent)
        return value if member.belongs is None else Select(member.belongs, value, _ZERO)

    def _extreme(self, left: Any, key: str, to: Any, place: Place, path: Path) -> Lowered:
        """Compare the lowest (highest) by comparing each: all of them, or any of them."""
        lowest = isinstance(left, surface.Lowest)
        name = left.lowest if lowest else left.highest
        members = self.low.membership.members(name, place, (*path, "lowest" if lowest else "highest"))
        if left.round is not None:
            self.low.problems.add("KD216", "round the quantity inside, not the lowest or highest", (*path, "round"))
        if key == "is":
            low, high = (self._extreme(left, k, to, place, path) for k in ("at_least", "at_most"))
            return Lowered(All((low.condition, high.condition)), low.applies)
        every = (key in ("at_least", "above")) == lowest
        parts = []
        for member in members.items:
            one = self.compare(left.of, key, to, member.place, (*path, "of"))
            applies = tuple(c for c in (member.counted, one.applies) if c is not None)
            lowered = Lowered(one.condition, All(applies) if applies else None)
            parts.append(lowered.within_all() if every else lowered.or_unmet())
        group: Condition = (All if every else AnyCondition)(tuple(parts)) if parts else Known(UNKNOWN)
        right = self.operand(to, self.measure(left.of, place, path), place, (*path, key)) if _as_number(members.if_empty or "") is not None else _ZERO
        return self._numeric_or_empty(group, members, key, right, path)

    # -- quantities -----------------------------------------------------------------------------------

    def quantity(self, q: Any, place: Place, path: Path) -> Quantity:
        """Lower a surface quantity that stands on its own: the right side of a comparison, a member's value."""
        if isinstance(q, surface.Value):
            defined = self.low.definition.define.get(q.value)
            if defined is not None and _is_quantity(defined):
                with self.low.expanding(q.value, path) as fresh:
                    return self.quantity(defined, place, path) if fresh else _ZERO
            if q.per is not None:
                self.low.problems.add("KD216", "a ratio can only be compared, not calculated with", (*path, "per"))
            return Value(self.input_id(q.value, place, (*path, "value")))
        if isinstance(q, surface.Its):
            derived = self._derived(q, place)
            return self.quantity(derived, place, path) if derived is not None else self._of_node(q, place, path)[0]
        if isinstance(q, surface.Change):
            return self._change_of(q, place, path) or _ZERO
        return self._over_set(q, place, path)

    def _over_set(self, q: Any, place: Place, path: Path) -> Quantity:
        key = next(k for k in ("count", "share", "sum_", "mean", "lowest", "highest") if hasattr(q, k))
        members = self.low.membership.members(getattr(q, key), place, (*path, key.rstrip("_")))
        if key == "count":
            parts = tuple(self._counted(m, q.that, members, (*path, "that")) for m in members.items)
            return Count(parts) if parts else _ZERO
        if key == "sum_" and q.round is None:
            return self._total(members, q, place, path, minus=None)
        plain = all(m.counted is None for m in members.items) and getattr(q, "weight", None) is None
        if key == "share" or not plain or not members.items or getattr(q, "round", None) is not None:
            self.low.problems.add(
                "KD216", f"this {key.rstrip('_')} can only be compared, not calculated with", path,
                hint="members that may be absent, weights, shares and rounding are judged against a threshold",
            )
            return _ZERO
        values = tuple(self.quantity(q.of, m.place, (*path, "of")) for m in members.items)
        return {"mean": Mean, "lowest": Minimum, "highest": Maximum}[key](values)

    def _derived(self, q: surface.Its, place: Place) -> Any:
        layer = self.low.outline.nodes[place.node].layer if place.node else None
        return layer.derive if layer is not None and q.its in ("rating", "points") else None

    def _of_node(self, q: surface.Its, place: Place, path: Path) -> tuple[Quantity, Measure]:
        if place.node is None:
            self.low.problems.add("KD210", f"there is no member here whose {q.its} could be meant", (*path, "its"))
            return _ZERO, _NUMBER
        info = self.low.outline.nodes[place.node]
        if q.its == "weight":
            return self._node_weight(info.node.weight, place, info.path), _NUMBER
        if info.verdict != q.its:
            self.low.problems.add(
                "KD212", f"'{self.low.layer_of(info.id)}' has no {q.its}", (*path, "its"),
                found=f"it is judged by {info.verdict or 'nothing'}",
            )
            return _ZERO, _NUMBER
        return Value(self.low.reads(f"{q.its}:{info.id}")), self.node_measure(info.id)

    def _node_weight(self, weight: Any, place: Place, path: Path) -> Quantity:
        if weight is None:
            self.low.problems.add("KD101", "this node has no weight", path, expected="weight: a number or a table")
            return Constant(1)
        return self.operand(weight, _NUMBER, place, (*path, "weight"))

    def node_measure(self, node_id: str) -> Measure:
        """Return the measure of a node's rating, points or finding."""
        info = self.low.outline.nodes[node_id]
        if info.verdict == "points":
            most = info.node.points
            if most is None:
                self.low.problems.add("KD101", f"'{node_id}' earns points and does not say how many", info.path, expected="points: a number")
                most = 0
            return Measure("number", percent_of=most, low=0, high=most, what="points")
        scale = self.low.definition.scales.get(info.layer.scale or "") if info.layer else None
        if scale is None:
            index = self.low.definition.layers.index(info.layer) if info.layer else 0
            name = (info.layer.scale or "") if info.layer else ""
            self.low.problems.unknown("KD214", "scale", name, self.low.definition.scales, ("layers", index, "scale"))
            return _NUMBER
        return scale_measure(info.layer.scale or "", scale)  # type: ignore[union-attr]  # it has a scale

    def measure(self, q: Any, place: Place, path: Path) -> Measure:
        """Return what a surface quantity is measured in."""
        if isinstance(q, surface.Value):
            defined = self.low.definition.define.get(q.value)
            if defined is not None:
                return self.measure(defined, place, path)
            found = self.input(q.value)
            return _NUMBER if found is None else self.input_measure(found)
        if isinstance(q, surface.Change):
            return self.measure(surface.Value(value=q.change), place, path)
        if isinstance(q, surface.Share):
            return _SHARE
        if isinstance(q, surface.Its) and q.its in ("rating", "points", "finding") and place.node is not None:
            derived = self._derived(q, place)
            return self.measure(derived, place, path) if derived is not None else self.node_measure(place.node)
        if isinstance(q, surface.Mean | surface.Lowest | surface.Highest):
            name = next(getattr(q, k) for k in ("mean", "lowest", "highest") if hasattr(q, k))
            members = self.low.membership.members(name, place, path)
            return self.measure(q.of, members.items[0].place if members.items else place, path)
        return _NUMBER

    def input_measure(self, found: InputDef) -> Measure:
        """Return the measure of a declared input."""
        return input_measure(found, self.low.definition.scales.get(found.scale or ""))

    def operand(self, to: Any, measure: Measure, place: Place, path: Path) -> Quantity:
        """Lower what stands behind a comparator: a literal, a table, a quantity."""
        if isinstance(to, str):
            number = read_literal(to, measure, self.low.problems, path)
            return _ZERO if number is None else Constant(number)
        if isinstance(to, surface.ValueTable):
            return self._by_choice(to, measure, place, path)
        if isinstance(to, surface.StepTable):
            return self._by_steps(to, measure, place, path)
        return self.quantity(to, place, path)

    def _by_choice(self, table: surface.ValueTable, measure: Measure, place: Place, path: Path) -> Quantity:
        choices = self.choices_of(table.by, place, path, table.values, table.otherwise)
        if not choices:
            return _ZERO
        value = Value(self.low.reads(self.input_id(table.by, place, (*path, "by")), context=True))
        arms = []
        for index, word in choices:
            inside = Place(
                place.node, place.year, place.before, place.stage, (*place.fixed, (table.by, frozenset((word,))))
            )
            if word in table.values:
                arms.append((index, self.operand(table.values[word], measure, inside, (*path, "values", word))))
            else:
                arms.append((index, self.operand(table.otherwise, measure, inside, (*path, "otherwise"))))
        result = arms[-1][1]
        for index, arm in reversed(arms[:-1]):
            result = Select(Compare(value, "==", Constant(index)), arm, result)
        return result

    def choices_of(
        self, by: str, place: Place, path: Path, values: Mapping[str, Any], otherwise: Any
    ) -> tuple[tuple[int, str], ...]:
        """Return the choices that a table by input *by* must cover here, numbered; reports gaps and strangers."""
        found = self.input(by)
        if found is None:
            self.low.problems.unknown("KD209", "input", by, self.low.definition.inputs, (*path, "by"))
            return ()
        measure = self.input_measure(found)
        if found.type not in ("choice", "scale") or measure.kind != "words":
            self.low.problems.add(
                "KD217", f"a table needs a choice, and '{by}' is none", (*path, "by"), found=f"type: {found.type}",
                hint="declare it as 'type: choice' with its choices; a table by a number has steps",
            )
            return ()
        left = place.choices_left(by, measure.words)
        for word in values:
            if word not in measure.words:
                self.low.problems.unknown("KD104", "choice", word, measure.words, (*path, "values", word))
        missing = [word for word in left if word not in values]
        if missing and otherwise is None:
            self.low.problems.add(
                "KD218", f"the table has no value for {', '.join(missing)}", (*path, "values"), key=True,
                expected=f"a value for each of {', '.join(left)}, or otherwise",
            )
            return ()
        if not missing and otherwise is not None and left == measure.words:
            self.low.problems.add("KD219", "every choice has its value, and there is an otherwise too", (*path, "otherwise"), key=True)
        return tuple((i, word) for i, word in enumerate(measure.words) if word in left)

    def _by_steps(self, table: surface.StepTable, measure: Measure, place: Place, path: Path) -> Quantity:
        by = self.quantity(surface.Value(value=table.by), place, (*path, "by"))
        if isinstance(by, Value):
            self.low.reads(by.id, context=True)
        bounds = [step.up_to for step in table.steps]
        rising = [b for b in bounds[:-1] if b is not None]
        if len(rising) < len(bounds) - 1 or bounds[-1] is not None or any(
            a >= b for a, b in zip(rising, rising[1:], strict=False)
        ):
            self.low.problems.add(
                "KD218", "the steps of a table rise, and only the last has no up_to", (*path, "steps"), key=True,
                expected="steps: [{up_to: n, then: …}, …, {then: …}]",
            )
            return _ZERO
        arms = [self.operand(s.then, measure, place, (*path, "steps", i, "then")) for i, s in enumerate(table.steps)]
        result = arms[-1]
        for bound, arm in reversed(list(zip(rising, arms, strict=False))):
            result = Select(Compare(by, "<=", Constant(bound)), arm, result)
        return result

    # -- inputs ------------------------------------------------------------------------------------------

    def input(self, name: str) -> InputDef | None:
        """Return the declared input *name*."""
        self.low.used.add(("input", name))
        return self.low.definition.inputs.get(name)

    def input_id(self, name: str, place: Place, path: Path) -> str:
        """Return the id of an input's value at *place*: ``input:excellent@thcs/2025-2026``.

        Reports an input that is not declared, or one given for each year (stage, member) outside such a place.
        """
        found = self.input(name)
        if found is None:
            known = (*self.low.definition.inputs, *self.low.definition.define)
            self.low.problems.unknown("KD209", "input", name, known, path)
            return f"input:{name}"
        at = [part for kind in sorted(found.each, key=_stage_before_year) for part in self._at(kind, name, place, path)]
        value_id = f"input:{name}" + (f"@{'/'.join(at)}" if at else "")
        context = found.type in ("choice", "date", "decision") or found.given
        return self.low.reads(value_id, context=context)

    def _at(self, kind: str, name: str, place: Place, path: Path) -> list[str]:
        if kind == "year":
            here = place.year
        elif kind == "stage":
            if place.stage is None and self.low.definition.subject.assessed_by == "stage":
                return []
            here = place.stage
        else:
            here = self._ancestor(place.node, kind)
        if here is None:
            self.low.problems.add(
                "KD210", f"'{name}' is given for each {kind}; say which {kind}", path,
                hint=f"say it inside 'that' of a set among {kind}",
            )
            return []
        return [here]

    def _ancestor(self, node_id: str | None, layer: str) -> str | None:
        if node_id is None:
            return None
        chain = (node_id, *self.low.outline.ancestors(node_id))
        return next((i for i in chain if self.low.layer_of(i) == layer), None)

    def duration(self, text: str, path: Path) -> Duration | None:
        """Read a length of time, reporting what is none."""
        found = duration_value(text)
        if found is None:
            self.low.problems.add("KD108", f"'{text}' is no length of time", path, expected="such as 5 years, 9 months, 90 days")
        else:
            self.low.durations.add(found)
        return found


def _stage_before_year(kind: str) -> int:
    return {"stage": 1, "year": 2}.get(kind, 0)


def _is_quantity(defined: Any) -> bool:
    return not isinstance(defined, str | surface.Compared | surface.AllOf | surface.AnyOf | surface.NotOf | surface.Every)


def _as_number(text: str) -> Number | None:
    try:
        return exact(text)
    except ValueError:
        return None


def _unrounded(threshold: Number, digits: int, half: str, key: str) -> tuple[Constant, str]:
    """Move the constant so that the unrounded quantity can be compared with it.

    ``round(x) >= t`` holds where x reaches the middle between the lowest rounded value that is at least t and the
    one before; whether the middle itself counts depends on where a half goes.
    """
    unit = Fraction(1, 10**digits)
    steps = Fraction(threshold) / unit
    upward = key in ("at_least", "below")
    first = ceil(steps) if upward else int(steps // 1) + 1
    middle = (first - Fraction(1, 2)) * unit
    reaches = _half_goes_up(first, half)
    if upward:
        strict = {"at_least": "at_least" if reaches else "above", "below": "below" if reaches else "at_most"}
    else:
        strict = {"above": "at_least" if reaches else "above", "at_most": "below" if reaches else "at_most"}
    return Constant(exact(middle)), strict[key]


def _half_goes_up(upper: int, half: str) -> bool:
    """Whether the middle below the whole number *upper* rounds up to it."""
    return {"up": True, "down": False, "even": upper % 2 == 0, "away": upper > 0}[half]

