"""The parts of a dossier (hồ sơ): the school, items of evidence, and records of each kind; nothing is derived."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kiemdinh.diagnostics.diagnostic import DataPath, format_path
from kiemdinh.rules import Interval, Number, Truth
from kiemdinh.standards.names import MemberName, ValueKind, ValueName

__all__ = [
    "EvidenceItem",
    "FindingRecord",
    "Held",
    "Level",
    "MetOrUnmet",
    "NotApplicable",
    "School",
    "Score",
    "Side",
    "ToConfirm",
    "Unknown",
    "ValueRecord",
    "Verdict",
]

Side: TypeAlias = Literal["self", "external"]
"""Who made a record: the school itself (tự đánh giá) or an external review (đánh giá ngoài, thẩm định)."""


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One item of evidence (minh chứng) as the index lists it (semantics 3.1).

    It is an entry of an index, and never the content, since a dossier contains no personal data (3.8).

    Attributes
    ----------
    code
        The code of the item, which never changes; records cite it.
    also
        Other codes of the item, sorted. Where a record cites one of them, it is read as the item's own code.
    title, kind
        What it is, such as a decision or a plan.
    place, keeper
        Where it is kept, and by whom.
    issuer
        By whom it was issued.
    issued, until
        Its first and last day, both included. None where there is no limit.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> index = {"MC.1.1.01": {"title": "Safety plan", "until": "2026-12-31"}}
    >>> dossier = kd.read_dossier({"date": "2027-06-30", "findings": {}, "evidence": index}, "vn.tt57-2026.gdtx")
    >>> item = dossier.evidence["MC.1.1.01"]
    >>> item.title, item.until.year
    ('Safety plan', 2026)
    """

    code: str
    title: str | None = None
    kind: str | None = None
    place: str | None = None
    keeper: str | None = None
    issued: dt.date | None = None
    until: dt.date | None = None
    also: tuple[str, ...] = ()
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class MetOrUnmet:
    """Met or unmet (đạt, không đạt).

    It is about a requirement, or about a node that is judged as a whole.

    Attributes
    ----------
    truth
        Met or unmet. It is never *unknown*, which is recorded as :class:`Unknown`.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> dossier = kd.read_dossier({"date": "2027-06-30", "findings": {"1.3/muc-1/a": "met"}}, "vn.tt57-2026.gdtx")
    >>> dossier.findings[0].verdict.truth.name
    'MET'
    """

    truth: Truth


@dataclass(frozen=True, slots=True)
class Level:
    """A criterion reaches a step of its scale.

    It is a claim about the steps of the criterion, one by one (semantics 3.7).

    Attributes
    ----------
    reached
        The number of the step, counted from 1; 0 is below the lowest.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> dossier = kd.read_dossier({"date": "2027-06-30", "findings": {"1.1": "muc-2"}}, "vn.tt57-2026.gdtx")
    >>> dossier.findings[0].verdict
    Level(reached=2)
    """

    reached: int


@dataclass(frozen=True, slots=True)
class Score:
    """A rating, points or the gravest finding.

    Attributes
    ----------
    interval
        What is recorded: a point, unless a list of findings is incomplete. A step of a scale is its position, from 0.
        Of an incomplete list the low end is the gravest that was found, the high end the gravest of the scale
        (semantics 1.10, S10).

    Examples
    --------
    >>> import kiemdinh as kd
    >>> dossier = kd.read_dossier({"date": "2027-06-30", "findings": {"1": 13}}, "sg.edutrust")
    >>> dossier.findings[0].verdict.interval
    Interval(low=13, high=13)
    """

    interval: Interval


@dataclass(frozen=True, slots=True)
class Unknown:
    """Recorded as unknown (chưa rõ).

    It counts like any other verdict: it replaces an earlier record, and an external one prevails (semantics 3.9).

    Examples
    --------
    >>> import kiemdinh as kd
    >>> dossier = kd.read_dossier({"date": "2027-06-30", "findings": {"1.1": "unknown"}}, "vn.tt57-2026.gdtx")
    >>> dossier.findings[0].verdict
    Unknown()
    """


@dataclass(frozen=True, slots=True)
class ToConfirm(Unknown):
    """Carried over from another framework and not yet confirmed (cần xác nhận); unknown until somebody confirms it.

    It counts as :class:`Unknown` does (semantics 4.7).

    Attributes
    ----------
    origin
        The records from which it was made: a text for each, with its framework, node, verdict and day.
    """

    origin: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """Recorded as not applicable, with its reason (1.7).

    Examples
    --------
    >>> NotApplicable()
    NotApplicable()
    """


