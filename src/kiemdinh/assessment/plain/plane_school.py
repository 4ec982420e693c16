"""Many schools on planes: the facts of each of their stages, and those of the schools (semantics 2.6).

:mod:`kiemdinh.assessment.school_facts` says the same of one school.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import filterfalse
from operator import and_
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from kiemdinh.assessment.cases import find_dependents, is_top, lies_within
from kiemdinh.assessment.plain.plane_rules import Ground, PlaneRules, compile_plane_rules
from kiemdinh.rules import Interval
from kiemdinh.rules.compiled import CodeColumn, FigureColumns, Plane, PlanePair, PlaneRows, code_figures
from kiemdinh.standards.names import FactKind, read_fact_name

if TYPE_CHECKING:
    from kiemdinh.assessment.plain.shape import RecordFact, RecordShape
    from kiemdinh.evidence.resolution import StageFacts
    from kiemdinh.standards.lowering import FrameworkRules

__all__ = ["CaseValue", "PartRecords", "PlanePart", "PlaneReading", "PlaneSchools", "compile_plane_schools"]


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
    is_shared
        By code, whether the value is one fact for all of the school; else it is one of the stage (2.6).
    """

    codes: Any
    spans: Sequence[Interval]
    cells: Sequence[Interval]
    is_shared: Sequence[bool]

    def read_columns(self, rows: PlaneRows) -> FigureColumns:
        """Return the columns of the value, in a form that can hold its cases too."""
        return code_figures(rows, self.codes, (*self.spans, *self.cells))

    def fix(self, rows: PlaneRows, cell: Interval, *, shared: bool) -> FigureColumns:
        """Return the columns in the same form, with a case for the schools where the value is one fact of all stages.

        With *shared* False it is for the others.
        """
        fixed = (
            cell if is_shared == shared else span for span, is_shared in zip(self.spans, self.is_shared, strict=True)
        )
        return code_figures(rows, self.codes, (*fixed, *self.spans, *self.cells))

    def fix_first(self, rows: PlaneRows) -> FigureColumns:
        """Return the columns in the same form, with the first case that is left for the schools that have several."""
        first = (left[0] if len(left) > 1 else span for span, left in zip(self.spans, self._list_left(), strict=True))
        return code_figures(rows, self.codes, (*first, *self.spans, *self.cells))

    def gather(self, positions: Sequence[int]) -> CaseValue:
        """Return the value of the schools at these positions."""
        return replace(self, codes=array("I", map(self.codes.__getitem__, positions)))

    def find_open(self, rows: PlaneRows) -> dict[tuple[bool, tuple[Interval, ...]], Plane]:
        """Return the schools that do not know the value, by whose fact it is and its cases that are left."""
        column = CodeColumn(rows, self.codes)
        keys = [*zip(self.is_shared, self._list_left(), strict=True)]
        # With one case left every condition on the value turns out the same way.
        choices = {key for key in keys if len(key[1]) > 1}
        return {choice: column.find([key == choice for key in keys]) for choice in choices}

    def _list_left(self) -> list[tuple[Interval, ...]]:
        """Return for each code the cases that agree with what is known; none where the value is known."""
        return [() if span.known else tuple(c for c in self.cells if lies_within(c, span)) for span in self.spans]


class PartRecords(Protocol):
    """What is recorded of one stage of many schools, or of the schools as one."""

    @property
    def empty(self) -> StageFacts:
        """The facts of the stage in a school that has recorded nothing."""

    @property
    def shape(self) -> RecordShape:
        """What is recorded in some school, and in every one."""

    @property
    def figures(self) -> Mapping[str, FigureColumns]:
        """The columns of each value that is recorded or has cases."""

    @property
    def context(self) -> Mapping[str, CaseValue]:
        """The values that have cases, by their names."""

    def read_fact(self, about: RecordFact, /) -> PlanePair:
        """Return what is asked of a record."""


