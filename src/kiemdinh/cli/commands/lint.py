"""``kiemdinh lint``: what can be proved wrong in definitions, for people, editors and continuous integration."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiemdinh.cli.shared import (
    CacheFolder,
    LintCache,
    check_crosswalk,
    explain_option,
    find_cache_folder,
    format_option,
    is_crosswalk,
    language_of_data,
    open_framework,
    reason_to_skip,
    say,
    spoken_language,
    terminal_width,
    write,
    write_error,
    write_problems,
)
from kiemdinh.diagnostics.message import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.read import Input

__all__ = ["lint"]


@click.command(short_help="Find what can be proved wrong in a definition or crosswalk.")
@click.argument("what", nargs=-1, metavar="FILE|ID...")
@format_option("text", "json", "sarif", "github")
@click.option("--splits", type=click.IntRange(min=1), metavar="N", help="How much work one proof may take.")
@click.option("--no-cache", is_flag=True, help="Neither read nor keep findings of an earlier run.")
@explain_option
def lint(what: tuple[str, ...], form: str, splits: int | None, no_cache: bool) -> None:
    """Find what can be proved wrong in definitions and crosswalks: files, or ids of bundled frameworks.

    Scenario files and parts of a definition are passed over. Findings about definitions are kept in the cache folder
    of the user: a second run over a file that has not changed takes no time.

    Exit codes: 0 nothing is found, or notes alone; 1 there is an error or a warning; 2 bad input.
    """
    if not what:
        message = say(Message("name a definition, by its file or id"))
        raise click.UsageError(message)
    findings, refused = _lint_all(what, splits, None if no_cache else _open_cache(splits))
    if findings or not refused or form != "text":  # "no findings" would be said of what could not be read
        write(_format_findings(findings, form))
    if refused:  # bad input outweighs what was found in the other definitions
        sys.exit(2)
    if any(finding.severity != "note" for finding in findings):
        sys.exit(1)


def _open_cache(splits: int | None) -> LintCache | None:
    """Return the findings of earlier runs with this budget; None where the user has no folder for them."""
    folder = find_cache_folder()
    return None if folder is None else LintCache(CacheFolder(folder / "lint"), {"splits": splits})


def _lint_all(what: tuple[str, ...], splits: int | None, cache: LintCache | None) -> tuple[list[LintFinding], bool]:
    """Return the findings of all definitions, and whether one of these could not be loaded.

    Why a definition cannot be loaded goes to standard error, so that standard output holds findings alone.
    """
    from kiemdinh.diagnostics.diagnostic import InputError

    found: list[LintFinding] = []
    refused = False
    for one in what:
        try:
            kept = None if cache is None else cache.find(one)
            found += _lint_one(one, splits, cache) if kept is None else kept
        except InputError as error:
            write_problems(error)
            refused = True
    return found, refused


def _lint_one(one: str, splits: int | None, cache: LintCache | None) -> tuple[LintFinding, ...]:
    """Return the findings of a definition, and keep them; none where the file is of a kind that is passed over.

    Raises
    ------
    InputError
        There is no such definition, or it cannot be read.
    """
    from kiemdinh.linter.lint import lint_opened
    from kiemdinh.parsing.read import Input

    definition = open_framework(one)
    if isinstance(definition, Input):
        reason = reason_to_skip(definition, "part", "scenarios")
        if reason is not None:
            passed = say(Message("passed over, {reason}", reason=reason))
            write_error(f"{one}: {passed}")
            return ()
        if is_crosswalk(definition):
            return _lint_crosswalk(definition, one)
    # The default of the budget stands with lint alone.
    found = lint_opened(definition) if splits is None else lint_opened(definition, splits=splits)
    if cache is not None and one != "-":
        cache.keep(one, definition, found)
    return found


def _lint_crosswalk(given: Input, name: str) -> tuple[LintFinding, ...]:
    """Return what is wrong with a crosswalk, what of both sides no relation names, and what their rules refute.

    The findings are not kept: they depend on two definitions, and are found quickly.
    """
    from kiemdinh.diagnostics.diagnostic import InputError
    from kiemdinh.linter.finding import LintFinding

    try:
        found = check_crosswalk(given, allow_files=name != "-")
    except InputError as error:
        found = error.diagnostics
    return tuple(map(LintFinding.of, found))


def _format_findings(findings: Sequence[LintFinding], form: str) -> str:
    """Return findings in one of the forms of ``--format``; SARIF names files from the current folder."""
    from kiemdinh.linter.output import (
        format_github,
        format_json,
        format_sarif,
        format_text,
    )

    if form == "sarif":
        return format_sarif(findings, Path.cwd(), language_of_data())
    if form == "json":
        return format_json(findings, language_of_data())
    if form == "github":
        return format_github(findings, spoken_language())
    return format_text(findings, spoken_language(), terminal_width(sys.stdout))
