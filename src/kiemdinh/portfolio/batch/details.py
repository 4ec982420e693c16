"""The details of a level, as rows of tables: criteria, requirements, blockers and margins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import compress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kiemdinh.data.outcomes import code_reasons
from kiemdinh.portfolio.batch.explained import find_row_losses, find_row_repairs
from kiemdinh.rules import MET, UNKNOWN, UNMET

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import NodeResult
    from kiemdinh.portfolio.frames import Columns
    from kiemdinh.portfolio.tables import SchoolTable

__all__ = [
    "BLOCKERS",
    "CRITERIA",
    "MARGINS",
    "REQUIREMENTS",
    "NodeTable",
    "list_blockers",
    "list_margins",
]

Row = Mapping[str, Any]

BLOCKERS: Final = ("target", "changes", "proved", "necessary")
MARGINS: Final = ("level", "size", "proved", "losses")


class NodeTable(NamedTuple):
    """A table with a row for each of some nodes.

    Attributes
    ----------
    names
        Its columns, besides those that name the school of the row.
    tells
        Whether it has a node, by the layer and the kind of verdict that the node has; both can be None.
    cells_of
        Returns the cells of a node.
    """

    names: Sequence[str]
    tells: Callable[[object, str | None], bool]
    cells_of: Callable[[NodeResult], Row]


def _tells_criterion(layer: object, kind: str | None) -> bool:
    return layer is not None and kind is not None


def _criterion_cells(node: NodeResult) -> Row:
    return {
        "stage": node.stage,
        "id": node.node,
        "level": node.guaranteed.id if node.guaranteed else None,
        "attainable": node.attainable.id if node.attainable else None,
        "determined": node.determined,
        "state": _state_of(node),
        "reason": _reason_of(node),
    }


def _tells_requirement(layer: object, kind: str | None) -> bool:
    return layer is None and kind == "met"


def _requirement_cells(node: NodeResult) -> Row:
    return {
        "stage": node.stage,
        "id": node.node,
        "state": _state_of(node),
        "reason": _reason_of(node),
        "side": node.side,
    }


def _state_of(node: NodeResult) -> str:
    """Return ``not-applicable``, ``unknown``, or ``met`` and ``unmet``; of a level whether any step is reached."""
    if node.applies is UNMET:
        return "not-applicable"
    if node.truth is not None:
        return str(node.truth)
    if not node.determined:
        return str(UNKNOWN)
    return str(MET if node.guaranteed is not None else UNMET)


def _reason_of(node: NodeResult) -> str | None:
    return "; ".join(code_reasons(node.reasons)) or None


def list_blockers(table: SchoolTable, rows: Sequence[int], levels: Columns, budget: int | None) -> Columns:
    """Return the columns of the cheapest ways to the next level; no row for a school at the top, or a decision list.

    *levels* has the columns of the levels of the same rows.
    """
    is_below = bytearray(len(rows))
    cells: list[tuple[Any, ...]] = []
    for place, target, repair in find_row_repairs(table, rows, levels["level"], budget):
        is_below[place] = 1
        changes = None if repair.changes is None else "; ".join(repair.changes)
        cells.append((target.id, changes, repair.proved, "; ".join(repair.necessary)))
    who = {name: list(compress(levels[name], is_below)) for name in ("school", "year")}
    return {**who, **{name: [row[i] for row in cells] for i, name in enumerate(BLOCKERS)}}


def list_margins(table: SchoolTable, rows: Sequence[int], levels: Columns, budget: int | None) -> Columns:
    """Return the columns of how far each guaranteed level is from being lost; no row where none is held."""
    is_held = bytearray(len(rows))
    cells: list[tuple[Any, ...]] = []
    for place, found in find_row_losses(table, rows, levels["level"], budget):
        is_held[place] = 1
        size = None if found.size is None else int(found.size)
        cells.append((size, found.proved, "; ".join(map(" + ".join, found.losses))))
    who = {name: list(compress(levels[name], is_held)) for name in ("school", "year", "level")}
    return {**who, **{name: [row[i] for row in cells] for i, name in enumerate(MARGINS[1:])}}


CRITERIA: Final = NodeTable(
    ("stage", "id", "level", "attainable", "determined", "state", "reason"), _tells_criterion, _criterion_cells
)
"""The nodes of a layer that are judged."""
REQUIREMENTS: Final = NodeTable(("stage", "id", "state", "reason", "side"), _tells_requirement, _requirement_cells)
"""The requirements that are judged met or unmet."""
