"""Files as text: a regular file of bounded size, in UTF-8."""

from __future__ import annotations

import codecs
import os
import stat
from typing import Final, NoReturn

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import describe_os_error
from kiemdinh.parsing.placed_tree import JSON_BREAKS, Lines

__all__ = ["MAX_SIZE", "decode_text", "file_text", "is_workbook", "path_name", "refuse_file"]

MAX_SIZE: Final = 5_000_000
"""Bytes of the largest file that is read, and characters of the largest text."""

_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""The first bytes of spreadsheet files: of zip files, and of files from before 2007 or with a password."""
_READABLE: Final = Message("a Path, the text or bytes of YAML or JSON, or a mapping")


def file_text(path: str | os.PathLike[str], *, limit: int = MAX_SIZE) -> str:
    """Return the text of a regular file in UTF-8, without reading it as YAML or JSON.

    Parameters
    ----------
    path
        The path of the file. A directory, pipe or device is refused and never opened.
    limit
        Bytes of the largest file that is read.

    Raises
    ------
    InputError
        The file cannot be read (KD001), is not UTF-8 (KD002) or is too large (KD003); or *path* is no path (KD103).
    """
    name = path_name(path)
    return decode_text(_read_bytes(name, limit), name)


def is_workbook(path: str | os.PathLike[str]) -> bool:
    """Whether the first bytes of a file are those of a workbook of a spreadsheet; False if it cannot be read."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return False
        with open(path, "rb") as file:
            return file.read(4) in _WORKBOOKS
    except (OSError, ValueError):
        return False


def decode_text(content: bytes, name: str) -> str:
    """Return the text of bytes in UTF-8; *name* is what diagnostics call it.

    Raises
    ------
    InputError
        They are not UTF-8 (KD002); with the line and column of the first wrong byte.
    """
    if content.startswith(_WORKBOOKS):
        hint = Message("open the workbook of a school with kiemdinh.portfolio.open_school_workbook(path)")
        refuse_file("KD002", Message("this is a workbook, and no text"), name, hint=hint)
    # Looked for first: UTF-16 of plain ASCII is valid UTF-8, and would be called a text of control characters.
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in content[:4]:
        refuse_file("KD002", Message("this looks like UTF-16 or is binary"), name, hint=Message("save it as UTF-8"))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        # All bytes before the bad one are valid, so its place can be given in characters.
        before = content[: error.start].decode("utf-8")
        line, column = Lines(before + "?", JSON_BREAKS).locate(len(before))
        message = Message("byte 0x{content:02x} is not UTF-8", content=content[error.start])
        raise InputError(
            [Diagnostic("KD002", "error", message, name, line, column, hint=Message("save it as UTF-8"))]
        ) from None


def path_name(path: object) -> str:
    """Return the name of a file as text, from text or from a path of Python.

    Raises
    ------
    InputError
        It is neither text nor a path, or a path of bytes (KD103).

    Examples
    --------
    >>> from pathlib import PurePosixPath
    >>> path_name(PurePosixPath("dossiers/school.yaml"))
    'dossiers/school.yaml'
    """
    name = os.fspath(path) if isinstance(path, str | os.PathLike) else None
    if isinstance(name, str):
        return name
    found = type(path).__name__
    raise InputError(
        [Diagnostic("KD103", "error", Message("something that cannot be read"), expected=_READABLE, found=found)]
    )


def refuse_file(code: str, message: Message, name: str, *, hint: Message | None = None) -> NoReturn:
    """Raise the one problem of a file that cannot be read, with a code such as KD001 and the *name* of the file.

    A file that is not read has no lines, so the diagnostic has no place in it.

    Raises
    ------
    InputError
        Always.
    """
    raise InputError([Diagnostic(code, "error", message, file=name, hint=hint)])


def _read_bytes(name: str, limit: int) -> bytes:
    size = _size_of(name)
    content = b""
    if size <= limit:
        try:
            with open(name, "rb") as file:
                content = file.read(limit + 1)  # it may have grown since
        except OSError as error:
            refuse_file("KD001", Message("cannot be read: {reason}", reason=describe_os_error(error)), name)
    if max(size, len(content)) > limit:
        refuse_file("KD003", Message("the file is larger than {limit:,} bytes", limit=limit), name)
    return content


def _size_of(name: str) -> int:
    """Return the size of a regular file in bytes, without opening it: opening a pipe would wait for a writer."""
    try:
        status = os.stat(name)
    except OSError as error:
        refuse_file("KD001", Message("cannot be read: {reason}", reason=describe_os_error(error)), name)
    except ValueError as error:  # a null character in the name
        refuse_file("KD001", Message("cannot be read: {reason}", reason=error), name)
    if not stat.S_ISREG(status.st_mode):
        refuse_file("KD001", Message("cannot be read: not a regular file"), name)
    return status.st_size
