"""The framework that a dossier or a scenario file names: a bundled id, or a file where the caller allows files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.diagnostic import DataPath, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import shorten_text
from kiemdinh.parsing.collector import Problems
from kiemdinh.parsing.files import file_text
from kiemdinh.parsing.read import Input, find_top_keys
from kiemdinh.standards.catalogue.bundled import bundled_ids, describe_unknown_id, split_edition
from kiemdinh.standards.catalogue.load import load, load_opened, looks_like_file_name

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["load_named"]

_KEYS: Final = frozenset(("tree", "layers", "outcomes", "amends", "part_of", "adopts"))


def load_named(
    name: str,
    problems: Problems,
    *,
    folder: Path | None,
    allow_files: bool,
    unofficial: bool = False,
    on: dt.date | None = None,
    at: DataPath = ("framework",),
) -> Framework:
    """Return the framework that a file names.

    Parameters
    ----------
    name
        The name as written: a bundled id; or with *allow_files* the path of a definition, which may lead upwards.
    problems
        The other problems of the file that names it; they are raised together with those found here.
    folder
        The folder to which the path is relative; None for the current one.
    allow_files
        Whether it may name a file. Else no file is looked for, and the error does not reveal whether there is one.
    unofficial, on
        As in :func:`load`.
    at
        The place of the name in the file.

    Raises
    ------
    InputError
        There is no such framework (KD243, at its line). A file that does not exist, one that may not be read and one
        that is no definition are reported alike, and nothing of the last is quoted. A definition with problems is
        reported with all of them.
    """
    if split_edition(name)[0] in bundled_ids():
        return load(name, on=on)
    if not allow_files:
        hint = Message("files are read where the caller allows it: allow_files=True")
        others = (Message("the path of a file, where the caller allows files"),)
        _raise_unknown(name, problems, at, others, hint if looks_like_file_name(name) else None)
    if not looks_like_file_name(name) and not _is_file(folder, name):
        hint = Message("a framework of your own is named by its file")
        _raise_unknown(name, problems, at, (Message("the path of a file"),), hint)
    opened = _open_definition(name, folder)
    if opened is None:
        problems.add(
            "KD243",
            Message("no definition can be read from '{name}'", name=shorten_text(name)),
            at,
            expected=Message("a bundled id, or the path of a definition from the folder of this file"),
            found=shorten_text(name),
            hint=Message("the file is not there, may not be read or is no definition; 'kiemdinh check' says which"),
        )
        raise InputError(problems.found)
    return load_opened(opened, unofficial=unofficial)


def _raise_unknown(
    name: str, problems: Problems, at: DataPath, others: tuple[Message, ...], hint: Message | None
) -> None:
    unknown = describe_unknown_id(name, others=others, hint=hint)
    problems.add(
        unknown.code,
        unknown.message,
        at,
        expected=unknown.expected,
        found=unknown.found,
        hint=unknown.hint,
    )
    raise InputError(problems.found)


def _is_file(folder: Path | None, name: str) -> bool:
    try:
        return ((folder or Path()) / name).is_file()
    except (OSError, ValueError):  # a name that is too long, or a null character in it
        return False


def _open_definition(name: str, folder: Path | None) -> Input | None:
    """Return the text of a definition with its file; None for any other file, so that nothing of it is quoted."""
    path = (folder or Path()) / name
    try:
        text = file_text(path)
    except InputError:
        return None
    keys = find_top_keys(text)
    # Recognised by its keys, so that a definition with a mistake is reported with its lines.
    is_definition = "kiemdinh" in keys and bool(keys & _KEYS)
    return Input(text, str(path), path.parent) if is_definition else None
