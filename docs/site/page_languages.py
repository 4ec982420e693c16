"""Pages in two languages: each is marked with its own, speaks it in its margins, and links its twin.

The search has a page for each language too, and finds pages of both.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from docutils import nodes
from page_lists import VIETNAMESE, root_of
from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish

_NAMES = {"en": "In English", "vi": "Bằng tiếng Việt"}
# What the theme says around a page; it has no Vietnamese.
_WORDS = {
    "Back to top": "Về đầu trang",
    "Home": "Trang đầu",
    "Next": "Trang sau",
    "On this page": "Trên trang này",
    "Previous": "Trang trước",
    "Search": "Tìm kiếm",
    "Skip to content": "Đến nội dung",
}


def strip_accents(word: str) -> str:
    """Return a word without its accents: ``trường`` becomes ``truong``."""
    letters = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


class SearchWords(SearchEnglish):
    """Words of both languages: one with accents is found with them, and without them too."""

    def split(self, input: str) -> list[str]:  # noqa: A002 - the name in Sphinx
        """Return the words of a text, each with accents twice."""
        words = super().split(unicodedata.normalize("NFC", input))
        return [form for word in words for form in dict.fromkeys((word, strip_accents(word)))]


def speak_language(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Say what is around a page in the language of the page, and link its twin."""
    is_vietnamese = pagename.endswith(VIETNAMESE)
    if is_vietnamese:
        root = root_of(pagename)
        context |= {"language": "vi", "_": _translate, "gettext": _translate, "root_doc": root, "master_doc": root}
    twin = pagename.removesuffix(VIETNAMESE) if is_vietnamese else pagename + VIETNAMESE
    if doctree is not None and twin in app.env.found_docs:
        lang = "en" if is_vietnamese else "vi"
        target = app.builder.get_relative_uri(pagename, twin)
        link = f'<a href="{target}" lang="{lang}" hreflang="{lang}" rel="alternate">{_NAMES[lang]}</a>'
        context["body"] = f'<p class="twin">{link}</p>\n{context["body"]}'


def _translate(text: str) -> str:
    """Return what the theme says in Vietnamese, where there are words for it."""
    return _WORDS.get(text.strip(), text)


def setup(app: Sphinx) -> dict[str, Any]:
    """Make pages speak their language, and the search know both."""
    app.add_search_language(SearchWords)
    app.connect("html-page-context", speak_language)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
