"""The pages about the codes of lint, one file for each: what it finds, what to write instead, and why."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

from kiemdinh.standards.diagnostics_codes import CODES

__all__ = ["CODES_OF_LINT", "page", "summary"]

CODES_OF_LINT: tuple[str, ...] = tuple(code for code in CODES if code.startswith("KD5"))
"""The codes that lint gives beyond those of the loader."""


@lru_cache(maxsize=len(CODES_OF_LINT))
def page(code: str) -> str:
    """Return the page of a code of lint, as Markdown.

    Raises
    ------
    KeyError
        It is no code of lint.

    Examples
    --------
    >>> page("KD520").splitlines()[0]
    '# KD520 Requirement that never matters'
    """
    if code not in CODES_OF_LINT:
        raise KeyError(code)
    return (resources.files("kiemdinh.linter") / "pages" / f"{code}.md").read_text(encoding="utf-8")


def summary(code: str) -> str:
    """Return the section *Summary* of the page of a code of lint, on one line."""
    found = re.search(r"^## Summary\n+(.*?)\n+## ", page(code), re.MULTILINE | re.DOTALL)
    return "" if found is None else " ".join(found[1].split())
