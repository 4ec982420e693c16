"""What compiled rules ask of a packed table in SQL: facts are bits, and figures are whole numbers already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kiemdinh.assessment.plain import RecordFact, RecordKind
from kiemdinh.evidence.dossier import FindingRecord
from kiemdinh.portfolio.batch.sql.leaf_terms import LeafTerms
from kiemdinh.rules import MET, UNKNOWN, Truth
from kiemdinh.rules.sql import SqlTerm

if TYPE_CHECKING:
    from kiemdinh.portfolio.batch.sql.packed_layout import PackedField, PackedLayout
    from kiemdinh.portfolio.batch.sql.sql_columns import SqlColumn

__all__ = ["UNKNOWN_FIGURE", "PackedTerms"]

UNKNOWN_FIGURE: Final = -(2**62)
"""The number of a figure that is recorded as unknown: no figure is as low."""


@dataclass(frozen=True, slots=True)
class PackedTerms(LeafTerms):
    """Makes the expressions over the columns of a packed table.

    Attributes
    ----------
    layout
        Where each finding stands.
    """

    layout: PackedLayout = field(kw_only=True)

    def read_column(self, name: str) -> SqlTerm:
        """Return a column of the packed table as it is."""
        return self.terms.make("raw", (), ("column", name), settled=True)

    def list_columns(self, columns: Sequence[SqlColumn]) -> dict[str, SqlTerm]:
        """Return the columns that rules can read: all integers, and what stays a column."""
        stages = [column.meaning.stage for column in columns if self.layout.find_field(column.meaning) is not None]
        others = [column.name for column in columns if self.layout.find_field(column.meaning) is None]
        return {name: self.read_column(name) for name in (*self.layout.list_words(stages), *others)}

    def is_number(self, term: SqlTerm) -> bool:
        """Return whether what is asked of a column is a number."""
        return isinstance(term.detail, tuple) and term.detail[0] in ("column", "scaled")

    def has_figure(self, column: SqlColumn) -> SqlTerm:
        """Return whether a column of numbers has one, or *unknown*."""
        return self._ask(("present", column.name), settled=True)

    def read_figure(self, column: SqlColumn) -> SqlTerm:
        """Return the number of a column; NULL where there is none, or *unknown*."""
        return self._ask(("scaled", column.name), settled=False)

    def is_one_of(self, column: SqlColumn, words: Sequence[str]) -> SqlTerm:
        """Return whether a cell is one of some words; NULL where it is NULL."""
        return self._ask(("words", column.name, tuple(words)), settled=False)

    def _ask(self, detail: tuple[object, ...], *, settled: bool) -> SqlTerm:
        # The column is a part, since what is asked may stand in a later layer than the column.
        return self.terms.make("raw", (self.read_column(str(detail[1])),), detail, settled=settled)

    def is_recorded(self, leaf: int) -> SqlTerm:
        """Return whether a column records anything."""
        packed = self.layout.find_field(self.columns[leaf].meaning)
        if packed is None:
            return LeafTerms.is_recorded(self, leaf)
        return self.terms.negation(self._is_state(packed, 0))

    def read_fact(self, about: RecordFact, leaf: int) -> SqlTerm:
        """Return what is asked of the record in a column."""
        column = self.columns[leaf]
        packed = self.layout.find_field(column.meaning)
        if packed is None:
            return LeafTerms.read_fact(self, about, leaf)
        truths = self._list_truths(about, column, packed)
        if about.kind in (RecordKind.VERDICT, RecordKind.CLAIM) and about.step in packed.steps:
            number = packed.steps.index(about.step)
            if all(packed.states[state][number] is truth for state, truth in truths.items()):
                word, position = packed.places[number]
                return self.terms.make("status", (self.read_column(word),), position, settled=False)
        return self._by_state(packed, truths)

    def _list_truths(self, about: RecordFact, column: SqlColumn, packed: PackedField) -> dict[int, Truth]:
        """Return the fact by the number of the state that is recorded."""
        info = self.leaves.facts.framework.nodes[packed.node]
        found = {0: self.leaves.truth_of(about, None)}
        for entry in column.entries[1:]:
            record = entry.plain
            if isinstance(record, FindingRecord):
                found[packed.find_state(record.verdict, info)] = self.leaves.truth_of(about, record)
        return found

    def _by_state(self, packed: PackedField, truths: Mapping[int, Truth]) -> SqlTerm:
        met, unknown = ([state for state, one in truths.items() if one is truth] for truth in (MET, UNKNOWN))
        is_met = self._is_one_of(packed, met)
        if not unknown:
            return is_met
        arms = (is_met, self.terms.true), (self._is_one_of(packed, unknown), self.terms.null)
        return self.terms.case(*arms, otherwise=self.terms.false)

    def _is_one_of(self, packed: PackedField, states: Sequence[int]) -> SqlTerm:
        """Return whether the state is one of some; of most it is asked whether it is one of the others."""
        others = [state for state in range(len(packed.states)) if state not in states]
        if len(others) < len(states):
            return self.terms.negation(self.terms.disjunction([self._is_state(packed, state) for state in others]))
        return self.terms.disjunction([self._is_state(packed, state) for state in states])

    def _is_state(self, packed: PackedField, state: int) -> SqlTerm:
        bits = packed.bits_of(state).items()
        return self.terms.conjunction([self.terms.bits(self.read_column(word), *pair) for word, pair in bits])
