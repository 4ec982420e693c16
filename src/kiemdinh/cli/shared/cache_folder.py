"""The cache folder of the command: entries of JSON that may be thrown away at any time."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

__all__ = ["CacheFolder", "find_cache_folder"]

MAX_ENTRIES: Final = 256
"""The entries that are kept; those used longest ago go first."""

MAX_ENTRY_SIZE: Final = 2_000_000
"""Bytes of the largest entry that is written or read."""

MAX_TOTAL_SIZE: Final = 20_000_000
"""Bytes of all entries together."""

_FORMAT: Final = "kiemdinh cache 1"
_ENDINGS: Final = (".json", ".tmp")
"""The endings of our files; one that a killed process left half written ends in the second."""


def find_cache_folder() -> Path | None:
    """Return the folder for caches of the user, by the rules of the platform; None where the user has no home.

    ``XDG_CACHE_HOME`` decides on every platform where it is an absolute path. Else it is ``~/.cache``, on macOS
    ``~/Library/Caches``, and on Windows ``LOCALAPPDATA``. Nothing is created.
    """
    named = os.environ.get("XDG_CACHE_HOME", "")
    if Path(named).is_absolute():
        return Path(named, "kiemdinh")
    try:
        home = Path.home()
    except RuntimeError:  # no variable and no entry in the list of users says where it is
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local", "kiemdinh", "Cache")
    return (home / "Library" / "Caches" if sys.platform == "darwin" else home / ".cache") / "kiemdinh"


@dataclass(frozen=True, slots=True)
class CacheFolder:
    """Entries of JSON by their key, each in a file of its own.

    An entry that is damaged, that another program or user has written, or that was changed by hand counts as missing.
    What cannot be written is not kept: no method raises an error of the file system.

    Attributes
    ----------
    path
        The folder; it is created with the first entry, for its user alone.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as path:
    ...     folder = CacheFolder(Path(path, "new"))
    ...     folder.write("a1", {"findings": []})
    ...     folder.read("a1"), folder.read("b2")
    ({'findings': []}, None)
    """

    path: Path

    def read(self, key: str) -> Any:
        """Return the payload of an entry, None where there is none; the entry counts as just used."""
        file = self._file_of(key)
        try:
            entry = json.loads(_read_own_file(file))
            is_sound = entry == _make_entry(key, entry["payload"])
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return None
        if not is_sound:
            return None
        with suppress(OSError):
            os.utime(file)
        return entry["payload"]

    def write(self, key: str, payload: Any) -> None:
        """Keep a payload, which is data of JSON, and delete what is too much; a reader sees the whole entry or none."""
        content = json.dumps(_make_entry(key, payload)).encode("ascii")
        if len(content) > MAX_ENTRY_SIZE:
            return
        with suppress(OSError):
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._replace(self._file_of(key), content)
            self._delete_surplus()

    def _file_of(self, key: str) -> Path:
        return self.path / f"{key}.json"

    def _replace(self, file: Path, content: bytes) -> None:
        from tempfile import mkstemp

        handle, temporary = mkstemp(dir=self.path, suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as opened:
                opened.write(content)
            os.replace(temporary, file)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise

    def _delete_surplus(self) -> None:
        total = 0
        for position, (_, size, file) in enumerate(sorted(self._list_files(), reverse=True)):
            total += size
            if position >= MAX_ENTRIES or total > MAX_TOTAL_SIZE:
                Path(file).unlink(missing_ok=True)

    def _list_files(self) -> list[tuple[int, int, str]]:
        """Return when each file of ours was used last, its size and its path."""
        found = []
        with os.scandir(self.path) as files:
            for file in files:
                with suppress(FileNotFoundError):  # another process has deleted it
                    status = file.stat(follow_symlinks=False)
                    if file.name.endswith(_ENDINGS) and stat.S_ISREG(status.st_mode):
                        found.append((status.st_mtime_ns, status.st_size, file.path))
        return found


def _read_own_file(file: Path) -> bytes:
    """Return the content of a regular file of this user.

    Raises
    ------
    OSError
        It is no such file, or it is too large.
    """
    status = os.lstat(file)
    is_own = not hasattr(os, "getuid") or status.st_uid == os.getuid()
    if not (is_own and stat.S_ISREG(status.st_mode) and status.st_size <= MAX_ENTRY_SIZE):
        raise OSError
    return file.read_bytes()


def _make_entry(key: str, payload: Any) -> dict[str, Any]:
    # The key is stored in the entry too, so that a renamed file is not taken for another entry.
    digest = hashlib.sha256(json.dumps(payload, sort_keys=True).encode("ascii")).hexdigest()
    return {"format": _FORMAT, "key": key, "sha256": digest, "payload": payload}
