"""``kiemdinh check``: every problem of definitions, dossiers and effort files."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from kiemdinh.cli.shared.not_definitions import passed_over
from kiemdinh.cli.shared.output import write

if TYPE_CHECKING:
    from kiemdinh.standards.diagnostics import Diagnostic

__all__ = ["check"]

_OF_DOSSIERS = frozenset({"school", "framework", "date", "evidence", "findings", "external", "inputs", "held"})
_OF_EFFORTS = frozenset({"cost", "months", "who", "actionable"})
_OF_DEFINITIONS = frozenset({"kiemdinh", "amends", "tree", "layers", "outcomes"})


@click.command(short_help="Check definitions, dossiers and effort files.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--framework", metavar="ID|FILE", help="Framework of dossiers and effort files; else the one that a dossier names."
)
def check(files: tuple[str, ...], framework: str | None) -> None:
    """Check definitions, dossiers and effort files; the last two are checked against their framework.

    Problems go to standard error, and the exit code is then 2; warnings alone leave it at 0.
    """
    from kiemdinh.standards.diagnostics import InputError  # noqa: PLC0415 - it is not needed for help

    failed = False
    for name in files:
        try:
            other = passed_over(name)
            if other is not None:
                write(f"{name}: passed over, {other}\n")
                continue
            kind, warnings = _checked(name, framework)
        except InputError as error:
            click.echo(str(error), err=True)
            failed = True
            continue
        for warning in warnings:
            click.echo(str(warning), err=True)
        write(f"{name}: {kind}, ok\n")
    if failed:
        sys.exit(2)


def _checked(name: str, framework: str | None) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return what the file is and the warnings about it."""
    from pathlib import Path  # noqa: PLC0415 - only when needed

    from kiemdinh.standards.loading import load  # noqa: PLC0415 - it loads the engine
    from kiemdinh.standards.source import read_file  # noqa: PLC0415 - it loads the engine

    if name.lower().endswith(".csv"):
        return _effort_file(name, framework)
    data = read_file(name, problems=[]).data
    if _OF_DEFINITIONS & data.keys():
        return "definition", load(Path(name)).warnings
    if _gives_efforts(data):
        return _effort_file(name, framework)
    return "dossier", _dossier_warnings(name, framework)


def _gives_efforts(data: Mapping[str, Any]) -> bool:
    """Whether the file is a map from ids to numbers or efforts, as ``--costs`` takes it."""
    if not data or _OF_DOSSIERS & data.keys():
        return False
    return all(bool(_OF_EFFORTS & v.keys()) if isinstance(v, dict) else _is_number(v) for v in data.values())


def _is_number(value: object) -> bool:
    return isinstance(value, str) and value.replace(".", "", 1).isdecimal()


def _effort_file(name: str, framework: str | None) -> tuple[str, tuple[Diagnostic, ...]]:
    from pathlib import Path  # noqa: PLC0415 - only when needed

    from kiemdinh.assessment.effort import read_efforts  # noqa: PLC0415 - it loads the engine
    from kiemdinh.standards.bundled import find  # noqa: PLC0415 - it loads the engine
    from kiemdinh.standards.diagnostics import Diagnostic, InputError  # noqa: PLC0415 - only when needed

    if framework is None:
        message = "this is an effort file, and it is not said of which framework"
        raise InputError([Diagnostic("KD330", "error", message, name, expected="--framework")])
    read_efforts(Path(name), find(framework))
    return "effort file", ()


def _dossier_warnings(name: str, framework: str | None) -> tuple[Diagnostic, ...]:
    from pathlib import Path  # noqa: PLC0415 - only when needed

    from kiemdinh.evidence.reading import open_dossier, read_dossier  # noqa: PLC0415 - it loads the engine
    from kiemdinh.standards.bundled import find  # noqa: PLC0415 - it loads the engine
    from kiemdinh.standards.diagnostics import Diagnostic, InputError  # noqa: PLC0415 - only when needed

    opened = open_dossier(Path(name))
    named = framework or opened.framework_ref
    if named is None:
        lacks = Diagnostic("KD330", "error", "no framework is given", name, expected="framework: or --framework")
        raise InputError([*opened.problems, lacks])
    found = find(named, beside=None if framework else opened.folder)
    return read_dossier(opened, found).warnings
