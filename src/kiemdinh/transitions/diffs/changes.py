"""The changes of an amendment that makes the old edition the new one (4.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.standards.definition import content_data, rules_data
from kiemdinh.standards.editions import look_up
from kiemdinh.transitions.diffs.order import find_staying

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework
    from kiemdinh.transitions.diffs.matching import NodeMatch

__all__ = ["list_changes", "write_amendment"]

_LISTS: Final = ("layers", "outcomes", "awards")
_MAPS: Final = ("inputs", "parameters", "sets", "define", "scales", "tags")
_TEXTS: Final = ("vi", "en", "text")
_DAYS: Final = ("in_force", "until")
_FIXED: Final = ("kiemdinh", "framework", "tree", "source", *_LISTS, *_MAPS)
_FIRST: Final = dt.date(1, 1, 1)


def write_amendment(old: Framework, new: Framework, changes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the file of an amendment with *changes*, as plain data; citations are those of the new edition.

    An amendment takes effect after the edition that it changes. Where *new* does not, another day is written here, and
    one of the changes sets the days of *new*.
    """
    law, day = new.definition.source, _effective_day(old, new)
    source: dict[str, Any] = {"document": law.document, "in_force": day.isoformat()}
    if law.until is not None and day == law.in_force:
        source["until"] = law.until.isoformat()
    return {"kiemdinh": 1, "amends": old.id, "source": source, "citations": "as-written", "changes": list(changes)}


def list_changes(old: Framework, new: Framework, match: NodeMatch) -> tuple[dict[str, Any], ...]:
    """Return the changes that make of the edition *old* one with the digest of *new*. Both are of one id.

    Parts that only the rules of the old edition name are removed too, so that the changes are complete. The cost grows
    with the size of both definitions.
    """
    if old.digest == new.digest:
        return ()
    writer = _ChangeWriter(old, new, match)
    of_tree = tuple(writer.tree())  # first, since it notes the renumbered nodes
    # An amendment has at least one change, also where only the days differ.
    return (*writer.head(), *writer.declared(), *of_tree) or (writer.replace_source(),)


def _effective_day(old: Framework, new: Framework) -> dt.date:
    before, after = old.definition.source, new.definition.source.in_force
    if before.until is not None:
        return before.until
    if before.in_force is None:
        return after or _FIRST
    is_later = after is not None and after > before.in_force
    return after if is_later and after is not None else before.in_force + dt.timedelta(days=1)


