"""``kiemdinh new``: an empty dossier to fill in."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import click

from kiemdinh.cli.shared import OutputError, lang_option, load_framework, say, write
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import describe_os_error

__all__ = ["new"]


@click.command(short_help="Print an empty dossier to fill in.")
@click.argument("framework")
@click.option(
    "--at",
    type=click.Choice(["criterion", "requirement"]),
    default="criterion",
    show_default=True,
    help="Ask for criteria as a whole, or requirement by requirement.",
)
@click.option("-o", "--output", metavar="FILE", help="Write a new file instead; one that is there is kept.")
@lang_option
def new(framework: str, at: Literal["criterion", "requirement"], output: str | None, lang: str | None) -> None:
    """Print an empty dossier of FRAMEWORK (a bundled id or a file), with its statements as comments.

    The dossier names FRAMEWORK as it is given here: a relative path holds from the folder that the dossier is saved in.
    With --output the path is written so that it holds from there.
    """
    from kiemdinh.evidence.writing import blank_dossier
    from kiemdinh.standards.catalogue import bundled_ids

    found = load_framework(framework, unofficial=True)
    # A definition from standard input has no file that the dossier could name.
    named = None if framework == "-" else framework
    if output is None:
        write(blank_dossier(found, at=at, lang=lang, named=named))
        return
    if named is not None and named not in bundled_ids():
        named = Path(os.path.relpath(named, Path(output).parent)).as_posix()
    _write_new_file(output, blank_dossier(found, at=at, lang=lang, named=named))


def _write_new_file(name: str, text: str) -> None:
    """Write *text* to a new file.

    Raises
    ------
    InputError
        There is such a file.
    OutputError
        It cannot be written.
    """
    from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError

    try:
        with open(name, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise InputError(
            [Diagnostic("KD001", "error", Message("there is such a file, and it is kept"), name)]
        ) from None
    except OSError as error:
        message = say(Message("{name} cannot be written: {reason}", name=name, reason=describe_os_error(error)))
        raise OutputError(message) from None
