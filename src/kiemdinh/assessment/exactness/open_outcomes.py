"""Whether the readings of an outcome are exact, or may be too wide (semantics 1.6).

First, all that is known is put into the rules. If an open name can then both help and harm an outcome, its values are
tried. The readings are exact if no case shows that they are too wide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kiemdinh.assessment.exactness.open_rules import OpenRules, merge_stages
from kiemdinh.assessment.exactness.value_cells import (
    cells_of,
    is_off_its_steps,
    list_equated_numbers,
    moves_in_steps,
)
from kiemdinh.assessment.levels import labels_of, ladder_of
from kiemdinh.assessment.reported_facts import ReportedSchool, ReportedStage
from kiemdinh.rules import (
    MAX_CASES,
    MET,
    UNKNOWN,
    UNMET,
    Condition,
    Facts,
    Interval,
    Truth,
    evaluate,
    facts_of,
    fit_domains,
    iterate_cases,
    join_truths,
    mixed_polarity_by_definition,
    values_of,
)
from kiemdinh.standards.definition import LadderOutcome, Outcome
from kiemdinh.standards.loading import Framework
from kiemdinh.standards.names import FactKind, FactName, NameSide, ValueKind, read_value_name

__all__ = ["Exactness"]


class Exactness:
    """Tells whether an outcome is read exactly: certain where every completion gives it, possible where some does.

    The readings are sound even where they are not exact. Costs time linear in the size of the open rules, once for all
    outcomes; for an outcome with a mixed name, at most 256 times the size of its rules.

    Parameters
    ----------
    framework
        The framework that declares the outcomes.
    school
        The facts as they are reported, with what was settled by cases.
    """

    def __init__(self, framework: Framework, school: ReportedSchool) -> None:
        self._framework, self._school = framework, school
        self._read: dict[tuple[tuple[str | None, ...], NameSide | None], _OpenReading] = {}

    def of_school(self, outcome: Outcome, side: NameSide | None = None) -> bool:
        """Return whether an outcome of the school is read exactly.

        With a *side* it is read by the findings of that side alone (2.8), which no cases settle.
        """
        return self._is_exact(outcome, self._school, self._school.stages, side)

    def of_stage(self, outcome: Outcome, stage: ReportedStage) -> bool:
        """Return whether an outcome of one stage is read exactly."""
        return self._is_exact(outcome, stage, (stage,), None)

    def _is_exact(
        self, outcome: Outcome, facts: Facts, stages: tuple[ReportedStage, ...], side: NameSide | None
    ) -> bool:
        names = [name for name in self._names_of(outcome, side) if facts.truth(name) is UNKNOWN]
        if not names:
            return True
        if not self._school.joined.exact:
            return False
        key = tuple(stage.stage for stage in stages), side
        if key not in self._read:
            self._read[key] = self._read_open_rules(facts, stages, side)
        settled = frozenset(self._school.facts.rules.cases) if side is None else frozenset[str]()
        return self._read[key].is_exact(names, settled)

    def _read_open_rules(self, facts: Facts, stages: tuple[ReportedStage, ...], side: NameSide | None) -> _OpenReading:
        names = [name for outcome in self._framework.outcomes for name in self._names_of(outcome, side)]
        open_names = [name for name in names if facts.truth(name) is UNKNOWN]
        rules = merge_stages([OpenRules.of_stage(stage.resolution, open_names) for stage in stages])
        return _OpenReading(self._framework, rules)

    def _names_of(self, outcome: Outcome, side: NameSide | None) -> Iterator[str]:
        """Yield the facts that an outcome is read from: one for each level, or one for each label."""
        if isinstance(outcome, LadderOutcome):
            kind, refs = FactKind.OUTCOME, ladder_of(self._framework, outcome)
        else:
            kind, refs = FactKind.LABEL, labels_of(outcome)
        return (str(FactName(kind, outcome.id, ref.id, side)) for ref in refs)


class _OpenReading:
    """The open rules of all outcomes, and the names that are mixed in them."""

    def __init__(self, framework: Framework, rules: OpenRules) -> None:
        self.framework, self.rules = framework, rules
        self.polarities = mixed_polarity_by_definition(
            rules.definitions,
            group=lambda name: rules.criterion_of(name) or name,
            moves_in_steps=lambda name: moves_in_steps(framework, rules.original(name)),
        )

    def is_exact(self, names: Sequence[str], settled: frozenset[str]) -> bool:
        """Return whether the open results *names* are read exactly; *settled* are the names that cases have settled."""
        below = self._below(names)
        mixed = self._find_mixed(names, below)
        if all(self.rules.original(name) in settled for name in mixed):
            return True
        return not self.rules.is_simplified and self._are_all_open(names, below, mixed)

    def _below(self, tops: Iterable[str]) -> dict[str, Condition]:
        """Return the definitions on which *tops* depend, lower ones first."""
        needed = set(tops)
        for name in reversed(self.rules.definitions):
            if name in needed:
                needed |= facts_of(self.rules.definitions[name])
        return {name: condition for name, condition in self.rules.definitions.items() if name in needed}

    def _find_mixed(self, tops: Iterable[str], below: Mapping[str, Condition]) -> frozenset[str]:
        """Return the open names that can both help and harm one of *tops*; a criterion stands for all its steps."""
        read = [(name, is_mixed) for top in tops for name, is_mixed in self.polarities[top].items()]
        counts = Counter(name for condition in below.values() for name in values_of(condition))
        # A denominator occurs twice, since it must be above zero and is compared with its numerator; this is one
        # reading.
        once = {n for n, k in counts.items() if k == 1 and self._is_denominator(n)}
        equated = list_equated_numbers(below.values()).items()
        off = {n for n, found in equated if is_off_its_steps(self.framework, self.rules.original(n), found)}
        return frozenset(name for name, is_mixed in read if is_mixed) - once | off

    def _is_denominator(self, name: str) -> bool:
        return read_value_name(self.rules.original(name)).kind is ValueKind.PER

    def _are_all_open(self, names: Sequence[str], below: Mapping[str, Condition], mixed: frozenset[str]) -> bool:
        """Return whether the values of mixed names show that every result can be met and can be unmet.

        False too where this would take too many cases.
        """
        domains, steps = self._domains_of(below, mixed)
        if domains is None or len(fit_domains(domains, MAX_CASES)) < len(domains):
            return False
        joined: dict[str, Truth] = {}
        for case in iterate_cases(domains):
            truths = _FactsInCase(self.rules, case, steps).truths_of(below)
            joined = {name: join_truths((truths[name], joined.get(name, truths[name]))) for name in names}
            if all(truth is UNKNOWN for truth in joined.values()):
                return True
        return False

    def _domains_of(
        self, below: Mapping[str, Condition], mixed: frozenset[str]
    ) -> tuple[dict[str, Sequence[Interval]] | None, dict[str, list[str]]]:
        """Return the cases of each mixed name, None where one has none; and the steps of each mixed criterion."""
        domains: dict[str, Sequence[Interval]] = {}
        steps: dict[str, list[str]] = {}
        read = {
            name: None for condition in below.values() for name in sorted(facts_of(condition) | values_of(condition))
        }
        for name in read:
            node = self.rules.criterion_of(name)
            if name in self.rules.definitions or (node or name) not in mixed:
                continue
            if node is not None:
                steps.setdefault(node, []).append(name)
                continue
            cells: Sequence[Interval] | None = _EITHER
            if name in self.rules.intervals:
                interval = self.rules.intervals[name]
                cells = cells_of(self.framework, self.rules.original(name), name, interval, below.values())
            if cells is None:
                return None, steps
            domains[name] = cells
        # A criterion that reaches a step has reached those below it, so each case is a number of reached steps.
        domains.update((node, [Interval.point(k) for k in range(len(names) + 1)]) for node, names in steps.items())
        return domains, steps


_EITHER = (Interval.point(0), Interval.point(1))
"""The cases of a fact: unmet and met."""


@dataclass(slots=True, eq=False, repr=False)
class _FactsInCase:
    """The facts of one case, a :class:`kiemdinh.rules.Facts`: those it fixes, and those that follow from them."""

    rules: OpenRules
    case: Mapping[str, Interval]
    steps: Mapping[str, Sequence[str]]
    _truths: dict[str, Truth] = field(default_factory=dict)

    def truths_of(self, definitions: Mapping[str, Condition]) -> Mapping[str, Truth]:
        """Return the truths of definitions, each of which stands after those that it reads."""
        for node, steps in self.steps.items():
            reached = self.case[node].low or 0
            self._truths.update((step, MET if i < reached else UNMET) for i, step in enumerate(steps))
        for name, condition in definitions.items():
            self._truths[name] = evaluate(condition, self)
        return self._truths

    def truth(self, name: str, /) -> Truth:
        """Return the truth of a name: as the case fixes it, or as it follows; else unknown."""
        if name in self._truths:
            return self._truths[name]
        fixed = self.case.get(name)
        return UNKNOWN if fixed is None else MET if fixed.low == 1 else UNMET

    def value(self, name: str, /) -> Interval:
        """Return the interval of a value: the point of the case, or all that it can be."""
        return self.case.get(name, self.rules.intervals[name])
