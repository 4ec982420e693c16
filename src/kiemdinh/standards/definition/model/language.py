"""The version of the language that a file is written in."""

from __future__ import annotations

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.fields import refuse_value

__all__ = ["check_language"]


def check_language(value: object) -> object:
    """Return the version of the language; refuse one that is not known (KD104)."""
    if str(value) != "1":  # of a file it is a text, of plain objects a number
        refuse_value(
            "KD104",
            Message("language version {value} is not known", value=repr(value)),
            expected=Message.verbatim("kiemdinh: 1"),
        )
    return 1
