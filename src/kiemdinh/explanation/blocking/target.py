"""What blocks a level: the blocking tree in the words of the standard, and the four to-do lists (5.2, 5.4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.assessment.reported_facts import ReportedSchool, ReportedStage
from kiemdinh.data.blockers import Blocker, Target
from kiemdinh.data.outcomes import LevelRef, NodeResult
from kiemdinh.explanation.blocking.to_do import todos_of
from kiemdinh.explanation.blocking.tree import view
from kiemdinh.rules import MET, Fact

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["target_of"]


def target_of(
    framework: Framework,
    school: ReportedSchool,
    name: str,
    level: LevelRef,
    nodes: tuple[NodeResult, ...],
) -> Target:
    """Return what blocks the fact *name* (``outcome:muc/muc-2``, ``award:…``), called *level*."""
    tree = (
        _over_parts(framework, school, name)
        if name.startswith(("outcome:", "label:"))
        else _of_whole(framework, school, name)
    )
    todos = todos_of(framework, tree) if tree is not None else []
    return Target(
        level,
        school.truth(name),
        tree,
        tuple(todo for which, todo in todos if which == "settle"),
        tuple(todo for which, todo in todos if which == "improve"),
        (),
        tuple(todo for which, todo in todos if which == "decide"),
        _irrelevant(framework, tree, nodes, level.id),
    )


def _over_parts(framework: Framework, school: ReportedSchool, name: str) -> Blocker | None:
    trees = [(part.stage, _of_part(framework, part, name)) for part in school.stages]
    if len(trees) == 1:
        return trees[0][1]
    blocked = tuple(
        Blocker("stage", stage, None, None, stage, part.truth(name), True, 1, 0, 1, parts=(tree,))
        for (stage, tree), part in zip(trees, school.stages, strict=True)
        if tree is not None
    )
    if not blocked:
        return None
    have = len(trees) - len(blocked)
    return Blocker("all", None, None, None, None, school.truth(name), True, len(trees), have, len(trees), parts=blocked)


def _of_part(framework: Framework, part: ReportedStage, name: str) -> Blocker | None:
    return view(framework, part.resolution, part, Fact(name))


def _of_whole(framework: Framework, school: ReportedSchool, name: str) -> Blocker | None:
    """What blocks an award: a named outcome is not opened, since it has a target of its own."""
    condition = school.facts.rules.definitions[name]
    return view(framework, school.facts.as_one, school, condition, opens=lambda n: n.startswith("award:"))


def _irrelevant(
    framework: Framework, tree: Blocker | None, nodes: tuple[NodeResult, ...], level: str
) -> tuple[str, ...]:
    """Name the gaps that do not matter: nodes of a layer that fall short of *level* and are not in the tree."""
    inside = {(b.stage, b.node) for b in _all(tree)} if tree is not None else set()
    anywhere = {node for _, node in inside}
    return tuple(
        n.id
        for n in nodes
        if _short_of(framework, n, level) and ((n.stage, n.node) not in inside if n.stage else n.node not in anywhere)
    )


def _short_of(framework: Framework, node: NodeResult, level: str) -> bool:
    """Whether a node of a layer does not surely reach *level*; its highest, where its scale has no such level."""
    if node.layer is None or node.applies is not MET:
        return False
    if node.kind != "level":
        return node.truth is not None and node.truth is not MET
    steps = framework.nodes[node.node].steps
    wanted = steps.index(level) if level in steps else len(steps) - 1
    reached = steps.index(node.guaranteed.id) if node.guaranteed and node.guaranteed.id in steps else -1
    return reached < wanted


def _all(tree: Blocker) -> Iterator[Blocker]:
    yield tree
    for part in tree.parts:
        yield from _all(part)
