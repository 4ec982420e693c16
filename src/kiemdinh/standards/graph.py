"""Which part of a framework reads which, as a directed graph of networkx: ``framework.graph()``.

This is the one module that imports networkx; it is loaded when a graph is asked for. The graph is drawn from the
definition as it is written, so sets and named quantities are nodes of their own. In the lowered rules they are written
out and no longer exist.

Words: a *key* is the name of a part of the definition in the graph. The key of a node or step is its id, ``1.3`` or
``1.3/muc-1``; any other key has its kind before the id, ``input:pupils``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import networkx as nx

from kiemdinh.parsing.models import Model
from kiemdinh.standards.definition import (
    AwardCompared,
    ChangeQuantity,
    Citation,
    CountQuantity,
    Definition,
    Every,
    HighestQuantity,
    Localised,
    LowestQuantity,
    MeanQuantity,
    NodeInfo,
    OutcomeCompared,
    Outline,
    SetDef,
    ShareQuantity,
    StepTable,
    SumQuantity,
    ValidityTable,
    ValueQuantity,
    ValueTable,
    usual_word,
)
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    Graph: TypeAlias = nx.DiGraph[str]

__all__ = ["build_graph", "find_cited", "find_keys", "find_uses", "list_ids", "to_dot", "to_graphml"]

_Kind: TypeAlias = Literal["node", "step", "input", "population", "set", "quantity", "outcome", "award", "reference"]

_SET_FIELDS: Final[Mapping[type[Model], str]] = {
    CountQuantity: "count",
    Every: "every",
    HighestQuantity: "highest",
    LowestQuantity: "lowest",
    MeanQuantity: "mean",
    ShareQuantity: "share",
    SumQuantity: "sum_",
}
"""The forms that range over a set or a layer, each with the field that names it."""

_CONDITION_FIELDS: Final = frozenset({"all_", "any_", "not_", "that", "if_", "needs", "lost_if", "warn_unless"})
"""The fields of conditions, outcomes and awards in which a text is the name of a defined condition."""


def build_graph(definition: Definition, outline: Outline) -> Graph:
    """Return the dependency graph of a definition.

    Parameters
    ----------
    definition, outline
        A definition that loads, and its tree laid flat.

    Returns
    -------
    networkx.DiGraph
        A new graph, free to change. Its keys are ``1.3`` and ``1.3/muc-1`` (a node, a step of a criterion),
        ``input:ID``, ``population:KIND`` (the members of a register), ``set:ID``, ``quantity:ID`` (anything under
        ``define``), ``outcome:ID``, ``award:ID`` and ``reference:FRAMEWORK/ID`` (an outcome or award of another one).
        Each has the attributes ``kind`` (the word before the colon, else *node* or *step*), ``titles`` (text by
        language) and ``cite`` (the article, own or inherited, or None). An edge, with ``kind="reads"``, goes from
        the part that reads to the part that is read. The cost grows with the size of the definition.
    """
    return _GraphBuilder(definition, outline).build_graph()


# -- questions to a graph ------------------------------------------------------------------------------------------


def find_uses(graph: Graph, keys: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return all parts that read any of *keys*, directly or through others, and all that *keys* read; nearest first.

    The keys themselves are left out. The cost grows with the number of edges reached.

    Raises
    ------
    KeyError
        A key is not in the graph.
    """
    for key in keys:
        if key not in graph:
            raise KeyError(key)
    return _reach_from(graph.reverse(copy=False), keys), _reach_from(graph, keys)


def find_keys(graph: Graph, text: str) -> tuple[str, ...]:
    """Return the keys that *text* can mean: itself, else each ``input:…``, ``set:…`` and so on of that id.

    It is empty where there is no such key. A node or step comes before any other kind.
    """
    if text in graph:
        return (text,)
    return tuple(key for key, data in graph.nodes(data=True) if key == _name_key(data["kind"], text))


def list_ids(graph: Graph) -> tuple[str, ...]:
    """Return the id of every part that has a key, each once, in the order of the graph.

    An input and a set with the same id are listed once. :func:`find_keys` accepts these ids besides the keys.
    """
    return tuple(dict.fromkeys(key.removeprefix(_name_key(data["kind"], "")) for key, data in graph.nodes(data=True)))


