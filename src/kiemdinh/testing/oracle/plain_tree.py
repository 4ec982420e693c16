"""The tree of a definition as written, laid flat: every node by its id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

__all__ = ["PlainNode", "PlainTree", "scalar_text"]

_NO_LAYER: Final[Mapping[str, Any]] = {}


def scalar_text(value: Any) -> str:
    """Return a scalar of a definition as the text that is written, whether it came from YAML or from Python.

    Examples
    --------
    >>> scalar_text(True), scalar_text(5), scalar_text("muc-1")
    ('true', '5', 'muc-1')
    """
    return str(value).lower() if isinstance(value, bool) else str(value)


@dataclass(frozen=True, slots=True)
class PlainNode:
    """A node as written, with its full id, its layer and the ids of its children.

    ``layer`` is empty for a requirement or a group of requirements; ``levels`` holds by step the ids of the
    requirements of that step.
    """

    id: str
    written: Mapping[str, Any]
    layer: Mapping[str, Any]
    parent: str | None
    parts: tuple[str, ...]
    levels: Mapping[str, tuple[str, ...]]

    @property
    def verdict(self) -> str | None:
        """How the node is judged, as its layer says; a node in no layer is met or unmet."""
        return self.layer.get("verdict") if self.layer else "met"


@dataclass(slots=True)
class PlainTree:
    """Every node of a definition by its id, in the order of the file."""

    layers: tuple[Mapping[str, Any], ...]
    scales: Mapping[str, Any] = field(default_factory=dict)
    nodes: dict[str, PlainNode] = field(default_factory=dict)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> PlainTree:
        """Return the tree of a definition as written.

        >>> data = {"layers": [{"id": "criterion"}], "tree": [{"id": 1, "levels": {"l1": [{"id": "a"}]}}]}
        >>> list(PlainTree.of(data).nodes)
        ['1', '1/l1/a']
        """
        tree = cls(tuple(data["layers"]), data.get("scales", {}))
        for written in data["tree"]:
            tree._add_node(written, None, None)
        return tree

    @property
    def layer_ids(self) -> tuple[str, ...]:
        """The ids of the layers, from the top."""
        return tuple(scalar_text(layer["id"]) for layer in self.layers)

    def node_and_ancestors(self, name: str | None) -> Iterator[str]:
        """Yield the id of a node and those above it, the nearest first; nothing for None."""
        while name is not None:
            yield name
            name = self.nodes[name].parent

    def nodes_of_layer(self, layer: str) -> Iterator[str]:
        """Yield the ids of the nodes of a layer in the order of the file; requirements are in no layer."""
        return (name for name, node in self.nodes.items() if node.layer.get("id") == layer)

    def _add_node(self, written: Mapping[str, Any], parent: PlainNode | None, level: str | None) -> str:
        """Add a node and all below it, and return its id; *level* is the step of *parent* that it belongs to."""
        layer = self._layer_of(written, parent, level)
        # The id of a requirement begins with that of its parent (1.3/muc-1/a); nodes of layers have ids of their own.
        prefix = () if layer or parent is None else (parent.id, *((level,) if level else ()))
        name = "/".join((*prefix, scalar_text(written["id"])))
        up = parent.id if parent else None
        # The node is entered before its children, to keep the order of the file, and replaced when they are known.
        bare = self.nodes[name] = PlainNode(name, written, layer, up, (), {})
        parts = tuple(self._add_node(part, bare, None) for part in written.get("parts", ()))
        levels = {
            scalar_text(step): tuple(self._add_node(node, bare, scalar_text(step)) for node in nodes)
            for step, nodes in self._texts_of_levels(written, layer).items()
        }
        self.nodes[name] = PlainNode(name, written, layer, up, parts, levels)
        return name

    def _texts_of_levels(self, written: Mapping[str, Any], layer: Mapping[str, Any]) -> Mapping[Any, Any]:
        """Return what a node asks at each level; where its wording is not known, all of it, whatever it is (4.2)."""
        levels: Mapping[Any, Any] = written.get("levels", {})
        if written.get("wording") is None or layer.get("verdict") != "level":
            return levels
        return {step["id"]: ({"id": "whole"},) for step in self.scales[scalar_text(layer["scale"])]["steps"]}

    def _layer_of(self, written: Mapping[str, Any], parent: PlainNode | None, level: str | None) -> Mapping[str, Any]:
        """Return the layer of a node: the one it names, else the one inside the layer of its parent."""
        if "layer" in written:
            return next(layer for layer in self.layers if layer["id"] == written["layer"])
        if level is not None or (parent is not None and not parent.layer):
            return _NO_LAYER
        above = parent.layer["id"] if parent else None
        return next((layer for layer in self.layers if layer.get("in") == above), _NO_LAYER)
