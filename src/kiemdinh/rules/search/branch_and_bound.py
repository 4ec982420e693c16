"""The least-weight set of moves that satisfies a gate, by dynamic programming and branch and bound.

Members that share no move are solved apart: their costs are added, or the cheapest are chosen. Where members share
moves, the search branches on one move (made or not made) between the bounds of :mod:`kiemdinh.rules.search.bounds`.
Every node is solved once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiemdinh.rules.search.bounds import greedy_solution, lower_bound
from kiemdinh.rules.search.nodes import Gate, Literal
from kiemdinh.rules.search.program import SolverError
from kiemdinh.rules.search.program_writer import write_program
from kiemdinh.rules.search.threshold_gates import FALSE, TRUE, set_bits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemdinh.rules.search.program import Solver
    from kiemdinh.rules.search.threshold_gates import Gates

__all__ = [
    "MAX_SPLITS_BEFORE_SOLVER",
    "CheapestSearch",
    "drop_harmful_moves",
    "split_components",
]

MAX_SPLITS_BEFORE_SOLVER: Final = 2
"""The splits that the search tries by itself before it asks a solver: small problems end sooner than a call."""
_PASSES_OF_BOUNDS: Final = 4
"""How often the two bounds of a node go through it, together."""
_MAX_SUMS: Final = 256
"""The most different sums of weights that are tabulated for one group of members; past it the search branches."""


class _UndecidedError(Exception):
    """The kernel has split as often as it does before it asks a solver."""


def drop_harmful_moves(gates: Gates, node: int) -> int:
    """Return a node with every move fixed to "not made" that occurs in it only negatively (pure literal elimination).

    No minimal set that satisfies the node makes such a move. Linear in the size of the node, times the rounds in which
    fixing moves makes others pure.

    >>> from kiemdinh.rules.search import Gates
    >>> gates = Gates()
    >>> helpful, harmful = gates.make_literal(0), gates.make_literal(1, positive=False)
    >>> drop_harmful_moves(gates, gates.make_all([helpful, harmful])) == helpful
    True
    """
    while node > TRUE:
        harm = gates.negative_moves[node] & ~gates.positive_moves[node]
        if not harm:
            break
        node = gates.assign_moves(node, 0, harm)
    return node


def split_components(gates: Gates, members: Sequence[int]) -> list[list[int]]:
    """Return the connected components of the members, as lists of positions in ``members``.

    Two members are linked if they share a move. Takes time quadratic in the number of components.

    >>> from kiemdinh.rules.search import Gates
    >>> gates = Gates()
    >>> a, b, c = (gates.make_literal(move) for move in range(3))
    >>> split_components(gates, [gates.make_any([a, b]), c, gates.make_all([a, b])])
    [[1], [0, 2]]
    """
    if gates.are_disjoint(members):
        return [[position] for position in range(len(members))]
    # The components of the members seen so far, each as (its moves, its positions); a new member may join several.
    groups: list[tuple[int, list[int]]] = []
    for position, part in enumerate(members):
        support, positions = gates.moves_of(part), [position]
        apart: list[tuple[int, list[int]]] = []
        for group in groups:
            if group[0] & support:
                support |= group[0]
                positions = group[1] + positions
            else:
                apart.append(group)
        groups = [*apart, (support, positions)]
    return [positions for _, positions in groups]


class CheapestSearch:
    """Least-weight sets of moves for the nodes of one problem; what is found is kept for later questions.

    Exact. Linear in the size of a read-once node; exponential at worst in the number of shared moves, since minimum
    hitting set is a special case (Karp 1972).

    Parameters
    ----------
    gates
        The nodes.
    weights
        The weight of each move: a whole number, not negative.
    solver
        Asked once a few splits were not enough.

    The steps are spent on the budget of the gates.

    Attributes
    ----------
    infeasible
        The weight that stands for "no set satisfies the node": more than all moves together.
    used_solver
        Whether the solver was asked for anything so far.

    Examples
    --------
    >>> from kiemdinh.rules.search import Gates
    >>> gates = Gates()
    >>> a, b, c = (gates.make_literal(move) for move in range(3))
    >>> node = gates.make_all([gates.make_any([a, b]), gates.make_any([b, c])])
    >>> CheapestSearch(gates, [2, 3, 2]).find_cheapest(node)
    (3, 2)
    """

    def __init__(self, gates: Gates, weights: Sequence[int], solver: Solver | None = None) -> None:
        self.gates, self.weights, self._solver = gates, weights, solver
        self.infeasible = sum(weights) + 1
        # How often the kernel still splits before it asks the solver; None where it does not ask.
        self._splits_left: int | None = None
        self._optima: dict[int, tuple[int, int]] = {FALSE: (self.infeasible, 0), TRUE: (0, 0)}
        self._lower_bounds: dict[int, int] = {}
        self._incumbents: dict[int, tuple[int, int]] = {}
        self.used_solver = False

    def find_cheapest(self, node: int) -> tuple[int, int]:
        """Return the least weight of a set that satisfies a node, and the mask of one such set.

        The weight is ``infeasible`` if no set satisfies the node; the mask then means nothing.

        Raises
        ------
        ExhaustedError
            If the budget ran out before the weight was proved, and no solver proved it.
        """
        return self.find_below(node, self.infeasible)

    def find_below(self, node: int, cap: int) -> tuple[int, int]:
        """Return what :meth:`find_cheapest` returns if the least weight is below ``cap``.

        Otherwise the weight is only a lower bound, of ``cap`` or more, and the mask means nothing. To rule out all
        weights below a cap is often much quicker than to find the least.

        Raises
        ------
        ExhaustedError
            As :meth:`find_cheapest`.
        """
        if self._solver is None:
            return self._solve_node(node, cap)
        self._splits_left = MAX_SPLITS_BEFORE_SOLVER
        try:
            return self._solve_node(node, cap)
        except _UndecidedError:
            self._splits_left = None
            return self._query_solver(self._solver, node) or self._solve_node(node, cap)

    def record_optimum(self, node: int, weight: int, made: int) -> None:
        """Record the least weight and the set of a node that the caller has already proved."""
        self._optima.setdefault(node, (weight, made))

    def _query_solver(self, solver: Solver, node: int) -> tuple[int, int] | None:
        """Return the solver's answer, checked as far as it can be; None if the solver proves none."""
        clean = drop_harmful_moves(self.gates, node)
        question, moves = write_program(self.gates, clean, self.weights)
        self.used_solver = True
        answer = solver.minimise(question, self.gates.budget)
        if answer is None:
            return None
        made = sum(1 << move for move, value in zip(moves, answer, strict=False) if value)
        if not self.gates.is_satisfied(clean, made):
            msg = "the solver's answer does not reach the target"
            raise SolverError(msg)
        if self._weigh_moves(made) > self._find_incumbent(clean)[0]:
            msg = "the solver's answer is not the cheapest: greed finds a cheaper way"
            raise SolverError(msg)
        self._optima[node] = self._weigh_moves(made), made
        return self._optima[node]

    def _find_incumbent(self, node: int) -> tuple[int, int]:
        """Return the weight and the moves of the greedy solution, the first incumbent.

        The weight is ``infeasible`` if the greedy choice finds none.
        """
        if node not in self._incumbents:
            made = greedy_solution(self.gates, node, self.weights)
            self._incumbents[node] = (self.infeasible, 0) if made is None else (self._weigh_moves(made), made)
        return self._incumbents[node]

    def _weigh_moves(self, made: int) -> int:
        return sum(self.weights[move] for move in set_bits(made))

    def _solve_node(self, node: int, cap: int) -> tuple[int, int]:
        """Return the least weight and its moves if it is below ``cap``; else a lower bound of ``cap`` or more."""
        if node in self._optima:
            return self._optima[node]
        # Nothing costs less than 0, which a node costs that harmful moves alone could spoil.
        if (bound := self._lower_bounds.get(node, 0)) >= cap:
            return bound, 0
        term = self.gates.nodes[node]
        if isinstance(term, Literal):
            return (self.weights[term.move], 1 << term.move) if term.positive else (0, 0)
        clean = drop_harmful_moves(self.gates, node)
        found = self._solve_clean_node(clean, cap)
        # From the cap on the weight is a bound only, and must not be taken for the optimum later.
        if found[0] < cap or found[0] >= self.infeasible:
            self._optima[node] = found
        else:
            self._lower_bounds[node] = max(found[0], self._lower_bounds.get(node, 0))
        return found

    def _solve_clean_node(self, node: int, cap: int) -> tuple[int, int]:
        """Choose how a node without harmful moves is solved: by parts where it falls apart, else by branching."""
        if node in self._optima:
            return self._optima[node]
        term = self.gates.nodes[node]
        if isinstance(term, Literal):
            return self.weights[term.move], 1 << term.move
        self.gates.budget.spend(len(term.members))
        if term.is_disjunction:
            return self._solve_disjunction(term, cap)
        groups = split_components(self.gates, term.members)
        if term.is_conjunction and len(groups) > 1:
            return self._solve_conjunction(term, groups, cap)
        if not term.is_conjunction and all(len(group) == 1 for group in groups):
            options = [self._solve_member(part, w, cap) for part, w in zip(term.members, term.weights, strict=True)]
            return self._solve_knapsack(term.need, options)
        if len(groups) > 1:
            several = [self._solve_component(term, group, cap) for group in groups]
            if all(options is not None for options in several):
                return self._solve_knapsack(term.need, [options for options in several if options is not None])
        return self._branch_on_move(node, cap)

    def _solve_disjunction(self, term: Gate, cap: int) -> tuple[int, int]:
        """Return the cheapest member: one is enough, whatever the members share."""
        best, least = (cap, 0), self.infeasible
        for part in sorted(term.members, key=lambda part: (self.gates.size_of(part), part)):
            found = self._solve_node(part, best[0])
            least = min(least, found[0])
            if found[0] < best[0]:
                best = found
        return best if best[0] < cap else (max(least, cap), 0)

    # -- members that share nothing -----------------------------------------------------------------------

    def _solve_conjunction(self, term: Gate, groups: list[list[int]], cap: int) -> tuple[int, int]:
        """Add up the components of a conjunction, small ones first.

        They may pass the cap before a large one is solved.
        """
        nodes = list(term.members)
        if len(groups) < len(nodes):
            nodes = [self.gates.make_all([term.members[position] for position in group]) for group in groups]
            nodes.sort(key=lambda node: len(self.gates.count_occurrences(node)) if node > TRUE else 0)
        total = made = 0
        for node in nodes:
            weight, moves = self._solve_node(node, max(cap - total, 0))
            total, made = total + weight, made | moves
            if total >= cap:
                break
        return min(total, self.infeasible), made

    def _solve_member(self, part: int, weight: int, cap: int) -> list[tuple[int, int, int]]:
        """Return the one option of a member that shares no move: (weight in the gate, cost, moves)."""
        return [(weight, *self._solve_node(part, cap))]

    def _solve_component(self, term: Gate, group: list[int], cap: int) -> list[tuple[int, int, int]] | None:
        """Return, for each sum of gate weights that a component can reach, (sum, cost, moves).

        Return None if there are too many sums.
        """
        members = [term.members[position] for position in group]
        weights = [term.weights[position] for position in group]
        sums = {0}
        for weight in weights:
            sums |= {min(one + weight, term.need) for one in sums}
            if len(sums) > _MAX_SUMS:
                return None
        return [
            (one, *self._solve_node(self.gates.make_gate(one, members, weights), cap)) for one in sorted(sums - {0})
        ]

    def _solve_knapsack(self, need: int, several: list[list[tuple[int, int, int]]]) -> tuple[int, int]:
        """Return the cheapest choice of at most one option from each list that reaches the need.

        This is the multiple-choice knapsack problem, solved by dynamic programming over the sums up to ``need``.
        """
        # All weigh one: the k cheapest members, without a table.
        if all(len(options) == 1 and options[0][0] == 1 for options in several):
            cheapest = sorted(options[0][1:] for options in several)[:need]
            moves = 0
            for _, made in cheapest:
                moves |= made
            return min(sum(weight for weight, _ in cheapest), self.infeasible), moves
        # best[s]: the cheapest (cost, moves) with weights that add up to s; sums past the need count as the need.
        best: dict[int, tuple[int, int]] = {0: (0, 0)}
        for options in several:
            self.gates.budget.spend(len(best) * len(options))
            after = dict(best)
            for held, (weight, made) in best.items():
                for gain, price, moves in options:
                    total = min(held + gain, need)
                    offer = (weight + price, made | moves)
                    if total not in after or offer < after[total]:
                        after[total] = offer
            best = after
        weight, made = best.get(need, (self.infeasible, 0))
        return min(weight, self.infeasible), made

    # -- members that share moves -------------------------------------------------------------------------

    def _branch_on_move(self, node: int, cap: int) -> tuple[int, int]:
        """Branch on one shared move, between the lower bound and the greedy solution."""
        self.gates.budget.spend(_PASSES_OF_BOUNDS * self.gates.size_of(node))
        least = lower_bound(self.gates, node, self.weights)
        if least >= cap:
            return least, 0
        found = self._find_incumbent(node)
        if found[0] <= least:
            return found
        if self._splits_left is not None:
            if not self._splits_left:
                raise _UndecidedError
            self._splits_left -= 1
        move = self.choose_branching_move(node)
        # First the branch in which the incumbent lies: it soon gives a good cap for the other.
        takes = (1, 0) if found[1] >> move & 1 else (0, 1)
        limit = min(cap, found[0])
        for take in takes:
            offer = self._solve_branch(node, move, take, limit)
            if offer[0] < limit:
                found, limit = offer, offer[0]
        return found if found[0] <= limit or found[0] < cap else (cap, 0)

    def _solve_branch(self, node: int, move: int, take: int, limit: int) -> tuple[int, int]:
        """Solve a node with a move made (``take`` 1) or not made (0), as far as it stays below ``limit``."""
        bit = 1 << move
        price = self.weights[move] * take
        if price >= limit:
            return limit, 0
        rest = self.gates.assign_moves(node, bit * take, bit * (1 - take))
        weight, made = self._solve_node(rest, limit - price)
        return min(weight + price, self.infeasible), made | bit * take

    def choose_branching_move(self, node: int) -> int:
        """Return the move to branch on: the one that occurs most often, and of several the first."""
        uses = self.gates.count_occurrences(node)
        return min(uses, key=lambda move: (-uses[move], move))
