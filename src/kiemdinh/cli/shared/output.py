"""Writing to standard output: plain where it is piped, set apart by weight and colour on a terminal."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import click

from kiemdinh.assessment.page_text import as_text, text_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiemdinh.assessment.page import Page
    from kiemdinh.assessment.page_text import Role

__all__ = ["write", "write_page"]

_PIPED = 80
_WIDEST = 100
_STYLES: Mapping[Role, str] = {"title": "bold", "heading": "bold cyan", "strong": "bold green", "text": ""}


def write(text: str) -> None:
    """Write *text* as it is; a reader that has gone away is no error, nor a file name in another encoding."""
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        click.echo(text, nl=False)
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go()


def _let_go() -> None:
    """Send what is left nowhere, so that closing the stream at the end stays quiet."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, sys.stdout.fileno())
    os.close(sink)


def write_page(page: Page) -> None:
    """Write a page: with styles on a terminal (none if ``NO_COLOR`` is set), else as plain text in 80 columns."""
    if not sys.stdout.isatty():
        write(as_text(page, _PIPED))
        return
    from rich.console import Console  # noqa: PLC0415 - only on a terminal
    from rich.text import Text  # noqa: PLC0415 - only on a terminal

    width = min(shutil.get_terminal_size().columns, _WIDEST)
    console = Console(width=max(width, _PIPED // 2), highlight=False, markup=False, emoji=False)
    for role, line in text_lines(page, width):
        console.print(Text(line, style=_STYLES[role]), soft_wrap=True)
