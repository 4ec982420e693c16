"""Systems of linear inequalities, strict ones too, solved exactly.

This is the general simplex method for variables with bounds (B. Dutertre and L. de Moura, "A fast linear-arithmetic
solver for DPLL(T)", CAV 2006). A strict bound is a bound that is off by an infinitely small amount; in the end a small
number is put in its place. By Bland's rule it always ends, and the number of its steps is bounded all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from kiemdinh.rules.terms import Interval

__all__ = ["Row", "solve_rows"]

_MAX_PIVOTS: Final = 400
"""Steps before a system is left unsolved."""

_Amount: TypeAlias = "tuple[Fraction, Fraction]"
"""A number, and how many times an infinitely small amount is added to it."""

_ZERO: Final = (Fraction(0), Fraction(0))


@dataclass(frozen=True, slots=True)
class Row:
    """A sum of variables, each times a factor, that is at least *bound*, or above it where *is_strict*."""

    factors: Mapping[int, Fraction]
    bound: Fraction
    is_strict: bool = False


def solve_rows(rows: list[Row], ranges: Mapping[int, Interval]) -> dict[int, Fraction] | None:
    """Return numbers for the variables by which all rows hold; None where there are none.

    The result is empty where it is not known: the system took too many steps.

    Parameters
    ----------
    rows
        The inequalities.
    ranges
        The range of each variable in them, both ends included.

    Examples
    --------
    >>> from kiemdinh.rules.terms import Interval
    >>> above, below = Row({1: Fraction(1)}, Fraction(3), True), Row({1: Fraction(-1)}, Fraction(-3))
    >>> solve_rows([above, below], {1: Interval(0, None)}) is None
    True
    >>> solve_rows([above], {1: Interval(0, 5)})
    {1: Fraction(4, 1)}
    """
    return _solve_row(rows[0], ranges) if len(rows) == 1 else _Simplex(rows, ranges).solve()


def _solve_row(row: Row, ranges: Mapping[int, Interval]) -> dict[int, Fraction] | None:
    """Solve one row as the tableau would, in one pass: the variables are moved to their ends, one after the other."""
    point = {variable: _find_start(interval)[0] for variable, interval in ranges.items()}
    missing = row.bound - sum((factor * point[variable] for variable, factor in row.factors.items()), Fraction(0))
    for variable, factor in sorted((variable, factor) for variable, factor in row.factors.items() if factor):
        if missing < 0 or (missing == 0 and not row.is_strict):
            return point
        end = ranges[variable].high if factor > 0 else ranges[variable].low
        room = None if end is None else factor * (end - point[variable])
        if room is None or room > missing or (room == missing and not row.is_strict):
            beyond = 1 if room is None else min(Fraction(1), room - missing)
            point[variable] += (missing + (beyond if row.is_strict else 0)) / factor
            return point
        point[variable] += room / factor
        missing -= room
    return point if missing < 0 or (missing == 0 and not row.is_strict) else None


def _find_start(interval: Interval) -> _Amount:
    """Return the end of an interval from which a variable is moved: the low one, where there is one."""
    start = interval.low if interval.low is not None else interval.high
    return _ZERO if start is None else (Fraction(start), Fraction(0))


class _Simplex:
    """The tableau: every row variable is a sum of the variables outside, and is moved into its bounds one by one.

    Row variables have the numbers -1, -2, … .
    """

    def __init__(self, rows: list[Row], ranges: Mapping[int, Interval]) -> None:
        self._variables = list(ranges)
        self._low: dict[int, _Amount] = {}
        self._high: dict[int, _Amount] = {}
        self._at: dict[int, _Amount] = {}
        for variable, interval in ranges.items():
            if interval.low is not None:
                self._low[variable] = (Fraction(interval.low), Fraction(0))
            if interval.high is not None:
                self._high[variable] = (Fraction(interval.high), Fraction(0))
            self._at[variable] = _find_start(interval)
        self._table: dict[int, dict[int, Fraction]] = {}
        for number, row in enumerate(rows, 1):
            self._table[-number] = {variable: factor for variable, factor in row.factors.items() if factor}
            self._low[-number] = (row.bound, Fraction(int(row.is_strict)))
            self._at[-number] = self._sum(self._table[-number])

    def solve(self) -> dict[int, Fraction] | None:
        """Return a solution; None where there is none, nothing where the steps ran out."""
        for _ in range(_MAX_PIVOTS):
            leaving = min((variable for variable in self._table if self._misses(variable)), default=None)
            if leaving is None:
                return self._read_point()
            entering = self._choose_entering(leaving)
            if entering is None:
                return None
            self._pivot(leaving, entering)
        return {}

    def _sum(self, factors: Mapping[int, Fraction]) -> _Amount:
        number = sum((factor * self._at[variable][0] for variable, factor in factors.items()), Fraction(0))
        small = sum((factor * self._at[variable][1] for variable, factor in factors.items()), Fraction(0))
        return number, small

    def _misses(self, variable: int) -> bool:
        return self._is_below(variable) or self._is_above(variable)

    def _is_below(self, variable: int) -> bool:
        return variable in self._low and self._at[variable] < self._low[variable]

    def _is_above(self, variable: int) -> bool:
        return variable in self._high and self._at[variable] > self._high[variable]

    def _choose_entering(self, leaving: int) -> int | None:
        """Return the first variable that can still move so that *leaving* comes nearer to its bound."""
        is_up = self._is_below(leaving)
        for variable, factor in sorted(self._table[leaving].items()):
            rises = (factor > 0) is is_up
            end = self._high.get(variable) if rises else self._low.get(variable)
            if end is None or (self._at[variable] < end if rises else self._at[variable] > end):
                return variable
        return None

    def _pivot(self, leaving: int, entering: int) -> None:
        """Move *leaving* to the bound that it misses, and let it and *entering* change places."""
        target = self._low[leaving] if self._is_below(leaving) else self._high[leaving]
        row = self._table.pop(leaving)
        factor = row.pop(entering)
        step = tuple((end - now) / factor for end, now in zip(target, self._at[leaving], strict=True))
        self._at[leaving] = target
        self._at[entering] = (self._at[entering][0] + step[0], self._at[entering][1] + step[1])
        solved = _divide_row(row, -factor) | {leaving: 1 / factor}
        for variable, other in self._table.items():
            times = other.pop(entering, Fraction(0))
            if times:
                for name, each in solved.items():
                    other[name] = other.get(name, Fraction(0)) + times * each
                self._table[variable] = {name: each for name, each in other.items() if each}
                self._at[variable] = self._sum(self._table[variable])
        self._table[entering] = solved

    def _read_point(self) -> dict[int, Fraction]:
        """Return the numbers of the variables, with a number for the small amount by which no bound is missed."""
        small = Fraction(1)
        for bounds, sign in ((self._low, 1), (self._high, -1)):
            for variable, (number, amount) in bounds.items():
                distance = sign * (self._at[variable][0] - number)
                slope = sign * (amount - self._at[variable][1])
                if slope > 0:
                    small = min(small, distance / slope)
        return {variable: self._at[variable][0] + small * self._at[variable][1] for variable in self._variables}


def _divide_row(row: Mapping[int, Fraction], divisor: Fraction) -> dict[int, Fraction]:
    """Return the factors of a row, each divided by a number; most often it is 1 or -1, and division is slow."""
    if divisor == 1:
        return dict(row)
    if divisor == -1:
        return {variable: -factor for variable, factor in row.items()}
    return {variable: factor / divisor for variable, factor in row.items()}
