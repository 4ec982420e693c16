"""Confirmations: who held which part of a definition against the document of law, and when (semantics, Digests)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Problems
from kiemdinh.standards.definition.digests import node_digest
from kiemdinh.standards.definition.model import Confirmation, Definition
from kiemdinh.standards.definition.outline import NodeInfo

__all__ = ["check_confirmations", "confirmations_digest", "list_standing"]


def list_standing(definition: Definition, nodes: Mapping[str, NodeInfo]) -> tuple[Confirmation, ...]:
    """Return the confirmations that stand: those whose node says what it said when it was confirmed."""
    return tuple(one for one in definition.confirmations if _stands(one, nodes))


def confirmations_digest(standing: tuple[Confirmation, ...]) -> str | None:
    """Return ``sha256:…`` of the confirmations that stand, whatever their order; None where there are none."""
    if not standing:
        return None
    texts = sorted(one.model_dump_json(by_alias=True) for one in standing)
    return "sha256:" + hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()


def check_confirmations(definition: Definition, nodes: Mapping[str, NodeInfo], problems: Problems) -> None:
    """Add to *problems* confirmations of nodes that there are not, and a warning for each that has lapsed.

    The warning names the digest that the node has now, to be written once somebody has looked again.
    """
    for i, one in enumerate(definition.confirmations):
        at = ("confirmations", i)
        if one.of not in nodes:
            problems.add_unknown("KD208", Message("node"), one.of, nodes, (*at, "of"))
        elif not _stands(one, nodes):
            message = Message("the confirmation of '{of}' has lapsed: the node has changed since", of=one.of)
            now = node_digest(nodes[one.of].node)
            hint = Message("look at the node again, then write its digest and the day")
            problems.add("KD245", message, (*at, "digest"), expected=Message.verbatim(now), found=one.digest, hint=hint)


def _stands(one: Confirmation, nodes: Mapping[str, NodeInfo]) -> bool:
    return one.of in nodes and node_digest(nodes[one.of].node) == one.digest