def find_cited(graph: Graph, article: str) -> tuple[str, ...]:
    """Return the keys of the parts that cite *article*, as written in the definition; ``Điều 2`` is not ``Điều 22``.

    Upper and lower case and the number of blanks between words do not count.
    """
    words = r"\s+".join(re.escape(word) for word in article.split())
    if not words:
        return ()
    pattern = re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
    return tuple(key for key, data in graph.nodes(data=True) if data["cite"] and pattern.search(data["cite"]))


def _reach_from(graph: Graph, keys: tuple[str, ...]) -> tuple[str, ...]:
    # Breadth first, so that parts read directly come before parts read through others.
    reached = dict.fromkeys(keys)
    frontier = list(keys)
    while frontier:
        frontier = [key for reader in frontier for key in graph.successors(reader) if key not in reached]
        frontier = list(dict.fromkeys(frontier))
        reached.update(dict.fromkeys(frontier))
    return tuple(key for key in reached if key not in keys)


# -- forms of a graph ----------------------------------------------------------------------------------------------


def to_dot(graph: Graph, lang: str) -> str:
    """Return a graph as text in the DOT language of Graphviz.

    Each node of it shows its key and its title, in *lang* or else in another language, and has the attribute ``kind``.
    """
    lines = ["digraph {", "  rankdir=LR;"]
    for key, data in graph.nodes(data=True):
        title = _find_title(data["titles"], lang)
        lines.append(f"  {_quote_dot(key)} [label={_quote_dot(f'{key} {title}'.strip())}, kind={data['kind']}];")
    lines += [f"  {_quote_dot(reader)} -> {_quote_dot(read)};" for reader, read in graph.edges]
    return "\n".join((*lines, "}")) + "\n"


