"""The part that a change is about: a node, the requirements of one level, or an entry of another section.

``1.5`` and ``1.5/muc-2/a`` are nodes, ``1.5/muc-2`` means the requirements of a level. ``awards/ID/KEY``,
``outcomes/ID``, ``sets/ID``, ``define/ID``, ``inputs/ID`` and the like are entries. New parts may also be added to a
whole section: ``tree`` or ``inputs``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.standards.definition import Localised
from kiemdinh.standards.names import split_child, words_of_address

if TYPE_CHECKING:
    from kiemdinh.parsing.collector import Path
    from kiemdinh.standards.definition import NodeInfo
    from kiemdinh.standards.loading import Framework

__all__ = ["MAPS", "Address", "find_address", "list_addresses", "look_up"]

_LISTS: Final = ("outcomes", "awards", "layers")
MAPS: Final = ("inputs", "parameters", "sets", "define", "scales", "tags")
"""The parts of a definition that are maps of entries by their ids."""
_KEYS_OF_RULES: Final = ("id", "vi", "en", "text", "ladder", "needs", "law", "cite", "certainty")
"""Keys of an award that have no citation of their own."""
_DEPTH_OF_ENTRIES: Final = 2
_DEPTH_OF_KEYS: Final = 3
_SINGLE: Final = ("source", "school_year", "evidence", "roles", "subject", "shows")
_HEAD: Final = ("vi", "en", "text", "cite", "certainty")
"""The texts and the law of the definition itself; nothing is added to them."""


@dataclass(frozen=True, slots=True)
class Address:
    """A part of a definition, and the place where new parts are added to it.

    Attributes
    ----------
    path
        Its place in the data.
    into
        The path of the list or map to which new parts are added; None where nothing can be added.
    takes
        Whether ``into`` leads to a ``list`` or a ``map``.
    node
        The node that it is; None for anything else.
    citing
        The node from which a part put there inherits its citation; None where there is none.
    was
        Its name; None where it has none.
    is_level
        Whether it is the requirements of a level.
    is_there
        Whether the edition has it; it does not have a level without text, or a part that is left out.
    can_be_retitled
        Whether it has texts of its own.
    """

    path: Path
    into: Path | None
    takes: str = "list"
    node: NodeInfo | None = None
    citing: NodeInfo | None = None
    was: Localised | None = None
    is_level: bool = False
    is_there: bool = True
    can_be_retitled: bool = True

    @property
    def is_key_of_award(self) -> bool:
        """Whether it is a single key of an award, whose citation is not part of the value but kept beside it."""
        return self.path[0] == "awards" and len(self.path) == _DEPTH_OF_KEYS and self.path[-1] not in _KEYS_OF_RULES


def find_address(framework: Framework, at: str) -> Address | None:
    """Return the part that *at* names; None where the edition has no such part.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> find_address(kd.load("vn.tt57-2026.gdtx"), "inputs/has_canteen") is None
    True
    """
    info = framework.nodes.get(at)
    if info is not None:
        return Address(info.path, _parts_of(info), node=info, citing=info, was=info.node)
    return _find_level(framework, at) or _find_entry(framework, at)


def _parts_of(info: NodeInfo) -> Path | None:
    # New parts of a node judged by levels are added to one of its levels.
    return None if info.verdict == "level" and not info.parts else (*info.path, "parts")


def _find_level(framework: Framework, at: str) -> Address | None:
    above, step = split_child(at)
    info = framework.nodes.get(above)
    if info is None or info.verdict != "level" or step not in info.steps:
        return None
    path = (*info.path, "levels", step)
    is_there = step in info.levels
    return Address(path, path, citing=info, was=info.node, is_level=True, is_there=is_there, can_be_retitled=False)


def _find_entry(framework: Framework, at: str) -> Address | None:
    data = framework.source.as_amended.data if framework.source is not None else {}
    section, *keys = words_of_address(at)
    if section == "tree" and not keys:
        return Address(("tree",), ("tree",), can_be_retitled=False)
    if section in _HEAD and not keys:
        return Address((section,), None, is_there=section in data, can_be_retitled=False)
    if section not in (*_LISTS, *MAPS, *_SINGLE):
        return None
    if not keys:
        takes = "list" if section in _LISTS else "map"
        can_be_retitled = section in _SINGLE
        return Address((section,), (section,), takes, is_there=section in data, can_be_retitled=can_be_retitled)
    path = _follow(data, section, keys)
    if path is None:
        return None
    here = look_up(data, path)
    takes = "list" if isinstance(here, list) else "map"
    into = path if isinstance(here, list | dict) else None
    return Address(path, into, takes, was=_name_of(data, path), can_be_retitled=len(path) == _DEPTH_OF_ENTRIES)


def _follow(data: dict[str, Any], section: str, keys: list[str]) -> Path | None:
    """Return the path of an entry and of keys inside it; None where there is no such entry or key."""
    path: Path = (section,)
    here: Any = data.get(section)
    for key in keys:
        if isinstance(here, list):
            found = next((i for i, one in enumerate(here) if isinstance(one, dict) and one.get("id") == key), None)
            if found is None:
                return None
            path, here = (*path, found), here[found]
        elif isinstance(here, dict) and key in here:
            path, here = (*path, key), here[key]
        else:
            return None
    return path


def look_up(data: Any, path: Path) -> Any:
    """Return the value at a path, which the data must have."""
    for step in path:
        data = data[step]
    return data


def _name_of(data: Any, path: Path) -> Localised | None:
    """Return the texts of the entry at or around a path; None where it has none."""
    entry = look_up(data, path[:_DEPTH_OF_ENTRIES])
    said = {key: str(entry[key]) for key in ("vi", "en") if isinstance(entry, dict) and key in entry}
    return Localised.model_validate(said) if said else None


def list_addresses(framework: Framework) -> Iterator[str]:
    """Yield the ids of all nodes, levels and entries, in order to find the one nearest to an unknown word."""
    for info in framework.nodes.values():
        yield info.id
        yield from (f"{info.id}/{step}" for step in info.levels)
    definition = framework.definition
    for section in _LISTS:
        yield from (f"{section}/{one.id}" for one in getattr(definition, section))
    for section in MAPS:
        yield from (f"{section}/{name}" for name in getattr(definition, section))
