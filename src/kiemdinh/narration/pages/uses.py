"""The page of what reads a part of a framework or an article, and of what it reads itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kiemdinh.narration.language import Messages
from kiemdinh.narration.layout import Item, Line, Page, PageBlock, Section

__all__ = ["uses_page"]


def uses_page(
    about: str, used_by: Iterable[str], uses: Iterable[str], titles: Mapping[str, Mapping[str, str]], lang: str
) -> Page:
    """Return a page with two lists of keys of the dependency graph.

    Parameters
    ----------
    about
        The key that the page is about.
    used_by, uses
        The keys that read it, and the keys that it reads, each nearest first.
    titles
        The titles of each key by language. A key without a title in *lang* is shown with another one.
    lang
        The language, ``vi`` or ``en``.

    Raises
    ------
    InputError
        There are no messages in that language.
    """
    messages = Messages(lang)
    nothing = Line(messages.text("uses.nothing"))

    def list_keys(keys: Iterable[str]) -> tuple[PageBlock, ...]:
        return tuple(Item(_with_title(key, titles[key], lang)) for key in keys) or (nothing,)

    blocks = (
        Section(messages.text("uses.used_by"), list_keys(used_by)),
        Section(messages.text("uses.uses"), list_keys(uses)),
    )
    return Page(_with_title(about, titles.get(about, {}), lang), blocks)


def _with_title(key: str, titles: Mapping[str, str], lang: str) -> str:
    title = titles.get(lang) or next(iter(titles.values()), "")
    return f"{key}  {title}".strip()
