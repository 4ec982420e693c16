"""What "this and not that" entails, for two conditions built alike: some pair of members must differ so, too.

Of two groups of the same number of members, asked for the same number of them, one holds and the other does not only
if at some place the member of the one holds and that of the other does not; members that are equal cannot. Written
out, this leads a search straight to where the two differ, as the frontier of a fault does in test patterns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiemdinh.rules.terms.language import MAX_DEPTH, All, Any, AtLeast, Branch, Condition, Known, Not
from kiemdinh.rules.terms.truth import MET, UNMET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["contrasted"]

_PAIRS: Final = 1000
_DEEPEST: Final = MAX_DEPTH // 3


def contrasted(condition: Condition, number: Callable[[Condition], int]) -> Condition:
    """Add to a condition what its parts "this" and "not that" entail; it holds in the same worlds as before.

    `number` gives equal conditions one number, so that none are compared in depth.
    """
    if condition.depth > _DEEPEST:
        return condition
    parts = tuple(_conjuncts(condition, wanted=True))
    held = [part for part, wanted in parts if wanted]
    failing = [part for part, wanted in parts if not wanted]
    contrast = _Contrast(number)
    added = [contrast.entailed(this, that) for this in held for that in failing if _alike(this, that)]
    news = [new for new in added if new is not _NOTHING]
    return All((*news, condition)) if news else condition


_NOTHING: Final = Known(MET)
_CONTRADICTION: Final = Known(UNMET)


def _conjuncts(condition: Condition, *, wanted: bool) -> Iterator[tuple[Condition, bool]]:
    """Yield what must hold, and what must not hold (False)."""
    match condition:
        case Not(part):
            yield from _conjuncts(part, wanted=not wanted)
        case All(parts) if wanted:
            yield condition, wanted
            for part in parts:
                yield from _conjuncts(part, wanted=wanted)
        case Any(parts) if not wanted:
            yield condition, wanted
            for part in parts:
                yield from _conjuncts(part, wanted=wanted)
        case _:
            yield condition, wanted


def _alike(this: Condition, that: Condition) -> bool:
    if type(this) is not type(that) or len(this.members) != len(that.members):
        return False
    return not (isinstance(this, AtLeast) and isinstance(that, AtLeast)) or this.k == that.k


class _Contrast:
    """Builds what is entailed, each pair of conditions once."""

    def __init__(self, number: Callable[[Condition], int]) -> None:
        self._number = number
        self._done: dict[tuple[int, int], Condition] = {}

    def entailed(self, this: Condition, that: Condition) -> Condition:
        """Give what must hold where `this` holds and `that` does not."""
        if self._same(this, that):
            return _CONTRADICTION
        if not _alike(this, that) or len(self._done) > _PAIRS:
            return _NOTHING
        pair = (self._number(this), self._number(that))
        if pair not in self._done:
            self._done[pair] = self._of_members(this, that)
        return self._done[pair]

    def _same(self, this: Condition, that: Condition) -> bool:
        return self._number(this) == self._number(that)

    def _of_members(self, this: Condition, that: Condition) -> Condition:
        match this, that:
            case ((All(ours) | Any(ours) | AtLeast(_, ours)), (All(theirs) | Any(theirs) | AtLeast(_, theirs))):
                pairs = zip(ours, theirs, strict=True)
                return _any_of([self._contrast(one, other) for one, other in pairs if not self._same(one, other)])
            case Not(ours), Not(theirs):
                return self._contrast(theirs, ours)
            case Branch(test, then, otherwise), Branch(same, other_then, other_otherwise) if self._same(test, same):
                held = All((test, self._contrast(then, other_then)))
                return Any((held, All((Not(test), self._contrast(otherwise, other_otherwise)))))
            case _:
                return _NOTHING

    def _contrast(self, this: Condition, that: Condition) -> Condition:
        return All((this, Not(that), self.entailed(this, that)))


def _any_of(parts: list[Condition]) -> Condition:
    return Any(tuple(parts)) if parts else _CONTRADICTION
