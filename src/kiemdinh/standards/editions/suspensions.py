"""The nodes that are suspended in an edition, found from the acts that made it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiemdinh.standards.loading import AppliedChange, SuspendedNode

__all__ = ["list_suspended"]


def list_suspended(acts: Iterable[AppliedChange]) -> dict[str, SuspendedNode]:
    """Return the suspended nodes by the ids that they would have in the edition that the acts made.

    A suspension ends when the node is resumed, and when the node, or a node around it, is replaced or removed. When a
    node is renumbered, the nodes suspended in it keep their place in it.
    """
    found: dict[str, SuspendedNode] = {}
    for act in acts:
        if act.suspended is not None:
            found[act.at] = act.suspended
        elif act.do == "renumber":
            found = dict(_renumber(act, at, one) for at, one in found.items())
        elif act.do in ("resume", "replace", "remove"):
            found = {at: one for at, one in found.items() if act.at not in (at, one.into, *one.within)}
    return found


def _renumber(act: AppliedChange, at: str, one: SuspendedNode) -> tuple[str, SuspendedNode]:
    within = tuple(act.rename(name) for name in one.within)
    return act.rename(at), replace(one, into=act.rename(one.into), within=within)
