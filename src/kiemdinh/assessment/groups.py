"""How many criteria of a standard stand at each level: counts, never a ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from kiemdinh.assessment.titles import find_titles
from kiemdinh.data.outcomes import GroupResult, NodeResult, Titles
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.rules import UNKNOWN, UNMET

if TYPE_CHECKING:
    from kiemdinh.assessment.reported_facts import ReportedSchool
    from kiemdinh.standards.loading import Framework

__all__ = ["count_by_group"]

_NodesByStage: TypeAlias = Mapping[tuple[str | None, str], NodeResult]


def count_by_group(
    framework: Framework, school: ReportedSchool, nodes: tuple[NodeResult, ...]
) -> tuple[GroupResult, ...]:
    """Return, for each node that groups nodes of a layer, how many of these stand at each level.

    A group is a node with the nodes of the layer next below its own, such as a standard with its criteria; a layer that
    is not judged is left out. The result has one entry for each group and each stage that is assessed on its own. Costs
    time linear in the number of nodes times that of the stages.

    Parameters
    ----------
    framework
        Its layers tell which nodes are grouped.
    school
        Its stages tell for which of them to count.
    nodes
        The results of all nodes, from :func:`~kiemdinh.assessment.nodes.node_results`.
    """
    by_stage = {(node.stage, node.node): node for node in nodes}
    return tuple(
        _count_members(stage.stage, above, layer, members, by_stage, find_titles(framework, above))
        for stage in school.stages
        for above, layer, members in _groups_of(framework)
    )


def _groups_of(framework: Framework) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield each node that groups others, the layer of these, and their ids."""
    for info in framework.nodes.values():
        if info.layer is None:
            continue
        for layer in framework.definition.layers:
            if layer.in_ == info.layer.id and layer.verdict is not None:
                members = framework.outline.nodes_below(info.id, layer.id)
                if members:
                    yield info.id, layer.id, members


def _count_members(
    stage: str | None,
    above: str,
    layer: str,
    members: tuple[str, ...],
    by_stage: _NodesByStage,
    titles: Titles,
) -> GroupResult:
    counts: Counter[str] = Counter()
    open_ = absent = 0
    for member in members:
        # A node without records of the stage's own has one result, that of the school.
        node = by_stage.get((stage, member)) or by_stage[None, member]
        # Each member is counted once: one that does not apply is never open, and an open one stands at no level yet.
        if node.applies is UNMET:
            absent += 1
        elif not node.determined or node.applies is UNKNOWN:
            open_ += 1
        elif node.kind == "level":
            # The empty id stands for below the lowest level, where the scale has no name for that.
            counts[node.outcome.id if node.outcome else ""] += 1
        elif node.truth is not None:
            counts[node.truth.name.lower()] += 1
    return GroupResult(above, layer, stage, FrozenMap(counts), open_, absent, titles)
