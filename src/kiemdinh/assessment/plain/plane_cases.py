"""Unknown context of many schools settled by cases: the schools that have the same cases are read once for each (1.7).

:mod:`kiemdinh.assessment.cases` does the same for one school, with records of every kind and several stages.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any, TypeAlias

from kiemdinh.assessment.cases import find_dependents, is_top, lies_within
from kiemdinh.assessment.plain.plane_rules import PlaneRules
from kiemdinh.rules import MAX_CASES, Interval, iterate_cases
from kiemdinh.rules.compiled import CodeColumn, FigureColumns, Plane, PlanePair, PlaneRows, code_figures
from kiemdinh.standards.names import read_fact_name

__all__ = ["CaseValue", "SettledPlanes", "settle_planes"]

_Cells: TypeAlias = Mapping[str, Sequence[Interval]]


@dataclass(frozen=True, slots=True)
class CaseValue:
    """A context value of many schools.

    Attributes
    ----------
    codes
        The code of each school: an array of unsigned integers, or bytes.
    spans
        What is known of the value, by code.
    cells
        The cases of the value.
    """

    codes: Any
    spans: Sequence[Interval]
    cells: Sequence[Interval]

    def read_columns(self, rows: PlaneRows) -> FigureColumns:
        """Return the columns of the value, in a form that can hold its cases too."""
        return code_figures(rows, self.codes, (*self.spans, *self.cells))

    def fix(self, rows: PlaneRows, cell: Interval) -> FigureColumns:
        """Return the columns in the same form for schools that all have one case."""
        code = len(self.spans) + self.cells.index(cell)
        return code_figures(rows, array("I", [code]) * rows.rows, (*self.spans, *self.cells))

    def find_open(self, rows: PlaneRows) -> dict[tuple[Interval, ...], Plane]:
        """Return the schools that do not know the value, by the cases that agree with what they know of it."""
        left = [() if span.known else tuple(c for c in self.cells if lies_within(c, span)) for span in self.spans]
        column = CodeColumn(rows, self.codes)
        # With one case left every condition on the value turns out the same way.
        choices = {cells for cells in left if len(cells) > 1}
        return {cells: column.find([each == cells for each in left]) for cells in choices}


@dataclass(frozen=True, slots=True)
class SettledPlanes:
    """Facts of many schools, as they are reported.

    Attributes
    ----------
    facts
        The facts that were asked for, by name.
    left
        The schools with more than 256 cases, whose facts are those of a single reading.
    """

    facts: Mapping[str, PlanePair]
    left: Plane


def settle_planes(
    rules: PlaneRules,
    rows: PlaneRows,
    truths: Mapping[str, PlanePair],
    figures: Mapping[str, FigureColumns],
    context: Mapping[str, CaseValue],
) -> SettledPlanes:
    """Return the facts of many schools that have one stage, or none.

    Costs one reading of all schools and, of those whose context leaves an outcome open, one for each case.

    Parameters
    ----------
    rules
        The compiled rules.
    rows, truths, figures
        What is recorded, as for :meth:`PlaneRules.read_once`; of ``context`` the columns are made here.
    context
        The values that have cases, by their names.
    """
    own = {name: value.read_columns(rows) for name, value in context.items()}
    base = rules.read_once(rows, truths, {**figures, **own})
    settler = _CaseSettler(rules, rows, truths, {**figures, **own}, context, dict(base))
    left = rows.nobody
    for cells, schools in settler.group_schools():
        if prod(map(len, cells.values())) > MAX_CASES:
            left = left | schools
        else:
            settler.settle(cells, schools)
    return SettledPlanes({name: settler.facts[name] for name in rules.wanted}, left)


@dataclass(slots=True)
class _CaseSettler:
    rules: PlaneRules
    rows: PlaneRows
    truths: Mapping[str, PlanePair]
    figures: Mapping[str, FigureColumns]
    context: Mapping[str, CaseValue]
    facts: dict[str, PlanePair]
    _dependents: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)

    # -- which schools have which cases ------------------------------------------------------------------

    def group_schools(self) -> list[tuple[_Cells, Plane]]:
        """Return the schools that have cases to settle, together with all that have the same."""
        groups: list[tuple[_Cells, Plane]] = [({}, self.rows.full)]
        for name, reached in self._find_open_context().items():
            choices = self.context[name].find_open(self.rows)
            groups = [
                (kept, plane)
                for cells, schools in groups
                for kept, plane in self._split(name, cells, schools, {c: p & reached for c, p in choices.items()})
            ]
        return [(cells, schools) for cells, schools in groups if cells]

    def _split(
        self, name: str, cells: _Cells, schools: Plane, choices: Mapping[tuple[Interval, ...], Plane]
    ) -> Iterable[tuple[_Cells, Plane]]:
        rest = schools
        for choice, plane in choices.items():
            chosen = schools & plane
            rest = rest & (plane ^ self.rows.full)
            if self.rows.count(chosen):
                yield {**cells, name: choice}, chosen
        yield cells, rest

    def _find_open_context(self) -> dict[str, Plane]:
        """Return for each context value the schools in which an open outcome hangs on it through what is unknown."""
        rules = self.rules.rules
        dependents = self._find_dependents(frozenset(rules.cases))
        reached: dict[str, Plane] = {name: self._unknown(name) for name in dependents if is_top(name)}
        found: dict[str, Plane] = {}
        # A definition stands after those that it reads.
        for name in reversed([*rules.definitions]):
            if name not in reached:
                continue
            schools = reached[name]
            for value in rules.values[name] & self.context.keys():
                found[value] = found.get(value, schools) | schools
            for fact in rules.facts[name]:
                bare = str(read_fact_name(fact).without_side)
                if bare in dependents:
                    below = schools & self._unknown(fact)
                    reached[bare] = reached[bare] | below if bare in reached else below
        return dict(sorted(found.items()))

    def _unknown(self, name: str) -> Plane:
        certain, possible = self.facts[name]
        return possible & (certain ^ self.rows.full)

    def _find_dependents(self, values: frozenset[str]) -> frozenset[str]:
        if values not in self._dependents:
            self._dependents[values] = find_dependents(set(values), self.rules.rules)
        return self._dependents[values]

    # -- one group ---------------------------------------------------------------------------------------

    def settle(self, cells: _Cells, schools: Plane) -> None:
        """Join the facts of some schools over their cases, where that settles an outcome or an award that is open."""
        dependents = self._find_dependents(frozenset(cells))
        positions = self.rows.positions(schools)
        joined = self._join_cases(cells, positions, dependents)
        settled = self.rows.nobody
        for name in filter(is_top, dependents):
            certain, possible = joined[name]
            is_settled = self.rows.scatter(certain | (possible ^ self.rows.resized(len(positions)).full), positions)
            settled = settled | (self._unknown(name) & is_settled)
        if self.rows.count(settled):
            for name in dependents & self.rules.wanted:
                self.facts[name] = self._replace(name, settled, joined[name], positions)

    def _replace(self, name: str, settled: Plane, joined: PlanePair, positions: Sequence[int]) -> PlanePair:
        others = settled ^ self.rows.full
        certain, possible = (
            (old & others) | (self.rows.scatter(new, positions) & settled)
            for old, new in zip(self.facts[name], joined, strict=True)
        )
        return PlanePair(certain, possible)

    def _join_cases(self, cells: _Cells, positions: Sequence[int], dependents: frozenset[str]) -> dict[str, PlanePair]:
        few = self.rows.resized(len(positions))
        truths = {
            name: PlanePair(*(self.rows.gather(plane, positions) for plane in self.truths[name]))
            for name in self.rules.function.truths
        }
        figures = {name: self.figures[name].gather(self.rows, positions) for name in self.rules.function.values}
        joined: dict[str, PlanePair] = {}
        for case in iterate_cases(cells):
            fixed = {name: self.context[name].fix(few, cell) for name, cell in case.items()}
            found = self.rules.read_once(few, truths, {**figures, **fixed})
            for name in dependents:
                certain, possible = found[name]
                before = joined.get(name, found[name])
                joined[name] = PlanePair(before.certain & certain, before.possible | possible)
        return joined
