"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ["costs_options", "dossier_options", "format_option", "full_option", "lang_option", "target_option"]

F = TypeVar("F", bound=Callable[..., Any])


def lang_option(command: F) -> F:
    """Add ``--lang``: the language of the output, Vietnamese unless said otherwise."""
    return click.option(
        "--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="Language of the output."
    )(command)


def dossier_options(command: F) -> F:
    """Add the argument DOSSIER, and ``--framework`` and ``--on``."""
    command = click.option("--on", metavar="DATE", help="Day of the assessment, 2027-06-30; else the dossier's date.")(
        command
    )
    command = click.option("--framework", metavar="ID|FILE", help="Framework; else the one that the dossier names.")(
        command
    )
    return click.argument("dossier")(command)


def target_option(command: F) -> F:
    """Add ``--target``: the level that is asked about."""
    return click.option("--target", metavar="LEVEL", help="Say what blocks this level; else the next one.")(command)


def costs_options(command: F) -> F:
    """Add ``--costs`` and ``--minimise``: what changes cost, and which of several costs counts."""
    command = click.option(
        "--minimise", metavar="NAME", default="cost", show_default=True, help="Which of several costs is to be least."
    )(command)
    return click.option("--costs", metavar="FILE", help="Effort file, YAML or CSV; else every change costs 1.")(command)


def full_option(command: F) -> F:
    """Add ``--full``: no list is shortened."""
    return click.option("--full", is_flag=True, help="Shorten no list.")(command)


def format_option(*forms: str) -> Callable[[F], F]:
    """Add ``--format``: text, JSON, Markdown, and *forms* beside these."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json", "markdown", *forms]),
        default="text",
        show_default=True,
        help="Form of the output.",
    )
