"""What lint finds: a diagnostic with the dossier that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from kiemdinh.standards.diagnostics import Diagnostic

__all__ = ["LintFinding"]


@dataclass(frozen=True, slots=True)
class LintFinding(Diagnostic):
    """A problem of a definition, its place, and a witness.

    Parameters
    ----------
    witness
        A dossier that shows it, as plain data ready for :func:`kiemdinh.assess`; None where the text of the
        definition alone is concerned, or where the definition cannot be loaded.
    contrast
        A second dossier, where the finding is about what becomes of the first: better in one thing, and lower.
    decided
        False where the proof ran out of its budget: then it is a note, and nothing is claimed.
    """

    witness: Mapping[str, Any] | None = None
    contrast: Mapping[str, Any] | None = None
    decided: bool = True

    @classmethod
    def of(
        cls,
        diagnostic: Diagnostic,
        *,
        witness: Mapping[str, Any] | None = None,
        contrast: Mapping[str, Any] | None = None,
    ) -> LintFinding:
        """Make a finding of a diagnostic."""
        own = {field.name: getattr(diagnostic, field.name) for field in fields(diagnostic)}
        return cls(**{**own, "witness": witness, "contrast": contrast})

    def to_dict(self) -> dict[str, Any]:
        """All of it but the caret as a mapping that JSON can carry."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "caret"}
