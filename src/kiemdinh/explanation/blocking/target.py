"""What blocks a level, label or grade: its blocking tree, the to-do lists, and the gaps that do not matter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.assessment.reported_facts import ReportedSchool
from kiemdinh.data.blockers import Blocker, Target
from kiemdinh.data.outcomes import LevelRef, NodeResult
from kiemdinh.explanation.blocking.to_do import collect_to_dos
from kiemdinh.explanation.blocking.tree import build_tree
from kiemdinh.rules import MET, Fact
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["build_target"]


def build_target(
    framework: Framework,
    school: ReportedSchool,
    fact: FactName,
    level: LevelRef,
    nodes: tuple[NodeResult, ...],
) -> Target:
    """Return what blocks *fact*: an outcome's level or label, or what an award needs (5.2, 5.4).

    Linear in the size of the rules, except for conjunctions, whose members are compared with one another.

    Parameters
    ----------
    level
        The same level or grade with its texts.
    nodes
        The results of nodes, among which the gaps that do not matter are found.
    """
    is_outcome = fact.kind in (FactKind.OUTCOME, FactKind.LABEL)
    tree = _build_over_stages(school, fact) if is_outcome else _build_of_school(school, fact)
    to_dos = [] if tree is None else collect_to_dos(tree, school.facts.rules.context_values)
    return Target(
        level=level,
        truth=school.truth(str(fact)),
        blocking=tree,
        settle=tuple(to_do for name, to_do in to_dos if name == "settle"),
        improve=tuple(to_do for name, to_do in to_dos if name == "improve"),
        wait=(),
        decide=tuple(to_do for name, to_do in to_dos if name == "decide"),
        irrelevant=_find_irrelevant(framework, tree, nodes, level.id),
    )


def _build_over_stages(school: ReportedSchool, fact: FactName) -> Blocker | None:
    """Return what blocks an outcome in each stage that it is not certain in; without stages the tree itself."""
    name = str(fact)
    stages = school.stages
    # Each stage has facts of its own, so that each is opened by itself (2.6).
    trees = [build_tree(stage.resolution, stage, Fact(name)) for stage in stages]
    if len(trees) == 1:
        return trees[0]
    blocked = tuple(
        Blocker("stage", stage.stage, None, None, stage.stage, stage.truth(name), True, 1, 0, 1, parts=(tree,))
        for tree, stage in zip(trees, stages, strict=True)
        if tree is not None
    )
    if not blocked:
        return None
    have = len(trees) - len(blocked)
    return Blocker("all", None, None, None, None, school.truth(name), True, len(trees), have, len(trees), parts=blocked)


def _build_of_school(school: ReportedSchool, fact: FactName) -> Blocker | None:
    """Return what blocks an award; the outcomes that it names are not opened, since each has a target of its own."""
    condition = school.facts.rules.definitions[str(fact)]
    return build_tree(school.facts.as_one, school, condition, opens=lambda name: name.kind is FactKind.AWARD)


def _find_irrelevant(
    framework: Framework, tree: Blocker | None, nodes: tuple[NodeResult, ...], level: str
) -> tuple[str, ...]:
    """Return the gaps that do not matter: nodes of a layer that fall short of *level* and are not in the tree."""
    blocking = set() if tree is None else {(b.stage, b.node) for b in _iterate_blockers(tree)}
    blocking_anywhere = {node for _, node in blocking}
    return tuple(
        node.id
        for node in nodes
        if _is_short_of(framework, node, level)
        and ((node.stage, node.node) not in blocking if node.stage else node.node not in blocking_anywhere)
    )


def _is_short_of(framework: Framework, node: NodeResult, level: str) -> bool:
    """Return whether a node of a layer may be below *level*, or below its highest where its scale has no such level."""
    if node.layer is None or node.applies is not MET:
        return False
    if node.kind != "level":
        return node.truth is not None and node.truth is not MET
    info = framework.nodes[node.node]
    steps = info.steps
    wanted = steps.index(level) if level in steps else len(steps) - 1
    if not steps or not info.is_asked(steps[wanted]):
        return False  # that level asks nothing of it, so it lacks nothing (2.3)
    reached = steps.index(node.guaranteed.id) if node.guaranteed and node.guaranteed.id in steps else -1
    return reached < wanted


def _iterate_blockers(tree: Blocker) -> Iterator[Blocker]:
    yield tree
    for part in tree.parts:
        yield from _iterate_blockers(part)
