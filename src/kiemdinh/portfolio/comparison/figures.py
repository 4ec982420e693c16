"""How the figures of schools are spread: the lowest, the quartiles and the highest of each figure (semantics 6.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from kiemdinh.data.office import SPREAD
from kiemdinh.evidence.dossier import ValueRecord
from kiemdinh.evidence.reading import RECORD_DAY
from kiemdinh.evidence.resolution import find_prevailing
from kiemdinh.rules import Number

if TYPE_CHECKING:
    from kiemdinh.portfolio.comparison.counts import Members, YearStates
    from kiemdinh.portfolio.comparison.schools import GroupKey, YearBatch
    from kiemdinh.portfolio.tables import CellEntry, TableColumn

__all__ = ["FigureSpread", "SchoolFigures", "find_quartiles", "read_figures", "spread_figures", "tell_spreads"]

SchoolFigures: TypeAlias = "Mapping[str, Mapping[str, Number]]"
"""For each figure, by its name without a school year, the number that each school has; schools without one are left
out."""


@dataclass(frozen=True, slots=True)
class FigureSpread:
    """How one figure (chỉ báo định lượng) is spread among the schools of a group in one year.

    See the example of :func:`kiemdinh.peers`.

    Attributes
    ----------
    group
        The group; None for all schools.
    year, framework
        The year, and the id of the framework.
    figure
        The name of the input, with the stage or the members that it is given for: ``teachers_trained@thcs``.
    known, unknown
        How many schools of the group, of those that the framework is for, have the figure, and how many do not.
    quartiles
        The lowest, the three quartiles and the highest figure; empty where no school has one.
    """

    group: GroupKey | None
    year: str
    framework: str
    figure: str
    known: int
    unknown: int
    quartiles: tuple[Number, ...]


def find_quartiles(numbers: Sequence[Number]) -> tuple[Number, ...]:
    """Return the lowest of *numbers*, their three quartiles and the highest; nothing of none.

    A quartile is one of the numbers: the least that a quarter, half or three quarters of them do not exceed. So a
    number of people stays whole.

    >>> find_quartiles([40, 10, 30, 20])
    (10, 10, 20, 30, 40)
    >>> find_quartiles([])
    ()
    """
    if not numbers:
        return ()
    ordered = sorted(numbers)
    last = len(SPREAD) - 1
    # The rank from 1 is the share of the numbers, rounded up; the least has rank 1.
    ranks = [max(1, -(-len(ordered) * part // last)) for part in range(len(SPREAD))]
    return tuple(ordered[rank - 1] for rank in ranks)


def spread_figures(figures: SchoolFigures, states: YearStates, members: Members) -> Iterator[FigureSpread]:
    """Yield how each figure of a year, as :func:`read_figures` returns them, is spread in each group."""
    of_framework = states.states.keys() | states.due
    for figure, by_school in figures.items():
        for group, schools in members.items():
            counted = [school for school in schools if school in of_framework]
            known = [by_school[school] for school in counted if school in by_school]
            yield FigureSpread(
                group, states.year, states.framework.id, figure, len(known), len(counted) - len(known),
                find_quartiles(known),
            )  # fmt: skip


def tell_spreads(spreads: Sequence[FigureSpread]) -> dict[str, list[Any]]:
    """Return spreads as columns, without their groups."""
    nothing = (None,) * len(SPREAD)
    told = [one.quartiles or nothing for one in spreads]
    return {
        **{name: [getattr(one, name) for one in spreads] for name in ("figure", "known", "unknown")},
        **{name: [quartiles[place] for quartiles in told] for place, name in enumerate(SPREAD)},
        **{name: [getattr(one, name) for one in spreads] for name in ("year", "framework")},
    }


def read_figures(parts: Sequence[YearBatch]) -> SchoolFigures:
    """Return the figures that the schools of a year have: of each the one of the latest school year that is recorded.

    A figure is a number for which a table has a column; it is there also where no school has it.
    What is unknown, disputed, pending or expired on the day of the row is no figure (3.5). The cost is a look at each
    cell of a figure.
    """
    find_standing = cache(_find_standing)  # thousands of cells have the same
    found: dict[str, dict[str, Number]] = {}
    for part in parts:
        for figure, columns in _list_columns(part).items():
            own = found.setdefault(figure, {})
            for school, row in part.rows.items():
                entry = _find_entry(columns, row)
                day = part.batch.table.rows.days[row]
                number = None if entry is None or day is None else find_standing(entry.records, day)
                if number is not None:
                    own[school] = number
    return found


def _list_columns(part: YearBatch) -> Mapping[str, Sequence[TableColumn]]:
    """Return the columns of each figure, that of the latest school year first."""
    inputs = part.batch.framework.inputs
    found: dict[str, list[TableColumn]] = {}
    for column in part.batch.table.columns:
        meaning = column.meaning
        if meaning.kind == "input" and inputs[meaning.id].type == "number":
            found.setdefault(str(replace(meaning, year=None)), []).append(column)
    return {
        figure: sorted(columns, key=lambda column: column.meaning.year or "", reverse=True)
        for figure, columns in found.items()
    }


def _find_entry(columns: Sequence[TableColumn], row: int) -> CellEntry | None:
    """Return what a row records in the first column in which it records something."""
    return next((column.entries[code] for column in columns if (code := column.codes[row])), None)


def _find_standing(records: tuple[ValueRecord, ...], day: dt.date) -> Number | None:
    """Return the number of the record that prevails on a day (3.5); None where there is none, or it is open."""
    dated = [replace(one, date=day) if one.date == RECORD_DAY else one for one in records]
    known = (one for one in dated if one.date <= day)
    prevailing = find_prevailing(known, lambda one: (one.value, one.part, one.whole), day)
    return None if prevailing is None or prevailing.reason is not None else prevailing.record.value
