"""The pages about the codes of lint, one file for each: what it finds, what to write instead, and why."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

from kiemdinh.diagnostics.codes import CODES

__all__ = ["LINT_CODES", "read_page", "read_summary"]

LINT_CODES: tuple[str, ...] = tuple(code for code in CODES if code.startswith("KD5"))
"""The codes of lint. Findings of a definition that does not load have codes of the loader besides."""


@lru_cache(maxsize=len(LINT_CODES))
def read_page(code: str) -> str:
    """Return the page of a code of lint, as Markdown.

    Raises
    ------
    KeyError
        It is no code of lint.

    Examples
    --------
    >>> read_page("KD520").splitlines()[0]
    '# KD520 Requirement that never matters'
    """
    if code not in LINT_CODES:
        raise KeyError(code)
    return (resources.files("kiemdinh.linter") / "pages" / f"{code}.md").read_text(encoding="utf-8")


def read_summary(code: str) -> str:
    """Return the section *Summary* of the page of a code of lint, on one line.

    Raises
    ------
    KeyError
        It is no code of lint.
    """
    section = re.search(r"^## Summary\n+(.*?)\n+## ", read_page(code), re.MULTILINE | re.DOTALL)
    return "" if section is None else " ".join(section[1].split())
