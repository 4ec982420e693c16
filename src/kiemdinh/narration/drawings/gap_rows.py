"""The content of the picture of a gap: a row for each criterion with a cell for each step, in groups by standard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from kiemdinh.narration.sentences import list_criteria, nodes_by_figure
from kiemdinh.rules import MET, UNMET, Interval, Truth
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    from kiemdinh.data.assessment_data import AssessmentData
    from kiemdinh.data.explanation import ExplanationData
    from kiemdinh.data.outcomes import NodeResult
    from kiemdinh.standards.definition import NodeInfo
    from kiemdinh.standards.loading import Framework

__all__ = ["CellMark", "CellState", "GapCell", "GapGroup", "GapRow", "group_rows"]

CellMark: TypeAlias = Literal["necessary", "relevant", "chosen"]
"""What a cell means for the target: in every minimal repair, in some, or in the cheapest repair that is found first."""
CellState: TypeAlias = Literal["met", "unknown", "unmet", "absent", "value"]
"""What is known of a cell; ``absent`` where the criterion does not apply, ``value`` where it has a score."""
_CellKey: TypeAlias = tuple[str, "str | None"]
"""A cell by the id of its row and its step."""
_Marked: TypeAlias = "Mapping[CellMark, frozenset[_CellKey]]"
_STATES: Mapping[Truth, CellState] = {Truth.MET: "met", Truth.UNKNOWN: "unknown", Truth.UNMET: "unmet"}


@dataclass(frozen=True, slots=True)
class GapCell:
    """One step of a criterion, or the verdict or score of a criterion without steps.

    Attributes
    ----------
    step
        The id of the step; None for a verdict or score.
    column
        The number of its column, from 0.
    state, marks
        What is known of it, and what it means for the target.
    value
        What is known of a score; None for a step.
    """

    step: str | None
    column: int
    state: CellState
    marks: frozenset[CellMark] = frozenset()
    value: Interval | None = None


@dataclass(frozen=True, slots=True)
class GapRow:
    """A criterion, the node *node*; its ``id`` has the stage in front where the row is a stage's own."""

    id: str
    node: str
    cells: tuple[GapCell, ...]

    @property
    def columns(self) -> dict[int, str]:
        """The step that each column shows, where the row has steps."""
        return {cell.column: cell.step for cell in self.cells if cell.step is not None}


@dataclass(frozen=True, slots=True)
class GapGroup:
    """A standard with its criteria; ``node`` is None where they stand in none, and ``layer`` is then their layer."""

    node: str | None
    layer: str
    rows: tuple[GapRow, ...]


def group_rows(result: AssessmentData, explanation: ExplanationData) -> tuple[GapGroup, ...]:
    """Return a row for every criterion, grouped by standard, both in the order of the framework."""
    framework, nodes = result.framework, list_criteria(result)
    marked = _marked_cells(framework, nodes, explanation)
    target = explanation.target
    open_ids = frozenset(todo.id for todo in target.settle) if target is not None else frozenset()
    groups: dict[tuple[str | None, str], list[GapRow]] = {}
    for node in nodes:
        standard = next(iter(framework.outline.ancestors_of(node.node)), None)
        cells = tuple(_row_cells(framework, node, marked, open_ids))
        groups.setdefault((standard, node.layer or ""), []).append(GapRow(node.id, node.node, cells))
    return tuple(GapGroup(*key, tuple(rows)) for key, rows in groups.items())


# -- marks -----------------------------------------------------------------------------------------------


def _marked_cells(framework: Framework, nodes: Iterable[NodeResult], explanation: ExplanationData) -> _Marked:
    """Return the cells that bear each mark."""
    cell_of = _cells_by_id(framework, nodes)
    # A figure stands in no row by its own id: the node whose comparison it decides is marked in its place.
    node_of = nodes_by_figure(explanation.target)
    return {
        mark: frozenset(cell_of[shown] for shown in (node_of.get(i, i) for i in ids) if shown in cell_of)
        for mark, ids in _marked_ids(explanation).items()
    }


