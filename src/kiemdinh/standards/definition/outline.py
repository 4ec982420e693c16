"""The tree of a definition laid flat: every node with its id, its layer, its citation and the nodes below it.

Ids are those used everywhere (files, results, command line): a node of a layer keeps its own id (``1.3``); a node
below it adds to that id (``1.3/muc-1/a``, ``5.6/muc-3/a/gioi``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Path, Problems
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.standards.definition.citations import Citation
from kiemdinh.standards.definition.model import Definition, LayerDef, Node, SetDef
from kiemdinh.standards.names import FactNames, name_child

__all__ = ["WHOLE_LEVEL", "NodeInfo", "Outline", "build_outline", "listed_ids"]

WHOLE_LEVEL: Final = "whole"
"""The id of the one requirement of a level whose wording is not known."""
_VerdictKind: TypeAlias = Literal["met", "level", "rating", "points", "finding"]


@dataclass(frozen=True, slots=True)
class NodeInfo:
    """One node of the tree, with what it inherits from above and the ids of the nodes below it.

    Attributes
    ----------
    id
        Its id within the framework, ``1.3/muc-1/a``.
    node
        The node as it is written.
    path
        Its place in the definition.
    layer
        Its layer; None for a requirement and for a part of one.
    verdict
        How it is judged; None where it only groups.
    parent
        The id of the node above; None at the top.
    level
        The step of the parent's scale that it is a requirement of; None where it is no requirement of a level.
    citation
        Its place in the law, with inheritance applied.
    parts
        The ids of what is below it outside levels.
    levels
        For each step that has text the ids of its requirements, lowest step first.
    steps
        All steps of its scale, lowest first.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> kd.load("vn.tt57-2026.gdtx").nodes["1.1"].layer.id
    'criterion'
    """

    id: str
    node: Node
    path: Path
    layer: LayerDef | None
    verdict: _VerdictKind | None
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

    def is_asked(self, step: str) -> bool:
        """Return whether anything is asked of the node at *step* or below it in its scale (2.3).

        Nothing is asked where none of these steps has text and its layer says that such steps carry.
        """
        if self.layer is not None and self.layer.no_text == "fails":
            return True
        return any(each in self.levels for each in self.steps[: self.steps.index(step) + 1])

    @property
    def scale(self) -> str | None:
        """The name of the scale by whose steps or numbers it is judged; None where it is judged by none."""
        return None if self.layer is None else self.layer.scale

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags that the node carries."""
        return self.node.tags


@dataclass(frozen=True, slots=True)
class Outline:
    """The tree of a definition laid flat.

    Attributes
    ----------
    nodes
        Every node by its id, in the order of the file.
    by_layer
        For each layer the ids of its nodes, in the order of the file.
    layers_above
        For each layer the layers that contain it, nearest first.
    fact_names
        Reads the names of facts; it knows which ids are steps of criteria and which are nodes.
    """

    nodes: Mapping[str, NodeInfo]
    by_layer: Mapping[str, tuple[str, ...]]
    layers_above: Mapping[str, tuple[str, ...]]
    fact_names: FactNames

    def ancestors_of(self, node_id: str) -> Iterator[str]:
        """Yield the ids of the nodes above a node, nearest first; none for a node at the top.

        >>> import kiemdinh as kd
        >>> outline = kd.load("vn.tt57-2026.gdtx").outline
        >>> tuple(outline.ancestors_of("1.1/muc-1/a"))
        ('1.1', '1')
        """
        parent = self.nodes[node_id].parent
        while parent is not None:
            yield parent
            parent = self.nodes[parent].parent

    def descendants_of(self, node_id: str) -> Iterator[str]:
        """Yield the ids of all nodes below a node, in the order of the file.

        The parts of a node come first, then the requirements of its levels, each with what is below it.
        """
        info = self.nodes[node_id]
        for child in (*info.parts, *(requirement for ids in info.levels.values() for requirement in ids)):
            yield child
            yield from self.descendants_of(child)

    def nodes_below(self, node_id: str, layer: str) -> tuple[str, ...]:
        """Return the ids of the nodes of a layer below a node, in the order of the file; the cost grows with all below.

        >>> import kiemdinh as kd
        >>> outline = kd.load("vn.tt57-2026.gdtx").outline
        >>> outline.nodes_below("1", "criterion")
        ('1.1', '1.2', '1.3', '1.4')
        """
        below = (self.nodes[other] for other in self.descendants_of(node_id))
        return tuple(info.id for info in below if info.layer is not None and info.layer.id == layer)

    def nodes_seen_from(self, node_id: str, layer: str) -> tuple[str, ...]:
        """Return the ids of the nodes of a layer that are members of a set read at a node, in the order of the file.

        Of a layer below the node's own these are the nodes below it, of any other layer all.

        >>> import kiemdinh as kd
        >>> outline = kd.load("vn.tt57-2026.gdtx").outline
        >>> len(outline.nodes_seen_from("1", "criterion")), outline.nodes_seen_from("1.1", "standard")
        (4, ('1', '2', '3', '4'))
        """
        own = self.nodes[node_id].layer
        found = self.by_layer.get(layer, ())
        if own is not None and own.id == layer:
            return found
        below = self.nodes_below(node_id, layer)
        is_narrowed = bool(below) or (own is not None and own.id in self.layers_above.get(layer, ()))
        return below if is_narrowed else found

    def select_members(self, set_def: SetDef, ids: Iterable[str]) -> tuple[str, ...]:
        """Return which of *ids* a set selects by its tags, its list of ids and its exceptions, in their order.

        A table of lists by a choice selects the ids of all its lists.
        """
        listed = None if set_def.ids is None else frozenset(listed_ids(set_def))
        return tuple(
            node_id
            for node_id in ids
            if frozenset(set_def.tagged) <= frozenset(self.nodes[node_id].tags)
            and frozenset(set_def.untagged).isdisjoint(self.nodes[node_id].tags)
            and node_id not in set_def.except_
            and (listed is None or node_id in listed)
        )


