"""Making findings: a place in the definition, the words, and the dossiers that show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.finding import LintFinding, Obstacle

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.parsing.collector import Path

__all__ = ["find_line", "make_finding", "make_undecided_note"]


def make_finding(
    study: Study,
    code: str,
    message: Message,
    path: Path,
    *,
    key: bool = False,
    expected: Message | None = None,
    found: str | None = None,
    hint: Message | None = None,
    witness: Mapping[str, Any] | None = None,
    contrast: Mapping[str, Any] | None = None,
    note: bool = False,
    obstacles: Sequence[Path] = (),
) -> LintFinding:
    """Return a finding at a place of the definition under study.

    Parameters
    ----------
    study
        The study whose definition the finding is about.
    code
        A code of lint, such as ``KD520``; it decides the severity.
    message
        The problem, in English.
    path
        The place of the problem: keys and indices from the top of the definition.
    key
        Whether the last key of *path* is marked in the source line instead of its value.
    expected, found, hint
        More lines below the message.
    witness, contrast
        Dossiers that show it; see :class:`LintFinding`.
    note
        Whether it is a note, whatever severity the code has.
    obstacles
        The places of the parts that are obstacles; a single one that equals *path* adds nothing but may be given.
    """
    diagnostic = study.source.diagnostic(code, message, path, key=key, expected=expected, found=found, hint=hint)
    finding = replace(
        LintFinding.of(diagnostic, witness=witness, contrast=contrast),
        obstacles=tuple(_make_obstacle(study, code, each) for each in obstacles),
    )
    return replace(finding, severity="note") if note else finding


def find_line(study: Study, path: Path) -> int | None:
    """Return the line of a place in the definition, from 1; None where the definition is no text."""
    return study.source.diagnostic("KD501", Message.verbatim(""), path, key=True).line


def _make_obstacle(study: Study, code: str, path: Path) -> Obstacle:
    at = study.source.diagnostic(code, Message.verbatim(""), path)
    return Obstacle(at.file, at.line, at.column, at.path)


def make_undecided_note(study: Study, code: str, question: Message, path: Path) -> LintFinding:
    """Return a note that a proof took more than its budget, so that nothing is claimed.

    *question* says what was to be proved, such as ``whether '1.1' ever matters``; *code* is that of the finding that
    would have been made. Its ``decided`` is False.
    """
    hint = Message("the proof took more than {budget:,} steps; nothing is claimed", budget=study.budget)
    note = make_finding(study, code, Message("not decided: {question}", question=question), path, hint=hint, note=True)
    return replace(note, decided=False)
