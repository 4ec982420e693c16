"""How one result differs from another, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Difference", "Standing", "WhatIfData"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an outcome, award or node stands, in one word or several.

    ``words`` are the ids of the two levels that are certain and possible where ``is_span`` (empty for none), else the
    labels that are possible, or one verdict. ``str()`` gives the text by which results show it.

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
class Difference:
    """One thing that stands otherwise: an outcome, a node or an award, by its id, before and after.

    ``before`` and ``after`` are the texts of a :class:`Standing`; empty where there is nothing of that id.
    """

    id: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class WhatIfData:
    """How the new result differs from the old one, and the changes that were supposed.

    ``changes`` maps the id of a node or input to what was supposed of it, as the caller wrote it.
    """

    differences: tuple[Difference, ...]
    changes: Mapping[str, Any]
