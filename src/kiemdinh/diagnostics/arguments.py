"""Checks of the arguments of public functions: an ``InputError`` names a wrong argument and says what it may be."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message, join_alternatives, list_names
from kiemdinh.diagnostics.wording import shorten_text, suggest

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["check_choice", "check_count", "check_flag", "check_path", "check_text", "refuse_argument"]


def refuse_argument(
    name: str,
    value: object,
    expected: Message,
    *,
    message: Message | None = None,
    code: str = "KD334",
    hint: Message | None = None,
) -> NoReturn:
    """Raise the error for an argument that cannot be used.

    Parameters
    ----------
    name, value
        The name of the argument, and the value that was given.
    expected
        What it may be.
    message, code, hint
        A message and a code in place of those for a wrong argument, and how to correct it.

    Raises
    ------
    InputError
        Always.
    """
    found = _describe(value)
    text = message or Message("'{name}' cannot be {found}", name=name, found=found)
    raise InputError([Diagnostic(code, "error", text, path=name, expected=expected, found=found, hint=hint)])


def check_count(name: str, value: object, *, least: int = 1, most: int | None = None) -> int:
    """Return *value* where it is a whole number of at least *least* and, where that is given, at most *most*.

    Raises
    ------
    InputError
        It is none.

    Examples
    --------
    >>> check_count("limit", 3)
    3
    """
    # Python counts True as a whole number, but as an argument it is a mistake.
    if isinstance(value, int) and not isinstance(value, bool) and value >= least and (most is None or value <= most):
        return value
    expected = (
        Message("a whole number of {least} or more", least=least)
        if most is None
        else Message("a whole number from {least} to {most}", least=least, most=most)
    )
    refuse_argument(name, value, expected)


def check_flag(name: str, value: object) -> bool:
    """Return *value* where it is True or False. The text ``"false"`` is neither; Python would treat it as true.

    Raises
    ------
    InputError
        It is neither.
    """
    if isinstance(value, bool):
        return value
    refuse_argument(name, value, join_alternatives(["True", "False"]))


def check_path(name: str, value: object) -> Path:
    """Return *value* as a path, where it is a path or text.

    Raises
    ------
    InputError
        It is neither.
    """
    if isinstance(value, str | PathLike):
        return Path(value)
    refuse_argument(name, value, Message("the path of a file"))


def check_text(name: str, value: object) -> str:
    """Return *value* where it is text.

    Raises
    ------
    InputError
        It is none.
    """
    if isinstance(value, str):
        return value
    refuse_argument(name, value, Message("text"))


def check_choice(name: str, value: object, choices: Iterable[str]) -> str:
    """Return *value* where it is one of *choices*; otherwise the hint of the error names the nearest choice.

    Raises
    ------
    InputError
        It is none of them.
    """
    known = tuple(choices)
    if isinstance(value, str) and value in known:
        return value
    near = suggest(value, known) if isinstance(value, str) else None
    hint = None if near is None else Message("did you mean '{near}'?", near=near)
    refuse_argument(name, value, list_names(known), hint=hint)


def _describe(value: object) -> str:
    """Return a given value as text. Methods of objects that are not plain values are not called."""
    if isinstance(value, str):
        return f"'{shorten_text(value)}'"
    if value is None or isinstance(value, bool | float):
        return str(value)
    if isinstance(value, int):
        # Python refuses to write whole numbers of more than 4,300 digits.
        return str(value) if value.bit_length() < 200 else Message("a very large number")
    return Message("a value of type {type}", type=type(value).__name__)
