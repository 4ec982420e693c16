"""A whole framework in the core language: one condition for each node, step, outcome and award."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kiemdinh.parsing.collector import Path, Problems
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.rules import MET, UNKNOWN, UNMET, All, Branch, Condition, Fact, Known, Not, facts_of, values_of
from kiemdinh.rules import Any as AnyCondition
from kiemdinh.standards.definition import (
    Citation,
    Definition,
    LabelOutcome,
    LadderAward,
    LadderOutcome,
    NodeInfo,
    Outline,
    citations_of,
)
from kiemdinh.standards.lowering.conditions import Lowering
from kiemdinh.standards.lowering.exactness import find_cases, find_mixed_polarity
from kiemdinh.standards.lowering.order import order_definitions
from kiemdinh.standards.lowering.rules import FrameworkRules, Guard
from kiemdinh.standards.lowering.scope import EVERYWHERE, Lowered, Scope
from kiemdinh.standards.lowering.setting import Setting

__all__ = ["lower_framework"]

_EMPTY: Mapping[str | None, Condition] = {
    "met": Known(MET),
    "unmet": Known(UNMET),
    "unknown": Known(UNKNOWN),
}


def lower_framework(definition: Definition, outline: Outline, setting: Setting, problems: Problems) -> FrameworkRules:
    """Lower everything in *definition*; what its ids mean wrongly together is added to *problems*.

    Cost is linear in the size of the definition times the members of the sets that its conditions speak of.
    """
    return _Compiler(Lowering(definition, outline, setting, problems)).rules()


class _Compiler:
    def __init__(self, low: Lowering) -> None:
        self.low = low
        self.context = low.context
        self.definitions: dict[str, Condition] = {}
        self.deciding_figures: dict[str, frozenset[str]] = {}
        self.figure_required: set[str] = set()
        self.guards: list[Guard] = []
        self.citations: dict[str, tuple[Citation, ...]] = {}
        self.top = Citation(low.context.definition.cite, low.context.definition.certainty)

    def rules(self) -> FrameworkRules:
        for info in self.context.outline.nodes.values():
            self._node(info)
        for i, outcome in enumerate(self.context.definition.outcomes):
            self._outcome(outcome, ("outcomes", i))
        for i, award in enumerate(self.context.definition.awards):
            self._award(award, ("awards", i))
        facts = {name: facts_of(condition) for name, condition in self.definitions.items()}
        ordered = order_definitions(facts, self.context.problems)
        definitions = {name: self.definitions[name] for name in ordered}
        sound = not self.context.problems.errors
        both = find_mixed_polarity(definitions, self.context.outline.nodes) if sound else frozenset()
        return FrameworkRules(
            self.context.setting,
            FrozenMap(definitions),
            FrozenMap(self.deciding_figures),
            frozenset(self.figure_required),
            frozenset(self.context.context_values),
            tuple(sorted(self.context.durations)),
            tuple(self.guards),
            FrozenMap(self.citations),
            frozenset(self.context.used),
            FrozenMap(find_cases(both, definitions, self.low)),
            both,
            FrozenMap({name: facts[name] for name in ordered}),
            FrozenMap({name: values_of(condition) for name, condition in definitions.items()}),
        )

    # -- nodes -----------------------------------------------------------------------------------------

    def _node(self, info: NodeInfo) -> None:
        scope = Scope(node=info.id)
        for step, below in info.levels.items():
            at = (*info.path, "levels", step)
            if not below:
                self.context.problems.add("KD110", f"level '{step}' of '{info.id}' has no requirement", at)
                continue
            self.definitions[f"{info.id}/{step}"] = self._group(info, below, at)
        self._check_text(info)
        own = self._own_condition(info, scope)
        leaves = own is not None and own.applies is not None
        self._applies(info, scope, own.applies if own is not None else None)
        if own is not None:
            self.definitions[info.id] = own.condition
            if info.node.met_if is not None or (info.layer is not None and info.layer.met_if is not None):
                self._measured(info, own.condition)
        if info.node.warn_unless is not None:
            lowered = self.low.condition(info.node.warn_unless, scope, (*info.path, "warn_unless"))
            self.guards.append(Guard(info.id, lowered.absent_as_met(), info.citation.with_own(info.node.warn_unless)))
        if leaves and info.parent is None and info.layer is None:
            self.context.problems.add("KD221", f"nothing says what holds where '{info.id}' does not apply", info.path)
        for name in info.node.indicators:
            at = (*info.path, "indicators", info.node.indicators.index(name))
            if self.low.operands.input(name) is None:
                self.context.problems.unknown("KD209", "input", name, self.context.definition.inputs, at)

    def _own_condition(self, info: NodeInfo, scope: Scope) -> Any:
        """Return what decides a node by condition, lowered; None where findings alone decide."""
        if info.verdict != "met":
            if info.node.met_if is not None:
                self.context.problems.add(
                    "KD204", f"'{info.id}' is not judged met or unmet", (*info.path, "met_if"), key=True
                )
            return None
        if info.node.met_if is not None:
            return self.low.condition(info.node.met_if, scope, (*info.path, "met_if"))
        if info.layer is not None and info.layer.met_if is not None:
            index = self.context.definition.layers.index(info.layer)
            return self.low.condition(info.layer.met_if, scope, ("layers", index, "met_if"))
        if info.parts:
            return self._parts(info)
        return None

    def _parts(self, info: NodeInfo) -> Lowered:
        nodes = self.context.outline.nodes
        for part in info.parts:
            if nodes[part].verdict != "met":
                self.context.problems.add(
                    "KD212",
                    f"'{info.id}' has a part that is not judged met or unmet",
                    nodes[part].path,
                    hint="say met_if",
                )
                return Lowered(Known(UNKNOWN))
        members = tuple(self._member(part) for part in info.parts)
        group: Condition = members[0] if len(members) == 1 else All(members)
        left = self._left(info.parts)
        if left is None:
            return Lowered(group)
        if info.node.if_empty == "not-applicable":
            return Lowered(group, left)
        return Lowered(Branch(left, group, self._said_empty(info, info.path)))

    def _group(self, info: NodeInfo, children: tuple[str, ...], at: Path) -> Condition:
        members = tuple(self._member(child) for child in children)
        group: Condition = members[0] if len(members) == 1 else All(members)
        left = self._left(children)
        return group if left is None else Branch(left, group, self._said_empty(info, at))

    def _said_empty(self, info: NodeInfo, at: Path) -> Condition:
        said = _EMPTY.get(info.node.if_empty)
        if said is None:
            self.context.problems.add(
                "KD222",
                f"every part of '{info.id}' may not apply, and nothing says what then holds",
                at,
                expected="if_empty: met, unmet or unknown",
            )
            return Known(UNKNOWN)
        return said

    def _member(self, child: str) -> Condition:
        fact = Fact(child)
        return Branch(Fact(f"applies:{child}"), fact, Known(MET)) if self._may_leave(child) else fact

    def _may_leave(self, node_id: str) -> bool:
        return self.context.may_not_apply(node_id)

    def _left(self, children: tuple[str, ...]) -> Condition | None:
        """When some of *children* apply; None where one surely does."""
        if not all(self._may_leave(child) for child in children):
            return None
        parts = tuple(Fact(f"applies:{child}") for child in children)
        return parts[0] if len(parts) == 1 else AnyCondition(parts)

    def _applies(self, info: NodeInfo, scope: Scope, inner: Condition | None) -> None:
        parts: list[Condition] = [] if inner is None else [inner]
        if info.node.when is not None:
            with self.context.context_here():
                at = (*info.path, "when")
                parts.append(self.low.settled(self.low.condition(info.node.when, scope, at), at))
        if self.context.may_not_apply(info.id):
            all_of = parts[0] if len(parts) == 1 else All(tuple(parts)) if parts else Known(MET)
            self.definitions[f"applies:{info.id}"] = all_of
        elif inner is not None:
            self.context.problems.add(
                "KD221",
                f"'{info.id}' leaves its group where its set is empty",
                info.path,
                hint="say 'if_empty: not-applicable' here too",
            )

    def _measured(self, info: NodeInfo, condition: Condition) -> None:
        values = values_of(condition) | frozenset(v for f in facts_of(condition) for v in self._values_under(f))
        measured = frozenset(v for v in values if v.startswith("input:") and v not in self.context.context_values)
        self.deciding_figures[info.id] = measured or frozenset(v for v in values if v.startswith("input:"))
        if info.node.demands_figure:
            self.figure_required.add(info.id)

    def _values_under(self, fact: str) -> frozenset[str]:
        return values_of(self.definitions[fact]) if fact in self.definitions else frozenset()

    def _check_text(self, info: NodeInfo) -> None:
        if info.verdict != "level" or info.layer is None:
            return
        if not info.steps:
            self.context.ladder_steps(
                info.layer.scale or "", ("layers", self.context.definition.layers.index(info.layer), "scale")
            )
        bare = [step for step in info.steps if step not in info.levels]
        if bare and info.layer.no_text is None:
            self.context.problems.add(
                "KD224",
                f"'{info.id}' has no requirement at {', '.join(bare)}, and its layer does not say what then holds",
                info.path,
                expected="no_text: carries or fails, in the layer",
            )

    # -- outcomes and awards -----------------------------------------------------------------------------

    def _outcome(self, outcome: LadderOutcome | LabelOutcome, at: Path) -> None:
        law = self.top.with_own(outcome)
        if isinstance(outcome, LadderOutcome):
            self._ladder(f"outcome:{outcome.id}", outcome.ladder, outcome.needs, law, at)
        else:
            for i, case in enumerate(outcome.cases):
                name = f"case:{outcome.id}={case.id}"
                path = (*at, "cases", i, "if")
                self.definitions[name] = self.low.settled(self.low.condition(case.if_, EVERYWHERE, path), path)
                self.citations[name] = citations_of(case.if_, law.with_own(case))
            self.definitions.update(_labels(outcome))
        if outcome.warn_unless is not None:
            lowered = self.low.condition(outcome.warn_unless, EVERYWHERE, (*at, "warn_unless"))
            self.guards.append(
                Guard(f"outcome:{outcome.id}", lowered.absent_as_met(), law.with_own(outcome.warn_unless))
            )

    def _ladder(self, prefix: str, scale: str, needs: Mapping[str, Any], law: Citation, at: Path) -> None:
        steps = self.context.ladder_steps(scale, (*at, "ladder"))
        for step in needs:
            if steps and step not in steps:
                self.context.problems.unknown("KD215", "step", step, steps, (*at, "needs", step), key=True)
        below: str | None = None
        for step in steps:
            if step not in needs:
                self.context.problems.add(
                    "KD220",
                    f"nothing is said about '{step}'",
                    (*at, "needs"),
                    key=True,
                    expected="a condition for each step",
                )
                continue
            path = (*at, "needs", step)
            own = self.low.settled(self.low.condition(needs[step], EVERYWHERE, path), path)
            name = f"{prefix}/{step}"
            self.definitions[name] = own if below is None else All((Fact(below), own))
            self.citations[name] = citations_of(needs[step], law)
            below = name

    def _award(self, award: Any, at: Path) -> None:
        law = self.top.with_own(award)
        if isinstance(award, LadderAward):
            self._ladder(f"award:{award.id}", award.ladder, award.needs, law, at)
        else:
            path = (*at, "needs")
            condition = self.low.condition(award.needs, EVERYWHERE, path)
            self.definitions[f"award:{award.id}"] = self.low.settled(condition, path)
            self.citations[f"award:{award.id}"] = citations_of(award.needs, law)
        if award.lost_if is not None:
            path = (*at, "lost_if")
            lowered = self.low.condition(award.lost_if, EVERYWHERE, path)
            self.definitions[f"lost:{award.id}"] = self.low.settled(lowered, path)
            self.citations[f"lost:{award.id}"] = citations_of(award.lost_if, law)
        self._check_award(award, at)

    def _check_award(self, award: Any, at: Path) -> None:
        known = (
            "valid",
            "authority",
            "renew_before",
            "cure_within",
            "wait_for_higher",
            "continues",
            "discretion",
        )
        for key in award.law:
            if key not in known:
                self.context.problems.unknown("KD102", "key", key, known, (*at, "law", key), key=True)
        by = getattr(award.valid, "by", None)
        if by is None:
            return
        outcome = self.context.outcomes.get(by)
        if not isinstance(outcome, LabelOutcome | LadderOutcome):
            self.context.problems.unknown("KD209", "outcome", by, self.context.outcomes, (*at, "valid", "by"))
            return
        labels = (
            (*(c.id for c in outcome.cases), outcome.otherwise.id)
            if isinstance(outcome, LabelOutcome)
            else self.context.ladder_steps(outcome.ladder, at)
        )
        for word, text in award.valid.values.items():
            path = (*at, "valid", "values", word)
            if word not in labels:
                self.context.problems.unknown("KD215", "label", word, labels, path)
            if text != "unknown":
                self.low.operands.duration(text, path)


def _labels(outcome: LabelOutcome) -> Iterator[tuple[str, Condition]]:
    """Yield when each label is given: its case holds and none before it does; *otherwise* where none holds."""
    before: tuple[Condition, ...] = ()
    for case in outcome.cases:
        holds = Fact(f"case:{outcome.id}={case.id}")
        yield f"label:{outcome.id}={case.id}", All((*before, holds)) if before else holds
        before = (*before, Not(holds))
    yield f"label:{outcome.id}={outcome.otherwise.id}", before[0] if len(before) == 1 else All(before)
