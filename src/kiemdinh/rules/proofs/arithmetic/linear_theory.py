"""Whether the comparisons that a search requires can hold together, where they compare sums of values.

Interval arithmetic looks at each comparison by itself: it does not see that a number is never above itself, nor that a
sum cannot be at least five times another and below four times that. The comparisons that are required are read as
linear inequalities, which are solved together. Without a solution the search is at a dead end; with one, its numbers
are tried first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from kiemdinh.rules import terms
from kiemdinh.rules.proofs.arithmetic.simplex import Row, solve_rows
from kiemdinh.rules.terms import MET, UNKNOWN, Interval, Truth

if TYPE_CHECKING:
    from kiemdinh.rules.proofs.gates import CircuitGate

__all__ = ["LinearTheory"]

_MAX_TERMS: Final = 400
"""Terms of all inequalities together that are still solved."""

_Form: TypeAlias = "tuple[dict[int, Fraction], Fraction]"
"""The factor of each gate that is no sum, by its place among those that are used, and a constant."""


class LinearTheory:
    """Reads comparisons as linear inequalities over gates, and solves those that are required.

    Parameters
    ----------
    gates
        The gates of the circuit.
    used
        The gates that the goal of the search depends on, in declared order: the numbers that are found depend on it.
    """

    def __init__(self, gates: Sequence[CircuitGate], used: Iterable[int]) -> None:
        self._gates, self._used = gates, used
        self._order: Sequence[int] = ()
        self._places: Mapping[int, int] = {}
        self._forms: dict[int, _Form] = {}
        self._compared: list[int] | None = None

    def is_arithmetic(self, gate: int) -> bool:
        """Return whether a gate is a comparison of more than one value with a number."""
        if not isinstance(self._gates[gate].term, terms.Compare):
            return False
        left, right = (self._gates[member].term for member in self._gates[gate].members)
        return not (isinstance(left, terms.Constant) or isinstance(right, terms.Constant)) or isinstance(
            left, terms.Sum | terms.Mean
        )

    def find_point(self, required: Sequence[Any], most: int) -> Mapping[int, Fraction] | None:
        """Return numbers for gates by which all comparisons hold that are required; None where there are none.

        *required* is what each gate must be; where more than *most* comparisons are required, nothing is solved. Gates
        that no comparison of several values reads are left out; the result is empty where nothing is known.
        """
        if self._compared is None:  # most searches end before they come here
            gates = self._gates
            self._order = tuple(self._used)
            self._places = {gate: place for place, gate in enumerate(self._order)}
            self._compared = [number for number in self._order if isinstance(gates[number].term, terms.Compare)]
        wanted = [(gate, required[gate]) for gate in self._compared if required[gate] is not UNKNOWN]
        if len(wanted) > most:
            return {}
        rows = [row for gate, truth in wanted for row in self._read_rows(gate, truth)]
        joint = [row for row in rows if len(row.factors) != 1]
        # A bound of one value is in its range already; it only adds whether the bound itself is left out.
        variables = {variable for row in joint for variable in row.factors}
        rows = [row for row in rows if len(row.factors) != 1 or not variables.isdisjoint(row.factors)]
        if not joint or sum(len(row.factors) for row in rows) > _MAX_TERMS:
            return {}
        ranges: dict[int, Interval] = {variable: required[self._order[variable]] for variable in sorted(variables)}
        point = solve_rows(rows, ranges)
        return None if point is None else {self._order[variable]: number for variable, number in point.items()}

    def _read_rows(self, gate: int, truth: Truth) -> list[Row]:
        """Return what a comparison that is required says: one inequality, two for an equality."""
        left, right = self._gates[gate].members
        factors, constant = self._subtract(self._form_of(left), self._form_of(right))
        up = Row(factors, -constant)
        down = Row({variable: -factor for variable, factor in factors.items()}, constant)
        operator = self._gates[gate].term.op
        if operator == "==":
            return [up, down] if truth is MET else []
        is_up = (operator in (">=", ">")) is (truth is MET)
        is_strict = (operator in (">", "<")) is (truth is MET)
        row = up if is_up else down
        return [Row(row.factors, row.bound, is_strict)]

    def _form_of(self, gate: int) -> _Form:
        if gate not in self._forms:
            self._forms[gate] = self._build_form(gate)
        return self._forms[gate]

    def _build_form(self, gate: int) -> _Form:
        term, members = self._gates[gate].term, self._gates[gate].members
        if isinstance(term, terms.Constant):
            return {}, Fraction(term.value)
        if isinstance(term, terms.Sum):
            weights = term.weights or (1,) * len(members)
            return self._add(zip(map(Fraction, weights), members, strict=True))
        if isinstance(term, terms.Mean):
            return self._add((Fraction(1, len(members)), member) for member in members)
        return {self._places[gate]: Fraction(1)}, Fraction(0)

    def _add(self, weighted: Iterable[tuple[Fraction, int]]) -> _Form:
        total: dict[int, Fraction] = {}
        constant = Fraction(0)
        for weight, member in weighted:
            factors, number = self._form_of(member)
            constant += weight * number
            for variable, factor in factors.items():
                total[variable] = total.get(variable, Fraction(0)) + weight * factor
        return {variable: factor for variable, factor in total.items() if factor}, constant

    def _subtract(self, left: _Form, right: _Form) -> _Form:
        factors = dict(left[0])
        for variable, factor in right[0].items():
            factors[variable] = factors.get(variable, Fraction(0)) - factor
        return {variable: factor for variable, factor in factors.items() if factor}, left[1] - right[1]
