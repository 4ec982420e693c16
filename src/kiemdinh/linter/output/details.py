"""What a finding says beside its message, in the order in which every form has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kiemdinh.linter.finding import LintFinding

__all__ = ["group_by_cause", "list_consequences", "list_details", "list_dossiers"]


def group_by_cause(findings: Sequence[LintFinding]) -> tuple[tuple[LintFinding, tuple[LintFinding, ...]], ...]:
    """Return the findings that have no cause among these, in their order, each with those that follow from it."""
    places = {_name(finding) for finding in findings}
    following: dict[tuple[object, ...], list[LintFinding]] = {}
    causes: list[LintFinding] = []
    for finding in findings:
        if finding.cause is None or _name(finding.cause) not in places:
            causes.append(finding)
        else:
            following.setdefault(_name(finding.cause), []).append(finding)
    return tuple((cause, tuple(following.pop(_name(cause), ()))) for cause in causes)


def _name(finding: LintFinding) -> tuple[object, ...]:
    return finding.file, finding.line, finding.column, finding.code, finding.path, finding.message


def list_consequences(cause: LintFinding, following: Sequence[LintFinding]) -> tuple[str, ...]:
    """Return a line for each finding that follows from *cause*, such as ``line 8, error KD501: no dossier …``."""
    return tuple(f"{_name_place(cause, each)}{each.severity} {each.code}: {each.message}" for each in following)


def _name_place(cause: LintFinding, finding: LintFinding) -> str:
    if finding.line is None:
        return f"{finding.path}, " if finding.path else ""
    return f"line {finding.line}, " if finding.file == cause.file else f"{finding.file}:{finding.line}, "


def list_details(finding: LintFinding) -> tuple[str, ...]:
    """Return the lines ``expected: …``, ``found: …`` and ``hint: …`` of a finding, those that it has."""
    texts = {"expected": finding.expected, "found": finding.found, "hint": finding.hint}
    return tuple(f"{word}: {text}" for word, text in texts.items() if text is not None)


def list_dossiers(finding: LintFinding) -> dict[str, Mapping[str, Any]]:
    """Return the dossiers of a finding by what they are: ``witness`` and ``contrast``, those that it has."""
    dossiers = {"witness": finding.witness, "contrast": finding.contrast}
    return {word: dossier for word, dossier in dossiers.items() if dossier is not None}
