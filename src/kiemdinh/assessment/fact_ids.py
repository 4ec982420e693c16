"""Ids and names of what a result speaks of: levels, labels, facts and their nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiemdinh.evidence.resolution.resolve import Resolution
    from kiemdinh.standards.loading.framework import Framework

__all__ = ["FactName", "display_id", "named"]


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


def display_id(resolution: Resolution, name: str) -> str:
    """Return the id of a fact or value as results give it: a stage's own has the stage in front (``thcs/1.3``)."""
    stage = resolution.stage
    if stage is None:
        return name
    if name.startswith(("input:", "per:")):
        speaking = resolution.values.speaking(name) if name.startswith("input:") else None
        own_value = speaking is not None and speaking.record.stage == stage
        base, _, at = name.partition("@")
        return f"{base}@{stage}{'/' + at if at else ''}" if own_value and stage not in at.split("/") else name
    return f"{stage}/{name}" if has_own_record(resolution, name) else name


def has_own_record(resolution: Resolution, name: str) -> bool:
    """Whether a fact is a stage's own: some record of the stage bears on it, at it or below or above it."""
    fact = named(resolution.framework, name)
    if fact.node is None:
        return False
    outline = resolution.framework.outline
    near = (fact.node, *outline.ancestors(fact.node), *outline.descendants(fact.node))
    records = resolution.records.by_node
    return any(r.stage == resolution.stage for node in near for r in records.get(node, ()))
