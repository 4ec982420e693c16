"""Cells of findings of synthetic schools: levels, met or unmet, ratings and points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from kiemdinh.evidence.entries import AllowedEntries, NodeForm
from kiemdinh.portfolio.columns import ColumnMeaning
from kiemdinh.portfolio.synthetic.numbers import round_number
from kiemdinh.portfolio.synthetic.traits import YearOfSchool

__all__ = ["FindingColumn", "choose_step", "list_findings"]

_LOWEST_STEP: Final = -1.6
"""The standing at which the second step of a scale begins; the highest begins at 0."""


@dataclass(frozen=True, slots=True)
class FindingColumn:
    """A column of findings about a node, of which *group* is the outermost node around it."""

    form: NodeForm
    group: str

    @property
    def meaning(self) -> ColumnMeaning:
        """What the column stands for."""
        return ColumnMeaning("node", self.form.id)

    def write_cell(self, row: YearOfSchool) -> str | None:
        """Return what is found; None for nothing."""
        form = self.form
        if form.kind == "finding":
            return self._write_severity(row)
        if form.kind == "met":
            return ("unmet", "met")[choose_step(row.standing(self.group, form.id), 2)]
        words = tuple(form.vocabulary.titles)
        if words:
            return words[choose_step(row.standing(self.group, form.id), len(words))]
        if form.measure is None:
            return None
        low, high = form.measure.low or 0, form.measure.high or 0
        reached = low + (high - low) * Fraction(row.share(self.group, form.id))
        return round_number(reached, form.measure, form.step or Fraction(1, 2))

    def _write_severity(self, row: YearOfSchool) -> str | None:
        """Return the severity of a finding, the graver the lower the school stands; None for most schools."""
        words = tuple(self.form.vocabulary.titles)
        depth = int(_LOWEST_STEP - row.standing(self.group, self.form.id) + 1)
        return words[min(depth, len(words)) - 1] if depth > 0 and words else None


def choose_step(standing: float, steps: int) -> int:
    """Return which of so many steps, counted from 0, a school reaches by its standing.

    >>> [choose_step(standing, 3) for standing in (-2, -1, 0.5)]
    [0, 1, 2]
    """
    # Of two steps the second begins halfway.
    last = steps - 2 or 0.5
    begins = (_LOWEST_STEP * (last - place) / max(last, 1) for place in range(steps - 1))
    return sum(standing >= begin for begin in begins)


def list_findings(allowed: AllowedEntries) -> Iterator[FindingColumn]:
    """Yield a column for each node that is judged as a whole; what is calculated is recorded by its parts."""
    outline = allowed.framework.outline
    inside: set[str] = set()
    for form in allowed.nodes.values():
        if form.id in inside or form.kind is not None:
            # What stands below a node that is judged as a whole is not asked for.
            inside.update(form.children.values())
        if form.id not in inside and form.kind is not None:
            above = tuple(outline.ancestors_of(form.id))
            yield FindingColumn(form, above[-1] if above else form.id)
