"""The space of a framework: all that its free facts and values can be in a dossier of one day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING, Final, TypeAlias

from kiemdinh.evidence.dossier import Dossier
from kiemdinh.evidence.entries import allowed_entries, input_form
from kiemdinh.evidence.resolution import Holdings, allowed_range
from kiemdinh.parsing.durations import Duration, latest_start
from kiemdinh.rules import UNBOUNDED, Interval, Number, Space, facts_of, values_of
from kiemdinh.standards.definition import Measure
from kiemdinh.standards.lowering import day_of_clock
from kiemdinh.standards.names import (
    FactKind,
    FactName,
    ValueKind,
    ValueName,
    read_fact_name,
    read_value_name,
)

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import FrameworkRules

__all__ = ["build_space"]

_MAX_CHOICES: Final = 200
"""A value with more choices is taken to be any number of its range: a proof may have to try each choice."""

_DAYS: Final = Interval(dt.date.min.toordinal(), dt.date.max.toordinal())
"""Every date, as a count of days."""

_Range: TypeAlias = tuple[Interval, tuple[Number, ...]]
"""The interval of a value, and its choices where they are finitely many."""


def build_space(framework: Framework, rules: FrameworkRules, on: dt.date) -> Space:
    """Return what the facts and values that *rules* read can be in a dossier of the day *on*.

    Ranges and choices are those of the inputs and nodes; facts of awards held imply one another (semantics 2.7).
    Linear in the number of values; quadratic in the number of facts of awards held.
    """
    values: dict[str, Interval] = {}
    choices: dict[str, tuple[Number, ...]] = {}
    # Guards only warn, and lint proves something about them too.
    of_guards = [guard.condition for guard in rules.guards]
    read_values = (*rules.values.values(), *map(values_of, of_guards))
    for value in sorted({value for read in read_values for value in read}):
        values[value], points = _find_range(framework, read_value_name(value), on)
        if points:
            choices[value] = points
    read_facts = (*rules.facts.values(), *map(facts_of, of_guards))
    facts = {read_fact_name(fact).without_side for read in read_facts for fact in read}
    held = sorted((fact for fact in facts if fact.is_of_decision), key=str)
    reached = sorted((fact for fact in facts if fact.kind is FactKind.REACHES), key=str)
    chains = (*_chain_held_awards(framework, held, on), *_chain_levels_of_others(framework, reached))
    exclusive = (*_exclude_never_held(held), *_exclude_labels_of_others(framework, reached))
    return Space(chains, exclusive, values, choices)


# -- values ----------------------------------------------------------------------------------------------------


def _find_range(framework: Framework, value: ValueName, on: dt.date) -> _Range:
    match value.kind:
        case ValueKind.CLOCK:
            return Interval.point(day_of_clock(value, on).toordinal()), ()
        case ValueKind.PER:
            return _range_of_denominator(framework, value.denominator.name), ()
        case ValueKind.INPUT:
            return _range_of_input(framework, value.name)
        case ValueKind.FURTHER:  # a register may lack any number of members
            return Interval(0, None), ()
        case _:
            return _range_of_node(framework, value.name)


def _range_of_denominator(framework: Framework, input_id: str) -> Interval:
    """Return what the denominator of a ratio can be: its input, or any number of 0 or more that is recorded with it."""
    low = allowed_range(input_id, framework).low
    # The range of its input does not bind what is recorded with the numerator, such as 3 of 0.
    return Interval(None if low is None else min(low, 0), None)


def _range_of_input(framework: Framework, input_id: str) -> _Range:
    """Return what an input can be; a parameter can be anything in its range, whatever it is set to."""
    form = input_form(input_id, framework)
    if form.measure.kind == "date":
        return _DAYS, ()
    return Interval(form.measure.low, form.measure.high), _list_choices(form.measure, form.step)


def _range_of_node(framework: Framework, node_id: str) -> _Range:
    """Return what the rating, severity or points of a node can be; words of a scale count from 0."""
    form = allowed_entries(framework).nodes[node_id]
    if form.measure is None:
        return UNBOUNDED, ()
    if form.measure.kind == "words":
        return Interval(0, len(form.measure.words) - 1), _list_choices(form.measure, None)
    return Interval(form.measure.low, form.measure.high), _list_choices(form.measure, form.step)


def _list_choices(measure: Measure, step: Number | None) -> tuple[Number, ...]:
    """Return all numbers that a measure can give, rising; none where they are endless or too many to try."""
    if measure.kind == "words":
        return tuple(range(len(measure.words)))
    low, high = measure.low, measure.high
    if step is None or low is None or high is None or (high - low) / step > _MAX_CHOICES:
        return ()
    return tuple(low + i * step for i in range(int((high - low) // step) + 1))


# -- results under other frameworks ----------------------------------------------------------------------------


def _chain_levels_of_others(framework: Framework, facts: list[FactName]) -> Iterator[tuple[str, ...]]:
    """Yield the levels of each outcome of each member in order: a level is reached only with those below it (6.5)."""
    references = framework.definition.references
    for of, several in _group_by_outcome(facts).items():
        found = references.get(str(of.reference))
        if found is not None and not found.labels:
            yield tuple(str(fact) for fact in sorted(several, key=lambda fact: found.steps.index(fact.step or "")))


def _exclude_labels_of_others(framework: Framework, facts: list[FactName]) -> Iterator[tuple[str, ...]]:
    """Yield the labels of each outcome of each member, of which it has one."""
    references = framework.definition.references
    for of, several in _group_by_outcome(facts).items():
        found = references.get(str(of.reference))
        if found is not None and found.labels:
            yield tuple(map(str, several))


def _group_by_outcome(facts: list[FactName]) -> Mapping[FactName, list[FactName]]:
    groups: dict[FactName, list[FactName]] = defaultdict(list)
    for fact in facts:
        groups[fact._replace(step=None)].append(fact)
    return groups


# -- awards held -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _HeldAward:
    """The content of a fact ``held:…``: at least this grade of an award, held for at least so many days."""

    award: FactName
    grade: int
    days: int

    def follows_from(self, other: _HeldAward) -> bool:
        """Return whether a school that holds *other* holds this too."""
        return self.award == other.award and self.grade <= other.grade and self.days <= other.days


def _chain_held_awards(framework: Framework, facts: list[FactName], on: dt.date) -> Iterator[tuple[str, ...]]:
    """Yield pairs of facts of which the first follows from the second.

    A school that holds a grade holds the lower grades, and one that has held it for a time has held it for any shorter
    time.
    """
    held = {str(fact): _read_held(framework, fact, on) for fact in facts if fact.kind is FactKind.HELD}
    for weak, strong in permutations(held, 2):
        if held[weak].follows_from(held[strong]):
            yield weak, strong


def _read_held(framework: Framework, fact: FactName, on: dt.date) -> _HeldAward:
    days = (on - latest_start(on, Duration.read(fact.held_for))).days if fact.held_for else 0
    return _HeldAward(_award_of(fact), Holdings(framework, Dossier(), on).grade_asked(fact), days)


def _award_of(fact: FactName) -> FactName:
    """Return the name of the fact that the award is held at all: of which framework, and by which member."""
    return fact._replace(kind=FactKind.HELD, step=None, held_for=None)


def _exclude_never_held(facts: list[FactName]) -> Iterator[tuple[str, ...]]:
    """Yield pairs of facts of which at most one holds: an award never given is neither held nor revoked."""
    for never in (fact for fact in facts if fact.kind is FactKind.NEVER):
        for fact in facts:
            if fact.kind is not FactKind.NEVER and _award_of(fact) == _award_of(never):
                yield str(fact), str(never)
