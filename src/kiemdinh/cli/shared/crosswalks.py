"""Checking a crosswalk as several commands do: against its frameworks, and against their rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiemdinh.diagnostics.diagnostic import Diagnostic
    from kiemdinh.parsing.read import Input

__all__ = ["check_crosswalk"]


def check_crosswalk(given: Input, *, allow_files: bool) -> tuple[Diagnostic, ...]:
    """Return the warnings about a crosswalk: what no relation names, and relations that the rules refute.

    Raises
    ------
    InputError
        With every error of it.
    """
    from kiemdinh.parsing.collector import Problems
    from kiemdinh.transitions.crosswalks import load_opened_crosswalk
    from kiemdinh.transitions.diffs import report_refuted

    crosswalk = load_opened_crosswalk(given, allow_files=allow_files)
    problems = Problems(given.read([]))
    report_refuted(crosswalk, problems)
    return (*crosswalk.warnings, *problems.found)
