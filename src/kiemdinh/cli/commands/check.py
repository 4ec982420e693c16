"""``kiemdinh check``: every problem of definitions, dossiers, scenarios, crosswalks and effort files, at its line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kiemdinh.cli.shared import (
    check_crosswalk,
    explain_option,
    find_kind,
    load_framework,
    open_argument,
    open_with_framework,
    reason_to_skip,
    say,
    spoken_language,
    write,
    write_problems,
)
from kiemdinh.diagnostics.message import Message

if TYPE_CHECKING:
    from kiemdinh.cli.shared import FileKind
    from kiemdinh.data.notes import ResultWarning
    from kiemdinh.diagnostics.diagnostic import Diagnostic
    from kiemdinh.evidence.reading import OpenDossier
    from kiemdinh.parsing.read import Input
    from kiemdinh.standards.loading import Framework

__all__ = ["check"]

_KINDS: Final = {
    "definition": Message("definition"),
    "amendment": Message("amendment"),
    "confirmations": Message("confirmations"),
    "crosswalk": Message("crosswalk"),
    "part": Message("part"),
    "scenarios": Message("scenarios"),
    "effort file": Message("effort file"),
    "dossier": Message("dossier"),
}
_CODES_OF_UNUSED: Final = frozenset({"KD413", "KD414", "KD415", "KD416", "KD417", "KD418"})
"""Warnings of an assessment that a dossier's author should know before it is assessed."""


