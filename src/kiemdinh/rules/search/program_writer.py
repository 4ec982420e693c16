"""Gates written as a zero-one linear program, for a solver."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from kiemdinh.rules.search.nodes import Literal
from kiemdinh.rules.search.program import LinearConstraint, Program
from kiemdinh.rules.search.threshold_gates import set_bits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kiemdinh.rules.search.threshold_gates import Gates

__all__ = ["ProgramWriter", "write_program"]


def write_program(gates: Gates, node: int, weights: Sequence[int]) -> tuple[Program, tuple[int, ...]]:
    """Return the program "satisfy the node at least cost", and the moves that its first variables stand for, in order.

    Takes time linear in the size of the node; the program has a variable for each move and for some of the gates.

    >>> from kiemdinh.rules.search import Gates
    >>> gates = Gates()
    >>> two_of_three = gates.make_gate(2, [gates.make_literal(move) for move in range(3)])
    >>> program, moves = write_program(gates, two_of_three, [5, 1, 1])
    >>> program.costs, program.constraints[0].terms, program.constraints[0].least
    ((5, 1, 1), ((0, 1), (1, 1), (2, 1)), 2)
    """
    moves = tuple(set_bits(gates.moves_of(node)))
    writer = ProgramWriter(gates.nodes.__getitem__, moves, weights)
    writer.require_node(node)
    return writer.to_program(), moves


_Node = TypeVar("_Node", bound=Hashable)
_Member_co = TypeVar("_Member_co", covariant=True)


class _WeightedGate(Protocol[_Member_co]):
    """What a writer reads of a gate: the weights of the members that hold must add up to ``need``."""

    @property
    def need(self) -> int: ...
    @property
    def members(self) -> tuple[_Member_co, ...]: ...
    @property
    def weights(self) -> tuple[int, ...]: ...
    @property
    def is_conjunction(self) -> bool: ...


class ProgramWriter(Generic[_Node]):
    """Writes nodes as rows over zero-one variables; the variables of the moves come first, in the order of ``moves``.

    ``node_of`` returns the literal or gate of a node. A gate within a gate gets a variable of its own, which can be one
    only if the gate holds; a node that occurs several times is written once. A conjunction is written as one row for
    each member, not as one row of their sum: the linear relaxation is then tighter (Williams 1978).
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
        """Return the program written so far."""
        return Program(tuple(self._costs), tuple(self._rows))

    def require_node(self, node: _Node) -> None:
        """Add the rows that make a node hold."""
        term = self._node_of(node)
        if isinstance(term, Literal):
            variable, sign, constant = self._literal_as_variable(term)
            self._rows.append(LinearConstraint(((variable, sign),), 1 - constant))
        elif term.is_conjunction:
            for part in term.members:
                self.require_node(part)
        else:
            self._rows.append(self._write_row(term))

    def _require_if(self, node: _Node, holder: int) -> None:
        """Add the rows that make a node hold if the variable ``holder`` is one."""
        term = self._node_of(node)
        if isinstance(term, Literal):
            variable, sign, constant = self._literal_as_variable(term)
            self._rows.append(LinearConstraint(((variable, sign), (holder, -1)), -constant))
        elif term.is_conjunction:
            for part in term.members:
                self._require_if(part, holder)
        else:
            self._rows.append(self._write_row(term, holder))

    def _write_row(self, term: _WeightedGate[_Node], holder: int | None = None) -> LinearConstraint:
        """Return the row "the gate holds", or "the gate holds if ``holder`` is one".

        In the second case the right-hand side is ``need`` times ``holder``.
        """
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
        """Return a node as (variable, sign, constant): its value is sign times variable plus constant."""
        term = self._node_of(node)
        if isinstance(term, Literal):
            return self._literal_as_variable(term)
        if node not in self._variables:
            self._variables[node] = len(self._costs)
            self._costs.append(0)
            self._require_if(node, self._variables[node])
        return self._variables[node], 1, 0

    def _literal_as_variable(self, term: Literal) -> tuple[int, int, int]:
        """Return a literal as (variable, sign, constant): a negative one is one minus its variable."""
        number = self._numbers[term.move]
        return (number, 1, 0) if term.positive else (number, -1, 1)
