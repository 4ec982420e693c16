"""Whether a change can bear on what comes out for a scenario, so that others need not be assessed anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiemdinh.evidence.dossier import NotApplicable
from kiemdinh.standards.lowering import Setting
from kiemdinh.standards.names import read_value_name
from kiemdinh.testing.mutation.change import LEFT_OUT

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.rules import Number
    from kiemdinh.standards.definition import Range
    from kiemdinh.testing.mutation.mutant import Mutant
    from kiemdinh.testing.mutation.suite_case import SuiteCase

__all__ = ["may_notice"]

_WARN_ALONE: Final = ("source", "roles")
"""Parts of a definition by which results only warn."""
_PERCENT: Final = "unit: percent"


def may_notice(case: SuiteCase, mutant: Mutant) -> bool:
    """Return whether what comes out for a scenario may be otherwise by a mutant; True where that is not known.

    A scenario that expects more than truths, such as a warning or a repair, may notice anything.
    """
    dossier, facts = case.dossier, case.facts
    if dossier is None or facts is None or case.date is None or not case.is_plain:
        return True
    at, path, kind = mutant.change.at, mutant.change.path, mutant.change.kind
    if at[0] in _WARN_ALONE or path[-1] == "warn_unless":
        return False
    if at[0] == "inputs":
        return _may_notice_input(str(at[1]), dossier, case, mutant)
    if at[0] == "evidence":
        return any(finding.side == "self" for finding in dossier.findings)
    if at[0] == "school_year":
        # What a school year is called and where it ends is seen by the setting alone.
        return Setting.on(mutant.framework.definition, facts.rules.setting.stages, case.date) != facts.rules.setting
    if kind == "award term":
        return bool(dossier.held) or mutant.change.becomes == LEFT_OUT
    if kind == "stages":
        return dossier.school.stages is not None
    if kind == "applicability":
        node = next((name for name, info in mutant.framework.nodes.items() if info.path == path[:-1]), None)
        left = (finding.node for finding in dossier.findings if isinstance(finding.verdict, NotApplicable))
        return node is None or node in left or case.has_other_truth(mutant)
    return True


def _may_notice_input(name: str, dossier: Dossier, case: SuiteCase, mutant: Mutant) -> bool:
    """Return whether a scenario may notice a change of an input: where it records it, or rules read what is unknown."""
    change = mutant.change
    if change.kind == "unit" and _PERCENT not in (change.was, change.becomes):
        return False  # it is a word beside the number
    inputs = case.scenario.framework.inputs
    parts = {name, *(part for part, found in inputs.items() if found.part_of == name)}
    recorded = [value for value in dossier.values if value.name in parts]
    if change.kind == "range":
        allowed = mutant.framework.inputs[name].range
        return any(_is_beyond(value.value, allowed) for value in recorded) or _is_left_open(name, case)
    return bool(recorded) or change.kind in ("whole", "role")


def _is_beyond(value: Number | None, allowed: Range | None) -> bool:
    if value is None or allowed is None:
        return True
    return (allowed.from_ is not None and value < allowed.from_) or (allowed.to is not None and value > allowed.to)


def _is_left_open(name: str, case: SuiteCase) -> bool:
    """Return whether a rule reads an input of which something is not known, so that it can be all that it may be."""
    facts = case.facts
    assert facts is not None  # noqa: S101 - the caller has looked
    if ("input", name) not in facts.rules.used:
        return False
    names = {value for read in facts.rules.values.values() for value in read}
    own = [value for value in names if read_value_name(value).name == name]
    return not all(stage.value(value).known for stage in (facts.as_one, *facts.stages.values()) for value in own)
