"""The least that has to change for a level, as data, and what every gap means for it (semantics 5.1, 5.3, 5.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from kiemdinh.data.outcomes import LevelRef
from kiemdinh.rules import Bound, Interval, Number, Truth

__all__ = ["GapRoles", "Repair", "RepairChange", "RepairsData"]


@dataclass(frozen=True, slots=True)
class RepairChange:
    """One change: a step or requirement brought to a verdict, or a figure to a bound.

    ``id`` names what changes (``3.4/muc-2``, ``1.3/muc-1/a``, ``input:…``). For a figure ``from_`` is the interval that
    is known now and ``to`` the bound; a share given as part and whole has the bound on the part in ``part`` as well.
    ``who`` is by whom, where the efforts say so. ``within`` is the bound to the other side that a figure has to keep as
    well where it is recorded for the first time, since it then decides what stood without it.
    """

    id: str
    from_: Truth | Interval
    to: Truth | Bound
    kind: Literal["settle", "improve"]
    cost: Number
    node: str | None
    level: str | None
    stage: str | None
    part: Number | None = None
    whole: Number | None = None
    who: str | None = None
    within: Bound | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """A minimal set of changes that makes the level certain; ``also`` sums the other costs by name."""

    cost: Number
    changes: tuple[RepairChange, ...]
    also: Mapping[str, Number]


class RepairsData(Protocol):
    """The minimal repairs of a target, cheapest first; what a page reads of them.

    ``cost`` is that of the cheapest, 0 where the target is certain already and None where it is out of reach;
    ``count`` the number of equally cheap ways, None where it is not known; ``proved`` tells whether the cost is the
    least, and ``gap`` how far it may lie above where it is not. ``mixed`` tells that the dossier gives some criteria
    whole and others requirement by requirement, so that a step costs as many as the requirements it stands for.
    ``settle_first`` names the open context that must be settled before any repair holds, where there is none yet.
    ``minimise`` names what a cost counts, and ``priced`` tells whether efforts say what changes cost.
    """

    @property
    def target(self) -> LevelRef | None: ...  # noqa: D102 - the class says what each is
    @property
    def settle_first(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def proved(self) -> bool: ...  # noqa: D102
    @property
    def cost(self) -> Number | None: ...  # noqa: D102
    @property
    def gap(self) -> Number: ...  # noqa: D102
    @property
    def count(self) -> int | None: ...  # noqa: D102
    @property
    def mixed(self) -> bool: ...  # noqa: D102
    @property
    def minimise(self) -> str: ...  # noqa: D102
    @property
    def priced(self) -> bool: ...  # noqa: D102
    @property
    def cheapest(self) -> Repair | None: ...  # noqa: D102
    def __iter__(self) -> Iterator[Repair]: ...


@dataclass(frozen=True, slots=True)
class GapRoles:
    """What every open gap means for the target (5.1).

    ``necessary`` are in every minimal repair, ``relevant`` in some, ``irrelevant`` in none, ``keep`` must not change;
    ``either_way`` are unknowns that help whichever way they turn out; ``blocked`` cannot be acted on. Without any
    repair ``reachable`` is False and the classes are given as if everything could be acted on. ``alone`` would each
    reach the target by itself.
    """

    reachable: bool
    necessary: tuple[str, ...]
    relevant: tuple[str, ...]
    irrelevant: tuple[str, ...]
    keep: tuple[str, ...]
    either_way: tuple[str, ...]
    blocked: tuple[str, ...]
    alone: tuple[str, ...]
