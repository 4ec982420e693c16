"""Notes to a result, as data: warnings, decisions, unused records and indicators (semantics 2.9, 7.2, 7.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar, Literal

from kiemdinh.data.outcomes import NO_TITLES, LevelRef, Titles, code_reasons
from kiemdinh.evidence.dossier import Side
from kiemdinh.rules import Number
from kiemdinh.standards.names import MemberName

__all__ = [
    "Decision",
    "IndicatorFigure",
    "IndicatorResult",
    "LegalBasis",
    "ReferenceResult",
    "ResultWarning",
    "UnusedReason",
    "UnusedRecord",
]


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
        The values that complete the text of the code, by name.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> result = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30")
    >>> [warning.code for warning in result.warnings]
    ['KD404']
    """

    code: str
    about: str | None
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReferenceResult:
    """What is known of an outcome of another framework that a rule reads, and what settled it (6.5).

    Attributes
    ----------
    of
        The outcome, ``FRAMEWORK/OUTCOME``.
    member
        The member of a register that it is of; None for the subject itself.
    guaranteed, attainable
        The lowest and the highest step that the outcome can be; None stands for what lies below the lowest step.
    determined
        Whether only one step is possible.
    side
        Who found it: ``external``, ``computed`` or ``self``; None where nobody did.
    on
        The day of the result that settled it.
    by
        The decision, in words.
    digest
        The digest of the framework that computed it.
    reasons
        Why it is not determined (3.6).
    titles
        What the other framework is called.

    Examples
    --------
    >>> step = LevelRef("muc-1", "Mức 1", "Level 1")
    >>> at = (None, step, step, True, "external", dt.date(2026, 6, 30), None, None, ())
    >>> ReferenceResult("vn.tt13-2020/muc", *at).guaranteed.id
    'muc-1'
    """

    DERIVED_KEYS: ClassVar = ("reason_codes",)
    """The properties that its JSON has beside its fields."""

    of: str
    member: MemberName | None
    guaranteed: LevelRef | None
    attainable: LevelRef | None
    determined: bool
    side: str | None
    on: dt.date | None
    by: str | None
    digest: str | None
    reasons: tuple[str, ...]
    titles: Titles = NO_TITLES

    @property
    def reason_codes(self) -> tuple[str, ...]:
        """The reasons as codes, such as ``no-dossier``."""
        return code_reasons(self.reasons)


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
    until
        Its last day, which may have passed; None where it has no end.

    Examples
    --------
    >>> Decision("input:waived", dt.date(2027, 5, 20), "floods", "the department").author
    'the department'
    """

    id: str
    on: dt.date
    why: str | None
    author: str | None
    titles: Titles = NO_TITLES
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A part of the law that the result rests on and that is less than confirmed (7.2); each is named once.

    Attributes
    ----------
    certainty
        How sure this part of the definition is: ``single_source``, ``inferred`` or ``unverified``.
    cite
        The article, clause and point; None where the definition names none.
    about
        What depends on it: the ids of outcomes, nodes, awards and inputs, and the names of rules outside the tree, such
        as ``evidence``.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> result = kd.assess("vn.tt57-2026.gdtx", {"findings": {"1.1": "muc-1"}}, on="2027-06-30")
    >>> result.footing[0].certainty, result.footing[0].about
    ('inferred', ('input:learner_counselling',))
    """

    certainty: str
    cite: str | None
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndicatorFigure:
    """One recorded figure of an indicator.

    Attributes
    ----------
    year, stage
        The school year and the stage that it is recorded for; None where it is recorded for none.
    value
        The number; None where it is recorded as unknown.
    part, whole
        What was recorded, where it was given as a part of a whole.
    side, on
        Who recorded it, and the day.
    evidence_codes
        The codes of the evidence that it cites.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> dossier = {"findings": {}, "inputs": {"data_discrepancies": 2}}
    >>> result = kd.assess("vn.tt57-2026.pho-thong", dossier, on="2027-06-30")
    >>> figure = result.indicators[0].figures[0]
    >>> figure.value, figure.side
    (2, 'self')
    """

    year: str | None
    stage: str | None
    value: Number | None
    part: Number | None
    whole: Number | None
    side: Side
    on: dt.date
    evidence_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """An indicator with its recorded figures, which inform and decide nothing (3.4).

    Attributes
    ----------
    id
        The id of the value: ``input:…``.
    nodes
        The ids of the nodes that it informs on.
    unit
        The id of its unit.
    better
        Which way is better, where the definition says so.
    figures
        The recorded figures, the latest school year first.
    titles
        What the definition calls it.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> dossier = {"findings": {}, "inputs": {"data_discrepancies": 2}}
    >>> result = kd.assess("vn.tt57-2026.pho-thong", dossier, on="2027-06-30")
    >>> indicator = result.indicators[0]
    >>> indicator.id, indicator.nodes
    ('input:data_discrepancies', ('1.3',))
    """

    id: str
    nodes: tuple[str, ...]
    unit: str | None
    better: Literal["higher", "lower"] | None
    figures: tuple[IndicatorFigure, ...]
    titles: Titles = NO_TITLES


class UnusedReason(Enum):
    """Why a record plays no part in a result (3.9). The value is the word that JSON has.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> dossier = {"findings": {}, "evidence": {"H1-1.1-01": {"title": "Plan"}}}
    >>> result = kd.assess("vn.tt57-2026.gdtx", dossier, on="2027-06-30")
    >>> result.unused[0].reason is UnusedReason.NOT_CITED
    True
    """

    HIDDEN = "hidden"
    """It was made after the knowledge date (4.1)."""
    REPLACED = "replaced"
    """A later record of the same side, or one of the stage itself, stands in its place (3.5, 3.9)."""
    OUTRANKED = "outranked"
    """An external record or a figure decides, and no later record of the school contradicts it (3.4, 3.5)."""
    INFORMS = "informs"
    """It is a figure of an indicator, which informs and decides nothing (3.4)."""
    OTHER_YEAR = "other-year"
    """It is of a school year that no rule reads on the evidence date (4.5)."""
    NOT_YET = "not-yet"
    """It is a decision that counts only from a day after the evidence date (2.9)."""
    NOT_READ = "not-read"
    """No rule reads the input, or not for this stage or member."""
    DOES_NOT_APPLY = "does-not-apply"
    """It is about a node that does not apply, or about what stands below one (1.7)."""
    NOT_CITED = "not-cited"
    """It is an item of evidence that no record cites (3.2)."""


@dataclass(frozen=True, slots=True)
class UnusedRecord:
    """A record of the dossier that plays no part in the result, and why.

    Attributes
    ----------
    about
        The id of the node, value or item of evidence that it is about; where it belongs to one stage, the stage stands
        in front.
    where
        Its place in the dossier, as messages name it.
    reason
        Why it plays no part.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> dossier = {"findings": {}, "evidence": {"H1-1.1-01": {"title": "Plan"}}}
    >>> kd.assess("vn.tt57-2026.gdtx", dossier, on="2027-06-30").unused[0].reason.value
    'not-cited'
    """

    about: str
    where: str
    reason: UnusedReason
