"""The option that prints the page of a code instead of what the command does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from kiemdinh.cli.shared.language import say, spoken_language
from kiemdinh.cli.shared.output import write_lines
from kiemdinh.diagnostics.message import Message

__all__ = ["explain_option"]

F = TypeVar("F", bound=Callable[..., Any])


def explain_option(command: F) -> F:
    """Add ``--explain CODE``, which prints the page of any code in the language that is spoken, and ends."""
    return click.option(
        "--explain",
        metavar="CODE",
        is_eager=True,
        expose_value=False,
        callback=_print_page,
        help="Print the page of a code, such as KD520, and do nothing else.",
    )(command)


def _print_page(context: click.Context, _param: click.Parameter, code: str | None) -> None:
    if code is not None and not context.resilient_parsing:
        write_lines(_page_of(code.upper()))
        context.exit()


def _page_of(code: str) -> str:
    """Return the page of a code in Markdown; one that does not exist is a wrong ``--explain``."""
    from kiemdinh.diagnostics.code_pages import read_code_page
    from kiemdinh.diagnostics.codes import CODES
    from kiemdinh.diagnostics.wording import suggest
    from kiemdinh.linter.code_pages import LINT_CODES, read_page

    if code in CODES:
        return (read_page if code in LINT_CODES else read_code_page)(code, spoken_language())
    near = suggest(code, CODES)
    message = Message("there is no code {code}", code=code)
    if near is not None:
        message = Message("{message}; did you mean {near}?", message=message, near=near)
    raise click.BadParameter(say(message), param_hint="--explain")
