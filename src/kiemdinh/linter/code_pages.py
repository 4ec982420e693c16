"""The pages about the codes of lint, one file for each: what it finds, what to write instead, and why."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

from kiemdinh.diagnostics.codes import CODES
from kiemdinh.diagnostics.message import ENGLISH, Message

__all__ = ["LINT_CODES", "read_page", "read_summary"]

LINT_CODES: tuple[str, ...] = tuple(code for code in CODES if code.startswith("KD5"))
"""The codes of lint. Findings of a definition that does not load have codes of the loader besides."""

_PARTS = {
    "Error: proved wrong.": Message("Error: proved wrong"),
    "Warning: surely not meant.": Message("Warning: surely not meant"),
    "Note: worth a look.": Message("Note: worth a look"),
    "## Summary": Message("Summary"),
    "## Avoid": Message("Avoid"),
    "## Prefer": Message("Prefer"),
    "## Why": Message("Why"),
    "## Configure": Message("Configure"),
}
"""The lines that every page has, each with its words in other languages."""


@lru_cache(maxsize=2 * len(LINT_CODES))
def read_page(code: str, lang: str = ENGLISH) -> str:
    """Return the page of a code of lint, as Markdown.

    Parameters
    ----------
    code
        A code of lint.
    lang
        The language of its title and of the titles of its sections; what stands in them is in English, and the page
        says so.

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
    page = (resources.files("kiemdinh.linter") / "pages" / f"{code}.md").read_text(encoding="utf-8")
    return page if lang == ENGLISH else _translate_titles(code, page, lang)


def _translate_titles(code: str, page: str, lang: str) -> str:
    _, *lines = page.splitlines()
    translated = [_translate_line(line, lang) for line in lines]
    # The note stands behind the line that says how sure a finding is.
    translated[2:2] = ["", Message("The sections below are in English").text_in(lang) + "."]
    return "\n".join((f"# {code} {CODES[code].title_in(lang)}", *translated)) + "\n"


def _translate_line(line: str, lang: str) -> str:
    found = _PARTS.get(line)
    if found is None:
        return line
    return f"## {found.text_in(lang)}" if line.startswith("## ") else f"{found.text_in(lang)}."


def read_summary(code: str) -> str:
    """Return the section *Summary* of the page of a code of lint, on one line.

    Raises
    ------
    KeyError
        It is not a code of lint.
    """
    section = re.search(r"^## Summary\n+(.*?)\n+## ", read_page(code), re.MULTILINE | re.DOTALL)
    return "" if section is None else " ".join(section[1].split())
