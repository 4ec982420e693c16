"""The schools of several batches as the editions in force judge them, and as earlier ones do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kiemdinh.evidence.reading import read_dossier
from kiemdinh.portfolio.editions import EditionSide, read_by, take_schools
from kiemdinh.portfolio.registers import AwardState, RegisteredAward
from kiemdinh.portfolio.tables import find_latest_rows
from kiemdinh.standards.catalogue import is_bundled, load_bundled

if TYPE_CHECKING:
    from kiemdinh.portfolio.batch import Batch
    from kiemdinh.portfolio.tables import SchoolTable
    from kiemdinh.standards.loading import Framework

__all__ = ["AssessedSchools"]


@dataclass(frozen=True)
class AssessedSchools:
    """The schools of several batches on one day.

    Attributes
    ----------
    batches
        The batches, each of one framework.
    day
        The day.
    """

    batches: Sequence[Batch]
    day: dt.date

    @cached_property
    def sides(self) -> tuple[EditionSide, ...]:
        """The schools of each batch by the edition of its framework that is in force on the day, else its own."""
        return tuple(self._assess(batch) for batch in self.batches)

    def _assess(self, batch: Batch) -> EditionSide:
        own = batch.framework
        edition = (load_bundled(own.id, self.day) or own) if is_bundled(own) else own
        if edition.content_digest == own.content_digest and _is_of_day(batch, self.day):
            return EditionSide(batch, self.day)
        return EditionSide.assess(read_by(batch.table, edition), self.day)

    @cached_property
    def side_of(self) -> Mapping[str, EditionSide]:
        """The side that judges each school: one whose edition is in force where there is one, else the last."""
        found: dict[str, EditionSide] = {}
        for side in sorted(self.sides, key=lambda side: side.framework.edition_holds(self.day)):
            found |= dict.fromkeys(side.ranges, side)
        return found

    def table_of(self, framework_id: str) -> SchoolTable | None:
        """Return what is recorded under a framework; None where no batch is of it."""
        return next((batch.table for batch in self.batches if batch.framework.id == framework_id), None)

    def assess_by(self, edition: Framework, schools: Collection[str]) -> EditionSide | None:
        """Return schools as another edition judges them; None where nothing is recorded under its framework."""
        for side in self.sides:
            if side.framework.content_digest == edition.content_digest:
                return side
        table = self.table_of(edition.id)
        return None if table is None else EditionSide.assess(read_by(take_schools(table, schools), edition), self.day)

    def list_recorded_awards(self) -> Iterator[tuple[str, RegisteredAward]]:
        """Yield the awards that dossiers record, each with the school; tables with a row for each school have none."""
        for batch in self.batches:
            yield from _list_awards(batch.table, self.day)


def _list_awards(table: SchoolTable, day: dt.date) -> Iterable[tuple[str, RegisteredAward]]:
    if table.rows.beside is None:
        return
    for school, row in find_latest_rows(table, range(len(table))).items():
        if table.rows.beside[row] is None:
            continue
        for held in read_dossier(table.dossier_of(row), table.framework, default_date=day).held:
            state: AwardState | None = "withdrawn" if held.ended is not None and held.ended <= day else None
            yield school, RegisteredAward(held.award, held.grade, held.signed, held.until, state)


def _is_of_day(batch: Batch, day: dt.date) -> bool:
    """Whether a batch has one row for each school, all assessed on a day."""
    rows = batch.table.rows
    has_one_row = not rows.schools.has_gaps and len(set(rows.schools)) == len(rows)
    return has_one_row and all(one == day for one in rows.days.contents if one is not None)
