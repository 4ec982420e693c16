"""Facts as they are reported: what cases have settled (1.7) in place of what a single reading leaves open."""

from __future__ import annotations

from dataclasses import dataclass

from kiemdinh.assessment.school_facts import JoinedCases, SchoolFacts
from kiemdinh.evidence.resolution.resolve import Resolution
from kiemdinh.rules import Interval, Truth

__all__ = ["ReportedSchool", "ReportedStage"]


@dataclass(frozen=True, slots=True)
class ReportedStage:
    """The facts of one stage, as reported."""

    stage: str | None
    resolution: Resolution
    joined: JoinedCases

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a fact of this stage."""
        found = self.joined.truths.get((self.stage, name))
        return self.resolution.truth(name) if found is None else found

    def value(self, name: str, /) -> Interval:
        """Return what is known of a value in this stage."""
        return self.resolution.value(name)


@dataclass(frozen=True, slots=True)
class ReportedSchool:
    """The facts of the school as a whole, as reported."""

    facts: SchoolFacts
    joined: JoinedCases

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a fact of the school."""
        found = self.joined.truths.get(("", name))
        return self.facts.truth(name) if found is None else found

    def value(self, name: str, /) -> Interval:
        """Return what is known of a value of the school."""
        return self.facts.value(name)

    def parts(self) -> tuple[ReportedStage, ...]:
        """Return the stages, as reported."""
        return tuple(ReportedStage(stage, part, self.joined) for stage, part in self.facts.parts.items())
