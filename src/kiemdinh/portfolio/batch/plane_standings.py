"""Where many plain rows stand, all at once: what they record as planes, and the rules on planes."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiemdinh.assessment.plain import (
    CaseValue,
    NotPlainError,
    RecordFact,
    RecordLeaves,
    compile_plane_rules,
    interval_of,
    settle_planes,
    whole_of,
)
from kiemdinh.portfolio.coded import CodedColumn, group_rows, take_codes
from kiemdinh.rules import Interval
from kiemdinh.rules.compiled import (
    CodeColumn,
    PlanePair,
    PlaneRows,
    code_figures,
    plane_rows,
    statuses_of_planes,
)
from kiemdinh.standards.names import ValueKind, read_value_name

if TYPE_CHECKING:
    from kiemdinh.evidence.resolution import StageFacts
    from kiemdinh.portfolio.tables import CellEntry, TableColumn

__all__ = ["find_statuses"]

_MOST_CODES: Final = 256
"""The most distinct cells of a column whose facts are planes."""


def find_statuses(
    leaves: RecordLeaves, empty: StageFacts, columns: Sequence[TableColumn], rows: Sequence[int], wanted: Sequence[str]
) -> CodedColumn[tuple[int, ...] | None]:
    """Return the statuses of facts for some rows of a table; None for a row that has to go the general way.

    The cost is that of compiling the rules, some tens of milliseconds, and of some operations on words of 64 rows.

    Parameters
    ----------
    leaves, empty
        The leaves of the schools, which have no stages, and the facts of one that has recorded nothing.
    columns
        The columns that the leaves are codes of.
    rows
        The rows, which are all plain.
    wanted
        The facts, by their names in the rules.

    Raises
    ------
    NotPlainError
        The rules cannot be closed over these records.
    InexactError
        Figures may be too large for whole numbers of 64 bits.
    """
    codes = [take_codes(column.codes, rows) for column in columns]
    return _PlaneTable(leaves, empty, columns, codes, plane_rows(len(rows))).find_statuses(wanted)


def _code_statuses(statuses: Sequence[bytes], left: bytes) -> CodedColumn[tuple[int, ...] | None]:
    """Return the statuses of each row together, None for one that is left; many rows have the same."""
    columns = [(array("B", one), 4) for one in (left, *statuses)]
    groups = group_rows(columns, len(left))
    contents = [None if left[row] else tuple(one[row] for one in statuses) for row in groups.rows]
    return CodedColumn(contents, groups.codes)


@dataclass(frozen=True, slots=True)
class _PlaneTable:
    leaves: RecordLeaves
    empty: StageFacts
    columns: Sequence[TableColumn]
    codes: Sequence[array[int]]
    rows: PlaneRows

    def find_statuses(self, wanted: Sequence[str]) -> CodedColumn[tuple[int, ...] | None]:
        shape = self.leaves.find_shape()
        cases = self.empty.rules.cases
        spans = {name: self._read_value(name) for name in {*shape.values, *cases}}
        context = {name: CaseValue(*spans[name], cases[name]) for name in cases}
        figures = {name: code_figures(self.rows, *spans[name]) for name in spans.keys() - cases.keys()}
        own = {name: value.read_columns(self.rows) for name, value in context.items()}
        forms = {name: columns.form for name, columns in {**figures, **own}.items()}
        rules = compile_plane_rules(self.empty, shape, wanted, forms)
        truths = {name: self._read_fact(record) for name, record in rules.records.items()}
        settled = settle_planes(rules, self.rows, truths, figures, context)
        statuses = [bytes(statuses_of_planes(self.rows, settled.facts[name])) for name in wanted]
        return _code_statuses(statuses, bytes(self.rows.unpack(settled.left)))

    def _read_fact(self, about: RecordFact) -> PlanePair:
        leaf = self.leaves.find_leaf(about)
        if len(self._entries(leaf)) > _MOST_CODES:
            message = f"{about}: too many different cells"
            raise NotPlainError(message)
        truths = [self.leaves.truth_of(about, entry.plain) for entry in self._entries(leaf)]
        return CodeColumn(self.rows, self.codes[leaf]).read(truths)

    def _entries(self, leaf: int) -> Sequence[CellEntry]:
        return self.columns[leaf].entries

    # -- values ------------------------------------------------------------------------------------------

    def _read_value(self, name: str) -> tuple[array[int], Sequence[Interval]]:
        """Return what is known of a value: a code for each row, and an interval for each code."""
        value = read_value_name(name)
        anything = self.empty.value(name)
        if value.node is not None:
            return self._read_column(self.leaves.leaf_of_node(value.node), anything)
        if value.kind is ValueKind.PER:
            return self._read_denominator(str(value.numerator), str(value.denominator))
        return self._read_column(self.leaves.leaf_of_value(name), anything)

    def _read_column(self, leaf: int | None, anything: Interval) -> tuple[array[int], Sequence[Interval]]:
        if leaf is None:
            return array("B", bytes(self.rows.rows)), (anything,)
        return self.codes[leaf], [interval_of(entry.plain, anything) for entry in self._entries(leaf)]

    def _read_denominator(self, numerator: str, denominator: str) -> tuple[array[int], Sequence[Interval]]:
        """Return the whole that was recorded with a part, else the value of the other input (S13)."""
        codes, spans = self._read_column(self.leaves.leaf_of_value(denominator), self.empty.value(denominator))
        leaf = self.leaves.leaf_of_value(numerator)
        wholes = [] if leaf is None else [whole_of(entry.plain) for entry in self._entries(leaf)]
        if leaf is None or not any(whole is not None for whole in wholes):
            return codes, spans
        pairs = list(zip(self.codes[leaf], codes, strict=True))
        numbers = {pair: i for i, pair in enumerate(dict.fromkeys(pairs))}
        return array("I", map(numbers.__getitem__, pairs)), [wholes[part] or spans[of] for part, of in numbers]
