"""``kiemdinh catalogue``: the frameworks that come with kiemdinh."""

from __future__ import annotations

import click

from kiemdinh.cli.shared import lang_option, write_page

__all__ = ["catalogue"]


@click.command(short_help="List the bundled frameworks.")
@lang_option
def catalogue(lang: str) -> None:
    """List the bundled frameworks: id, title, document."""
    from kiemdinh.narration.language import Phrases  # noqa: PLC0415 - it loads the engine
    from kiemdinh.narration.layout.tree import Item, Page  # noqa: PLC0415 - only when needed
    from kiemdinh.narration.names import Titles  # noqa: PLC0415 - it loads the engine
    from kiemdinh.standards.catalogue.bundled import catalogue as bundled  # noqa: PLC0415 - it loads the engine

    say = Phrases(lang)
    found = [each.load() for each in bundled()]
    items = tuple(
        Item(f.id, (Item(say("head.framework", title=f.title(lang), source=Titles(f, say).source())),)) for f in found
    )
    write_page(Page(say("catalogue"), items))
