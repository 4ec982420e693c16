"""How safe a level is, as data: the margin before it is lost, and a sufficient reason (semantics 5.6, 5.7)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kiemdinh.data.outcomes import NO_TITLES, LevelRef, Titles
from kiemdinh.data.search_work import SearchWork
from kiemdinh.rules import Bound, Number

__all__ = ["EvidenceLoss", "Lost", "MarginData", "SufficientReasonData"]


@dataclass(frozen=True, slots=True)
class Lost:
    """One thing that is lost: a verdict, or a figure that goes past a bound.

    Attributes
    ----------
    id
        The id of the fact or of the value.
    bound
        The bound past which the figure goes; None for a verdict.
    gained
        Whether the loss is that a fact comes to hold. Under a negation, that would drop the level.
    titles
        The titles of what ``id`` names.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> nodes = kd.load("vn.tt57-2026.gdtx").nodes.values()
    >>> criteria = [node.id for node in nodes if node.layer and node.layer.verdict]
    >>> result = kd.assess("vn.tt57-2026.gdtx", {"findings": dict.fromkeys(criteria, "muc-2")}, on="2027-06-30")
    >>> result.margin().alone[0].id
    '1.1/muc-1'
    """

    id: str
    bound: Bound | None = None
    gained: bool = False
    titles: Titles = NO_TITLES


@dataclass(frozen=True, slots=True)
class EvidenceLoss:
    """An item of evidence (minh chứng) without which the level is no longer certain.

    See the example of :meth:`kiemdinh.Assessment.margin`.

    Attributes
    ----------
    code
        Its code in the dossier's index.
    facts
        The ids of the facts that rest on it; without it they are unknown.
    until
        Its last day; None where it does not expire.
    title
        What it is, as the index says; None where the index does not say it.
    """

    code: str
    facts: tuple[str, ...]
    until: dt.date | None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class MarginData:
    """How many losses it takes until a level is no longer certain, with every unknown at its worst.

    Attributes
    ----------
    level
        The level that is held.
    proved
        Whether ``size`` is proved to be the least; False where the budget ran out.
    size
        The number of losses of a least set that drops the level; None where nothing drops it. Where it is not proved,
        the size of the smallest set that was found; None where none was found.
    least
        Least sets of losses that drop it, at most 20.
    alone
        The losses that each drop it alone.
    evidence
        The items of evidence whose loss alone drops it, those that expire soonest first.
    gap
        How far ``size`` may lie above the least; 0 where it is proved.
    search
        What the search took.
    """

    level: LevelRef
    proved: bool
    size: Number | None
    least: tuple[tuple[Lost, ...], ...]
    alone: tuple[Lost, ...]
    evidence: tuple[EvidenceLoss, ...]
    gap: Number
    search: SearchWork


@dataclass(frozen=True, slots=True)
class SufficientReasonData:
    """A sufficient reason: a least set of facts and values that keeps the level whatever the others are.

    Attributes
    ----------
    level
        The level that is held.
    reason
        The ids of the facts and values; none of them can be left out.
    proved
        Whether no smaller set would do; False where the budget ran out.
    search
        What the search took.
    """

    level: LevelRef
    reason: tuple[str, ...]
    proved: bool
    search: SearchWork
