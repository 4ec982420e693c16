"""The finding: a diagnostic of a definition, with the dossiers that show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import ENGLISH

if TYPE_CHECKING:
    from kiemdinh.diagnostics.codes import Severity

__all__ = ["KINDS", "FindingKind", "LintFinding", "Obstacle"]

FindingKind: TypeAlias = Literal["proved wrong", "surely not meant", "worth a look"]
"""How sure a finding is."""

KINDS: Final[Mapping[Severity, FindingKind]] = {
    "error": "proved wrong",
    "warning": "surely not meant",
    "note": "worth a look",
}
"""How sure a finding of each severity is: no reading of the law makes an error right; what a warning finds may be
meant in rare cases; what a note finds is often meant."""


_CAUSE_KEYS: Final = ("code", "file", "line", "column", "path")
"""What JSON has of a cause: enough to find it among the findings."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A part of a definition that, together with the others in its finding, makes something impossible.

    See the example of :func:`kiemdinh.lint`.

    Attributes
    ----------
    file
        The file that contains it; None for plain objects.
    line, column
        Its place in the file, counted from 1; None for plain objects.
    path
        Its place in the data, as ``tree[0].parts[1]``.
    """

    file: str | None
    line: int | None
    column: int | None
    path: str


@dataclass(frozen=True, slots=True)
class LintFinding(Diagnostic):
    """A flaw of a definition: a diagnostic with its place, and the dossiers that show it.

    Users know it as :class:`kiemdinh.Finding`.

    Attributes
    ----------
    witness
        A dossier that shows it, as plain data for :func:`kiemdinh.assess`. None where the flaw is in the text alone,
        and where the definition cannot be loaded.
    contrast
        A second dossier that is better in one thing but has a lower result, where this is the flaw. None for every
        other flaw.
    decided
        False if a proof took more than its budget: then the finding is a note, and nothing is claimed.
    obstacles
        The parts of the definition that cause what the finding says is impossible: a smallest set that cannot all hold.
        Empty where none was found, and for findings of another kind.
    cause
        The finding from which this one follows: correcting that one corrects this one too. None where it follows from
        no other.
    """

    witness: Mapping[str, Any] | None = None
    contrast: Mapping[str, Any] | None = None
    decided: bool = True
    obstacles: tuple[Obstacle, ...] = ()
    cause: LintFinding | None = None

    @classmethod
    def of(
        cls,
        diagnostic: Diagnostic,
        *,
        witness: Mapping[str, Any] | None = None,
        contrast: Mapping[str, Any] | None = None,
    ) -> LintFinding:
        """Return a finding with the content of a diagnostic and with dossiers that show it.

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
        """Return all fields except ``caret``, and ``kind``, for JSON, in a language; unknown fields are None."""
        cause = None if self.cause is None else {key: getattr(self.cause, key) for key in _CAUSE_KEYS}
        obstacles = [asdict(obstacle) for obstacle in self.obstacles]
        return {**Diagnostic.to_dict(self, lang), "obstacles": obstacles, "cause": cause, "kind": self.kind}

    @classmethod
    def describe_data(cls) -> dict[str, Any]:
        """Return the JSON Schema of its data."""
        own = {
            "obstacles": {"type": "array", "items": {"type": "object"}},
            "cause": {"type": ["object", "null"]},
            "kind": {"enum": list(KINDS.values())},
        }
        common = Diagnostic.describe_data()
        properties = {**common["properties"], **own}
        return {**common, "title": "Finding", "properties": properties, "required": list(properties)}

    @property
    def kind(self) -> FindingKind:
        """How sure it is: *proved wrong* (an error), *surely not meant* (a warning) or *worth a look* (a note).

        Examples
        --------
        >>> LintFinding("KD530", "warning", "tag 'urgent' is declared and not used").kind
        'surely not meant'
        """
        return KINDS[self.severity]
