"""A table of schools that has been read: its rows, and what its columns record of each."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING, Any, Protocol

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.evidence.reading import RECORD_DAY, AnyRecord
from kiemdinh.portfolio.coded import CodedColumn, Codes
from kiemdinh.portfolio.columns import ColumnMeaning
from kiemdinh.portfolio.sheets import RejectedCell

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.standards.loading import Framework

__all__ = ["AddsMembers", "CellEntry", "SchoolTable", "TableColumn", "TableRows"]


@dataclass(frozen=True, slots=True)
class CellEntry:
    """What the cells with one meaning record; a column has each entry once.

    See the example of :func:`kiemdinh.portfolio.read_table`.

    Attributes
    ----------
    written
        What a dossier has in the place of the cell; None where nothing is recorded.
    records
        What the reader of dossiers makes of it. A record without a date of its own has ``RECORD_DAY``: its date is that
        of its row. The records have no ``path``.
    """

    written: Any
    records: tuple[AnyRecord, ...] = ()

    @property
    def plain(self) -> AnyRecord | None:
        """The only record, where it is the school's own, on the day of its row, without evidence or end; else None."""
        if len(self.records) != 1:
            return None
        record = self.records[0]
        is_plain = record.side == "self" and record.date == RECORD_DAY
        is_plain = is_plain and not record.evidence_codes and record.until is None
        return record if is_plain else None


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column that records something of a node or an input.

    See the example of :func:`kiemdinh.portfolio.read_table`.

    Attributes
    ----------
    heading
        The heading as it stands in the table.
    letters
        The column as a spreadsheet names it.
    meaning
        The node or input that it is about, and the stage, year and members.
    entries
        What its cells record, each once; the first is the empty one.
    codes
        For each row the number of its entry, 0 where nothing is recorded: an array, or a sequence that has two bits for
        each row. ``kiemdinh.portfolio.coded.unpack_codes`` makes an array of either.
    """

    heading: str
    letters: str
    meaning: ColumnMeaning
    entries: tuple[CellEntry, ...]
    codes: Codes


@dataclass(frozen=True, slots=True)
class TableRows:
    """Whom and which day each row is about; each attribute is a sequence with an item for each row.

    See the example of :func:`kiemdinh.portfolio.read_table`.

    Attributes
    ----------
    schools, names
        The id and the name of the school; None where the table has none.
    years
        The school year that the row names, such as ``2025-2026``; None where it names none.
    dates
        The date of its records: the row's own, else the date of the assessment. None where there is neither.
    days
        The date of its assessment: ``on`` where that was given, else the row's own date.
    stages
        The stages of the school; None where the row names none.
    numbers
        The row as a spreadsheet counts it, from 1.
    sources
        Which of the table's sources it stands in.
    beside
        What the row records in addition to the columns, as a dossier has it: evidence, awards held, the day of
        founding. None where there is nothing, and always for a table with a row for each school.
    """

    schools: CodedColumn[str | None]
    names: CodedColumn[str | None]
    years: CodedColumn[str | None]
    dates: CodedColumn[dt.date | None]
    days: CodedColumn[dt.date | None]
    stages: CodedColumn[tuple[str, ...] | None]
    numbers: Sequence[int]
    sources: Sequence[int]
    beside: CodedColumn[Mapping[str, Any] | None] | None = None

    def __len__(self) -> int:
        return len(self.numbers)

    def select(self, keep: bytes | bytearray) -> TableRows:
        """Return the rows whose byte in *keep* is 1."""
        if 0 not in keep:
            return self
        numbers, sources = (array("I", compress(one, keep)) for one in (self.numbers, self.sources))
        beside = None if self.beside is None else self.beside.select(keep)
        return TableRows(
            self.schools.select(keep), self.names.select(keep), self.years.select(keep), self.dates.select(keep),
            self.days.select(keep), self.stages.select(keep), numbers, sources, beside,
        )  # fmt: skip


class AddsMembers(Protocol):
    """Adds to a dossier the members that belong to it, and what is recorded of them.

    See the example of :func:`kiemdinh.assess_many`.
    """

    def add_to(self, dossier: Dossier, day: dt.date) -> Dossier:
        """Return the dossier with its members on a day."""


@dataclass(frozen=True, slots=True)
class SchoolTable:
    """A table of schools: a row is one assessment.

    See the example of :func:`kiemdinh.portfolio.read_table`.

    Attributes
    ----------
    framework
        The framework that it was read by.
    rows
        Who and when each row is about.
    columns
        What is recorded, column by column.
    sources
        The file and the sheet of each source; None where there is none.
    rejected
        Every cell for which a row was set aside; those rows are not in ``rows``.
    warnings
        Problems for which no row was set aside: columns that are not known, blank rows, totals, hidden rows.
    members
        Adds the members of each row, where rows are about communes and the like; else None.
    assessed
        The assessments of rows with members that were worked out already, by row and budget: levels and blockers
        share them.
    """

    framework: Framework
    rows: TableRows
    columns: tuple[TableColumn, ...]
    sources: tuple[tuple[str | None, str | None], ...] = ((None, None),)
    rejected: tuple[RejectedCell, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()
    members: AddsMembers | None = None
    # Not an argument, so that a table made from another one, with other rows, begins without any.
    assessed: dict[tuple[int, int | None], Any] = field(init=False, default_factory=dict, compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.rows)

    def dossier_of(self, row: int) -> dict[str, Any]:
        """Return the dossier of a row, as plain data that :func:`kiemdinh.assess` takes.

        This dossier records exactly what the columns record of the row. The cost is linear in the number of columns.
        The row is counted from 0 among the rows that were read.
        """
        dossier = self._head_of(row)
        by_stage: dict[str, dict[str, Any]] = {}
        for column in self.columns:
            written = column.entries[column.codes[row]].written
            if written is not None:
                stage = column.meaning.stage
                parts = dossier if stage is None else by_stage.setdefault(stage, {})
                column.meaning.place(parts, written)
        if by_stage:
            dossier["stages"] = by_stage
        beside = None if self.rows.beside is None else self.rows.beside[row]
        return dossier if beside is None else _add_beside(dossier, beside)

    def _head_of(self, row: int) -> dict[str, Any]:
        """Return the part of a dossier that says who is assessed and when."""
        rows = self.rows
        stages = rows.stages[row]
        said = {"id": rows.schools[row], "name": rows.names[row], "stages": None if stages is None else list(stages)}
        school = {key: value for key, value in said.items() if value is not None}
        date = rows.dates[row]
        return {**({"school": school} if school else {}), **({"date": date.isoformat()} if date else {})}


def _add_beside(dossier: dict[str, Any], beside: Mapping[str, Any]) -> dict[str, Any]:
    school = {**dossier.get("school", {}), **beside.get("school", {})}
    return {**dossier, **beside, **({"school": school} if school else {})}
