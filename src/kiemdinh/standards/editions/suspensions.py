"""Which nodes are suspended in an edition, told by the acts that made it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiemdinh.standards.loading import AppliedChange, SuspendedNode

__all__ = ["list_suspended"]


def list_suspended(acts: Iterable[AppliedChange]) -> dict[str, SuspendedNode]:
    """Return the suspended nodes by the ids that they would have in the edition that the acts made.

    Resuming ends a suspension; so does it to replace or remove the node, or something that it stood in. A node that is
    renumbered takes what is suspended in it along.
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
