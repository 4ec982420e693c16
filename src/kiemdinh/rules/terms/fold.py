"""One fold (catamorphism) over the core language: what the terms become is passed in as an algebra.

A new reading of conditions, such as truth, polarity or cost, is a new :class:`Algebra`. Nothing changes here.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeAlias, TypeVar, overload

from kiemdinh.rules.terms import language as core
from kiemdinh.rules.terms.base import walk_numbered
from kiemdinh.rules.terms.language import Condition, Quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kiemdinh.rules.terms.exact_numbers import Half, Number
    from kiemdinh.rules.terms.language import Comparison, Term
    from kiemdinh.rules.terms.truth import Truth

__all__ = ["Algebra", "KeptFold", "fold", "fold_all", "fold_with_repeats"]

C = TypeVar("C")
Q = TypeVar("Q")


class Algebra(Protocol[C, Q]):
    """The result for each class of the core language: conditions become a ``C``, quantities a ``Q``.

    There is one method for each class. Its arguments are what the members have become already. A class is an algebra if
    it has these methods; it need not inherit from this one. :class:`~kiemdinh.rules.TruthAlgebra` is an example.

    See the example of :func:`kiemdinh.rules.fold`.
    """

    def fact(self, name: str, /) -> C:
        """Return what a fact becomes, by its name."""

    def known(self, truth: Truth, /) -> C:
        """Return what a truth that stands in the condition itself becomes."""

    def all(self, parts: Sequence[C], /) -> C:
        """Combine the members of "all"."""

    def any(self, parts: Sequence[C], /) -> C:
        """Combine the members of "any"."""

    def at_least(self, k: int, parts: Sequence[C], /) -> C:
        """Combine the members of "at least ``k``"."""

    def negate(self, part: C, /) -> C:
        """Negate a condition."""

    def compare(self, left: Q, op: Comparison, right: Q, /) -> C:
        """Compare two quantities."""

    def branch(self, test: C, then: C, otherwise: C, /) -> C:
        """Combine the test and both arms of a condition by cases."""

    def constant(self, value: Number, /) -> Q:
        """Return what a number that stands in the condition itself becomes."""

    def value(self, name: str, /) -> Q:
        """Return what a value becomes, by its name."""

    def sum(self, parts: Sequence[Q], weights: Sequence[Number] | None, /) -> Q:
        """Add the members, each times its weight if there are weights."""

    def product(self, left: Q, right: Q, /) -> Q:
        """Multiply two quantities."""

    def mean(self, parts: Sequence[Q], /) -> Q:
        """Take the arithmetic mean of the members."""

    def minimum(self, parts: Sequence[Q], /) -> Q:
        """Take the least member."""

    def maximum(self, parts: Sequence[Q], /) -> Q:
        """Take the greatest member."""

    def count(self, parts: Sequence[C], /) -> Q:
        """Count the conditions that hold."""

    def select(self, test: C, then: Q, otherwise: Q, /) -> Q:
        """Combine the test and both arms of a quantity by cases."""

    def rounded(self, part: Q, digits: int, half: Half, /) -> Q:
        """Round a quantity to so many decimals."""


# One row for each class: what to call with the algebra, the node and its folded members. The two result
# types are erased here; ``fold`` and ``fold_all`` restore them.
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
    """Evaluate a term in an algebra, members first.

    An object that occurs several times in the term is evaluated once. The time is linear in the number of objects. Use
    :func:`fold_all` where what every member becomes is wanted too.

    Examples
    --------
    >>> from kiemdinh.rules import All, Assignment, Fact, MET, TruthAlgebra
    >>> fold(All((Fact("a"), Fact("b"))), TruthAlgebra(Assignment({"a": MET}))).name
    'UNKNOWN'
    """
    result: C | Q = _fold_shared(node, algebra, {})
    return result


def _fold_shared(node: Term, algebra: Algebra[C, Q], done: dict[int, Any]) -> Any:
    """Fold by recursion, which ``MAX_DEPTH`` keeps shallow.

    ``done`` is by identity and not by equality, because the hash of a term costs a call. The root keeps all members
    alive, so that no identity is used twice.
    """
    # Most members have been met before: to look them up here saves a call for each.
    members = [
        done[id(member)] if id(member) in done else _fold_shared(member, algebra, done) for member in node.members
    ]
    done[id(node)] = result = _STEPS[type(node)](algebra, node, members)
    return result


class KeptFold(Generic[C, Q]):
    """Folds several terms in one algebra: an object that occurs in more than one of them is evaluated once.

    Examples
    --------
    >>> from kiemdinh.rules import All, Any, Assignment, Fact, MET, TruthAlgebra
    >>> kept, both = KeptFold(TruthAlgebra(Assignment({"a": MET}))), All((Fact("a"), Fact("b")))
    >>> kept.fold(both).name, kept.fold(Any((both, Fact("a")))).name
    ('UNKNOWN', 'MET')
    """

    def __init__(self, algebra: Algebra[C, Q]) -> None:
        self._algebra = algebra
        self._done: dict[int, Any] = {}
        self._kept: list[Term] = []
        """The terms that were folded: so an identity stays that of its term."""

    @overload
    def fold(self, node: Condition) -> C: ...
    @overload
    def fold(self, node: Quantity) -> Q: ...
    def fold(self, node: Term) -> C | Q:
        """Return what a term becomes, as :func:`fold` does; of a part of what was folded before it is a look-up."""
        if id(node) not in self._done:
            self._kept.append(node)
            _fold_shared(node, self._algebra, self._done)
        result: C | Q = self._done[id(node)]
        return result


def fold_with_repeats(
    node: Condition, algebra: Algebra[C, Q], keep_condition: Callable[[C], C], keep_quantity: Callable[[Q], Q]
) -> C:
    """Fold a condition as :func:`fold` does; what a part that occurs several times became is passed on to be kept.

    Where an algebra makes something that is run later, it would otherwise run such a part once for each place. A part
    without members is cheap, and is not passed on.
    """
    if node.depth <= 2:  # its members have none, or are such a member denied: none is worth keeping
        return fold(node, algebra)
    numbers: dict[int, int] = {}
    parts = tuple(walk_numbered(node, numbers))
    counts = Counter([numbers[id(member)] for part in parts for member in part.members])
    done: list[Any] = []
    for number, part in enumerate(parts):
        made = _STEPS[type(part)](algebra, part, [done[numbers[id(member)]] for member in part.members])
        if part.members and counts[number] > 1:
            made = keep_condition(made) if isinstance(part, Condition) else keep_quantity(made)
        done.append(made)
    result: C = done[-1]
    return result


def fold_all(*nodes: Term, algebra: Algebra[C, Q]) -> tuple[dict[Condition, C], dict[Quantity, Q]]:
    """Evaluate terms in an algebra, and return what they and every term below them became.

    Equal terms are evaluated once, also if they are different objects.

    Returns
    -------
    tuple
        What the conditions became, by condition, and what the quantities became, by quantity.

    Examples
    --------
    >>> from kiemdinh.rules import MET, Any, Assignment, Fact, TruthAlgebra
    >>> some = Any((Fact("a"), Fact("b")))
    >>> truths, numbers = fold_all(some, algebra=TruthAlgebra(Assignment({"a": MET})))
    >>> truths[some].name, truths[Fact("b")].name, numbers
    ('MET', 'UNKNOWN', {})
    """
    done: dict[Term, Any] = {}
    for node in nodes:
        numbers: dict[int, int] = {}
        made: list[Any] = []
        for part in walk_numbered(node, numbers):
            if part not in done:
                done[part] = _STEPS[type(part)](algebra, part, [made[numbers[id(member)]] for member in part.members])
            made.append(done[part])
    conditions = {part: result for part, result in done.items() if isinstance(part, Condition)}
    quantities = {part: result for part, result in done.items() if isinstance(part, Quantity)}
    return conditions, quantities
