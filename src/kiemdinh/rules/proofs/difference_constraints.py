"""Difference constraints: what "this and not that" implies where the two conditions have the same shape.

Take two groups that ask for the same number of members, out of as many. The first can hold and the second fail only
if, at some position, the member of the first holds and that of the second fails; members that are equal cannot. Where
the first asks for more members than the second, this must be so at as many more positions. Added to the condition, this
implication leads a search straight to where the two differ, as the frontier of a fault does in the generation of test
patterns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiemdinh.rules.terms import MAX_DEPTH, MET, UNMET, All, Any, AtLeast, Branch, Condition, Known, Not

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["DifferenceConstraints"]

_MAX_PAIRS: Final = 1000
"""The new pairs of conditions that are compared for one condition before nothing more is added."""

_MAX_DEPTH: Final = MAX_DEPTH // 3
"""Deeper conditions stay as they are: what is added nests deeper than the condition itself."""

_NO_CONSTRAINT: Final = Known(MET)
_CONTRADICTION: Final = Known(UNMET)


class DifferenceConstraints:
    """Adds to a condition what pairs of its conjuncts, one wanted and one unwanted, imply.

    What one pair of conditions implies is kept, since the conditions of one framework share most of their pairs.

    Parameters
    ----------
    number
        Gives equal conditions one number, so that none are compared in depth.

    Examples
    --------
    >>> from kiemdinh.rules import Fact
    >>> numbers = {}
    >>> constraints = DifferenceConstraints(lambda part: numbers.setdefault(part, len(numbers)))
    >>> condition = All((Any((Fact("a"), Fact("b"))), Not(Any((Fact("a"), Fact("c"))))))
    >>> constraint, same = constraints.add_to(condition).parts
    >>> constraint
    Any((All((Fact('b'), Not(Fact('c')), Known(MET))),))
    >>> same is condition
    True
    """

    def __init__(self, number: Callable[[Condition], int]) -> None:
        self._number = number
        self._done: dict[tuple[int, int], Condition] = {}
        self._pairs_left = 0

    def add_to(self, condition: Condition) -> Condition:
        """Return a condition that holds in the same worlds; the very same object where there is nothing to add."""
        if condition.depth > _MAX_DEPTH:
            return condition
        self._pairs_left = _MAX_PAIRS
        conjuncts = _list_conjuncts(condition)
        holding = [conjunct for conjunct, wanted in conjuncts if wanted]
        failing = [conjunct for conjunct, wanted in conjuncts if not wanted]
        constraints = [self._constraint_of(one, other) for one in holding for other in failing if _is_alike(one, other)]
        added = [constraint for constraint in constraints if constraint is not _NO_CONSTRAINT]
        return All((*added, condition)) if added else condition

    def _constraint_of(self, holds: Condition, fails: Condition) -> Condition:
        """Return what must be so where the first condition holds and the second fails."""
        if self._is_same(holds, fails):
            return _CONTRADICTION
        pair = (self._number(holds), self._number(fails))
        if pair not in self._done:
            if not _is_alike(holds, fails) or self._pairs_left <= 0:
                return _NO_CONSTRAINT
            self._pairs_left -= 1
            self._done[pair] = self._compare_members(holds, fails)
        return self._done[pair]

    def _is_same(self, one: Condition, other: Condition) -> bool:
        return self._number(one) == self._number(other)

    def _compare_members(self, holds: Condition, fails: Condition) -> Condition:
        match holds, fails:
            # Groups that need as many of their members differ at some position, or hold together.
            case (All(ours), All(theirs)) | (Any(ours), Any(theirs)):
                return _at_least(1, self._list_differences(ours, theirs))
            # Of the first group ``more`` members hold, and of the second fewer than ``fewer``.
            case AtLeast(more, ours), AtLeast(fewer, theirs):
                return _at_least(more - fewer + 1, self._list_differences(ours, theirs))
            case Not(ours), Not(theirs):
                return self._difference_of(theirs, ours)
            # With one test, the two branches take the same arm, and differ in it.
            case Branch(test, then, otherwise), Branch(same, other_then, other_otherwise) if self._is_same(test, same):
                met = All((test, self._difference_of(then, other_then)))
                return Any((met, All((Not(test), self._difference_of(otherwise, other_otherwise)))))
            case _:
                return _NO_CONSTRAINT

    def _list_differences(self, holding: Sequence[Condition], failing: Sequence[Condition]) -> list[Condition]:
        """Return, for each position at which the members differ, that one holds and the other fails."""
        pairs = zip(holding, failing, strict=True)
        return [self._difference_of(one, two) for one, two in pairs if not self._is_same(one, two)]

    def _difference_of(self, holds: Condition, fails: Condition) -> Condition:
        return All((holds, Not(fails), self._constraint_of(holds, fails)))


def _list_conjuncts(condition: Condition) -> list[tuple[Condition, bool]]:
    """Return what must hold (``True``) and what must fail (``False``) for the condition to hold."""
    found: list[tuple[Condition, bool]] = []
    waiting = [(condition, True)]
    while waiting:
        part, wanted = waiting.pop()
        if isinstance(part, Not):
            waiting.append((part.part, not wanted))
            continue
        found.append((part, wanted))
        if (isinstance(part, All) and wanted) or (isinstance(part, Any) and not wanted):
            waiting.extend((member, wanted) for member in reversed(part.parts))
    return found


def _is_alike(holds: Condition, fails: Condition) -> bool:
    """Return whether two conditions have one form and as many members, and the first needs no fewer of them."""
    if type(holds) is not type(fails) or len(holds.members) != len(fails.members):
        return False
    return not (isinstance(holds, AtLeast) and isinstance(fails, AtLeast)) or holds.k >= fails.k


def _at_least(k: int, parts: list[Condition]) -> Condition:
    if k > len(parts):
        return _CONTRADICTION
    return Any(tuple(parts)) if k == 1 else AtLeast(k, tuple(parts))
