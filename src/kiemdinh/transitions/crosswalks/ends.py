"""The ends of a relation: each names a node, a level of a node, a figure, or a result of a school."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from kiemdinh.standards.definition import LadderAward, LadderOutcome
from kiemdinh.standards.names import split_child, split_top

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["INPUTS", "EndKind", "has_end", "input_of_end", "kind_of_end", "list_due_ends", "list_ends", "node_of_end"]

EndKind: TypeAlias = Literal["node", "figure", "result"]
"""The kind of an end: a node or a level of one, a figure, or a level, label or grade of an outcome or award."""

INPUTS: Final = "inputs"
"""The text before the name of an input."""
_RESULTS: Final = ("outcomes", "awards")


def input_of_end(end: str) -> str | None:
    """Return the name of the input that an end names; None for a node or level.

    >>> input_of_end("inputs/teachers"), input_of_end("1.5/muc-2")
    ('teachers', None)
    """
    section, name = split_top(end)
    return name if section == INPUTS else None


def kind_of_end(end: str) -> EndKind:
    """Return the kind of an end.

    >>> kind_of_end("1.5/muc-2"), kind_of_end("inputs/teachers"), kind_of_end("outcomes/muc/muc-1")
    ('node', 'figure', 'result')
    """
    section, _ = split_top(end)
    return "figure" if section == INPUTS else "result" if section in _RESULTS else "node"


def has_end(framework: Framework, end: str) -> bool:
    """Return whether a framework has the part that an end names."""
    if node_of_end(framework, end) is not None:
        return True
    name = input_of_end(end)
    return end in _list_results(framework) if name is None else name in framework.inputs


def node_of_end(framework: Framework, end: str) -> str | None:
    """Return the node that an end names, itself or by one of its levels; None for a figure and an unknown end."""
    if end in framework.nodes:
        return end
    node, level = split_child(end)
    return node if node in framework.nodes and level in framework.nodes[node].levels else None


def list_ends(framework: Framework) -> Iterator[str]:
    """Yield all possible ends: nodes, each before its levels, then figures, then results of a school."""
    for node, info in framework.nodes.items():
        yield node
        yield from (f"{node}/{level}" for level in info.levels)
    yield from (f"{INPUTS}/{name}" for name in framework.inputs)
    yield from _list_results(framework)


def _list_results(framework: Framework) -> list[str]:
    """Return the addresses of the levels and labels of outcomes, then of awards and their grades."""
    found: list[str] = []
    for outcome in framework.outcomes:
        if isinstance(outcome, LadderOutcome):
            steps: Iterable[str] = outcome.needs
        else:
            steps = (*(case.id for case in outcome.cases), outcome.otherwise.id)
        found += [f"outcomes/{outcome.id}/{step}" for step in steps]
    for award in framework.definition.awards:
        grades = award.needs if isinstance(award, LadderAward) else ()
        found += [f"awards/{award.id}/{grade}" for grade in grades] or [f"awards/{award.id}"]
    return found


def list_due_ends(framework: Framework) -> Mapping[str, tuple[str, ...]]:
    """Return the ends that a whole crosswalk names, in declared order, each with the nodes above that can cover it.

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
