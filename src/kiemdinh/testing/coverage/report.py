"""The coverage of a framework's rules: percentages, and everything that no scenario shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from kiemdinh.diagnostics.message import ENGLISH, Message, text_in
from kiemdinh.diagnostics.wording import count_columns
from kiemdinh.narration.language import Messages
from kiemdinh.rules import Number, exact_number
from kiemdinh.testing.coverage.points import Kind
from kiemdinh.testing.coverage.words import describe_gap, describe_kind

__all__ = ["Coverage", "UncoveredPoint"]


_KIND_WIDTH: Final = 14


@dataclass(frozen=True, slots=True)
class UncoveredPoint:
    """Something that no scenario shows.

    Attributes
    ----------
    id
        The name of the fact, or the owner of a condition and the name of the set.
    kind
        Its kind, such as ``criterion``.
    what
        The observation that is missing, such as ``false``.
    file, line
        Its place in the definition; None where the definition was loaded from plain data.

    Examples
    --------
    >>> print(UncoveredPoint("2", "criterion", "false", "badge.yaml", 12))
    badge.yaml:12: criterion 2 never false
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
        return str(self.message)

    @property
    def message(self) -> Message:
        """Its place, its kind and id, and what no scenario shows of it, as a message in each language."""
        return Message.join([self.place, describe_gap(self.kind, self.id, [self.what])], "")


@dataclass(frozen=True, slots=True)
class Coverage:
    """The share of a framework's rules that is covered.

    Attributes
    ----------
    framework_id
        The id of the framework.
    by_kind
        For each kind of point, such as ``criterion``, how many observations are seen and how many there are.
    missed
        What no scenario shows, in the order of the definition.
    lang
        The language of its text where none is asked for: that of the framework.

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
    lang: str = ENGLISH

    @property
    def percent(self) -> Number:
        """The share that is covered, exact, from 0 to 100; 100 where there is nothing to cover."""
        seen = sum(seen for seen, _ in self.by_kind.values())
        return _percentage(seen, sum(total for _, total in self.by_kind.values()))

    def to_text(self, lang: str | None = None) -> str:
        """Return the percentages, and everything that is missed with its line, in a language, ``vi`` or ``en``.

        First the framework as a whole, then each kind that has points, then a line for each point that is missed.
        Without a language the text is in Vietnamese where the definition has it, else in English.
        """
        lang = lang or self.lang
        first = Message(
            "{framework}: {percent} % of the rules are covered",
            framework=self.framework_id,
            percent=_percent_text(self.percent, lang),
        )
        lines = [*self._kind_lines(lang), *self._missed_lines(lang)]
        return "\n".join([first.text_in(lang), *(f"  {line}" for line in lines)]) + "\n"

    def _kind_lines(self, lang: str) -> Iterator[str]:
        """Yield the percentage of each kind that has points, aligned below one another."""
        shown = {text_in(describe_kind(kind), lang): counts for kind, counts in self.by_kind.items() if counts[1]}
        width = max(_KIND_WIDTH, *(count_columns(kind) + 1 for kind in shown), 0)
        for kind, (seen, total) in shown.items():
            counts = Message("({seen} of {total})", seen=seen, total=total).text_in(lang)
            percent = _percent_text(_percentage(seen, total), lang)
            yield f"{kind}{' ' * (width - count_columns(kind))}{percent:>6} %  {counts}"

    def _missed_lines(self, lang: str) -> Iterator[str]:
        """Yield a line for each point that is missed, with all that was never seen of it."""
        by_point: dict[tuple[Kind, str], list[UncoveredPoint]] = {}
        for missed in self.missed:
            by_point.setdefault((missed.kind, missed.id), []).append(missed)
        for (kind, name), several in by_point.items():
            gap = describe_gap(kind, name, [missed.what for missed in several])
            yield several[0].place + gap.text_in(lang)


def _percentage(seen: int, total: int) -> Number:
    return exact_number(Fraction(100 * seen, total)) if total else 100


def _percent_text(percent: Number, lang: str) -> str:
    """Return a percentage with one digit, rounded down, so that only full coverage reads as 100."""
    return Messages(lang).format_number(exact_number(Fraction(percent * 10 // 1, 10)))
