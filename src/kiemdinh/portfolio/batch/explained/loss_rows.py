"""The margin of the level of each row of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kiemdinh.explanation.composition import (
    ClusterLosses,
    LeastLosses,
    TargetOutline,
    compose_losses,
    find_cluster_losses,
)
from kiemdinh.portfolio.batch.explained.cluster_rows import ClusterRows, walk_rows
from kiemdinh.portfolio.batch.general_rows import assess_row
from kiemdinh.rules import DEFAULT_BUDGET
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    from kiemdinh.portfolio.tables import SchoolTable

__all__ = ["find_row_losses"]


def find_row_losses(
    table: SchoolTable, rows: Sequence[int], levels: Sequence[str | None], budget: int | None
) -> Iterator[tuple[int, LeastLosses]]:
    """Yield for each row that holds a level, or a label, its place among *rows* and what least losses drop it.

    It is done as for the cheapest repairs of rows; the parameters are the same.
    """
    steps = DEFAULT_BUDGET if budget is None else budget
    main = table.framework.outcomes[0].id
    kind = FactKind.LABEL if table.framework.main_ladder is None else FactKind.OUTCOME

    def answer(outline: TargetOutline, asked: Sequence[ClusterLosses]) -> LeastLosses | None:
        return compose_losses(outline, asked, steps)

    composed = ClusterRows(table, find_cluster_losses, answer)
    for place, (row, level) in walk_rows(rows, levels):
        if level is None:
            continue
        found = composed.find_answer(row, FactName(kind, main, level)) or _ask_whole(table, row, steps)
        if found is not None:
            yield place, found


def _ask_whole(table: SchoolTable, row: int, steps: int) -> LeastLosses | None:
    margin = assess_row(table, row).margin(budget=steps)
    if margin is None:
        return None
    return LeastLosses(margin.size, margin.proved, tuple(tuple(lost.id for lost in one) for one in margin.least))
