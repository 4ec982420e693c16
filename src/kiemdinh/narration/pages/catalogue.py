"""The bundled frameworks as a page: id, title and document of each, and its editions by their days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kiemdinh.narration.language import Messages
from kiemdinh.narration.layout import Item, Page
from kiemdinh.narration.names import Names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemdinh.standards.catalogue import Edition

__all__ = ["catalogue_page"]


def catalogue_page(frameworks: Iterable[Sequence[Edition]], lang: str) -> Page:
    """Return a page that lists frameworks in their order: each id with title, document and editions below it.

    Parameters
    ----------
    frameworks
        For each framework its editions, the first one first.
    lang
        The language, ``vi`` or ``en``.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    messages = Messages(lang)
    items = tuple(Item(editions[0].id, tuple(_describe(editions, messages))) for editions in frameworks)
    return Page(messages.text("catalogue"), items)


def _describe(editions: Sequence[Edition], messages: Messages) -> Iterator[Item]:
    latest = editions[-1].framework
    source = Names(latest, messages).name_source()
    yield Item(messages.text("head.framework", title=latest.title(messages.lang), source=source))
    for edition in editions:
        if edition.in_force is not None:
            yield Item(_describe_edition(edition, messages))


def _describe_edition(edition: Edition, messages: Messages) -> str:
    assert edition.in_force is not None  # noqa: S101 - asked before
    begins, acts = messages.format_date(edition.in_force), ", ".join(edition.acts)
    if edition.until is None:
        return messages.text("catalogue.edition", date=begins, acts=acts)
    return messages.text("catalogue.edition_until", date=begins, until=messages.format_date(edition.until), acts=acts)
