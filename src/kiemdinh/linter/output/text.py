"""Findings as text for a reader."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from textwrap import indent
from typing import TYPE_CHECKING, Any, Final

import yaml

from kiemdinh.diagnostics.message import ENGLISH, Message
from kiemdinh.diagnostics.wrapping import fit_line
from kiemdinh.linter.output.details import describe_kind, group_by_cause, list_consequences, list_dossiers

if TYPE_CHECKING:
    from kiemdinh.diagnostics.codes import Severity
    from kiemdinh.linter.finding import LintFinding

__all__ = ["format_counts", "format_text"]

_MAX_LINES: Final = 24
_WIDTH: Final = 110
_DOSSIERS: Final = {"witness": Message("witness"), "contrast": Message("contrast")}
_DUMPER: Final[Any] = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
"""The dumper in C, where PyYAML has it: ten times as quick."""

_SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "note")


def format_text(findings: Sequence[LintFinding], lang: str = ENGLISH, width: int | None = None) -> str:
    """Return findings for a reader: each with its source line, kind and dossiers as YAML, then how many there are.

    A finding that follows from another one is shown below it, on one line. A dossier of more than 24 lines is cut.
    *lang* is the language of the texts, "vi" or "en". *width* is how many columns a line takes at most, where it is
    given.
    """
    causes = group_by_cause(findings)
    texts = (_format_finding(cause, consequences, lang, width) + "\n\n" for cause, consequences in causes)
    return "".join(texts) + format_counts(findings, lang) + "\n"


def format_counts(findings: Iterable[LintFinding], lang: str = ENGLISH) -> str:
    """Return how many findings there are of each severity, such as ``3 findings: 1 error, 2 warnings``.

    Examples
    --------
    >>> format_counts([])
    'no findings'
    """
    count = Counter(finding.severity for finding in findings)
    if not count:
        return Message("no findings").text_in(lang)
    kinds = Message.join([_count_severity(one, count[one]) for one in _SEVERITIES if count[one]])
    total = Message.for_count("{n} finding", "{n} findings", count.total())
    return Message.join([total, kinds], ": ").text_in(lang)


def _count_severity(severity: Severity, n: int) -> Message:
    return {
        "error": Message.for_count("{n} error", "{n} errors", n),
        "warning": Message.for_count("{n} warning", "{n} warnings", n),
        "note": Message.for_count("{n} note", "{n} notes", n),
    }[severity]


def _format_finding(finding: LintFinding, consequences: Sequence[LintFinding], lang: str, width: int | None) -> str:
    dossiers = (
        f"   {_DOSSIERS[word].text_in(lang)}:\n{indent(_format_dossier(dossier, lang, width), ' ' * 6)}"
        for word, dossier in list_dossiers(finding).items()
    )
    told = list_consequences(finding, consequences, lang)
    following = (part for line in told for part in fit_line(line, width, "   ", "     "))
    return "\n".join((finding.to_text(lang, width), f"   {describe_kind(finding, lang)}", *dossiers, *following))


def _format_dossier(dossier: Any, lang: str, width: int | None) -> str:
    # Written through JSON, which makes texts of exact fractions: YAML cannot write these.
    plain = json.loads(json.dumps(dossier, default=str))
    columns = _WIDTH if width is None else min(_WIDTH, width - 6)
    text: str = yaml.dump(
        plain, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, default_flow_style=None, width=columns
    )
    lines = text.splitlines()
    if len(lines) > _MAX_LINES:
        cut = len(lines) - _MAX_LINES + 1
        more = Message("… {n} lines more; --format json has them all", n=cut).text_in(lang)
        lines = [*lines[: _MAX_LINES - 1], f"# {more}"]
    return "\n".join(lines)
