"""One fold over the core language, with the algebra passed in.

A new reading of conditions (truth, cost, counting, best k) is a new :class:`Algebra`; nothing here changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias, TypeVar, overload

from kiemdinh.rules.terms import language as core
from kiemdinh.rules.terms.language import Condition, Quantity, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kiemdinh.rules.terms.exact_numbers import Half, Number
    from kiemdinh.rules.terms.language import Comparison, Term
    from kiemdinh.rules.terms.truth import Truth

__all__ = ["Algebra", "fold", "fold_all"]

C = TypeVar("C")
Q = TypeVar("Q")


class Algebra(Protocol[C, Q]):
    """What each class of the core language becomes, its members having become a `C` or a `Q` already.

    A class satisfies this by having the methods; it need not inherit.
    """

    def fact(self, name: str, /) -> C:
        """Read a fact."""

    def known(self, truth: Truth, /) -> C:
        """Read a truth given outright."""

    def all(self, parts: Sequence[C], /) -> C:
        """Combine the members of "all"."""

    def any(self, parts: Sequence[C], /) -> C:
        """Combine the members of "any"."""

    def at_least(self, k: int, parts: Sequence[C], /) -> C:
        """Combine the members of "at least k"."""

    def negate(self, part: C, /) -> C:
        """Negate a condition."""

    def compare(self, left: Q, op: Comparison, right: Q, /) -> C:
        """Compare two quantities."""

    def branch(self, test: C, then: C, otherwise: C, /) -> C:
        """Combine the test and both arms of a condition by cases."""

    def constant(self, value: Number, /) -> Q:
        """Read a number."""

    def value(self, name: str, /) -> Q:
        """Read a named value."""

    def sum(self, parts: Sequence[Q], weights: Sequence[Number] | None, /) -> Q:
        """Add the members, each times its weight if there are weights."""

    def product(self, left: Q, right: Q, /) -> Q:
        """Multiply two quantities."""

    def mean(self, parts: Sequence[Q], /) -> Q:
        """Take the mean of the members."""

    def minimum(self, parts: Sequence[Q], /) -> Q:
        """Take the least member."""

    def maximum(self, parts: Sequence[Q], /) -> Q:
        """Take the greatest member."""

    def count(self, parts: Sequence[C], /) -> Q:
        """Count the conditions that hold."""

    def select(self, test: C, then: Q, otherwise: Q, /) -> Q:
        """Combine the test and both arms of a quantity by cases."""

    def rounded(self, part: Q, digits: int, half: Half, /) -> Q:
        """Round a quantity."""


# One row for each class: what to call with the algebra, the node and its folded members. The two result
# types are erased here; `fold` and `fold_all` give them back.
_Step: TypeAlias = "Callable[[Any, Any, list[Any]], Any]"
_STEPS: Final[Mapping[type[Term], _Step]] = {
    core.Fact: lambda algebra, node, _: algebra.fact(node.id),
    core.Known: lambda algebra, node, _: algebra.known(node.truth),
    core.All: lambda algebra, _, parts: algebra.all(parts),
    core.Any: lambda algebra, _, parts: algebra.any(parts),
    core.AtLeast: lambda algebra, node, parts: algebra.at_least(node.k, parts),
    core.Not: lambda algebra, _, parts: algebra.negate(parts[0]),
    core.Compare: lambda algebra, node, parts: algebra.compare(parts[0], node.op, parts[1]),
    core.Branch: lambda algebra, _, parts: algebra.branch(*parts),
    core.Constant: lambda algebra, node, _: algebra.constant(node.value),
    core.Value: lambda algebra, node, _: algebra.value(node.id),
    core.Sum: lambda algebra, node, parts: algebra.sum(parts, node.weights),
    core.Product: lambda algebra, _, parts: algebra.product(*parts),
    core.Mean: lambda algebra, _, parts: algebra.mean(parts),
    core.Minimum: lambda algebra, _, parts: algebra.minimum(parts),
    core.Maximum: lambda algebra, _, parts: algebra.maximum(parts),
    core.Count: lambda algebra, _, parts: algebra.count(parts),
    core.Select: lambda algebra, _, parts: algebra.select(*parts),
    core.Round: lambda algebra, node, parts: algebra.rounded(parts[0], node.digits, node.half),
}


@overload
def fold(node: Condition, algebra: Algebra[C, Q]) -> C: ...
@overload
def fold(node: Quantity, algebra: Algebra[C, Q]) -> Q: ...
def fold(node: Term, algebra: Algebra[C, Q]) -> C | Q:
    """Replace every class in a term by the algebra's method of that name, members first.

    A term that is shared is folded once within a call, however often it occurs.
    """
    result: C | Q = _fold_shared(node, algebra, {})
    return result


def _fold_shared(node: Term, algebra: Algebra[C, Q], done: dict[int, Any]) -> Any:
    """Fold by recursion, which the limit on nesting keeps shallow; ``done`` is by identity, while the root lives."""
    key = id(node)
    if key not in done:
        members = [_fold_shared(member, algebra, done) for member in node.members]
        done[key] = _STEPS[type(node)](algebra, node, members)
    return done[key]


def fold_all(*nodes: Term, algebra: Algebra[C, Q]) -> tuple[dict[Condition, C], dict[Quantity, Q]]:
    """Fold terms, and give what they and every term below them became, conditions and quantities apart.

    Equal terms are folded once.
    """
    done: dict[Term, Any] = {}
    for node in nodes:
        for part in walk(node):
            if part not in done:
                done[part] = _STEPS[type(part)](algebra, part, [done[member] for member in part.members])
    conditions = {part: result for part, result in done.items() if isinstance(part, Condition)}
    quantities = {part: result for part, result in done.items() if isinstance(part, Quantity)}
    return conditions, quantities
