"""Standard output: plain text into a pipe or file, bold and coloured lines on a terminal."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import click

from kiemdinh.narration.layout import render_lines, render_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiemdinh.narration.layout import LineRole, Page

__all__ = ["write", "write_page"]

_PIPED_WIDTH = 80
"""The columns of a text that does not go to a terminal."""
_MAX_WIDTH = 100
"""Longer lines are hard to read, however wide the terminal is."""
_STYLES: Mapping[LineRole, str] = {"title": "bold", "heading": "bold cyan", "strong": "bold green", "text": ""}


def write(text: str) -> None:
    """Write *text* to standard output as it is.

    It is no error where the reader has gone away, as in ``kiemdinh show ID | head -1``, or where the text holds a file
    name that is not UTF-8.
    """
    # Python keeps undecodable bytes of a file name as surrogates, which UTF-8 refuses: they are written as U+FFFD.
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        click.echo(text, nl=False)
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()


def _discard_output() -> None:
    """Send what is still buffered nowhere.

    Python flushes standard output when it ends, and would then complain again that nobody reads it.
    """
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, sys.stdout.fileno())
    os.close(sink)


def write_page(page: Page) -> None:
    """Write a page to standard output.

    On a terminal headings are bold and coloured, unless ``NO_COLOR`` is set, and lines fit its width up to 100 columns;
    elsewhere the page is plain text in 80 columns.
    """
    if not sys.stdout.isatty():
        write(render_text(page, _PIPED_WIDTH))
        return
    from rich.console import Console
    from rich.text import Text

    width = min(shutil.get_terminal_size().columns, _MAX_WIDTH)
    # The text is final: rich is to find no markup, emoji or numbers in it, and to break no line.
    console = Console(width=max(width, _PIPED_WIDTH // 2), highlight=False, markup=False, emoji=False)
    for role, line in render_lines(page, width):
        console.print(Text(line, style=_STYLES[role]), soft_wrap=True)
