"""What a register has of one school: an entry for the days of a row, and the awards in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from kiemdinh.parsing.frozen import FrozenMap

__all__ = ["AwardState", "RegisterEntry", "RegisteredAward"]

AwardState: TypeAlias = Literal["held", "expired", "withdrawn", "unknown"]
"""What a register says of an award beside its days."""


@dataclass(frozen=True, slots=True, order=True)
class RegisteredAward:
    """An award that a register says a school was given.

    See the example of :func:`kiemdinh.read_register`.

    Attributes
    ----------
    award, grade
        What was given, as the register names it; grade is None where it has none.
    signed, ends
        The day of the decision and the last day of its validity; each None where the register has none.
    state
        What the register says of it; None where it says nothing.
    """

    award: str
    grade: str | None = None
    signed: dt.date | None = None
    ends: dt.date | None = None
    state: AwardState | None = None


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One school on the days on which a row of a register holds.

    Attributes
    ----------
    id, name
        The id of the school, and its name where the register has one.
    stages
        Its stages as the register names them; those of general education by their usual ids (``tieu-hoc``).
    commune, district, province
        The ids of the places that it belongs to; None where the register does not say.
    public
        Whether the state runs it: True or False; any other word as it stands in the register; None where there is none.
    first_day, last_day
        The first and the last day on which the entry holds; None where there is no limit.
    succeeds
        The ids of the schools in whose place it came.
    awards
        The awards that it was given.
    inputs
        The cells of the other columns that say something of it, by their headings, as they stand in the table.
    file, sheet, row
        Where the row stands; rows are counted as a spreadsheet counts them.
    letters
        The column of each of its cells, as a spreadsheet names it, by the id or the heading of the column.
    """

    id: str
    name: str | None = None
    stages: tuple[str, ...] = ()
    commune: str | None = None
    district: str | None = None
    province: str | None = None
    public: Any = None
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    succeeds: tuple[str, ...] = ()
    awards: tuple[RegisteredAward, ...] = ()
    inputs: Mapping[str, Any] = field(default_factory=lambda: FrozenMap({}))
    file: str | None = field(default=None, compare=False)
    sheet: str | None = field(default=None, compare=False)
    row: int = field(default=0, compare=False)
    letters: Mapping[str, str] = field(default_factory=lambda: FrozenMap({}), compare=False, repr=False)

    def cell_of(self, column: str) -> str:
        """Return the cell of a column, by its id or heading: ``D17``, or ``Schools!D17`` in a workbook."""
        cell = f"{self.letters.get(column, 'A')}{self.row}"
        return cell if self.sheet is None else f"{self.sheet}!{cell}"

    def belongs_on(self, day: dt.date) -> bool:
        """Whether the entry holds on a day.

        >>> RegisterEntry("A", last_day=dt.date(2023, 8, 31)).belongs_on(dt.date(2023, 9, 1))
        False
        """
        return (self.first_day is None or self.first_day <= day) and (self.last_day is None or day <= self.last_day)

    def overlaps(self, other: RegisterEntry) -> bool:
        """Whether there is a day on which both hold."""
        return _is_before(self.first_day, other.last_day) and _is_before(other.first_day, self.last_day)


def _is_before(first: dt.date | None, last: dt.date | None) -> bool:
    return first is None or last is None or first <= last
