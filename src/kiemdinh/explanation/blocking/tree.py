"""The blocking tree of a condition, in the words of the standard (5.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiemdinh.assessment.fact_ids import display_id
from kiemdinh.data.as_json import encode_number
from kiemdinh.data.blockers import Blocker, BlockerKind, Figure
from kiemdinh.evidence.dossier.unknown_reasons import Reason
from kiemdinh.evidence.resolution.resolve import Resolution
from kiemdinh.evidence.resolution.settled import Rank
from kiemdinh.evidence.resolution.values import share
from kiemdinh.rules import (
    UNKNOWN,
    UNMET,
    Block,
    Compare,
    Condition,
    Facts,
    Interval,
    Product,
    Quantity,
    Select,
    Sum,
    Value,
    build_blocking_tree,
    measure,
    values_of,
)
from kiemdinh.standards.definition import StepScale, input_measure, scale_words
from kiemdinh.standards.names import FactKind, input_name, sideless

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["view", "waits_for_lower"]


def view(
    framework: Framework,
    resolution: Resolution,
    facts: Facts,
    condition: Condition,
    opens: Callable[[str], bool] | None = None,
) -> Blocker | None:
    """Return the blocking tree of *condition* in the words of the standard; None where it is certain."""

    def expand(name: str) -> bool:
        if opens is not None:
            return opens(name)
        return not _is_node(framework, name) or not resolution.by_record(name)

    block = build_blocking_tree(condition, facts, resolution.rules.definitions, expand)
    return None if block is None else _View(framework, resolution, facts).of(block)


def _is_node(framework: Framework, name: str) -> bool:
    return framework.outline.fact_names.read(name).node is not None


class _View:
    def __init__(self, framework: Framework, resolution: Resolution, facts: Facts) -> None:
        self.framework, self.resolution, self.facts = framework, resolution, facts

    def of(self, block: Block) -> Blocker:
        """Say a block of the kernel in the words of the standard."""
        if block.kind == "named":
            return self._named(block)
        if block.kind == "fact":
            return self._leaf(block)
        if block.kind == "compare":
            return self._figure(block)
        kind: BlockerKind = {"branch": "case", "known": "impossible"}.get(block.kind, block.kind)  # type: ignore[assignment]  # the rest are alike
        parts = tuple(self.of(part) for part in block.parts)
        if kind == "case":
            parts = tuple(part for part in parts if part.kind != "impossible")
        if kind == "all":
            return self._all_of(block, parts)
        return Blocker(
            kind,
            None,
            None,
            None,
            self.resolution.stage,
            block.truth,
            block.positive,
            block.need,
            block.have,
            block.of,
            parts=parts,
        )

    def _all_of(self, block: Block, parts: tuple[Blocker, ...]) -> Blocker:
        """Say a conjunction flat: what conjunctions inside it ask is asked as well, and nothing is asked twice."""
        flat: list[Blocker] = []
        have = block.have
        for part in parts:
            inner = part.parts if part.kind == "all" else (part,)
            have += part.have if part.kind == "all" else 0
            flat.extend(inner)
        unsaid = (
            p for i, p in enumerate(flat) if not any(self._covers(q, p, j < i) for j, q in enumerate(flat) if i != j)
        )
        kept = _without_implied(tuple(unsaid))
        if len(kept) == 1:
            return kept[0]
        stage, of = self.resolution.stage, have + len(kept)
        return Blocker("all", None, None, None, stage, block.truth, block.positive, of, have, of, parts=kept)

    def _covers(self, one: Blocker, other: Blocker, first: bool) -> bool:
        """Whether *one* asks all that *other* asks, so that beside it the other need not be said."""
        if one.kind == other.kind == "outcome" and self._above(one.id or "", other.id or ""):
            return True
        a, b = one.figure, other.figure
        if a is None or b is None or a.value is None or a.op == "==" or not (a.bound.known and b.bound.known):
            return first and one == other
        if (a.value, a.per, a.op, one.id) != (b.value, b.per, b.op, other.id):
            return False
        x, y = a.bound.low or 0, b.bound.low or 0
        return (first and x == y) or (x > y if a.op in (">=", ">") else x < y)

    def _above(self, one: str, other: str) -> bool:
        """Whether one fact is a higher level of the same outcome."""
        order = list(self.resolution.rules.definitions)  # a ladder's levels stand in their order
        same = one.rpartition("/")[0] == other.rpartition("/")[0] != ""
        higher, lower = (sideless(name) for name in (one, other))
        return same and higher in order and lower in order and order.index(higher) > order.index(lower)

    def _named(self, block: Block) -> Blocker:
        """A name in between is left out: what is below it says all, unless it is a node, step or outcome."""
        inner = self.of(block.parts[0])
        fact = self.framework.outline.fact_names.read(block.id)
        if fact.node is None:
            return inner
        info = self.framework.nodes[fact.node]
        kind: BlockerKind = "step" if fact.step else "requirement" if info.is_requirement else "node"
        if kind == "requirement":
            return self._with(block, kind, self._reasons(block.id), inner.figure, ())
        return self._with(block, kind, (), None, (inner,))

    def _leaf(self, block: Block) -> Blocker:
        fact = self.framework.outline.fact_names.read(block.id)
        if fact.kind is FactKind.APPLIES:
            return self._with(block, "applies", self._reasons(block.id), None, ())
        if fact.node is not None:
            info = self.framework.nodes[fact.node]
            kind: BlockerKind = "step" if fact.step else "requirement" if info.is_requirement else "node"
            return self._with(block, kind, self._reasons(block.id), None, ())
        return self._with(block, "held" if fact.is_of_decision else "outcome", (), None, ())

    def _with(
        self,
        block: Block,
        kind: BlockerKind,
        reasons: tuple[str, ...],
        figure: Figure | None,
        parts: tuple[Blocker, ...],
    ) -> Blocker:
        fact = self.framework.outline.fact_names.read(block.id)
        return Blocker(
            kind,
            display_id(self.resolution, block.id),
            fact.about_node,
            fact.step if fact.node is not None else None,
            self.resolution.stage,
            block.truth,
            block.positive,
            1,
            0,
            1,
            reasons,
            figure,
            parts,
        )

    def _reasons(self, name: str) -> tuple[str, ...]:
        if self._waits_for_lower(name):
            return ()
        settled = self.resolution.settled(name)
        return tuple(r.value for r in Reason if r in settled.reasons)

    def _waits_for_lower(self, name: str) -> bool:
        """Whether a step is open only because a lower one is surely not reached, so that it was not looked at."""
        fact = self.framework.outline.fact_names.read(name)
        is_step = fact.kind is FactKind.STEP and fact.step is not None
        return is_step and waits_for_lower(self.framework, self.resolution, fact.subject, fact.step or "")

    def _figure(self, block: Block) -> Blocker:
        condition = block.condition
        assert isinstance(condition, Compare)  # noqa: S101 - what the kernel promises of this kind
        figure = self._of_compare(condition, block.measured)
        names = [n for n in sorted(values_of(condition)) if not n.startswith("clock:")]
        reasons = {r for n in names if block.truth is UNKNOWN for r in self.resolution.known(n).reasons}
        shown = display_id(self.resolution, figure.value) if figure.value else _total_id(names, figure)
        return Blocker(
            "figure",
            shown,
            None,
            None,
            self.resolution.stage,
            block.truth,
            True,
            1,
            0,
            1,
            tuple(r.value for r in Reason if r in reasons),
            figure,
        )

    def _of_compare(self, condition: Compare, measured: tuple[Interval, Interval] | None) -> Figure:
        now, bound = measured or (Interval(None, None), Interval(None, None))
        left, right = condition.left, condition.right
        if isinstance(left, Value):
            unit, words = self._unit(left.id)
            return Figure(left.id, None, now, condition.op, bound, unit, words)
        part = _only_value(left)
        whole = _only_value(right)
        if part is not None and whole is not None and whole.startswith("per:"):
            return self._ratio(part, whole, condition)
        return Figure(None, None, now, condition.op, bound, None)

    def _ratio(self, part: str, whole: str, condition: Compare) -> Figure:
        """Give a ratio and its bound as the standard states them, the whole no longer multiplied in."""
        percent = isinstance(condition.left, Sum) and condition.left.weights == (100,)
        top, base = self.facts.value(part), self.facts.value(whole)
        now = Interval(None, None)
        if top.known and base.known and base.low:
            ratio = share(top.low or 0, base.low)
            now = Interval.point(ratio if percent else share(top.low or 0, base.low * 100))
        return Figure(
            part,
            whole.split(":")[2],
            now,
            condition.op,
            self._factor(condition.right),
            "percent" if percent else None,
        )

    def _factor(self, right: Quantity) -> Interval:
        if isinstance(right, Sum) and right.weights is not None:
            return Interval.point(right.weights[0])
        if isinstance(right, Product):
            return measure(right.left, self.facts)
        return Interval(None, None)

    def _words_of_node(self, value_id: str) -> tuple[str, ...]:
        """The steps of a node's scale, where it is rated or judged by severity in steps."""
        info = self.framework.nodes.get(value_id.partition(":")[2])
        scale = self.framework.definition.scales.get((info and info.layer and info.layer.scale) or "")
        return scale_words(scale) if isinstance(scale, StepScale) else ()

    def _unit(self, value_id: str) -> tuple[str | None, tuple[str, ...]]:
        if not value_id.startswith("input:"):
            return None, self._words_of_node(value_id)
        found = self.framework.inputs[input_name(value_id)]
        scale = self.framework.definition.scales.get(found.scale or "")
        return found.unit, input_measure(found, scale).words


