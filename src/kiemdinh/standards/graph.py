"""What reads what in a framework, as a directed graph of networkx: ``framework.graph()``.

This is the one module that imports networkx; it is loaded when a graph is asked for. The graph is drawn from the
definition as it is written, so sets and named quantities are nodes of their own. The compiled rules have them written
out and no longer know them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

import networkx as nx

from kiemdinh.parsing.fields import Model
from kiemdinh.standards.definition import (
    AwardCompared,
    Change,
    Citation,
    Count,
    Definition,
    Every,
    Highest,
    Localised,
    Lowest,
    Mean,
    NodeInfo,
    OutcomeCompared,
    Outline,
    SetDef,
    Share,
    StepTable,
    Sum,
    ValidityTable,
    Value,
    ValueTable,
)

if TYPE_CHECKING:
    Graph: TypeAlias = nx.DiGraph[str]

__all__ = ["find_cited", "find_keys", "graph_of", "to_dot", "to_graphml", "uses_of"]

_SET_KEYS: Final[Mapping[type[Model], str]] = {
    Count: "count",
    Every: "every",
    Highest: "highest",
    Lowest: "lowest",
    Mean: "mean",
    Share: "share",
    Sum: "sum_",
}
"""The forms that range over a set or a layer, each with the field that names it."""

_CONDITION_FIELDS: Final = frozenset({"all_", "any_", "not_", "that", "if_", "needs", "lost_if", "warn_unless"})
"""The fields of conditions, outcomes and awards in which a text is the name of a defined condition."""


def graph_of(definition: Definition, outline: Outline) -> Graph:
    """Return the dependency graph of a definition.

    Parameters
    ----------
    definition, outline
        A definition that loads, and its tree laid flat.

    Returns
    -------
    networkx.DiGraph
        A new graph, free to change. Its keys are ``1.3`` and ``1.3/muc-1`` (a node, a step of a criterion),
        ``input:ID``, ``set:ID``, ``quantity:ID`` (anything under ``define``), ``outcome:ID`` and ``award:ID``.
        Each has the attributes ``kind`` (*node, step, input, set, quantity, outcome* or *award*), ``titles`` (text by
        language) and ``cite`` (the article, own or inherited, or None). An edge, with ``kind="reads"``, goes from
        what reads to what is read. The cost grows with the size of the definition.
    """
    return _GraphBuilder(definition, outline).build()


def uses_of(graph: Graph, keys: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return all that reads any of *keys*, directly or through others, and all that these read; nearest first.

    The keys themselves are left out. The cost grows with the number of edges reached.

    Raises
    ------
    KeyError
        A key is not in the graph.
    """
    for key in keys:
        if key not in graph:
            raise KeyError(key)
    return _reached_from(graph.reverse(copy=False), keys), _reached_from(graph, keys)


def find_keys(graph: Graph, text: str) -> tuple[str, ...]:
    """Return the keys that *text* can mean: itself, else each ``input:…``, ``set:…`` and so on of that id.

    It is empty where there is none. A node or step is meant before anything else.
    """
    if text in graph:
        return (text,)
    return tuple(key for key, kind in graph.nodes(data="kind") if key == f"{kind}:{text}")


def find_cited(graph: Graph, article: str) -> tuple[str, ...]:
    """Return what cites *article*, as it is written in the definition; ``Điều 2`` does not find ``Điều 22``.

    Upper and lower case and the number of blanks between words do not count.
    """
    words = r"\s+".join(re.escape(word) for word in article.split())
    if not words:
        return ()
    pattern = re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
    return tuple(key for key, data in graph.nodes(data=True) if data["cite"] and pattern.search(data["cite"]))


def to_dot(graph: Graph, lang: str) -> str:
    """Return the graph as text in the DOT language of Graphviz, with titles in *lang* where there are some."""
    lines = ["digraph {", "  rankdir=LR;"]
    for key, data in graph.nodes(data=True):
        title = _title_in(data["titles"], lang)
        lines.append(f"  {_quote_dot(key)} [label={_quote_dot(f'{key} {title}'.strip())}, kind={data['kind']}];")
    lines += [f"  {_quote_dot(reader)} -> {_quote_dot(read)};" for reader, read in graph.edges]
    return "\n".join((*lines, "}")) + "\n"


def to_graphml(graph: Graph) -> str:
    """Return the graph as GraphML, for yEd, Gephi and the like.

    GraphML has no nested values, so a title becomes the attribute ``title_vi`` or ``title_en``; what is not known is
    left out.
    """
    flat: Graph = nx.DiGraph()
    for key, data in graph.nodes(data=True):
        titles = {f"title_{lang}": text for lang, text in data["titles"].items()}
        cite = {} if data["cite"] is None else {"cite": data["cite"]}
        flat.add_node(key, kind=data["kind"], **titles, **cite)
    flat.add_edges_from(graph.edges(data=True))
    return "\n".join(nx.generate_graphml(flat)) + "\n"


def _reached_from(graph: Graph, keys: tuple[str, ...]) -> tuple[str, ...]:
    # Breadth first, so that what is read directly stands before what is read through something else.
    reached = dict.fromkeys(keys)
    frontier = list(keys)
    while frontier:
        frontier = [key for reader in frontier for key in graph.successors(reader) if key not in reached]
        frontier = list(dict.fromkeys(frontier))
        reached.update(dict.fromkeys(frontier))
    return tuple(key for key in reached if key not in keys)


def _title_in(titles: Mapping[str, str], lang: str) -> str:
    return titles.get(lang) or next(iter(titles.values()), "")


