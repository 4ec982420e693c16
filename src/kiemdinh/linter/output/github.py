"""Findings as workflow commands of GitHub, which shows them at the lines of a change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.codes import CODES
from kiemdinh.diagnostics.message import ENGLISH, text_in
from kiemdinh.linter.output.details import describe_kind, group_by_cause, list_consequences

if TYPE_CHECKING:
    from kiemdinh.linter.finding import LintFinding

__all__ = ["format_github"]

_COMMANDS: Final = {"error": "error", "warning": "warning", "note": "notice"}


def format_github(findings: Sequence[LintFinding], lang: str = ENGLISH) -> str:
    """Return findings as one workflow command on each line, without their dossiers.

    A finding that follows from another one is part of the message of that one. *lang* is the language of the texts.

    The form is ``::warning file=a.yaml,line=3,col=5,title=…::message``. Texts are escaped: a line break in one would
    begin a command of its own.
    """
    return "".join(_format_command(cause, following, lang) + "\n" for cause, following in group_by_cause(findings))


def _format_command(finding: LintFinding, following: Sequence[LintFinding], lang: str) -> str:
    title = f"{finding.code} {CODES[finding.code].title_in(lang)}"
    place = {"file": finding.file, "line": finding.line, "col": finding.column, "title": title}
    properties = ",".join(f"{key}={_escape_property(value)}" for key, value in place.items() if value is not None)
    consequences = list_consequences(finding, following, lang)
    details = (*finding.details_in(lang), describe_kind(finding, lang), *consequences)
    message = "\n".join((text_in(finding.message, lang), *details))
    return f"::{_COMMANDS[finding.severity]} {properties}::{_escape_message(message)}"


def _escape_message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(value: object) -> str:
    return _escape_message(str(value)).replace(":", "%3A").replace(",", "%2C")
