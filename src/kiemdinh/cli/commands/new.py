"""``kiemdinh new``: an empty dossier to fill in."""

from __future__ import annotations

from typing import Literal

import click

from kiemdinh.cli.shared import lang_option, load_framework, name_beside, write, write_new_file

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

    found = load_framework(framework, unofficial=True)
    # A definition from standard input has no file that the dossier could name.
    named = None if framework == "-" else framework
    if output is None:
        write(blank_dossier(found, at=at, lang=lang, named=named))
        return
    if named is not None:
        named = name_beside(named, output)
    write_new_file(output, blank_dossier(found, at=at, lang=lang, named=named))