def _quote_dot(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


class _GraphBuilder:
    """Adds everything that can be read first, then who reads it, so that an edge never makes up a key."""

    def __init__(self, definition: Definition, outline: Outline) -> None:
        self.definition = definition
        self.outline = outline
        self.law = Citation(definition.cite, definition.certainty)
        self.graph: Graph = nx.DiGraph()

    def build(self) -> Graph:
        self._add_keys()
        for info in self.outline.nodes.values():
            self._link_node(info)
        for set_id, set_def in self.definition.sets.items():
            self._link_set(set_id, set_def)
        for name, defined in self.definition.define.items():
            self._link(f"quantity:{name}", defined)
        for outcome in self.definition.outcomes:
            self._link(f"outcome:{outcome.id}", outcome)
        for award in self.definition.awards:
            self._link(f"award:{award.id}", award)
        return self.graph

    def _add_keys(self) -> None:
        definition = self.definition
        for input_id, input_def in definition.inputs.items():
            self._add(f"input:{input_id}", "input", input_def)
        for info in self.outline.nodes.values():
            self._add(info.id, "node", info.node, info.citation)
            for step in info.levels:
                self._add(f"{info.id}/{step}", "step", self._step_of(info, step), info.citation)
        for set_id, set_def in definition.sets.items():
            self._add(f"set:{set_id}", "set", set_def)
        for name, defined in definition.define.items():
            self._add(f"quantity:{name}", "quantity", defined)
        for outcome in definition.outcomes:
            self._add(f"outcome:{outcome.id}", "outcome", outcome)
        for award in definition.awards:
            self._add(f"award:{award.id}", "award", award)

    def _add(self, key: str, kind: str, what: object, law: Citation | None = None) -> None:
        said = what if isinstance(what, Localised) else Localised()
        texts = {"vi": said.vi, "en": said.en, **(said.text or {})}
        titles = {lang: text for lang, text in texts.items() if text}
        cite = (law or self.law.with_own(said)).cite
        self.graph.add_node(key, kind=kind, titles=titles, cite=cite)

    def _step_of(self, info: NodeInfo, step: str) -> Localised | None:
        scale = self.definition.scales.get((info.layer and info.layer.scale) or "")
        return next((one for one in getattr(scale, "steps", ()) if one.id == step), None)

    def _link_node(self, info: NodeInfo) -> None:
        """Link a node with its conditions, parts and steps, and each step with its requirements."""
        own = [getattr(info.node, key) for key in ("weight", "when", "met_if", "warn_unless")]
        of_layer = [info.layer.met_if, info.layer.derive] if info.layer and not info.is_requirement else []
        for condition in (*own, *of_layer):
            self._link(info.id, condition)
        below = (*info.parts, *(f"{info.id}/{step}" for step in info.levels))
        self._read(info.id, below)
        for step, requirements in info.levels.items():
            self._read(f"{info.id}/{step}", requirements)

    def _link_set(self, set_id: str, set_def: SetDef) -> None:
        members = self.outline.by_layer.get(set_def.among, ())
        self._read(f"set:{set_id}", self.outline.select_members(set_def, members))
        self._link(f"set:{set_id}", set_def.where)
        if isinstance(set_def.ids, Mapping):  # a table of lists by a choice
            self._read(f"set:{set_id}", self._named(str(set_def.ids.get("by", ""))))

    def _link(self, reader: str, what: object) -> None:
        for part in _walk(what):
            self._read(reader, self._read_by(part))

    def _read(self, reader: str, keys: tuple[str, ...]) -> None:
        self.graph.add_edges_from(((reader, key) for key in keys if key != reader), kind="reads")

    def _read_by(self, part: object) -> tuple[str, ...]:
        """Return the keys of what one part of a condition reads itself; its parts come on their own."""
        if isinstance(part, str):
            return (f"quantity:{part}",) if part in self.definition.define else ()
        if isinstance(part, Value):
            return (*self._named(part.value), *(self._named(part.per) if part.per else ()))
        if isinstance(part, Change):
            return self._named(part.change)
        if isinstance(part, ValueTable | StepTable | ValidityTable):
            return self._named(part.by)
        if isinstance(part, OutcomeCompared):
            return self._known(f"outcome:{part.outcome}")
        if isinstance(part, AwardCompared):
            return self._known(f"award:{part.award}")
        name = next((getattr(part, key) for form, key in _SET_KEYS.items() if isinstance(part, form)), None)
        return () if name is None else self._members(name)

    def _named(self, name: str) -> tuple[str, ...]:
        """Return the key of an input, a defined name or an outcome, in the order in which rules look them up."""
        keys = (f"input:{name}", f"quantity:{name}", f"outcome:{name}")
        return next(((key,) for key in keys if key in self.graph), ())

    def _known(self, key: str) -> tuple[str, ...]:
        return (key,) if key in self.graph else ()

    def _members(self, name: str) -> tuple[str, ...]:
        """Return the key of a set; for a layer, whose members need no set, those of its nodes."""
        return (f"set:{name}",) if name in self.definition.sets else self.outline.by_layer.get(name, ())


def _walk(value: object, *, is_condition: bool = True) -> Iterator[object]:
    """Yield each condition, quantity, table and defined name that *value* consists of.

    A text is a defined name only where a condition is expected; elsewhere it is a title, an id or a choice.
    """
    if isinstance(value, Model):
        yield value
        for name in type(value).model_fields:
            yield from _walk(getattr(value, name), is_condition=name in _CONDITION_FIELDS)
    elif isinstance(value, str):
        if is_condition:
            yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _walk(one, is_condition=is_condition)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _walk(one, is_condition=is_condition)
