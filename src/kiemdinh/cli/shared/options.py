"""Options that several commands share: decorators that add an option or argument to a click command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from kiemdinh.cli.shared.language import SpeakingGroup
from kiemdinh.cli.shared.members import member_options
from kiemdinh.diagnostics.message import LANGUAGES

__all__ = [
    "budget_option",
    "confirmations_option",
    "costs_options",
    "dossier_options",
    "format_option",
    "full_option",
    "lang_option",
    "target_option",
]

F = TypeVar("F", bound=Callable[..., Any])


def lang_option(command: F) -> F:
    """Add ``--lang``, the language of the output.

    The command is given "vi" or "en" as ``lang``; None where neither it nor the group before it is given a language.
    The output is then in Vietnamese where the definition has it, else in English, on every machine.
    """
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default=_language_of_group,
        help="Language of the output; else Vietnamese where the definition has it.",
    )(command)


def _language_of_group() -> str | None:
    root = click.get_current_context().find_root().command
    return root.given_language if isinstance(root, SpeakingGroup) else None


def confirmations_option(command: F) -> F:
    """Add ``--confirmations``, a file of who compared which part of the framework with the law.

    The command is given the path as ``confirmations``; None where there is none.
    """
    return click.option(
        "--confirmations", metavar="FILE", help="File of who confirmed what of the framework; else the file beside it."
    )(command)


def dossier_options(command: F) -> F:
    """Add the argument DOSSIER and the options ``--framework``, ``--unofficial`` and ``--on``, and those of members.

    The command is given ``dossier``, ``framework`` and ``on`` as they were typed, the last two may be None; and
    ``unofficial``, False by default.
    """
    # A decorator that is applied later stands earlier in the help text.
    command = member_options(command)
    command = click.option("--on", metavar="DATE", help="Day of the assessment, 2027-06-30; else the dossier's date.")(
        command
    )
    command = click.option(
        "--unofficial", is_flag=True, help="Allow another definition under the id of a bundled framework."
    )(command)
    command = click.option("--framework", metavar="ID|FILE", help="Framework; else the one that the dossier names.")(
        command
    )
    return click.argument("dossier")(command)


def target_option(command: F) -> F:
    """Add ``--target``, the level that is asked about.

    The command is given its id as ``target``; None asks about the next level above the guaranteed one.
    """
    return click.option("--target", metavar="LEVEL", help="Say what blocks this level; else the next one.")(command)


def costs_options(command: F) -> F:
    """Add ``--costs``, a file of what changes cost, and ``--minimise``, which of several costs is to be least.

    The command is given the path as ``costs``, None where every change costs 1, and the name of a cost as ``minimise``.
    """
    command = click.option(
        "--minimise", metavar="NAME", default="cost", show_default=True, help="Which of several costs is to be least."
    )(command)
    return click.option("--costs", metavar="FILE", help="Effort file, YAML or CSV; else every change costs 1.")(command)


def budget_option(command: F) -> F:
    """Add ``--budget``, the steps that a search may take.

    The command is given the number as ``budget``; None takes the default.
    """
    return click.option(
        "--budget",
        type=click.IntRange(min=1),
        metavar="STEPS",
        help="Steps that a search may take; else some seconds of work.",
    )(command)


def full_option(command: F) -> F:
    """Add the flag ``--full``, with which no list is shortened.

    The command is given it as ``full``, False by default: a page of a school with many gaps would be long.
    """
    return click.option("--full", is_flag=True, help="Shorten no list.")(command)


def format_option(*forms: str) -> Callable[[F], F]:
    """Add ``--format`` with the values *forms*, the first of which is the default.

    The command is given the value as ``form``.

    Examples
    --------
    >>> import click
    >>> @click.command()
    ... @format_option("text", "svg")
    ... def draw(form):
    ...     click.echo(form)
    >>> draw(["--format", "svg"], standalone_mode=False)
    svg
    """
    return click.option(
        "--format",
        "form",
        type=click.Choice(forms),
        default=forms[0],
        show_default=True,
        help="Form of the output.",
    )
