"""The version of the language that a file is written in."""

from __future__ import annotations

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.fields import refuse_value

__all__ = ["check_language"]


def check_language(value: object) -> object:
    """Return the version of the language; refuse one that is not known (KD104)."""
    if str(value) != "1":  # it is a text in a file, a number in plain objects
        refuse_value(
            "KD104",
            Message("language version {value} is not known", value=repr(value)),
            expected=Message.verbatim("kiemdinh: 1"),
        )
    return 1
