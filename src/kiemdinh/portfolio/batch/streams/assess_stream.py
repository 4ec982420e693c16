"""Assess a table in blocks, so that one block at a time is in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.api.assess import assess
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.reading import read_date_argument
from kiemdinh.portfolio.batch.streams.blocks import TableBlock, list_blocks
from kiemdinh.portfolio.batch.streams.result_store import ResultStore
from kiemdinh.portfolio.batch.streams.streamed_batch import StreamedBatch
from kiemdinh.portfolio.frames import columns_of_rejected, frame_maker
from kiemdinh.portfolio.sheets import import_format
from kiemdinh.portfolio.tables import RowReading, SchoolTable, TableOptions, read_rows

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.portfolio.batch.batch import Batch
    from kiemdinh.portfolio.sheets import RejectedCell
    from kiemdinh.standards.loading import Framework

__all__ = ["assess_stream", "is_large"]

_LARGE: Final = 2_000_000_000
"""Bytes of a file that is streamed without being asked."""
_TOGETHER: Final = 50_000
"""Cells that are kept together."""
_SHOWN: Final = 100
"""Cells that are kept in memory of those for which rows were set aside."""


def is_large(table: object) -> bool:
    """Whether a table is a file of text or Parquet that may be larger than memory."""
    if not isinstance(table, PathLike):
        return False
    path = Path(table)
    try:
        return path.suffix.lower() in (".csv", ".tsv", ".txt", ".parquet") and path.stat().st_size > _LARGE
    except (OSError, ValueError):  # reading it says why it cannot be read
        return False


def assess_stream(
    framework: Framework,
    table: Any,
    options: TableOptions,
    on: dt.date | str | None,
    assess_block: Callable[[SchoolTable], Batch],
) -> StreamedBatch:
    """Return where all schools of a table stand, read block by block.

    Parameters
    ----------
    framework, table, options, on
        As for :func:`kiemdinh.assess_many`; the table is a file of text or Parquet, a folder of such files, or a
        relation of DuckDB.
    assess_block
        Assesses the rows of one block.

    Raises
    ------
    InputError
        The table is of a kind that is not streamed (KD731), or cannot be read as a table.
    """
    return _Streaming(framework, table, options, read_date_argument(on, "on"), assess_block).run()


@dataclass(slots=True)
class _Streaming:
    framework: Framework
    table: Any
    options: TableOptions
    day: dt.date | None
    assess_block: Callable[[SchoolTable], Batch]
    store: ResultStore | None = None
    files: dict[int, str | None] = field(default_factory=dict)
    shown: list[RejectedCell] = field(default_factory=list)
    warnings: dict[tuple[object, ...], Diagnostic] = field(default_factory=dict)
    general: int = 0

    def run(self) -> StreamedBatch:
        column = None
        for block in list_blocks(self.framework, self.table, self.options):
            plan = block.opened.sheets[0][1]
            column = plan.about_row("school") or plan.about_row("name")
            self._add(block)
        store = self._open_store()
        if column is not None:
            self._keep_rejected(store.set_repeated_aside(column.heading, column.letters, list(self.files.values())))
        return StreamedBatch(
            self.framework,
            store,
            self.shown,
            list(self.warnings.values()),
            self.general,
            self._assess_row,
            frame_maker(self.table),
            self.day,
        )

    def _add(self, block: TableBlock) -> None:
        read = self._read(block)
        self.files[block.source] = read.sources[0][0]
        batch = self.assess_block(read)
        store = self._open_store(list(batch.level_columns))
        store.add_read(read, block.source)
        places = [store.place_of(block.source, read.rows.numbers[row]) for row in batch.rows]
        store.add_results("levels", batch.level_columns, places)
        self._keep_rejected(batch.set_aside, block.source)
        self.general += batch.general
        for warning in read.warnings:
            self.warnings.setdefault((warning.code, warning.file, warning.found), warning)
        # What Arrow keeps for later blocks would be more after each of them.
        import_format("pyarrow", "tables").default_memory_pool().release_unused()

    def _read(self, block: TableBlock) -> SchoolTable:
        ((sheet, plan),) = block.opened.sheets
        if plan.is_long or block.opened.mapping.rows is not None:
            message = Message("a table whose rows are joined to assessments is not read in blocks")
            hint = Message("engine='auto' reads it")
            raise InputError([Diagnostic("KD731", "error", message, sheet.file, hint=hint)])
        opened = block.opened
        return read_rows(sheet, plan, RowReading(opened.records, opened.headings, self.day, None, is_part=True))

    def _open_store(self, levels: list[str] | None = None) -> ResultStore:
        if self.store is None:
            self.store = ResultStore(levels or [])
        return self.store

    def _keep_rejected(self, cells: Iterable[RejectedCell], source: int | None = None) -> None:
        left = iter(cells)
        while found := list(islice(left, _TOGETHER)):
            self.shown += found[: max(0, _SHOWN - len(self.shown))]
            store = self._open_store()
            numbers = {file: number for number, file in self.files.items()}
            places = [store.place_of(numbers[cell.file] if source is None else source, cell.row) for cell in found]
            store.add_results("rejected", columns_of_rejected(found), places)

    def _assess_row(self, source: int, number: int) -> Assessment:
        for block in list_blocks(self.framework, self.table, self.options):
            if block.source == source:
                read = self._read(block)
                if number in read.rows.numbers:
                    row = read.rows.numbers.index(number)
                    return assess(self.framework, read.dossier_of(row), on=read.rows.days[row])
        raise LookupError(number)  # the file has changed since
