"""Where each figure and fact about a school is used: by which criteria, outcomes and awards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.standards.names import ValueKind, ValueName

if TYPE_CHECKING:
    import networkx as nx

    from kiemdinh.standards.definition import NodeInfo
    from kiemdinh.standards.loading import Framework

__all__ = ["InputReaders", "find_readers"]

_THROUGH = ("set", "quantity")
"""What is no place in a report: it is looked up what reads these in turn."""


@dataclass(frozen=True, slots=True)
class InputReaders:
    """What reads one input.

    Attributes
    ----------
    nodes
        The ids of the criteria that it decides about, in the order of the definition.
    rules
        The ids of the outcomes and awards that read it themselves.
    informed
        The ids of the nodes that have it as an indicator, which decides nothing.
    """

    nodes: tuple[str, ...]
    rules: tuple[str, ...]
    informed: tuple[str, ...]


def find_readers(framework: Framework) -> dict[str, InputReaders]:
    """Return what reads each input of a framework, by the id of the input.

    It draws the graph of the framework, which loads networkx. The cost grows with the size of the definition.

    >>> from kiemdinh.standards.catalogue import load
    >>> find_readers(load("vn.tt57-2026.pho-thong"))["career_guidance"].nodes
    ('3.1', '3.3')
    """
    graph, order = framework.graph(), list(framework.nodes)
    informed = _find_informed(framework)
    found = {}
    for name in framework.inputs:
        readers = list(_find_places(graph, str(ValueName(ValueKind.INPUT, name))))
        nodes = {_find_criterion(framework, framework.nodes[key]) for key in readers if key in framework.nodes}
        rules = tuple(key.partition(":")[2] for key in readers if key not in framework.nodes)
        found[name] = InputReaders(tuple(sorted(nodes, key=order.index)), rules, informed.get(name, ()))
    return found


def _find_places(graph: nx.DiGraph[str], key: str) -> Iterator[str]:
    """Yield the nodes, outcomes and awards that read a key, directly or through sets and named quantities."""
    seen, open_keys = {key}, [key]
    while open_keys:
        for reader in graph.predecessors(open_keys.pop(0)):
            if reader not in seen:
                seen.add(reader)
                if graph.nodes[reader]["kind"] in _THROUGH:
                    open_keys.append(reader)
                else:
                    yield reader


def _find_informed(framework: Framework) -> dict[str, tuple[str, ...]]:
    """Return the nodes that have each input as an indicator."""
    informed: dict[str, dict[str, None]] = {}
    for info in framework.nodes.values():
        for name in info.node.indicators:
            informed.setdefault(name, {})[_find_criterion(framework, info)] = None
    return {name: tuple(nodes) for name, nodes in informed.items()}


def _find_criterion(framework: Framework, info: NodeInfo) -> str:
    """Return the node of a layer that a node is or stands in; the node itself where there is none."""
    nodes = (info.id, *framework.outline.ancestors_of(info.id))
    return next((node for node in nodes if framework.nodes[node].layer is not None), info.id)
