"""The mutation score of a definition, and every change that no scenario noticed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kiemdinh.diagnostics.message import ENGLISH, Message, text_in
from kiemdinh.rules import Number, exact_number, number_to_text

__all__ = ["EquivalentMutant", "MutationReport", "SurvivingMutant"]


@dataclass(frozen=True, slots=True)
class SurvivingMutant:
    """A change that no scenario noticed.

    Attributes
    ----------
    kind
        What was changed: ``threshold``, ``comparator``, ``award term``, …
    path, file, line
        Where it stands; file and line are None where the definition was loaded from plain data.
    was, becomes
        What stands there, and what it was changed into.

    Examples
    --------
    >>> print(SurvivingMutant("threshold", "outcomes[0].needs.full", "badge.yaml", 12, "2", "3"))
    badge.yaml:12: outcomes[0].needs.full: 2 -> 3
    """

    kind: str
    path: str
    file: str | None
    line: int | None
    was: str
    becomes: str

    def __str__(self) -> str:
        return f"{_place_text(self.file, self.line)}{self.path}: {self.was} -> {self.becomes}"


@dataclass(frozen=True, slots=True)
class EquivalentMutant:
    """A change for which it is proved that no result differs.

    Attributes
    ----------
    kind
        What was changed: ``threshold``, ``comparator``, ``award term``, …
    path, file, line
        Where it stands; file and line are None where the definition was loaded from plain data.
    was, becomes
        What stands there, and what it was changed into.
    why
        The reason that proves it.

    Examples
    --------
    >>> change = EquivalentMutant("threshold", "outcomes[0].needs.full", None, None, "2", "3", "nothing reads it")
    >>> print(change)
    outcomes[0].needs.full: 2 -> 3 (nothing reads it)
    """

    kind: str
    path: str
    file: str | None
    line: int | None
    was: str
    becomes: str
    why: str

    def __str__(self) -> str:
        return f"{self.change} ({self.why})"

    @property
    def change(self) -> str:
        """The place and the content of the change."""
        return f"{_place_text(self.file, self.line)}{self.path}: {self.was} -> {self.becomes}"


@dataclass(frozen=True, slots=True)
class MutationReport:
    """The one-place changes of a definition, by whether its scenarios notice them.

    See the example of :func:`kiemdinh.testing.mutate`.

    Attributes
    ----------
    framework_id
        The id of the framework.
    killed
        How many changes some scenario noticed.
    survived
        The changes that no scenario noticed, in the order of the file.
    equivalent
        The changes that no scenario could notice, each with the reason; they do not count.
    refused
        How many changed definitions could not be loaded, so that their author would see it at once; they do not count.
    untried
        How many changes were left when the steps were used up; they do not count.
    failing
        The names of scenarios that do not pass without a change, and so could notice nothing.
    """

    framework_id: str
    killed: int
    survived: tuple[SurvivingMutant, ...]
    equivalent: tuple[EquivalentMutant, ...]
    refused: int = 0
    untried: int = 0
    failing: tuple[str, ...] = ()

    @property
    def score(self) -> Number:
        """The share of changes that were noticed, exact, from 0 to 100; 100 where there is nothing to notice."""
        counted = self.killed + len(self.survived)
        return exact_number(Fraction(100 * self.killed, counted)) if counted else 100

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data; the score is rounded down to one decimal."""
        return {
            "framework": self.framework_id,
            "score": float(_round_down(self.score)),
            "killed": self.killed,
            "survived": [
                {"line": one.line, "path": one.path, "was": one.was, "becomes": one.becomes, **_shown(one)}
                for one in self.survived
            ],
            "equivalent": [
                {"line": one.line, "path": one.path, "why": str(one.why)}
                | {"was": one.was, "becomes": one.becomes}
                | _shown(one)
                for one in self.equivalent
            ],
            "refused": self.refused,
            "untried": self.untried,
            "failing": list(self.failing),
        }

    def to_text(self, lang: str = ENGLISH) -> str:
        """Return the score, and a line for each change that survived or is equivalent, in the language *lang*."""
        first, *others = (text_in(line, lang) for line in self._lines())
        return "\n".join([first, *(f"  {line}" for line in others)]) + "\n"

    def _lines(self) -> Iterator[Message]:
        counted = self.killed + len(self.survived)
        percent = number_to_text(_round_down(self.score))
        yield Message(
            "{framework}: {percent} % ({killed} of {counted} changes are noticed)",
            framework=self.framework_id,
            percent=percent,
            killed=self.killed,
            counted=counted,
        )
        if self.untried:
            yield Message("{count} changes were not tried: the steps were used up", count=self.untried)
        for name in self.failing:
            yield Message("the scenario '{name}' does not pass as it is, and is left out", name=name)
        for one in self.survived:
            yield Message("not noticed: {change}", change=str(one))
        for same in self.equivalent:
            yield Message("equivalent: {change} ({why})", change=same.change, why=same.why)


def _shown(one: SurvivingMutant | EquivalentMutant) -> dict[str, Any]:
    return {"file": one.file, "kind": one.kind}


def _place_text(file: str | None, line: int | None) -> str:
    return "" if line is None else f"{file}:{line}: "


def _round_down(percent: Number) -> Number:
    """Return a percentage with one decimal, so that only a full score reads as 100."""
    return exact_number(Fraction(percent * 10 // 1, 10))
