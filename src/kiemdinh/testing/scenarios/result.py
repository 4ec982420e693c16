"""The result of a scenario: all its expectations, and the actual values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import ENGLISH, Message, text_in

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.testing.scenarios.scenario import Scenario

__all__ = ["NOT_CONFIRMED", "Expectation", "ScenarioResult", "expect_equal"]

NOT_CONFIRMED: Final = Message("not confirmed: read what it expects, then take 'confirmed: false' away")
"""What is said of a scenario that neither passes nor fails yet."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One expectation, and the actual value.

    Attributes
    ----------
    what
        Its keys in ``then``, such as ``awards.badge.held``.
    expected, got
        Words of the scenario file, or a :class:`~kiemdinh.results.Message`, which is a ``str`` in English and can be
        said in Vietnamese too.
    holds
        Whether the actual value is the expected one.
    about
        Its first key, such as ``level``, ``awards`` or ``repair``.

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
        values = {"what": self.what, "expected": self.expected, "got": self.got}
        return str(Message("{what}: expected {expected}, got {got}", **values))

    def to_lines(self, lang: str) -> list[str]:
        """Return its keys, the expected and the actual value, each as a line in a language."""
        labels = [text_in(label, lang) for label in (Message("expected:"), Message("got:"))]
        width = max(map(len, labels))
        values = zip(labels, (self.expected, self.got), strict=True)
        return [self.what, *(f"  {label:<{width}} {text_in(value, lang)}" for label, value in values)]


def expect_equal(what: str, expected: str, got: str) -> Expectation:
    """Return the expectation that two texts are the same; it is about the part of *what* before the first dot."""
    return Expectation(what, expected, got, expected == got, what.partition(".")[0])


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """The result of running a scenario.

    See the example of :func:`kiemdinh.testing.run`.

    Attributes
    ----------
    scenario
        The scenario that was run.
    expectations
        All expectations, in the order of the keys of ``then``.
    explanation
        Why some expectations do not hold, as plain text in the language ``lang``; empty where all hold.
    assessment
        The assessment of the scenario; None where its dossier was refused.
    lang
        The language in which the scenario was run, ``vi`` or ``en``.
    """

    scenario: Scenario
    expectations: tuple[Expectation, ...]
    explanation: str = ""
    assessment: Assessment | None = field(default=None, repr=False, compare=False)
    lang: str = ENGLISH

    @property
    def passed(self) -> bool:
        """Whether all expectations hold, and a person has confirmed that they are right."""
        return self.scenario.confirmed and self._holds

    @property
    def failed(self) -> bool:
        """Whether an expectation that a person has confirmed does not hold."""
        return self.scenario.confirmed and not self._holds

    @property
    def _holds(self) -> bool:
        return all(one.holds for one in self.expectations)

    def to_text(self) -> str:
        """Return the name of the scenario, the expectations that do not hold, and why.

        For a scenario that passed this is only its name, with the citation if it has one. If nobody has confirmed the
        scenario, the text says so.
        """
        lines = [self.scenario.name, *([self.scenario.cite] if self.scenario.cite else [])]
        lines += [] if self.scenario.confirmed else [f"  {text_in(NOT_CONFIRMED, self.lang)}"]
        for one in self.expectations:
            if not one.holds:
                lines += (f"  {line}" for line in one.to_lines(self.lang))
        return "\n".join([*lines, *(["", self.explanation] if self.explanation else [])]).rstrip() + "\n"
