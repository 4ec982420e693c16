"""The result of a scenario: everything that was expected of it, and what came out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.testing.scenarios.scenario import Scenario

__all__ = ["NOT_CONFIRMED", "Expectation", "ScenarioResult", "expect_equal"]

NOT_CONFIRMED: Final = "not confirmed: read what it expects, then take 'confirmed: false' away"
"""What is said of a scenario that neither passes nor fails yet."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing that was expected, and what came out; ``about`` is the first key of it: level, awards, repair.

    Examples
    --------
    >>> print(expect_equal("awards.badge.held", "gold", "none"))
    awards.badge.held: expected gold, got none
    """

    what: str
    expected: str
    got: str
    holds: bool
    about: str

    def __str__(self) -> str:
        return f"{self.what}: expected {self.expected}, got {self.got}"


def expect_equal(what: str, expected: str, got: str) -> Expectation:
    """Return the expectation that two texts are the same; it is about the part of *what* before the first dot."""
    return Expectation(what, expected, got, expected == got, what.partition(".")[0])


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """What came out of a scenario.

    ``expectations`` are all that were stated, in the order of the keys of ``then``. ``explanation`` says why those
    that do not hold came out otherwise, as plain text in the language of the file; empty where all hold.
    ``assessment`` is None where the dossier was refused.
    """

    scenario: Scenario
    expectations: tuple[Expectation, ...]
    explanation: str = ""
    assessment: Assessment | None = field(default=None, repr=False, compare=False)

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected, and a person has confirmed that this is what must come out."""
        return self.scenario.confirmed and self._holds

    @property
    def failed(self) -> bool:
        """Whether something came out otherwise than a person has confirmed."""
        return self.scenario.confirmed and not self._holds

    @property
    def _holds(self) -> bool:
        return all(one.holds for one in self.expectations)

    def to_text(self) -> str:
        """Return the name of the scenario, what came out otherwise than expected, and why.

        One that passed has its name alone, with the citation where it has one; one that nobody has confirmed says so.
        """
        lines = [self.scenario.name, *([self.scenario.cite] if self.scenario.cite else [])]
        lines += [] if self.scenario.confirmed else [f"  {NOT_CONFIRMED}"]
        for one in self.expectations:
            if not one.holds:
                lines += [f"  {one.what}", f"    expected: {one.expected}", f"    got:      {one.got}"]
        return "\n".join([*lines, *(["", self.explanation] if self.explanation else [])]).rstrip() + "\n"
