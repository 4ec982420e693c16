"""Whether a fact of a school has another truth with a mutant, found without an assessment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kiemdinh.evidence.resolution import allowed_range
from kiemdinh.rules import Assignment, evaluate, facts_of, values_of
from kiemdinh.standards.names import ValueKind, read_value_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from kiemdinh.evidence.resolution import StageFacts
    from kiemdinh.rules import Condition, Interval, Truth
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import FrameworkRules
    from kiemdinh.testing.mutation.mutant import Mutant
    from kiemdinh.testing.mutation.rule_changes import RuleChanges
    from kiemdinh.testing.mutation.suite_case import SuiteCase

__all__ = ["has_other_truth"]


def has_other_truth(case: SuiteCase, mutant: Mutant) -> bool:
    """Return whether some fact of a school may have another truth with a mutant that reads its dossier as before.

    The conditions that differ are checked, and those that read a value of which something else is known. If none has
    another truth, no fact has: each follows from those below it. The same is checked in each case of an open context
    (1.7). The answer is True where more than conditions and ranges differs, and where it is not known.
    """
    if case.facts is None or case.date is None:
        return True
    rules = case.facts.rules
    changed = mutant.compare_rules(rules, case.date)
    names = _list_values(mutant, rules)
    if changed.is_none and not names:
        return False
    if not changed.is_plain or (case.open_context and not _reads_the_same(changed, names, rules)):
        return True
    if case.has_claims and _is_weighed(changed, names, case.facts.as_one):
        return True
    readings = case.list_readings(changed.sides)
    if readings is None:
        return True
    return _has_other_award(case, changed) or any(_differs(reading, changed, mutant, names) for reading in readings)


def _list_values(mutant: Mutant, rules: FrameworkRules) -> frozenset[str]:
    """Return the values of the input that a mutant changes, also in a numerator or denominator; none for others."""
    if not mutant.is_of_input:
        return frozenset()
    name = str(mutant.change.at[1])
    read = (value for values in rules.values.values() for value in values)
    return frozenset(value for value in read if name in (read_value_name(value).name, read_value_name(value).per))


def _reads_the_same(changed: RuleChanges, names: frozenset[str], rules: FrameworkRules) -> bool:
    """Return whether an open context is found and cut into cases as before: the same names are read where it counts.

    The needs of an award are evaluated over the outcomes of each case, which are not available here.
    """
    pairs = changed.conditions.values()
    cases = rules.cases.keys()
    return (
        names.isdisjoint(cases)
        and not any(changed.names[name].is_of_award for name in changed.conditions)
        and all(facts_of(old) == facts_of(new) for old, new in pairs)
        and all(values_of(old) & cases == values_of(new) & cases for old, new in pairs)
    )


def _is_weighed(changed: RuleChanges, names: frozenset[str], facts: StageFacts) -> bool:
    """Return whether a claim above may be weighed against a condition by less than all that is known (3.9).

    A requirement that figures decide is not: figures count beside every claim.
    """
    rules = facts.rules
    read = {*changed.conditions, *_readers_of(names, rules)}
    return any(rules.names[name].node is not None and not facts.is_metric(name) for name in read)


def _has_other_award(case: SuiteCase, changed: RuleChanges) -> bool:
    awards = (pair for name, pair in changed.conditions.items() if changed.names[name].is_of_award)
    return case.facts is not None and any(
        evaluate(old, case.facts) is not evaluate(new, case.facts) for old, new in awards
    )


def _differs(reading: StageFacts, changed: RuleChanges, mutant: Mutant, names: frozenset[str]) -> bool:
    """Return whether a condition has another truth by the facts of one stage, in one case."""
    new_reading = _ChangedReading.of(reading, mutant.framework, names)
    conditions = {name: pair for name, pair in changed.conditions.items() if not changed.names[name].is_of_award}
    for name in _readers_of(new_reading.intervals.keys() | new_reading.ranges.keys(), reading.rules):
        same = reading.rules.definitions[name]
        conditions.setdefault(name, (same, same))
    return any(
        evaluate(old, reading) is not evaluate(new, new_reading)
        or (
            reading.is_metric(name)
            and _truth_of_any(old, reading.framework) is not _truth_of_any(new, mutant.framework)
        )
        for name, (old, new) in conditions.items()
    )


def _readers_of(values: AbstractSet[str], rules: FrameworkRules) -> Iterator[str]:
    if values:
        yield from (name for name, read in rules.values.items() if not values.isdisjoint(read))


def _truth_of_any(condition: Condition, framework: Framework) -> Truth:
    """Return the truth that a condition has whatever its figures are, as needed for a claim above them (3.4)."""
    names = ((value, read_value_name(value).input) for value in values_of(condition))
    return evaluate(condition, Assignment({}, {v: allowed_range(i, framework) for v, i in names if i is not None}))


@dataclass(frozen=True, slots=True)
class _ChangedReading:
    """The facts of one stage under a mutant, a :class:`kiemdinh.rules.Facts`: other intervals, the same truths.

    ``intervals`` has the values of which something else is known, ``ranges`` those that may be something else.
    """

    facts: StageFacts
    intervals: Mapping[str, Interval]
    ranges: Mapping[str, Interval]

    @classmethod
    def of(cls, facts: StageFacts, framework: Framework, names: frozenset[str]) -> _ChangedReading:
        """Return the facts in which the values *names* are read by another framework."""
        values = replace(facts.values, framework=framework)
        known = {name: values.known(name).interval for name in names}
        inputs = (name for name in names if read_value_name(name).kind is ValueKind.INPUT)
        allowed = {name: allowed_range(read_value_name(name).name, framework) for name in inputs}
        return cls(
            facts,
            {name: found for name, found in known.items() if found != facts.value(name)},
            {
                name: found
                for name, found in allowed.items()
                if found != allowed_range(read_value_name(name).name, facts.framework)
            },
        )

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a fact, as without the change."""
        return self.facts.truth(name)

    def value(self, name: str, /) -> Interval:
        """Return what is known of a value by the changed framework."""
        return self.intervals[name] if name in self.intervals else self.facts.value(name)
