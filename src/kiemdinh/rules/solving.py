"""What a solver is to the kernel: an argument that answers one kind of question (*bộ giải*)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from kiemdinh.rules._gates import Gate, Literal, bits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemdinh.rules._gates import Gates

__all__ = ["Program", "Row", "Solver", "program"]


class Row(NamedTuple):
    """The sum of coefficient times variable over `terms` (variable, coefficient) is at least `least`."""

    terms: tuple[tuple[int, int], ...]
    least: int


@dataclass(frozen=True, slots=True)
class Program:
    """Zero-one variables, each with a cost that is a whole number and not negative, and the rows they must satisfy."""

    costs: tuple[int, ...]
    rows: tuple[Row, ...]


class Solver(Protocol):
    """Solves programs to proved optimality; an adapter to a kept solver satisfies this by having the method."""

    def minimise(self, program: Program, /) -> Sequence[int] | None:
        """Give the value of each variable in one cheapest solution; None if it could not prove one in its limits.

        Only called for programs that have a solution.
        """


def program(gates: Gates, node: int, weights: Sequence[int]) -> tuple[Program, tuple[int, ...]]:
    """State "make the node hold as cheaply as possible" as a program; also give the move of each first variable.

    One row for each gate: a gate that is said to hold does. Linear in the size of the node.
    """
    writer = _Writer(gates)
    moves = tuple(bits(gates.support(node)))
    writer.numbers = {move: number for number, move in enumerate(moves)}
    writer.costs = [weights[move] for move in moves]
    writer.require(node)
    return Program(tuple(writer.costs), tuple(writer.rows)), moves


class _Writer:
    def __init__(self, gates: Gates) -> None:
        self._gates = gates
        self._said: dict[int, int] = {}
        self.numbers: dict[int, int] = {}
        self.costs: list[int] = []
        self.rows: list[Row] = []

    def require(self, node: int) -> None:
        """Require that a node holds, a conjunction member by member."""
        term = self._gates.nodes[node]
        if isinstance(term, Gate) and term.conjunction:
            for part in term.members:
                self.require(part)
        elif isinstance(term, Gate):
            self.rows.append(self._row(term))
        else:
            variable, sign, constant = self._literal(term)
            self.rows.append(Row(((variable, sign),), 1 - constant))

    def _row(self, term: Gate, holder: int | None = None) -> Row:
        """Write "the weights of the members add up to need", if `holder` is one."""
        summed: dict[int, int] = {}
        least = 0 if holder is not None else term.need
        for part, weight in zip(term.members, term.weights, strict=True):
            variable, sign, constant = self._variable(part)
            summed[variable] = summed.get(variable, 0) + sign * weight
            least -= constant * weight
        if holder is not None:
            summed[holder] = summed.get(holder, 0) - term.need
        return Row(tuple(summed.items()), least)

    def _variable(self, node: int) -> tuple[int, int, int]:
        """Give a node as sign times variable plus constant."""
        term = self._gates.nodes[node]
        if isinstance(term, Literal):
            return self._literal(term)
        if node not in self._said:
            self._said[node] = len(self.costs)
            self.costs.append(0)
            self.rows.append(self._row(term, self._said[node]))
        return self._said[node], 1, 0

    def _literal(self, term: Literal) -> tuple[int, int, int]:
        number = self.numbers[term.move]
        return (number, 1, 0) if term.positive else (number, -1, 1)