@dataclass(slots=True)
class _ChangeWriter:
    """Writes the changes from one definition to another.

    Attributes
    ----------
    renumbered
        The old and the new id of each node that was renumbered itself; references to it are renumbered with it.
    """

    old: Framework
    new: Framework
    match: NodeMatch
    renumbered: dict[str, str] = field(default_factory=dict)
    _before: dict[str, Any] = field(init=False)
    _after: dict[str, Any] = field(init=False)
    _full: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self._before = rules_data(self.old.definition)
        self._after = rules_data(self.new.definition)
        self._full = content_data(self.new.definition)

    # -- what a definition says of itself, and what it declares ----------------------------------------------

    def head(self) -> Iterator[dict[str, Any]]:
        """Yield the changes of sections that occur once in a definition: title, source, subject and so on."""
        before, after = self._before, self._after
        if self._has_other_source():
            yield self.replace_source()
        for key in dict.fromkeys((*before, *after)):
            if key in _FIXED or before.get(key) == after.get(key):
                continue
            yield _replace(key, self._full[key]) if key in after else _remove(key)

    def replace_source(self) -> dict[str, Any]:
        """Return the change that replaces the whole ``source``."""
        return _replace("source", self._full["source"])

    def _has_other_source(self) -> bool:
        """Return whether the new source differs from the old one in more than the days of the amendment."""
        before, after = ({k: v for k, v in data["source"].items() if k not in _DAYS} for data in self._both())
        law = self.new.definition.source
        return before != after or law.in_force != _effective_day(self.old, self.new)

    def _both(self) -> tuple[dict[str, Any], dict[str, Any]]:
        return self._before, self._after

    def declared(self) -> Iterator[dict[str, Any]]:
        """Yield the changes of maps and lists of entries; sets are compared after renumbering."""
        for section in _MAPS:
            before, after = self._before.get(section, {}), self._after.get(section, {})
            full = self._full.get(section, {})
            if section == "sets":
                before = {name: self._rename_in_set(said) for name, said in before.items()}
            yield from (_remove(f"{section}/{name}") for name in before if name not in after)
            yield from (
                _replace(f"{section}/{name}", full[name])
                for name in after
                if name in before and before[name] != after[name]
            )
            new = {name: full[name] for name in after if name not in before}
            if new:
                yield {"at": section, "do": "add", "to": new}
        for section in _LISTS:
            yield from self._entries(section)

    def _rename_in_set(self, said: Any) -> Any:
        if not isinstance(said, dict):
            return said
        return {key: self._rename_ids(inner) if key in ("ids", "except") else inner for key, inner in said.items()}

    def _rename_ids(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._rename_ids(one) for one in value]
        if isinstance(value, dict):
            return {key: inner if key == "by" else self._rename_ids(inner) for key, inner in value.items()}
        for old, new in self.renumbered.items():
            if value == old or str(value).startswith(f"{old}/"):
                return new + str(value)[len(old) :]
        return value

    def _entries(self, section: str) -> Iterator[dict[str, Any]]:
        before = {one["id"]: one for one in self._before.get(section, ())}
        after = {one["id"]: one for one in self._after.get(section, ())}
        full = {one["id"]: one for one in self._full.get(section, ())}
        same = {key for key in before if before[key] == after.get(key)} - self._list_reordered(section)
        places = _Places(list(before), list(after), {key: key for key in before if key in after})
        for entry in places.removed:
            yield _remove(f"{section}/{entry}")
        for entry, ahead in places.list_placed():
            anchor = {} if ahead is None else {"before": f"{section}/{ahead}"}
            if entry in same:
                yield {"at": f"{section}/{entry}", "do": "move", **anchor}
                continue
            if entry in before:
                yield _remove(f"{section}/{entry}")
            yield {"at": section, "do": "add", "to": full[entry], **anchor}
        yield from (_replace(f"{section}/{entry}", full[entry]) for entry in places.staying if entry not in same)

    def _list_reordered(self, section: str) -> set[str]:
        """Return the entries of the old edition that are written in bands and whose ladder now has another order.

        Bands have to rise from step to step; the conditions written out from them mean the same in any order.
        """
        source = self.old.source
        written = [] if source is None else source.as_amended.data.get(section, [])
        return {one["id"] for one in written if "bands" in one and self._has_other_order(one["ladder"])}

    def _has_other_order(self, ladder: str) -> bool:
        before, after = (
            [step["id"] for step in data.get("scales", {}).get(ladder, {}).get("steps", ())] for data in self._both()
        )
        return [step for step in before if step in after] != [step for step in after if step in before]

    # -- the tree --------------------------------------------------------------------------------------------

    def tree(self) -> Iterator[dict[str, Any]]:
        """Yield the changes of the tree, from the top."""
        before = [info.id for info in self.old.nodes.values() if info.parent is None]
        after = [info.id for info in self.new.nodes.values() if info.parent is None]
        yield from self._children("tree", before, after)

    def _children(self, into: str, before: Sequence[str], after: Sequence[str]) -> Iterator[dict[str, Any]]:
        """Yield the changes of a list of nodes; *into* is its address in the old edition."""
        there = frozenset(after)
        kept = {node: self.match.new_of[node] for node in before if self.match.new_of.get(node) in there}
        places = _Places(before, after, kept)
        yield from map(_remove, places.removed)
        for node, ahead in places.list_placed():
            old = self.match.old_of.get(node)
            anchor = {} if ahead is None else {"before": ahead}
            if old in kept and self._says_the_same(str(old), node):
                yield {"at": old, "do": "move", **anchor}
                continue
            if old in kept:
                yield _remove(str(old))
            yield {"at": into, "do": "add", "to": self._data_of(node), **anchor}
        for node in places.staying:
            yield from self._node(node, kept[node])

    def _node(self, old: str, new: str) -> Iterator[dict[str, Any]]:
        """Yield the changes of one node that keeps its place, and of the nodes below it."""
        before, after = self._own(self.old, old), self._own(self.new, new)
        own_old, own_new = before.pop("id"), after.pop("id")
        keys = {key for key in (*before, *after) if before.get(key) != after.get(key)}
        is_retitled = bool(keys) and keys <= {*_TEXTS} and all(key in after for key in keys)
        if (keys and not is_retitled) or (keys and own_old != own_new) or self._is_of_other_form(old, new):
            yield _replace(old, self._data_of(new))
            return
        if own_old != own_new:
            self.renumbered[old] = new
            yield {"at": old, "do": "renumber", "to": own_new}
        elif is_retitled:
            # All its texts, since a text in a language that an act does not give would be lost.
            yield {"at": old, "do": "retitle", "to": {key: after[key] for key in sorted(_TEXTS) if key in after}}
        yield from self._below(old, new)

    def _is_of_other_form(self, old: str, new: str) -> bool:
        """Return whether a node now has levels or parts that could not be added to the old node."""
        before, after = self.old.nodes[old], self.new.nodes[new]
        takes_parts = before.verdict != "level" or bool(before.parts)
        return not {*after.levels} <= {*before.steps} or (bool(after.parts) and not takes_parts)

    def _below(self, old: str, new: str) -> Iterator[dict[str, Any]]:
        before, after = self.old.nodes[old], self.new.nodes[new]
        if before.node.wording is not None:
            return  # the nodes below it are not written
        yield from self._children(old, before.parts, after.parts)
        for step in dict.fromkeys((*before.levels, *after.levels)):
            if step not in after.levels:
                yield _remove(f"{old}/{step}")
            else:
                yield from self._children(f"{old}/{step}", before.levels.get(step, ()), after.levels[step])

    def _own(self, framework: Framework, node: str) -> dict[str, Any]:
        data = _follow(self._before if framework is self.old else self._after, framework, node)
        return {key: value for key, value in data.items() if key not in ("parts", "levels")}

    def _says_the_same(self, old: str, new: str) -> bool:
        before, after = _follow(self._before, self.old, old), _follow(self._after, self.new, new)
        return bool(before == after)

    def _data_of(self, node: str) -> dict[str, Any]:
        return _follow(self._full, self.new, node)


