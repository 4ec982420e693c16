"""Findings as SARIF 2.1.0, the form that code scanners exchange and editors show."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from kiemdinh._version import __version__
from kiemdinh.linter.code_pages import CODES_OF_LINT, page, summary
from kiemdinh.standards.diagnostics_codes import CODES

if TYPE_CHECKING:
    from kiemdinh.linter.finding import LintFinding

__all__ = ["as_sarif"]

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(findings: Sequence[LintFinding], root: Path) -> str:
    """Return findings as a SARIF log of one run, with the page of each code as the help of its rule.

    Files below the folder *root* are named relative to it, others by their whole path. The dossiers of a finding are
    in its properties.
    """
    codes = sorted({finding.code for finding in findings})
    driver = {"name": "kiemdinh", "version": __version__, "rules": [_rule(code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, codes.index(finding.code), root) for finding in findings],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2, default=str) + "\n"


def _rule(code: str) -> dict[str, Any]:
    info = CODES[code]
    rule: dict[str, Any] = {
        "id": code,
        "shortDescription": {"text": info.title},
        "defaultConfiguration": {"level": info.severity},
    }
    if code in CODES_OF_LINT:
        rule |= {"fullDescription": {"text": summary(code)}, "help": {"text": page(code), "markdown": page(code)}}
    return rule


def _result(finding: LintFinding, index: int, root: Path) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": _message(finding)},
        "locations": [_location(finding, root)],
    }
    shown = {"witness": finding.witness, "contrast": finding.contrast}
    properties = {key: dossier for key, dossier in shown.items() if dossier is not None}
    return result | ({"properties": properties} if properties else {})


def _message(finding: LintFinding) -> str:
    more = (("expected", finding.expected), ("found", finding.found), ("hint", finding.hint))
    return "; ".join([finding.message, *(f"{word}: {text}" for word, text in more if text is not None)])


def _location(finding: LintFinding, root: Path) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if finding.path:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.path}]
    if finding.file is not None and finding.line is not None:
        region = {"startLine": finding.line, "startColumn": finding.column}
        location["physicalLocation"] = {"artifactLocation": {"uri": _uri(finding.file, root)}, "region": region}
    elif finding.file is not None:
        location["physicalLocation"] = {"artifactLocation": {"uri": _uri(finding.file, root)}}
    return location


def _uri(file: str, root: Path) -> str:
    path = Path(file)
    if path.is_absolute() and not path.is_relative_to(root):
        return path.as_uri()
    return quote((path.relative_to(root) if path.is_absolute() else path).as_posix())
