"""Facts as they are reported: where a single reading leaves a fact open, what the cases have settled (1.7)."""

from __future__ import annotations

from dataclasses import dataclass

from kiemdinh.assessment.cases import JoinedCases, settle_by_cases
from kiemdinh.assessment.school_facts import SchoolFacts, resolve_school
from kiemdinh.data.outcomes import Dates
from kiemdinh.evidence.dossier import Dossier
from kiemdinh.evidence.resolution import StageFacts
from kiemdinh.rules import Interval, Truth
from kiemdinh.standards.loading import Framework

__all__ = ["ReportedSchool", "ReportedStage", "report_school"]


def report_school(framework: Framework, dossier: Dossier, dates: Dates) -> ReportedSchool:
    """Return the facts of a school on the given dates as they are reported, the base of an assessment.

    Facts are worked out when they are first asked for. Costs as much as
    :func:`~kiemdinh.assessment.cases.settle_by_cases`: next to nothing where no context is open.

    Parameters
    ----------
    framework
        The framework that the school is assessed under.
    dossier
        The records. Without stages in it the school is assessed as one (2.6).
    dates
        The three clocks (4.1); the evidence date is that of the facts.
    """
    facts = resolve_school(framework, dossier, dates)
    return ReportedSchool(facts, settle_by_cases(facts))


@dataclass(slots=True, eq=False, repr=False)
class ReportedStage:
    """The facts of one stage, a :class:`kiemdinh.rules.Facts`; of the school as one where ``stage`` is None."""

    stage: str | None
    resolution: StageFacts
    joined: JoinedCases

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a fact of this stage, by its name in the rules, such as ``1.3/muc-1``.

        It is the join over the cases where an open context was settled by them (1.7), else that of the single reading.
        """
        found = self.joined.truths.get((self.stage, name))
        return self.resolution.truth(name) if found is None else found

    def value(self, name: str, /) -> Interval:
        """Return what is known of a value in this stage, by its name in the rules, such as ``input:pupils``.

        A value is never joined over cases: the interval is that of the single reading.
        """
        return self.resolution.value(name)


@dataclass(slots=True, eq=False, repr=False)
class ReportedSchool:
    """The facts of a school, a :class:`kiemdinh.rules.Facts`; ``facts`` are those of a single reading."""

    facts: SchoolFacts
    joined: JoinedCases

    @property
    def stages(self) -> tuple[ReportedStage, ...]:
        """The stages that are assessed each on its own; else the school as one, as the only entry."""
        return tuple(ReportedStage(stage, facts, self.joined) for stage, facts in self.facts.stages.items())

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a fact of the school, by its name in the rules, such as ``outcome:muc/muc-1``.

        It is the join over the cases where an open context was settled by them (1.7), else that of the single reading.
        An outcome of a school with stages is that of its lowest stage (2.6).
        """
        # The empty text stands for the school, as None already does for its single stage.
        found = self.joined.truths.get(("", name))
        return self.facts.truth(name) if found is None else found

    def value(self, name: str, /) -> Interval:
        """Return what is known of a value of the school, by its name in the rules, such as ``input:pupils``.

        A value is never joined over cases: the interval is that of the single reading.
        """
        return self.facts.value(name)
