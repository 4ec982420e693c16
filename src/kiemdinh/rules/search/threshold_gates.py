"""Boolean threshold functions over numbered moves, as a directed acyclic graph of shared nodes.

A node is a number: 0 is false, 1 is true, any other is a literal (a move is made, or is not made) or a gate (the
weights of the members that hold add up to at least ``need``). All nodes of one problem live in one :class:`Gates`,
which simplifies each node when it makes it and makes equal nodes once (hash consing).

A set of moves is an ``int`` used as a bit mask: move *i* is in the set if bit *i* is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import permutations
from math import gcd
from typing import Final

from kiemdinh.rules.search.budget import Budget
from kiemdinh.rules.search.implication import clearly_implies
from kiemdinh.rules.search.nodes import Gate, Literal

__all__ = ["FALSE", "TRUE", "Gates", "set_bits"]

FALSE: Final = 0
"""The node that never holds."""
TRUE: Final = 1
"""The node that always holds. Every node above it is a literal or a gate: ``node <= TRUE`` is "a constant"."""
_MAX_ABSORBED: Final = 64
"""Groups with more members are not searched for absorbed members, because every pair is compared."""


def set_bits(mask: int) -> Iterator[int]:
    """Yield the positions of the one bits of a mask, rising.

    >>> list(set_bits(0b1010))
    [1, 3]
    """
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class Gates:
    """The nodes of one problem; equal nodes have equal numbers.

    ``nodes`` holds the literal or gate of each number. ``positive_moves`` and ``negative_moves`` hold, for each
    node, the mask of the moves that occur in it as positive and as negative literals. ``budget`` counts the
    members that are looked at while nodes are made; without one, the budget is the default.

    >>> gates = Gates()
    >>> two_of_three = gates.make_gate(2, [gates.make_literal(move) for move in range(3)])
    >>> gates.is_satisfied(two_of_three, 0b101), gates.is_satisfied(two_of_three, 0b100)
    (True, False)
    """

    def __init__(self, budget: Budget | None = None) -> None:
        self.budget = budget or Budget()
        # The two constants, so that a node number is always an index: one of none fails, none of none holds.
        self.nodes: list[Literal | Gate] = [Gate(1, (), ()), Gate(0, (), ())]
        self.positive_moves: list[int] = [0, 0]
        self.negative_moves: list[int] = [0, 0]
        self._numbers: dict[Literal | Gate, int] = {}
        self._assigned: dict[tuple[int, int, int], int] = {}
        self._occurring: dict[int, dict[int, int]] = {}
        self._sizes = [1, 1]
        self._all_sizes = 2

    def moves_of(self, node: int) -> int:
        """Return the mask of the moves that occur in a node (its support)."""
        return self.positive_moves[node] | self.negative_moves[node]

    def are_disjoint(self, members: Iterable[int]) -> bool:
        """Return whether no move occurs in two of the nodes."""
        seen = 0
        for part in members:
            support = self.positive_moves[part] | self.negative_moves[part]
            if seen & support:
                return False
            seen |= support
        return True

    def make_literal(self, move: int, *, positive: bool = True) -> int:
        """Return the literal of a move: it is made (``positive``), or it is not made."""
        bit = 1 << move
        return self._number_of(Literal(move, positive), bit if positive else 0, 0 if positive else bit)

    def make_all(self, members: Iterable[int]) -> int:
        """Return the conjunction of nodes; ``TRUE`` for none."""
        distinct = dict.fromkeys(members)
        distinct.pop(TRUE, None)
        return next(iter(distinct)) if len(distinct) == 1 else self.make_gate(len(distinct), distinct)

    def make_any(self, members: Iterable[int]) -> int:
        """Return the disjunction of nodes; ``FALSE`` for none."""
        return self.make_gate(1, tuple(members))

    def make_gate(self, need: int, members: Iterable[int], weights: Iterable[int] | None = None) -> int:
        """Return "the weights of the members that hold add up to at least ``need``", simplified.

        Constants are evaluated, the weights of a repeated member are added and all weights divided by their common
        divisor; nested conjunctions and disjunctions are flattened, and absorbed members are left out. Without
        ``weights`` each member weighs 1. ``need`` may be any whole number.
        """
        parts = tuple(members)
        self.budget.spend(len(parts))
        counted = _sum_weights(parts, weights)
        need -= counted.pop(TRUE, 0)
        counted.pop(FALSE, 0)
        total = sum(counted.values())
        if need <= 0:
            return TRUE
        if total < need:
            return FALSE
        if total > len(counted):
            counted, need = _reduce_weights(counted, need)
            total = sum(counted.values())
        if total == need:
            return self._make_flat(counted, conjunction=True)
        if need == 1:
            return self._make_flat(counted, conjunction=False)
        return self._make_threshold(need, counted)

    def assign_moves(self, node: int, made: int, left: int) -> int:
        """Return the cofactor of a node: the moves of the mask ``made`` are made, those of ``left`` are not made.

        Results are kept: a second call with the same arguments is a look-up.
        """
        support = self.moves_of(node)
        made &= support
        left &= support
        if not made | left:
            return node
        key = (node, made, left)
        if key not in self._assigned:
            self._assigned[key] = self._assign_members(node, made, left)
        return self._assigned[key]

    def _assign_members(self, node: int, made: int, left: int) -> int:
        """Return the cofactor of a node in which some of the moves occur."""
        term = self.nodes[node]
        if isinstance(term, Literal):
            return int(term.positive == bool(made))
        return self.make_gate(term.need, [self.assign_moves(part, made, left) for part in term.members], term.weights)

    def is_satisfied(self, node: int, made: int) -> bool:
        """Return whether a node holds when exactly the moves of the mask ``made`` are made; linear in its size."""
        done = {FALSE: False, TRUE: True}
        return self._is_satisfied(node, made, done)

    def _is_satisfied(self, node: int, made: int, done: dict[int, bool]) -> bool:
        """Evaluate a node by recursion, each node once; members are no longer evaluated once the need is met."""
        known = done.get(node)
        if known is not None:
            return known
        term = self.nodes[node]
        if isinstance(term, Literal):
            done[node] = bool(made >> term.move & 1) == term.positive
        else:
            missing = term.need
            for part, weight in zip(term.members, term.weights, strict=True):
                missing -= weight if missing > 0 and self._is_satisfied(part, made, done) else 0
            done[node] = missing <= 0
        return done[node]

    def size_of(self, node: int) -> int:
        """Return how many steps it takes to go through a node and all that it is made of.

        A part that occurs several times counts each time, but never more than all nodes together.
        """
        return min(self._sizes[node], self._all_sizes)

    def descendants_of(self, node: int) -> set[int]:
        """Return the numbers of a node and of all nodes that it is made of, directly or not."""
        found, waiting = {node}, [node]
        while waiting:
            term = self.nodes[waiting.pop()]
            if isinstance(term, Gate):
                new = [part for part in term.members if part not in found]
                found.update(new)
                waiting += new
        return found

    def count_occurrences(self, node: int) -> dict[int, int]:
        """Return how often each move occurs in a node when it is written out as a tree."""
        if node not in self._occurring:
            self._occurring[node] = self._count_moves(node)
        return self._occurring[node]

    def _count_moves(self, node: int) -> dict[int, int]:
        """Count the moves of a node from the counts of its members."""
        term = self.nodes[node]
        if isinstance(term, Literal):
            return {term.move: 1}
        found: dict[int, int] = {}
        for part in term.members:
            for move, times in self.count_occurrences(part).items():
                found[move] = found.get(move, 0) + times
        return found

    def make_dual(self, node: int) -> int:
        """Return the Boolean dual of a node that has no negative literals: the negation of the node over negated moves.

        A set of moves satisfies the dual if and only if the node cannot hold once all these moves are ruled out. So
        its minimal sets are the minimal hitting sets of the node's minimal sets. The dual of "at least k of n" is
        "at least n - k + 1 of n".

        >>> gates = Gates()
        >>> members = [gates.make_literal(move) for move in range(3)]
        >>> gates.make_dual(gates.make_all(members)) == gates.make_any(members)
        True
        """
        return self._make_dual(node, {FALSE: TRUE, TRUE: FALSE})

    def _make_dual(self, node: int, done: dict[int, int]) -> int:
        """Return the dual of a node, each node once."""
        if node not in done:
            term = self.nodes[node]
            if isinstance(term, Literal):
                done[node] = node
            else:
                parts = [self._make_dual(part, done) for part in term.members]
                done[node] = self.make_gate(sum(term.weights) - term.need + 1, parts, term.weights)
        return done[node]

    # -- construction -------------------------------------------------------------------------------------------

    def _number_of(self, term: Literal | Gate, positive: int, negative: int) -> int:
        """Return the number of a literal or gate; a new number only if there is no equal one (hash consing)."""
        number = self._numbers.get(term)
        if number is None:
            number = self._numbers[term] = len(self.nodes)
            self.nodes.append(term)
            self.positive_moves.append(positive)
            self.negative_moves.append(negative)
            members = term.members if isinstance(term, Gate) else ()
            self._sizes.append(1 + sum([self._sizes[part] for part in members]))
            self._all_sizes += 1 + len(members)
        return number

    def _make_threshold(self, need: int, counted: dict[int, int]) -> int:
        """Return the gate over members that need no further simplification."""
        if len(counted) == 1:
            return next(iter(counted))
        members = tuple(sorted(counted))
        positive = negative = 0
        for part in members:
            positive |= self.positive_moves[part]
            negative |= self.negative_moves[part]
        return self._number_of(Gate(need, members, tuple(counted[part] for part in members)), positive, negative)

    def _make_flat(self, counted: dict[int, int], *, conjunction: bool) -> int:
        """Return a conjunction or disjunction: flattened, its literals propagated, absorbed members left out."""
        literals, others = self._flatten_members(counted, conjunction=conjunction)
        # Unit propagation: a literal of the group fixes its move in all other members, which may free new literals.
        while True:
            fixed = self._moves_settled(literals, conjunction=conjunction)
            if fixed is None:
                return FALSE if conjunction else TRUE
            moved = [self.assign_moves(part, *fixed) for part in others]
            if moved == others:
                break
            if (FALSE if conjunction else TRUE) in moved:
                return FALSE if conjunction else TRUE
            kept = dict.fromkeys([*literals, *(part for part in moved if part > TRUE)], 1)
            literals, others = self._flatten_members(kept, conjunction=conjunction)
        parts = dict.fromkeys([*literals, *self._drop_absorbed(others, conjunction=conjunction)], 1)
        if not parts:
            return TRUE if conjunction else FALSE
        return self._make_threshold(len(parts) if conjunction else 1, parts)

    def _flatten_members(self, counted: Iterable[int], *, conjunction: bool) -> tuple[list[int], list[int]]:
        """Return the literals and the other members of a group, with nested groups of the same kind taken apart."""
        literals: dict[int, None] = {}
        others: dict[int, None] = {}
        for part in counted:
            term = self.nodes[part]
            alike = isinstance(term, Gate) and (term.is_conjunction if conjunction else term.is_disjunction)
            for one in term.members if isinstance(term, Gate) and alike else (part,):
                (literals if isinstance(self.nodes[one], Literal) else others)[one] = None
        return list(literals), list(others)

    def _moves_settled(self, literals: list[int], *, conjunction: bool) -> tuple[int, int] | None:
        """Return the masks (made, not made) that the literals of a group fix in its other members.

        Return None if they contradict one another.

        In a conjunction the literals are true for the other members, in a disjunction they are false.
        """
        made = left = 0
        for part in literals:
            made |= self.positive_moves[part]
            left |= self.negative_moves[part]
        if made & left:
            return None
        return (made, left) if conjunction else (left, made)

    def _drop_absorbed(self, parts: list[int], *, conjunction: bool) -> list[int]:
        """Leave out the members that another one implies (conjunction), or that imply another one (disjunction)."""
        if not 1 < len(parts) <= _MAX_ABSORBED or self.are_disjoint(parts):
            return parts
        gone: set[int] = set()
        supports = [(part, self.moves_of(part)) for part in parts]
        for (one, mine), (two, theirs) in permutations(supports, 2):
            # The quick test: one support must contain the other, or none clearly implies the other.
            if mine & theirs in (mine, theirs) and one not in gone and two not in gone:
                left, right = (one, two) if conjunction else (two, one)
                if clearly_implies(self.nodes, left, right):
                    gone.add(two)
        return [part for part in parts if part not in gone]


def _sum_weights(members: tuple[int, ...], weights: Iterable[int] | None) -> dict[int, int]:
    """Return the weight of each distinct member; the weights of a repeated member are added."""
    counted = dict.fromkeys(members, 0)
    for part, weight in zip(members, weights or (1,) * len(members), strict=True):
        counted[part] += weight
    return counted


def _reduce_weights(counted: dict[int, int], need: int) -> tuple[dict[int, int], int]:
    """Return an equivalent gate with smaller weights: none above the need, no common divisor."""
    counted = {part: min(weight, need) for part, weight in counted.items()}
    if need > 1 and all(weight == need for weight in counted.values()):
        return dict.fromkeys(counted, 1), 1
    if need == sum(counted.values()):
        return dict.fromkeys(counted, 1), len(counted)
    shared = gcd(*counted.values())
    return {part: weight // shared for part, weight in counted.items()}, -(-need // shared)
