"""The tree of a definition laid out flat: every node with its id, its layer, its law and its children.

Ids are those used everywhere (files, results, command line): a node of a layer keeps its own id (``1.3``); what
stands below it adds to it (``1.3/muc-1/a``, ``5.6/muc-3/a/gioi``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from kiemdinh.parsing.collector import Path, Problems
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.standards.definition.citations import Citation
from kiemdinh.standards.definition.model import Definition, LayerDef, Node, SetDef
from kiemdinh.standards.names import FactNames

__all__ = ["NodeInfo", "Outline", "build_outline"]

Kind = Literal["met", "level", "rating", "points", "finding"]


@dataclass(frozen=True, slots=True)
class NodeInfo:
    """One node of the tree.

    ``verdict`` is how it is judged (None: it only groups); ``levels`` maps each step with text to the ids of its
    requirements; ``steps`` are all steps of its scale, lowest first; ``parts`` the children outside levels.
    """

    id: str
    node: Node
    path: Path
    layer: LayerDef | None
    verdict: Kind | None
    parent: str | None
    level: str | None
    citation: Citation
    parts: tuple[str, ...]
    levels: Mapping[str, tuple[str, ...]]
    steps: tuple[str, ...]

    @property
    def is_requirement(self) -> bool:
        """Whether it is judged met or unmet and has no parts: a requirement (nội hàm, chỉ báo)."""
        return self.verdict == "met" and not self.parts and not self.levels

    @property
    def tags(self) -> tuple[str, ...]:
        """Return the tags that the node carries."""
        return self.node.tags


@dataclass(frozen=True, slots=True)
class Outline:
    """All nodes by id, in the order of the file, the ids of each layer, and the names of their facts."""

    nodes: Mapping[str, NodeInfo]
    by_layer: Mapping[str, tuple[str, ...]]
    fact_names: FactNames

    def nodes_below(self, node_id: str, layer: str) -> tuple[str, ...]:
        """Return the ids of *layer* below *node_id*, in the order of the file."""
        return tuple(i for i in self.by_layer.get(layer, ()) if node_id in self.ancestors_of(i))

    def ancestors_of(self, node_id: str) -> Iterator[str]:
        """Yield the ids above *node_id*, nearest first."""
        parent = self.nodes[node_id].parent
        while parent is not None:
            yield parent
            parent = self.nodes[parent].parent

    def descendants_of(self, node_id: str) -> Iterator[str]:
        """Yield the ids below *node_id*, in the order of the file."""
        info = self.nodes[node_id]
        for child in (*info.parts, *(c for ids in info.levels.values() for c in ids)):
            yield child
            yield from self.descendants_of(child)

    def select_members(self, set_def: SetDef, ids: Iterable[str]) -> tuple[str, ...]:
        """Return which of *ids* a set chooses by its tags, its list of ids and its exceptions, in their order.

        A table of lists by a choice chooses what any of its lists has.
        """
        listed = None if set_def.ids is None else frozenset(listed_ids(set_def))
        return tuple(
            i
            for i in ids
            if (set_def.tagged is None or set_def.tagged in self.nodes[i].tags)
            and (set_def.untagged is None or set_def.untagged not in self.nodes[i].tags)
            and i not in set_def.except_
            and (listed is None or i in listed)
        )


def listed_ids(set_def: SetDef) -> tuple[str, ...]:
    """Return the ids that a set lists, those of all lists where it has a table of them; empty where it lists none."""
    if isinstance(set_def.ids, Mapping):
        tables = [*set_def.ids.get("values", {}).values(), set_def.ids.get("otherwise") or ()]
        return tuple(dict.fromkeys(str(i) for ids in tables for i in ids))
    return tuple(str(i) for i in set_def.ids or ())


def build_outline(definition: Definition, problems: Problems) -> Outline:
    """Lay out the tree; what is wrong with its ids, layers and levels is added to *problems*."""
    builder = _Builder(definition, problems)
    law = Citation(definition.cite, definition.certainty)
    for i, node in enumerate(definition.tree):
        builder.add(node, ("tree", i), None, law)
    for layer in definition.layers:
        if not builder.by_layer.get(layer.id):
            at = ("layers", definition.layers.index(layer), "id")
            problems.add("KD203", f"layer '{layer.id}' has no node", at)
    by_layer = FrozenMap({key: tuple(ids) for key, ids in builder.by_layer.items()})
    steps = ((info.id, step) for info in builder.nodes.values() for step in info.levels)
    return Outline(FrozenMap(builder.nodes), by_layer, FactNames(steps))


class _Builder:
    def __init__(self, definition: Definition, problems: Problems) -> None:
        self.definition = definition
        self.problems = problems
        self.layers = {layer.id: layer for layer in definition.layers}
        self.nodes: dict[str, NodeInfo] = {}
        self.by_layer: dict[str, list[str]] = {}

    def add(self, node: Node, path: Path, parent: NodeInfo | None, law: Citation, *, level: str | None = None) -> str:
        """Add *node* and what is below it; return its id."""
        layer = self._layer(node, path, parent, level)
        node_id = self._id(node, parent, level, layer)
        if node_id in self.nodes:
            self.problems.add("KD201", f"the id '{node_id}' is used twice", (*path, "id"))
        verdict = layer.verdict if layer else "met"
        own = law.with_own(node)
        steps = self.definition.steps_of(layer.scale) if layer else ()
        info = NodeInfo(
            node_id,
            node,
            path,
            layer,
            verdict,
            parent.id if parent else None,
            level,
            own,
            (),
            FrozenMap(),
            steps,
        )
        self.nodes[node_id] = info
        if layer:
            self.by_layer.setdefault(layer.id, []).append(node_id)
        self._check_tags(node, path)
        parts = tuple(self.add(part, (*path, "parts", i), info, own) for i, part in enumerate(node.parts))
        levels = self._levels(info, own)
        self.nodes[node_id] = NodeInfo(
            node_id, node, path, layer, verdict, info.parent, level, own, parts, levels, steps
        )
        return node_id

    def _id(self, node: Node, parent: NodeInfo | None, level: str | None, layer: LayerDef | None) -> str:
        if layer is not None or parent is None:
            return node.id
        return "/".join((parent.id, *((level,) if level else ()), node.id))

    def _layer(self, node: Node, path: Path, parent: NodeInfo | None, level: str | None) -> LayerDef | None:
        if node.layer is not None:
            if node.layer not in self.layers:
                self.problems.add_unknown("KD202", "layer", node.layer, self.layers, (*path, "layer"))
            return self.layers.get(node.layer)
        if level is not None or (parent is not None and parent.layer is None):
            return None
        above = parent.layer.id if parent and parent.layer else None
        choices = [layer for layer in self.layers.values() if layer.in_ == above]
        if len(choices) > 1:
            self.problems.add(
                "KD202",
                f"node '{node.id}' can stand in several layers: say which",
                path,
                expected="layer: one of " + ", ".join(layer.id for layer in choices),
            )
        return choices[0] if choices else None

    def _levels(self, info: NodeInfo, law: Citation) -> Mapping[str, tuple[str, ...]]:
        levels = info.node.levels
        if levels is None:
            return FrozenMap()
        if info.verdict != "level":
            self.problems.add(
                "KD204",
                f"'{info.id}' is not judged by levels",
                (*info.path, "levels"),
                key=True,
                hint="give its layer 'verdict: level' and a scale",
            )
            return FrozenMap()
        for step in levels:
            if step not in info.steps:
                self.problems.add_unknown("KD205", "level", step, info.steps, (*info.path, "levels", step), key=True)
        ordered = [step for step in info.steps if step in levels]
        return FrozenMap(
            {
                step: tuple(
                    self.add(node, (*info.path, "levels", step, i), info, law, level=step)
                    for i, node in enumerate(levels[step])
                )
                for step in ordered
            }
        )

    def _check_tags(self, node: Node, path: Path) -> None:
        for i, tag in enumerate(node.tags):
            if tag not in self.definition.tags:
                self.problems.add_unknown("KD206", "tag", tag, self.definition.tags, (*path, "tags", i))
