"""Suppression: leaving out findings that a comment of the definition allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.allowances import Allowance, read_allowances

if TYPE_CHECKING:
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.source import Source

__all__ = ["apply_suppressions"]


def apply_suppressions(findings: Sequence[LintFinding], sources: Iterable[Source]) -> tuple[LintFinding, ...]:
    """Return the findings that no comment allows, then the findings about the comments (KD590, KD591).

    An error is proved, and no comment allows it. A file without such comments costs one pass over its lines; one with
    them is scanned once more as YAML.
    """
    allowances: list[Allowance] = []
    problems: list[LintFinding] = []
    for source in sources:
        of_source, unreadable = read_allowances(source)
        allowances += of_source
        problems += unreadable
    problems += [problem for allowance in allowances for problem in _find_useless(allowance, findings)]
    return (*(finding for finding in findings if not _is_allowed(finding, allowances)), *problems)


def _is_allowed(finding: LintFinding, allowances: Iterable[Allowance]) -> bool:
    return finding.severity != "error" and any(allowance.covers(finding) for allowance in allowances)


def _find_useless(allowance: Allowance, findings: Sequence[LintFinding]) -> Iterator[LintFinding]:
    """Yield the problems of allowances: one allows an error, or allows nothing that is found."""
    severities = {finding.severity for finding in findings if allowance.covers(finding)}
    code, comment = allowance.code, allowance.comment
    if "error" in severities:
        yield comment.report_problem(
            "KD590", Message("{code} is an error, and an error cannot be allowed", code=code), at=code
        )
    elif not severities:
        message = Message("there is no {code} to allow here", code=code)
        yield comment.report_problem("KD591", message, at=code, hint=Message("delete the comment, or the code"))
