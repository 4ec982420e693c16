"""``kiemdinh new``: an empty dossier to fill in."""

from __future__ import annotations

from typing import Literal

import click

from kiemdinh.cli.shared import lang_option, load_framework, write

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
@lang_option
def new(framework: str, at: Literal["criterion", "requirement"], lang: str) -> None:
    """Print an empty dossier of FRAMEWORK (a bundled id or a file), with its statements as comments.

    The dossier names FRAMEWORK as it is given here: a relative path holds from the folder that the dossier is saved in.
    """
    from kiemdinh.evidence.writing import blank_dossier

    write(blank_dossier(load_framework(framework, unofficial=True), at=at, lang=lang, named=framework))
