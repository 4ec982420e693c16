"""Texts that a spreadsheet would run as formulas where it opens a text table, and the apostrophe that prevents it."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["disarm_formula", "without_apostrophe"]

_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
"""How a formula begins (OWASP, CSV Injection); an apostrophe of the text itself gets another one."""
_PLAIN: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?%?|[-–—]")
"""Numbers with a sign, and the dash that stands for nothing."""


def disarm_formula(text: str) -> str:
    """Return a text as it is written to a text table: behind an apostrophe where a spreadsheet would run it.

    >>> disarm_formula("=1+1"), disarm_formula("-5"), disarm_formula("79-001")
    ("'=1+1", '-5', '79-001')
    """
    return f"'{text}" if _FORMULA.match(text) and not _PLAIN.fullmatch(text) else text


def without_apostrophe(text: str) -> str:
    """Return a text without the apostrophe by which a spreadsheet takes it for a text.

    >>> without_apostrophe("'=1+1"), without_apostrophe("'0123"), without_apostrophe("'A'")
    ('=1+1', '0123', "'A'")
    """
    is_marked = text.startswith("'") and (_FORMULA.match(text) or text[1:].isdecimal())
    return text[1:] if is_marked else text
