"""The parts of a finding besides its message, in the order in which every form shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.message import ENGLISH, Message

if TYPE_CHECKING:
    from kiemdinh.linter.finding import LintFinding

__all__ = ["describe_kind", "group_by_cause", "list_consequences", "list_dossiers"]

_KINDS: Final = {
    "proved wrong": Message("proved wrong"),
    "surely not meant": Message("surely not meant"),
    "worth a look": Message("worth a look"),
}


def group_by_cause(findings: Sequence[LintFinding]) -> tuple[tuple[LintFinding, tuple[LintFinding, ...]], ...]:
    """Return the findings without a cause among *findings*, in their order, each with those that follow from it."""
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


def list_consequences(cause: LintFinding, following: Sequence[LintFinding], lang: str = ENGLISH) -> tuple[str, ...]:
    """Return a line for each finding that follows from *cause*.

    In English one is ``what follows from it: line 8, error KD501: no dossier …``.
    """
    word = Message("what follows from it").text_in(lang)
    return tuple(f"{word}: {_name_place(cause, each, lang)}{each.head_in(lang)}" for each in following)


def _name_place(cause: LintFinding, finding: LintFinding, lang: str) -> str:
    if finding.line is None:
        return f"{finding.path}, " if finding.path else ""
    if finding.file == cause.file:
        return f"{Message('line {n}', n=finding.line).text_in(lang)}, "
    return f"{finding.file}:{finding.line}, "


def describe_kind(finding: LintFinding, lang: str = ENGLISH) -> str:
    """Return the line that says how sure a finding is: ``kind: worth a look``."""
    return f"{Message('kind').text_in(lang)}: {_KINDS[finding.kind].text_in(lang)}"


def list_dossiers(finding: LintFinding) -> dict[str, Mapping[str, Any]]:
    """Return the dossiers that a finding has, by the names ``witness`` and ``contrast``."""
    dossiers = {"witness": finding.witness, "contrast": finding.contrast}
    return {word: dossier for word, dossier in dossiers.items() if dossier is not None}
