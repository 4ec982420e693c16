"""Texts for a report: those of a node go to the nodes to which it is related, unless the new dossier has some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.data.outcomes import NO_TITLES
from kiemdinh.data.transitions import UnmappedRecord
from kiemdinh.evidence.dossier import TEXT_KEYS, FindingRecord, Unknown
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.standards.names import FactName

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiemdinh.transitions.carrying.parcel import Parcel

__all__ = ["carry_texts"]


def carry_texts(parcel: Parcel) -> None:
    """Carry the texts of nodes; texts of several nodes that go to one node are put one after another.

    A text that the new dossier has stays as it is. Texts of a node without a counterpart are listed as unmapped.
    """
    gathered: dict[str, dict[str, list[str]]] = {}
    for node, said in parcel.old.dossier.texts.items():
        targets = _find_targets(parcel, node)
        if not targets:
            origin = f"{parcel.old.framework.edition} texts {node}: {', '.join(said)}"
            parcel.leave_unmapped(UnmappedRecord(node, (origin,), NO_TITLES, ()))
        for target in targets:
            for key, text in said.items():
                gathered.setdefault(target, {}).setdefault(key, []).append(text)
    base = parcel.base.dossier.texts
    for target, found in gathered.items():
        joined = {key: "\n".join(texts) for key, texts in found.items()}
        parcel.texts[target] = _in_order({**joined, **base.get(target, {})})


def _find_targets(parcel: Parcel, node: str) -> dict[str, None]:
    """Return the nodes of the new framework to which a node, or the criterion of a level, is related."""
    framework = parcel.old.framework
    name = framework.outline.fact_names.read_shown(node).name
    judged = node if node in framework.nodes or not isinstance(name, FactName) else name.subject
    record = FindingRecord(judged, Unknown(), "self", parcel.on, None)
    relations = parcel.mapping.relations_of_finding(record)
    return dict.fromkeys(found for found in map(parcel.mapping.node_of, relations) if found is not None)


def _in_order(texts: Mapping[str, str]) -> Mapping[str, str]:
    return FrozenMap({key: texts[key] for key in TEXT_KEYS if key in texts})
