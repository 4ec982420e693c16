"""Findings as SARIF 2.1.0 (OASIS), the form that code scanners exchange and editors show."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from kiemdinh.diagnostics.codes import CODES
from kiemdinh.diagnostics.message import ENGLISH, text_in
from kiemdinh.linter.code_pages import LINT_CODES, read_page, read_summary
from kiemdinh.linter.output.details import list_dossiers
from kiemdinh.version import __version__

if TYPE_CHECKING:
    from kiemdinh.linter.finding import LintFinding

__all__ = ["format_sarif"]

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def format_sarif(findings: Sequence[LintFinding], root: Path, lang: str = ENGLISH) -> str:
    """Return findings as a SARIF log of one run, with the page of each code as the help of its rule.

    Files below the folder *root* are named relative to it, others by a ``file:`` URI. How sure a finding is
    and its dossiers are in its ``properties``. *lang* is the language of messages, titles and pages.
    """
    codes = sorted({finding.code for finding in findings})
    driver = {"name": "kiemdinh", "version": __version__, "rules": [_build_rule(code, lang) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_build_result(finding, codes.index(finding.code), root, lang) for finding in findings],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2, default=str) + "\n"


def _build_rule(code: str, lang: str) -> dict[str, Any]:
    info = CODES[code]
    rule: dict[str, Any] = {
        "id": code,
        "shortDescription": {"text": info.title_in(lang)},
        "defaultConfiguration": {"level": info.severity},
    }
    if code in LINT_CODES:  # a code of the loader has no page
        page = read_page(code, lang)
        rule |= {"fullDescription": {"text": read_summary(code, lang)}, "help": {"text": page, "markdown": page}}
    return rule


def _build_result(finding: LintFinding, rule_index: int, root: Path, lang: str) -> dict[str, Any]:
    result = {
        "ruleId": finding.code,
        "ruleIndex": rule_index,
        "level": finding.severity,
        "message": {"text": "; ".join((text_in(finding.message, lang), *finding.details_in(lang)))},
        "locations": [_build_location(finding, root)],
    }
    told = finding.to_dict()
    properties = {key: told[key] for key in ("kind", "obstacles", "cause") if told[key]}
    return result | {"properties": {**properties, **list_dossiers(finding)}}


def _build_location(finding: LintFinding, root: Path) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if finding.path:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.path}]
    if finding.file is not None:
        physical: dict[str, Any] = {"artifactLocation": {"uri": _format_uri(finding.file, root)}}
        if finding.line is not None:
            physical["region"] = {"startLine": finding.line, "startColumn": finding.column}
        location["physicalLocation"] = physical
    return location


def _format_uri(file: str, root: Path) -> str:
    path = Path(file)
    if path.is_absolute() and not path.is_relative_to(root):
        return path.as_uri()
    return quote((path.relative_to(root) if path.is_absolute() else path).as_posix())
