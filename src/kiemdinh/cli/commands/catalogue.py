"""``kiemdinh catalogue``: the frameworks that come with kiemdinh."""

from __future__ import annotations

import click

from kiemdinh.cli.shared import lang_option, write_page

__all__ = ["catalogue"]


@click.command(short_help="List the bundled frameworks.")
@lang_option
def catalogue(lang: str | None) -> None:
    """List the bundled frameworks: id, title, document, and editions with their days."""
    from kiemdinh.narration.pages import catalogue_page
    from kiemdinh.standards.catalogue import bundled_ids, editions

    # Titles and documents stand in the definitions: so every edition is loaded.
    frameworks = [editions(framework_id) for framework_id in bundled_ids()]
    write_page(catalogue_page(frameworks, lang or frameworks[0][0].framework.language))