def listed_ids(set_def: SetDef) -> tuple[str, ...]:
    """Return the ids that a set lists; empty where it lists none.

    >>> listed_ids(SetDef(among="criterion", ids=["1.1", "1.2"]))
    ('1.1', '1.2')
    >>> listed_ids(SetDef(among="criterion", ids={"by": "area", "values": {"a": ["1.1"], "b": ["1.1", "1.3"]}}))
    ('1.1', '1.3')
    """
    if isinstance(set_def.ids, Mapping):
        lists = [*set_def.ids.get("values", {}).values(), set_def.ids.get("otherwise") or ()]
        return tuple(dict.fromkeys(str(node_id) for ids in lists for node_id in ids))
    return tuple(str(node_id) for node_id in set_def.ids or ())


def build_outline(definition: Definition, problems: Problems) -> Outline:
    """Lay the tree of a definition flat.

    The problems of its ids, layers, levels and tags are added to *problems*. The cost grows with the number of nodes.
    """
    builder = _OutlineBuilder(definition, problems)
    citation = Citation(definition.cite, definition.certainty)
    for i, node in enumerate(definition.tree):
        builder.add_node(node, ("tree", i), None, citation)
    for i, layer in enumerate(definition.layers):
        if not builder.by_layer.get(layer.id):
            problems.add("KD203", Message("layer '{id}' has no node", id=layer.id), ("layers", i, "id"))
    builder.check_steps()
    by_layer = FrozenMap({layer: tuple(ids) for layer, ids in builder.by_layer.items()})
    steps = ((info.id, step) for info in builder.nodes.values() for step in info.levels)
    nodes = FrozenMap(builder.nodes)
    layers_above = FrozenMap({layer: tuple(_layers_above(layer, builder.layers)) for layer in builder.layers})
    return Outline(nodes, by_layer, layers_above, FactNames(steps, nodes))


def _layers_above(layer: str, layers: Mapping[str, LayerDef]) -> Iterator[str]:
    """Yield the ids of the layers that contain a layer, nearest first; a circle is followed once."""
    above, seen = layers[layer].in_, {layer}
    while above is not None and above in layers and above not in seen:
        yield above
        seen.add(above)
        above = layers[above].in_


