"""Confirmations: who compared which part of a definition with the document of law, and when (semantics, Digests)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Problems
from kiemdinh.parsing.models import Model
from kiemdinh.standards.definition.digests import part_digest
from kiemdinh.standards.definition.model import Confirmation, Definition
from kiemdinh.standards.definition.outline import NodeInfo
from kiemdinh.standards.names import split_top

__all__ = ["CONFIRMATIONS", "check_confirmations", "confirmations_digest", "find_part", "list_standing"]

CONFIRMATIONS: Final = ".confirmations"
"""The end of the name of a file of confirmations, before its extension."""
_LISTS: Final = ("outcomes", "awards", "layers")
_MAPS: Final = ("inputs", "parameters", "sets", "define", "scales", "tags")
_SINGLE: Final = ("subject", "school_year", "evidence", "roles")


def find_part(definition: Definition, nodes: Mapping[str, NodeInfo], at: str) -> Model | None:
    """Return the part of a definition that a confirmation is about; None where there is no such part.

    It is a node, an entry such as ``awards/ID``, or a part that occurs once, such as ``evidence``.
    """
    if at in nodes:
        return nodes[at].node
    section, name = split_top(at)
    if at in _SINGLE:
        found = getattr(definition, at)
    elif section in _MAPS:
        found = getattr(definition, section).get(name)
    else:
        entries = getattr(definition, section) if section in _LISTS else ()
        found = next((one for one in entries if one.id == name), None)
    return found if isinstance(found, Model) else None


def _list_parts(definition: Definition, nodes: Mapping[str, NodeInfo]) -> Iterator[str]:
    """Yield the addresses of all that can be confirmed."""
    yield from nodes
    yield from (f"{section}/{one.id}" for section in _LISTS for one in getattr(definition, section))
    yield from (f"{section}/{name}" for section in _MAPS for name in getattr(definition, section))
    yield from (key for key in _SINGLE if isinstance(getattr(definition, key), Model))


def list_standing(definition: Definition, nodes: Mapping[str, NodeInfo]) -> tuple[Confirmation, ...]:
    """Return the valid confirmations: those whose part has not changed since it was confirmed."""
    return tuple(one for one in definition.confirmations if _stands(definition, nodes, one))


def confirmations_digest(standing: tuple[Confirmation, ...]) -> str | None:
    """Return ``sha256:…`` of the valid confirmations, whatever their order; None where there are none."""
    if not standing:
        return None
    texts = sorted(_write_json(one) for one in standing)
    return "sha256:" + hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()


def _write_json(one: Confirmation) -> str:
    data = one.model_dump(mode="json", by_alias=True)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def check_confirmations(definition: Definition, nodes: Mapping[str, NodeInfo], problems: Problems) -> None:
    """Add to *problems* confirmations of parts that do not exist, and a warning for each that has lapsed.

    The warning names the present digest of the part, to be written once somebody has compared it again.
    """
    for i, one in enumerate(definition.confirmations):
        at, part = ("confirmations", i), find_part(definition, nodes, one.at)
        if part is None:
            problems.add_unknown("KD208", Message("node"), one.at, _list_parts(definition, nodes), (*at, "at"))
        elif one.says == "differs" and one.note is None:
            hint = Message("note: what the document says")
            problems.add("KD104", Message("'{of}' differs, and it is not said how", of=one.at), at, hint=hint)
        elif not _stands(definition, nodes, one):
            message = Message("the confirmation of '{of}' has lapsed: it has changed since", of=one.at)
            hint = Message("look at it again, then write its digest and the day")
            now = Message.verbatim(part_digest(part))
            problems.add("KD245", message, (*at, "digest"), expected=now, found=one.digest, hint=hint)


def _stands(definition: Definition, nodes: Mapping[str, NodeInfo], one: Confirmation) -> bool:
    part = find_part(definition, nodes, one.at)
    return part is not None and part_digest(part) == one.digest
