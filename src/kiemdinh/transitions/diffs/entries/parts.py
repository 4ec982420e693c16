"""A definition as parts with addresses and contents: nodes, levels, entries, and sections that occur once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.api.origin import freeze_value
from kiemdinh.data.outcomes import NO_TITLES, Titles
from kiemdinh.data.transitions import PartText
from kiemdinh.standards.definition import Localised, rules_data
from kiemdinh.standards.editions import look_up
from kiemdinh.standards.names import words_of_address

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["HEAD", "DefinitionParts"]

HEAD: Final = "framework"
"""The address of the definition's own texts."""

_LISTS: Final = ("layers", "outcomes", "awards")
_MAPS: Final = ("scales", "tags", "inputs", "parameters", "sets", "define")
_HEAD_KEYS: Final = ("vi", "en", "text", "cite")


class DefinitionParts:
    """The contents of one definition, part by part; certainty is left out, as in its digest.

    Attributes
    ----------
    once
        Sections that occur once: its source, subject, school year, and so on, by key; its own texts under :data:`HEAD`.
    entries
        The entries of each list or map, by their ids, in their order.
    """

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self._data = rules_data(framework.definition)
        shared = {"kiemdinh", "framework", "tree", *_LISTS, *_MAPS, *_HEAD_KEYS}
        self.once: dict[str, Any] = {key: value for key, value in self._data.items() if key not in shared}
        head = {key: self._data[key] for key in _HEAD_KEYS if key in self._data}
        self.once |= {HEAD: head} if head else {}
        self.entries: dict[str, dict[str, Any]] = {key: dict(self._data.get(key, {})) for key in _MAPS}
        self.entries |= {key: {one["id"]: one for one in self._data.get(key, ())} for key in _LISTS}

    def own(self, node: str) -> dict[str, Any]:
        """Return the data of a node without the nodes below it."""
        return {key: value for key, value in self.whole(node).items() if key not in ("parts", "levels")}

    def whole(self, node: str) -> dict[str, Any]:
        """Return the data of a node with all nodes below it; nothing for a level of unknown wording."""
        here = look_up(self._data, self.framework.nodes[node].path)
        return here if isinstance(here, dict) else {}

    def has_order(self, section: str) -> bool:
        """Return whether the order of the entries of a section has a meaning."""
        return section in _LISTS

    # -- as texts of entries -----------------------------------------------------------------------------

    def node_text(self, node: str, says: Any) -> PartText:
        """Return the text that an entry shows for a node."""
        info = self.framework.nodes[node]
        titles = Titles(info.node.vi, info.node.en)
        return PartText(node, titles, info.citation.cite, freeze_value(says), is_node=True)

    def level_text(self, node: str, step: str, says: Any) -> PartText:
        """Return the text that an entry shows for the requirements of a level."""
        return replace(self.node_text(node, says), at=f"{node}/{step}")

    def entry_text(self, at: str, says: Any) -> PartText:
        """Return the text that an entry of a diff shows for a part that is no node; *at* is its address."""
        section, *keys = words_of_address(at)
        found = self._find_model(section, keys[:1])
        titles = Titles(found.vi, found.en) if isinstance(found, Localised) else NO_TITLES
        own = getattr(found, "cite", None)
        return PartText(at, titles, own or self.framework.definition.cite, freeze_value(says))

    def _find_model(self, section: str, keys: list[str]) -> Any:
        definition = self.framework.definition
        if section == HEAD:
            return definition
        part = getattr(definition, section, None)
        if not keys:
            return part
        if isinstance(part, Mapping):
            return part.get(keys[0])
        return next((one for one in part or () if one.id == keys[0]), None)
