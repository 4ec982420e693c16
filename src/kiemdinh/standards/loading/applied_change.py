"""The changes that an amendment has made to a framework, kept with the new edition (4.2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from kiemdinh.standards.definition import Certainty, Localised
from kiemdinh.standards.names import split_child

__all__ = ["AppliedChange", "SuspendedNode"]


@dataclass(frozen=True, slots=True)
class SuspendedNode:
    """A node that is suspended, kept so that it can be resumed.

    See the example of :func:`kiemdinh.apply`.

    Attributes
    ----------
    into
        The address of the part that contained it.
    index
        Its position there.
    data
        Its data.
    within
        The ids of the nodes that contained it.
    """

    into: str
    index: int
    data: Any
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AppliedChange:
    """One change that an act has made.

    Attributes
    ----------
    at
        The part that was changed, by its id in the edition before.
    do
        The action: ``add``, ``replace``, ``remove``, ``renumber``, ``retitle``, ``suspend``,
        ``resume`` or ``move``.
    document
        The act.
    in_force
        The day on which the change takes effect.
    cite
        The article of the act; None where it is not known.
    certainty
        How sure we are of the change.
    was
        The texts of the changed part as they were before; None where it had none.
    to
        The new id after a renumbering; None for any other change.
    suspended
        The node that was suspended; None for any other change.
    gone
        The ids of nodes, and the entries such as ``inputs/ID``, that the edition before had and this one no longer has.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> change = kd.load("vn.tt18-2018@2025-01-25").acts[0]
    >>> change.at, change.do, change.document
    ('1.5/muc-2', 'remove', '22/2024/TT-BGDĐT')
    """

    at: str
    do: str
    document: str
    in_force: dt.date
    cite: str | None
    certainty: Certainty
    was: Localised | None
    to: str | None = None
    suspended: SuspendedNode | None = None
    gone: tuple[str, ...] = ()

    @property
    def act(self) -> str:
        """The act with its article, where that is known: ``22/2024/TT-BGDĐT, khoản 2 Điều 4``."""
        return self.document if self.cite is None else f"{self.document}, {self.cite}"

    def rename(self, name: str) -> str:
        """Return the id after a renumbering, of the renumbered node or a node below it; any other name as it is."""
        if self.to is None or (name != self.at and not name.startswith(f"{self.at}/")):
            return name
        above, _ = split_child(self.at)
        return (f"{above}/{self.to}" if above else self.to) + name.removeprefix(self.at)
