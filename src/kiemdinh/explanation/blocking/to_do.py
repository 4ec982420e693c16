"""The to-do lists: the leaves of a blocking tree, sorted into settle, improve and decide (5.4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.data.blockers import Blocker, ListName, ToDo
from kiemdinh.rules import UNKNOWN
from kiemdinh.standards.names import input_name

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["todos_of"]


def todos_of(framework: Framework, tree: Blocker) -> list[tuple[ListName, ToDo]]:
    """Return what the leaves of *tree* ask to be done, each once, with the list that it stands in."""
    found: dict[str, tuple[ListName, ToDo]] = {}
    for leaf, choice in _leaves(tree, choice=False):
        if leaf.id is None or leaf.kind == "impossible":
            continue
        todo = ToDo(leaf.id, leaf.node, leaf.level, leaf.stage, leaf.reasons, choice, leaf.figure)
        earlier = found.get(leaf.id)
        if earlier is None or (earlier[1].choice and not choice):
            found[leaf.id] = (_list_of(framework, leaf), todo)
    return list(found.values())


def _leaves(tree: Blocker, *, choice: bool) -> Iterator[tuple[Blocker, bool]]:
    if not tree.parts:
        yield tree, choice
        return
    free = tree.kind in ("any", "at_least") and tree.need - tree.have < len(tree.parts)
    for part in tree.parts:
        yield from _leaves(part, choice=choice or free or tree.kind == "case")


def _list_of(framework: Framework, leaf: Blocker) -> ListName:
    """An unknown is to be settled, what is unmet improved; context and decisions go to *decide* (5.4)."""
    if leaf.kind in ("held", "applies"):
        return "decide"
    if leaf.kind == "figure" and leaf.figure is not None and leaf.figure.value is not None:
        name = input_name(leaf.figure.value)
        found = framework.inputs.get(name)
        if found is not None and (found.given or found.type in ("choice", "date", "decision")):
            return "decide"
    waits = leaf.kind == "step" and not leaf.reasons
    return "settle" if leaf.truth is UNKNOWN and not waits else "improve"
