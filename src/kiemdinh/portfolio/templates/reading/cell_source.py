"""A dossier that was put together from cells: its problems are reported at the cell, ``Sheet!D17``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiemdinh.diagnostics.codes import CODES
from kiemdinh.diagnostics.diagnostic import CellName, DataPath, Diagnostic
from kiemdinh.parsing.source import Source

if TYPE_CHECKING:
    from kiemdinh.diagnostics.codes import Severity
    from kiemdinh.diagnostics.message import Message

__all__ = ["CellSource"]


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class CellSource(Source):
    """Plain data whose values stand in cells.

    Attributes
    ----------
    cells
        The cell of each value, by its path, as messages name it.
    cells_of_keys
        The cell that says a key, such as the id of a record, by its path.
    """

    cells: Mapping[DataPath, str] = field(default_factory=dict)
    cells_of_keys: Mapping[DataPath, str] = field(default_factory=dict)

    def diagnostic(
        self,
        code: str,
        message: Message,
        path: DataPath,
        *,
        key: bool = False,
        expected: Message | None = None,
        found: str | None = None,
        hint: Message | None = None,
        severity: Severity | None = None,
    ) -> Diagnostic:
        """Return a diagnostic at the cell of a value, or of a key; the arguments are those of every source."""
        cell = self._find_cell(path, key=key)
        severity = severity or CODES[code].severity
        return Diagnostic(
            code, severity, message, self.name, path=cell or "", expected=expected, found=found, hint=hint
        )  # fmt: skip

    def place_of(self, path: DataPath) -> DataPath:
        """Return the cell of a value, as a path of one step; the path itself where no cell is known."""
        cell = self._find_cell(path)
        return path if cell is None else (CellName(cell),)

    def _find_cell(self, path: DataPath, *, key: bool = False) -> str | None:
        """Return the cell of a value or a key, else that of the list or map around it; None where no cell is known."""
        if path and isinstance(path[0], CellName):
            return path[0]
        cell = self.cells_of_keys.get(path) if key else None
        ends = range(len(path), 0, -1)
        found = (self.cells.get(path[:end]) or self.cells_of_keys.get(path[:end]) for end in ends)
        return cell or next(filter(None, found), None)