# One class for each kind of verdict, so that a level is never taken for a score: both are numbers.
Verdict: TypeAlias = MetOrUnmet | Level | Score | Unknown | NotApplicable
"""What a finding says of its node. Which kind fits is decided by how the node is judged."""


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """What one side found about a node on a date (3.2).

    Attributes
    ----------
    node
        The id of the node.
    verdict
        What was found: met or unmet, a level, a score, unknown, or not applicable.
    side
        Who found it.
    date
        The day of the finding.
    stage
        The stage that it is confined to; None where it is about the school.
    why
        The reason that is written beside it.
    evidence_codes
        The codes of the evidence that it cites, in their order.
    path
        Its place in the dossier; two records that differ only here are the same.
    until
        Its last day, included; a finding with a last day counts only from its date on. None where it has no end.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> dossier = kd.read_dossier({"date": "2027-06-30", "findings": {"1.1": "muc-1"}}, "vn.tt57-2026.gdtx")
    >>> dossier.findings[0].node, dossier.findings[0].verdict
    ('1.1', Level(reached=1))
    """

    node: str
    verdict: Verdict
    side: Side
    date: dt.date
    stage: str | None = None
    why: str | None = None
    evidence_codes: tuple[str, ...] = ()
    path: DataPath = ()
    until: dt.date | None = None

    @property
    def where(self) -> str:
        """Its place in the dossier, as messages name it."""
        return format_path(self.path)


@dataclass(frozen=True, slots=True)
class ValueRecord:
    """A recorded value of an input (3.4).

    Attributes
    ----------
    name
        The name of the input.
    value
        The exact number; of a date its day number, of a choice the position of its word. None where it is recorded as
        unknown, or as a part of 0.
    side, date, stage, why, evidence_codes, path, until
        As in :class:`FindingRecord`.
    at
        The members of layers, then the school year, for which the value is given.
    part, whole
        What was recorded, where the value was given as a part of a whole.
    author
        Who took a decision.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> dossier = kd.read_dossier({"date": "2027-06-30", "inputs": {"years_of_data": 3}}, "vn.tt57-2026.pho-thong")
    >>> dossier.values[0].name, dossier.values[0].value
    ('years_of_data', 3)
    """

    name: str
    value: Number | None
    side: Side
    date: dt.date
    at: tuple[str, ...] = ()
    stage: str | None = None
    part: Number | None = None
    whole: Number | None = None
    why: str | None = None
    author: str | None = None
    evidence_codes: tuple[str, ...] = ()
    path: DataPath = ()
    until: dt.date | None = None

    @property
    def where(self) -> str:
        """Its place in the dossier, as messages name it."""
        return format_path(self.path)

    @property
    def id(self) -> str:
        """The name of the value, the stage left out: ``input:excellent@2025-2026``."""
        return str(ValueName(ValueKind.INPUT, self.name, at=self.at))


@dataclass(frozen=True, slots=True)
class Held:
    """An award (công nhận) by recorded decision.

    Attributes
    ----------
    award
        The id of an award of the framework itself, or ``FRAMEWORK/ID`` of another one's.
    grade
        The id of its grade; None for an award without grades, and where none is recorded.
    signed, until
        The first and the last day on which it counts, both included. None where the record has no last day.
    ended
        The day from which it is no longer held because of a decision; None where there is no such decision.
    why
        The reason that is given for that decision; None where no reason is given.
    where
        The place of the record in the dossier, as messages name it; empty for one that was not read.
    member
        The member of a register that holds it; None for the subject itself.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> printed = {"award": "kiem-dinh", "grade": "cap-do-1", "signed": "2024-05-20", "until": "2029-05-19"}
    >>> dossier = kd.read_dossier({"date": "2026-06-30", "findings": {}, "held": [printed]}, "vn.tt18-2018")
    >>> dossier.held[0].award, dossier.held[0].grade, dossier.held[0].until.year
    ('kiem-dinh', 'cap-do-1', 2029)
    """

    award: str
    grade: str | None
    signed: dt.date
    until: dt.date | None = None
    ended: dt.date | None = None
    why: str | None = None
    where: str = ""
    member: MemberName | None = None


@dataclass(frozen=True, slots=True)
class School:
    """Who is assessed. ``stages`` (cấp học) is None where the dossier names none.

    Attributes
    ----------
    id, name
        The school's id and name, as the dossier writes them.
    stages
        The ids of its stages. A dossier that names none is assessed as one part (semantics 2.6).
    founded
        The day of founding; figures of school years that ended before it are unknown, *before founding* (3.6).

    Examples
    --------
    >>> import kiemdinh as kd
    >>> school = {"id": "H1", "name": "Trường A", "stages": ["tieu-hoc", "thcs"]}
    >>> dossier = kd.read_dossier({"date": "2027-06-30", "school": school, "findings": {}}, "vn.tt57-2026.pho-thong")
    >>> dossier.school.name, dossier.school.stages
    ('Trường A', ('tieu-hoc', 'thcs'))
    """

    id: str | None = None
    name: str | None = None
    stages: tuple[str, ...] | None = None
    founded: dt.date | None = None
