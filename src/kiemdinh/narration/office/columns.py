"""What the columns of the tables of an office are, in words."""

from __future__ import annotations

from kiemdinh.narration.language import Messages

__all__ = ["describe_column"]


def describe_column(name: str, lang: str, kind: str = "") -> str:
    """Return what a column is, in a sentence, in results of a kind; a column that the caller named is said to be that.

    >>> describe_column("absent", "en")
    'schools to which it does not apply'
    """
    messages = Messages(lang)
    keys = (f"office.column.{kind}.{name}", f"office.column.{name}", "office.column.named")
    return messages.text(next(key for key in keys if messages.has_text(key)))
