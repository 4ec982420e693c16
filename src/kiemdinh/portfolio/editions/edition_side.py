"""The schools of a table as one edition judges them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kiemdinh.data.office import LevelRange
from kiemdinh.portfolio.batch import Batch, assess_many
from kiemdinh.portfolio.coded import code_cells
from kiemdinh.portfolio.tables import SchoolTable, assess_on, find_latest_rows, read_again, take_rows
from kiemdinh.transitions.diffs import match_nodes

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["EditionSide", "read_by", "take_schools"]


@dataclass(frozen=True)
class EditionSide:
    """The last assessment of each school by an edition, all on one day.

    Attributes
    ----------
    batch
        The schools as they were assessed, each with one row.
    day
        The day.
    """

    batch: Batch

    day: dt.date

    @classmethod
    def assess(cls, table: SchoolTable, day: dt.date) -> EditionSide:
        """Assess the schools of a table by its edition, each by its last row."""
        rows = find_latest_rows(table, range(len(table)))
        latest = assess_on(take_rows(table, sorted(rows.values())), day)
        # Where schools have names alone these are their ids.
        ids = code_cells(sorted(rows, key=rows.__getitem__))
        return cls(assess_many(table.framework, replace(latest, rows=replace(latest.rows, schools=ids))), day)

    @property
    def table(self) -> SchoolTable:
        """The table, with one row for each school."""
        return self.batch.table

    @property
    def framework(self) -> Framework:
        """The edition."""
        return self.batch.framework

    @cached_property
    def ranges(self) -> Mapping[str, LevelRange]:
        """The range of levels of each school that could be assessed."""
        columns = self.batch.level_columns
        pairs = zip(columns["level"], columns["attainable"], strict=True)
        return {school: LevelRange(*pair) for school, pair in zip(columns["school"], pairs, strict=True)}

    @property
    def names(self) -> dict[str, str | None]:
        """The schools, each with its name where the table has one."""
        about = self.table.rows
        return {school: name for school, name in zip(about.schools, about.names, strict=True) if school is not None}

    @property
    def level_ids(self) -> list[str]:
        """The ids of the levels, lowest first."""
        return [level.id for level in self.batch.level_refs]

    def narrow(self, schools: Collection[str]) -> EditionSide:
        """Return the side with some schools alone."""
        return EditionSide.assess(take_schools(self.table, schools), self.day)


def read_by(table: SchoolTable, framework: Framework) -> SchoolTable:
    """Return a table as an edition of its framework reads it; the same one where it was read by that edition."""
    if table.framework.content_digest == framework.content_digest:
        return table
    return read_again(table, framework, match_nodes(table.framework, framework).new_of)


def take_schools(table: SchoolTable, schools: Collection[str]) -> SchoolTable:
    """Return a table with the last row of some schools alone."""
    rows = find_latest_rows(table, range(len(table)))
    return take_rows(table, sorted(row for school, row in rows.items() if school in schools))
