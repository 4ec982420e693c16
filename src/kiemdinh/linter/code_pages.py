"""The pages about the codes of lint, one file for each: what it finds, what to write instead, and why.

``pages/vi.po`` has their paragraphs in Vietnamese.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from kiemdinh.diagnostics.code_pages import SECTIONS, translate_page
from kiemdinh.diagnostics.codes import CODES
from kiemdinh.diagnostics.message import ENGLISH
from kiemdinh.diagnostics.package_folder import find_package_folder
from kiemdinh.diagnostics.translations import load_translations

__all__ = ["LINT_CODES", "read_page", "read_summary"]

LINT_CODES: tuple[str, ...] = tuple(code for code in CODES if code.startswith("KD5"))
"""The codes of lint. Findings of a definition that does not load have codes of the loader besides."""

_PACKAGE: Final = "kiemdinh.linter"
_FOLDER: Final = "pages"


@lru_cache(maxsize=2 * len(LINT_CODES))
def read_page(code: str, lang: str = ENGLISH) -> str:
    """Return the page of a code of lint, as Markdown.

    Parameters
    ----------
    code
        A code of lint.
    lang
        Its language. Examples are the same in each.

    Raises
    ------
    KeyError
        It is not a code of lint.

    Examples
    --------
    >>> read_page("KD520").splitlines()[0]
    '# KD520 Requirement that never matters'
    """
    if code not in LINT_CODES:
        raise KeyError(code)
    page = find_package_folder(_PACKAGE).joinpath(_FOLDER, f"{code}.md").read_text(encoding="utf-8")
    return page if lang == ENGLISH else translate_page(code, page, lang, load_translations(_PACKAGE, lang, _FOLDER))


def read_summary(code: str, lang: str = ENGLISH) -> str:
    """Return the section *Summary* of the page of a code of lint, on one line, in a language.

    Raises
    ------
    KeyError
        It is not a code of lint.
    """
    title = SECTIONS["Summary"].text_in(lang)
    section = re.search(rf"^## {title}\n+(.*?)\n+## ", read_page(code, lang), re.MULTILINE | re.DOTALL)
    return "" if section is None else " ".join(section[1].split())
