"""Matches the nodes of two editions: by their ids, by the renumberings of acts, and by their contents."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kiemdinh.standards.definition import rules_data
from kiemdinh.standards.editions import look_up
from kiemdinh.standards.names import split_child

if TYPE_CHECKING:
    from kiemdinh.standards.definition import NodeInfo
    from kiemdinh.standards.loading import AppliedChange, Framework

__all__ = ["NodeMatch", "match_nodes", "match_steps"]


@dataclass(frozen=True)
class NodeMatch:
    """For each node of an old edition the node of a new edition that it has become.

    Attributes
    ----------
    new_of
        For each node of the old edition that the new one has too, its id in the new one, in the order of the old
        edition.
    removed
        The ids of the nodes that only the old edition has.
    added
        The ids of the nodes that only the new edition has.
    """

    new_of: Mapping[str, str]
    removed: tuple[str, ...]
    added: tuple[str, ...]

    @cached_property
    def old_of(self) -> Mapping[str, str]:
        """For each node of the new edition that the old one has too, its id in the old one."""
        return {new: old for old, new in self.new_of.items()}

    @property
    def renumbered(self) -> tuple[tuple[str, str], ...]:
        """The old and the new id of each node whose own id has changed, without nodes that only lie below such a node.

        >>> NodeMatch({"1": "2", "1/a": "2/a", "3": "3"}, (), ()).renumbered
        (('1', '2'),)
        """
        return tuple((old, new) for old, new in self.new_of.items() if old != new and not self._follows(old, new))

    def _follows(self, old: str, new: str) -> bool:
        """Return whether the id of a node has changed only because that of the node above it has."""
        above_old, own_old = split_child(old)
        above_new, own_new = split_child(new)
        return own_old == own_new and bool(above_old) and self._is_moved_prefix(above_old, above_new)

    def _is_moved_prefix(self, old: str, new: str) -> bool:
        # Between the two there may be the step of a level, which is no node.
        while old not in self.new_of and "/" in old and "/" in new:
            (old, own_old), (new, own_new) = split_child(old), split_child(new)
            if own_old != own_new:
                return False
        return self.new_of.get(old) == new


def match_nodes(old: Framework, new: Framework) -> NodeMatch:
    """Return which node of an edition *new* each node of the edition *old* has become.

    A node has become the one to which an act since then has renumbered it; else the one with the same id; else, of
    those that are left, the only one with the same contents under another id in the same place. The cost grows with
    the size of both definitions.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> match = match_nodes(kd.load("vn.tt18-2018@2018-10-10"), kd.load("vn.tt18-2018@2025-01-25"))
    >>> "2.2/muc-2/a" in match.removed, match.new_of["1.1"], match.added[:2]
    (True, '1.1', ('3.1/muc-1/whole', '3.1/muc-2/whole'))
    """
    found = _Matching(old, new)
    found.follow_acts()
    found.match_ids()
    found.match_content()
    in_order = {node: found.new_of[node] for node in old.nodes if node in found.new_of}
    taken = frozenset(in_order.values())
    return NodeMatch(
        in_order,
        tuple(node for node in old.nodes if node not in in_order),
        tuple(node for node in new.nodes if node not in taken),
    )


def match_steps(old: Sequence[str], new: Sequence[str]) -> dict[str, str]:
    """Return which step of a new scale each step of an old one has become: by its id, else by its place.

    By its place only where both scales have the same number of steps, so that none was put in between.

    >>> match_steps(("one", "two"), ("one", "level-2")), match_steps(("one", "two"), ("one", "x", "y"))
    ({'one': 'one', 'two': 'level-2'}, {'one': 'one'})
    """
    found = {step: step for step in old if step in new}
    if len(old) == len(new):
        pairs = zip(old, new, strict=True)
        found |= {step: other for step, other in pairs if step not in found and other not in found}
    return found


class _Matching:
    """Matches nodes in several ways, one after another."""

    def __init__(self, old: Framework, new: Framework) -> None:
        self.old = old
        self.new = new
        self.new_of: dict[str, str] = {}

    def follow_acts(self) -> None:
        """Match the nodes that acts between the editions have renumbered, whichever edition came first."""
        moved = _follow_acts(self.old, self.new)
        if not moved:
            moved = [(then, now) for now, then in _follow_acts(self.new, self.old)]
        self._add(moved)

    def match_ids(self) -> None:
        """Match nodes with the same id, unless one was renumbered or another node was renumbered to that id."""
        taken = {*self.new_of.values()}
        same = (node for node in self.old.nodes if node in self.new.nodes and node not in taken)
        self._add((node, node) for node in same if node not in self.new_of)

    def match_content(self) -> None:
        """Match nodes with the same contents in the same place under another id, where each side has one such node."""
        left: dict[Hashable, list[str]] = defaultdict(list)
        right: dict[Hashable, list[str]] = defaultdict(list)
        taken = {*self.new_of.values()}
        before, after = (rules_data(one.definition) for one in (self.old, self.new))
        for node, info in self.old.nodes.items():
            if node not in self.new_of:
                left[_key_of(info, before, self.new_of)].append(node)
        for node, info in self.new.nodes.items():
            if node not in taken:
                right[_key_of(info, after, {})].append(node)
        for key, nodes in left.items():
            others = right.get(key, [])
            if len(nodes) == len(others) == 1:
                self._add_below(nodes[0], others[0])

    def _add_below(self, old: str, new: str) -> None:
        """Match a node and all nodes below it, which have the same contents in the same order."""
        self._add(
            zip(
                (old, *self.old.outline.descendants_of(old)),
                (new, *self.new.outline.descendants_of(new)),
                strict=True,
            )
        )

    def _add(self, pairs: Iterable[tuple[str, str]]) -> None:
        for old, new in pairs:
            self.new_of.setdefault(old, new)


def _key_of(info: NodeInfo, data: Any, ids: Mapping[str, str]) -> Hashable:
    """Return the contents of a node without its id, with its place."""
    here = look_up(data, info.path)
    said = {key: value for key, value in here.items() if key != "id"} if isinstance(here, dict) else here
    above = None if info.parent is None else ids.get(info.parent, info.parent)
    layer = None if info.layer is None else info.layer.id
    return above, layer, info.level, json.dumps(said, sort_keys=True)


def _follow_acts(old: Framework, new: Framework) -> list[tuple[str, str]]:
    """Return each node that acts since the old edition have renumbered, with its id in the new one."""
    ids = {node: node for node in old.nodes}
    for _, changes in groupby(_list_acts_between(old, new), key=lambda one: (one.document, one.in_force)):
        # All changes of an act take effect at once, so that two nodes can change places.
        moves = [(one.at, _name_renumbered(old, one)) for one in changes if one.do == "renumber"]
        ids = {node: _move(now, moves) for node, now in ids.items()}
    return [(node, now) for node, now in ids.items() if node != now and now in new.nodes]


def _list_acts_between(old: Framework, new: Framework) -> tuple[AppliedChange, ...]:
    """Return the changes of acts since the old edition; none where the new one was not made of it."""
    before = len(old.acts)
    return new.acts[before:] if new.acts[:before] == old.acts else ()


def _name_renumbered(framework: Framework, change: AppliedChange) -> str:
    """Return the id of a renumbered node within the framework; nodes of layers keep their own, others add to it."""
    above, _ = split_child(change.at)
    info = framework.nodes.get(change.at)
    is_own = info.layer is not None if info is not None else not above
    return str(change.to) if is_own else f"{above}/{change.to}"


def _move(node: str, moves: list[tuple[str, str]]) -> str:
    for start, end in moves:
        if node == start or node.startswith(f"{start}/"):
            return end + node[len(start) :]
    return node
