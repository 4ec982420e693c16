"""What is known after changes are made: the same facts, some of them changed (*giả định*: what if)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kiemdinh.rules.evaluation import evaluate
from kiemdinh.rules.repairs.problem import Bound
from kiemdinh.rules.terms import Interval, Number, Truth, exact_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiemdinh.rules.evaluation import Facts
    from kiemdinh.rules.repairs.problem import Change, RepairProblem

__all__ = ["facts_after", "is_certain_after"]

_NUDGE: Final = Fraction(1, 1_000_000)


def facts_after(problem: RepairProblem, changes: Iterable[Change], facts: Facts, nudge: Number = _NUDGE) -> Facts:
    """Give the facts of one case after the changes, opened definitions read anew.

    A value is brought to its bound and no further; past a strict bound it lies `nudge` beyond.
    """
    return _FactsAfterChanges(problem, changes, facts, nudge)


def is_certain_after(problem: RepairProblem, changes: Iterable[Change], nudge: Number = _NUDGE) -> bool:
    """Say whether the condition is certain, in every case, after the changes."""
    made = tuple(changes)
    return all(evaluate(problem.condition, facts_after(problem, made, facts, nudge)).certain for facts in problem.cases)


class _FactsAfterChanges:
    def __init__(self, problem: RepairProblem, changes: Iterable[Change], facts: Facts, nudge: Number) -> None:
        self._problem, self._facts, self._nudge = problem, facts, nudge
        self._truths: dict[str, Truth] = {}
        self._bounds: dict[str, list[Bound]] = {}
        for change in changes:
            if isinstance(change.to, Bound):
                self._bounds.setdefault(change.name, []).append(change.to)
            else:
                self._truths[change.name] = change.to

    def truth(self, name: str, /) -> Truth:
        """Give the truth of a fact after the changes."""
        if name not in self._truths:
            if not self._problem.is_expanded(name):
                return self._facts.truth(name)
            self._truths[name] = evaluate(self._problem.definitions[name], self)
        return self._truths[name]

    def value(self, name: str, /) -> Interval:
        """Give what is known of a value after the changes."""
        now = self._facts.value(name)
        for bound in self._bounds.get(name, ()):
            now = _move_to_bound(now, bound, self._nudge)
        return now


def _move_to_bound(now: Interval, bound: Bound, nudge: Number) -> Interval:
    if bound.direction == "up":
        end = exact_number(bound.number + nudge * bound.strict)
        low = end if now.low is None else max(now.low, end)
        return Interval(low, None if now.high is None else max(now.high, end))
    end = exact_number(bound.number - nudge * bound.strict)
    high = end if now.high is None else min(now.high, end)
    return Interval(None if now.low is None else min(now.low, end), high)
