"""The verb ``kd.carry_over_many``: every row of a table carried over to a new framework (semantics 4.7)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kiemdinh.evidence.dossier import ToConfirm
from kiemdinh.evidence.reading import read_date_argument, read_dossier, read_required_date
from kiemdinh.portfolio.carrying.carried_table import CarriedRow, CarriedTable
from kiemdinh.portfolio.tables import SchoolTable, read_table
from kiemdinh.standards.catalogue import load
from kiemdinh.transitions.carrying import OldDossier, carry_records, find_mapping, find_raised, open_base

if TYPE_CHECKING:
    from collections.abc import Hashable

    from kiemdinh.data.transitions import RaisedLevel
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.standards.catalogue import AnyFramework
    from kiemdinh.standards.loading import Framework
    from kiemdinh.transitions.crosswalks import AnyCrosswalk

__all__ = ["carry_over_many"]


def carry_over_many(
    table: Any,
    *,
    framework: AnyFramework,
    to: AnyFramework,
    on: dt.date | str,
    columns: Any = None,
    crosswalk: AnyCrosswalk | None = None,
    dated: dt.date | str | None = None,
) -> CarriedTable:
    """Carry over every row of a table of schools; the result for each row is that of :func:`kiemdinh.carry_over`.

    Parameters
    ----------
    table
        A ``Path`` of a file, a frame, or rows as mappings, as :func:`kiemdinh.assess_many` takes it.
    framework
        The old framework, by which the table is read.
    to
        The new framework.
    on
        The day of the new dossiers.
    columns
        What the columns stand for where their headings do not say it.
    crosswalk
        How the two frameworks relate; None for the bundled crosswalk.
    dated
        The day of rows that have none; None takes *on*.

    Raises
    ------
    InputError
        The table cannot be read as one, or there is no such crosswalk.

    Notes
    -----
    The cost is that of reading the table and some milliseconds for each row.

    Examples
    --------
    >>> rows = [{"school": "A", "date": "2026-05-30", "1.1": "muc-2", "1.3": "muc-1"}]
    >>> done = carry_over_many(rows, framework="vn.tt18-2018", to="vn.tt57-2026.pho-thong", on="2027-06-30")
    >>> [(row.school, row.done.several_sources) for row in done.rows]
    [('A', ())]
    """
    day = read_required_date(on, "on")
    target = load(to, on=day)
    first = load(framework, on=day) if isinstance(framework, str) and dated is None else load(framework, on=_day(dated))
    read = table if isinstance(table, SchoolTable) else read_table(first, table, columns=columns)
    raised = _KnownRaises()
    mapping = find_mapping(read.framework, target, crosswalk)
    rows = []
    for row in range(len(read)):
        dossier = read_dossier(read.dossier_of(row), read.framework, default_date=_day(dated) or day)
        old = OldDossier(dossier, read.framework)
        done, draft = carry_records(old, mapping, day, open_base(None, target, day), find_levels=raised.find)
        rows.append(CarriedRow(read.rows.schools[row], read.rows.years[row], done, draft))
    return CarriedTable(target, tuple(rows), read.rejected, table)


def _day(day: dt.date | str | None) -> dt.date | None:
    return read_date_argument(day, "dated")


class _KnownRaises:
    """The levels that are lifted, kept for rows with the same records, which most rows of a table have."""

    def __init__(self) -> None:
        self.known: dict[Hashable, tuple[RaisedLevel, ...]] = {}

    def find(self, framework: Framework, base: Dossier, draft: Dossier, on: dt.date) -> tuple[RaisedLevel, ...]:
        """Return what :func:`find_raised` returns; a look-up for a row like an earlier one."""
        key = tuple(_content_of(one) for one in (base, draft))
        if key not in self.known:
            self.known[key] = find_raised(framework, base, draft, on)
        return self.known[key]


def _content_of(dossier: Dossier) -> str:
    """Return the content of a dossier that its levels depend on: not the school, nor the origin of a finding."""
    school = replace(dossier.school, id=None, name=None)
    # What is to be confirmed is unknown, wherever it came from; into an empty dossier nothing else is carried.
    findings = tuple(replace(one, verdict=ToConfirm()) for one in dossier.findings)
    return replace(dossier, school=school, findings=findings).digest
