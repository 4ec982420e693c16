"""How one result differs from another, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from kiemdinh.data.outcomes import NO_TITLES, LevelRef, Titles
from kiemdinh.rules import Truth

__all__ = ["Difference", "Standing", "State", "WhatIfData"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an outcome, award or node stands, as one or several ids.

    Where ``is_span`` is true, ``words`` are the ids of the guaranteed and of the attainable level (empty for none).
    Else they are the labels that are possible, or one verdict. ``str()`` gives the text by which results show it.

    >>> str(Standing(("muc-1", "muc-2"), is_span=True)), str(Standing(("sc", "bt")))
    ('muc-1..muc-2', 'sc|bt')
    """

    words: tuple[str, ...]
    is_span: bool = False

    def __str__(self) -> str:
        return (".." if self.is_span else "|").join(self.words)

    @classmethod
    def read(cls, text: str) -> Standing:
        """Return the standing that *text* shows: a span ``certain..possible``, or words between bars.

        It reads what ``str()`` writes. An empty side of a span stands for no level.

        >>> Standing.read("muc-1..").words
        ('muc-1', '')
        >>> Standing.read("sc|bt").words
        ('sc', 'bt')
        """
        if ".." in text:
            certain, _, possible = text.partition("..")
            return cls((certain, possible), is_span=True)
        return cls(tuple(text.split("|")))


@dataclass(frozen=True, slots=True)
class State:
    """Where an outcome, award or node stands, as data.

    Attributes
    ----------
    guaranteed, attainable
        The highest level or grade that is certain, and the highest that is possible; None where there is none, and for
        labels and verdicts.
    outcome
        The level, what lies below the lowest, or the label; None unless it is certain, and for verdicts.
    labels
        The labels of a decision list that are possible.
    truth
        Of a node that is met or not; else None.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> result = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30")
    >>> result.what_if({"1.2": "muc-1"}).differences[0].now.guaranteed.id
    'muc-1'
    """

    guaranteed: LevelRef | None = None
    attainable: LevelRef | None = None
    outcome: LevelRef | None = None
    labels: tuple[LevelRef, ...] = ()
    truth: Truth | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """An outcome, a node or an award whose standing differs, by its id, before and after.

    Attributes
    ----------
    id
        The id of the outcome, node or award.
    before, after
        Its standing as a text: the levels that are possible, or a truth; empty where there is nothing with that id.
    kind
        ``outcome``, ``award`` or ``node``.
    was, now
        The same as ``before`` and ``after``, as data; None where there is nothing with that id.
    titles
        The titles of what ``id`` names.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> result = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30")
    >>> one = result.what_if({"1.2": "muc-1"}).differences[0]
    >>> one.id, one.was.guaranteed, one.now.guaranteed.id
    ('1.2', None, 'muc-1')
    """

    id: str
    before: str
    after: str
    kind: Literal["outcome", "award", "node"]
    was: State | None
    now: State | None
    titles: Titles = NO_TITLES


@dataclass(frozen=True, slots=True)
class WhatIfData:
    """How the new result differs from the old one, and the changes that were supposed.

    ``changes`` maps the id of a node or input to what was assumed of it, as the caller wrote it.
    """

    differences: tuple[Difference, ...]
    changes: Mapping[str, Any]
