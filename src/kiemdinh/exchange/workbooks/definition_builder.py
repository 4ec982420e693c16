"""A definition that is built from cells: its data, and the cell of each part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

from kiemdinh.diagnostics.diagnostic import DataPath, Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.exchange.workbooks.row_reader import ReadRow, ReadValue
from kiemdinh.exchange.workbooks.sheets import keys_of_path
from kiemdinh.parsing.placed_tree import MAX_DEPTH, MAX_NODES

__all__ = ["DefinitionBuilder"]

_ORDER: Final = (
    "kiemdinh", "framework", "vi", "en", "text", "source", "family", "stage", "cite", "certainty", "expect", "subject",
    "school_year", "evidence", "roles", "scales", "tags", "inputs", "parameters", "layers", "sets", "references",
    "define", "shows", "tree", "outcomes", "awards",
)  # fmt: skip
"""The keys of a definition as its author would write them."""


@dataclass(slots=True)
class DefinitionBuilder:
    """Puts the content of cells into a definition, and keeps the cell of each value.

    Attributes
    ----------
    file
        The name of the workbook.
    problems
        The problems found so far.
    data
        The definition, as plain data.
    cells, cells_of_keys
        The cell of each value and of each key, by its path.
    nodes
        The path of each node of the tree, by its id.
    lost
        The ids of rows whose owner does not exist: nothing more is reported about these.
    is_blind
        Whether an id of the tree could not be read: then a row may exist although its id is not known.
    """

    file: str
    problems: list[Diagnostic] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=lambda: {"kiemdinh": "1"})
    cells: dict[DataPath, str] = field(default_factory=dict)
    cells_of_keys: dict[DataPath, str] = field(default_factory=dict)
    nodes: dict[str, DataPath] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    is_blind: bool = False

    def put(self, path: DataPath, value: Any, place: str) -> None:
        """Put a value at a path, and make the maps above it; if there is a map already, data are added to it."""
        inner, last = self._find_inner(path[:-1]), path[-1]
        if not isinstance(inner, dict):
            self._report_whole(path, place)
        elif isinstance(inner.get(last), dict) and isinstance(value, dict):
            inner[last].update(value)
        else:
            inner[last] = value
        self.cells[path] = place

    def append(self, path: DataPath, value: Any, place: str) -> DataPath:
        """Append a value to the list at a path, and return the path of the value.

        Raises
        ------
        InputError
            The value is nested too deep, or there are too many values (KD007, KD008): the limits are those of a file of
            text.
        """
        if len(path) >= MAX_DEPTH:
            self._stop("KD008", Message("nested more than {max_depth} deep", max_depth=MAX_DEPTH), place)
        if len(self.cells) > MAX_NODES:
            self._stop("KD007", Message("more than {max_nodes:,} values", max_nodes=MAX_NODES), place)
        inner = self._find_inner(path[:-1])
        items = inner.setdefault(path[-1], []) if isinstance(inner, dict) else None
        if not isinstance(items, list):
            self._report_whole(path, place)
            items = [None]  # nothing is read after this
        else:
            items.append(value)
        found = (*path, len(items) - 1)
        self.cells[found] = place
        return found

    def _find_inner(self, path: DataPath) -> Any:
        """Return the map or list at a path, and make the maps on the way; None where something else is there."""
        inner: Any = self.data
        for step in path:
            if isinstance(inner, dict):
                inner = inner.setdefault(step, {})
            elif isinstance(inner, list) and isinstance(step, int) and step < len(inner):
                inner = inner[step]
            else:
                return None
        return inner

    def _report_whole(self, path: DataPath, place: str) -> None:
        name = next(str(step) for step in reversed(path) if isinstance(step, str))
        message = Message("'{name}' is a part of what another cell gives as a whole", name=name)
        self.report("KD750", message, place, found=name)

    def fill(self, path: DataPath, row: ReadRow, without: Sequence[str] = ()) -> None:
        """Put the values of a row into the map at a path, each under the path of its column."""
        for name, value in row.values.items():
            if name not in without:
                self.put((*path, *keys_of_path(name)), value.data, value.place)
        self.cells_of_keys.setdefault(path, row.place)

    def take_id(self, row: ReadRow, key: str, missing: Message) -> ReadValue | None:
        """Return the id that a row has in a column; None where it has none, which is reported."""
        found = row.values.get(key)
        if found is None:
            self.report("KD750", missing, row.place)
        return found

    def report(self, code: str, message: Message, place: str, **texts: Any) -> None:
        """Report a problem with the cell at a place."""
        self.problems.append(Diagnostic(code, "error", message, self.file, path=place, **texts))

    def _stop(self, code: str, message: Message, place: str) -> NoReturn:
        self.report(code, message, place)
        raise InputError(self.problems[-1:])

    def finish(self) -> dict[str, Any]:
        """Return the definition, its keys in the order in which an author writes them."""
        order = {key: number for number, key in enumerate(_ORDER)}
        return {key: self.data[key] for key in sorted(self.data, key=lambda key: order.get(key, len(order)))}
