"""The gap before a level as rows of cells, from which it is drawn: standards, their criteria, the steps of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from kiemdinh.assessment.change_words import places_of
from kiemdinh.rules import MET, UNMET, Interval, Truth

if TYPE_CHECKING:
    from kiemdinh.assessment.explanation import Explanation
    from kiemdinh.assessment.result import NodeResult
    from kiemdinh.standards.framework import Framework
    from kiemdinh.standards.outline import NodeInfo

__all__ = ["Cell", "Group", "Row", "State", "groups_of"]

State: TypeAlias = Literal["met", "unknown", "unmet", "absent", "value"]
_STATES: Mapping[Truth, State] = {Truth.MET: "met", Truth.UNKNOWN: "unknown", Truth.UNMET: "unmet"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One step of a criterion, or its verdict: how it stands, and what it means for the target.

    ``place`` is its column; ``step`` is None for a verdict or score, of which ``value`` is what is known.
    """

    step: str | None
    place: int
    state: State
    necessary: bool
    relevant: bool
    chosen: bool
    value: Interval | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion, with the stage in front of its id where it is a stage's own."""

    id: str
    node: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A standard with its criteria; None where the criteria stand in none."""

    node: str | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Marked:
    """The cells that a set of ids names, each as the id of its row and its step."""

    cells: frozenset[tuple[str, str | None]]

    def has(self, row: NodeResult, step: str | None) -> bool:
        return (row.id, step) in self.cells


def groups_of(explanation: Explanation) -> tuple[Group, ...]:
    """Return the rows of every criterion by the standard it stands in, in the order of the framework."""
    framework, rows = explanation.result.framework, _rows(explanation)
    ids = _ids(explanation)
    marked = [_Marked(frozenset(_cells_of(framework, rows, found, places_of(explanation.target)))) for found in ids]
    groups: dict[str | None, list[Row]] = {}
    for row in rows:
        above = next(iter(framework.outline.ancestors(row.node)), None)
        groups.setdefault(above, []).append(Row(row.id, row.node, tuple(_cells(framework, row, marked))))
    return tuple(Group(node, tuple(found)) for node, found in groups.items())


def _ids(explanation: Explanation) -> tuple[tuple[str, ...], ...]:
    """Return the ids that are necessary, those that are relevant, and those in the cheapest way."""
    classes, cheapest = explanation.classes, explanation.repairs.cheapest
    chosen = tuple(change.id for change in cheapest.changes) if cheapest is not None else ()
    return (classes.necessary, classes.relevant, chosen) if classes is not None else ((), (), chosen)


def _rows(explanation: Explanation) -> list[NodeResult]:
    """Return the judged nodes of a layer that stand in no other such node."""
    nodes = [node for node in explanation.result.nodes if node.layer is not None]
    outline = explanation.result.framework.outline
    judged = {node.node for node in nodes}
    return [node for node in nodes if not judged.intersection(outline.ancestors(node.node))]


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


def _cells(framework: Framework, row: NodeResult, marked: list[_Marked]) -> Iterator[Cell]:
    info = framework.nodes[row.node]
    if row.kind != "level":
        state: State = "absent" if row.applies is UNMET else _STATES[row.truth] if row.truth is not None else "value"
        yield Cell(None, 0, state, *(m.has(row, None) for m in marked), value=row.value)
        return
    for place, step in enumerate(info.steps):
        if step in info.levels or not info.levels:
            yield Cell(step, place, _state(info, row, place), *(m.has(row, step) for m in marked))


def _state(info: NodeInfo, row: NodeResult, place: int) -> State:
    if row.applies is UNMET:
        return "absent"
    certain, possible = (_place(info, ref.id if ref else None) for ref in (row.guaranteed, row.attainable))
    return "met" if place <= certain else "unknown" if place <= possible or row.applies is not MET else "unmet"


def _place(info: NodeInfo, step: str | None) -> int:
    return info.steps.index(step) if step in info.steps else -1
