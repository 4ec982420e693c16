"""Pack a table: findings become bits of one integer for each criterion, figures whole numbers."""

from __future__ import annotations

import datetime as dt
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.arguments import check_flag
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import shorten_text
from kiemdinh.evidence.dossier import FindingRecord
from kiemdinh.evidence.entries import AllowedEntries, allowed_entries
from kiemdinh.evidence.reading import read_date_argument
from kiemdinh.portfolio.batch.packed.cells import PackedFigure, Record, pack_finding, split_column
from kiemdinh.portfolio.batch.packed.packed_table import PackedTable
from kiemdinh.portfolio.batch.plain_rows import find_unseen_rows
from kiemdinh.portfolio.batch.sql import (
    LAYOUT,
    PackedLayout,
    SqlColumn,
    choose_columns,
    choose_day,
    find_layout,
    read_columns,
    refuse_members,
)
from kiemdinh.portfolio.batch.table_assessment import check_read
from kiemdinh.portfolio.coded import CodedColumn, code_cells, repeat_cell, rows_of_codes, sum_numbers, take_codes
from kiemdinh.portfolio.columns import ColumnMeaning, HeadingReader
from kiemdinh.portfolio.frames import frame_maker
from kiemdinh.portfolio.sheets import RejectedCell
from kiemdinh.portfolio.tables import SchoolTable, TableColumn, read_table
from kiemdinh.standards.catalogue import load

if TYPE_CHECKING:
    from kiemdinh.standards.catalogue import AnyFramework
    from kiemdinh.standards.loading import Framework

__all__ = ["pack"]

_ABOUT: Final = ("school", "name", "year", "date", "stage")


