"""The input of a command: a file by its name, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.parsing.files import MAX_SIZE

__all__ = ["named_input"]


def named_input(name: str) -> Path | str:
    """Return the path *name*, or for "-" the text of standard input.

    A text always ends in a line break: so it is never taken for a path, even where it is a single line.

    Raises
    ------
    InputError
        Standard input is not UTF-8, or larger than a file may be.
    """
    if name != "-":
        return Path(name)
    content = sys.stdin.buffer.read(MAX_SIZE + 1)  # one byte more than is allowed tells that there is too much
    if len(content) > MAX_SIZE:
        raise InputError([Diagnostic("KD003", "error", "standard input is too large", file="-")])
    try:
        return content.decode("utf-8-sig") + "\n"
    except UnicodeDecodeError as error:
        message = f"standard input is not UTF-8 (byte {error.start})"
        raise InputError([Diagnostic("KD002", "error", message, file="-")]) from None
