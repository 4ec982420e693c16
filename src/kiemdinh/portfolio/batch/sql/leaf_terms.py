"""What compiled rules ask of a table in SQL: facts about cells, and figures as whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from kiemdinh.assessment.plain import RecordFact, RecordLeaves, interval_of
from kiemdinh.rules import MET, UNKNOWN, UNMET, Interval
from kiemdinh.rules.compiled import InexactError
from kiemdinh.rules.sql import SqlSource, SqlSpan, SqlTerm, SqlTerms, column_span
from kiemdinh.standards.names import ValueKind, read_value_name

if TYPE_CHECKING:
    from kiemdinh.evidence.resolution import StageFacts
    from kiemdinh.portfolio.batch.sql.sql_columns import SqlColumn

__all__ = ["LeafTerms"]


@dataclass(frozen=True, slots=True)
class LeafTerms:
    """Makes the expressions over the columns of a table.

    Attributes
    ----------
    terms
        Makes expressions.
    leaves
        Where each record stands.
    empty
        The facts of a school that has recorded nothing.
    columns
        The columns, at the positions that ``leaves`` has for them.
    figures
        The figures that were made, each with the name of its column.
    """

    terms: SqlTerms
    leaves: RecordLeaves
    empty: StageFacts
    columns: Sequence[SqlColumn]
    figures: dict[SqlTerm, str] = field(default_factory=dict)

    # -- facts -------------------------------------------------------------------------------------------

    def make_fact(self, about: RecordFact) -> SqlTerm:
        """Return what is asked of a record."""
        first, *others = self.leaves.leaves_of(about)
        found = self.read_fact(about, first)
        for leaf in others:
            # Where the stage has no record of its own, that of the school counts (3.9).
            found = self.terms.case((self.is_recorded(first), found), otherwise=self.read_fact(about, leaf))
        return found

    def is_recorded(self, leaf: int) -> SqlTerm:
        """Return whether a column records anything."""
        column = self.columns[leaf]
        if not column.words:
            return self.has_figure(column)
        return self.terms.is_true(self.is_one_of(column, column.words))

    def is_one_of(self, column: SqlColumn, words: Sequence[str]) -> SqlTerm:
        """Return whether a cell is one of some words; NULL where it is NULL."""
        return self.terms.make("raw", (), ("words", column.name, tuple(words)), settled=False)

    def has_figure(self, column: SqlColumn) -> SqlTerm:
        """Return whether a column of numbers or dates has one."""
        return self.terms.make("raw", (), ("recorded", column.name), settled=True)

    def read_fact(self, about: RecordFact, leaf: int) -> SqlTerm:
        """Return what is asked of the record in a column."""
        column = self.columns[leaf]
        truths = [self.leaves.truth_of(about, entry.plain) for entry in column.entries]
        if not column.words:
            return self._by_record(self.has_figure(column), truths[0], truths[-1])
        words = {
            truth: tuple(w for w, found in zip(column.words, truths[1:], strict=True) if found is truth)
            for truth in (MET, UNKNOWN, UNMET)
        }
        arms = [
            (self.is_one_of(column, words[truth]), result)
            for truth, result in ((MET, self.terms.true), (UNKNOWN, self.terms.null), (UNMET, self.terms.false))
            if words[truth] and truth is not truths[0]
        ]
        otherwise = {MET: self.terms.true, UNKNOWN: self.terms.null, UNMET: self.terms.false}[truths[0]]
        if len(arms) == 1 and arms[0][1] is self.terms.true and truths[0] is UNMET:
            return self.terms.is_true(arms[0][0])
        return self.terms.case(*arms, otherwise=otherwise)

    def _by_record(self, recorded: SqlTerm, without: object, with_record: object) -> SqlTerm:
        constants = {MET: self.terms.true, UNKNOWN: self.terms.null, UNMET: self.terms.false}
        if without is with_record:
            return constants[without]  # type: ignore[index]
        if without is UNMET and with_record is MET:
            return recorded
        return self.terms.case((recorded, constants[with_record]), otherwise=constants[without])  # type: ignore[index]

    # -- figures -----------------------------------------------------------------------------------------

    def make_value(self, name: str) -> SqlSpan:
        """Return a value of the rules.

        Raises
        ------
        InexactError
            What it can be where it is missing is no whole number of its units.
        """
        value = read_value_name(name)
        anything = self.empty.value(name)
        if value.node is not None:
            leaf = self._only(self.leaves.leaves_of_node(value.node))
        elif value.kind is ValueKind.PER:
            # No cell of SQL has a part with its whole, so the whole is the other input (S13).
            return self._make_span(
                self._only(self.leaves.leaves_of_value(str(value.denominator))),
                self.empty.value(str(value.denominator)),
            )
        else:
            leaf = self._only(self.leaves.leaves_of_value(name))
        return self._make_span(leaf, anything)

    def _only(self, leaves: Sequence[int]) -> int | None:
        return self.leaves.only_leaf(leaves)

    def _make_span(self, leaf: int | None, anything: Interval) -> SqlSpan:
        if leaf is None:
            return SqlSource(self.terms).interval(anything)
        column = self.columns[leaf]
        if column.words:
            return self._span_of_words(column, anything)
        unit = Fraction(1, 10**column.decimals)
        if column.measure is not None and column.measure.kind == "date":
            bounds = 1, 10**7
        else:
            bounds = int(column.least / unit), int(column.greatest / unit)
        term = self.read_figure(column)
        self.figures[term] = column.name
        return column_span((term, term), bounds, unit, anything)

    def read_figure(self, column: SqlColumn) -> SqlTerm:
        """Return the number of a column in whole units; NULL where there is none."""
        return self.terms.make("raw", (), ("figure", column.name), settled=False)

    def _span_of_words(self, column: SqlColumn, anything: Interval) -> SqlSpan:
        """Return the positions that words stand for, as numbers."""
        spans = [interval_of(entry.plain, anything) for entry in column.entries[1:]]
        numbers = {end for span in spans for end in (span.low, span.high) if end is not None}
        if any(number != int(number) for number in numbers):
            message = "a word that stands for no whole number"
            raise InexactError(message)
        ends = []
        for side in ("low", "high"):
            by_number: dict[int, list[str]] = {}
            for word, span in zip(column.words, spans, strict=True):
                end = getattr(span, side)
                if end is not None and (span.known or span != anything):
                    by_number.setdefault(int(end), []).append(word)
            arms = [
                (self.is_one_of(column, words), self.terms.number(number))
                for number, words in sorted(by_number.items())
            ]
            ends.append(self.terms.case(*arms) if arms else self.terms.null)
            self.figures.setdefault(ends[-1], column.name)
        least, greatest = (int(choose(numbers, default=0)) for choose in (min, max))
        return column_span((ends[0], ends[1]), (least, greatest), Fraction(1), anything)
