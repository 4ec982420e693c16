"""Implications between nodes that can be seen by their form.

One that is missed only costs time later: the member that it would make superfluous is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.rules.search.nodes import Gate, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["clearly_implies"]


def clearly_implies(nodes: Sequence[Literal | Gate], one: int, two: int) -> bool:
    """Return whether one node implies another by its form; *nodes* holds the literal or gate of each number.

    A gate implies another that needs no more if each of its members implies a member of its own there, of no less
    weight. So "4 of a, b, c, ..." implies "4 of (a or x), (b or y), (c or z), ...". Takes time about linear in the size
    of the two nodes.

    >>> from kiemdinh.rules.search import Gates
    >>> gates = Gates()
    >>> a, b, c, d = (gates.make_literal(move) for move in range(4))
    >>> narrow, wide = gates.make_gate(2, [a, b, c]), gates.make_gate(2, [gates.make_any([a, d]), b, c])
    >>> clearly_implies(gates.nodes, narrow, wide), clearly_implies(gates.nodes, wide, narrow)
    (True, False)
    """
    if one == two:
        return True
    left, right = nodes[one], nodes[two]
    if isinstance(left, Gate) and left.is_conjunction and _has_one_implying(nodes, left.members, two):
        return True
    if isinstance(right, Gate) and right.is_disjunction and _has_one_implied(nodes, one, right.members):
        return True
    if isinstance(left, Literal) or isinstance(right, Literal):
        return False
    if left.members == right.members and left.weights == right.weights:
        return left.need >= right.need
    if left.is_conjunction and right.is_conjunction:
        return set(right.members) <= set(left.members)
    if left.is_disjunction and right.is_disjunction:
        return set(left.members) <= set(right.members)
    return left.need >= right.need and _implies_by_members(nodes, left, right)


def _has_one_implying(nodes: Sequence[Literal | Gate], members: Sequence[int], two: int) -> bool:
    """Return whether one of the members is a node, or a literal among the members of a disjunction."""
    if two in members:
        return True
    right = nodes[two]
    return isinstance(right, Gate) and right.is_disjunction and not set(members).isdisjoint(right.members)


def _has_one_implied(nodes: Sequence[Literal | Gate], one: int, members: Sequence[int]) -> bool:
    """Return whether a node is one of the members, or a conjunction with one of them."""
    if one in members:
        return True
    left = nodes[one]
    return isinstance(left, Gate) and left.is_conjunction and not set(members).isdisjoint(left.members)


def _implies_by_members(nodes: Sequence[Literal | Gate], left: Gate, right: Gate) -> bool:
    """Return whether each member on the left implies a member of its own on the right, of no less weight."""
    # Where a literal stands in two members on the right, only one of them is tried.
    homes: dict[int, tuple[int, int]] = {}
    for part, weight in zip(right.members, right.weights, strict=True):
        for literal in _literals_of(nodes, part):
            homes[literal] = part, weight
    taken: set[int] = set()
    for part, weight in zip(left.members, left.weights, strict=True):
        home = next((homes[literal] for literal in _literals_of(nodes, part) if literal in homes), None)
        if home is None or home[0] in taken or home[1] < weight or not clearly_implies(nodes, part, home[0]):
            return False
        taken.add(home[0])
    return True


def _literals_of(nodes: Sequence[Literal | Gate], node: int) -> Iterator[int]:
    """Yield the literals that a node is, or has as members."""
    term = nodes[node]
    if isinstance(term, Literal):
        yield node
    else:
        yield from (part for part in term.members if isinstance(nodes[part], Literal))
