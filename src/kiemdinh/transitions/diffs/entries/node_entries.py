"""The nodes that differ between two editions, each as an entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.data.transitions import DiffEntry
from kiemdinh.standards.names import FactKind, FactName
from kiemdinh.transitions.diffs.entries.part_words import TITLE_KEYS, differ_only_in, find_differing_keys
from kiemdinh.transitions.diffs.order import find_staying

if TYPE_CHECKING:
    from kiemdinh.data.transitions import DiffKind, PartText
    from kiemdinh.standards.definition import NodeInfo
    from kiemdinh.standards.loading import Framework
    from kiemdinh.transitions.diffs.entries.context import DiffContext
    from kiemdinh.transitions.diffs.entries.parts import DefinitionParts
    from kiemdinh.transitions.diffs.proofs import RuleComparison, Witnesses

__all__ = ["NodeEntries"]

_WORDS: Final = TITLE_KEYS | {"cite", "guards", "evidence"}
_PROVED: Final = frozenset({"met_if", "when", "may_not_apply", "if_empty"})
"""Keys of a node whose effect on its verdict is proved."""


@dataclass(slots=True)
class NodeEntries:
    """Lists the nodes that differ, in the order of the old edition, each kind of difference by itself."""

    context: DiffContext

    def list_all(self) -> Iterator[DiffEntry]:
        """Yield the entries of all nodes: kept ones, then removed, then added."""
        moved = frozenset(self._list_moved())
        renumbered = frozenset(old for old, _ in self.context.match.renumbered)
        for old, new in self.context.match.new_of.items():
            if old in renumbered:
                yield self._entry("renumbered", old, new, ("id",))
            if old in moved:
                yield self._entry("moved", old, new, ())
            yield from self._list_of_kept(old, new)
        yield from self._list_removed()
        yield from self._list_added()

    # -- nodes of both editions ------------------------------------------------------------------------------

    def _list_of_kept(self, old: str, new: str) -> Iterator[DiffEntry]:
        before, after = self.context.old_parts.own(old), self.context.new_parts.own(new)
        keys = tuple(key for key in find_differing_keys(before, after) if key != "id")
        in_words = tuple(key for key in keys if differ_only_in(_WORDS, {key: before.get(key)}, {key: after.get(key)}))
        other = tuple(key for key in keys if key not in in_words)
        info = self.context.old.nodes[old]
        is_wording = info.layer is None or info.is_requirement  # its text is the requirement, not a title
        kind, comparison = self._judge(old, other, after)
        named = tuple(key for key in in_words if key in TITLE_KEYS)
        merges = kind is not None and is_wording
        if kind is not None:
            witnesses = self.context.find_witnesses(FactName(FactKind.NODE, old), comparison)
            is_proved = comparison is not None and kind in (comparison.kind, "reworded") and kind != "undecided"
            yield self._entry(kind, old, new, keys if merges else other, witnesses, is_proved=is_proved)
        if named and not merges:
            yield self._entry("reworded" if is_wording else "retitled", old, new, in_words if is_wording else named)
        rest = tuple(key for key in in_words if key not in named)
        if rest and not merges and not (named and is_wording):
            yield self._entry("reworded", old, new, rest)

    def _judge(
        self, old: str, keys: Sequence[str], after: Mapping[str, Any]
    ) -> tuple[DiffKind | None, RuleComparison | None]:
        """Return how the demand of a node differs by keys that are not only words; None where the rule is the same."""
        if "wording" in keys:
            return "undecided", None
        has_other_rule = self.context.has_other_rule(old)
        if not keys and not has_other_rule:
            return None, None
        comparison = self.context.compare_node(old) if has_other_rule or _PROVED & {*keys} else None
        kind = None if comparison is None else comparison.kind
        if "demands_figure" in keys:
            kind = _join(kind, "tightened" if after.get("demands_figure") else "loosened")
        if any(key not in _PROVED and key != "demands_figure" for key in keys):
            return (kind if kind in ("changed", "undecided") else "changed"), comparison
        if kind is None and keys:
            return "reworded", comparison  # it is written otherwise, and asks the same
        return kind, comparison

    def _list_moved(self) -> Iterator[str]:
        """Yield the nodes that have moved: to another parent, or to another position among those that stayed."""
        lists: dict[tuple[str | None, str | None], list[str]] = {}
        new_of = self.context.match.new_of
        for node, new in new_of.items():
            before, after = self.context.old.nodes[node], self.context.new.nodes[new]
            above = None if before.parent is None else new_of.get(before.parent)
            if (above, before.level) != (after.parent, after.level) and (above or before.parent is None):
                yield node
            else:
                lists.setdefault((before.parent, before.level), []).append(node)
        ranks = {node: i for i, node in enumerate(self.context.new.nodes)}
        for nodes in lists.values():
            staying = find_staying([ranks[new_of[node]] for node in nodes])
            yield from (node for i, node in enumerate(nodes) if i not in staying)

    # -- nodes of one edition --------------------------------------------------------------------------------

    def _list_removed(self) -> Iterator[DiffEntry]:
        context, match = self.context, self.context.match
        for at, node in _list_units(context.old, match.removed, match.new_of, context.new):
            if self._has_unknown_wording(context.old.nodes[node].parent, match.new_of, context.new):
                continue
            says = context.old_parts.whole(node)
            before = context.old_parts.node_text(node, says) if at == node else self._level(context.old_parts, node)
            witness = context.find_absence(at, node, is_old=True)
            yield DiffEntry("removed", at, (), before, None, context.acts.find(at), witness)

    def _list_added(self) -> Iterator[DiffEntry]:
        context, match = self.context, self.context.match
        for at, node in _list_units(context.new, match.added, match.old_of, context.old):
            if self._has_unknown_wording(context.new.nodes[node].parent, match.old_of, context.old):
                continue
            says = context.new_parts.whole(node)
            after = context.new_parts.node_text(node, says) if at == node else self._level(context.new_parts, node)
            witness = context.find_absence(at, node, is_old=False)
            yield DiffEntry("added", at, (), None, after, context.acts.find(at), witness)

    def _level(self, parts: DefinitionParts, node: str) -> PartText:
        """Return the text that an entry shows for the level of a requirement."""
        info = parts.framework.nodes[node]
        assert info.parent is not None  # noqa: S101 - what is in a level has a node above it
        step = str(info.level)
        says = [parts.whole(one) for one in parts.framework.nodes[info.parent].levels[step]]
        return parts.level_text(info.parent, step, says)

    def _has_unknown_wording(self, node: str | None, ids: Mapping[str, str], other: Framework) -> bool:
        """Return whether a node has no text in one of the editions, so that the nodes below it cannot be compared."""
        own = self.context.old if other is self.context.new else self.context.new
        while node is not None:
            known = ids.get(node)
            if known is not None and (own.nodes[node].node.wording or other.nodes[known].node.wording):
                return own.nodes[node].node.wording != other.nodes[known].node.wording
            node = own.nodes[node].parent
        return False

    def _entry(
        self,
        kind: DiffKind,
        old: str,
        new: str,
        keys: tuple[str, ...],
        witnesses: Witnesses = (None, None),
        *,
        is_proved: bool = False,
    ) -> DiffEntry:
        context = self.context
        before, after = context.old_parts.own(old), context.new_parts.own(new)
        return DiffEntry(
            kind,
            old,
            keys,
            context.old_parts.node_text(old, _pick(before, keys)),
            context.new_parts.node_text(new, _pick(after, keys)),
            context.acts.find(old),
            *witnesses,
            proved=is_proved,
        )


def _pick(says: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    return {key: says[key] for key in keys if key in says}


def _join(kind: DiffKind | None, other: DiffKind) -> DiffKind:
    """Return the kind of two differences together."""
    return other if kind in (None, other) else kind if kind == "undecided" else "changed"


def _list_units(
    own: Framework, nodes: Sequence[str], ids: Mapping[str, str], other: Framework
) -> Iterator[tuple[str, str]]:
    """Yield the parts that only one edition has, in the fewest units: a node with all below it, or a whole level.

    Each comes with its address and the first node in it.
    """
    alone, levels = frozenset(nodes), set[str]()
    for node in nodes:
        info = own.nodes[node]
        if info.parent in alone:
            continue
        if info.level is None or info.parent is None or _has_level(ids.get(info.parent), info, other):
            yield node, node
        elif (at := f"{info.parent}/{info.level}") not in levels:
            levels.add(at)
            yield at, node


def _has_level(parent: str | None, info: NodeInfo, other: Framework) -> bool:
    return parent is not None and info.level in other.nodes[parent].levels
