"""The bundled frameworks as a page: id, title and document of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kiemdinh.narration.language import Phrases
from kiemdinh.narration.layout import Item, Page
from kiemdinh.narration.names import Titles

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["catalogue_page"]


def catalogue_page(frameworks: Iterable[Framework], lang: str) -> Page:
    """Return a page that lists *frameworks* in their order.

    Raises
    ------
    ValueError
        There are no messages in that language.
    """
    say = Phrases(lang)
    items = []
    for framework in frameworks:
        source = Titles(framework, say).source()
        items.append(Item(framework.id, (Item(say("head.framework", title=framework.title(lang), source=source)),)))
    return Page(say("catalogue"), tuple(items))
