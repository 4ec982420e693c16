"""What if: the same school with some findings or figures taken to be otherwise, nothing stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kiemdinh.data.what_if import Difference
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.evidence.dossier import Dossier, FindingRecord, ValueRecord, dossier_digest
from kiemdinh.evidence.reading import read_dossier

if TYPE_CHECKING:
    from kiemdinh.data.assessment_data import AssessmentData
    from kiemdinh.data.outcomes import Dates
    from kiemdinh.standards.loading import Framework

__all__ = ["changed_dossier", "differences"]


def changed_dossier(framework: Framework, dossier: Dossier, dates: Dates, changes: Mapping[str, Any]) -> Dossier:
    """Return the dossier with *changes* (``{"3.3": "muc-2", "input:pupils": 40}``) in the place of what was recorded.

    What is assumed about a node is taken as found by an external review: it needs no evidence, and what was recorded
    at the node and below it is set aside.

    Raises
    ------
    InputError
        For what is no node and no input, and for what cannot be said of it; each at its key in *changes*.
    """
    # In a dossier an empty cell records nothing; here it takes away what was recorded, and "unknown" says so.
    supposed = {key: "unknown" if value is None else value for key, value in changes.items()}
    try:
        said = _said(framework, dossier, dates, supposed)
    except InputError as error:
        wrong = [problem for key in supposed for problem in _wrong(framework, dossier, dates, key, supposed[key])]
        raise InputError(wrong or error.diagnostics) from None
    findings = [f for f in dossier.findings if not any(_replaces(framework, new, f) for new in said.findings)]
    values = [v for v in dossier.values if not any(_same_value(new, v) for new in said.values)]
    fresh = replace(dossier, findings=(*findings, *said.findings), values=(*values, *said.values))
    return replace(fresh, digest=dossier_digest(fresh))


def _said(framework: Framework, dossier: Dossier, dates: Dates, supposed: Mapping[str, Any]) -> Dossier:
    """Read what is supposed as a dossier would say it."""
    inputs = {key.removeprefix("input:"): value for key, value in supposed.items() if key.startswith("input:")}
    nodes = {key: value for key, value in supposed.items() if not key.startswith("input:")}
    school = {"stages": list(dossier.school.stages)} if dossier.school.stages else {}
    plain, at = _placed(inputs)
    assumed = {"school": school, "external": nodes, "inputs": plain, "stages": at}
    return read_dossier({k: v for k, v in assumed.items() if v}, framework, default_date=dates.knowledge)


def _wrong(framework: Framework, dossier: Dossier, dates: Dates, key: str, value: Any) -> tuple[Diagnostic, ...]:
    """Return what is wrong with one change, under the name that its author gave it."""
    try:
        _said(framework, dossier, dates, {key: value})
    except InputError as error:
        found = tuple(replace(problem, path=key) for problem in error.diagnostics)
    else:
        return ()
    if key.partition("@")[0] not in framework.inputs:
        return found
    hint = f"'{key}' is an input: write input:{key}={value}"
    return tuple(replace(problem, hint=hint) for problem in found)


def _placed(inputs: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Sort ``name@stage/year`` into what a dossier says at its top and what under its stages."""
    plain: dict[str, Any] = {}
    stages: dict[str, Any] = {}
    for key, value in inputs.items():
        name, _, at = key.partition("@")
        words = at.split("/") if at else []
        years = [w for w in words if w[:4].isdigit()]
        members = [w for w in words if w not in years]
        for year in reversed(years):
            value = {year: value}  # noqa: PLW2901 - nested as a dossier nests it
        home = stages.setdefault(members[0], {"inputs": {}})["inputs"] if members else plain
        home[name] = {**home.get(name, {}), **value} if isinstance(value, dict) and years else value
    return plain, stages


def _replaces(framework: Framework, new: FindingRecord, old: FindingRecord) -> bool:
    same_scope = new.stage in (None, old.stage)
    return same_scope and (old.node == new.node or new.node in framework.outline.ancestors_of(old.node))


def _same_value(new: ValueRecord, old: ValueRecord) -> bool:
    return (new.name, new.at) == (old.name, old.at) and new.stage in (None, old.stage)


def differences(old: AssessmentData, new: AssessmentData) -> tuple[Difference, ...]:
    """Return what stands otherwise in *new*: outcomes, awards, and the nodes of layers."""
    before, after = _standing(old), _standing(new)
    return tuple(
        Difference(key, before.get(key, ""), after.get(key, ""))
        for key in dict.fromkeys((*before, *after))
        if before.get(key) != after.get(key)
    )


def _standing(result: AssessmentData) -> dict[str, str]:
    found = {}
    for outcome in result.outcomes:
        ends = [ref.id if ref else "" for ref in (outcome.guaranteed, outcome.attainable)]
        found[f"outcome:{outcome.id}"] = (
            "..".join(ends) if not outcome.labels else "|".join(x.id for x in outcome.labels)
        )
    for award in result.awards:
        ends = [ref.id if ref else "" for ref in (award.certain, award.possible)]
        found[f"award:{award.id}"] = "..".join(ends)
    for node in result.nodes:
        if node.layer is not None and node.kind == "level":
            ends = [ref.id if ref else "" for ref in (node.guaranteed, node.attainable)]
            found[node.id] = "..".join(ends)
        elif node.layer is not None and node.truth is not None:
            found[node.id] = node.truth.name.lower()
    return found