def _without_implied(parts: tuple[Blocker, ...]) -> tuple[Blocker, ...]:
    """Leave out choices that are made already by what is asked for in any case."""
    musts = {part.id for part in parts if not part.parts}

    def made(part: Blocker) -> bool:
        return all(leaf.id in musts for leaf in part.leaves()) if part.kind in ("all", "step") else part.id in musts

    def implied(part: Blocker) -> bool:
        choice = part.kind in ("at_least", "any")
        return choice and sum(map(made, part.parts)) >= part.need - part.have

    return tuple(part for part in parts if not implied(part))


def _total_id(names: list[str], figure: Figure) -> str:
    """Name a figure over many by what is added up and what it must reach: ``points >= 80``."""
    kinds = {name.partition(":")[0] for name in names}
    what = kinds.pop() if len(kinds) == 1 else "total"
    return f"{what} {figure.op} {encode_number(figure.bound.low)}"


def _only_value(quantity: Quantity) -> str | None:
    ids = sorted(values_of(quantity))
    pers = [i for i in ids if i.startswith("per:")]
    if pers:
        return pers[0]
    return ids[0] if len(ids) == 1 and not isinstance(quantity, Select) else None


def waits_for_lower(framework: Framework, resolution: Resolution, node: str, level: str) -> bool:
    """Whether no record speaks of a step and a lower one is unmet: the lower level comes first."""
    if resolution.settled(f"{node}/{level}").rank is not Rank.NOTHING:
        return False
    below = tuple(framework.nodes[node].levels)
    return any(resolution.truth(f"{node}/{step}") is UNMET for step in below[: below.index(level)])
