"""The obstacles to a level, row by row: the facts about criteria that its rules read and that do not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kiemdinh.explanation.composition import ClusterQuestion, TargetOutline, ask_cluster
from kiemdinh.portfolio.batch.explained.cluster_rows import ClusterRows, walk_rows
from kiemdinh.portfolio.batch.general_rows import assess_row
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    from kiemdinh.portfolio.tables import SchoolTable

__all__ = ["RowObstacle", "find_row_obstacles"]


class RowObstacle(NamedTuple):
    """A node, or a step of one, that a level asks for in a stage; None for the whole school."""

    stage: str | None
    node: str
    step: str | None


def find_row_obstacles(
    table: SchoolTable, rows: Sequence[int], targets: Sequence[str]
) -> Iterator[tuple[int, tuple[RowObstacle, ...]]]:
    """Yield for each row its place among *rows*, and what its target asks for that may be missing.

    Among them are all that are missing, and others that depend on the same records as a missing one. *targets* are the
    levels of the main ladder, one for each row. Rows are asked as for their cheapest repairs.
    """
    main = table.framework.outcomes[0].id

    def answer(outline: TargetOutline, asked: Sequence[ClusterQuestion]) -> tuple[RowObstacle, ...]:
        read = table.framework.outline.fact_names.read
        return tuple(
            RowObstacle(stage, name.subject, name.step)
            for cluster, one in zip(outline.clusters, asked, strict=True)
            if one.cases
            for stage in outline.stages
            for name in map(read, cluster.facts)
        )

    composed = ClusterRows(table, ask_cluster, answer)
    for place, (row, target) in walk_rows(rows, targets):
        if target is not None:
            found = composed.find_answer(row, FactName(FactKind.OUTCOME, main, target))
            yield place, _ask_whole(table, row, target) if found is None else found


def _ask_whole(table: SchoolTable, row: int, target: str) -> tuple[RowObstacle, ...]:
    found = assess_row(table, row).explain(target).target
    if found is None:
        return ()
    to_dos = (*found.settle, *found.improve, *found.decide)
    return tuple(dict.fromkeys(RowObstacle(one.stage, one.node, one.level) for one in to_dos if one.node is not None))
