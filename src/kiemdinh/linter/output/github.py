"""Findings as workflow commands of GitHub, which it shows beside the lines of a change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.codes import CODES
from kiemdinh.linter.output.details import list_details

if TYPE_CHECKING:
    from kiemdinh.linter.finding import LintFinding

__all__ = ["format_github"]

_COMMANDS: Final = {"error": "error", "warning": "warning", "note": "notice"}


def format_github(findings: Iterable[LintFinding]) -> str:
    """Return findings as one workflow command on each line, without their dossiers.

    The form is ``::warning file=a.yaml,line=3,col=5,title=…::message``. Texts are escaped: a line break in one would
    begin a command of its own.
    """
    return "".join(_format_command(finding) + "\n" for finding in findings)


def _format_command(finding: LintFinding) -> str:
    title = f"{finding.code} {CODES[finding.code].title}"
    place = {"file": finding.file, "line": finding.line, "col": finding.column, "title": title}
    properties = ",".join(f"{key}={_escape_property(value)}" for key, value in place.items() if value is not None)
    message = "\n".join((finding.message, *list_details(finding)))
    return f"::{_COMMANDS[finding.severity]} {properties}::{_escape_message(message)}"


def _escape_message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(value: object) -> str:
    return _escape_message(str(value)).replace(":", "%3A").replace(",", "%2C")
