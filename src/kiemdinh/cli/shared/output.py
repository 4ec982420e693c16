"""Standard output: plain text into a pipe or file, bold and coloured lines on a terminal."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TextIO

import click

from kiemdinh.cli.shared.language import say, spoken_language
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import describe_os_error

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
    from kiemdinh.narration.layout import LineRole, Page

__all__ = [
    "OutputError",
    "discard_output",
    "terminal_width",
    "write",
    "write_error",
    "write_lines",
    "write_new_file",
    "write_page",
    "write_problems",
]

_PIPED_WIDTH = 80
"""The columns of a text that does not go to a terminal."""
_MAX_WIDTH = 100
"""Longer lines are hard to read, however wide the terminal is."""
_STYLES: Mapping[LineRole, str] = {"title": "bold", "heading": "bold cyan", "strong": "bold", "text": ""}


class OutputError(click.ClickException):
    """Standard output cannot be written: it is closed, or the disk is full. No other exit code means this."""

    exit_code = 3

    def show(self, file: Any = None) -> None:
        """Write the message to standard error, as click asks for it."""
        write_error(f"kiemdinh: {self.message}", file)


def write(text: str) -> None:
    """Write *text* to standard output as it is.

    It is no error where the reader has gone away, as in ``kiemdinh show ID | head -1``, or where the text holds a file
    name that is not UTF-8.

    Raises
    ------
    OutputError
        Standard output is closed, or cannot be written to.
    """
    # Python keeps undecodable bytes of a file name as surrogates, which UTF-8 refuses: they are written as U+FFFD.
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    with _guard_output() as stream:
        click.echo(text, file=stream, nl=False)


def write_new_file(name: str, content: str | bytes) -> None:
    """Write a text, or the bytes of a workbook, to a new file.

    Raises
    ------
    InputError
        There is such a file.
    OutputError
        It cannot be written.
    """
    from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError

    try:
        with open(name, "xb") as file:
            file.write(content if isinstance(content, bytes) else content.encode("utf-8"))
    except FileExistsError:
        raise InputError(
            [Diagnostic("KD001", "error", Message("this file exists already, and is not overwritten"), name)]
        ) from None
    except OSError as error:
        message = say(Message("{name} cannot be written: {reason}", name=name, reason=describe_os_error(error)))
        raise OutputError(message) from None


def terminal_width(stream: TextIO | None) -> int | None:
    """Return the columns of the terminal that a stream goes to; None where it goes to a pipe or file.

    Texts for a pipe are not broken into lines, so that other programs can search them.
    """
    if stream is None or not stream.isatty():
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns


def write_problems(error: InputError | Diagnostic) -> None:
    """Write problems to standard error, in the language that is spoken and as wide as the terminal."""
    write_error(error.to_text(spoken_language(), terminal_width(sys.stderr)))


def write_lines(text: str) -> None:
    """Write a text to standard output; on a terminal its long lines are broken between words.

    The further lines of an indented entry are indented more.
    """
    from kiemdinh.diagnostics.wrapping import fit_line

    width = terminal_width(sys.stdout)
    for line in text.splitlines():
        first = line[: len(line) - len(line.lstrip())]
        parts = fit_line(line.lstrip(), width, first, first + "    " if first else "") or [""]
        write("".join(part + "\n" for part in parts))


def write_error(text: str, file: Any = None) -> None:
    """Write a line to standard error; where that is not possible, only the exit code tells of it."""
    try:
        click.echo(text, file=file, err=True)
    except OSError:
        _discard(sys.stderr)


@contextmanager
def _guard_output() -> Iterator[TextIO]:
    """Yield standard output; errors in writing to it inside the ``with`` block become an OutputError."""
    # Python has no stream where the caller closed it: kiemdinh show ID >&-
    stream: TextIO | None = sys.stdout
    if stream is None:
        message = say(Message("standard output is closed"))
        raise OutputError(message)
    try:
        yield stream
        stream.flush()
    except BrokenPipeError:
        _discard(stream)
    except OSError as error:
        _discard(stream)
        message = say(Message("standard output cannot be written: {reason}", reason=describe_os_error(error)))
        raise OutputError(message) from None


def discard_output() -> None:
    """Discard what is still buffered for standard output.

    Python flushes it when it ends, and would then complain again and change the exit code.
    """
    _discard(sys.stdout)


def _discard(stream: TextIO | None) -> None:
    if stream is None:
        return
    with suppress(OSError):  # a stream that a test or a host program has put in place may have no file
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, stream.fileno())
        os.close(sink)


def write_page(page: Page) -> None:
    """Write a page to standard output.

    On a terminal headings are bold and coloured, unless ``NO_COLOR`` is set, and lines fit its width up to 100 columns;
    elsewhere the page is plain text in 80 columns.
    """
    from kiemdinh.narration.layout import render_lines, render_text

    columns = terminal_width(sys.stdout)
    if columns is None:
        write(render_text(page, _PIPED_WIDTH))
        return
    from rich.console import Console
    from rich.text import Text

    width = min(columns, _MAX_WIDTH)
    # The text is final: rich is to find no markup, emoji or numbers in it, and to break no line.
    console = Console(width=max(width, _PIPED_WIDTH // 2), highlight=False, markup=False, emoji=False)
    with _guard_output():
        for role, line in render_lines(page, width):
            console.print(Text(line, style=_STYLES[role]), soft_wrap=True)
