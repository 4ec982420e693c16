"""The cheapest repair of each row of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kiemdinh.api.assessment import facts_of_result
from kiemdinh.explanation.composition import ClusterQuestion, TargetOutline, ask_cluster, compose_question
from kiemdinh.explanation.repairs import CheapestRepair, find_cheapest_repair
from kiemdinh.explanation.targets import levels_of
from kiemdinh.portfolio.batch.explained.cluster_rows import ClusterRows, walk_rows
from kiemdinh.portfolio.batch.general_rows import assess_row
from kiemdinh.rules import DEFAULT_BUDGET, Budget
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import LevelRef
    from kiemdinh.portfolio.tables import SchoolTable

__all__ = ["find_row_repairs"]


def find_row_repairs(
    table: SchoolTable, rows: Sequence[int], levels: Sequence[str | None], budget: int | None
) -> Iterator[tuple[int, LevelRef, CheapestRepair]]:
    """Yield for each row below the top its place among *rows*, the next level and the cheapest repair that leads there.

    Rows whose question can be put together from clusters are; for others it is asked as a whole, which costs some
    milliseconds. The answers are the same. A framework that is judged by labels has no next level.

    Parameters
    ----------
    rows, levels
        The rows that were assessed, and the id of the level that each holds.
    budget
        The steps that each search may take; None takes the default.
    """
    if table.framework.main_ladder is None:
        return
    steps, ladder = DEFAULT_BUDGET if budget is None else budget, levels_of(table.framework)
    # Where no level is held the next is the lowest.
    following = dict(zip((None, *(level.id for level in ladder)), ladder, strict=False))

    def answer(outline: TargetOutline, asked: Sequence[ClusterQuestion]) -> CheapestRepair | None:
        return compose_question(outline, asked).find_cheapest_repair(steps)

    composed = ClusterRows(table, ask_cluster, answer)
    for place, (row, level) in walk_rows(rows, levels):
        target = following.get(level)
        if target is not None:
            fact = FactName(FactKind.OUTCOME, table.framework.outcomes[0].id, target.id)
            yield place, target, composed.find_answer(row, fact) or _ask_whole(table, row, fact, steps)


def _ask_whole(table: SchoolTable, row: int, fact: FactName, steps: int) -> CheapestRepair:
    result = assess_row(table, row)
    return find_cheapest_repair(table.framework, facts_of_result(result).facts, fact, Budget(steps))
