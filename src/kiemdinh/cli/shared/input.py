"""The input of a command: a file by its name, standard input as "-", or a bundled framework by its id."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiemdinh.parsing.read import Input
    from kiemdinh.standards.loading import Framework

__all__ = ["load_framework", "open_argument", "open_costs", "open_framework"]

_STANDARD_INPUT: Final = "-"
_OWN_FILE: Final = Message("a framework of your own is named by its file")


def open_argument(name: str) -> Input:
    """Return the text of the file *name*, or of standard input for "-".

    Raises
    ------
    InputError
        It cannot be read, is not UTF-8 or is larger than a file may be; or standard input is named twice.
    """
    from kiemdinh.parsing.read import Input, open_input

    return open_input(Path(name)) if name != _STANDARD_INPUT else Input(_read_standard_input(), _STANDARD_INPUT)


def open_costs(name: str | None) -> Path | str | None:
    """Return what ``costs=`` takes of an option: the path of a file, or the text of standard input for "-".

    Raises
    ------
    InputError
        Standard input cannot be read.
    """
    return name if name is None else _read_standard_input() if name == _STANDARD_INPUT else Path(name)


def open_framework(name: str, on: dt.date | None = None) -> Framework | Input:
    """Return the bundled framework with the id *name*, else the definition in the file *name* or on standard input.

    The file can be a workbook of a framework. *on* is the law date, which picks the edition of a bundled framework;
    None takes the latest.

    Raises
    ------
    InputError
        There is neither such an id nor such a file.
    """
    from kiemdinh.parsing.files import is_workbook
    from kiemdinh.standards.catalogue import (
        bundled_ids,
        describe_unknown_id,
        load,
        looks_like_file_name,
        split_edition,
    )

    if split_edition(name)[0] in bundled_ids():
        return load(name, on=on)
    # A word without slash and ending is a file only where there is one; else it is a misspelt id.
    if name != _STANDARD_INPUT and not looks_like_file_name(name) and not _is_file(name):
        raise InputError([describe_unknown_id(name, others=(Message("the path of a file"),), hint=_OWN_FILE)])
    if name != _STANDARD_INPUT and is_workbook(name):
        from kiemdinh.exchange.workbooks import open_framework_workbook

        return open_framework_workbook(Path(name))
    return open_argument(name)


def load_framework(
    name: str,
    *,
    unofficial: bool = False,
    on: dt.date | None = None,
    confirmations: str | None = None,
    references: Sequence[Framework] = (),
) -> Framework:
    """Return the framework that an argument names: a bundled id, a file, or "-" for standard input.

    With *unofficial* a definition may have the id of a bundled framework and differ from it. *on* is the law date,
    which picks the edition of a bundled framework; None takes the latest. *confirmations* names the file of who
    confirmed what of it. *references* are frameworks whose outcomes it reads.

    Raises
    ------
    InputError
        There is no such framework, or its definition or the confirmations have problems.
    """
    from kiemdinh.standards.catalogue import load_opened
    from kiemdinh.standards.loading import confirm

    found = load_opened(open_framework(name, on), unofficial=unofficial, references=references)
    return found if confirmations is None else confirm(found, open_argument(confirmations).read())


def name_beside(framework: str, output: str) -> str:
    """Return the name by which a new file *output* can name a framework: a bundled id, or the path from its folder."""
    from kiemdinh.standards.catalogue import bundled_ids

    if framework in bundled_ids():
        return framework
    return Path(os.path.relpath(framework, Path(output).parent)).as_posix()


def _is_file(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):  # a name that is too long, or a null character in it
        return False


def _read_standard_input() -> str:
    from kiemdinh.parsing.files import MAX_SIZE, decode_text

    seen = click.get_current_context().meta
    if seen.setdefault(__name__, 0):
        raise InputError([Diagnostic("KD001", "error", Message("standard input is named twice"), file=_STANDARD_INPUT)])
    seen[__name__] = 1
    # Python has no stream where the caller closed it: kiemdinh assess - <&-
    if sys.stdin is None:
        raise InputError([Diagnostic("KD001", "error", Message("standard input is closed"), file=_STANDARD_INPUT)])
    content = sys.stdin.buffer.read(MAX_SIZE + 1)  # one byte more than is allowed tells that there is too much
    if len(content) > MAX_SIZE:
        raise InputError([Diagnostic("KD003", "error", Message("standard input is too large"), file=_STANDARD_INPUT)])
    return decode_text(content, _STANDARD_INPUT)
