"""The tree of a definition as it is written, laid flat for the naive reading; it shares nothing with the loader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

__all__ = ["Branchlet", "Tree", "text"]

_NOTHING: Final[Mapping[str, Any]] = {}


def text(value: Any) -> str:
    """Return a scalar as it is written in a definition."""
    return str(value).lower() if isinstance(value, bool) else str(value)


@dataclass(frozen=True, slots=True)
class Branchlet:
    """A node as written, with its id, its layer and what stands below it."""

    id: str
    said: Mapping[str, Any]
    layer: Mapping[str, Any]
    parent: str | None
    parts: tuple[str, ...]
    levels: Mapping[str, tuple[str, ...]]

    @property
    def verdict(self) -> str | None:
        """How it is judged; what is no layer is a requirement or a group of them."""
        return self.layer.get("verdict") if self.layer else "met"


@dataclass(slots=True)
class Tree:
    """Every node of a definition by its id, in the order of the file."""

    layers: tuple[Mapping[str, Any], ...]
    nodes: dict[str, Branchlet] = field(default_factory=dict)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Tree:
        """Lay out the tree of a definition as written."""
        tree = cls(tuple(data["layers"]))
        for said in data["tree"]:
            tree._add(said, None, None)
        return tree

    def _add(self, said: Mapping[str, Any], parent: Branchlet | None, level: str | None) -> str:
        layer = self._layer(said, parent, level)
        above = () if layer or parent is None else (parent.id, *((level,) if level else ()))
        name = "/".join((*above, text(said["id"])))
        up = parent.id if parent else None
        bare = self.nodes[name] = Branchlet(name, said, layer, up, (), {})
        parts = tuple(self._add(one, bare, None) for one in said.get("parts", ()))
        levels = {text(k): tuple(self._add(n, bare, text(k)) for n in v) for k, v in said.get("levels", {}).items()}
        self.nodes[name] = Branchlet(name, said, layer, up, parts, levels)
        return name

    def _layer(self, said: Mapping[str, Any], parent: Branchlet | None, level: str | None) -> Mapping[str, Any]:
        if "layer" in said:
            return next(one for one in self.layers if one["id"] == said["layer"])
        if level is not None or (parent is not None and not parent.layer):
            return _NOTHING
        above = parent.layer["id"] if parent else None
        return next((one for one in self.layers if one.get("in") == above), _NOTHING)

    def above(self, name: str | None) -> Iterator[str]:
        """Yield a node and those above it."""
        while name is not None:
            yield name
            name = self.nodes[name].parent

    def of_layer(self, layer: str) -> Iterator[str]:
        """Yield the ids of a layer in the order of the file."""
        return (name for name, node in self.nodes.items() if node.layer.get("id") == layer)