@dataclass(frozen=True, slots=True)
class PlanePart:
    """One stage of many schools, or the schools as one.

    Attributes
    ----------
    stage
        The stage; None for the schools as one.
    rules
        The compiled rules.
    truths, figures, context
        What is recorded: what the rules ask of records, the columns of all values, and the values that have cases.
    """

    stage: str | None
    rules: PlaneRules
    truths: Mapping[str, PlanePair]
    figures: Mapping[str, FigureColumns]
    context: Mapping[str, CaseValue]

    def read(self, rows: PlaneRows, given: Mapping[str, PlanePair] | None = None) -> dict[str, PlanePair]:
        """Return the facts that the rules give; *given* are the facts that they are handed."""
        return self.rules.read_once(rows, {**self.truths, **(given or {})}, self.figures)

    def read_grounds(self, rows: PlaneRows) -> dict[Ground, Plane]:
        """Return what facts rest on, in a single reading."""
        return self.rules.read_grounds(rows, self.truths, self.figures)

    def gather(self, rows: PlaneRows, positions: Sequence[int]) -> PlanePart:
        """Return what is known of the schools at these positions."""
        truths = {
            name: PlanePair(*(rows.gather(plane, positions) for plane in self.truths[name]))
            for name in self.rules.function.truths
            if name in self.truths
        }
        figures = {name: self.figures[name].gather(rows, positions) for name in self.rules.function.values}
        context = {name: value.gather(positions) for name, value in self.context.items()}
        return replace(self, truths=truths, figures=figures, context=context)

    def fix(self, rows: PlaneRows, case: Mapping[str, Interval], *, shared: bool) -> PlanePart:
        """Return the same schools with context values fixed: facts of the school, or those of the stage."""
        fixed = {
            name: self.context[name].fix(rows, cell, shared=shared)
            for name, cell in case.items()
            if name in self.rules.function.values
        }
        return replace(self, figures={**self.figures, **fixed}) if fixed else self

    def fix_first(self, rows: PlaneRows) -> PlanePart:
        """Return the same schools, each with the first case that is left of every context value."""
        first = {name: value.fix_first(rows) for name, value in self.context.items()}
        return replace(self, figures={**self.figures, **first})


class PlaneReading(NamedTuple):
    """Facts of many schools.

    Attributes
    ----------
    parts
        Those of each part, in the order of ``PlaneSchools.parts``.
    school
        The outcomes, labels and awards of the schools.
    """

    parts: tuple[dict[str, PlanePair], ...]
    school: dict[str, PlanePair]


@dataclass(frozen=True, slots=True)
class PlaneSchools:
    """Many schools that have the same stages and day.

    Attributes
    ----------
    rows
        How many schools there are.
    parts
        Each stage that is assessed on its own, then the schools as one; without stages these are the same.
    stages
        How many of the parts are stages.
    awards
        What awards need, by what is recorded of the schools as one; it is handed the outcomes of the schools.
    """

    rows: PlaneRows
    parts: tuple[PlanePart, ...]
    stages: int
    awards: PlanePart

    def read(self) -> PlaneReading:
        """Return the facts of a single reading, in which context may be unknown."""
        return self.read_schools(tuple(part.read(self.rows) for part in self.parts))

    def read_schools(self, parts: tuple[dict[str, PlanePair], ...]) -> PlaneReading:
        """Return the facts of the parts with those of the schools, which follow from them (2.6, 2.8)."""
        found = {name: pair for name, pair in parts[-1].items() if is_top(name) and not _is_outcome(name)}
        stages = parts[: self.stages]
        # One stage without the level leaves the school without it.
        outcomes = {
            name: PlanePair(*(reduce(and_, planes) for planes in zip(*(stage[name] for stage in stages), strict=True)))
            for name in stages[0]
            if _is_outcome(name)
        }
        given = {name: outcomes[name] for name in self.awards.rules.given}
        return PlaneReading(parts, {**found, **outcomes, **self.awards.read(self.rows, given)})

    def gather(self, positions: Sequence[int]) -> PlaneSchools:
        """Return the schools at these positions."""
        parts = tuple(part.gather(self.rows, positions) for part in self.parts)
        awards = self.awards.gather(self.rows, positions)
        return PlaneSchools(self.rows.resized(len(positions)), parts, self.stages, awards)

    def fix(self, case: Mapping[str, Interval]) -> PlaneSchools:
        """Return the same schools with context values fixed that are one fact for all of a school."""
        parts = tuple(part.fix(self.rows, case, shared=True) for part in self.parts)
        return replace(self, parts=parts, awards=self.awards.fix(self.rows, case, shared=True))

    def fix_first(self) -> PlaneSchools:
        """Return the same schools, each with the first case that is left of every context value."""
        parts = tuple(part.fix_first(self.rows) for part in self.parts)
        return replace(self, parts=parts, awards=self.awards.fix_first(self.rows))


