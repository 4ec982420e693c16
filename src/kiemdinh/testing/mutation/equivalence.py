"""Equivalent mutants: changes that no scenario could notice, each with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final

from kiemdinh.analysis.inline import inline
from kiemdinh.analysis.study import Study, study_each_stage
from kiemdinh.diagnostics.message import Message
from kiemdinh.narration.language import Messages
from kiemdinh.rules import All, Condition, Not, facts_of
from kiemdinh.standards.names import read_fact_name

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework
    from kiemdinh.testing.mutation.mutant import Mutant
    from kiemdinh.testing.mutation.rule_changes import RuleChanges

__all__ = ["EquivalenceProofs"]

_READ_BY_NO_RESULT: Final = {
    "better": Message("no result reads it: only lint and 'kiemdinh show' do"),
    "cure_within": Message("no result reads it: only 'kiemdinh show' does"),
}
_YEAR: Final = "year"
_SHOWN_WITH_INPUT: Final = ("unit", "given")
_UNIT_IS_NOT_SHOWN: Final = Message("no text shows the unit, and no rule calculates with it")
_NO_YEAR: Final = Message("no input is given for each school year, so that no rule reads one")
_SAME_RULES: Final = Message("the rules stay the same")
_PROVED: Final = Message("proved: every dossier gives the same verdicts")


class EquivalenceProofs:
    """Proves for mutants that no result differs, with what is known of the framework without the change.

    For a school with stages this is proved for each stage alone and for all together.
    """

    def __init__(self, framework: Framework) -> None:
        self.framework = framework

    def find_quick_reason(self, mutant: Mutant) -> Message | None:
        """Return why no scenario can notice a mutant, if results do not read the change; None if they may read it."""
        path = mutant.change.path
        if path[-1] in _READ_BY_NO_RESULT:
            return _READ_BY_NO_RESULT[str(path[-1])]
        if path[0] == "inputs" and path[-1] in _SHOWN_WITH_INPUT and not self._is_read(str(path[1])):
            return Message("no rule reads '{name}', and its records are read as before", name=path[1])
        if path[-1] == "unit" and not _is_unit_shown(mutant) and self._has_same_rules(mutant):
            return _UNIT_IS_NOT_SHOWN
        if path[0] == "school_year" and not any(_YEAR in found.each for found in self.framework.inputs.values()):
            return _NO_YEAR
        return None

    def find_reason(self, mutant: Mutant) -> Message | None:
        """Return why no scenario can notice a mutant of the rules; None where this is not proved.

        The cost is that of at most two proofs for each condition that the change reaches first, in each of the
        settings.
        """
        if not mutant.is_of_rules:
            return None
        if self._has_same_rules(mutant):
            return _SAME_RULES
        changes = [(study, self._compare(study, mutant)) for study in self._studies]
        is_proved = all(changed.is_plain and self._is_same(study, mutant, changed) for study, changed in changes)
        return _PROVED if is_proved else None

    @cached_property
    def _studies(self) -> tuple[Study, ...]:
        """The framework under study for each stage alone, and for all stages together."""
        return study_each_stage(self.framework)

    def _has_same_rules(self, mutant: Mutant) -> bool:
        return all(self._compare(study, mutant).is_none for study in self._studies)

    def _is_read(self, name: str) -> bool:
        return any(("input", name) in study.rules.used for study in self._studies)

    def _compare(self, study: Study, mutant: Mutant) -> RuleChanges:
        return mutant.compare_rules(study.rules, study.on)

    def _is_same(self, study: Study, mutant: Mutant, changed: RuleChanges) -> bool:
        """Return whether it is proved that each changed condition has the truth that it had, in every world.

        This is never proved for a change of a condition that only warns, which is not checked, and of one that reads
        the findings of one side alone: the prover treats the findings of both sides as the same.
        """
        if not changed.conditions or any(map(_reads_one_side, chain.from_iterable(changed.conditions.values()))):
            return False
        other = Study(mutant.framework, stages=study.stages)
        return all(
            study.is_never_met(difference)
            for old, new in changed.conditions.values()
            for difference in _differences(inline(old, study.inlined), inline(new, other.inlined))
        )


def _is_unit_shown(mutant: Mutant) -> bool:
    """Return whether texts show the old or the new unit in words; other units are only named by the figure's title."""
    units = (text.removeprefix("unit: ") for text in (mutant.change.was, mutant.change.becomes))
    return any(Messages("en").has_text(f"unit.{unit}") for unit in units)


def _reads_one_side(condition: Condition) -> bool:
    return any(read_fact_name(fact).side is not None for fact in facts_of(condition))


def _differences(old: Condition, new: Condition) -> Iterator[Condition]:
    yield All((old, Not(new)))
    yield All((new, Not(old)))
