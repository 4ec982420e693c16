"""The options by which a command is given the members of a population, and what is known of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["given_members", "given_references", "member_options"]

F = TypeVar("F", bound=Callable[..., Any])

_KEY: Final = "kiemdinh.members"
_LOADED: Final = "kiemdinh.references"
_KIND: Final = re.compile(r"([a-z][a-z0-9-]*)=(.+)", re.DOTALL)


def member_options(command: F) -> F:
    """Add ``--register``, ``--results`` and ``--with``; :func:`given_members` returns what they were given.

    They are no parameters of the command, since all commands pass them on in the same way.
    """
    for name, metavar, text in (
        ("with", "ID|FILE", "A framework whose outcomes the rules read; can be given several times."),
        ("results", "FILE", "Results of members: a table, or what a batch wrote; can be given several times."),
        ("register", "FILE", "Register of the members, a table; KIND=FILE where there are several kinds."),
    ):
        command = click.option(
            f"--{name}", f"given_{name}", metavar=metavar, multiple=True, expose_value=False, callback=_keep, help=text
        )(command)
    return command


def _keep(context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> None:
    context.meta.setdefault(_KEY, {})[str(option.name).removeprefix("given_")] = given


def given_members() -> dict[str, Any]:
    """Return what the command was given of members, as the arguments of :func:`kiemdinh.assess`.

    Raises
    ------
    InputError
        One of the frameworks cannot be read.
    """
    given = click.get_current_context().meta.get(_KEY, {})
    found: dict[str, Any] = {}
    if given.get("register"):
        found["register"] = _name_registers(given["register"])
    if given.get("results"):
        found["results"] = [Path(name) for name in given["results"]]
    references = given_references()
    return {**found, "references": references} if references else found


def given_references() -> list[Framework]:
    """Return the frameworks that the command was given by ``--with``, each read once, since one may come by a pipe.

    Raises
    ------
    InputError
        One of them cannot be read.
    """
    from kiemdinh.cli.shared.input import load_framework

    meta = click.get_current_context().meta
    if _LOADED not in meta:
        meta[_LOADED] = [load_framework(name) for name in meta.get(_KEY, {}).get("with", ())]
    loaded: list[Framework] = meta[_LOADED]
    return loaded


def _name_registers(names: tuple[str, ...]) -> Path | dict[str, Path]:
    """Return the file of the only register, or files by the kind of members."""
    named = [None if Path(name).exists() else _KIND.fullmatch(name) for name in names]
    if named == [None]:
        return Path(names[0])
    if None in named:
        expected = "KIND=FILE"
        raise click.BadParameter(expected, param_hint="--register")
    return {match[1]: Path(match[2]) for match in named if match is not None}
