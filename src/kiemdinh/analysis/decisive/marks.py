"""Decisive marks: ratings, points and findings that can alone change a result.

A requirement is decisive if a result depends on whether it is met. A mark is decisive if a result differs between its
worst and its best, while all else stays the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from kiemdinh.analysis.decisive.positions import Position, find_positions
from kiemdinh.analysis.decisive.statuses import status_of_any
from kiemdinh.analysis.study import Study
from kiemdinh.rules import (
    MET,
    UNMET,
    All,
    Assignment,
    Condition,
    Interval,
    Not,
    Number,
    Satisfiability,
    evaluate,
    facts_of,
    polarities,
    substitute,
    values_of,
)
from kiemdinh.standards.names import read_fact_name, read_value_name

__all__ = ["DecisiveMarks"]


class DecisiveMarks:
    """Proves of marks whether they are decisive.

    Two short cuts keep this quick for hundreds of marks. Of marks that can be exchanged in a result only the first is
    examined. And where a higher mark is always better, two worlds that differ in one mark are tried before anything is
    proved: one mark after the other gets its best, until the result changes.
    """

    def __init__(self, study: Study) -> None:
        self._study = study
        self._proved: dict[tuple[Condition, object], Satisfiability] = {}

    def prove_decisive(self, value: str) -> Satisfiability:
        """Return whether a mark is decisive for some result: UNSATISFIABLE where it is proved that it never is."""
        results = (result for result, values in self._results.items() if value in values)
        return status_of_any(self._prove_kept(result, value) for result in results)

    def find_ends(self, value: str) -> tuple[Number, Number]:
        """Return the worst and the best mark that there is."""
        interval = self._study.lowering.quantities.declared_range(read_value_name(value))
        return interval.low or 0, interval.high or 0

    @cached_property
    def _results(self) -> Mapping[Condition, frozenset[str]]:
        """The conditions of all results over free facts and values, each with the values that it reads."""
        found = (condition for name, condition in self._study.inlined.items() if read_fact_name(name).is_top)
        return {condition: values_of(condition) for condition in found}

    @cached_property
    def _positions(self) -> Mapping[Condition, Mapping[str, Counter[Position]]]:
        return {result: find_positions(result) for result in self._results}

    @cached_property
    def _chains(self) -> Mapping[Condition, _Chain]:
        return {result: _Chain(result, self.find_ends) for result in self._results}

    def _prove_kept(self, result: Condition, value: str) -> Satisfiability:
        """Return what was proved of a mark that can be exchanged with this one, or prove it."""
        positions = frozenset(self._positions[result].get(value, Counter({(value,): 1})).items())
        key = (result, (positions, self.find_ends(value)))
        if key not in self._proved:
            self._proved[key] = self._prove_for_result(result, value)
        return self._proved[key]

    def _prove_for_result(self, result: Condition, value: str) -> Satisfiability:
        if self._chains[result].turns_by(value):
            return Satisfiability.SATISFIABLE
        worst, best = self.find_ends(value)
        status = self._prove_difference(result, value, worst, best)
        # Where a higher mark is always better, or always worse, the two ends are enough. Else two marks between them
        # may differ.
        if status is not Satisfiability.UNSATISFIABLE or polarities(result).get(value) != "both":
            return status
        marks = self._study.space.choices.get(value)
        if not marks:
            return Satisfiability.UNDECIDED
        return status_of_any(self._prove_difference(result, value, one, two) for one, two in pairwise(marks))

    def _prove_difference(self, result: Condition, value: str, one: Number, two: Number) -> Satisfiability:
        """Prove whether a result is met with one of two marks and unmet with the other, in some world."""
        first, second = (substitute(result, {}, {value: mark}) for mark in (one, two))
        differences = (All((second, Not(first))), All((first, Not(second))))
        return status_of_any(self._study.prove(difference).status for difference in differences)


class _Chain:
    """A chain of worlds of a result, from the worst to the best; neighbours differ in one name.

    It is for results that read only facts and marks, each in one direction.
    """

    def __init__(self, result: Condition, find_ends: Callable[[str], tuple[Number, Number]]) -> None:
        self._result, self._find_ends = result, find_ends
        self._facts = facts_of(result)
        self._polarities = polarities(result)
        self._names = sorted({*self._facts, *values_of(result)})
        self._is_simple = all(map(self._is_free, self._names)) and "both" not in self._polarities.values()

    def _is_free(self, name: str) -> bool:
        """Return whether a name does not depend on others: a mark, or a fact that no decision settles."""
        if name in self._facts:
            return not read_fact_name(name).is_of_decision
        return read_value_name(name).node is not None

    def turns_by(self, value: str) -> bool:
        """Return whether two worlds were found that differ in this mark alone, the result met in one of them.

        Logarithmic in the number of names, times the size of the result.
        """
        others = [name for name in self._names if name != value]
        if not self._is_simple or not self._is_met(others, len(others), value, best=True):
            return False
        low, high = -1, len(others)  # with this and so many of the others at their best, the result is met
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self._is_met(others, middle, value, best=True) else (middle, high)
        return not self._is_met(others, high, value, best=False)

    def _is_met(self, others: Sequence[str], count: int, value: str, *, best: bool) -> bool:
        at_best = {*others[:count], *([value] if best else [])}
        truths = {}
        values = {}
        for name in self._names:
            is_high = (name in at_best) is (self._polarities.get(name) == "up")
            if name in self._facts:
                truths[name] = MET if is_high else UNMET
            else:
                values[name] = Interval.point(self._find_ends(name)[is_high])
        return evaluate(self._result, Assignment(truths, values)) is MET
