"""Unknown context of many schools settled by cases: the schools that have the same cases are read once for each (1.7).

:mod:`kiemdinh.assessment.cases` does the same for one school, with records of every kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import TypeAlias

from kiemdinh.assessment.cases import ContextValue, find_dependents, is_top, order_of_context
from kiemdinh.assessment.plain.plane_rules import Ground
from kiemdinh.assessment.plain.plane_school import PlanePart, PlaneReading, PlaneSchools
from kiemdinh.rules import MAX_CASES, Interval, fit_domains, iterate_cases
from kiemdinh.rules.compiled import Plane, PlanePair, PlaneRows
from kiemdinh.standards.names import FactKind, read_fact_name

__all__ = ["SettledPlanes", "settle_planes"]

_Cells: TypeAlias = Mapping[ContextValue, Sequence[Interval]]


@dataclass(frozen=True, slots=True)
class SettledPlanes:
    """Facts of many schools, as they are reported.

    Attributes
    ----------
    facts
        The facts of each part, and those of the schools.
    grounds
        The grounds of facts, for each stage; without stages for the schools as one.
    """

    facts: PlaneReading
    grounds: tuple[Mapping[Ground, Plane], ...]


def settle_planes(schools: PlaneSchools) -> SettledPlanes:
    """Return the facts of many schools.

    Costs one reading of all schools and, of those whose context leaves an outcome open, one for each of at most 256
    cases.
    """
    single = schools.read()
    settler = _CaseSettler(schools, single, PlaneReading(tuple(map(dict, single.parts)), dict(single.school)))
    for cells, group in settler.group_schools():
        settler.settle(cells, group)
    stages = schools.parts[: schools.stages]
    return SettledPlanes(settler.facts, tuple(part.read_grounds(schools.rows) for part in stages))


def _own_cells(cells: _Cells, stage: str | None) -> dict[str, Sequence[Interval]]:
    """Return the cases of values that are facts of one stage; none of the school as one."""
    return {name: left for (at, name), left in cells.items() if at == stage and at is not None}


@dataclass(slots=True)
class _CaseSettler:
    schools: PlaneSchools
    single: PlaneReading
    facts: PlaneReading
    _dependents: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)

    @property
    def rows(self) -> PlaneRows:
        return self.schools.rows

    # -- which schools have which cases ------------------------------------------------------------------

    def group_schools(self) -> list[tuple[_Cells, Plane]]:
        """Return the schools that have cases to settle, together with all that have the same."""
        open_ = self._find_open_context()
        groups: list[tuple[_Cells, Plane]] = [({}, self._find_promising() if open_ else self.rows.nobody)]
        for value, choices in open_.items():
            groups = [found for group in groups for found in self._split(value, *group, choices)]
        return [(cells, plane) for cells, plane in groups if cells]

    def _split(
        self, value: ContextValue, cells: _Cells, plane: Plane, choices: Mapping[tuple[Interval, ...], Plane]
    ) -> Iterable[tuple[_Cells, Plane]]:
        rest = plane
        for choice, chosen in choices.items():
            both = plane & chosen
            rest = rest & (chosen ^ self.rows.full)
            if self.rows.count(both):
                yield {**cells, value: choice}, both
        yield cells, rest

    def _find_promising(self) -> Plane:
        """Return the schools in which a case could settle something that is open.

        With every context fixed nothing is left unknown by it: a join of what is unknown then is unknown too.
        """
        first = self.schools.fix_first().read()
        found = self.rows.nobody
        for facts, fixed in zip(self._list_results(self.single), self._list_results(first), strict=True):
            for name in filter(is_top, facts):
                known = _find_unknown(self.rows, fixed[name]) ^ self.rows.full
                found = found | (_find_unknown(self.rows, facts[name]) & known)
        return found

    def _list_results(self, reading: PlaneReading) -> tuple[dict[str, PlanePair], ...]:
        """Return the facts of each stage, and those of the school, which awards are of alone."""
        return (*reading.parts[: self.schools.stages], reading.school)

    def _find_open_context(self) -> dict[ContextValue, dict[tuple[Interval, ...], Plane]]:
        """Return for each context value of the schools or of a stage the schools that have cases of it, by these."""
        found: dict[ContextValue, dict[tuple[Interval, ...], Plane]] = {}
        for number, part in enumerate(self.schools.parts):
            open_ = {name: value.find_open(self.rows) for name, value in part.context.items()}
            # Most tables have no such context open, and then no fact has to be looked at.
            for name, reached in self._find_reached(number).items() if any(open_.values()) else ():
                for (is_shared, cells), plane in open_[name].items():
                    choices = found.setdefault((None if is_shared else part.stage, name), {})
                    # What is one fact of the school is the same in every stage.
                    choices[cells] = choices.get(cells, self.rows.nobody) | (plane & reached)
        return {value: found[value] for value in sorted(found, key=order_of_context)}

    def _find_reached(self, number: int) -> dict[str, Plane]:
        """Return for each context value the schools in which an open result depends on it through what is unknown."""
        part = self.schools.parts[number]
        rules, dependents = part.rules.rules, self._find_dependents(frozenset(part.context))
        reached = {name: self._unknown(name, number) for name in dependents if self._is_asked_of(name, number)}
        found: dict[str, Plane] = {}
        # A definition stands after those that it reads.
        for name in reversed([*rules.definitions]):
            if name not in reached:
                continue
            schools = reached[name]
            for value in rules.values[name] & part.context.keys():
                found[value] = found.get(value, schools) | schools
            for fact in rules.facts[name]:
                bare = str(read_fact_name(fact).without_side)
                if bare in dependents:
                    below = schools & self._unknown(fact, number)
                    reached[bare] = reached[bare] | below if bare in reached else below
        return found

    def _is_asked_of(self, name: str, number: int) -> bool:
        """Whether a fact is a result of a part: the outcomes of a school are those of its stages (2.6)."""
        return is_top(name) and (number < self.schools.stages or read_fact_name(name).kind is not FactKind.OUTCOME)

    def _unknown(self, name: str, number: int) -> Plane:
        # Awards are facts of the school, all others of the part at hand.
        is_of_award = read_fact_name(name).is_of_award
        return _find_unknown(self.rows, (self.single.school if is_of_award else self.single.parts[number])[name])

    def _find_dependents(self, values: frozenset[str]) -> frozenset[str]:
        if values not in self._dependents:
            self._dependents[values] = find_dependents(values, self.schools.parts[0].rules.rules)
        return self._dependents[values]

    # -- one group ---------------------------------------------------------------------------------------

    def settle(self, cells: _Cells, group: Plane) -> None:
        """Join the facts of some schools over their cases, where that settles an outcome or an award that is open."""
        dependents = self._find_dependents(frozenset(name for _, name in cells))
        positions = self.rows.positions(group)
        few = self.rows.resized(len(positions))
        joined = _join_cases(self.schools.gather(positions), cells)
        pairs = [*zip(self._list_results(self.facts), joined, strict=True)]
        settled = self.rows.nobody
        for facts, found in pairs:
            for name in filter(is_top, dependents & found.keys()):
                is_settled = self.rows.scatter(_find_unknown(few, found[name]) ^ few.full, positions)
                settled = settled | (_find_unknown(self.rows, facts[name]) & is_settled)
        if self.rows.count(settled):
            for facts, found in pairs:
                for name in dependents & found.keys():
                    facts[name] = self._replace(facts[name], settled, found[name], positions)

    def _replace(self, single: PlanePair, settled: Plane, joined: PlanePair, positions: Sequence[int]) -> PlanePair:
        others = settled ^ self.rows.full
        certain, possible = (
            (old & others) | (self.rows.scatter(new, positions) & settled)
            for old, new in zip(single, joined, strict=True)
        )
        return PlanePair(certain, possible)


def _find_unknown(rows: PlaneRows, condition: PlanePair) -> Plane:
    return condition.possible & (condition.certain ^ rows.full)


def _join_cases(schools: PlaneSchools, cells: _Cells) -> tuple[dict[str, PlanePair], ...]:
    """Return the facts of each stage and of the schools, joined over the cases.

    The context of one stage decides nothing in another, so its cases are joined in that stage alone.
    """
    joined: tuple[dict[str, PlanePair], ...] = ()
    shared = fit_domains({name: left for (stage, name), left in cells.items() if stage is None}, MAX_CASES)
    limit = MAX_CASES // max(1, prod(map(len, shared.values())))
    own = [fit_domains(_own_cells(cells, part.stage), limit) for part in schools.parts]
    for case in iterate_cases(shared):
        fixed = schools.fix(case)
        pairs = zip(fixed.parts, own, strict=True)
        reading = fixed.read_schools(tuple(_join_own_cases(fixed.rows, *pair) for pair in pairs))
        found = (*reading.parts[: schools.stages], reading.school)
        joined = tuple(map(_join, joined, found)) if joined else found
    return joined


def _join_own_cases(rows: PlaneRows, part: PlanePart, cells: Mapping[str, Sequence[Interval]]) -> dict[str, PlanePair]:
    joined: dict[str, PlanePair] = {}
    for case in iterate_cases(cells):
        found = part.fix(rows, case, shared=False).read(rows)
        joined = _join(joined, found) if joined else found
    return joined


def _join(before: Mapping[str, PlanePair], found: Mapping[str, PlanePair]) -> dict[str, PlanePair]:
    return {
        name: PlanePair(before[name].certain & certain, before[name].possible | possible)
        for name, (certain, possible) in found.items()
    }
