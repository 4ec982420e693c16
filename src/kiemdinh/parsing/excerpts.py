"""Where a problem stands in a text: line, column, and the part of the line to show."""

from __future__ import annotations

from typing import Final, TypedDict

from kiemdinh.diagnostics.codes import CODES, Severity
from kiemdinh.diagnostics.diagnostic import Diagnostic, format_path
from kiemdinh.diagnostics.message import Message, shorten_message
from kiemdinh.diagnostics.wording import shorten_text
from kiemdinh.diagnostics.wrapping import crop_line
from kiemdinh.parsing.placed_tree import Lines, ReadingProblem, Span, replace_control_characters

__all__ = ["marked_length", "to_diagnostic"]

_MAX_MESSAGE: Final = 400
_MAX_EXCERPT: Final = 160
# How many characters before the marked place are kept of a long line.
_MARGIN: Final = 60


def marked_length(line: str, column: int, span: Span) -> int:
    """Return how many characters of *span* stand in its first line; at least one, to have something to mark.

    *line* is the text of that line and *column* where the span begins in it, counted from 1. Spaces at the end of the
    line are not marked.

    >>> marked_length("date: 2026 ", 7, (6, 40))
    4
    """
    return max(1, min(span[1] - span[0], len(line.rstrip()) - column + 1))


def to_diagnostic(
    problem: ReadingProblem, name: str | None, lines: Lines | None, severity: Severity | None = None
) -> Diagnostic:
    """Return the diagnostic of a problem, with its line and an excerpt of it.

    Parameters
    ----------
    problem
        The problem as a reader found it, with offsets in the text.
    name
        The file or text, as the diagnostic calls it.
    lines
        The lines of the text; None for plain objects, which have none.
    severity
        The severity; None for that of the code.

    Raises
    ------
    KeyError
        No severity is given, and the code is not in :data:`~kiemdinh.diagnostics.codes.CODES`.
    """
    code, message, span, path, expected, found, hint = problem
    place = _locate(lines, span) if lines is not None else {}
    return Diagnostic(
        code,
        severity or CODES[code].severity,
        shorten_message(message, _MAX_MESSAGE),
        file=name,
        path=format_path(path),
        expected=expected,
        found=found if found is None or isinstance(found, Message) else shorten_text(found),
        hint=hint,
        **place,
    )


class _Located(TypedDict, total=False):
    line: int
    column: int
    source: str
    caret: tuple[int, int]


def _locate(lines: Lines, span: Span) -> _Located:
    number, column = lines.locate(span[0])
    line = lines.line(number)
    length = marked_length(line, column, span)
    source, start = crop_line(line, column - 1, _MAX_EXCERPT, _MARGIN)
    source = replace_control_characters(source)
    caret = start, max(1, min(length, len(source) - start))
    return {"line": number, "column": column, "source": source, "caret": caret}
