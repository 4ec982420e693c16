"""The findings of lint, kept from one run of the command to the next."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.version import __version__

if TYPE_CHECKING:
    from kiemdinh.cli.shared.cache_folder import CacheFolder
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.read import Input
    from kiemdinh.standards.loading import Framework

__all__ = ["LintCache"]

_PACKAGE: Final = Path(__file__).parents[2]
_PLAIN: Final = "data"
"""What stands for the class of a plain mapping, such as a dossier."""

_MESSAGE: Final = "Message"
"""What stands for the class of a text that can be said in each language."""

_TAKES_IN_FILES: Final = re.compile(r"\bfrom[\"']?\s*:[^,}\n]*[^\W\d_]")
"""A key ``from`` with a letter behind it: the name of a file, and no end of a range."""


@dataclass(frozen=True, slots=True)
class LintCache:
    """Findings by the definition, the options and the engine that they were made by.

    They are found again where the file, the files that it takes in and its name are the same, and the engine too.

    Attributes
    ----------
    folder
        Where the entries stand.
    options
        The options of the command that findings depend on, with their values; not those of the output.
    """

    folder: CacheFolder
    options: Mapping[str, str | int | None]

    def find(self, what: str) -> list[LintFinding] | None:
        """Return the findings of a file or id as it was typed; None where they are not kept or no longer hold."""
        payload = self.folder.read(self._key_of(what, _digest_file(what)))
        try:
            if payload is None or not _are_unchanged(payload["parts"], Path(what).parent):
                return None
            classes = _finding_classes()
            return [_decode_finding(finding, classes) for finding in payload["findings"]]
        except (TypeError, KeyError, ValueError, AttributeError):  # not what this version writes
            return None

    def keep(self, what: str, opened: Framework | Input, findings: Sequence[LintFinding]) -> None:
        """Keep the findings of what was typed as *what* and opened as *opened*.

        Nothing is kept of standard input, nor where it cannot be told which files the definition takes in.
        """
        digest = _digest_file(what)
        content = getattr(opened, "content", None)
        # The file may have changed after it was opened: its findings are not those of the new text.
        if content is not None and (not isinstance(content, str) or digest != _digest_text(content)):
            return
        parts = _list_parts(opened)
        if parts is not None:
            payload = {"parts": parts, "findings": [_encode(finding) for finding in findings]}
            self.folder.write(self._key_of(what, digest), payload)

    def _key_of(self, what: str, digest: str | None) -> str:
        """Return the key of an entry; a bundled framework has no file that was typed, and changes with the engine."""
        said = [what, digest, dict(self.options), __version__, sys.hexversion, _engine_stamp()]
        return _digest_text(json.dumps(said, sort_keys=True))


def _engine_stamp() -> str:
    """Return a text that changes whenever a file of the package does: its version stays while it is worked on."""
    digest = hashlib.sha256()
    for folder, subfolders, names in os.walk(_PACKAGE):
        subfolders[:] = sorted(name for name in subfolders if name != "__pycache__")
        for name in sorted(names):
            status = os.stat(os.path.join(folder, name))
            digest.update(f"{folder}/{name} {status.st_size} {status.st_mtime_ns}\n".encode("utf-8", "replace"))
    return digest.hexdigest()


# -- files -----------------------------------------------------------------------------------------------------


def _digest_file(name: str) -> str | None:
    """Return the digest of a file's text; None where there is no file that could be a definition."""
    from kiemdinh.parsing.files import file_text

    try:
        return _digest_text(file_text(name))
    except InputError:
        return None


def _digest_text(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _list_parts(opened: Framework | Input) -> dict[str, str] | None:
    """Return the files that a definition takes in, each with its digest; None where that cannot be told."""
    from kiemdinh.parsing.read import Input
    from kiemdinh.standards.catalogue import load_opened

    if not isinstance(opened, Input):  # a bundled framework: its files belong to the engine
        return {}
    try:
        source = load_opened(opened, unofficial=True).source  # loaded for lint a moment ago, and kept
    except InputError:
        # A file that is missing may be there at the next run.
        return None if _TAKES_IN_FILES.search(str(opened.content)) else {}
    return {} if source is None else {part.name: part.digest.hex() for part in source.fragments}


def _are_unchanged(parts: Mapping[str, str], folder: Path) -> bool:
    """Return whether the files that a definition takes in are as they were, and none has become a link to elsewhere."""
    home = os.path.realpath(folder)
    return all(
        Path(os.path.realpath(folder / name)).is_relative_to(home) and _digest_file(str(folder / name)) == digest
        for name, digest in parts.items()
    )


# -- findings --------------------------------------------------------------------------------------------------


def _finding_classes() -> Mapping[str, type]:
    """Return the classes that a finding is made of, by their names."""
    from kiemdinh.linter import finding

    return {name: found for name, found in vars(finding).items() if isinstance(found, type) and is_dataclass(found)}


def _encode(value: Any) -> Any:
    """Return a finding, or anything inside one, as data of JSON: an object of a class as ``{CLASS: its fields}``."""
    if isinstance(value, Message):  # it can be said in each language
        return {_MESSAGE: value.to_data()}
    if is_dataclass(value):
        return {type(value).__name__: {field.name: _encode(getattr(value, field.name)) for field in fields(value)}}
    if isinstance(value, Mapping):
        return {_PLAIN: {str(key): _encode(item) for key, item in value.items()}}
    if isinstance(value, list | tuple):
        return [_encode(item) for item in value]
    # An exact fraction becomes a text here, as it does in every form of the output.
    return value if value is None or isinstance(value, str | int) else str(value)


def _decode(value: Any, classes: Mapping[str, type]) -> Any:
    """Return what :func:`_encode` has made data of; lists become tuples.

    Raises
    ------
    TypeError, ValueError, KeyError, AttributeError
        It is nothing that this version writes.
    """
    if isinstance(value, dict):
        ((name, inside),) = value.items()
        if name == _MESSAGE:
            return Message.from_data(inside)
        read = {key: _decode(item, classes) for key, item in inside.items()}
        return read if name == _PLAIN else classes[name](**read)
    return tuple(_decode(item, classes) for item in value) if isinstance(value, list) else value


def _decode_finding(value: Any, classes: Mapping[str, type]) -> LintFinding:
    from kiemdinh.diagnostics.codes import CODES
    from kiemdinh.linter.finding import LintFinding

    finding = _decode(value, classes)
    if not isinstance(finding, LintFinding) or finding.code not in CODES:
        raise ValueError
    return finding
