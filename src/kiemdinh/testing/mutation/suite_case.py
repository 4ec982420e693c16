"""A scenario held against mutants, with everything reused that a change leaves as it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kiemdinh.api.assess import assess
from kiemdinh.assessment.cases import find_open_context
from kiemdinh.assessment.reported_facts import report_school
from kiemdinh.data.outcomes import Dates
from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.rules import evaluate
from kiemdinh.testing.scenarios import assess_scenario, passes, read_scenario

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from kiemdinh.api.assessment import Assessment
    from kiemdinh.assessment.school_facts import SchoolFacts
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.evidence.resolution import StageFacts
    from kiemdinh.standards.loading import Framework
    from kiemdinh.testing.mutation.mutant import Mutant
    from kiemdinh.testing.mutation.rule_changes import RuleChanges
    from kiemdinh.testing.scenarios import Scenario

__all__ = ["SuiteCase"]

_KEYS_OF_TRUTHS: Final = frozenset(
    ("level", "attainable", "determined", "outcome", "labels", "outcomes", "stages", "nodes", "awards", "diagnostic")
)
"""What a scenario can expect that follows from the truths of facts alone, without an explanation."""


@dataclass(frozen=True, slots=True)
class SuiteCase:
    """A scenario that passes without a change, with what has been read of it.

    Attributes
    ----------
    scenario
        The scenario.
    dossier, date
        Its dossier as the framework reads it, and its date; None where the dossier is refused, as is expected.
    facts
        The facts of its school; None where the dossier is refused.
    is_plain
        Whether what is expected follows from the truths of facts alone, in which no context is open: then no change of
        conditions can be noticed that leaves each of them as it is.
    """

    scenario: Scenario
    dossier: Dossier | None = None
    date: dt.date | None = None
    facts: SchoolFacts | None = None
    is_plain: bool = False

    @classmethod
    def of(cls, scenario: Scenario) -> SuiteCase | None:
        """Return the case of a scenario; None where it does not pass as it is."""
        case = cls._read(scenario)
        return case if passes(scenario, lambda: case.assess_by(scenario.framework, is_read_again=False)) else None

    @classmethod
    def _read(cls, scenario: Scenario) -> SuiteCase:
        try:
            dossier, date = read_scenario(scenario)
        except InputError:
            return cls(scenario)
        if date is None:
            return cls(scenario, dossier)
        facts = report_school(scenario.framework, dossier, Dates(date, date, date)).facts
        then = scenario.then
        has_truths_alone = then.model_fields_set <= _KEYS_OF_TRUTHS
        has_truths_alone &= not any(award.earliest for award in then.awards.values())
        return cls(scenario, dossier, date, facts, has_truths_alone and not find_open_context(facts))

    def assess_by(self, framework: Framework, *, is_read_again: bool) -> Assessment:
        """Return the assessment of the dossier by another framework, for which it may have to be read again.

        Raises
        ------
        InputError
            The dossier is refused.
        """
        if is_read_again or self.dossier is None:
            return assess_scenario(replace(self.scenario, framework=framework))
        return assess(framework, self.dossier, on=self.date)

    def may_notice_rules(self, mutant: Mutant) -> bool:
        """Return whether what comes out may be otherwise by a mutant with other conditions."""
        changed = self._compare_rules(mutant)
        return changed is None or not (changed.is_none or (self.is_plain and not self.has_other_truth(mutant)))

    def has_other_truth(self, mutant: Mutant) -> bool:
        """Return whether a condition that a mutant has changed has another truth by the facts of the school.

        Where none has, no fact has: each follows from those below it. True where more than conditions has changed.
        """
        changed = self._compare_rules(mutant)
        if changed is None or not changed.is_plain or self.facts is None:
            return True
        stages = (self.facts.as_one, *self.facts.stages.values())
        readings = [
            facts for stage in {id(one): one for one in stages}.values() for facts in _list_readings(stage, changed)
        ]
        return any(
            evaluate(old, reading) is not evaluate(new, reading)
            for name, (old, new) in changed.conditions.items()
            for reading in ((self.facts,) if changed.names[name].is_of_award else readings)
        )

    def _compare_rules(self, mutant: Mutant) -> RuleChanges | None:
        """Return what a mutant has changed of the rules of the school; None where its dossier is refused."""
        if self.facts is None or self.date is None:
            return None
        return mutant.compare_rules(self.facts.rules, self.date)


def _list_readings(stage: StageFacts, changed: RuleChanges) -> Iterator[StageFacts]:
    """Yield the facts of a stage by all findings, and by those of each side that some rule reads alone."""
    yield stage
    yield from (stage.by_side(side) for side in changed.sides)
