"""The to-do lists: the leaves of a blocking tree, sorted into settle, improve and decide (5.4)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kiemdinh.data.blockers import Blocker, ListName, StatedFigure, ToDo
from kiemdinh.evidence.dossier import Reason
from kiemdinh.rules import UNKNOWN

__all__ = ["collect_to_dos"]


def collect_to_dos(tree: Blocker, context_values: Collection[str]) -> list[tuple[ListName, ToDo]]:
    """Return the leaves of *tree* as entries, in order, each with the list that it stands in.

    *context_values* are the values that are context for the rules: they are decided, and neither settled nor improved.
    What several parts of the tree ask for is listed once. It counts as a choice only where it is a choice in all of
    them. Leaves that nothing can change are in no list, and none stands in *wait*: waiting times are not part of a
    tree.
    """
    found: dict[tuple[str, StatedFigure | None], tuple[ListName, ToDo]] = {}
    for leaf, is_choice in _iterate_leaves(tree, is_choice=False):
        if leaf.id is None or leaf.kind == "impossible":
            continue
        to_do = ToDo(
            leaf.id,
            leaf.node,
            leaf.level,
            leaf.stage,
            leaf.reasons,
            is_choice,
            leaf.figure,
            titles=leaf.titles,
            missing=leaf.missing,
            evidence=leaf.evidence,
            asked=leaf.asked,
            ended=leaf.ended,
            holds=leaf.holds,
            member=leaf.member,
        )
        # Two totals may have one id, such as ``rating >= 0`` of two means; their stated figures distinguish them.
        key = (leaf.id, None if leaf.figure is None else leaf.figure.stated)
        earlier = found.get(key)
        if earlier is None or (earlier[1].choice and not is_choice):
            found[key] = (_choose_list(leaf, context_values), to_do)
    return list(found.values())


def _iterate_leaves(tree: Blocker, *, is_choice: bool) -> Iterator[tuple[Blocker, bool]]:
    """Yield the leaves in order, each with whether something above it leaves a choice."""
    if not tree.parts:
        yield tree, is_choice
        return
    leaves_some = tree.kind in ("any", "at_least") and tree.need - tree.have < len(tree.parts)
    for part in tree.parts:
        yield from _iterate_leaves(part, is_choice=is_choice or leaves_some or tree.kind == "case")


def _choose_list(leaf: Blocker, context_values: Collection[str]) -> ListName:
    """Return the list of a leaf: an unknown is settled, what is unmet improved, context and decisions are decided."""
    if leaf.kind in ("held", "applies"):
        return "decide"
    # A repair never changes context (5.3), so it is not improved; everything that a "when" reads is context too.
    if leaf.figure is not None and leaf.figure.value in context_values:
        return "decide"
    # A parameter is not found out: an authority sets it.
    if leaf.truth is UNKNOWN and set(leaf.reasons) == {Reason.NOT_SET}:
        return "decide"
    # A step that waits for a lower one is unknown without a reason: it has to be reached, and not found out.
    waits_for_lower = leaf.kind == "step" and not leaf.reasons
    return "settle" if leaf.truth is UNKNOWN and not waits_for_lower else "improve"
