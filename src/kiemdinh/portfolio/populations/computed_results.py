"""Results that a batch has worked out, as what a dossier records of a member."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol, runtime_checkable

from kiemdinh.evidence.dossier import RecordedResult
from kiemdinh.standards.definition import LadderOutcome
from kiemdinh.standards.names import MemberName, ReferenceName

if TYPE_CHECKING:
    from kiemdinh.portfolio.tables import SchoolTable
    from kiemdinh.standards.loading import Framework

__all__ = ["ORIGIN_COLUMNS", "HasLevels", "list_computed", "list_origins", "name_outcome"]

ORIGIN_COLUMNS: Final = ("outcome", "stage", "on", "framework", "digest")
"""What a file of levels says beside the levels, so that they can be read as results of members."""


@runtime_checkable
class HasLevels(Protocol):
    """A batch: the levels of schools, and the table that they were worked out of."""

    @property
    def table(self) -> SchoolTable:
        """The table as it was read."""

    @property
    def rows(self) -> Sequence[int]:
        """The rows that could be assessed."""

    @property
    def framework(self) -> Framework:
        """The framework that all schools were assessed under."""

    @property
    def level_columns(self) -> Mapping[str, Sequence[Any]]:
        """For each such row its school, year, level, attainable level, and whether it is determined."""


def name_outcome(framework: Framework) -> tuple[str, str | None]:
    """Return the main outcome of a framework as others refer to it, and the stage that the framework is for.

    A framework of a family is referred to by its family.
    """
    definition = framework.definition
    name = ReferenceName(definition.family or framework.id, framework.outcomes[0].id)
    return str(name), definition.stage if definition.family else None


def list_origins(batch: HasLevels) -> dict[str, list[Any]]:
    """Return the columns of ``ORIGIN_COLUMNS`` for each row of a batch that has a level."""
    outcome, stage = name_outcome(batch.framework)
    days = [batch.table.rows.days[row] for row in batch.rows]
    same = {"outcome": outcome, "stage": stage, "framework": batch.framework.id,
            "digest": batch.framework.digest}  # fmt: skip
    columns = {name: [value] * len(days) for name, value in same.items()}
    columns["on"] = [None if day is None else day.isoformat() for day in days]
    return {name: columns[name] for name in ORIGIN_COLUMNS}


def list_computed(batch: HasLevels, kind: str, day: dt.date) -> Iterator[RecordedResult]:
    """Yield the latest result of each school of a batch on a day, as a record of a member.

    Of a decision list a school without a certain label has no record. The cost is one pass over the rows.
    """
    outcome, stage = name_outcome(batch.framework)
    is_ladder = isinstance(batch.framework.outcomes[0], LadderOutcome)
    columns, days = batch.level_columns, batch.table.rows.days
    latest: dict[str, tuple[dt.date, int]] = {}
    for place, row in enumerate(batch.rows):
        school, on = columns["school"][place], days[row]
        if school is not None and on is not None and on <= day and (school not in latest or latest[school][0] <= on):
            latest[school] = on, place
    for school, (on, place) in latest.items():
        low, high = columns["level"][place], columns["attainable"][place]
        if is_ladder or low is not None:
            member = MemberName(kind, school, stage)
            yield RecordedResult(outcome, member, low, high, "computed", on, digest=batch.framework.digest)
