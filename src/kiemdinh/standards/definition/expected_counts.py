"""The counts that a definition expects of its own tree (``expect:``), compared with the tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.cells import fold_word
from kiemdinh.parsing.collector import Path, Problems
from kiemdinh.standards.definition.law import Localised
from kiemdinh.standards.definition.model import Definition
from kiemdinh.standards.definition.outline import NodeInfo, Outline

__all__ = ["MANDATORY", "check_expected_counts"]

MANDATORY: Final = frozenset(map(fold_word, ("mandatory", "bắt buộc", "bat-buoc")))
"""The names of a tag or set of mandatory criteria: its id or its text in either language."""


class _TreeCount(NamedTuple):
    """A count in the tree: the word for it, the number, what was counted, and the place of the expected number."""

    what: Message
    number: int
    counted: Message
    path: Path


def check_expected_counts(definition: Definition, outline: Outline, problems: Problems) -> None:
    """Add a problem (KD229) for each count of ``expect:`` that differs from that of the tree, with both numbers.

    A layer or tag that is not declared is a problem too (KD202, KD206). Linear in the size of the tree.
    """
    if definition.expect is None:
        return
    for count, expected in _list_counts(definition, outline, problems):
        if count.number != expected:
            problems.add(
                "KD229",
                Message(
                    "{what}: {number:,} in the tree, {expected:,} expected",
                    what=count.what,
                    number=count.number,
                    expected=expected,
                ),
                count.path,
                expected=Message.verbatim(str(expected)),
                found=str(count.number),
                hint=Message("counted are {what}", what=count.counted),
            )


def _list_counts(definition: Definition, outline: Outline, problems: Problems) -> Iterator[tuple[_TreeCount, int]]:
    """Yield each count of the tree for which there is an expected number, with that number."""
    expected = definition.expect
    if expected is None:
        return
    nodes = outline.nodes.values()
    layer = _find_criteria_layer(definition)
    criteria = [node for node in nodes if node.layer is not None and node.layer.id == layer]
    mandatory = _select_mandatory(definition, outline, layer, criteria)
    requirements = sum(node.is_requirement and node.node.wording is None for node in nodes)
    indicators = len({indicator for node in nodes for indicator in node.node.indicators})
    for word, number, counted in (
        ("criteria", len(criteria), Message("nodes of layer '{layer}'", layer=layer)),
        ("mandatory", len(mandatory), Message("nodes of layer '{layer}' that are marked as mandatory", layer=layer)),
        (
            "requirements",
            requirements,
            Message("parts of the tree that are met or unmet and have no parts"),
        ),  # of known wording
        ("indicators", indicators, Message("inputs that 'indicators' names")),
    ):
        wanted = getattr(expected, word)
        if wanted is not None:
            yield _TreeCount(Message.verbatim(word), number, counted, ("expect", word)), wanted
    yield from _list_layers(definition, outline, problems)
    yield from _list_tags(definition, outline, problems)


def _find_criteria_layer(definition: Definition) -> str:
    """Return the first layer that contains no other layer: its nodes are the criteria (tiêu chí)."""
    above = {layer.in_ for layer in definition.layers}
    lowest = (layer.id for layer in definition.layers if layer.id not in above)
    return next(lowest, definition.layers[0].id)  # layers in a circle have no lowest


def _select_mandatory(definition: Definition, outline: Outline, layer: str, criteria: list[NodeInfo]) -> set[str]:
    """Return the ids of the criteria that carry a tag called mandatory, or are in a set called mandatory."""
    tags = {name for name, tag in definition.tags.items() if _is_called_mandatory(name, tag)}
    tagged = {node.id for node in criteria if not tags.isdisjoint(node.tags)}
    sets = [s for name, s in definition.sets.items() if s.among == layer and _is_called_mandatory(name, s)]
    ids = [node.id for node in criteria]
    return tagged.union(*(outline.select_members(found, ids) for found in sets))


def _is_called_mandatory(name: str, said: Localised) -> bool:
    return not MANDATORY.isdisjoint(fold_word(word) for word in (name, said.vi, said.en) if word is not None)


def _list_layers(definition: Definition, outline: Outline, problems: Problems) -> Iterator[tuple[_TreeCount, int]]:
    known = [layer.id for layer in definition.layers]
    for name, wanted in definition.expect.layers.items() if definition.expect else ():
        path = ("expect", "layers", name)
        if name in known:
            number, what = len(outline.by_layer.get(name, ())), Message("layer '{layer}'", layer=name)
            yield _TreeCount(what, number, Message("nodes of layer '{layer}'", layer=name), path), wanted
        else:
            problems.add_unknown("KD202", Message("layer"), name, known, path, key=True)


def _list_tags(definition: Definition, outline: Outline, problems: Problems) -> Iterator[tuple[_TreeCount, int]]:
    for name, wanted in definition.expect.tags.items() if definition.expect else ():
        path = ("expect", "tags", name)
        if name in definition.tags:
            number = sum(name in node.tags for node in outline.nodes.values())
            what, counted = Message("tag '{tag}'", tag=name), Message("nodes that carry it themselves")
            yield _TreeCount(what, number, counted, path), wanted
        else:
            problems.add_unknown("KD206", Message("tag"), name, definition.tags, path, key=True)
