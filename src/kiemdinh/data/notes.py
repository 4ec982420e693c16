"""What a reader of a result should know beside where the school stands, as data (semantics 2.9, 7.2, 7.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kiemdinh.data.outcomes import NO_TITLES, Titles

__all__ = ["Decision", "LegalBasis", "ResultWarning"]


@dataclass(frozen=True, slots=True)
class ResultWarning:
    """A warning (7.3): a code, what it is about, and its parameters. It never changes a verdict.

    Attributes
    ----------
    code
        A code of ``docs/diagnostics.md``, from ``KD401`` on; stable across versions.
    about
        The id of a node, of an item of evidence or of the framework; None where it is about the dossier.
    parameters
        What the text of the code is completed with, by name.
    """

    code: str
    about: str | None
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Decision:
    """A recorded decision that lets an exception hold, with its reason and author (2.9).

    Attributes
    ----------
    id
        The id of the value that it is recorded as: ``input:…``.
    on
        The day of the decision.
    why, author
        Its reason and who took it, where the dossier gives them.
    titles
        What the definition calls the input.
    """

    id: str
    on: dt.date
    why: str | None
    author: str | None
    titles: Titles = NO_TITLES


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """Something the result rests on that is less than confirmed (7.2), named once.

    Attributes
    ----------
    certainty
        How sure we are: ``single_source``, ``inferred`` or ``unverified``.
    cite
        The article, clause and point; None where the definition names none.
    about
        What rests on it: the ids of outcomes, nodes, awards and inputs, and names of rules around the tree such as
        ``evidence``.
    """

    certainty: str
    cite: str | None
    about: tuple[str, ...]
