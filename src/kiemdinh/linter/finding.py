"""The finding: a diagnostic of a definition, with the dossiers that show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import ENGLISH

__all__ = ["LintFinding"]


@dataclass(frozen=True, slots=True)
class LintFinding(Diagnostic):
    """A flaw of a definition: a diagnostic with its place, and the dossiers that show it.

    Users know it as :class:`kiemdinh.Finding`.

    Parameters
    ----------
    witness
        A dossier that shows it, as plain data for :func:`kiemdinh.assess`. None where the flaw is in the text alone,
        and where the definition cannot be loaded.
    contrast
        A second dossier, where the flaw is what becomes of the first: it is better in one thing, and stands lower.
    decided
        False where a proof took more than its budget: then this is a note, and nothing is claimed.
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
        """Return a finding that says what a diagnostic says, with dossiers that show it.

        Examples
        --------
        >>> finding = LintFinding.of(Diagnostic("KD530", "warning", "tag 'urgent' is declared and not used"))
        >>> print(finding)
        warning KD530: tag 'urgent' is declared and not used
        >>> finding.witness is None
        True
        """
        own = {field.name: getattr(diagnostic, field.name) for field in fields(diagnostic)}
        return cls(**{**own, "witness": witness, "contrast": contrast})

    def to_dict(self, lang: str = ENGLISH) -> dict[str, Any]:
        """Return all fields but ``caret`` by their names, for JSON, in a language; what is not known is None."""
        return dict(Diagnostic.to_dict(self, lang))
