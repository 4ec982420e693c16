"""The columns of a value: what is known of them before there is a table, and the columns themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from kiemdinh.rules.compiled.code_columns import CodeColumn
from kiemdinh.rules.compiled.column_ends import ColumnEnd
from kiemdinh.rules.compiled.column_spans import ColumnSpan, common_unit
from kiemdinh.rules.compiled.plane_logic import require_exact
from kiemdinh.rules.compiled.plane_rows import Column, Plane, PlaneRows
from kiemdinh.rules.terms import UNBOUNDED, Interval, Number

__all__ = ["FigureColumns", "FigureForm", "code_figures"]


@dataclass(frozen=True, slots=True)
class FigureForm:
    """What is known of the columns of a value before there is a table.

    Attributes
    ----------
    least, greatest
        No number in the columns is beyond these.
    unit
        What one in the columns stands for: 1/100 where they hold hundredths.
    missing
        What the value can be where it is missing: then the value has one column, and a plane of the schools that miss
        it. None where it has two columns, those of its low and high ends, and two planes of those that are open.
    """

    least: int = -(10**9)
    greatest: int = 10**9
    unit: Fraction = Fraction(1)
    missing: Interval | None = None

    @property
    def width(self) -> int:
        """How many columns the value has, and how many planes."""
        return 2 if self.missing is None else 1

    def span_of(self, columns: Sequence[str], planes: Sequence[str]) -> ColumnSpan:
        """Return the quantity in the source, by the variables of its columns and planes."""
        missing = self.missing or UNBOUNDED
        low = self._end_of(columns[0], planes[0], missing.low)
        return ColumnSpan(low, self._end_of(columns[-1], planes[-1], missing.high), self.unit)

    def _end_of(self, column: str, plane: str, where_missing: Number | None) -> ColumnEnd:
        at = None if where_missing is None else self._count_units(where_missing)
        return ColumnEnd(column, self.least, self.greatest, plane, at)

    def _count_units(self, number: Number) -> int:
        units = number / self.unit
        if units.denominator != 1:
            message = f"{number} is not a whole number of units of {self.unit}"
            raise ValueError(message)
        return int(units)


class FigureColumns(NamedTuple):
    """The columns of a value and its planes, as its form has them; numbers of schools in a plane mean nothing."""

    form: FigureForm
    columns: tuple[Column, ...]
    planes: tuple[Plane, ...]

    def gather(self, rows: PlaneRows, positions: Sequence[int]) -> FigureColumns:
        """Return the columns of the schools at these positions."""
        columns = tuple(rows.gather_column(column, positions) for column in self.columns)
        return FigureColumns(self.form, columns, tuple(rows.gather(plane, positions) for plane in self.planes))


def code_figures(rows: PlaneRows, codes: Any, spans: Sequence[Interval]) -> FigureColumns:
    """Return the columns of a value that depends on a code.

    Costs the exact arithmetic of one school for each code, and a look-up for each school.

    Parameters
    ----------
    rows
        How many schools there are.
    codes
        The code of each: an array of unsigned integers, or bytes.
    spans
        What is known of the value, by code: the number, what it can be where it is missing, or any other interval.

    Raises
    ------
    InexactError
        A number is too large, or has too many decimals beside another.
    """
    unit = common_unit([Fraction(end) for span in spans for end in (span.low, span.high) if end is not None])
    known = [int(end / unit) for span in spans for end in (span.low, span.high) if end is not None]
    least, greatest = min(known, default=0), max(known, default=0)
    require_exact(rows.max_number, least, greatest)
    ends = _Ends(rows, CodeColumn(rows, codes), unit)
    missing = {span for span in spans if not span.known}
    if len(missing) > 1:
        low, high = (ends.read(each) for each in zip(*((span.low, span.high) for span in spans), strict=True))
        return FigureColumns(FigureForm(least, greatest, unit), (low[0], high[0]), (low[1], high[1]))
    column, plane = ends.read(span.low if span.known else None for span in spans)
    form = FigureForm(least, greatest, unit, missing.pop() if missing else UNBOUNDED)
    return FigureColumns(form, (column,), (plane,))


class _Ends(NamedTuple):
    rows: PlaneRows
    codes: CodeColumn
    unit: Fraction

    def read(self, ends: Iterable[Number | None]) -> tuple[Column, Plane]:
        """Return the column of ends by code, and the plane of those that are open."""
        each = [*ends]
        numbers = [0 if end is None else int(end / self.unit) for end in each]
        return self.rows.take(numbers, self.codes.codes), self.codes.find([end is None for end in each])