@click.command(short_help="Check definitions, dossiers, scenarios, crosswalks and effort files.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@explain_option
@click.option(
    "--framework",
    metavar="ID|FILE",
    help="Framework of dossiers, effort files and amendments; else the one that they name.",
)
def check(files: tuple[str, ...], framework: str | None) -> None:
    """Check definitions, dossiers, scenarios, crosswalks and effort files, each against its framework.

    FILE may be "-" for standard input, or the id of a bundled framework. Problems go to standard error, and the exit
    code is then 2; warnings alone leave it at 0.
    """
    from kiemdinh.diagnostics.diagnostic import InputError

    # Every file is checked, also after one that failed: users who check a folder want all problems at once.
    failed = False
    for name in files:
        try:
            warnings, outcome = _check_argument(name, framework)
        except InputError as error:
            write_problems(error)
            failed = True
            continue
        for warning in warnings:
            write_problems(warning)
        write(f"{name}: {say(outcome)}\n")
    if failed:
        sys.exit(2)


def _check_argument(name: str, framework: str | None) -> tuple[tuple[Diagnostic, ...], Message]:
    """Return the warnings about what an argument names, and the line that says how the check ended.

    Raises
    ------
    InputError
        With every error of the file.
    """
    from kiemdinh.parsing.files import is_workbook
    from kiemdinh.standards.catalogue import bundled_ids, split_edition

    if split_edition(name)[0] in bundled_ids():
        return load_framework(name).warnings, Message("{kind}, ok", kind=_KINDS["definition"])
    if name != "-" and is_workbook(name):
        from kiemdinh.exchange import is_framework_workbook

        if is_framework_workbook(Path(name)):
            return load_framework(name, unofficial=True).warnings, Message("{kind}, ok", kind=_KINDS["definition"])
        return _check_dossier(name, framework), Message("{kind}, ok", kind=_KINDS["dossier"])
    given = open_argument(name)
    kinds: tuple[FileKind, ...] = ("part",) if _confirms_known(given, framework) else ("part", "confirmations")
    reason = reason_to_skip(given, *kinds)
    if reason is not None:
        return (), Message("passed over, {reason}", reason=reason)
    return _check_file(given, name, framework), Message("{kind}, ok", kind=_KINDS[find_kind(given)])


def _check_file(given: Input, name: str, framework: str | None) -> tuple[Diagnostic, ...]:
    """Return the warnings about a file.

    Raises
    ------
    InputError
        With every error of the file.
    """
    from kiemdinh.standards.catalogue import load_opened
    from kiemdinh.testing.scenarios import load_opened_scenarios

    kind = find_kind(given)
    if kind == "definition":
        return load_opened(given, unofficial=True).warnings
    if kind == "scenarios":
        load_opened_scenarios(given, allow_files=name != "-", unofficial=True)
        return ()
    if kind == "amendment":
        return _check_amendment(given, name, framework)
    if kind == "crosswalk":
        return check_crosswalk(given, allow_files=name != "-")
    if kind == "confirmations":
        return _check_confirmations(given, framework)
    if kind == "effort file":
        return _check_effort_file(given, name, framework)
    return _check_dossier(name, framework, given)


def _check_amendment(given: Input, name: str, framework: str | None) -> tuple[Diagnostic, ...]:
    """Check an amendment by the edition that it makes of the one before, a bundled one unless a framework is named."""
    from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
    from kiemdinh.standards.catalogue import apply, edition_before

    source = given.read()
    base = load_framework(framework, unofficial=True) if framework is not None else edition_before(source)
    if base is None:
        message = Message("this is an amendment, and the edition that it changes is not bundled")
        raise InputError([Diagnostic("KD330", "error", message, name, expected=Message.verbatim("--framework"))])
    return apply(base, source).warnings


def _confirms_known(given: Input, framework: str | None) -> bool:
    """Return whether a file says what it confirms, and that is a bundled framework, or one is named beside it."""
    from kiemdinh.diagnostics.diagnostic import InputError
    from kiemdinh.standards.catalogue import bundled_ids

    try:
        confirms = given.read([]).data.get("confirms")
    except InputError:
        return False  # the next reader of the file reports the problem
    return confirms is not None and (framework is not None or confirms in bundled_ids())


def _check_confirmations(given: Input, framework: str | None) -> tuple[Diagnostic, ...]:
    """Return the warnings about confirmations, of the framework that is named or of the bundled one of their id."""
    from kiemdinh.standards.loading import confirm

    source = given.read()
    base = load_framework(framework or str(source.data["confirms"]), unofficial=True)
    return tuple(one for one in confirm(base, source).warnings if one not in base.warnings)


def _check_effort_file(given: Input, name: str, framework: str | None) -> tuple[Diagnostic, ...]:
    """Check an effort file; its ids are those of a framework, so that one must be named."""
    from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
    from kiemdinh.explanation.costs import read_efforts

    if framework is None:
        message = Message("this is an effort file, and it does not say for which framework")
        raise InputError([Diagnostic("KD330", "error", message, name, expected=Message.verbatim("--framework"))])
    read_efforts(given, load_framework(framework, unofficial=True))
    return ()


def _check_dossier(name: str, framework: str | None, given: Input | None = None) -> tuple[Diagnostic, ...]:
    """Return the warnings about a dossier, read against the framework given or the one that it names.

    Where it has a date, what plays no part on that date is among them.
    """
    opened, found = open_with_framework(name, framework, given, unofficial=True)
    return _warnings_of(opened, found, name)


def _warnings_of(opened: OpenDossier, framework: Framework, name: str) -> tuple[Diagnostic, ...]:
    """Return what reading warns of, and what plays no part, as an assessment on the dossier's date tells it."""
    from kiemdinh.api.assess import assess
    from kiemdinh.diagnostics.diagnostic import Diagnostic
    from kiemdinh.evidence.reading import read_dossier
    from kiemdinh.narration.language import speak_of
    from kiemdinh.narration.names import Names
    from kiemdinh.narration.sentences import NoteSentences

    dossier = read_dossier(opened, framework)
    if dossier.date is None:
        return dossier.warnings
    result = assess(framework, dossier)
    messages = speak_of(framework, spoken_language())
    notes = NoteSentences(Names(framework, messages), messages)
    found = [warned for warned in result.warnings if warned.code in _CODES_OF_UNUSED]
    told = (
        Diagnostic(
            w.code, "warning", Message.verbatim(notes.describe_warning(w).rstrip(".")), name, path=_first_place(w)
        )
        for w in found
    )
    return (*dossier.warnings, *told)


def _first_place(warned: ResultWarning) -> str:
    places = warned.parameters.get("places", ())
    return str(places[0]) if places else ""
