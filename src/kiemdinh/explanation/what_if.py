"""What if: the dossier of a school with some findings or figures taken to be otherwise. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kiemdinh.diagnostics.arguments import check_text, refuse_argument
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.evidence.dossier import Dossier, FindingRecord, ValueRecord, dossier_digest
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.explanation.supposed_records import is_input, write_findings, write_values
from kiemdinh.standards.names import ValueKind, ValueName, read_value_name

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import Dates
    from kiemdinh.standards.loading import Framework

__all__ = ["change_dossier"]


def change_dossier(framework: Framework, dossier: Dossier, dates: Dates, changes: Mapping[str, Any]) -> Dossier:
    """Return the dossier with *changes* in the place of what was recorded.

    What is supposed of a node is taken as found by an external review: it needs no evidence, and what was recorded at
    the node and below it is set aside. None takes away what was recorded.

    Parameters
    ----------
    dates
        The dates of the assessment; what is supposed is recorded on its knowledge date.
    changes
        What is supposed, as a dossier would say it, by the id of a node (``"3.3": "muc-2"``, ``"thcs/1.3/muc-1/a":
        "met"``) or of an input (``"input:pupils": 40``, ``"input:excellent@thcs/2025-2026": "35%"``). Steps as repairs
        name them can be met or unmet (``"3.3/muc-2": "met"``); the steps below one that is unmet are then reached.

    Raises
    ------
    InputError
        For what is no node and no input, and for what cannot be said of it; each at its key in *changes*.
    """
    if not isinstance(changes, Mapping):
        refuse_argument("changes", changes, "a mapping from the id of a node or input to what is supposed of it")
    for key in changes:
        check_text("changes", key)
    # In a dossier an empty cell records nothing. Here it takes away what was recorded, which "unknown" says.
    supposed = {key: "unknown" if value is None else value for key, value in changes.items()}
    try:
        assumed = _read_changes(framework, dossier, dates, supposed)
    except InputError as error:
        # Read together the problems have places in a dossier that no one wrote: each change is read again by itself.
        wrong = [problem for key in supposed for problem in _find_problems(framework, dossier, dates, key, supposed)]
        raise InputError(wrong or error.diagnostics) from None
    findings = [f for f in dossier.findings if not any(_sets_aside(framework, new, f) for new in assumed.findings)]
    values = [v for v in dossier.values if not any(_is_same_value(new, v) for new in assumed.values)]
    changed = replace(dossier, findings=(*findings, *assumed.findings), values=(*values, *assumed.values))
    return replace(changed, digest=dossier_digest(changed))


def _read_changes(framework: Framework, dossier: Dossier, dates: Dates, supposed: Mapping[str, Any]) -> Dossier:
    """Return a dossier that records what is supposed and nothing else."""
    named = {key: (framework.outline.fact_names.read_shown(key), value) for key, value in supposed.items()}
    nodes = write_findings(framework, {key: one for key, one in named.items() if not is_input(one[0])})
    values = {key: one for key, one in named.items() if is_input(one[0])}
    school = {"stages": list(dossier.school.stages)} if dossier.school.stages else {}
    of_school, by_stage = write_values(framework, dossier.school.stages or (), values)
    plain = {"school": school, "external": nodes, "inputs": of_school, "stages": by_stage}
    return read_dossier({k: v for k, v in plain.items() if v}, framework, default_date=dates.knowledge)


def _find_problems(
    framework: Framework, dossier: Dossier, dates: Dates, key: str, supposed: Mapping[str, Any]
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with one change, under the key that its author gave it."""
    value = supposed[key]
    try:
        _read_changes(framework, dossier, dates, {key: value})
    except InputError as error:
        found = tuple(replace(problem, path=key) for problem in error.diagnostics)
    else:
        return ()
    as_input = str(ValueName(ValueKind.INPUT, key))
    if read_value_name(as_input).name not in framework.inputs:
        return found
    hint = f"'{key}' is an input: write {as_input}={value}"
    return tuple(replace(problem, hint=hint) for problem in found)


def _sets_aside(framework: Framework, new: FindingRecord, old: FindingRecord) -> bool:
    """Return whether a finding that is supposed sets aside a recorded one: of its stage, at its node or below it."""
    same_scope = new.stage in (None, old.stage)
    return same_scope and (old.node == new.node or new.node in framework.outline.ancestors_of(old.node))


def _is_same_value(new: ValueRecord, old: ValueRecord) -> bool:
    return (new.name, new.at) == (old.name, old.at) and new.stage in (None, old.stage)
