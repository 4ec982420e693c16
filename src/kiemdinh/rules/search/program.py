"""What a solver is to the kernel: an argument that answers one kind of question (*bộ giải*)."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

from kiemdinh.rules.search.threshold_gates import Literal, set_bits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kiemdinh.rules.search.threshold_gates import Gates

__all__ = ["LinearConstraint", "Program", "ProgramWriter", "Solver", "SolverError", "write_program"]


class SolverError(RuntimeError):
    """A solver gave an answer that does not hold up."""


class LinearConstraint(NamedTuple):
    """The sum of coefficient times variable over `terms` (variable, coefficient) is at least `least`."""

    terms: tuple[tuple[int, int], ...]
    least: int


@dataclass(frozen=True, slots=True)
class Program:
    """Zero-one variables, each with a cost that is a whole number and not negative, and the rows they must satisfy."""

    costs: tuple[int, ...]
    constraints: tuple[LinearConstraint, ...]


class Solver(Protocol):
    """Solves programs to proved optimality; an adapter to a kept solver satisfies this by having the method."""

    def minimise(self, program: Program, /) -> Sequence[int] | None:
        """Give the value of each variable in one cheapest solution; None if it could not prove one in its limits.

        Only called for programs that have a solution.
        """


def write_program(gates: Gates, node: int, weights: Sequence[int]) -> tuple[Program, tuple[int, ...]]:
    """State "make the node hold as cheaply as possible" as a program; also give the move of each first variable.

    Linear in the size of the node.
    """
    moves = tuple(set_bits(gates.moves_of(node)))
    writer = ProgramWriter(gates.nodes.__getitem__, moves, weights)
    writer.require_node(node)
    return writer.to_program(), moves


_Node = TypeVar("_Node", bound=Hashable)
_Member_co = TypeVar("_Member_co", covariant=True)


class _WeightedGate(Protocol[_Member_co]):
    """What a writer reads of a gate."""

    @property
    def need(self) -> int: ...
    @property
    def members(self) -> tuple[_Member_co, ...]: ...
    @property
    def weights(self) -> tuple[int, ...]: ...
    @property
    def conjunction(self) -> bool: ...


class ProgramWriter(Generic[_Node]):
    """Writes nodes as rows over zero-one variables, those of the moves first; `node_of` says what a node is.

    A variable that stands for a node is one only where the node holds. A conjunction is written member by member:
    more rows than one, but without the whole numbers a solver finds them nearly as strong (Williams 1978).
    """

    def __init__(
        self, node_of: Callable[[_Node], Literal | _WeightedGate[_Node]], moves: Sequence[int], weights: Sequence[int]
    ) -> None:
        self._node_of = node_of
        self._numbers = {move: number for number, move in enumerate(moves)}
        self._variables: dict[_Node, int] = {}
        self._costs = [weights[move] for move in moves]
        self._rows: list[LinearConstraint] = []

    def to_program(self) -> Program:
        """Give what was written."""
        return Program(tuple(self._costs), tuple(self._rows))

    def require_node(self, node: _Node) -> None:
        """Require that a node holds."""
        term = self._node_of(node)
        if isinstance(term, Literal):
            variable, sign, constant = self._literal_as_variable(term)
            self._rows.append(LinearConstraint(((variable, sign),), 1 - constant))
        elif term.conjunction:
            for part in term.members:
                self.require_node(part)
        else:
            self._rows.append(self._write_row(term))

    def _require_if(self, node: _Node, holder: int) -> None:
        """Require that a node holds if `holder` is one."""
        term = self._node_of(node)
        if isinstance(term, Literal):
            variable, sign, constant = self._literal_as_variable(term)
            self._rows.append(LinearConstraint(((variable, sign), (holder, -1)), -constant))
        elif term.conjunction:
            for part in term.members:
                self._require_if(part, holder)
        else:
            self._rows.append(self._write_row(term, holder))

    def _write_row(self, term: _WeightedGate[_Node], holder: int | None = None) -> LinearConstraint:
        summed: dict[int, int] = {}
        least = term.need if holder is None else 0
        for part, weight in zip(term.members, term.weights, strict=True):
            variable, sign, constant = self._variable_of(part)
            summed[variable] = summed.get(variable, 0) + sign * weight
            least -= constant * weight
        if holder is not None:
            summed[holder] = summed.get(holder, 0) - term.need
        return LinearConstraint(tuple(summed.items()), least)

    def _variable_of(self, node: _Node) -> tuple[int, int, int]:
        """Give a node as sign times variable plus constant."""
        term = self._node_of(node)
        if isinstance(term, Literal):
            return self._literal_as_variable(term)
        if node not in self._variables:
            self._variables[node] = len(self._costs)
            self._costs.append(0)
            self._require_if(node, self._variables[node])
        return self._variables[node], 1, 0

    def _literal_as_variable(self, term: Literal) -> tuple[int, int, int]:
        number = self._numbers[term.move]
        return (number, 1, 0) if term.positive else (number, -1, 1)
