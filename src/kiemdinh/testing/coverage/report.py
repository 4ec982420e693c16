"""The coverage of a framework's rules: percentages, and everything that no scenario shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from kiemdinh.rules import Number, exact_number
from kiemdinh.testing.coverage.points import Kind

__all__ = ["Coverage", "UncoveredPoint"]


@dataclass(frozen=True, slots=True)
class UncoveredPoint:
    """Something that no scenario shows: ``what`` of the fact or set ``id``, and its line in the definition.

    ``file`` and ``line`` are None where the definition was loaded from plain data.
    """

    id: str
    kind: Kind
    what: str
    file: str | None
    line: int | None

    @property
    def place(self) -> str:
        """The file and line as a prefix; empty where there is no text."""
        return "" if self.line is None else f"{self.file}:{self.line}: "

    def __str__(self) -> str:
        return f"{self.place}{self.kind} {self.id} never {self.what}"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a framework's rules is covered; ``by_kind`` gives for each kind what is seen and of how much.

    Examples
    --------
    >>> missed = UncoveredPoint("2", "criterion", "false", None, None)
    >>> print(Coverage("org.example.library", {"criterion": (2, 3)}, (missed,)).to_text(), end="")
    org.example.library: 66.6 % of the rules are covered
      criterion       66.6 %  (2 of 3)
      criterion 2 never false
    """

    framework_id: str
    by_kind: dict[Kind, tuple[int, int]]
    missed: tuple[UncoveredPoint, ...]

    @property
    def percent(self) -> Number:
        """The share that is covered, exact, from 0 to 100; 100 where there is nothing to cover."""
        seen = sum(seen for seen, _ in self.by_kind.values())
        return _percentage(seen, sum(total for _, total in self.by_kind.values()))

    def to_text(self) -> str:
        """Return the percentages, and everything that is missed with its line.

        First the framework as one, then each kind of which there is anything, then a line for each point that is
        missed.
        """
        lines = [f"{self.framework_id}: {_percent_text(self.percent)} % of the rules are covered"]
        lines += [
            f"  {kind:<14}{_percent_text(_percentage(seen, total)):>6} %  ({seen} of {total})"
            for kind, (seen, total) in self.by_kind.items()
            if total
        ]
        return "\n".join([*lines, *(f"  {line}" for line in self._missed_lines())]) + "\n"

    def _missed_lines(self) -> Iterator[str]:
        """Yield a line for each point that is missed, with all that was never seen of it."""
        by_point: dict[tuple[str, str], list[UncoveredPoint]] = {}
        for missed in self.missed:
            by_point.setdefault((missed.kind, missed.id), []).append(missed)
        for (kind, name), several in by_point.items():
            yield f"{several[0].place}{kind} {name} never {', '.join(missed.what for missed in several)}"


def _percentage(seen: int, total: int) -> Number:
    return exact_number(Fraction(100 * seen, total)) if total else 100


def _percent_text(percent: Number) -> str:
    """Return a percentage with one digit, rounded down, so that only full coverage reads as 100."""
    tenths = percent * 10 // 1
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)
