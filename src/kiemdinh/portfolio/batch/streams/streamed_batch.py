"""The result of assessing a table that is larger than memory."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, NoReturn

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.portfolio.batch.files import write_cells, write_whole
from kiemdinh.portfolio.batch.results import SchoolResults
from kiemdinh.portfolio.batch.streams.result_store import ResultStore
from kiemdinh.portfolio.frames import TABLES, Columns, FrameMaker, TableName, frame_maker
from kiemdinh.portfolio.populations import list_origins
from kiemdinh.portfolio.sheets import import_format

if TYPE_CHECKING:
    import datetime as dt

    from kiemdinh.api.assessment import Assessment
    from kiemdinh.portfolio.sheets import RejectedCell
    from kiemdinh.standards.loading import Framework

__all__ = ["StreamedBatch"]

_NOT_THERE: Final = (
    "criteria", "requirements", "blockers", "margins", "to_xlsx", "table", "criteria_columns", "requirement_columns",
    "blocker_columns", "margin_columns",
)  # fmt: skip


@dataclass
class StreamedBatch(SchoolResults[tuple[int, int]]):
    """The results of a table that is larger than memory; it has a part of what a :class:`Batch` has.

    It has the levels, what was rejected, the summary and single schools. Results are in a database on disk, which is
    deleted with the batch. Criteria, requirements, what blocks and margins are not worked out: asking for them raises
    InputError (KD731).

    See the example of :func:`kiemdinh.assess_many`.

    Attributes
    ----------
    framework
        The framework that all schools were assessed under.
    set_aside
        The first cells for which a row was set aside; ``rejected`` has all.
    warnings
        Problems that the reader found and that set no row aside, each kind once for a column.
    general
        How many rows went the general way, one school at a time.
    """

    framework: Framework
    _store: ResultStore = field(repr=False)
    set_aside: Sequence[RejectedCell]
    warnings: Sequence[Diagnostic]
    general: int
    _assess_row: Callable[[int, int], Assessment] = field(repr=False)
    _make_frame: FrameMaker = field(repr=False)
    _day: dt.date | None = field(default=None, repr=False)
    tables_offered: ClassVar[Sequence[TableName]] = ("levels", "rejected", "summary")

    def __len__(self) -> int:
        """Return how many rows could be assessed."""
        return self._store.count("levels")

    def __getattr__(self, name: str) -> NoReturn:
        """Refuse the attributes that only a batch in memory has (KD731)."""
        if name in _NOT_THERE:
            message = Message("'{name}' is not worked out for a table that is streamed", name=name)
            hint = Message("take engine='auto' for a table that fits into memory, or school(id) for one school")
            raise InputError([Diagnostic("KD731", "error", message, path=name, hint=hint)])
        raise AttributeError(name)

    # -- tables ------------------------------------------------------------------------------------------

    @property
    def level_columns(self) -> Columns:
        """The columns of ``levels``."""
        return self._join_parts("levels")

    @property
    def rejected_columns(self) -> Columns:
        """The columns of ``rejected``."""
        return self._join_parts("rejected")

    @cached_property
    def rejected_rows(self) -> range:
        """A range with as many numbers as rows were set aside."""
        return range(self._store.count_rejected_rows())

    @property
    def rows(self) -> range:
        """A range with as many numbers as rows could be assessed."""
        return range(len(self))

    @cached_property
    def summary_columns(self) -> Columns:
        """The columns of ``summary``."""
        order = {ref.id: i for i, ref in enumerate(self._names.levels)}
        found = sorted(self._store.summarise(), key=lambda one: (one[0] or "", order.get(one[1] or "", -1)))
        rejected = len(self.rejected_rows)
        rows: list[tuple[Any, ...]] = [*found] or ([(None, None, 0, 0)] if rejected else [])
        years, levels, schools, determined = zip(*rows, strict=True) if rows else ((), (), (), ())
        rest = [0] * (len(rows) - 1)
        return {
            "year": list(years), "level": list(levels), "schools": list(schools), "determined": list(determined),
            "rejected": [rejected, *rest] if rows else [], "general_path": [self.general, *rest] if rows else [],
        }  # fmt: skip

    def _names_of(self, table: TableName) -> Sequence[str]:
        return self._store.levels if table == "levels" else list(TABLES[table])

    def _iterate_parts(self, table: TableName) -> Iterator[Columns]:
        if table == "summary":
            yield self.summary_columns
        else:
            yield from self._store.iterate_parts(table, self._names_of(table))

    def _join_parts(self, table: TableName) -> Columns:
        joined: dict[str, list[Any]] = {name: [] for name in self._names_of(table)}
        for part in self._iterate_parts(table):
            for name, cells in part.items():
                joined[name] += cells
        return joined

    # -- files -------------------------------------------------------------------------------------------

    @property
    def _finest(self) -> TableName:
        return "levels"

    def _write_csv(self, path: Path, table: TableName) -> None:
        def write(name: str) -> None:
            with open(name, "w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(self._with_origins(table, self._nothing_of(table)))
                for part in self._iterate_parts(table):
                    part = self._with_origins(table, part)  # noqa: PLW2901 - the same part, with more columns
                    writer.writerows(zip(*map(write_cells, part.values()), strict=True))

        write_whole(path, write)

    def _write_parquet(self, path: Path, table: TableName) -> None:
        arrow, parquet = import_format("pyarrow", "tables"), import_format("pyarrow.parquet", "tables")
        make = frame_maker(arrow.table({}))
        nothing = self._with_origins(table, self._nothing_of(table))

        def write(name: str) -> None:
            with parquet.ParquetWriter(name, make(table, nothing).schema) as writer:
                for part in self._iterate_parts(table):
                    writer.write_table(make(table, self._with_origins(table, part)))

        write_whole(path, write)

    def _nothing_of(self, table: TableName) -> Columns:
        return {name: [] for name in self._names_of(table)}

    def _with_origins(self, table: TableName, part: Columns) -> Columns:
        """Return columns as a file has them; rows that have each a day of their own stand there without it."""
        if table != "levels":
            return part
        return {**part, **list_origins(self.framework, [self._day] * len(part["school"]))}

    # -- one school --------------------------------------------------------------------------------------

    def _find_places(self, school_id: str, year: str | None) -> Sequence[tuple[int, int]]:
        return self._store.find_places(school_id, year)

    def _explain_several(self, school_id: str, places: Sequence[tuple[int, int]]) -> Diagnostic:
        rows = Message.join([str(row) for _, row in places])
        message = Message("the school '{id}' has several rows: {rows}; name one by its year", id=school_id, rows=rows)
        return Diagnostic("KD334", "error", message)

    def _assess_at(self, place: tuple[int, int]) -> Assessment:
        """Costs one pass over the file up to the row."""
        return self._assess_row(*place)
