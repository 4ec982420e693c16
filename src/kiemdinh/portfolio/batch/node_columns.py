"""Tables of nodes: a row for each criterion, or for each requirement, of each school."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from kiemdinh.assessment.plain import NotPlainError
from kiemdinh.portfolio.batch.details import NodeTable
from kiemdinh.portfolio.batch.node_patterns import code_nodes, facts_of_nodes
from kiemdinh.portfolio.batch.plain_rows import find_general_rows, gather_rows, group_plain_rows
from kiemdinh.portfolio.coded import (
    CodedColumn,
    code_cells,
    has_code,
    interleave_codes,
    pack_codes,
    select_codes,
    sort_rows,
    take_codes,
    translate_codes,
)

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.data.outcomes import NodeResult
    from kiemdinh.portfolio.frames import Columns
    from kiemdinh.portfolio.tables import SchoolTable

__all__ = ["collect_nodes"]

_Cells: TypeAlias = Mapping[str, Any]


def collect_nodes(
    table: SchoolTable, rows: Sequence[int], nodes: NodeTable, assess_row: Callable[[int], Assessment]
) -> Columns:
    """Return the columns of a table of nodes.

    Costs some operations on planes and some passes over the rows for each node; and of each row that is not plain one
    assessment, some milliseconds.

    Parameters
    ----------
    table, rows
        The table, and the rows that were assessed, in rising order.
    nodes
        The nodes that the table has, and the columns for each.
    assess_row
        Returns the assessment of a row.
    """
    collector = _NodeCollector(table, nodes)
    general = find_general_rows(table)
    plain = [row for row in rows if row not in general]
    for group in group_plain_rows(table, plain) if plain else ():
        try:
            collector.add_plain(group)
        except NotPlainError:
            general |= {*group}
    for row in rows:
        if row in general:
            collector.add_result(row, assess_row(row))
    return collector.make_columns()


@dataclass(slots=True)
class _NodeCollector:
    """Collects nodes of rows: blocks of rows, each with the code of its cells."""

    table: SchoolTable
    nodes: NodeTable
    _cells: list[_Cells | None] = field(default_factory=lambda: [None])
    _rows: list[array[int]] = field(default_factory=list)
    _codes: list[array[int]] = field(default_factory=list)

    def add_plain(self, rows: Sequence[int]) -> None:
        """Add the nodes of rows that have the same rules.

        Raises
        ------
        NotPlainError
            The rules cannot be closed over what they record.
        """
        plain = gather_rows(self.table, rows[0])
        infos = [info for info in self.table.framework.nodes.values() if self.nodes.tells(info.layer, info.verdict)]
        asked = facts_of_nodes(self.table.framework, plain.facts.rules, infos)
        settled = plain.settle(rows, of_stages=asked.asked, explained=asked.explained)
        columns = [
            translate_codes(found.codes, [self._number(node) for node in found.nodes])
            for found in code_nodes(self.table.framework, settled, infos)
        ]
        if columns:
            numbers = pack_codes(rows, len(self.table))
            self._add(interleave_codes([numbers] * len(columns)), interleave_codes(columns))

    def add_result(self, row: int, result: Assessment) -> None:
        """Add the nodes of a row that was assessed by itself."""
        codes = [self._number(node) for node in result.nodes if self.nodes.tells(node.layer, node.kind)]
        self._add(pack_codes([row] * len(codes), len(self.table)), pack_codes(codes, len(self._cells)))

    def _add(self, rows: array[int], codes: array[int]) -> None:
        self._rows.append(rows)
        self._codes.append(codes)

    def _number(self, node: NodeResult | None) -> int:
        """Return the number of the cells of a node; 0 where it has none."""
        if node is None:
            return 0
        self._cells.append(self.nodes.cells_of(node))
        return len(self._cells) - 1

    def make_columns(self) -> Columns:
        """Return the columns, in the order of the rows."""
        rows, codes = (_join_blocks(blocks) for blocks in (self._rows, self._codes))
        if has_code(codes, 0):
            told = translate_codes(codes, [0, *[1] * (len(self._cells) - 1)]).tobytes()
            rows, codes = select_codes(rows, told), select_codes(codes, told)
        if len(self._rows) > 1:
            order = sort_rows(rows)
            rows, codes = take_codes(rows, order), take_codes(codes, order)
        about = self.table.rows
        who = {name: _take_cells(cells, rows) for name, cells in (("school", about.schools), ("year", about.years))}
        return {**who, **{name: self._make_column(name, codes) for name in self.nodes.names}}

    def _make_column(self, name: str, codes: array[int]) -> CodedColumn[Any]:
        # Most cells of a column are the same in many rows of the table.
        distinct = code_cells(None if cells is None else cells[name] for cells in self._cells)
        return CodedColumn(distinct.contents, translate_codes(codes, distinct.codes))


def _take_cells(cells: CodedColumn[str | None], rows: array[int]) -> CodedColumn[str | None]:
    return CodedColumn(cells.contents, take_codes(cells.codes, rows))


def _join_blocks(blocks: Sequence[array[int]]) -> array[int]:
    longest = max((block.typecode for block in blocks), key="BHI".index, default="B")
    found = array(longest)
    for block in blocks:
        found.extend(block if block.typecode == longest else array(longest, block))
    return found
