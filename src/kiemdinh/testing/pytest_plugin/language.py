"""The language of failures and coverage in the plugin. Like ``plugin.py``, it imports nothing of the engine."""

from __future__ import annotations

from typing import Final

import pytest

__all__ = ["OPTION_LANGUAGES", "read_language"]

OPTION_LANGUAGES: Final = ("vi", "en")


def read_language(config: pytest.Config) -> str | None:
    """Return the language that ``--kiemdinh-lang`` or the ini file names; None where neither does.

    Raises
    ------
    pytest.UsageError
        The ini file names another language.
    """
    lang = str(config.getoption("kiemdinh_lang") or config.getini("kiemdinh_lang") or "").strip()
    if lang and lang not in OPTION_LANGUAGES:
        message = f"kiemdinh_lang: vi or en is expected, not '{lang}'"
        raise pytest.UsageError(message)
    return lang or None