class _OutlineBuilder:
    """Collects the nodes of a tree, each before the nodes below it."""

    def __init__(self, definition: Definition, problems: Problems) -> None:
        self.definition = definition
        self.problems = problems
        self.layers = {layer.id: layer for layer in definition.layers}
        self.nodes: dict[str, NodeInfo] = {}
        self.by_layer: dict[str, list[str]] = {}

    def add_node(
        self, node: Node, path: Path, parent: NodeInfo | None, inherited: Citation, *, level: str | None = None
    ) -> str:
        """Add a node and the nodes below it; return its id."""
        layer = self._find_layer(node, path, parent, level)
        node_id = _name_node(node, parent, level, layer)
        if node_id in self.nodes:
            first = (*self.nodes[node_id].path, "id")
            message = Message("the id '{id}' is used twice", id=node_id)
            self.problems.add("KD201", message, (*path, "id"), first=first)
        info = NodeInfo(
            id=node_id,
            node=node,
            path=path,
            layer=layer,
            verdict=layer.verdict if layer else "met",
            parent=parent.id if parent else None,
            level=level,
            citation=inherited.with_own(node),
            parts=(),
            levels=FrozenMap(),
            steps=self.definition.steps_of(layer.scale) if layer else (),
        )
        self._check_wording(node, path)
        self.nodes[node_id] = info  # now, so that it comes before the nodes below it
        if layer:
            self.by_layer.setdefault(layer.id, []).append(node_id)
        self._check_tags(node, path)
        parts = tuple(
            self.add_node(part, (*path, "parts", i), info, info.citation) for i, part in enumerate(node.parts)
        )
        self.nodes[node_id] = replace(info, parts=parts, levels=self._add_levels(info))
        return node_id

    def check_steps(self) -> None:
        """Report parts that are named as a step of the node above: the fact of that step would have the same name."""
        for info in self.nodes.values():
            for step in info.steps:
                part = self.nodes.get(name_child(info.id, step))
                if part is not None:
                    self.problems.add(
                        "KD201",
                        Message(
                            "'{id}' is the part '{step}' and the level '{step}' of '{id_2}'",
                            id=part.id,
                            step=step,
                            id_2=info.id,
                        ),
                        (*part.path, "id"),
                        expected=Message("an id that is not a level of '{id}'", id=info.id),
                        first=(*info.path, "levels", step) if step in info.levels else None,
                    )

    def _find_layer(self, node: Node, path: Path, parent: NodeInfo | None, level: str | None) -> LayerDef | None:
        """Return the layer of a node: the one that it names, else the only one in the layer of its parent."""
        if node.layer is not None:
            if node.layer not in self.layers:
                self.problems.add_unknown("KD202", Message("layer"), node.layer, self.layers, (*path, "layer"))
            return self.layers.get(node.layer)
        if level is not None or (parent is not None and parent.layer is None):
            return None
        above = parent.layer.id if parent and parent.layer else None
        choices = [layer for layer in self.layers.values() if layer.in_ == above]
        if len(choices) > 1:
            self.problems.add(
                "KD202",
                Message("node '{id}' can stand in several layers: say which", id=node.id),
                path,
                expected=Message("layer: one of {names}", names=", ".join(layer.id for layer in choices)),
            )
        return choices[0] if choices else None

    def _add_levels(self, info: NodeInfo) -> Mapping[str, tuple[str, ...]]:
        """Add the requirements of each level of a node; return their ids by step, lowest first."""
        if info.node.wording is not None and info.verdict == "level":
            return self._add_unknown_levels(info)
        levels = info.node.levels
        if levels is None:
            return FrozenMap()
        if info.verdict != "level":
            self.problems.add(
                "KD204",
                Message("'{id}' is not judged by levels", id=info.id),
                (*info.path, "levels"),
                key=True,
                hint=Message("give its layer 'verdict: level' and a scale"),
            )
            return FrozenMap()
        for step in levels:
            if step not in info.steps:
                self.problems.add_unknown(
                    "KD205", Message("level"), step, info.steps, (*info.path, "levels", step), key=True
                )
        return FrozenMap(
            {
                step: tuple(
                    self.add_node(node, (*info.path, "levels", step, i), info, info.citation, level=step)
                    for i, node in enumerate(levels[step])
                )
                for step in info.steps
                if step in levels
            }
        )

    def _check_wording(self, node: Node, path: Path) -> None:
        """Report keys by which a node of unknown wording nevertheless says what it asks."""
        said = ("parts", "levels", "met_if", "warn_unless") if node.wording is not None else ()
        for key in said:
            if getattr(node, key):
                message = Message("'{key}' together with 'wording: unknown'", key=key)
                hint = Message("a node of unknown wording has a title alone; it is judged as a whole")
                self.problems.add("KD254", message, (*path, key), key=True, hint=hint)

    def _add_unknown_levels(self, info: NodeInfo) -> Mapping[str, tuple[str, ...]]:
        """Add one requirement for each level of a node of unknown wording; it stands for all that the level asks."""
        whole = Node(id=WHOLE_LEVEL, vi=info.node.vi, en=info.node.en, text=info.node.text, wording="unknown")
        path = (*info.path, "wording")
        return FrozenMap({step: (self.add_node(whole, path, info, info.citation, level=step),) for step in info.steps})

    def _check_tags(self, node: Node, path: Path) -> None:
        for i, tag in enumerate(node.tags):
            if tag not in self.definition.tags:
                self.problems.add_unknown("KD206", Message("tag"), tag, self.definition.tags, (*path, "tags", i))


def _name_node(node: Node, parent: NodeInfo | None, level: str | None, layer: LayerDef | None) -> str:
    """Return the id of a node within the framework: a node of a layer keeps its own, others add to their parent's."""
    if layer is not None or parent is None:
        return node.id
    return name_child(parent.id, node.id, level)
