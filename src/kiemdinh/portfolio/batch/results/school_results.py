"""The methods of the results of a table, whether they are in memory or on disk."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, TypeVar

from kiemdinh.diagnostics.arguments import check_choice, check_path, check_text
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.portfolio.batch.standing import StandingNames
from kiemdinh.version import __version__

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.data.outcomes import LevelRef
    from kiemdinh.portfolio.frames import Columns, FrameMaker, TableName
    from kiemdinh.portfolio.sheets import RejectedCell
    from kiemdinh.standards.loading import Framework

__all__ = ["SchoolResults"]

PlaceT = TypeVar("PlaceT")
_COLUMNS: Final[Mapping[TableName, str]] = {
    "summary": "summary_columns",
    "levels": "level_columns",
    "criteria": "criteria_columns",
    "requirements": "requirement_columns",
    "blockers": "blocker_columns",
    "margins": "margin_columns",
    "rejected": "rejected_columns",
}
"""The attribute that has the columns of each table."""


class SchoolResults(ABC, Generic[PlaceT]):
    """Where all schools of a table stand. ``PlaceT`` is the type by which the row of a school is named."""

    if TYPE_CHECKING:  # fields of some classes and properties of others: a property here would hide a field

        @property
        def framework(self) -> Framework:
            """The framework that all schools were assessed under."""

        @property
        def set_aside(self) -> Sequence[RejectedCell]:
            """Cells for which a row was set aside."""

        @property
        def warnings(self) -> Sequence[Diagnostic]:
            """Problems that the reader of the table found and that set no row aside."""

        @property
        def general(self) -> int:
            """How many rows went the general way, one school at a time."""

        @property
        def _make_frame(self) -> FrameMaker: ...

    tables_offered: ClassVar[Sequence[TableName]]
    """The tables that can be written to files."""

    @property
    def framework_digest(self) -> str:
        """The digest of the framework (7.1)."""
        return self.framework.digest

    @property
    def engine(self) -> str:
        """The version of kiemdinh that made the batch."""
        return __version__

    @cached_property
    def _names(self) -> StandingNames:
        return StandingNames.of(self.framework)

    @property
    def level_refs(self) -> Sequence[LevelRef]:
        """The levels of the main outcome, lowest first; of a decision list its labels."""
        return self._names.levels

    # -- tables ------------------------------------------------------------------------------------------

    @property
    @abstractmethod
    def rows(self) -> Collection[int]:
        """The rows that could be assessed."""

    @property
    @abstractmethod
    def rejected_rows(self) -> Collection[object]:
        """The rows that were set aside."""

    @property
    def levels(self) -> Any:
        """Where each school stands: ``school, year, level, attainable, determined``, and ``award.ID`` for each award.

        ``level`` is the guaranteed level of the main outcome, ``attainable`` the one that is reached if all that is
        unknown turns out well. ``award.ID`` is the highest grade whose conditions certainly hold.
        """
        return self._frame_of("levels")

    @property
    @abstractmethod
    def level_columns(self) -> Columns:
        """The columns of ``levels``."""

    @property
    def rejected(self) -> Any:
        """Every cell that cannot be read: ``file, sheet, row, column, cell, value, code, expected, hint``."""
        return self._frame_of("rejected")

    @property
    @abstractmethod
    def rejected_columns(self) -> Columns:
        """The columns of ``rejected``."""

    @property
    def summary(self) -> Any:
        """How many schools are at each level: ``year, level, schools, determined, rejected, general_path``.

        The rows that were rejected and those that went the general way stand in the first row of the table; where no
        school could be assessed, that row has only these.
        """
        return self._frame_of("summary")

    @property
    @abstractmethod
    def summary_columns(self) -> Columns:
        """The columns of ``summary``."""

    def _frame_of(self, table: TableName) -> Any:
        return self._make_frame(table, self._columns_of(table))

    def _columns_of(self, table: TableName) -> Columns:
        columns: Columns = getattr(self, _COLUMNS[table])
        return columns

    # -- files -------------------------------------------------------------------------------------------

    def to_csv(self, path: str | PathLike[str], table: TableName | None = None) -> None:
        """Write one table as text with commas, in UTF-8; None takes the finest of its detail.

        Raises
        ------
        InputError
            There is no such table.
        OSError
            The file cannot be written. One that was there before is left as it was.
        """
        self._write_csv(check_path("path", path), self._choose(table))

    def to_parquet(self, path: str | PathLike[str], table: TableName | None = None) -> None:
        """Write one table as a Parquet file; as :meth:`to_csv`. It needs pyarrow or polars."""
        self._write_parquet(check_path("path", path), self._choose(table))

    def _choose(self, table: TableName | None) -> TableName:
        if table is not None:
            check_choice("table", table, self.tables_offered)
        return table or self._finest

    @property
    @abstractmethod
    def _finest(self) -> TableName:
        """The finest table of the detail."""

    @abstractmethod
    def _write_csv(self, path: Path, table: TableName) -> None: ...

    @abstractmethod
    def _write_parquet(self, path: Path, table: TableName) -> None: ...

    # -- one school --------------------------------------------------------------------------------------

    def school(self, school_id: str, year: str | None = None) -> Assessment:
        """Return the full result of one school, equal to that of :func:`kiemdinh.assess` of its row.

        Parameters
        ----------
        school_id
            The id as the table has it.
        year
            The school year, where the school has several.

        Raises
        ------
        InputError
            There is no such school, or it has several rows.
        """
        places = self._find_places(check_text("school_id", school_id), year)
        if not places:
            raise InputError([self._explain_absent(school_id, year)])
        if len(places) > 1:
            raise InputError([self._explain_several(school_id, places)])
        return self._assess_at(places[0])

    @abstractmethod
    def _find_places(self, school_id: str, year: str | None) -> Sequence[PlaceT]:
        """Return the rows of a school that could be assessed, of one year where that is given."""

    @abstractmethod
    def _assess_at(self, place: PlaceT) -> Assessment: ...

    def _explain_absent(self, school_id: str, _year: str | None) -> Diagnostic:
        message = Message("the table has no school '{id}' that could be assessed", id=school_id)
        return Diagnostic("KD334", "error", message)

    @abstractmethod
    def _explain_several(self, school_id: str, places: Sequence[PlaceT]) -> Diagnostic: ...
