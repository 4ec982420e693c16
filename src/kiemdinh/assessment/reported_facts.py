"""Facts as they are reported: what cases have settled (1.7) in place of what a single reading leaves open."""

from __future__ import annotations

from dataclasses import dataclass

from kiemdinh.assessment.school_facts import Joined, SchoolFacts
from kiemdinh.evidence.resolution import Resolution
from kiemdinh.rules import Interval, Truth

__all__ = ["PartFacts", "WholeFacts"]


@dataclass(frozen=True, slots=True)
class PartFacts:
    """The facts of one stage, as reported."""

    stage: str | None
    resolution: Resolution
    joined: Joined

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a fact of this stage."""
        found = self.joined.truths.get((self.stage, name))
        return self.resolution.truth(name) if found is None else found

    def value(self, name: str, /) -> Interval:
        """Return what is known of a value in this stage."""
        return self.resolution.value(name)


@dataclass(frozen=True, slots=True)
class WholeFacts:
    """The facts of the school as a whole, as reported."""

    facts: SchoolFacts
    joined: Joined

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a fact of the school."""
        found = self.joined.truths.get(("", name))
        return self.facts.truth(name) if found is None else found

    def value(self, name: str, /) -> Interval:
        """Return what is known of a value of the school."""
        return self.facts.value(name)

    def parts(self) -> tuple[PartFacts, ...]:
        """Return the stages, as reported."""
        return tuple(PartFacts(stage, part, self.joined) for stage, part in self.facts.parts.items())