def to_graphml(graph: Graph) -> str:
    """Return a graph as GraphML, for yEd, Gephi and the like.

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


def _find_title(titles: Mapping[str, str], lang: str) -> str:
    return titles.get(lang) or next(iter(titles.values()), "")


def _quote_dot(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


# -- building ------------------------------------------------------------------------------------------------------


def _name_key(kind: _Kind, part_id: str) -> str:
    return part_id if kind in ("node", "step") else f"{kind}:{part_id}"


class _GraphBuilder:
    """Adds all parts that can be read first, then the edges to them, so that no edge adds a key of its own."""

    def __init__(self, definition: Definition, outline: Outline) -> None:
        self.definition = definition
        self.outline = outline
        self.top = Citation(definition.cite, definition.certainty)
        self.graph: Graph = nx.DiGraph()

    def build_graph(self) -> Graph:
        self._add_nodes()
        self._add_others()
        for info in self.outline.nodes.values():
            self._link_node(info)
        for set_id, set_def in self.definition.sets.items():
            self._link_set(_name_key("set", set_id), set_def)
        for name, defined in self.definition.define.items():
            self._link_rule(_name_key("quantity", name), defined)
        for outcome in self.definition.outcomes:
            self._link_rule(_name_key("outcome", outcome.id), outcome)
        for award in self.definition.awards:
            self._link_rule(_name_key("award", award.id), award)
        return self.graph

    def _add_nodes(self) -> None:
        for input_id, input_def in self.definition.inputs.items():
            self._add_key("input", input_id, input_def)
        for info in self.outline.nodes.values():
            self._add_key("node", info.id, info.node, info.citation)
            for step in info.levels:
                self._add_key("step", _name_step(info, step), self._find_step(info, step), info.citation)

    def _add_others(self) -> None:
        definition = self.definition
        for kind in definition.populations:
            word = usual_word(kind)
            self._add_key("population", kind, Localised(vi=word.text_in("vi"), en=word.text_in("en")))
        for set_id, set_def in definition.sets.items():
            self._add_key("set", set_id, set_def)
        for name, defined in definition.define.items():
            self._add_key("quantity", name, defined)
        for outcome in definition.outcomes:
            self._add_key("outcome", outcome.id, outcome)
        for award in definition.awards:
            self._add_key("award", award.id, award)
        for name, reference in definition.references.items():
            self._add_key("reference", name, reference)

    def _add_key(self, kind: _Kind, part_id: str, part: object, citation: Citation | None = None) -> None:
        localised = part if isinstance(part, Localised) else Localised()
        texts = {"vi": localised.vi, "en": localised.en, **(localised.text or {})}
        titles = {lang: text for lang, text in texts.items() if text}
        cite = (citation or self.top.with_own(localised)).cite
        self.graph.add_node(_name_key(kind, part_id), kind=kind, titles=titles, cite=cite)

    def _find_step(self, info: NodeInfo, step: str) -> Localised | None:
        return self.definition.find_step(info.scale, step)

    def _link_node(self, info: NodeInfo) -> None:
        """Link a node with what its rules read, its parts and steps, and each step with its requirements."""
        own = [getattr(info.node, key) for key in ("weight", "when", "met_if", "warn_unless")]
        of_layer = [info.layer.met_if, info.layer.derive] if info.layer and not info.is_requirement else []
        for condition in (*own, *of_layer):
            self._link_rule(info.id, condition)
        self._add_edges(info.id, (*info.parts, *(_name_step(info, step) for step in info.levels)))
        for step, requirements in info.levels.items():
            self._add_edges(_name_step(info, step), requirements)

    def _link_set(self, reader: str, set_def: SetDef) -> None:
        members = self.outline.by_layer.get(set_def.among, ())
        self._add_edges(reader, self.outline.select_members(set_def, members))
        self._add_edges(reader, self._find_known("population", set_def.among))
        self._link_rule(reader, set_def.where)
        if isinstance(set_def.ids, Mapping):  # a table of lists by a choice
            self._add_edges(reader, self._find_value(str(set_def.ids.get("by", ""))))

    def _link_rule(self, reader: str, rule: object) -> None:
        """Link a reader with all that a condition, quantity, outcome or award reads."""
        for part in _walk_parts(rule):
            self._add_edges(reader, self._find_read(part))

    def _add_edges(self, reader: str, keys: tuple[str, ...]) -> None:
        self.graph.add_edges_from(((reader, key) for key in keys if key != reader), kind="reads")

    def _find_read(self, part: object) -> tuple[str, ...]:
        """Return the keys that one part of a rule reads itself, without those that its own parts read."""
        if isinstance(part, str):
            return self._find_known("quantity", part)
        if isinstance(part, ValueQuantity):
            return (*self._find_value(part.value), *(self._find_value(part.per) if part.per else ()))
        if isinstance(part, ChangeQuantity):
            return self._find_value(part.change)
        if isinstance(part, ValueTable | StepTable | ValidityTable):
            return self._find_value(part.by)
        if isinstance(part, OutcomeCompared):
            return self._find_known("outcome", part.outcome) or self._find_known("reference", part.outcome)
        if isinstance(part, AwardCompared):
            kinds: tuple[_Kind, ...] = ("award", "reference")
            return tuple(key for award in part.list_awards() for kind in kinds for key in self._find_known(kind, award))
        name = next((getattr(part, field) for form, field in _SET_FIELDS.items() if isinstance(part, form)), None)
        return () if name is None else self._find_members(name)

    def _find_value(self, name: str) -> tuple[str, ...]:
        """Return the key of an input, a defined name or an outcome, in the order in which rules look them up."""
        kinds: tuple[_Kind, ...] = ("input", "quantity", "outcome")
        return next((keys for kind in kinds if (keys := self._find_known(kind, name))), ())

    def _find_known(self, kind: _Kind, part_id: str) -> tuple[str, ...]:
        key = _name_key(kind, part_id)
        return (key,) if key in self.graph else ()

    def _find_members(self, name: str) -> tuple[str, ...]:
        """Return the key of a set or population; for a layer, whose members need no set, those of its nodes."""
        known = self._find_known("set", name) or self._find_known("population", name)
        return known or self.outline.by_layer.get(name, ())


def _name_step(info: NodeInfo, step: str) -> str:
    return str(FactName(FactKind.STEP, info.id, step))


def _walk_parts(value: object, *, is_condition: bool = True) -> Iterator[object]:
    """Yield each condition, quantity, table and defined name that *value* consists of.

    A text is a defined name only where a condition is expected; elsewhere it is a title, an id or a choice.
    """
    if isinstance(value, Model):
        yield value
        for field in type(value).model_fields:
            yield from _walk_parts(getattr(value, field), is_condition=field in _CONDITION_FIELDS)
    elif isinstance(value, str):
        if is_condition:
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _walk_parts(item, is_condition=is_condition)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _walk_parts(item, is_condition=is_condition)
