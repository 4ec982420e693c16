"""The order in which scenarios are tried on a mutant: first those about the changed part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.parsing.source import Source
from kiemdinh.standards.loading import load_changed
from kiemdinh.standards.names import read_value_name
from kiemdinh.testing.mutation.rule_changes import compare_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.lowering import FrameworkRules
    from kiemdinh.testing.mutation.mutant import Mutant
    from kiemdinh.testing.mutation.suite_case import SuiteCase

__all__ = ["SuiteOrder"]

_EXPECTED: Final = 4.0
"""The weight of a node or award about which a scenario has an expectation."""
_CHANGED: Final = 2.0
"""The weight of a part that the scenario changes in its dossier. Recorded parts of one kind share a weight of 1."""


class SuiteOrder:
    """The scenarios of a suite by their subjects: nodes, inputs and awards.

    If several scenarios are equally relevant, one that has noticed an earlier mutant comes first.

    Parameters
    ----------
    framework
        The framework without a change.
    cases
        The scenarios that pass.
    """

    def __init__(self, framework: Framework, cases: Sequence[SuiteCase]) -> None:
        self._cases = list(cases)
        self._rules = _lower_by_default(framework)
        self._subjects: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        for case in cases:
            for subject, weight in _weigh_subjects(case):
                self._subjects[subject][id(case)] += weight

    def __len__(self) -> int:
        return len(self._cases)

    def order_for(self, mutant: Mutant) -> list[SuiteCase]:
        """Return all scenarios; those that are most about the change of a mutant come first."""
        weights: dict[int, float] = defaultdict(float)
        for subject in self._list_changed(mutant):
            for case, weight in self._subjects.get(subject, {}).items():
                weights[case] += weight
        return sorted(self._cases, key=lambda case: -weights.get(id(case), 0))

    def put_first(self, case: SuiteCase) -> None:
        """Note that a scenario has noticed a mutant: the next mutant is often nearby in the file."""
        self._cases.remove(case)
        self._cases.insert(0, case)

    def _list_changed(self, mutant: Mutant) -> set[str]:
        """Return the nodes, inputs and awards that a mutant changes, by its rules in the default setting."""
        old, new = self._rules, mutant.default_rules
        changed = compare_rules(old, new).conditions
        subjects = {old.names[name].subject for name in changed}
        values = (value for name in changed for rules in (old, new) for value in rules.values.get(name, ()))
        for value in map(read_value_name, values):
            subjects.update(filter(None, (value.name, value.per)))
        subjects.update(str(part) for part in mutant.change.at[:2])  # evidence, source, inputs and which of them
        return subjects


def _lower_by_default(framework: Framework) -> FrameworkRules:
    assert framework.source is not None  # noqa: S101 - changes are made of a framework that has been loaded
    return load_changed(framework, framework.source.data)[1]


def _weigh_subjects(case: SuiteCase) -> Iterator[tuple[str, float]]:
    """Yield the subjects of a scenario, each with its weight."""
    names = case.scenario.framework.outline.fact_names
    then = case.scenario.then
    for expected in (*then.nodes, *then.awards, *then.outcomes, *then.figures):
        yield getattr(names.read_shown(expected).name, "subject", expected), _EXPECTED
    for key in case.scenario.changes:
        name = names.read_shown(key).name
        yield str(getattr(name, "subject", None) or getattr(name, "name", key)), _CHANGED
    if case.dossier is not None:
        findings, values = case.dossier.findings, case.dossier.values
        yield from ((found.node, 1 / len(findings)) for found in findings)
        yield from ((value.name, 1 / len(values)) for value in values)
        yield from ((subject, _CHANGED) for subject in _list_other_subjects(case))
    elif isinstance(case.scenario.dossier, Source):
        inputs = case.scenario.dossier.data.get("inputs")
        recorded = tuple(map(str, inputs)) if isinstance(inputs, dict) else ()
        yield from ((name, 1 / len(recorded)) for name in recorded)


def _list_other_subjects(case: SuiteCase) -> Iterator[str]:
    """Yield the parts of a definition that a scenario is about by more than its findings and figures."""
    dossier, then = case.dossier, case.scenario.then
    if dossier is not None and dossier.evidence is not None:
        yield "evidence"
    if dossier is not None and dossier.held:
        yield "awards"
    if then.warnings is not None:
        yield from ("source", "roles")
    if {"level", "outcome"} & then.model_fields_set:
        yield from ("scales", "outcomes")
