"""Finding out what a table is, a file of some format or a frame, and opening it as sheets."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from kiemdinh.diagnostics.arguments import refuse_argument
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import describe_os_error
from kiemdinh.parsing.files import path_name
from kiemdinh.portfolio.sheets.csv_sheet import open_csv
from kiemdinh.portfolio.sheets.frame_sheet import (
    ARROW_SUFFIXES,
    is_frame,
    open_arrow_file,
    open_frame,
    open_mappings,
)
from kiemdinh.portfolio.sheets.sheet import CountKnown, Sheet
from kiemdinh.portfolio.sheets.workbooks import (
    check_elements,
    check_zip,
    is_old_or_locked,
    open_document,
    open_document_form,
    open_form,
    open_workbook,
)

__all__ = ["SchoolFormError", "list_files", "open_each_sheet", "open_sheets"]

_ZIP: Final = b"PK\x03\x04"
_ARROW_FILES: Final = (b"PAR1", b"ARROW1")

_SUFFIXES: Final = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".ods", *ARROW_SUFFIXES)
_NO_FILE: Final = (".", "~$")
"""What begins the name of a file that programs keep for themselves."""
_PATTERN: Final = frozenset("*?[")
MAX_FILES: Final = 10_000
"""Files of the largest folder."""
MAX_SHEETS: Final = 100
"""Sheets of a workbook of which each is opened."""
MAX_FORM: Final = 100_000_000
"""Bytes of the largest workbook of one school or one framework, packed or unpacked."""
MAX_FORM_ELEMENTS: Final = 3_000_000
"""Signs that open and close elements of XML in it: a cell has up to six."""
MAX_DOCUMENT_ELEMENTS: Final = 1_000_000
"""The same of ODS, which takes some twenty times as long to read."""
MAX_FORM_CELLS: Final = 5_000_000
"""Cells of its largest sheet, empty ones to the left of others included."""
MAX_BYTES: Final = 4_000_000_000
"""Bytes of the largest file of text that is read."""


class SchoolFormError(InputError):
    """The file is no table: it is the workbook of one school."""


def open_sheets(
    table: Any,
    count_known: CountKnown,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    forms: list[Path] | None = None,
) -> list[Sheet]:
    """Return the sheets of a table, their headings found and their rows not yet read.

    Parameters
    ----------
    table
        A ``Path`` of a file, a frame, or rows as mappings.
    count_known
        Tells how many of some headings are known, by which the row of the headings and the separator are found.
    sheet
        The sheet of a workbook.
    encoding, delimiter
        How a text is read; None finds it out.
    forms
        Takes the files that are workbooks of one school; where it is None, such a file is an error.

    Raises
    ------
    InputError
        It cannot be read, or is no table.
    """
    if is_frame(table):
        return [open_frame(table, count_known)]
    if not isinstance(table, os.PathLike):
        if isinstance(table, str | bytes | Mapping) or not isinstance(table, Iterable):
            refuse_argument("table", table, Message("the Path of a table, a frame, or rows as mappings"))
        return [open_mappings(table, count_known)]
    paths = list_files(table)
    opened, problems = list[Sheet](), list[Diagnostic]()
    for path in paths:
        try:
            _check_file(path)
            opened.append(_open_file(path, str(path), count_known, sheet, encoding, delimiter))
        except InputError as error:
            if forms is not None and isinstance(error, SchoolFormError):
                forms.append(path)
            else:
                problems += [replace(one, file=one.file or str(path)) for one in error.diagnostics]
    if problems:
        raise InputError(problems)
    return opened


def open_each_sheet(path: Path, count_known: CountKnown, *, most: int = MAX_FORM) -> Sequence[Sheet]:
    """Return all sheets of a workbook (XLSX or ODS) that have known headings, hidden ones included.

    The parameters are those of :func:`open_sheets`; *most* are the bytes that it may have, packed or unpacked.

    Raises
    ------
    InputError
        It cannot be read, or is no workbook (KD716), or is larger (KD718).
    """
    name = str(path)
    _check_file(path, most)
    with path.open("rb") as file:
        is_zip = file.read(len(_ZIP)) == _ZIP
    if not is_zip:
        wrong = is_old_or_locked(path, name) or Diagnostic("KD716", "error", Message("this is no workbook"), name)
        raise InputError([wrong])
    is_document = "content.xml" in check_zip(path, name, most)
    check_elements(path, name, MAX_DOCUMENT_ELEMENTS if is_document else MAX_FORM_ELEMENTS)
    open_all = open_document_form if is_document else open_form
    return open_all(path, name, count_known, most=MAX_FORM_CELLS, most_sheets=MAX_SHEETS)


def list_files(table: os.PathLike[Any]) -> list[Path]:
    """Return the files that a path means: itself, the tables of a folder, or those that fit a pattern, in order.

    Raises
    ------
    InputError
        It is no path of a file, or no table is there (KD001), or there are too many (KD718).
    """
    path = Path(path_name(table))
    is_folder, is_there = _look_at(path)
    if is_folder:
        found = [one for one in path.iterdir() if one.suffix.lower() in _SUFFIXES and not one.name.startswith(_NO_FILE)]
    elif not is_there and _PATTERN & set(path.name):
        found = [one for one in path.parent.glob(path.name) if not one.name.startswith(_NO_FILE)]
    else:
        return [path]
    if not found:
        raise InputError([_unreadable(path, Message("no table is there"))])
    if len(found) > MAX_FILES:
        message = Message("more than {n:,} files", n=MAX_FILES)
        raise InputError([Diagnostic("KD718", "error", message, str(path))])
    return sorted(found)


def _look_at(path: Path) -> tuple[bool, bool]:
    try:
        return path.is_dir(), path.exists()
    except (OSError, ValueError):  # a name that is too long or has a null character: opening the file reports it
        return False, True


def _open_file(
    path: Path, name: str, count_known: CountKnown, sheet: str | None, encoding: str | None, delimiter: str | None
) -> Sheet:
    """Return a file as a sheet. Its first bytes tell what it is, whatever it is named."""
    with path.open("rb") as file:
        head = file.read(8)
    suffix = path.suffix.lower()
    if head.startswith(_ZIP):
        is_document = "content.xml" in check_zip(path, name)
        return (open_document if is_document else open_workbook)(path, name, count_known, sheet=sheet)
    if head.startswith(_ARROW_FILES) or suffix in ARROW_SUFFIXES:
        return open_arrow_file(path, name, count_known)
    wrong = is_old_or_locked(path, name)
    if wrong is not None:
        raise InputError([wrong])
    return open_csv(path, name, count_known, encoding=encoding, delimiter=delimiter)


def _check_file(path: Path, most: int = MAX_BYTES) -> None:
    try:
        # Opening a pipe would wait for a writer.
        is_file, size = path.is_file(), path.stat().st_size
    except (OSError, ValueError) as error:
        reason = describe_os_error(error) if isinstance(error, OSError) else error
        raise InputError([_unreadable(path, Message("cannot be read: {reason}", reason=reason))]) from None
    if not is_file:
        raise InputError([_unreadable(path, Message("cannot be read: not a regular file"))])
    if size > most:
        message = Message("the file is larger than {limit:,} bytes", limit=most)
        raise InputError([Diagnostic("KD003", "error", message, str(path))])


def _unreadable(path: Path, message: Message) -> Diagnostic:
    return Diagnostic("KD001", "error", message, str(path))
