"""Results that a batch has worked out, as what a dossier records of a member."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol, runtime_checkable

from kiemdinh.evidence.dossier import RecordedResult
from kiemdinh.standards.names import MemberName, ReferenceName

if TYPE_CHECKING:
    from kiemdinh.portfolio.tables import SchoolTable
    from kiemdinh.standards.loading import Framework

__all__ = ["ORIGIN_COLUMNS", "ComputedResult", "HasLevels", "find_latest", "list_computed", "list_origins"]

ORIGIN_COLUMNS: Final = ("outcome", "stage", "on", "framework", "digest")
"""What a file of levels says beside the levels, so that they can be read as results of members."""


@runtime_checkable
class HasLevels(Protocol):
    """A batch: the levels of schools, and the table from which they were worked out."""

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


def list_origins(framework: Framework, days: Sequence[dt.date | None]) -> dict[str, list[Any]]:
    """Return the columns of ``ORIGIN_COLUMNS`` for rows that were assessed under a framework, each on its day."""
    outcome, stage = name_outcome(framework)
    same = {"outcome": outcome, "stage": stage, "framework": framework.id, "digest": framework.digest}
    columns = {name: [value] * len(days) for name, value in same.items()}
    columns["on"] = [None if day is None else day.isoformat() for day in days]
    return {name: columns[name] for name in ORIGIN_COLUMNS}


@dataclass(frozen=True, slots=True)
class ComputedResult:
    """The result that was computed for a member on a day.

    Attributes
    ----------
    member
        The id of the member.
    outcome, stage
        Of which outcome, as others refer to it, and for which stage.
    level, attainable
        The guaranteed and the attainable step; None is below the lowest.
    determined
        Whether the two are all that can be; of a decision list without a certain label they say nothing.
    on
        The day.
    framework, digest
        The framework that computed it, and its digest.
    """

    member: str
    outcome: str
    stage: str | None
    level: str | None
    attainable: str | None
    determined: bool
    on: dt.date
    framework: str
    digest: str

    def to_record(self, kind: str, *, has_stages: bool) -> RecordedResult:
        """Return it as a record of a member of a kind; one that names no stages is one part."""
        member = MemberName(kind, self.member, self.stage if has_stages else None)
        return RecordedResult(
            self.outcome, member, self.level, self.attainable, "computed", self.on, digest=self.digest,
            framework=self.framework,
        )  # fmt: skip


def list_computed(batch: HasLevels) -> Iterator[ComputedResult]:
    """Yield what a batch has worked out of each school that has an id. The cost is one pass over the rows."""
    outcome, stage = name_outcome(batch.framework)
    columns, days = batch.level_columns, batch.table.rows.days
    cells = zip(*(columns[name] for name in ("school", "level", "attainable", "determined")), strict=True)
    for row, (school, level, attainable, determined) in zip(batch.rows, cells, strict=True):
        on = days[row]
        if school is not None and on is not None:
            yield ComputedResult(
                school, outcome, stage, level, attainable, determined, on, batch.framework.id, batch.framework.digest
            )  # fmt: skip


def find_latest(results: Iterable[ComputedResult], day: dt.date) -> dict[str, list[ComputedResult]]:
    """Return the latest result of each member, outcome and stage on a day, by the id of the member.

    A decision list without a certain label counts as no result. Of several results of one day the last one counts.
    """
    latest: dict[tuple[str, str, str | None], ComputedResult] = {}
    for one in results:
        key = (one.member, one.outcome, one.stage)
        says = one.determined or one.level is not None or one.attainable is not None
        if says and one.on <= day and (key not in latest or latest[key].on <= one.on):
            latest[key] = one
    found: dict[str, list[ComputedResult]] = defaultdict(list)
    for one in latest.values():
        found[one.member].append(one)
    return found
