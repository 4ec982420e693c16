"""Checks of workbooks as zip files, whose unpacked size is known before anything is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message

__all__ = ["MAX_UNPACKED", "check_elements", "check_zip", "is_old_or_locked"]

MAX_UNPACKED: Final = 1_500_000_000
"""Bytes of the largest workbook when it is unpacked."""
MAX_RATIO: Final = 400
"""How many times its size a part of a workbook may be unpacked; sheets of schools reach some 30."""
_LARGE: Final = 20_000_000
"""Bytes up to which a part may have any ratio."""
MAX_PARTS: Final = 10_000
"""Parts of the largest workbook."""
_BLOCK: Final = 1 << 20
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


def check_zip(path: Path, name: str, most: int | None = None) -> frozenset[str]:
    """Return the names of the parts of a workbook, which can be unpacked without harm.

    The sizes are those that its directory states; nothing is read beyond them. *most* is the largest sum that they may
    have; None takes the limit of all workbooks.

    Raises
    ------
    InputError
        It is damaged (KD716), or would unpack to too much (KD718).
    """
    try:
        with zipfile.ZipFile(path) as file:
            parts = file.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        message = Message("the file cannot be read as its name says: {reason}", reason=error)
        raise InputError([Diagnostic("KD716", "error", message, name)]) from None
    total = sum(part.file_size for part in parts)
    swollen = [p for p in parts if p.file_size > _LARGE and p.file_size > MAX_RATIO * max(p.compress_size, 1)]
    limit = MAX_UNPACKED if most is None else min(most, MAX_UNPACKED)
    if total > limit or swollen or len(parts) > MAX_PARTS:
        message = Message("the file would unpack to {n:,} bytes, and is not unpacked", n=total)
        raise InputError([Diagnostic("KD718", "error", message, name)])
    return frozenset(part.filename for part in parts)


def check_elements(path: Path, name: str, most: int) -> None:
    """Refuse a workbook whose parts have more than *most* elements together.

    An element takes a few bytes when it is packed, and hundreds in memory; of a row all are held at once. What is
    counted is the sign that opens and closes elements, in one quick pass over the parts as they are unpacked.

    Raises
    ------
    InputError
        There are more (KD718), or a part is damaged (KD716).
    """
    found = 0
    try:
        with zipfile.ZipFile(path) as file:
            for part in file.infolist():
                with file.open(part) as source:
                    while block := source.read(_BLOCK):
                        found += block.count(b"<")
                if found > most:
                    break
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, ValueError, EOFError) as error:
        message = Message("the file cannot be read as its name says: {reason}", reason=error)
        raise InputError([Diagnostic("KD716", "error", message, name)]) from None
    if found > most:
        message = Message("the workbook has more than {n:,} elements of XML", n=most)
        raise InputError([Diagnostic("KD718", "error", message, name)])


def is_old_or_locked(path: Path, name: str) -> Diagnostic | None:
    """Return what is wrong with a file that is a workbook of before 2007, or one with a password; else None."""
    with path.open("rb") as file:
        head = file.read(1 << 16)
    if not head.startswith(_COMPOUND):
        return None
    hint = Message("open it in a spreadsheet and save it as XLSX, without a password")
    locked = _ENCRYPTED in head or _ENCRYPTED in _read_end(path)
    message = (
        Message("the workbook is protected with a password")
        if locked
        else Message("this is a workbook of the form before 2007 (.xls)")
    )
    return Diagnostic("KD716", "error", message, name, hint=hint)


def _read_end(path: Path) -> bytes:
    """Return the last bytes of a file, where the directory of such a workbook may stand."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - (1 << 20)))
        return file.read()