def _follow(data: Any, framework: Framework, node: str) -> dict[str, Any]:
    found: dict[str, Any] = look_up(data, framework.nodes[node].path)
    return found


def _replace(at: str, to: Any) -> dict[str, Any]:
    return {"at": at, "do": "replace", "to": to}


def _remove(at: str) -> dict[str, Any]:
    return {"at": at, "do": "remove"}


class _Places:
    """The places of the entries of one list before and after.

    Attributes
    ----------
    removed
        The entries of the old list that the new one does not have.
    staying
        The entries of the old list that keep their order among one another.
    """

    def __init__(self, before: Sequence[str], after: Sequence[str], kept: Mapping[str, str]) -> None:
        rank = {entry: i for i, entry in enumerate(after)}
        common = [entry for entry in before if entry in kept]
        stay = find_staying([rank[kept[entry]] for entry in common])
        self.removed = [entry for entry in before if entry not in kept]
        self.staying = [entry for i, entry in enumerate(common) if i in stay]
        self._after = after
        self._stays = {kept[entry]: entry for entry in self.staying}

    def list_placed(self) -> Iterator[tuple[str, str | None]]:
        """Yield each entry of the new list that is put in its place, and the old entry before which it is put."""
        ahead: str | None = None
        placed: list[tuple[str, str | None]] = []
        for entry in reversed(self._after):
            if entry in self._stays:
                ahead = self._stays[entry]
            else:
                placed.append((entry, ahead))
        return reversed(placed)
