"""The one way in: the input of a caller (a file, a text, a mapping or a source) becomes a :class:`Source`.

Definitions, dossiers, files of efforts and scenarios all come this way. The type of an argument alone decides what it
is. That is never guessed from what it says: else a text from a stranger could name a file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.files import MAX_SIZE, decode_text, file_text, path_name, refuse_file
from kiemdinh.parsing.readers import TEXT_NAME, read_object, read_text
from kiemdinh.parsing.source import Source

if TYPE_CHECKING:
    from kiemdinh.diagnostics.diagnostic import Diagnostic

__all__ = ["Input", "Readable", "find_top_keys", "open_input"]

_KEY: Final = r"[\"']?(\w+)[\"']?\s*:"
_BEFORE_DATA: Final = re.compile(r"\s*(?:[#%].*|---\s*(?:#.*)?)?")
"""A line before the data: an empty one, a comment, a directive of YAML, or the mark of a document."""


class Input(NamedTuple):
    """The input of a caller, its file read as text but not yet as YAML or JSON.

    Attributes
    ----------
    content
        The text of a file, or the input itself.
    name, folder
        The path of the file as it was given, and its folder; None where there is no file.
    noticed
        Diagnostics that do not hinder the use of the input, found by an earlier reader of it.
    """

    content: Source | Mapping[str, Any] | str
    name: str | None = None
    folder: Path | None = None
    noticed: tuple[Diagnostic, ...] = ()

    def read(self, problems: list[Diagnostic] | None = None) -> Source:
        """Return its data with the place of every value. A source is returned as it is.

        A text is read as JSON if it is a file named ``.json`` or begins with ``{`` and is JSON, else as YAML. The cost
        is linear in the size of the text.

        Parameters
        ----------
        problems
            Where given, problems that leave the rest readable are added to it; without it they are raised with all
            others.

        Raises
        ------
        InputError
            It cannot be read as data at all.
        """
        if isinstance(self.content, Source):
            if problems is not None:
                problems += self.noticed
            return self.content
        if isinstance(self.content, str):
            return read_text(self.content, self.name or TEXT_NAME, problems=problems)
        return read_object(self.content, self.name, problems=problems)


Readable: TypeAlias = "Source | str | bytes | os.PathLike[str] | Mapping[str, Any]"
"""What can be read: text or bytes of YAML or JSON, a file by its ``Path``, plain Python objects, or what has been read
before."""


def open_input(what: Input | Readable) -> Input:
    r"""Take what a caller hands over; a file is read as text, not yet as YAML or JSON.

    A ``str`` or ``bytes`` is content, whatever it says; only a ``Path`` names a file.

    Raises
    ------
    InputError
        The file cannot be read, is too large or is not UTF-8; or *what* is something that cannot be read.

    Examples
    --------
    >>> open_input("date: 2026-06-30").read().data
    {'date': '2026-06-30'}
    """
    if isinstance(what, Input):
        return what
    # A source that was read before is taken as it is, so that a file is read once for several uses.
    if isinstance(what, Source):
        return Input(what, what.name)
    if isinstance(what, Mapping):
        return Input(what)
    if isinstance(what, bytes | bytearray):
        if len(what) > MAX_SIZE:
            refuse_file(
                "KD003",
                Message("the text has {count:,} bytes, more than {max_size:,}", count=len(what), max_size=MAX_SIZE),
                TEXT_NAME,
            )
        return Input(decode_text(bytes(what), TEXT_NAME))
    if isinstance(what, str):
        return Input(str.__str__(what))
    name = path_name(what)
    # The folder is kept, since a file may name others relative to itself.
    return Input(file_text(name), name, Path(name).parent)


def find_top_keys(text: str) -> set[str]:
    r"""Return what look like the keys at the top of a YAML or JSON text, which need not be readable.

    So the kind of a file with a mistake is still known by its keys. For a text that begins with ``{`` the keys at all
    depths are returned. The cost is linear in the length of the text.

    >>> sorted(find_top_keys("kiemdinh: 1\ntree: [\n"))
    ['kiemdinh', 'tree']
    """
    text = text.removeprefix("\ufeff")
    first = next((line for line in text.splitlines() if not _BEFORE_DATA.fullmatch(line)), "")
    data = first.lstrip()
    is_flow = data.removeprefix("---").lstrip().startswith("{")
    indent = first.removesuffix(data)  # YAML allows the keys at the top to be indented
    return set(re.findall(_KEY if is_flow else f"^{indent}{_KEY}", text, re.MULTILINE))
