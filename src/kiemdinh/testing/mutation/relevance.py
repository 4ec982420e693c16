"""Whether a change can affect the result of a scenario, so that other scenarios need not be assessed again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiemdinh.evidence.dossier import NotApplicable
from kiemdinh.standards.lowering import Setting
from kiemdinh.testing.mutation.changes import LEFT_OUT
from kiemdinh.testing.mutation.other_truths import has_other_truth

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.testing.mutation.mutant import Mutant
    from kiemdinh.testing.mutation.suite_case import SuiteCase

__all__ = ["may_notice", "may_read_otherwise"]

_WARN_ALONE: Final = ("source", "roles")
"""Parts of a definition that only cause warnings in results."""
_PERCENT: Final = "unit: percent"


def may_read_otherwise(case: SuiteCase, mutant: Mutant) -> bool:
    """Return whether the dossier of a scenario may be read differently by a mutant; True where this is not known.

    Inputs that a dossier does not mention are not read. Whether a part is at most its whole is checked if both are
    there.
    """
    if not mutant.changes_reading:
        return False
    if mutant.is_of_input:
        name = str(mutant.change.at[1])
        inputs = case.scenario.framework.inputs
        parts = (part for part, found in inputs.items() if found.part_of == name)
        return any(map(case.mentions, (name, *parts)))
    dossier = case.dossier
    if dossier is None:
        return True
    if mutant.change.at[0] == "evidence":
        return any(finding.side == "self" for finding in dossier.findings)
    if mutant.change.kind == "stages":
        return dossier.school.stages is not None
    return mutant.change.kind != "applicability" or _says_that_it_is_left_out(dossier, mutant)


def may_notice(case: SuiteCase, mutant: Mutant) -> bool:
    """Return whether the result of a scenario may differ with a mutant that reads its dossier as before.

    True where this is not known. A scenario that expects more than truths, such as a warning or a repair, may notice
    anything. A scenario whose dossier is refused notices nothing.
    """
    dossier, facts = case.dossier, case.facts
    if dossier is None or facts is None or case.date is None:
        return False
    at, path, kind = mutant.change.at, mutant.change.path, mutant.change.kind
    if not case.expects_truths_alone:
        return True
    if at[0] in _WARN_ALONE or path[-1] == "warn_unless" or (kind == "unit" and not _is_percent(mutant)):
        return False
    if mutant.is_of_rules or mutant.is_of_input:
        return has_other_truth(case, mutant)
    if at[0] == "evidence":
        return any(finding.side == "self" for finding in dossier.findings)
    if at[0] == "school_year":
        # The name and the end of a school year affect only the setting.
        return Setting.on(mutant.framework.definition, facts.rules.setting.stages, case.date) != facts.rules.setting
    if kind == "award term":
        return bool(dossier.held) or mutant.change.becomes == LEFT_OUT
    if kind == "stages":
        return dossier.school.stages is not None
    if kind == "applicability":
        return _says_that_it_is_left_out(dossier, mutant) or has_other_truth(case, mutant)
    return True


def _is_percent(mutant: Mutant) -> bool:
    """Return whether a change of a unit affects more than a word beside the number."""
    return _PERCENT in (mutant.change.was, mutant.change.becomes)


def _says_that_it_is_left_out(dossier: Dossier, mutant: Mutant) -> bool:
    """Return whether a finding says that the node which a mutant changes does not apply."""
    path = mutant.change.path[:-1]
    node = next((name for name, info in mutant.framework.nodes.items() if info.path == path), None)
    left = (finding.node for finding in dossier.findings if isinstance(finding.verdict, NotApplicable))
    return node is None or node in left
