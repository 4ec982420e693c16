"""Layers that are judged and that nothing reads (KD550).

Such a layer has verdicts that decide nothing. A rule may name the layer below where this one was meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.rule_parts import read_field
from kiemdinh.linter.report import make_finding
from kiemdinh.parsing.models import Model
from kiemdinh.standards.definition import ItsQuantity
from kiemdinh.standards.names_used import names_in

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.standards.definition import Definition, LayerDef, NodeInfo

__all__ = ["check_unread_layers", "find_unread_layers"]

_VERDICTS: Final = ("verdict", "level", "rating", "points", "finding")
_SET_KEYS: Final = ("count", "share", "every", "sum_", "mean", "lowest", "highest")
_NODE_KEYS: Final = ("when", "met_if", "warn_unless")


def check_unread_layers(study: Study) -> Iterator[LintFinding]:
    """Find layers with a verdict that no rule reads; linear in the size of the definition, its names written out.

    If the verdict only sums up the nodes below, which rules may read directly, the finding is a note.
    """
    layers = study.framework.definition.layers
    for layer in find_unread_layers(study):
        yield make_finding(
            study,
            "KD550",
            Message("'{layer}' is judged, and no outcome, award or other rule reads its verdict", layer=layer.id),
            ("layers", layers.index(layer), "verdict"),
            hint=Message("let a rule read it, or leave its verdict out where it only groups"),
            note=_only_sums_up(study, layer),
        )


def find_unread_layers(study: Study) -> tuple[LayerDef, ...]:
    """Return the layers with a verdict that no rule reads, from the top."""
    definition = study.framework.definition
    read = {layer for layer in _list_read_layers(study) if layer is not None}
    return tuple(layer for layer in definition.layers if layer.verdict is not None and layer.id not in read)


def _only_sums_up(study: Study, layer: LayerDef) -> bool:
    """Return whether the verdict follows from the nodes below, without a rule of its own or only by a calculation."""
    if layer.met_if is not None:
        return False
    nodes = [study.framework.nodes[node] for node in study.framework.outline.by_layer.get(layer.id, ())]
    return layer.derive is not None or all(info.verdict == "met" and info.parts for info in nodes)


def _list_read_layers(study: Study) -> Iterator[str | None]:
    """Yield the layer of each verdict that something reads; None for verdicts of nodes in no layer."""
    definition = study.framework.definition
    reader = _VerdictReader(definition)
    for info in study.framework.nodes.values():
        yield from _list_summed_up(study, info)
        own = None if info.layer is None else info.layer.id
        for key in _NODE_KEYS:
            yield from reader.list_layers(getattr(info.node, key), own)
    for layer in definition.layers:
        for rule in (layer.met_if, layer.derive):
            yield from reader.list_layers(rule, layer.id)
    for found in definition.sets.values():
        yield from reader.list_layers(found.where, found.among)
    shown = (definition.define.get(name) for name in definition.shows)
    for result in (*definition.outcomes, *definition.awards, *shown):
        yield from reader.list_layers(result, None)


def _list_summed_up(study: Study, info: NodeInfo) -> Iterator[str | None]:
    """Yield the layers of the parts of a node that is met where all of these are, or reaches a level by them."""
    has_rule = info.node.met_if is not None or (info.layer is not None and info.layer.met_if is not None)
    parts = info.parts if info.verdict == "met" and not has_rule else ()
    for part in (*parts, *(part for ids in info.levels.values() for part in ids)):
        layer = study.framework.nodes[part].layer
        yield None if layer is None else layer.id


def _list_inner(value: Any) -> Iterator[Model]:
    """Yield the parts that stand directly in a field, in its list or in its map."""
    if isinstance(value, Model):
        yield value
    elif isinstance(value, tuple | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _list_inner(item)


class _VerdictReader:
    """Finds the layers whose verdicts a condition or quantity reads."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition

    def list_layers(self, part: Any, layer: str | None) -> Iterator[str | None]:
        """Yield the layer of each verdict that *part* reads; *layer* is that of the member at hand.

        Names are written out where they are used, since the member at hand is another one there.
        """
        if isinstance(part, str):
            yield from self._read_word(part, layer)
        elif isinstance(part, Model):
            if isinstance(part, ItsQuantity) and part.its in _VERDICTS:
                yield layer
            yield from self._read_fields(part, layer)

    def _read_word(self, word: str, layer: str | None) -> Iterator[str | None]:
        if word in ("met", "unmet"):
            yield layer
        elif word in self._definition.define:
            yield from self.list_layers(self._definition.define[word], layer)

    def _read_fields(self, part: Model, layer: str | None) -> Iterator[str | None]:
        names = (read_field(part, key) for key in _SET_KEYS)
        name = next((name for name in names if isinstance(name, str)), None)
        inside = layer if name is None else self._layer_of(name)
        # Only a field that holds names has words: the points of ``its: points`` are no quantity of that name.
        for word in (word for kind, word in names_in(part) if kind == "define"):
            yield from self._read_word(word, inside)
        for inner in _list_inner(tuple(vars(part).values())):
            yield from self.list_layers(inner, inside)

    def _layer_of(self, name: str) -> str:
        found = self._definition.sets.get(name)
        return name if found is None else found.among
