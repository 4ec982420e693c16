"""Where many plain rows stand, all at once: from planes of facts to the statuses of each row."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiemdinh.portfolio.coded import CodedColumn, group_rows
from kiemdinh.rules.compiled import statuses_of_planes

if TYPE_CHECKING:
    from kiemdinh.assessment.plain import SettledPlanes
    from kiemdinh.rules.compiled import PlaneRows

__all__ = ["code_statuses"]


def code_statuses(rows: PlaneRows, settled: SettledPlanes, wanted: Sequence[str]) -> CodedColumn[tuple[int, ...]]:
    """Return the statuses of facts of the schools for each row, together; many rows have the same.

    Costs some passes over the rows for each fact.
    """
    statuses = [bytes(statuses_of_planes(rows, settled.facts.school[name])) for name in wanted]
    groups = group_rows([(array("B", one), 4) for one in statuses], rows.rows)
    return CodedColumn([tuple(one[row] for one in statuses) for row in groups.rows], groups.codes)
