"""Suppositions by the ids of results, written as a dossier would record them (semantics 5.3, 5.5).

Results name a step, ``3.3/muc-2``, and a value at its place, ``input:pupils@thcs/2025-2026``. A dossier records the
level of the whole node, and values nested by place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.standards.definition import StepScale
from kiemdinh.standards.names import FactKind, FactName, ShownName, ValueKind, ValueName

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = [
    "is_input",
    "level_of_truths",
    "nest_value",
    "read_truth",
    "report_clash",
    "write_findings",
    "write_values",
]

_TRUTHS: Final[Mapping[object, bool]] = {"met": True, True: True, "unmet": False, False: False}


def is_input(name: ShownName) -> bool:
    """Return whether an id of results is that of an input's value."""
    return isinstance(name.name, ValueName) and name.name.kind is ValueKind.INPUT


# -- findings ----------------------------------------------------------------------------------------------


def write_findings(framework: Framework, supposed: Mapping[str, tuple[ShownName, Any]]) -> dict[str, Any]:
    """Return findings by nodes. Of steps that are met or unmet they are the level that this makes of the node.

    A step that is unmet leaves the one below it reached. What is said of a step otherwise stays as it was written.

    Parameters
    ----------
    supposed
        By the key that its author wrote, the name that it is of, and what is supposed of it.

    Raises
    ------
    InputError
        For a node of which two keys say different things.
    """
    findings: dict[str, Any] = {}
    steps: dict[tuple[str | None, str], dict[str, bool]] = {}
    authors: dict[tuple[str | None, str], str] = {}
    for key, (name, value) in supposed.items():
        fact = name.name
        truth = _read_step(fact, value)
        if truth is None or not isinstance(fact, FactName) or fact.node not in framework.nodes:
            findings[key] = value
        else:
            about = (name.stage, fact.subject)
            steps.setdefault(about, {})[str(fact.step)] = truth
            authors[about] = key
    for about, truths in steps.items():
        stage, node = about
        shown = node if stage is None else f"{stage}/{node}"
        level = _level_of_steps(framework, node, truths)
        if level is None or shown in findings:
            raise report_clash(authors[about], shown)
        findings[shown] = level
    return findings


def _read_step(name: FactName | ValueName, value: object) -> bool | None:
    """Return whether a step is supposed to be met; None for what is no step or says neither."""
    if not isinstance(name, FactName) or name.kind is not FactKind.STEP:
        return None
    return True if value == name.step else read_truth(value)


def read_truth(value: object) -> bool | None:
    """Return whether a supposition says that something is met; None where it says neither.

    >>> read_truth("met"), read_truth(False), read_truth("muc-1")
    (True, False, None)
    """
    return _TRUTHS.get(value) if isinstance(value, str | bool) else None


def _level_of_steps(framework: Framework, node: str, truths: Mapping[str, bool]) -> str | None:
    """Return the level of a node whose steps are supposed to be met and unmet; None where these contradict."""
    info = framework.nodes[node]
    scale = framework.definition.scales[info.scale or ""]
    below = scale.not_reached if isinstance(scale, StepScale) else None
    return level_of_truths([*([] if below is None else [below.id]), *info.steps], truths)


def level_of_truths(levels: Sequence[str], truths: Mapping[str, bool]) -> str | None:
    """Return the level of which the steps are met and unmet; None where these contradict.

    *levels* begin with what lies below the lowest step, where that has a word.

    >>> level_of_truths(("none", "a", "b"), {"a": True, "b": False}), level_of_truths(("none", "a"), {"a": False})
    ('a', 'none')
    """
    met = [levels.index(step) for step, truth in truths.items() if truth]
    unmet = [levels.index(step) for step, truth in truths.items() if not truth]
    if unmet and (min(unmet) == 0 or (met and max(met) >= min(unmet))):
        return None
    return levels[max(met) if met else min(unmet) - 1]


# -- values ------------------------------------------------------------------------------------------------


def write_values(
    framework: Framework, stages: Collection[str], supposed: Mapping[str, tuple[ShownName, Any]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return values as a dossier nests them: those of the school by member and year, and those under each stage.

    Parameters
    ----------
    stages
        The stages of the school: one of them may have a value of its own of what is given for the whole school.
    supposed
        By the key that its author wrote, the name that it is of, and what is supposed of it.

    Raises
    ------
    InputError
        For a value of which two keys say something.
    """
    of_school: dict[str, Any] = {}
    by_stage: dict[str, Any] = {}
    for key, (name, value) in supposed.items():
        if not isinstance(name.name, ValueName):
            continue
        at = name.name.at
        found = framework.inputs.get(name.name.name)
        is_own = bool(at) and at[0] in stages and found is not None and "stage" not in found.each
        home = by_stage.setdefault(at[0], {"inputs": {}})["inputs"] if is_own else of_school
        nest_value(home, name.name.name, at[1:] if is_own else at, value, key)
    return of_school, by_stage


def nest_value(home: dict[str, Any], name: str, places: Sequence[str], value: Any, key: str) -> None:
    """Put the value of an input into *home*, nested by the places that it is given for.

    Raises
    ------
    InputError
        Another key than *key* says something of the same value.
    """
    nested = value
    for place in reversed(places):
        nested = {place: nested}
    try:
        home[name] = _merge(home[name], nested) if name in home else nested
    except _TwiceError:
        raise report_clash(key, str(ValueName(ValueKind.INPUT, name))) from None


class _TwiceError(Exception):
    """Two suppositions are about one value."""


def _merge(one: Any, two: Any) -> dict[str, Any]:
    """Return two nested suppositions of one input as one."""
    if not isinstance(one, Mapping) or not isinstance(two, Mapping):
        raise _TwiceError
    return dict(_merge_members(one, two))


def _merge_members(one: Mapping[str, Any], two: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for place in dict.fromkeys((*one, *two)):
        if place in one and place in two:
            yield place, _merge(one[place], two[place])
        else:
            yield place, one[place] if place in one else two[place]


def report_clash(key: str, about: str) -> InputError:
    """Return the error of a key that says something of what another key says something of too."""
    return InputError(
        [
            Diagnostic(
                "KD006",
                "error",
                Message("'{key}' and another key both say something of '{about}'", key=key, about=about),
                path=key,
                expected=Message("one supposition about each node and value"),
                found=key,
                hint=Message("leave one of them"),
            )
        ]
    )
