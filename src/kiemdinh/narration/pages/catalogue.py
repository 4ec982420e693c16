"""The bundled frameworks as a page: id, title and document of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kiemdinh.narration.language import Messages
from kiemdinh.narration.layout import Item, Page
from kiemdinh.narration.names import Names

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["catalogue_page"]


def catalogue_page(frameworks: Iterable[Framework], lang: str) -> Page:
    """Return a page that lists *frameworks* in their order: the id of each with its title and document below it.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    messages = Messages(lang)
    items = []
    for framework in frameworks:
        source = Names(framework, messages).name_source()
        items.append(
            Item(framework.id, (Item(messages.text("head.framework", title=framework.title(lang), source=source)),))
        )
    return Page(messages.text("catalogue"), tuple(items))
