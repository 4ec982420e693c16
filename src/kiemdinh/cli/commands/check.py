"""``kiemdinh check``: every problem of definitions, dossiers and effort files, each at its line."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from kiemdinh.cli.shared import reason_to_skip, write

if TYPE_CHECKING:
    from kiemdinh.diagnostics.diagnostic import Diagnostic

__all__ = ["check"]

_DOSSIER_KEYS = frozenset({"school", "framework", "date", "evidence", "findings", "external", "inputs", "held"})
_EFFORT_KEYS = frozenset({"cost", "months", "who", "actionable"})
_DEFINITION_KEYS = frozenset({"kiemdinh", "amends", "tree", "layers", "outcomes"})


@click.command(short_help="Check definitions, dossiers and effort files.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--framework", metavar="ID|FILE", help="Framework of dossiers and effort files; else the one that a dossier names."
)
def check(files: tuple[str, ...], framework: str | None) -> None:
    """Check definitions, dossiers and effort files; the last two are checked against their framework.

    Problems go to standard error, and the exit code is then 2; warnings alone leave it at 0.
    """
    from kiemdinh.diagnostics.diagnostic import InputError

    # Every file is checked, also after one that failed: who checks a folder wants all problems at once.
    failed = False
    for name in files:
        try:
            reason = reason_to_skip(name)
            if reason is not None:
                write(f"{name}: passed over, {reason}\n")
                continue
            kind, warnings = _check_file(name, framework)
        except InputError as error:
            click.echo(str(error), err=True)
            failed = True
            continue
        for warning in warnings:
            click.echo(str(warning), err=True)
        write(f"{name}: {kind}, ok\n")
    if failed:
        sys.exit(2)


def _check_file(name: str, framework: str | None) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return what kind of file *name* is, in a word for the reader, and the warnings about it.

    The kind is told by the keys at the top: those of a definition first, then of an effort file, else it is a dossier.

    Raises
    ------
    InputError
        With every error of the file.
    """
    from pathlib import Path

    from kiemdinh.parsing.readers import read_file
    from kiemdinh.standards.loading import load

    if name.lower().endswith(".csv"):
        return _check_effort_file(name, framework)  # a table has no keys that could tell it from another file
    data = read_file(name, problems=[]).data
    if _DEFINITION_KEYS & data.keys():
        return "definition", load(Path(name)).warnings
    if _is_effort_file(data):
        return _check_effort_file(name, framework)
    return "dossier", _check_dossier(name, framework)


def _is_effort_file(data: Mapping[str, Any]) -> bool:
    """Whether *data* is a map from ids to numbers or efforts, as ``--costs`` takes it."""
    if not data or _DOSSIER_KEYS & data.keys():
        return False
    return all(bool(_EFFORT_KEYS & v.keys()) if isinstance(v, dict) else _is_number(v) for v in data.values())


def _is_number(value: object) -> bool:
    """Return whether a scalar is a number without a sign, as a cost is."""
    # The reader of files hands on every scalar as the text that stands there.
    return isinstance(value, str) and value.replace(".", "", 1).isdecimal()


def _check_effort_file(name: str, framework: str | None) -> tuple[str, tuple[Diagnostic, ...]]:
    """Check an effort file; its ids are those of a framework, so that one must be named."""
    from pathlib import Path

    from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
    from kiemdinh.explanation.costs import read_efforts
    from kiemdinh.standards.catalogue import resolve_framework

    if framework is None:
        message = "this is an effort file, and it is not said of which framework"
        raise InputError([Diagnostic("KD330", "error", message, name, expected="--framework")])
    read_efforts(Path(name), resolve_framework(framework))
    return "effort file", ()


def _check_dossier(name: str, framework: str | None) -> tuple[Diagnostic, ...]:
    """Return the warnings about a dossier, read against the framework given or the one that it names."""
    from pathlib import Path

    from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
    from kiemdinh.evidence.reading import open_dossier, read_dossier
    from kiemdinh.standards.catalogue import resolve_framework

    opened = open_dossier(Path(name))
    named = framework or opened.framework_ref
    if named is None:
        lacks = Diagnostic("KD330", "error", "no framework is given", name, expected="framework: or --framework")
        raise InputError([*opened.problems, lacks])
    # A path in a dossier holds from the dossier's folder, one on the command line from the current folder.
    found = resolve_framework(named, beside=None if framework else opened.folder)
    return read_dossier(opened, found).warnings
