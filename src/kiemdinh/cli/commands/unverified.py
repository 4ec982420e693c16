"""``kiemdinh unverified``: what of a framework a person with the official text still has to confirm."""

from __future__ import annotations

import click

from kiemdinh.cli.shared import (
    confirmations_option,
    format_option,
    lang_option,
    load_framework,
    write,
    write_page,
    write_problems,
)

__all__ = ["unverified"]


@click.command(short_help="List what is still to be compared with the official text.")
@click.argument("framework")
@format_option("text", "markdown")
@confirmations_option
@lang_option
def unverified(framework: str, form: str, lang: str | None, confirmations: str | None) -> None:
    """List what FRAMEWORK (a bundled id or a file) says that is not confirmed, article by article.

    Each entry has the rule, other readings of it, and the line that confirms it. The lines go into the file
    ID.confirmations.yaml beside the definition; that of a bundled framework, or of an amended one, is handed over with
    --confirmations. What has lapsed since is told on standard error.
    """
    from kiemdinh.narration.layout import render_markdown
    from kiemdinh.narration.pages import unverified_page

    found = load_framework(framework, unofficial=True, confirmations=confirmations)
    for warning in found.warnings:
        write_problems(warning)
    page = unverified_page(found, lang)
    if form == "markdown":
        write(render_markdown(page))
    else:
        write_page(page)
