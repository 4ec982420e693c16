"""Where a school stands: its outcomes, and every node that is judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.assessment.fact_ids import display_id, has_own_record
from kiemdinh.assessment.levels import labels_of, ladder_of, not_reached_level, steps_of
from kiemdinh.assessment.reported_facts import ReportedSchool, ReportedStage
from kiemdinh.data.outcomes import GroupResult, LevelRef, NodeResult, OutcomeResult, PartResult
from kiemdinh.evidence.dossier.unknown_reasons import Reason
from kiemdinh.rules import MET, UNKNOWN, UNMET, Facts, Truth
from kiemdinh.standards.definition.model import LabelOutcome, LadderOutcome
from kiemdinh.standards.definition.outline import NodeInfo

if TYPE_CHECKING:
    from kiemdinh.standards.loading.framework import Framework

__all__ = ["groups", "node_results", "outcome_result", "part_results", "reaches"]


def outcome_result(
    framework: Framework, outcome: LadderOutcome | LabelOutcome, facts: Facts, *, exact: bool, side: str = ""
) -> OutcomeResult:
    """Return where an outcome stands by *facts*; *side* is ``external:`` or ``self:`` for one side's alone."""
    if isinstance(outcome, LadderOutcome):
        return _ladder(framework, outcome, facts, exact=exact, side=side)
    return _labels(outcome, facts, exact=exact, side=side)


def _ladder(framework: Framework, outcome: LadderOutcome, facts: Facts, *, exact: bool, side: str) -> OutcomeResult:
    levels = ladder_of(framework, outcome)
    truths = [facts.truth(f"{side}outcome:{outcome.id}/{level.id}") for level in levels]
    guaranteed = _highest(levels, [t.certain for t in truths])
    attainable = _highest(levels, [t.possible for t in truths])
    determined = guaranteed == attainable
    below = not_reached_level(framework, outcome.ladder)
    stands = (guaranteed or below) if determined else None
    return OutcomeResult(outcome.id, "ladder", guaranteed, attainable, determined, stands, (), exact or determined)


def _highest(levels: tuple[LevelRef, ...], holds: list[bool]) -> LevelRef | None:
    return next((level for level, held in zip(reversed(levels), reversed(holds), strict=True) if held), None)


def _labels(outcome: LabelOutcome, facts: Facts, *, exact: bool, side: str) -> OutcomeResult:
    labels = labels_of(outcome)
    possible: list[LevelRef] = []
    for label in labels[:-1]:
        truth = facts.truth(f"{side}case:{outcome.id}={label.id}")
        if truth.possible:
            possible.append(label)
        if truth.certain:
            break
    else:
        possible.append(labels[-1])
    determined = len(possible) == 1
    stands = possible[0] if determined else None
    return OutcomeResult(outcome.id, "labels", None, None, determined, stands, tuple(possible), exact or determined)


def part_results(framework: Framework, whole: ReportedSchool, *, exact: bool) -> tuple[PartResult, ...]:
    """Return the outcomes of each stage where stages are assessed each on its own; else nothing."""
    return tuple(
        PartResult(
            part.stage,
            tuple(outcome_result(framework, outcome, part, exact=exact) for outcome in framework.outcomes),
        )
        for part in whole.parts()
        if part.stage is not None
    )


def node_results(framework: Framework, whole: ReportedSchool) -> tuple[NodeResult, ...]:
    """Return where each judged node stands, once for the school and again for a stage where it has its own."""
    results: dict[str, NodeResult] = {}
    for part in whole.parts():
        for info in framework.nodes.values():
            if info.verdict is not None:
                result = _node(framework, info, part)
                results.setdefault(result.id, result)
    return tuple(results.values())


def _node(framework: Framework, info: NodeInfo, part: ReportedStage) -> NodeResult:
    res = part.resolution
    own = part.stage if has_own_record(res, info.id) else None
    may_leave = f"applies:{info.id}" in res.rules.definitions
    truth, guaranteed, attainable, value = None, None, None, None
    if info.verdict == "level":
        guaranteed, attainable = _reached(framework, info, part)
    elif info.verdict == "met":
        truth = part.truth(info.id)
    elif info.layer is None or info.layer.derive is None:
        value = part.value(f"{info.verdict}:{info.id}")
    reasons, side, why = _reasons(info, part)
    return NodeResult(
        display_id(res, info.id),
        info.id,
        info.layer.id if info.layer else None,
        own,
        info.verdict or "met",
        part.truth(f"applies:{info.id}") if may_leave else MET,
        truth,
        guaranteed,
        attainable,
        value,
        reasons,
        side,
        why,
    )


