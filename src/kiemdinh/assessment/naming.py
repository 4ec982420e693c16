"""Ids and names of what a result speaks of: levels, labels, facts and their nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.assessment.result import LevelRef
from kiemdinh.standards.model import LabelOutcome, LadderOutcome, StepScale

if TYPE_CHECKING:
    from kiemdinh.evidence.resolution import Resolution
    from kiemdinh.standards.framework import Framework
    from kiemdinh.standards.words import Said

__all__ = ["FactName", "below_of", "fact_id", "labels_of", "ladder_of", "level_ref", "named", "steps_of"]


def level_ref(level_id: str, said: Said | None) -> LevelRef:
    """Return a level, label or grade with its texts."""
    return LevelRef(level_id, said.vi if said else None, said.en if said else None)


def steps_of(framework: Framework, scale_id: str) -> tuple[LevelRef, ...]:
    """Return the steps of a scale, lowest first."""
    scale = framework.definition.scales.get(scale_id)
    steps = scale.steps if isinstance(scale, StepScale) else ()
    return tuple(level_ref(step.id, step) for step in steps)


def below_of(framework: Framework, scale_id: str) -> LevelRef | None:
    """Return what lies below the lowest step, where the scale names it."""
    scale = framework.definition.scales.get(scale_id)
    if not isinstance(scale, StepScale) or scale.not_reached is None:
        return None
    return level_ref(scale.not_reached.id, scale.not_reached)


def ladder_of(framework: Framework, outcome: LadderOutcome) -> tuple[LevelRef, ...]:
    """Return the levels of an outcome, lowest first."""
    return steps_of(framework, outcome.ladder)


def labels_of(outcome: LabelOutcome) -> tuple[LevelRef, ...]:
    """Return the labels of a decision list in order, *otherwise* last."""
    cases = tuple(level_ref(case.id, case) for case in outcome.cases)
    return (*cases, level_ref(outcome.otherwise.id, outcome.otherwise))


@dataclass(frozen=True, slots=True)
class FactName:
    """A fact's name taken apart: the node that it is about and, for a step, the level."""

    node: str | None
    level: str | None


def named(framework: Framework, name: str) -> FactName:
    """Take a fact's name apart: ``1.3/muc-1`` is the step muc-1 of 1.3."""
    bare = name.removeprefix("applies:")
    if bare in framework.nodes:
        return FactName(bare, None)
    node, _, step = bare.rpartition("/")
    if node in framework.nodes and step in framework.nodes[node].levels:
        return FactName(node, step)
    return FactName(None, None)


def fact_id(resolution: Resolution, name: str) -> str:
    """Return the id of a fact or value as results give it: a stage's own has the stage in front (``thcs/1.3``)."""
    stage = resolution.stage
    if stage is None:
        return name
    if name.startswith(("input:", "per:")):
        speaking = resolution.values.speaking(name) if name.startswith("input:") else None
        own_value = speaking is not None and speaking.record.stage == stage
        base, _, at = name.partition("@")
        return f"{base}@{stage}{'/' + at if at else ''}" if own_value and stage not in at.split("/") else name
    return f"{stage}/{name}" if is_own(resolution, name) else name


def is_own(resolution: Resolution, name: str) -> bool:
    """Whether a fact is a stage's own: some record of the stage bears on it, at it or below or above it."""
    fact = named(resolution.framework, name)
    if fact.node is None:
        return False
    outline = resolution.framework.outline
    near = (fact.node, *outline.ancestors(fact.node), *outline.descendants(fact.node))
    records = resolution.records.by_node
    return any(r.stage == resolution.stage for node in near for r in records.get(node, ()))
