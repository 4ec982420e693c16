"""What hangs on a part of a framework or on an article, and what it hangs on, as a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kiemdinh.narration.language import Messages
from kiemdinh.narration.layout import Block, Item, Line, Page, Section

__all__ = ["uses_page"]


def uses_page(
    about: str, used_by: Iterable[str], uses: Iterable[str], titles: Mapping[str, Mapping[str, str]], lang: str
) -> Page:
    """Return a page with two lists, each nearest first: what reads *about*, and what *about* reads.

    ``titles`` has the titles of each key by language. A key without a title in *lang* is shown with another one.

    Raises
    ------
    ValueError
        There are no messages in that language.
    """
    messages = Messages(lang)

    def section(heading: str, keys: Iterable[str]) -> Section:
        items: tuple[Block, ...] = tuple(Item(_with_title(key, titles[key], lang)) for key in keys)
        return Section(heading, items or (Line(messages.text("uses.nothing")),))

    blocks = section(messages.text("uses.used_by"), used_by), section(messages.text("uses.uses"), uses)
    return Page(_with_title(about, titles.get(about, {}), lang), blocks)


def _with_title(key: str, titles: Mapping[str, str], lang: str) -> str:
    title = titles.get(lang) or next(iter(titles.values()), "")
    return f"{key}  {title}".strip()
