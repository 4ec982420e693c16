"""The gap before a level as rows of cells, from which it is drawn: standards, their criteria, the steps of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from kiemdinh.narration.sentences.changes import places_of
from kiemdinh.rules import MET, UNMET, Interval, Truth

if TYPE_CHECKING:
    from kiemdinh.data.assessment_data import AssessmentData
    from kiemdinh.data.explanation import ExplanationData
    from kiemdinh.data.outcomes import NodeResult
    from kiemdinh.standards.definition import NodeInfo
    from kiemdinh.standards.loading import Framework

__all__ = ["CellMark", "CellState", "GapCell", "GapGroup", "GapRow", "group_rows"]

CellMark: TypeAlias = Literal["necessary", "relevant", "chosen"]
CellState: TypeAlias = Literal["met", "unknown", "unmet", "absent", "value"]
_Marked: TypeAlias = "Mapping[CellMark, frozenset[tuple[str, str | None]]]"
"""The cells that bear each mark, each as the id of its row and its step."""
_STATES: Mapping[Truth, CellState] = {Truth.MET: "met", Truth.UNKNOWN: "unknown", Truth.UNMET: "unmet"}


@dataclass(frozen=True, slots=True)
class GapCell:
    """One step of a criterion, or its verdict: how it stands, and what it means for the target.

    ``place`` is its column; ``step`` is None for a verdict or score, of which ``value`` is what is known.
    """

    step: str | None
    place: int
    state: CellState
    marks: frozenset[CellMark] = frozenset()
    value: Interval | None = None


@dataclass(frozen=True, slots=True)
class GapRow:
    """A criterion, with the stage in front of its id where it is a stage's own."""

    id: str
    node: str
    cells: tuple[GapCell, ...]


@dataclass(frozen=True, slots=True)
class GapGroup:
    """A standard with its criteria; ``node`` is None where they stand in none, and ``layer`` then names them."""

    node: str | None
    layer: str
    rows: tuple[GapRow, ...]


def group_rows(result: AssessmentData, explanation: ExplanationData) -> tuple[GapGroup, ...]:
    """Return the rows of every criterion by the standard it stands in, in the order of the framework."""
    framework, rows = result.framework, _rows(result)
    places = places_of(explanation.target)
    marked = {mark: frozenset(_cells_of(framework, rows, ids, places)) for mark, ids in _ids(explanation).items()}
    open_ = frozenset(todo.id for todo in explanation.target.settle) if explanation.target is not None else frozenset()
    groups: dict[tuple[str | None, str], list[GapRow]] = {}
    for row in rows:
        above = next(iter(framework.outline.ancestors_of(row.node)), None)
        cells = tuple(_cells(framework, row, marked, open_))
        groups.setdefault((above, row.layer or ""), []).append(GapRow(row.id, row.node, cells))
    return tuple(GapGroup(*key, tuple(found)) for key, found in groups.items())


def _ids(explanation: ExplanationData) -> dict[CellMark, tuple[str, ...]]:
    """Return the ids that are necessary, those that are relevant, and those in the cheapest way."""
    classes, cheapest = explanation.classes, explanation.repairs.cheapest
    chosen = tuple(change.id for change in cheapest.changes) if cheapest is not None else ()
    if classes is None:
        return {"chosen": chosen}
    return {"necessary": classes.necessary, "relevant": classes.relevant, "chosen": chosen}


def _rows(result: AssessmentData) -> list[NodeResult]:
    """Return the judged nodes of a layer that stand in no other such node."""
    nodes = [node for node in result.nodes if node.layer is not None]
    outline = result.framework.outline
    judged = {node.node for node in nodes}
    return [node for node in nodes if not judged.intersection(outline.ancestors_of(node.node))]


def _cells_of(
    framework: Framework, rows: list[NodeResult], ids: Iterable[str], places: Mapping[str, str]
) -> Iterator[tuple[str, str | None]]:
    """Yield the cells that *ids* of steps, requirements and figures stand in."""
    for one in ids:
        shown = places.get(one, one)
        for row in rows:
            rest = next((shown[len(i) :] for i in (row.id, row.node) if f"{shown}/".startswith(f"{i}/")), None)
            if rest is not None:
                step = rest.removeprefix("/").partition("/")[0]
                yield row.id, step if step in framework.nodes[row.node].levels else None
                break


def _cells(framework: Framework, row: NodeResult, marked: _Marked, open_: frozenset[str]) -> Iterator[GapCell]:
    """Yield the cells of a row; a step above one that is not met may itself be open, and is then among *open_*."""
    info = framework.nodes[row.node]
    if row.kind != "level":
        yield GapCell(None, 0, _verdict(row), _marks(row, None, marked), row.value)
        return
    for place, step in enumerate(info.steps):
        if step in info.levels or not info.levels:
            state = "unknown" if f"{row.id}/{step}" in open_ else _state(info, row, place)
            yield GapCell(step, place, state, _marks(row, step, marked))


def _marks(row: NodeResult, step: str | None, marked: _Marked) -> frozenset[CellMark]:
    return frozenset(mark for mark, cells in marked.items() if (row.id, step) in cells)


def _verdict(row: NodeResult) -> CellState:
    if row.applies is UNMET:
        return "absent"
    if row.truth is not None:
        return _STATES[row.truth]
    return "value" if row.determined else "unknown"


def _state(info: NodeInfo, row: NodeResult, place: int) -> CellState:
    if row.applies is UNMET:
        return "absent"
    certain, possible = (_place(info, ref.id if ref else None) for ref in (row.guaranteed, row.attainable))
    return "met" if place <= certain else "unknown" if place <= possible or row.applies is not MET else "unmet"


def _place(info: NodeInfo, step: str | None) -> int:
    return info.steps.index(step) if step in info.steps else -1
