"""Sufficient reasons (*lý do đủ*): the facts and values that alone keep a target certain (semantics 5.7)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kiemdinh.rules.repairs import BoundLeaf, FactLeaf, NormalGroup, expanded_definitions, lies_beyond, normal_form_of
from kiemdinh.rules.search import (
    FALSE,
    TRUE,
    Budget,
    CheapestSearch,
    ExhaustedError,
    Gates,
    find_minimal_sets,
    greedy_solution,
    set_bits,
)
from kiemdinh.rules.terms import UNBOUNDED, Fact, Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kiemdinh.rules.repairs import Normal, Position, RepairProblem
    from kiemdinh.rules.terms import Interval

__all__ = ["SufficientReason", "find_sufficient_reason", "sufficient_reasons"]


@dataclass(frozen=True, slots=True)
class SufficientReason:
    """A sufficient reason: facts and values that keep the target whatever the others are.

    See the example of :func:`kiemdinh.rules.find_sufficient_reason`.

    Attributes
    ----------
    terms
        The facts and values; empty if it is certain whatever the facts are.
    proved
        Whether no smaller reason would do; if not, none of the terms can be left out.
    holds
        False if the target is not certain, so that there is no reason.
    """

    terms: tuple[Fact | Value, ...]
    proved: bool
    holds: bool = True


def find_sufficient_reason(
    problem: RepairProblem, *, ranges: Mapping[str, Interval] | None = None, budget: Budget | None = None
) -> SufficientReason:
    """Return the first of :func:`sufficient_reasons`; where the budget runs out, one that was chosen greedily.

    The parameters are those of :func:`sufficient_reasons`.

    Examples
    --------
    >>> from kiemdinh.rules import MET, Any, Assignment, Fact, RepairProblem
    >>> held = Assignment({"a": MET, "b": MET})
    >>> find_sufficient_reason(RepairProblem(condition=Any((Fact("a"), Fact("b"))), cases=(held,), actions=()))
    SufficientReason(terms=(Fact('a'),), proved=True, holds=True)
    """
    keeper, root = _read_problem(problem, ranges or {}, budget or Budget())
    weights = [1] * len(keeper.kept)
    try:
        found = find_minimal_sets(CheapestSearch(keeper.gates, weights), root, len(weights))
        made, proved = next((made for _, made in found), None), True
    except ExhaustedError:
        made, proved = greedy_solution(keeper.gates, root, weights), False
    if made is None:
        return SufficientReason((), proved, holds=False)
    return SufficientReason(keeper.terms_of(made), proved)


def sufficient_reasons(
    problem: RepairProblem, *, ranges: Mapping[str, Interval] | None = None, budget: Budget | None = None
) -> Iterator[tuple[Fact | Value, ...]]:
    """Yield the sufficient reasons of a target that is certain, smallest first.

    Each is a minimal set of facts and values that, as known now, keeps the target certain whatever the others are: a
    prime implicant that holds (A. Darwiche and A. Hirth, "On the reasons behind decisions", 2020). The problem's
    actions do not matter. A target that is not certain has no reason. The names in a product of two quantities belong
    to every reason.

    Parameters
    ----------
    ranges
        All that a value can be, by its name; a value without a range is unbounded where it is not kept.
    budget
        The steps that the search may take; None takes the default.

    Raises
    ------
    ExhaustedError
        If the budget ran out before the next reason was proved.

    Examples
    --------
    >>> from kiemdinh.rules import MET, Any, Assignment, Fact, RepairProblem
    >>> held = Assignment({"a": MET, "b": MET})
    >>> list(sufficient_reasons(RepairProblem(condition=Any((Fact("a"), Fact("b"))), cases=(held,), actions=())))
    [(Fact('a'),), (Fact('b'),)]
    """
    keeper, root = _read_problem(problem, ranges or {}, budget or Budget())
    count = len(keeper.kept)
    for _, made in find_minimal_sets(CheapestSearch(keeper.gates, [1] * count), root, count):
        yield keeper.terms_of(made)


def _read_problem(problem: RepairProblem, ranges: Mapping[str, Interval], budget: Budget) -> tuple[_KeptGates, int]:
    """Return the gates over what is kept, and the node of "the target stays certain"."""
    # An action keeps its fact from being opened; a reason should name what stands below such a fact.
    expanded = expanded_definitions(replace(problem, actions=()))
    reach = _EverythingReach(ranges)
    read = [normal_form_of(problem.condition, facts, reach, problem.definitions, expanded) for facts in problem.cases]
    keeper = _KeptGates(ranges, budget)
    # What the normal form could not follow is kept in every reason.
    unfollowed = sorted({name for _, names in read for name in names})
    with budget.lifted():
        root = keeper.gates.make_all([keeper.form_node(form) for form, _ in read])
        root = keeper.gates.make_all([root, *(keeper.kept_literal(Value(name)) for name in unfollowed)])
    return keeper, root


class _EverythingReach:
    """Everything can change: what is not kept can be anything in its range."""

    def __init__(self, ranges: Mapping[str, Interval]) -> None:
        self._ranges = ranges

    def may_change_fact(self, name: str, /) -> bool:
        return True

    def may_change_value(self, name: str, /) -> bool:
        return not self._ranges.get(name, UNBOUNDED).known

    def reachable_ends(
        self, name: str, up: bool, now: Interval, alone: Position | None, /
    ) -> tuple[Position | None, Sequence[Position]]:
        """Return the worst end of the range of a value in a sum, and the end that it has now, if kept."""
        span = self._ranges.get(name, UNBOUNDED)
        worst, end = (span.low, now.low) if up else (span.high, now.high)
        return None if worst is None else (worst, 0), [] if end is None or end == worst else [(end, 0)]


class _KeptGates:
    """Gates over what is kept: one move for each fact or value, which is made if the fact or value is kept."""

    def __init__(self, ranges: Mapping[str, Interval], budget: Budget) -> None:
        self._ranges = ranges
        self.gates = Gates(budget)
        self.kept: list[Fact | Value] = []
        self._positions: dict[Fact | Value, int] = {}
        self._done: dict[Normal, int] = {}

    def terms_of(self, made: int) -> tuple[Fact | Value, ...]:
        """Return the facts and values that a mask of moves keeps."""
        return tuple(self.kept[position] for position in set_bits(made))

    def form_node(self, form: Normal) -> int:
        """Return the node of "this normal form stays certain"."""
        if isinstance(form, bool):
            return TRUE if form else FALSE
        if form not in self._done:
            self._done[form] = self._new_node(form)
        return self._done[form]

    def _new_node(self, form: FactLeaf | BoundLeaf | NormalGroup) -> int:
        if isinstance(form, NormalGroup):
            return self.gates.make_gate(form.need, [self.form_node(part) for part in form.members], form.weights)
        if isinstance(form, BoundLeaf) and lies_beyond(self._ranges.get(form.value, UNBOUNDED), form.up, form.position):
            return TRUE  # it holds whatever the value is
        if not form.holds:  # what does not hold now cannot be kept
            return FALSE
        return self.kept_literal(Fact(form.name) if isinstance(form, FactLeaf) else Value(form.value))

    def kept_literal(self, term: Fact | Value) -> int:
        """Return the literal of "this fact or value is kept"."""
        if term not in self._positions:
            self._positions[term] = len(self.kept)
            self.kept.append(term)
        return self.gates.make_literal(self._positions[term])
