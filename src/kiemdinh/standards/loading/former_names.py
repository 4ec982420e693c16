"""Names that an earlier edition had and a framework no longer has: which act removed them, and when (4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.diagnostics.message import Message

if TYPE_CHECKING:
    from kiemdinh.standards.loading.applied_change import AppliedChange
    from kiemdinh.standards.loading.framework import Framework

__all__ = ["explain_former_name"]


def explain_former_name(framework: Framework, name: str) -> Message | None:
    """Return what became of a name that a framework no longer has, as a hint; None where no earlier edition had it.

    *name* is the id of a node, a level of a node (``1.5/muc-2``), or an entry such as ``inputs/ID``. The hint names the
    last act that removed, replaced, suspended or renumbered it.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> str(explain_former_name(kd.load("vn.tt18-2018"), "1.5/muc-2/p1"))
    '22/2024/TT-BGDĐT, khoản 2 Điều 4 took it away from 2025-01-25 on'
    """
    last = next((change for change in reversed(framework.acts) if _took_away(change, name)), None)
    return None if last is None else _describe(last, name)


def _took_away(change: AppliedChange, name: str) -> bool:
    # A level is not itself among the ids that are gone; its requirements are.
    return any(gone == name or gone.startswith(f"{name}/") for gone in change.gone)


def _describe(change: AppliedChange, name: str) -> Message:
    act, day = change.act, change.in_force
    if change.to is not None:
        return Message("{act} made it '{new}' from {day} on", act=act, new=change.rename(name), day=day)
    if change.do == "suspend":
        return Message("{act} suspended it from {day} on", act=act, day=day)
    if change.do == "remove":
        return Message("{act} took it away from {day} on", act=act, day=day)
    return Message("{act} replaced '{at}' from {day} on", act=act, at=change.at, day=day)
