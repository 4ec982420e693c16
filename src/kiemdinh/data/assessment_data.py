"""What an assessment says, as data: the attributes that pages, drawings and JSON read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from kiemdinh.data.awards import AwardResult
from kiemdinh.data.blockers import NamedFigure, Target
from kiemdinh.data.notes import Decision, IndicatorResult, LegalBasis, ReferenceResult, ResultWarning, UnusedRecord
from kiemdinh.data.outcomes import (
    Dates,
    FrameworkRef,
    GroupResult,
    LevelRef,
    NodeResult,
    OutcomeResult,
    PartResult,
)
from kiemdinh.evidence.dossier import Dossier, Held

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["AssessmentData"]


class AssessmentData(Protocol):
    """The result of assessing one school under one framework, without the means to explain it.

    :class:`kiemdinh.Assessment` has these attributes, and says what each one is. An object with these attributes can be
    narrated and written as JSON.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> data: AssessmentData = kd.assess("vn.tt57-2026.gdtx", {"findings": {}}, on="2027-06-30")
    >>> data.framework_id
    'vn.tt57-2026.gdtx'
    """

    # Properties, so that a class may have each as a field or as a property of its own.
    @property
    def framework(self) -> Framework:
        """The framework that the school was assessed under."""

    @property
    def framework_id(self) -> str:
        """The id of that framework."""

    @property
    def framework_ref(self) -> FrameworkRef:
        """What results say of that framework: its id, titles, document and edition."""

    @property
    def dossier(self) -> Dossier:
        """What the school shows."""

    @property
    def dates(self) -> Dates:
        """The three clocks (4.1)."""

    @property
    def bundled(self) -> bool:
        """Whether the framework is the bundled one of its id (7.6)."""

    @property
    def framework_digest(self) -> str:
        """The digest of what the definition says (7.1)."""

    @property
    def confirmations_digest(self) -> str | None:
        """The digest of the confirmations that stand; None where there are none (7.1)."""

    @property
    def dossier_digest(self) -> str:
        """The digest of what the dossier records (7.1)."""

    @property
    def engine(self) -> str:
        """The version of kiemdinh that made the result."""

    @property
    def school(self) -> Mapping[str, Any]:
        """The school's id, name and stages."""

    @property
    def level(self) -> LevelRef | None:
        """The guaranteed level of the main outcome."""

    @property
    def attainable(self) -> LevelRef | None:
        """The attainable level of the main outcome."""

    @property
    def determined(self) -> bool:
        """Whether nothing that matters for the main outcome is unknown."""

    @property
    def outcome(self) -> LevelRef | None:
        """The level or what lies below the lowest; None while undetermined."""

    @property
    def outcomes(self) -> tuple[OutcomeResult, ...]:
        """Every outcome; the first is the main one."""

    @property
    def parts(self) -> tuple[PartResult, ...]:
        """The outcomes of each stage, where stages are assessed each on its own (2.6)."""

    @property
    def sides(self) -> Mapping[str, OutcomeResult]:
        """The main outcome by each side's findings, where both sides speak (2.8)."""

    @property
    def nodes(self) -> tuple[NodeResult, ...]:
        """Where every judged node stands."""

    @property
    def groups(self) -> tuple[GroupResult, ...]:
        """For each standard, how many of its criteria stand where."""

    @property
    def awards(self) -> tuple[AwardResult, ...]:
        """Where the school stands with each award."""

    @property
    def other_awards(self) -> tuple[Held, ...]:
        """Awards held under other frameworks."""

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions recorded by the knowledge date (2.9)."""

    @property
    def target(self) -> Target | None:
        """What blocks the level asked for, else the next; None where none is above."""

    @property
    def warnings(self) -> tuple[ResultWarning, ...]:
        """What a reader should know although it changes no verdict (7.3)."""

    @property
    def certainty(self) -> Mapping[str, int]:
        """How many requirements of the definition have each certainty (7.2), the surest first."""

    @property
    def footing(self) -> tuple[LegalBasis, ...]:
        """The parts of the law that the result rests on and that are less than confirmed (7.2)."""

    @property
    def figures(self) -> tuple[NamedFigure, ...]:
        """The quantities that the definition names, each with its value and what is asked of it."""

    @property
    def unused(self) -> tuple[UnusedRecord, ...]:
        """The records of the dossier that play no part in the result, each with the reason."""

    @property
    def references(self) -> tuple[ReferenceResult, ...]:
        """The outcomes of other frameworks that the rules read, each with what settled it (6.5)."""

    @property
    def subject(self) -> Mapping[str, Any]:
        """What is assessed: its kind, id and name."""

    @property
    def indicators(self) -> tuple[IndicatorResult, ...]:
        """The recorded figures of indicators, which inform and decide nothing (3.4)."""
