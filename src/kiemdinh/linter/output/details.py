"""What a finding says beside its message, in the order in which every form has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kiemdinh.linter.finding import LintFinding

__all__ = ["list_details", "list_dossiers"]


def list_details(finding: LintFinding) -> tuple[str, ...]:
    """Return the lines ``expected: …``, ``found: …`` and ``hint: …`` of a finding, those that it has."""
    texts = {"expected": finding.expected, "found": finding.found, "hint": finding.hint}
    return tuple(f"{word}: {text}" for word, text in texts.items() if text is not None)


def list_dossiers(finding: LintFinding) -> dict[str, Mapping[str, Any]]:
    """Return the dossiers of a finding by what they are: ``witness`` and ``contrast``, those that it has."""
    dossiers = {"witness": finding.witness, "contrast": finding.contrast}
    return {word: dossier for word, dossier in dossiers.items() if dossier is not None}
