"""Findings as text for a reader."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from textwrap import indent
from typing import TYPE_CHECKING, Any, Final

import yaml

from kiemdinh.linter.output.details import group_by_cause, list_consequences, list_dossiers

if TYPE_CHECKING:
    from kiemdinh.diagnostics.codes import Severity
    from kiemdinh.linter.finding import LintFinding

__all__ = ["format_counts", "format_text"]

_MAX_LINES: Final = 24
_WIDTH: Final = 110
_SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "note")


def format_text(findings: Sequence[LintFinding]) -> str:
    """Return findings for a reader: each with its source line, kind and dossiers as YAML, then how many there are.

    What follows from another finding stands under that, on one line. A dossier of more than 24 lines is cut.
    """
    causes = group_by_cause(findings)
    texts = (_format_finding(cause, consequences) + "\n\n" for cause, consequences in causes)
    return "".join(texts) + format_counts(findings) + "\n"


def format_counts(findings: Iterable[LintFinding]) -> str:
    """Return how many findings there are of each severity, such as ``3 findings: 1 error, 2 warnings``.

    Examples
    --------
    >>> format_counts([])
    'no findings'
    """
    count = Counter(finding.severity for finding in findings)
    if not count:
        return "no findings"
    kinds = ", ".join(_format_count(count[severity], severity) for severity in _SEVERITIES if count[severity])
    return f"{_format_count(count.total(), 'finding')}: {kinds}"


def _format_count(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _format_finding(finding: LintFinding, consequences: Sequence[LintFinding]) -> str:
    dossiers = (f"   {word}:\n{indent(_format_dossier(d), ' ' * 6)}" for word, d in list_dossiers(finding).items())
    return "\n".join(
        (str(finding), f"   kind: {finding.kind}", *dossiers, *_format_consequences(finding, consequences))
    )


def _format_consequences(cause: LintFinding, consequences: Sequence[LintFinding]) -> tuple[str, ...]:
    return tuple(f"   from it follows: {line}" for line in list_consequences(cause, consequences))


def _format_dossier(dossier: Any) -> str:
    # Through JSON: it makes texts of exact fractions, which YAML cannot write.
    plain = json.loads(json.dumps(dossier, default=str))
    text = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, default_flow_style=None, width=_WIDTH)
    lines = text.splitlines()
    if len(lines) > _MAX_LINES:
        cut = len(lines) - _MAX_LINES + 1
        lines = [*lines[: _MAX_LINES - 1], f"# … {cut} lines more; --format json has them all"]
    return "\n".join(lines)
