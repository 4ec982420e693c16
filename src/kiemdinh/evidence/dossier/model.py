"""A school's dossier (hồ sơ): the evidence index and everything that has been recorded, nothing derived."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.rules import Interval, Number, Truth

__all__ = [
    "Dossier",
    "EvidenceItem",
    "FindingRecord",
    "Held",
    "Level",
    "NotApplicable",
    "Said",
    "School",
    "Score",
    "Side",
    "Unknown",
    "ValueRecord",
    "Verdict",
]

Side: TypeAlias = Literal["self", "external"]
"""Who says so: the school (tự đánh giá) or an external review (đánh giá ngoài, thẩm định)."""


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One item of evidence (minh chứng) as an index entry: what, where, since when and until when (3.1)."""

    code: str
    title: str | None = None
    kind: str | None = None
    place: str | None = None
    keeper: str | None = None
    issued: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Met or unmet (đạt, không đạt)."""

    truth: Truth


@dataclass(frozen=True, slots=True)
class Level:
    """A criterion reaches the step numbered ``reached`` of its scale, counted from 1; 0 is below the lowest."""

    reached: int


@dataclass(frozen=True, slots=True)
class Score:
    """A rating, points or the gravest finding, as an interval: a point unless a list of findings is incomplete."""

    interval: Interval


@dataclass(frozen=True, slots=True)
class Unknown:
    """Recorded as unknown."""


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """Recorded as not applicable, with its reason (1.7)."""


Said: TypeAlias = Verdict | Level | Score | Unknown | NotApplicable


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """What one side found about a node on a date, resting on evidence codes (3.2).

    ``node`` is the id of the node it speaks of; ``stage`` names the stage it is confined to, None for the school.
    """

    node: str
    said: Said
    side: Side
    on: dt.date
    stage: str | None = None
    why: str | None = None
    by: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class ValueRecord:
    """A recorded value of an input.

    ``value`` is None where it is recorded as unknown. Where it was given as part and whole, ``whole`` is the whole
    and ``part`` the part, exact. ``at`` names the member and the school year that it is given for, as in the
    value's id; ``stage`` the stage.
    """

    name: str
    value: Number | None
    side: Side
    on: dt.date
    at: tuple[str, ...] = ()
    stage: str | None = None
    part: Number | None = None
    whole: Number | None = None
    why: str | None = None
    author: str | None = None
    by: tuple[str, ...] = ()
    where: str = ""

    @property
    def id(self) -> str:
        """The id of the value, the stage left out: ``input:excellent@2025-2026``."""
        return f"input:{self.name}" + (f"@{'/'.join(self.at)}" if self.at else "")


@dataclass(frozen=True, slots=True)
class Held:
    """An award (công nhận) by recorded decision; ``award`` is an own award's id or ``framework/award``.

    It counts from ``signed`` to ``until``, both included, unless a decision ended it on ``ended``, from which day it
    is no longer held.
    """

    award: str
    grade: str | None
    signed: dt.date
    until: dt.date | None = None
    ended: dt.date | None = None
    why: str | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class School:
    """Who is assessed. ``stages`` (cấp học) is None where the dossier names none."""

    id: str | None = None
    name: str | None = None
    stages: tuple[str, ...] | None = None
    founded: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything recorded about a school.

    ``evidence`` is None where there is no index at all: then findings are taken as stated (3.3); an index that is
    present but empty supports nothing. ``complete`` names the lists that are known to be complete (1.10).
    """

    school: School = field(default_factory=School)
    date: dt.date | None = None
    evidence: Mapping[str, EvidenceItem] | None = None
    findings: tuple[FindingRecord, ...] = ()
    values: tuple[ValueRecord, ...] = ()
    held: tuple[Held, ...] = ()
    complete: frozenset[str] = frozenset()
    digest: str = ""
    warnings: tuple[Diagnostic, ...] = ()
    notes: Mapping[str, str] = field(default_factory=lambda: FrozenMap({}))
