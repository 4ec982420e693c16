"""``kiemdinh scenarios suggest``: a scenario for each thing that no scenario shows, for a person to confirm."""

from __future__ import annotations

import os
from pathlib import Path

import click

from kiemdinh.cli.shared import OutputError, load_framework, write
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message

__all__ = ["scenarios"]


@click.group(short_help="Suggest scenarios for what no scenario shows.")
def scenarios() -> None:
    """Scenarios of a definition."""


@scenarios.command(short_help="Suggest scenarios for what no scenario shows.")
@click.argument("framework", metavar="FRAMEWORK")
@click.option("--scenarios", "files", multiple=True, metavar="FILE", help="A scenario file; may be given again.")
@click.option("--out", metavar="FILE", help="Write a new file instead; one that is there is kept.")
def suggest(framework: str, files: tuple[str, ...], out: str | None) -> None:
    """Print a scenario for each gap that the scenarios of FRAMEWORK leave in its coverage.

    Each is marked "confirmed: false": it says what came out, and neither passes nor fails until a person takes the mark
    away.
    """
    from kiemdinh.standards.catalogue import bundled_ids
    from kiemdinh.testing.scenarios import load_scenarios
    from kiemdinh.testing.suggestions import suggest_scenarios, write_scenarios

    found = load_framework(framework, unofficial=True)
    given = [one for name in files for one in load_scenarios(Path(name), allow_files=True, unofficial=True).scenarios]
    named = framework
    if out is not None and framework not in bundled_ids():
        named = Path(os.path.relpath(framework, Path(out).parent)).as_posix()
    text = write_scenarios(suggest_scenarios(found, given), named)
    if out is None:
        write(text)
    else:
        _write_new_file(out, text)


def _write_new_file(name: str, text: str) -> None:
    try:
        with open(name, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        message = Message("there is such a file, and it is kept")
        raise InputError([Diagnostic("KD001", "error", message, name)]) from None
    except OSError as error:
        reason = Message.verbatim(f"{name}: {error.strerror or error}")
        raise OutputError(reason) from None