def compile_plane_schools(
    rows: PlaneRows,
    stages: Mapping[str | None, PartRecords],
    as_one: PartRecords,
    tops: Iterable[str],
    of_stages: Collection[str] = (),
    explained: Collection[str] = (),
) -> PlaneSchools:
    """Return many schools with their rules compiled.

    Costs the compiling of the rules of each stage, some tens of milliseconds.

    Parameters
    ----------
    rows
        How many schools there are.
    stages
        What is recorded of each stage that is assessed on its own; without stages *as_one*, under the key None.
    as_one
        What is recorded of the schools as one.
    tops
        The outcomes, labels and awards that are asked for.
    of_stages
        The other facts that are asked for, of each stage.
    explained
        Those of them whose grounds are asked for.

    Raises
    ------
    NotPlainError
        The rules cannot be closed over these records.
    InexactError
        Quantities may be too large for the columns of these rows.
    """
    rules = as_one.empty.rules
    context = find_dependents(frozenset(rules.cases), rules)
    asked = {*tops, *filter(_is_of_award, context)}
    awards = {*filter(_is_of_award, asked)}
    given = {fact for award in _with_awards_below(awards, rules) for fact in rules.facts[award] if _is_outcome(fact)}
    # The dependence on context tells whose case makes a difference (1.7).
    facts = {*(asked - awards), *given, *_find_facts_on_way(context, rules)}
    most = rows.max_number
    parts = [
        _compile_part(stage, records, {*facts, *of_stages}, most, explained=explained)
        for stage, records in stages.items()
    ]
    if None not in stages:
        parts.append(_compile_part(None, as_one, facts if context else {*filterfalse(_is_outcome, facts)}, most))
    return PlaneSchools(rows, tuple(parts), len(stages), _compile_part(None, as_one, awards, most, given))


def _compile_part(
    stage: str | None,
    records: PartRecords,
    wanted: Iterable[str],
    max_number: int | None,
    given: Collection[str] = (),
    explained: Collection[str] = (),
) -> PlanePart:
    forms = {name: columns.form for name, columns in records.figures.items()}
    rules = compile_plane_rules(records.empty, records.shape, wanted, forms, given, max_number, explained)
    truths = {name: records.read_fact(about) for name, about in rules.records.items()}
    return PlanePart(stage, rules, truths, records.figures, records.context)


def _with_awards_below(awards: Iterable[str], rules: FrameworkRules) -> set[str]:
    found: set[str] = set()
    left = [*awards]
    while left:
        award = left.pop()
        if award not in found:
            found.add(award)
            left += filter(_is_of_award, rules.facts[award])
    return found


def _find_facts_on_way(context: Iterable[str], rules: FrameworkRules) -> Iterable[str]:
    """Yield the facts that hang on context and those that they read, awards left out."""
    found = set(context)
    for name in found:
        # A fact by the findings of one side depends on what the fact of both depends on.
        read = (fact for fact in rules.facts[name] if str(read_fact_name(fact).without_side) in found)
        yield from (fact for fact in (name, *read) if not _is_of_award(fact))


def _is_of_award(name: str) -> bool:
    return read_fact_name(name).is_of_award


def _is_outcome(name: str) -> bool:
    return read_fact_name(name).kind is FactKind.OUTCOME
