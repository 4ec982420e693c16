"""Where each judged node stands: a criterion's level, a requirement's verdict, a score (semantics 2.3, 2.4, 3.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from kiemdinh.assessment.fact_ids import has_own_record
from kiemdinh.assessment.levels import highest_level, level_ref, not_reached_level, steps_of
from kiemdinh.assessment.records import find_cited_evidence, find_open_of_others
from kiemdinh.assessment.reported_facts import ReportedSchool, ReportedStage
from kiemdinh.assessment.titles import find_titles
from kiemdinh.data.outcomes import LevelRef, NodeResult
from kiemdinh.evidence.dossier import Reason
from kiemdinh.evidence.resolution import missing_figures
from kiemdinh.rules import MET, UNKNOWN, UNMET, Facts, Interval, Number, Truth, number_to_text
from kiemdinh.standards.definition import Measure, NodeInfo, scale_measure
from kiemdinh.standards.names import ValueKind, ValueName, applicability_of

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["NodeStanding", "find_standing", "find_unknown_reasons", "node_results", "sort_reasons", "step_facts"]

_WORDS: Final = {reason: reason.value for reason in Reason}
"""The reasons of unknown in the order in which results list them."""


def node_results(framework: Framework, school: ReportedSchool) -> tuple[NodeResult, ...]:
    """Return where each judged node stands: for the school, and for each stage with own records about it.

    Nodes come in the order of the definition, those of the first stage first. A node without a verdict of its own, such
    as a heading, is left out. Costs time linear in the number of nodes times that of the stages, beside the facts not
    yet worked out.

    Parameters
    ----------
    framework
        The framework whose nodes are asked for.
    school
        The facts as they are reported.
    """
    results: dict[str, NodeResult] = {}
    for stage in school.stages:
        for info in framework.nodes.values():
            if info.verdict is not None:
                # A node without records of the stage's own has the school's id, and one result for all stages.
                result = _node_result(framework, info, stage)
                results.setdefault(result.id, result)
    return tuple(results.values())


def _node_result(framework: Framework, info: NodeInfo, stage: ReportedStage) -> NodeResult:
    facts = stage.resolution
    applies = applicability_of(info.id)
    may_not_apply = applies in facts.rules.definitions
    stands = find_standing(framework, info, stage)
    reasons, side, why, ended = _find_grounds(info, stage)
    own_stage = stage.stage if has_own_record(facts, info.id) else None
    derived = facts.rules.derived_scores.get(info.id)
    return NodeResult(
        id=info.id if own_stage is None else f"{own_stage}/{info.id}",
        node=info.id,
        layer=info.layer.id if info.layer else None,
        stage=own_stage,
        kind=info.verdict or "met",
        applies=stage.truth(applies) if may_not_apply else MET,
        truth=stands.truth,
        guaranteed=stands.guaranteed,
        attainable=stands.attainable,
        value=stands.value,
        reasons=reasons,
        side=side,
        why=why,
        determined=stands.determined,
        outcome=stands.outcome,
        titles=find_titles(framework, info.id),
        missing=() if stands.determined else _find_missing(info, stage),
        evidence=find_cited_evidence(facts, info.id),
        ended=ended,
        derived=None if derived is None else derived.find_value(stage),
        derived_unit=None if derived is None else derived.unit,
        open_of_others=() if stands.determined else _find_open_of_others(framework, info, stage),
    )


class NodeStanding(NamedTuple):
    """Where a node stands, in the words of its kind of verdict."""

    truth: Truth | None
    value: Interval | None
    guaranteed: LevelRef | None
    attainable: LevelRef | None
    determined: bool
    outcome: LevelRef | None


def find_standing(framework: Framework, info: NodeInfo, stage: Facts) -> NodeStanding:
    """Return where a node stands by the facts of a stage; each kind of verdict fills its own fields."""
    if info.verdict == "level":
        return _stand_by_level(framework, info, stage)
    if info.verdict == "met":
        truth = stage.truth(info.id)
        return NodeStanding(truth, None, None, None, truth is not UNKNOWN, None)
    if info.layer is not None and info.layer.derive is not None:
        # A score that the definition derives is no record. It is known where everything below it is known, or sooner.
        below = (framework.nodes[node] for node in framework.outline.descendants_of(info.id))
        is_known = all(find_standing(framework, node, stage).determined for node in below if node.verdict is not None)
        return NodeStanding(None, None, None, None, is_known, None)
    return _stand_by_score(framework, info, stage.value(str(ValueName(ValueKind(info.verdict or "points"), info.id))))


def _stand_by_level(framework: Framework, info: NodeInfo, stage: Facts) -> NodeStanding:
    scale = info.scale or ""
    steps = steps_of(framework, scale)
    # A step that asks nothing is not reached by itself; a node that reaches a step above it has it too (2.3).
    truths = [_reaches_step(info, step.id, stage) if info.is_asked(step.id) else UNMET for step in steps]
    guaranteed = highest_level(steps, [truth.certain for truth in truths])
    attainable = highest_level(steps, [truth.possible for truth in truths])
    determined = guaranteed == attainable
    # Only when it is certain: a criterion that nobody has assessed has not failed (2.2), nor has one that asks nothing.
    is_asked = any(info.is_asked(step.id) for step in steps)
    outcome = (guaranteed or not_reached_level(framework, scale)) if determined and is_asked else None
    return NodeStanding(None, None, guaranteed, attainable, determined, outcome)


def _stand_by_score(framework: Framework, info: NodeInfo, value: Interval) -> NodeStanding:
    """Return where a node stands by its rating, points or gravest finding: the steps or numbers at its two ends."""
    measure = _measure_of_score(framework, info)
    # Where every step of the scale is possible, nothing is known: the lowest step is then no guarantee (2.2).
    if not value.known and (value.low, value.high) == (measure.low, measure.high):
        return NodeStanding(None, value, None, None, False, None)
    low, high = (_level_of_score(framework, info, measure, end) for end in (value.low, value.high))
    scale = info.scale or ""
    below = not_reached_level(framework, scale)
    guaranteed, attainable = (None if level == below else level for level in (low, high))
    return NodeStanding(None, value, guaranteed, attainable, value.known, low if value.known else None)


def _measure_of_score(framework: Framework, info: NodeInfo) -> Measure:
    """Return what a rating, points or a finding is measured in, with the two ends of all that it can be."""
    if info.verdict == "points":
        return Measure("number", low=0, high=info.node.points or 0)
    scale = framework.definition.scales[info.scale or ""]
    measure = scale_measure("", scale)
    return replace(measure, low=0, high=len(measure.words) - 1) if measure.words else measure


def _level_of_score(framework: Framework, info: NodeInfo, measure: Measure, number: Number | None) -> LevelRef | None:
    if number is None:
        return None
    # A number between two steps is no step: a mean, or what a definition derives.
    if not measure.words or number not in range(len(measure.words)):
        return level_ref(number_to_text(number), None)
    word = measure.words[int(number)]
    scale = info.scale or ""
    levels = (not_reached_level(framework, scale), *steps_of(framework, scale))
    return next((level for level in levels if level is not None and level.id == word), None)


def _reaches_step(info: NodeInfo, step: str, facts: Facts) -> Truth:
    """Return whether a node reaches a step: its conditions for that step and for each below it (2.3)."""
    truth = MET
    for each in info.steps[: info.steps.index(step) + 1]:
        if each in info.levels:
            truth = min(truth, facts.truth(f"{info.id}/{each}"))
        # A step without requirements of its own is reached with the step below, unless its layer says that it fails.
        elif info.layer is not None and info.layer.no_text == "fails":
            truth = UNMET
    return truth


def _find_grounds(
    info: NodeInfo, stage: ReportedStage
) -> tuple[tuple[str, ...], str | None, str | None, dt.date | None]:
    """Return why a node is unknown, the side and reason of its finding, and its last day if that has passed."""
    facts = stage.resolution
    # A score is a value and no fact: it has reasons, but no finding of met or unmet is about it.
    if info.verdict in ("rating", "points", "finding"):
        known = facts.known(f"{info.verdict}:{info.id}") if not (info.layer and info.layer.derive) else None
        return sort_reasons(known.reasons if known else frozenset()), None, None, known.ended if known else None
    settled = {name: facts.resolved(name) for name in step_facts(info)}
    reasons = find_unknown_reasons(info, stage, {name: fact.reasons for name, fact in settled.items()})
    finding = next((fact.finding for fact in settled.values() if fact.finding is not None), None)
    ended = next((fact.ended for fact in settled.values() if fact.ended is not None), None) if reasons else None
    return reasons, finding.side if finding else None, finding.why if finding else None, ended


def find_unknown_reasons(info: NodeInfo, stage: Facts, reasons: Mapping[str, frozenset[Reason]]) -> tuple[str, ...]:
    """Return why a node is unknown, from the reasons of each of its facts (3.6); a known fact needs no reason."""
    # What is unknown above the first unmet step makes no difference to where the node stands.
    if info.verdict == "level" and all(stage.truth(name) is not UNKNOWN for name in _deciding_steps(info, stage)):
        return ()
    open_ = (name for name in step_facts(info) if stage.truth(name) is UNKNOWN)
    return sort_reasons(frozenset(reason for name in open_ for reason in reasons[name]))


def _find_missing(info: NodeInfo, stage: ReportedStage) -> tuple[str, ...]:
    """Return the figures that are missing for the unknown facts of a node."""
    if info.verdict in ("rating", "points", "finding"):
        return ()
    open_ = (name for name in step_facts(info) if stage.truth(name) is UNKNOWN)
    return tuple(sorted({figure for name in open_ for figure in missing_figures(stage.resolution, name)}))


def _find_open_of_others(framework: Framework, info: NodeInfo, stage: ReportedStage) -> tuple[str, ...]:
    """Return the ids of unknown facts about others that can still change where a node stands."""
    if info.verdict in ("rating", "points", "finding"):
        return ()
    open_ = [name for name in step_facts(info) if stage.truth(name) is UNKNOWN]
    return find_open_of_others(framework, stage.resolution, open_)


def step_facts(info: NodeInfo) -> list[str]:
    """Return the facts that a node is judged by: those of its steps, or its own."""
    return [f"{info.id}/{step}" for step in info.levels] if info.verdict == "level" else [info.id]


def _deciding_steps(info: NodeInfo, stage: Facts) -> Iterator[str]:
    """Yield the steps that decide where a node stands: those up to the first that is unmet."""
    for step in info.levels:
        yield f"{info.id}/{step}"
        if stage.truth(f"{info.id}/{step}") is UNMET:
            return


def sort_reasons(reasons: frozenset[Reason]) -> tuple[str, ...]:
    """Return the texts of reasons in the order in which results list them."""
    if len(reasons) < 2:
        return tuple(_WORDS[reason] for reason in reasons)
    return tuple(word for reason, word in _WORDS.items() if reason in reasons)
