"""The error of a value that cannot be read for certain."""

from __future__ import annotations

from kiemdinh.diagnostics.message import Message

__all__ = ["ReadingError"]


class ReadingError(ValueError):
    """A value that cannot be read, or that can mean two things; a caller who knows its place makes a diagnostic of it.

    Attributes
    ----------
    code
        The code of the diagnostic.
    message
        What is wrong, in one sentence without a full stop.
    expected, hint
        What is expected, and what to write instead; each None where there is nothing to add. The text that a hint
        suggests can itself be read, and has the meaning that the hint says.
    """

    def __init__(
        self, code: str, message: Message, expected: Message | None = None, hint: Message | None = None
    ) -> None:
        super().__init__(code, message, expected, hint)
        self.code = code
        self.message = message
        self.expected = expected
        self.hint = hint

    def __str__(self) -> str:
        return self.message
