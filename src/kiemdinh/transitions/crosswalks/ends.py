"""What a relation can name at one of its ends: a node, a level of a node, or a figure (``inputs/ID``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.standards.names import split_child, split_top

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["INPUTS", "has_end", "input_of_end", "list_due_ends", "list_ends", "node_of_end"]

INPUTS: Final = "inputs"
"""What stands before the name of an input."""


def input_of_end(end: str) -> str | None:
    """Return the name of the input that an end names; None for a node or level.

    >>> input_of_end("inputs/teachers"), input_of_end("1.5/muc-2")
    ('teachers', None)
    """
    section, name = split_top(end)
    return name if section == INPUTS else None


def has_end(framework: Framework, end: str) -> bool:
    """Return whether a framework has what an end names."""
    name = input_of_end(end)
    if name is not None and end not in framework.nodes:
        return name in framework.inputs
    return node_of_end(framework, end) is not None


def node_of_end(framework: Framework, end: str) -> str | None:
    """Return the node that an end names, or of whose level it is; None for a figure and for what there is not."""
    if end in framework.nodes:
        return end
    node, level = split_child(end)
    return node if node in framework.nodes and level in framework.nodes[node].levels else None


def list_ends(framework: Framework) -> Iterator[str]:
    """Yield all that a relation can name: nodes, each before its levels, then figures."""
    for node, info in framework.nodes.items():
        yield node
        yield from (f"{node}/{level}" for level in info.levels)
    yield from (f"{INPUTS}/{name}" for name in framework.inputs)


def list_due_ends(framework: Framework) -> Mapping[str, tuple[str, ...]]:
    """Return the ends that a whole crosswalk names, in declared order, each with the nodes above that can speak for it.

    They are the nodes of layers that are judged, and each level of these that has requirements.
    """
    due: dict[str, tuple[str, ...]] = {}
    for node, info in framework.nodes.items():
        if info.layer is None or not _is_judged(info):
            continue
        above = framework.outline.ancestors_of(node)
        due[node] = tuple(above)
        due |= {f"{node}/{level}": (node, *above) for level, parts in info.levels.items() if parts}
    return due


def _is_judged(info: Any) -> bool:
    return info.verdict is not None and (info.layer is None or info.layer.derive is None)
