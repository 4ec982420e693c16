"""Which bits and numbers the cells of a column are in a packed table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from kiemdinh.evidence.dossier import FindingRecord, Score, Unknown, ValueRecord
from kiemdinh.portfolio.batch.sql import UNKNOWN_FIGURE, SqlColumn
from kiemdinh.portfolio.columns import ColumnMeaning, meaning_of_record

if TYPE_CHECKING:
    from kiemdinh.evidence.entries import AllowedEntries
    from kiemdinh.portfolio.batch.sql import PackedField
    from kiemdinh.portfolio.tables import CellEntry, TableColumn
    from kiemdinh.rules import Number

__all__ = ["PackedBits", "PackedFigure", "pack_finding", "split_column"]

Record: TypeAlias = "FindingRecord | ValueRecord"


@dataclass(frozen=True, slots=True)
class PackedBits:
    """The numbers that the entries of a column add to words, by word."""

    words: Mapping[str, list[int]]


@dataclass(slots=True)
class PackedFigure:
    """A column of numbers or words: for each entry, the cell of the packed table.

    Attributes
    ----------
    column
        The column as a query reads it.
    keeps_unknown
        Whether a number can stand for *unknown*.
    cells
        The cell of each entry, by the number of the entry; an entry without one has an empty cell.
    """

    column: SqlColumn
    keeps_unknown: bool = True
    cells: dict[int, int | str] = field(default_factory=dict)

    def find_cell(self, record: Record) -> int | str | None:
        """Return what stands in the packed table for a record; None where no packed table has it."""
        if self.column.words:
            return self._find_word(record)
        number = _number_of(record)
        if number is None:
            return UNKNOWN_FIGURE if self.keeps_unknown and _is_unknown(record) else None
        scaled = Fraction(number) * Fraction(10) ** self.column.decimals
        # A part that was recorded with its whole is more than a number.
        is_whole = isinstance(record, ValueRecord) and record.whole is not None
        if is_whole or scaled.denominator != 1 or not self._is_within(number):
            return None
        return scaled.numerator

    def _is_within(self, number: Number) -> bool:
        measure = self.column.measure
        return (measure is not None and measure.kind == "date") or self.column.least <= number <= self.column.greatest

    def _find_word(self, record: Record) -> str | None:
        pairs = zip(self.column.words, self.column.entries[1:], strict=True)
        return next((word for word, entry in pairs if _records_alike(entry, record)), None)


def _number_of(record: Record) -> Number | None:
    if isinstance(record, ValueRecord):
        return record.value
    interval = record.verdict.interval if isinstance(record.verdict, Score) else None
    return interval.low if interval is not None and interval.low == interval.high else None


def _is_unknown(record: Record) -> bool:
    return record.value is None if isinstance(record, ValueRecord) else isinstance(record.verdict, Unknown)


def _records_alike(entry: CellEntry, record: Record) -> bool:
    other = entry.plain
    if isinstance(record, FindingRecord):
        return isinstance(other, FindingRecord) and other.verdict == record.verdict
    return isinstance(other, ValueRecord) and (other.value, other.whole) == (record.value, record.whole)


def split_column(
    column: TableColumn, allowed: AllowedEntries
) -> Iterator[tuple[ColumnMeaning | None, int, Record | None]]:
    """Yield for each entry of a column that records something what it is about, its number and its record.

    Of an entry that is more than a plain record, both are None.
    """
    for code, entry in enumerate(column.entries):
        if code:
            record = entry.plain
            yield (None if record is None else meaning_of_record(record, allowed)), code, record


def pack_finding(
    place: PackedField, records: Mapping[int, FindingRecord], size: int, allowed: AllowedEntries
) -> PackedBits:
    """Return what the entries of a column of findings add to words in which nothing is recorded."""
    info = allowed.framework.nodes[place.node]
    empty = place.bits_of(0)
    words = {word: [0] * size for word in empty}
    for code, record in records.items():
        for word, (_, number) in place.bits_of(place.find_state(record.verdict, info)).items():
            words[word][code] = number - empty[word][1]
    return PackedBits(words)
