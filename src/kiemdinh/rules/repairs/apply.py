"""The facts after changes are made (*giả định*: what if), and whether a condition is then certain.

This is the check of a repair that shares nothing with the search: the condition is evaluated again.
"""

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
"""How far past a strict bound a value is taken to lie, unless the caller says otherwise."""


def facts_after(
    problem: RepairProblem,
    changes: Iterable[Change],
    facts: Facts,
    nudge: Number = _NUDGE,
    *,
    up_to_limit: bool = False,
) -> Facts:
    """Return the facts of one case after the changes; defined facts are evaluated again from their definitions.

    A value is brought to its bound and no further; past a strict bound it lies ``nudge`` beyond. With ``up_to_limit``
    it may also lie anywhere between its bound and its limit. Nothing is computed before it is asked for.

    >>> from kiemdinh.rules import MET, UNMET, Assignment, Fact, FactAction, RepairProblem, find_minimal_repairs
    >>> now = Assignment({"plan": UNMET})
    >>> problem = RepairProblem(
    ...     condition=Fact("plan"), cases=(now,), actions=(FactAction(id="write", fact="plan", to=MET),)
    ... )
    >>> facts_after(problem, find_minimal_repairs(problem).cheapest.changes, now).truth("plan").name
    'MET'
    """
    return _FactsAfterChanges(problem, changes, facts, nudge, up_to_limit)


def is_certain_after(
    problem: RepairProblem, changes: Iterable[Change], nudge: Number = _NUDGE, *, up_to_limit: bool = False
) -> bool:
    """Return whether the condition of a problem is certain, in every case, after the changes.

    ``nudge`` is how far past a strict bound a value is taken to lie; ``up_to_limit`` is as for :func:`facts_after`.
    Linear in the size of the condition, times the cases.

    Examples
    --------
    >>> from kiemdinh.rules import MET, UNMET, Assignment, Fact, FactAction, RepairProblem, find_minimal_repairs
    >>> write = FactAction(id="write", fact="plan", to=MET)
    >>> problem = RepairProblem(condition=Fact("plan"), cases=(Assignment({"plan": UNMET}),), actions=(write,))
    >>> is_certain_after(problem, ()), is_certain_after(problem, find_minimal_repairs(problem).cheapest.changes)
    (False, True)
    """
    made = tuple(changes)
    return all(
        evaluate(problem.condition, facts_after(problem, made, facts, nudge, up_to_limit=up_to_limit)).certain
        for facts in problem.cases
    )


class _FactsAfterChanges:
    """The facts of one case with some truths and bounds put over them."""

    def __init__(
        self, problem: RepairProblem, changes: Iterable[Change], facts: Facts, nudge: Number, up_to_limit: bool
    ) -> None:
        self._problem, self._facts, self._nudge = problem, facts, nudge
        self._truths: dict[str, Truth] = {}
        self._bounds: dict[str, list[Bound]] = {}
        self._limits: dict[str, list[Bound]] = {}
        for change in changes:
            if isinstance(change.to, Bound):
                self._bounds.setdefault(change.name, []).append(change.to)
                if up_to_limit and change.limit is not None:
                    self._limits.setdefault(change.name, []).append(change.limit)
            else:
                self._truths[change.name] = change.to

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a fact after the changes, evaluated once if it has a definition."""
        if name not in self._truths:
            if not self._problem.is_expanded(name):
                return self._facts.truth(name)
            self._truths[name] = evaluate(self._problem.definitions[name], self)
        return self._truths[name]

    def value(self, name: str, /) -> Interval:
        """Return the interval of a value after the changes."""
        now = self._facts.value(name)
        for bound in self._bounds.get(name, ()):
            now = _move_to_bound(now, bound, self._nudge)
        for limit in self._limits.get(name, ()):
            now = _widen_to_limit(now, limit, self._nudge)
        return now


def _move_to_bound(now: Interval, bound: Bound, nudge: Number) -> Interval:
    """Return the interval moved so far that it certainly meets the bound; what meets it already stays."""
    if bound.direction == "up":
        end = exact_number(bound.number + nudge * bound.strict)
        low = end if now.low is None else max(now.low, end)
        return Interval(low, None if now.high is None else max(now.high, end))
    end = exact_number(bound.number - nudge * bound.strict)
    high = end if now.high is None else min(now.high, end)
    return Interval(None if now.low is None else min(now.low, end), high)


def _widen_to_limit(now: Interval, limit: Bound, nudge: Number) -> Interval:
    """Return the interval of a value that may lie anywhere up to a limit."""
    if limit.direction == "down":
        end = exact_number(limit.number - nudge * limit.strict)
        return Interval(now.low, None if now.high is None else max(now.high, end))
    end = exact_number(limit.number + nudge * limit.strict)
    return Interval(None if now.low is None else min(now.low, end), now.high)
