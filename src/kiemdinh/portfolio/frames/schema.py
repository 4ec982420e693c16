"""The tables of results: their columns in order, and what kind of cell each has, whatever stands in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from kiemdinh.data.office import CellKind
from kiemdinh.parsing.placed_tree import replace_control_characters

if TYPE_CHECKING:
    from kiemdinh.portfolio.sheets import RejectedCell

__all__ = ["TABLES", "CellKind", "TableName", "columns_of_rejected", "kind_of_column"]

TableName: TypeAlias = Literal["summary", "levels", "criteria", "requirements", "blockers", "margins", "rejected"]

TABLES: Final[Mapping[TableName, Mapping[str, CellKind]]] = {
    "summary": {
        "year": "text", "level": "text", "schools": "whole", "determined": "whole", "rejected": "whole",
        "general_path": "whole",
    },
    "levels": {"school": "text", "year": "text", "level": "text", "attainable": "text", "determined": "flag"},
    "criteria": {
        "school": "text", "year": "text", "stage": "text", "id": "text", "level": "text", "attainable": "text",
        "determined": "flag", "state": "text", "reason": "text",
    },
    "requirements": {
        "school": "text", "year": "text", "stage": "text", "id": "text", "state": "text", "reason": "text",
        "side": "text",
    },
    "blockers": {
        "school": "text", "year": "text", "target": "text", "changes": "text", "proved": "flag", "necessary": "text",
    },
    "margins": {
        "school": "text", "year": "text", "level": "text", "size": "whole", "proved": "flag", "losses": "text",
    },
    "rejected": {
        "file": "text", "sheet": "text", "row": "whole", "column": "text", "cell": "text", "value": "text",
        "code": "text", "expected": "text", "hint": "text",
    },
}  # fmt: skip
"""The columns of each table; ``levels`` has further ones of text, ``award.ID`` for each award."""


def kind_of_column(table: TableName | Mapping[str, CellKind], column: str) -> CellKind:
    """Return the kind of the cells of a column, in a table of results or in one of which the kinds are given.

    >>> kind_of_column("levels", "determined"), kind_of_column("levels", "award.national")
    ('flag', 'text')
    """
    return (TABLES[table] if isinstance(table, str) else table).get(column, "text")


def columns_of_rejected(cells: Sequence[RejectedCell]) -> dict[str, list[Any]]:
    """Return cells for which rows were set aside as the columns of their table."""
    return {name: [_text_of(getattr(cell, name)) for cell in cells] for name in TABLES["rejected"]}


def _text_of(cell: object) -> object:
    # What stands in the table may be what no file can hold.
    return cell if cell is None or isinstance(cell, int) else replace_control_characters(str(cell))