def pack(
    framework: AnyFramework,
    table: Any,
    *,
    on: dt.date | str | None = None,
    columns: Any = None,
    strict: bool = False,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> PackedTable:
    """Return a table with one integer for each criterion, of what its rows record.

    ``kd.sql(framework, dialect, "packed")`` reads it, several times as fast as a table of words. It holds what was
    recorded, and nothing that was worked out: it can be changed, and read by another query.

    Parameters
    ----------
    framework, table, columns, sheet, encoding, delimiter
        As for :func:`kiemdinh.assess_many`; the table is one that fits into memory, or has been read.
    on
        The day of the assessment: what was recorded later is not packed, and figures of the school years that rules
        read then have a column, empty where the table has none. None packs all records; a table of figures by school
        year needs the year in each heading or row.
    strict
        Whether a row that cannot be read or packed is an error of the whole table; else it is set aside.

    Returns
    -------
    PackedTable
        The cost is that of reading the table, and one pass over each column.

    Raises
    ------
    InputError
        The table cannot be read as one; or, with *strict*, some row cannot be packed.

    Examples
    --------
    >>> rows = [{"school": "A", "1.1/muc-1/a": "met", "1.1/muc-1/b": "unmet"}]
    >>> packed = pack("vn.tt57-2026.pho-thong", rows)
    >>> f"{packed.columns['1.1'][0] & 15:04b}", packed.place("1.1/muc-1/b")
    ('0011', ('1.1', 2))
    """
    is_strict = check_flag("strict", strict)
    options = {"columns": columns, "sheet": sheet, "encoding": encoding, "delimiter": delimiter}
    if isinstance(table, SchoolTable):
        read = check_read(framework, table, {**options, "on": on})
    else:
        found = load(framework, on=on)
        refuse_members(found)
        read = read_table(found, table, on=_choose_day(found, on), **options)
    packed = _Packing(read, find_layout(read.framework), allowed_entries(read.framework), on).pack(table)
    if is_strict and packed.set_aside:
        raise InputError([cell.to_diagnostic() for cell in packed.set_aside])
    return packed


def _choose_day(framework: Framework, on: dt.date | str | None) -> dt.date | None:
    """Return the day that is given, else some day where rules are the same on all."""
    try:
        return read_date_argument(on, "on") or choose_day(framework, None)
    except InputError:
        if on is not None:
            raise
        return None  # each row needs a day of its own


@dataclass(slots=True)
class _Packing:
    """Packs a table that was read."""

    table: SchoolTable
    layout: PackedLayout
    allowed: AllowedEntries
    on: dt.date | str | None
    words: dict[str, list[tuple[TableColumn, list[int]]]] = field(default_factory=lambda: defaultdict(list))
    figures: dict[str, list[tuple[TableColumn, PackedFigure]]] = field(default_factory=lambda: defaultdict(list))
    meanings: dict[ColumnMeaning, None] = field(default_factory=dict)
    set_aside: list[RejectedCell] = field(default_factory=list)
    _gone: set[int] = field(default_factory=set)

    def pack(self, like: object) -> PackedTable:
        for column in self.table.columns:
            self._add(column)
        for row in find_unseen_rows(self.table) if self.on is not None else ():
            message = Message("the row was recorded later than {day}", day=str(self.on))
            self._reject(row, None, message)
        kept: Sequence[int] = range(len(self.table))
        if self._gone:
            kept = [row for row in kept if row not in self._gone]
        about = self._take_about(kept)
        words = {name: self._sum(name, empty, kept) for name, empty in self._list_words().items()}
        layout = repeat_cell(self.layout.number, len(kept))
        figures = {name: self._take_figure(name, kept) for name in self._list_figures()}
        return PackedTable(
            self.table.framework, self.layout, [*map(str, self.meanings), *({"stage"} & about.keys())],
            {**about, LAYOUT: layout, **words, **figures}, [*self.table.rejected, *self.set_aside],
            self.table.warnings, frame_maker(like),
        )  # fmt: skip

    # -- columns -----------------------------------------------------------------------------------------

    def _add(self, column: TableColumn) -> None:
        by_meaning: dict[ColumnMeaning, dict[int, Record]] = defaultdict(dict)
        odd: set[int] = set()
        for meaning, code, record in split_column(column, self.allowed):
            if meaning is None or record is None:
                odd.add(code)
            else:
                by_meaning[meaning][code] = record
        for meaning, records in by_meaning.items():
            odd |= self._add_records(column, meaning, records)
        self._reject_entries(column, odd)

    def _add_records(self, column: TableColumn, meaning: ColumnMeaning, records: Mapping[int, Record]) -> set[int]:
        """Add what a column says of one thing; return the entries that cannot be packed."""
        place = self.layout.find_field(meaning)
        if place is not None:
            findings = {code: record for code, record in records.items() if isinstance(record, FindingRecord)}
            for word, numbers in pack_finding(place, findings, len(column.entries), self.allowed).words.items():
                self.words[word].append((column, numbers))
            self.meanings[meaning] = None
            return set()
        described = self._describe(meaning)
        if described is None:
            return {*records}
        node = self.table.framework.nodes.get(meaning.id) if meaning.kind == "node" else None
        # Where a node may not apply, what is recorded as unknown can turn out to be that, which no number says.
        figure = PackedFigure(described, node is None or not node.node.may_not_apply)
        for code, record in records.items():
            cell = figure.find_cell(record)
            if cell is not None:
                figure.cells[code] = cell
        self.figures[str(meaning)].append((column, figure))
        self.meanings[meaning] = None
        return records.keys() - figure.cells.keys()

    def _describe(self, meaning: ColumnMeaning) -> SqlColumn | None:
        """Return the column of a figure as a query reads it; None where no query does."""
        try:
            (found,) = read_columns({str(meaning): str(meaning)}, HeadingReader(self.allowed))
        except InputError:
            return None
        return found

    def _list_words(self) -> Mapping[str, int]:
        return self.layout.list_words(meaning.stage for meaning in self.meanings if self.layout.find_field(meaning))

    def _list_figures(self) -> list[str]:
        """Return the columns of figures: those of the table, and all that rules read on the day."""
        return [*dict.fromkeys((*self.figures, *self._list_read()))]

    def _list_read(self) -> Iterator[str]:
        framework, headings = self.table.framework, HeadingReader(self.allowed)
        day = _choose_day(framework, self.on)
        if day is None:
            return
        for heading in choose_columns(framework.rules(None, day), headings):
            meaning = headings.read(heading)
            if self.layout.find_field(meaning) is None:
                yield str(meaning)

    # -- cells -------------------------------------------------------------------------------------------

    def _take_about(self, kept: Sequence[int]) -> dict[str, CodedColumn[Any]]:
        rows = self.table.rows
        stages = CodedColumn(
            [None if one is None else ", ".join(one) for one in rows.stages.contents], rows.stages.codes
        )
        dates = CodedColumn([None if one is None else one.isoformat() for one in rows.dates.contents], rows.dates.codes)
        each = dict(zip(_ABOUT, (rows.schools, rows.names, rows.years, dates, stages), strict=True))
        found = {name: _take(cells, kept) for name, cells in each.items()}
        always = ("school", "year")
        return {name: cells for name, cells in found.items() if name in always or any(map(_is_there, cells.contents))}

    def _sum(self, word: str, empty: int, kept: Sequence[int]) -> array[int]:
        added = [(take_codes(column.codes, kept), numbers) for column, numbers in self.words[word]]
        return sum_numbers(len(kept), empty, added)

    def _take_figure(self, name: str, kept: Sequence[int]) -> CodedColumn[Any]:
        each = self.figures[name]
        if not each:
            return repeat_cell(None, len(kept))
        taken = [
            CodedColumn([figure.cells.get(code) for code in range(len(column.entries))], take_codes(column.codes, kept))
            for column, figure in each
        ]
        if len(taken) == 1:
            return taken[0]
        # Two columns are about one thing where rows name the year: one of them at most records it.
        return code_cells(
            next((cell for cell in cells if cell is not None), None) for cells in zip(*taken, strict=True)
        )

    # -- rows that are set aside -------------------------------------------------------------------------

    def _reject_entries(self, column: TableColumn, odd: set[int]) -> None:
        for row in rows_of_codes(column.codes, odd, len(column.entries)) if odd else ():
            message = Message("a packed table cannot hold this record")
            self._reject(row, column, message)

    def _reject(self, row: int, column: TableColumn | None, message: Message) -> None:
        if row in self._gone:
            return
        self._gone.add(row)
        rows = self.table.rows
        file, sheet = self.table.sources[rows.sources[row]]
        number = rows.numbers[row]
        written = None if column is None else column.entries[column.codes[row]].written
        place = "A" if column is None else column.letters
        cell = RejectedCell(
            file, sheet, number, "" if column is None else column.heading, f"{place}{number}",
            shorten_text("" if written is None else str(written)), "KD730", message, None, _TAKE_ASSESS_MANY,
        )  # fmt: skip
        self.set_aside.append(cell)


_TAKE_ASSESS_MANY: Final = Message("assess the row with kd.assess_many, which takes every record")


def _take(cells: CodedColumn[Any], kept: Sequence[int]) -> CodedColumn[Any]:
    return CodedColumn(cells.contents, take_codes(cells.codes, kept))


def _is_there(cell: object) -> bool:
    return cell is not None
