"""A dossier that is put together from cells: its data, and the cell of each part of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kiemdinh.diagnostics.diagnostic import DataPath, Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.cells import ReadingError
from kiemdinh.portfolio.tables import find_unreadable_text, read_cell_text, read_serial_date
from kiemdinh.portfolio.templates.reading.form_sheets import FormCell, FormTable

__all__ = ["DossierBuilder"]

T = TypeVar("T")


@dataclass(slots=True)
class DossierBuilder:
    """Puts what cells say into a dossier, and keeps which cell said it.

    Attributes
    ----------
    file
        The name of the workbook.
    problems
        What is wrong so far.
    data
        The dossier, as plain data.
    cells, cells_of_keys
        The cell of each value and of each key, by its path.
    """

    file: str
    problems: list[Diagnostic]
    data: dict[str, Any] = field(default_factory=dict)
    cells: dict[DataPath, str] = field(default_factory=dict)
    cells_of_keys: dict[DataPath, str] = field(default_factory=dict)

    def put(self, path: DataPath, value: Any, cell: str) -> None:
        """Put a value at a path of names, making the maps above it."""
        inner = self.data
        for key in path[:-1]:
            inner = inner.setdefault(str(key), {})
        inner[str(path[-1])] = value
        self.cells[path] = cell

    def append(self, path: DataPath, value: Any) -> DataPath:
        """Append a value to the list at a path, and return the path of the value."""
        inner = self.data
        for key in path[:-1]:
            inner = inner.setdefault(str(key), {})
        items = inner.setdefault(str(path[-1]), [])
        items.append(value)
        return (*path, len(items) - 1)

    def report(self, code: str, message: Message, cell: FormCell | str, **texts: Any) -> None:
        """Report that something is wrong with a cell, or with what stands at a place."""
        place, found = (cell, None) if isinstance(cell, str) else (cell.place, str(cell.content))
        self.problems.append(Diagnostic(code, "error", message, self.file, path=place, found=found, **texts))

    def attempt(self, read: Callable[[Any], T], cell: FormCell | None) -> T | None:
        """Return what *read* makes of a cell; None where it is empty, or refused, which is reported."""
        if cell is None or self.is_unreadable(cell):
            return None
        try:
            return read(cell.content)
        except ReadingError as error:
            self.report(error.code, error.message, cell, expected=error.expected, hint=error.hint)
            return None

    def text_of(self, cell: FormCell | None) -> str | None:
        """Return what stands in a cell as text; None where it is empty, or no dossier can have it."""
        return self.attempt(read_cell_text, cell) or None

    def date_of(self, cell: FormCell, form: FormTable) -> Any:
        """Return the date of a cell, or what stands there instead, for the reader of dossiers to refuse."""
        return None if self.is_unreadable(cell) else read_serial_date(cell.content, form.epoch)

    def is_unreadable(self, cell: FormCell) -> bool:
        """Whether a cell has a text that no cell can say; it is then reported."""
        problem = find_unreadable_text(cell.content) if isinstance(cell.content, str) else None
        if problem is not None:
            self.report(problem.code, problem.message, cell, expected=problem.expected, hint=problem.hint)
        return problem is not None
