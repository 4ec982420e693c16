"""A table with one integer for each criterion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING, Any

from kiemdinh.diagnostics.arguments import check_path
from kiemdinh.portfolio.batch.files import write_csv, write_parquet
from kiemdinh.portfolio.batch.sql import LAYOUT, sql
from kiemdinh.portfolio.coded import CodedColumn
from kiemdinh.portfolio.frames import CellKind, Columns, FrameMaker, columns_of_rejected

if TYPE_CHECKING:
    from kiemdinh.diagnostics.diagnostic import Diagnostic
    from kiemdinh.portfolio.batch.sql import Dialect, PackedLayout
    from kiemdinh.portfolio.sheets import RejectedCell
    from kiemdinh.standards.loading import Framework

__all__ = ["PackedTable"]


@dataclass
class PackedTable:
    """What the rows of a table record, with one integer for each criterion.

    See the example of :func:`kiemdinh.pack`.

    Attributes
    ----------
    framework
        The framework by which the table was read.
    layout
        Where each finding stands.
    headings
        What the table records: a query over it is asked for these ``columns``.
    columns
        Its columns: ``school``, ``year``, ``packed`` (the number of the layout), an integer for each criterion, and a
        column for each figure. Figures are whole numbers of their smallest unit, choices are words.
    set_aside
        The cells for which rows were set aside: those that cannot be read, or hold more than a packed table does, such
        as evidence with its dates.
    warnings
        Problems for which no row was set aside.
    """

    framework: Framework
    layout: PackedLayout = field(repr=False)
    headings: Sequence[str] = field(repr=False)
    columns: Columns = field(repr=False)
    set_aside: Sequence[RejectedCell]
    warnings: Sequence[Diagnostic]
    _make_frame: FrameMaker = field(repr=False)

    def __len__(self) -> int:
        """Return how many rows it has."""
        return len(self.columns["school"])

    @cached_property
    def frame(self) -> Any:
        """The table as a frame of the kind of the table that was packed; of a file, of what is installed."""
        return self._make_frame(self._kinds, self.columns)

    @property
    def rejected(self) -> Any:
        """The cells for which rows were set aside, as a frame of the same kind."""
        return self._make_frame("rejected", columns_of_rejected(self.set_aside))

    @cached_property
    def _kinds(self) -> Mapping[str, CellKind]:
        return {name: "whole" if name == LAYOUT else _kind_of(cells) for name, cells in self.columns.items()}

    def place(self, node: str, step: str | None = None) -> tuple[str, int]:
        """Return the column and the position of the two bits about a finding: 00 unmet, 10 unknown, 11 met.

        Parameters
        ----------
        node
            The id of a requirement, or of a criterion that was recorded as a whole.
        step
            The step of the criterion.

        Raises
        ------
        LookupError
            Nothing of that is packed.
        """
        found = self.layout.fields.get(node)
        if found is None or step not in found.steps:
            raise LookupError(node if step is None else f"{node}/{step}")
        return found.place_of(step)

    def sql(self, dialect: Dialect = "duckdb", **options: Any) -> str:
        """Return SQL that says where each row stands, as :func:`kiemdinh.sql`, which has the other options."""
        return sql(self.framework, dialect, "packed", columns=list(self.headings), **options)

    def to_parquet(self, path: str | PathLike[str]) -> None:
        """Write the table as a Parquet file.

        Raises
        ------
        InputError
            pyarrow and polars are both not installed (KD717).
        OSError
            The file cannot be written. One that was there before is left as it was.
        """
        write_parquet(check_path("path", path), self._kinds, self.columns)

    def to_csv(self, path: str | PathLike[str]) -> None:
        """Write the table as text with commas, in UTF-8; as :meth:`to_parquet`."""
        write_csv(check_path("path", path), self.columns)


def _kind_of(cells: Sequence[Any]) -> CellKind:
    """Return the kind of the cells of a column; one without any cell has numbers."""
    contents = cells.contents if isinstance(cells, CodedColumn) else ()
    return "text" if any(isinstance(cell, str) for cell in contents) else "whole"
