"""Findings as text, as JSON, and as annotations of GitHub."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from textwrap import indent
from typing import TYPE_CHECKING, Any, Final

import yaml

from kiemdinh.standards.diagnostics_codes import CODES, Severity

if TYPE_CHECKING:
    from kiemdinh.linter.finding import LintFinding

__all__ = ["as_github", "as_json", "as_text", "tally"]

_MOST_LINES: Final = 24
_WIDTH: Final = 110
_SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "note")
_ANNOTATIONS: Final = {"error": "error", "warning": "warning", "note": "notice"}


def as_text(findings: Sequence[LintFinding]) -> str:
    """Return findings for a reader: the place in its line, then the dossiers that show it, long ones cut."""
    return "".join(_block(finding) + "\n\n" for finding in findings) + tally(findings) + "\n"


def tally(findings: Iterable[LintFinding]) -> str:
    """Return how many findings there are of each kind.

    Examples
    --------
    >>> tally([])
    'no findings'
    """
    count = Counter(finding.severity for finding in findings)
    if not count:
        return "no findings"
    kinds = ", ".join(_several(count[severity], severity) for severity in _SEVERITIES if count[severity])
    return f"{_several(count.total(), 'finding')}: {kinds}"


def as_json(findings: Iterable[LintFinding]) -> str:
    """Return findings as a JSON list, with everything that is known of each."""
    data = [finding.to_dict() for finding in findings]
    return json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n"


def as_github(findings: Iterable[LintFinding]) -> str:
    """Return findings as workflow commands, which GitHub shows beside the lines of a change."""
    return "".join(_command(finding) + "\n" for finding in findings)


def _several(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _block(finding: LintFinding) -> str:
    parts = [str(finding)]
    for word, dossier in (("witness", finding.witness), ("contrast", finding.contrast)):
        if dossier is not None:
            parts.append(f"   {word}:\n" + indent(_as_yaml(dossier), " " * 6))
    return "\n".join(parts)


def _as_yaml(dossier: Any) -> str:
    """Return a dossier as YAML of a readable length."""
    plain = json.loads(json.dumps(dossier, default=str))
    lines = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, default_flow_style=None, width=_WIDTH)
    shown = lines.splitlines()
    if len(shown) > _MOST_LINES:
        cut = len(shown) - _MOST_LINES + 1
        shown = [*shown[: _MOST_LINES - 1], f"# … {cut} lines more; --format json has them all"]
    return "\n".join(shown)


def _command(finding: LintFinding) -> str:
    place = {"file": finding.file, "line": finding.line, "col": finding.column}
    title = f"{finding.code} {CODES[finding.code].title}"
    properties = ",".join(f"{k}={_property(v)}" for k, v in {**place, "title": title}.items() if v is not None)
    said = [finding.message]
    for word, text in (("expected", finding.expected), ("found", finding.found), ("hint", finding.hint)):
        if text is not None:
            said.append(f"{word}: {text}")
    return f"::{_ANNOTATIONS[finding.severity]} {properties}::{_data(chr(10).join(said))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    return _data(str(value)).replace(":", "%3A").replace(",", "%2C")