def _reached(framework: Framework, info: NodeInfo, part: ReportedStage) -> tuple[LevelRef | None, LevelRef | None]:
    scale = (info.layer and info.layer.scale) or ""
    below = not_reached_level(framework, scale)
    steps = steps_of(framework, scale)
    truths = [reaches(info, step.id, part) for step in steps]
    return (
        _highest(steps, [t.certain for t in truths]) or below,
        _highest(steps, [t.possible for t in truths]) or below,
    )


def reaches(info: NodeInfo, step: str, facts: Facts) -> Truth:
    """Whether a node reaches a step: its conditions for that step and each below; bare levels by their layer (2.3)."""
    truth = MET
    for each in info.steps[: info.steps.index(step) + 1]:
        if each in info.levels:
            truth = min(truth, facts.truth(f"{info.id}/{each}"))
        elif info.layer is not None and info.layer.no_text == "fails":
            truth = UNMET
    return truth


def _reasons(info: NodeInfo, part: ReportedStage) -> tuple[tuple[str, ...], str | None, str | None]:
    """Why a node is unknown, which side speaks for it, and what that side says."""
    res = part.resolution
    if info.verdict in ("rating", "points", "finding"):
        known = res.known(f"{info.verdict}:{info.id}") if not (info.layer and info.layer.derive) else None
        return _sorted(known.reasons if known else frozenset()), None, None
    names = [f"{info.id}/{step}" for step in info.levels] if info.verdict == "level" else [info.id]
    settled = [res.settled(name) for name in names]
    open_ = [s for name, s in zip(names, settled, strict=True) if part.truth(name) is UNKNOWN]
    reasons = frozenset(reason for s in open_ for reason in s.reasons)
    if info.verdict == "level" and all(part.truth(name) is not UNKNOWN for name in _deciding(info, part)):
        reasons = frozenset()
    speaking = next((s.finding for s in settled if s.finding is not None), None)
    return _sorted(reasons), speaking.side if speaking else None, speaking.why if speaking else None


def _deciding(info: NodeInfo, part: ReportedStage) -> Iterator[str]:
    """Yield the steps that decide where a node stands: those up to the first that is unmet."""
    for step in info.levels:
        yield f"{info.id}/{step}"
        if part.truth(f"{info.id}/{step}") is UNMET:
            return


def _sorted(reasons: frozenset[Reason]) -> tuple[str, ...]:
    return tuple(reason.value for reason in Reason if reason in reasons)


def groups(framework: Framework, whole: ReportedSchool, nodes: tuple[NodeResult, ...]) -> tuple[GroupResult, ...]:
    """Count, for each node that groups others of a layer, how many of those stand where."""
    by_id = {(n.stage, n.node): n for n in nodes}
    return tuple(
        _group(part.stage, above, layer, members, by_id)
        for part in whole.parts()
        for above, layer, members in _groupings(framework)
    )


def _groupings(framework: Framework) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for info in framework.nodes.values():
        if info.layer is None:
            continue
        for layer in framework.definition.layers:
            if layer.in_ == info.layer.id and layer.verdict is not None:
                members = framework.outline.under(info.id, layer.id)
                if members:
                    yield info.id, layer.id, members


def _group(
    stage: str | None,
    above: str,
    layer: str,
    members: tuple[str, ...],
    by_id: dict[tuple[str | None, str], NodeResult],
) -> GroupResult:
    counts: Counter[str] = Counter()
    open_ = absent = 0
    for member in members:
        node = by_id.get((stage, member)) or by_id[None, member]
        if node.applies is UNMET:
            absent += 1
        elif not node.determined or node.applies is UNKNOWN:
            open_ += 1
        elif node.kind == "level":
            counts[node.guaranteed.id if node.guaranteed else ""] += 1
        elif node.truth is not None:
            counts[node.truth.name.lower()] += 1
    return GroupResult(above, layer, stage, dict(counts), open_, absent)
