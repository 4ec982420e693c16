"""What the columns of the tables of an office are, in words."""

from __future__ import annotations

from kiemdinh.narration.language import Messages

__all__ = ["describe_column"]


def describe_column(name: str, lang: str) -> str:
    """Return what a column is, in a sentence; a column that the caller named is said to be that.

    >>> describe_column("absent", "en")
    'schools to which it does not apply'
    """
    messages = Messages(lang)
    return messages.text(
        f"office.column.{name}" if messages.has_text(f"office.column.{name}") else "office.column.named"
    )
