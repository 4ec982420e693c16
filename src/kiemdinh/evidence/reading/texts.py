"""The texts of a dossier: what a report says of nodes in words of the school. No result depends on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.dossier import TEXT_KEYS
from kiemdinh.parsing.frozen import FrozenMap

if TYPE_CHECKING:
    from kiemdinh.evidence.reading.reader import Reader
    from kiemdinh.parsing.collector import Path

__all__ = ["read_texts"]


def read_texts(reader: Reader, raw: Any) -> Mapping[str, Mapping[str, str]]:
    """Return the texts of each node by its id, in the order of the dossier; a node without any is left out.

    A node may be named by its title. What names no node, no kind of text, or is no text is reported.
    """
    names = reader.allowed.node_names
    found: dict[str, Mapping[str, str]] = {}
    seen: dict[str, Path] = {}
    for key, value in reader.read_map(raw, ("texts",), Message("texts by the id of a node")).items():
        path: Path = ("texts", key)
        node = names.find(key)
        if node is None:
            message = Message("there is no '{node_id}' in this framework", node_id=key)
            reader.report_unknown("KD301", message, key, reader.allowed.nodes, path, names=names)
        elif not reader.is_repeated(node, seen, node, path):
            texts = _read_texts_of_node(reader, value, path)
            if texts:
                found[node] = FrozenMap(texts)
    return FrozenMap(found)


def _read_texts_of_node(reader: Reader, raw: Any, path: Path) -> dict[str, str]:
    given = reader.read_map(raw, path, Message.join(TEXT_KEYS))
    reader.check_keys(given, TEXT_KEYS, path)
    texts = {key: reader.read_words(given.get(key), (*path, key)) for key in TEXT_KEYS if key in given}
    return {key: text for key, text in texts.items() if text}
