"""What an empty dossier asks of a framework's tree, node by node, in the order of the definition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from kiemdinh.evidence.entries import AllowedEntries, NodeForm
    from kiemdinh.standards.loading import Framework

__all__ = ["AskedNode", "At", "list_asked_nodes", "name_tags"]

At: TypeAlias = Literal["criterion", "requirement"]
"""What is asked for: criteria (tiêu chí) as a whole, or their requirements one by one."""


@dataclass(frozen=True, slots=True)
class AskedNode:
    """A node, or a level of one, as an empty dossier has it.

    Attributes
    ----------
    form
        What can be recorded about it.
    key
        Its key in the map that it stands in.
    depth
        How many nodes it stands below; 0 for a node of a layer.
    role
        ``finding`` where one is asked for, ``parts`` where its parts are asked for and follow, ``heading`` where it
        groups nodes of layers.
    """

    form: NodeForm
    key: str
    depth: int
    role: Literal["finding", "parts", "heading"]


def list_asked_nodes(allowed: AllowedEntries, at: At) -> Iterator[AskedNode]:
    """Yield the nodes of layers with what stands below them, as an empty dossier asks for them.

    The cost is linear in the size of the tree.

    Parameters
    ----------
    allowed
        What can be recorded under the framework.
    at
        Whether each criterion is asked for as a whole, or by its requirements.
    """
    for node_id, info in allowed.framework.nodes.items():
        if info.layer is not None or info.parent is None:
            yield from _ask_node(allowed, allowed.nodes[node_id], at)


def _ask_node(allowed: AllowedEntries, form: NodeForm, at: At) -> Iterator[AskedNode]:
    below = _parts_named_after(allowed, form)
    by_parts = form.kind is None or (at == "requirement" and form.kind in ("met", "level"))
    if by_parts and below:
        yield AskedNode(form, form.id, 0, "parts")
        yield from _ask_parts(allowed, form, 1)
    elif form.kind is None or (form.children and not below):
        yield AskedNode(form, form.id, 0, "heading")
    else:
        yield AskedNode(form, form.id, 0, "finding")


def _ask_parts(allowed: AllowedEntries, form: NodeForm, depth: int) -> Iterator[AskedNode]:
    for key, part in _parts_named_after(allowed, form):
        has_parts = bool(_parts_named_after(allowed, part))
        yield AskedNode(part, key, depth, "parts" if has_parts else "finding")
        yield from _ask_parts(allowed, part, depth + 1)


def _parts_named_after(allowed: AllowedEntries, form: NodeForm) -> list[tuple[str, NodeForm]]:
    """Return what stands below a node and is named after it; nodes of a layer have names of their own."""
    children = ((key, allowed.nodes[child]) for key, child in form.children.items())
    return [(key, child) for key, child in children if child.id == f"{form.id}/{key}"]


def name_tags(framework: Framework, form: NodeForm, lang: str) -> tuple[str, ...]:
    """Return the names of a node's tags in a language, such as that of mandatory criteria."""
    tags = framework.definition.tags
    return tuple(tags[tag].text_in(lang) or tag for tag in (form.info.tags if form.info else ()))
