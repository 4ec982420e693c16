"""Filling in a document (DOCX) that a user has made, whose fields are named in braces: ``{{ school.name }}``.

A template is a small program. Only a user's own file is filled in, in a sandbox; a file from a request never is.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NoReturn

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.optional import import_format
from kiemdinh.diagnostics.wording import describe_os_error
from kiemdinh.documents.fixed_zip import fix_times
from kiemdinh.documents.paper import clean, find_moment

__all__ = ["fill_template"]

_MOST_BYTES: Final = 20_000_000
"""The size of the file at most."""
_MOST_UNPACKED: Final = 100_000_000
"""The size at most of all its parts together, unpacked."""
_MOST_PARTS: Final = 2_000
_MAIN_PART: Final = "word/document.xml"


def fill_template(path: Path, fields: Mapping[str, Any], made: dt.date | None = None) -> bytes:
    """Return the document at *path* with its fields filled in; *made* is the day that the file names as its creation.

    Fields are those of Jinja: ``{{ name }}``, ``{% for … %}``, and in tables ``{%tr for … %}``. Values are filled in as
    text: nothing in them is read as a field or as markup. A sandbox bounds what a template can do: a million steps, and
    fifty million letters.

    Raises
    ------
    InputError
        The file cannot be read, is not a document, is too large, names an unknown field, or has a syntax error (KD801);
        the template takes too many steps or writes too much (KD803); or the extra ``documents`` is not installed
        (KD717).

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from kiemdinh.documents import Line, Page, write_docx
    >>> with TemporaryDirectory() as folder:
    ...     letter = Path(folder) / "letter.docx"
    ...     _ = letter.write_bytes(write_docx(Page("Letter", (Line("To {{ school.name }}"),))))
    ...     filled = fill_template(letter, {"school": {"name": "A & B"}})
    >>> filled[:2]
    b'PK'
    """
    docxtpl = import_format("docxtpl", "documents", path.name)
    from kiemdinh.documents.refusals import explain_error  # noqa: PLC0415 - it imports Jinja, which may not be there
    from kiemdinh.documents.sandbox import BoundedSandbox  # noqa: PLC0415

    content = _read_bounded(path)
    template = docxtpl.DocxTemplate(io.BytesIO(content))
    cleaned = _clean_fields(fields)
    sandbox = BoundedSandbox()
    try:
        template.render(cleaned, sandbox, autoescape=True)
    except Exception as error:  # noqa: BLE001 - a template can call filters with anything, and a part can be no XML
        refusal = explain_error(error, cleaned, sandbox.lines)
        _refuse_template(path, refusal.message, refusal.hint, refusal.code)
    core = template.docx.core_properties
    core.created = core.modified = find_moment(made)
    core.last_modified_by = ""
    file = io.BytesIO()
    template.save(file)
    return fix_times(file.getvalue())


def _read_bounded(path: Path) -> bytes:
    """Return the bytes of a file that is a document and not too large, packed or unpacked."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except ValueError as error:  # a null character in the name
        _refuse_template(path, Message("the template cannot be read: {reason}", reason=error))
    except OSError as error:
        _refuse_template(path, Message("the template cannot be read: {reason}", reason=describe_os_error(error)))
    if len(content) > _MOST_BYTES:
        _refuse_template(path, Message("the template is larger than {n} bytes", n=_MOST_BYTES))
    is_document = is_too_large = False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            # If a part is longer than its declared size, reading it is an error of the archive.
            is_too_large = len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED
            is_document = not is_too_large and _MAIN_PART in archive.namelist() and archive.testzip() is None
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OverflowError):
        is_document = False
    if is_too_large:
        _refuse_template(path, Message("the template is larger than {n} bytes", n=_MOST_UNPACKED))
    if not is_document:
        _refuse_template(path, Message("the template is no document of the form DOCX"))
    return content


def _clean_fields(value: Any) -> Any:
    """Return the fields with texts that a document can hold, lists and maps at any depth."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {key: _clean_fields(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean_fields(one) for one in value]
    return value


def _refuse_template(path: Path, message: Message, hint: Message | None = None, code: str = "KD801") -> NoReturn:
    raise InputError([Diagnostic(code, "error", message, path.name, hint=hint)]) from None
