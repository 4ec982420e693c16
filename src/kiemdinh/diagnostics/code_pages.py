"""The page of a code, in each language: its meaning, what not to write, what to write instead, and why.

The English pages stand in ``docs/diagnostics.md``, of which ``pages/codes.md`` is a copy for the package. Their
translation is a gettext catalogue, ``pages/vi.po``, in which each ``msgid`` is a paragraph on one line. Examples are
not translated.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from kiemdinh.diagnostics.codes import CODES
from kiemdinh.diagnostics.message import ENGLISH, Message
from kiemdinh.diagnostics.package_folder import find_package_folder
from kiemdinh.diagnostics.translations import Translations, load_translations

__all__ = ["SECTIONS", "read_code_page", "translate_page"]

SECTIONS: Final = {
    "Summary": Message("Summary"),
    "Avoid": Message("Avoid"),
    "Prefer": Message("Prefer"),
    "Why": Message("Why"),
    "Configure": Message("Configure"),
}
"""The titles of the sections of pages; *Configure* is only for codes of lint."""

_PACKAGE: Final = "kiemdinh.diagnostics"
_FOLDER: Final = "pages"
_CODE: Final = "{code}"
_SECTION: Final = re.compile(r"^\*\*(\w+)\*\*\s*", re.MULTILINE)
_EXAMPLE: Final = re.compile(r"^(```.*?^```)$", re.MULTILINE | re.DOTALL)
_PARAGRAPH: Final = re.compile(r"[^\n]+(?:\n[^\n]+)*")


@lru_cache(maxsize=2 * len(CODES))
def read_code_page(code: str, lang: str = ENGLISH) -> str:
    """Return the page of a code that does not belong to lint, as Markdown.

    Raises
    ------
    KeyError
        There is no such code, or it belongs to lint.

    Examples
    --------
    >>> read_code_page("KD006", "vi").splitlines()[0]
    '# KD006 Khóa lặp lại'
    """
    page = _read_pages()[code]
    return page if lang == ENGLISH else translate_page(code, page, lang, load_translations(_PACKAGE, lang, _FOLDER))


@cache
def _read_pages() -> dict[str, str]:
    text = find_package_folder(_PACKAGE).joinpath(_FOLDER, "codes.md").read_text(encoding="utf-8")
    pages = (page for page in re.split(r"^## ", text, flags=re.MULTILINE) if page[:5] in CODES)
    return {page[:5]: _SECTION.sub(r"## \1\n\n", f"# {page.strip()}\n") for page in pages}


def translate_page(code: str, page: str, lang: str, texts: Translations) -> str:
    """Return the page of a code in another language: its title, the titles of its sections and every paragraph.

    Parameters
    ----------
    code
        The code. In *texts* it is written ``{code}``, so that one entry serves several pages.
    page
        The English page: a title, then sections with paragraphs and examples.
    lang
        The language.
    texts
        The paragraphs in that language, each by the English one.

    Raises
    ------
    KeyError
        A paragraph has no translation.
    """

    def translate(found: re.Match[str]) -> str:
        text = " ".join(found[0].split())
        if text.startswith("# "):
            return f"# {code} {CODES[code].title_in(lang)}"
        if text.startswith("## "):
            return f"## {SECTIONS[text[3:]].text_in(lang)}"
        return texts.gettext(text.replace(code, _CODE)).replace(_CODE, code)

    parts = _EXAMPLE.split(page)
    # Every second part is an example.
    parts[::2] = [_PARAGRAPH.sub(translate, part) for part in parts[::2]]
    return "".join(parts)
