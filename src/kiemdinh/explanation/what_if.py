"""What-if: the dossier of a school with some findings or figures replaced. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.arguments import check_text, refuse_argument
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.dossier import Dossier, FindingRecord
from kiemdinh.evidence.reading import read_dossier
from kiemdinh.explanation.suppositions import (
    is_input,
    is_of_others,
    replace_records,
    write_findings,
    write_records,
    write_values,
)
from kiemdinh.parsing.placed_tree import MAX_PROBLEMS
from kiemdinh.standards.names import FactName, ValueKind, ValueName, read_value_name

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import Dates
    from kiemdinh.standards.loading import Framework

__all__ = ["MAX_CHANGES", "change_dossier"]

MAX_CHANGES: Final = 2_000
"""The most changes that can be supposed at once: one for each requirement of a large framework."""


def change_dossier(framework: Framework, dossier: Dossier, dates: Dates, changes: Mapping[str, Any]) -> Dossier:
    """Return the dossier with *changes* in place of the records about the same things.

    What is supposed of a node is taken as found by an external review: it needs no evidence, and what was recorded at
    the node and below it is set aside. None takes away what was recorded.

    Parameters
    ----------
    dates
        The dates of the assessment; what is supposed is recorded on its knowledge date.
    changes
        What is supposed, as a dossier would say it, by the id of a node (``"3.3": "muc-2"``, ``"thcs/1.3/muc-1/a":
        "met"``) or of an input (``"input:pupils": 40``, ``"input:excellent@thcs/2025-2026": "35%"``). Steps as repairs
        name them can be met or unmet (``"3.3/muc-2": "met"``); the steps below one that is unmet are then reached. So
        can outcomes under other frameworks (``"reaches:FRAMEWORK:muc/muc-1@school/D": "met"``), that an award of one is
        held (``"held:FRAMEWORK:award/grade@school/D": "met"``), and that a register is complete (``"known:school":
        "met"``).

    Raises
    ------
    InputError
        For what is no node and no input, and for what cannot be said of it; each at its key in *changes*.
    """
    if not isinstance(changes, Mapping):
        refuse_argument("changes", changes, "a mapping from the id of a node or input to what is supposed of it")
    if len(changes) > MAX_CHANGES:
        message = Message("more than {max_changes:,} changes at once", max_changes=MAX_CHANGES)
        refuse_argument(
            "changes", changes, Message("at most {max_changes:,} changes", max_changes=MAX_CHANGES), message=message
        )
    for key in changes:
        check_text("changes", key)
    # In a dossier an empty cell records nothing. Here it removes what was recorded, which is written as "unknown".
    supposed = {key: "unknown" if value is None else value for key, value in changes.items()}
    try:
        assumed = _read_changes(framework, dossier, dates, supposed)
    except InputError as error:
        # The problems have places in a dossier that the caller has not written. So each change is read again by itself.
        one_by_one = (_find_problems(framework, dossier, dates, key, supposed) for key in supposed)
        wrong = list(islice(chain.from_iterable(one_by_one), MAX_PROBLEMS))
        raise InputError(wrong or error.diagnostics) from None
    # By look-ups, so that many changes of a large dossier cost no more than reading both.
    nodes = {(new.node, new.stage) for new in assumed.findings}
    slots = {(new.name, new.at, new.stage) for new in assumed.values}
    findings = [f for f in dossier.findings if not _is_set_aside(framework, nodes, f)]
    values = [v for v in dossier.values if not slots & {(v.name, v.at, None), (v.name, v.at, v.stage)}]
    changed = replace(dossier, findings=(*findings, *assumed.findings), values=(*values, *assumed.values))
    others = [name for name in map(framework.outline.fact_names.read_shown, supposed) if is_of_others(framework, name)]
    return replace_records(framework, changed, assumed, others, dates.evidence) if others else changed


def _read_changes(framework: Framework, dossier: Dossier, dates: Dates, supposed: Mapping[str, Any]) -> Dossier:
    """Return a dossier that records what is supposed and nothing else."""
    named = {key: (framework.outline.fact_names.read_shown(key), value) for key, value in supposed.items()}
    others = {key: one for key, one in named.items() if is_of_others(framework, one[0])}
    of_others = write_records(framework, dossier, dates, others)
    named = {key: one for key, one in named.items() if key not in others}
    nodes = write_findings(framework, {key: one for key, one in named.items() if not is_input(one[0])})
    values = {key: one for key, one in named.items() if is_input(one[0])}
    school = {"stages": list(dossier.school.stages)} if dossier.school.stages else {}
    of_school, by_stage = write_values(framework, dossier.school.stages or (), values)
    plain = {"school": school, "external": nodes, "inputs": of_school, "stages": by_stage, **of_others}
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
    if _is_result(framework, key):
        hint = Message("it follows from the records: change a node, an input or something that a repair names")
        return tuple(replace(problem, expected=None, hint=hint) for problem in found)
    as_input = str(ValueName(ValueKind.INPUT, key))
    if read_value_name(as_input).name not in framework.inputs:
        return found
    hint = Message("'{key}' is an input: write {as_input}={value}", key=key, as_input=as_input, value=value)
    return tuple(replace(problem, hint=hint) for problem in found)


def _is_result(framework: Framework, key: str) -> bool:
    """Return whether a key names a fact that rules or decisions settle, such as an outcome or an award."""
    name = framework.outline.fact_names.read_shown(key)
    return isinstance(name.name, FactName) and name.name.node is None and not is_of_others(framework, name)


def _is_set_aside(framework: Framework, supposed: AbstractSet[tuple[str, str | None]], old: FindingRecord) -> bool:
    """Return whether one of the findings that are *supposed*, each a node and a stage, sets aside a recorded one.

    It does where it is about the same node or one above it, and about the whole school or the same stage.
    """
    nodes = (old.node, *framework.outline.ancestors_of(old.node))
    return any((node, stage) in supposed for node in nodes for stage in (None, old.stage))