def _marked_ids(explanation: ExplanationData) -> dict[CellMark, tuple[str, ...]]:
    """Return the ids that bear each mark: of steps, requirements, criteria and figures."""
    roles, cheapest = explanation.classes, explanation.repairs.cheapest
    chosen = tuple(change.id for change in cheapest.changes) if cheapest is not None else ()
    if roles is None:
        return {"chosen": chosen}
    return {"necessary": roles.necessary, "relevant": roles.relevant, "chosen": chosen}


def _cells_by_id(framework: Framework, nodes: Iterable[NodeResult]) -> dict[str, _CellKey]:
    """Return the cell of every criterion, step and requirement of the rows, by the ids that results show them by."""
    cells: dict[str, _CellKey] = {}
    for node in nodes:
        for name, step in _names_in_row(framework, framework.nodes[node.node]):
            # What a stage shares with the school has no stage in front: the row of the first stage shows it.
            for shown in (name.shown_in(node.stage), str(name)):
                cells.setdefault(shown, (node.id, step))
    return cells


def _names_in_row(framework: Framework, info: NodeInfo) -> Iterator[tuple[FactName, str | None]]:
    """Yield the facts that a row shows, each with the step whose cell shows it: None for the cell of the verdict."""
    yield FactName(FactKind.NODE, info.id), None
    for name in _names_below(framework, info.parts):
        yield name, None
    for step, requirements in info.levels.items():
        yield FactName(FactKind.STEP, info.id, step), step
        for name in _names_below(framework, requirements):
            yield name, step


def _names_below(framework: Framework, ids: Iterable[str]) -> Iterator[FactName]:
    """Yield the verdicts of requirements and of all their parts; nodes of layers are no part of a row."""
    for node_id in ids:
        info = framework.nodes[node_id]
        if info.layer is None:
            yield FactName(FactKind.NODE, node_id)
            yield from _names_below(framework, info.parts)


# -- states ----------------------------------------------------------------------------------------------


def _row_cells(framework: Framework, node: NodeResult, marked: _Marked, open_ids: frozenset[str]) -> Iterator[GapCell]:
    """Yield the cells of a row: one for each step that has requirements, or one for a verdict or score."""
    info = framework.nodes[node.node]
    if node.kind != "level":
        yield GapCell(None, 0, _verdict_state(node), _cell_marks(node, None, marked), node.value)
        return
    for position, step in enumerate(info.steps):
        if step in info.levels or not info.levels:
            # The result gives the highest step that is certain; a step above one that is not met may itself be open.
            is_open = FactName(FactKind.STEP, info.id, step).shown_in(node.stage) in open_ids
            state = "unknown" if is_open else _step_state(info, node, position)
            yield GapCell(step, position, state, _cell_marks(node, step, marked))


def _cell_marks(node: NodeResult, step: str | None, marked: _Marked) -> frozenset[CellMark]:
    return frozenset(mark for mark, cells in marked.items() if (node.id, step) in cells)


def _verdict_state(node: NodeResult) -> CellState:
    if node.applies is UNMET:
        return "absent"
    if node.truth is not None:
        return _STATES[node.truth]
    return "value" if node.determined else "unknown"


def _step_state(info: NodeInfo, node: NodeResult, position: int) -> CellState:
    """Return what the guaranteed and the attainable step of a criterion tell of the step at *position*."""
    if node.applies is UNMET:
        return "absent"
    certain, possible = (_step_position(info, ref.id if ref else None) for ref in (node.guaranteed, node.attainable))
    if position <= certain:
        return "met"
    return "unknown" if position <= possible or node.applies is not MET else "unmet"


def _step_position(info: NodeInfo, step: str | None) -> int:
    """Return the position of a step in its scale, lowest first; -1 for what lies below the scale."""
    return info.steps.index(step) if step in info.steps else -1
