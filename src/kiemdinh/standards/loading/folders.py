"""The folders in which the parts of a definition are looked for: on disk, or inside an installed package."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Protocol

from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import describe_os_error
from kiemdinh.parsing.files import decode_text, file_text, refuse_file

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["DiskFolder", "Folder", "InnerFolder", "PackageFolder", "is_below"]


class Folder(Protocol):
    """A folder from which parts of a definition are read."""

    def read(self, name: str) -> tuple[str, str]:
        """Return the text of the file *name*, and its name in diagnostics.

        *name* is a relative path that stays below the folder (see :func:`is_below`).

        Raises
        ------
        InputError
            The file cannot be read, or is not below this folder.
        """


@dataclass(frozen=True, slots=True)
class DiskFolder:
    """A folder on disk, by its path; a link that leads out of it is not followed."""

    path: Path

    def read(self, name: str) -> tuple[str, str]:
        """Return the text of the file *name* and its path."""
        file = self.path / name
        # Without this check a link in the folder could make any file of the machine readable.
        if not _resolve(file).is_relative_to(_resolve(self.path)):
            refuse_file("KD001", Message("cannot be read: a link leads out of the folder"), str(file))
        return file_text(file), str(file)


@dataclass(frozen=True, slots=True)
class PackageFolder:
    """A folder inside an installed package, which may be a zip archive."""

    folder: Traversable

    def read(self, name: str) -> tuple[str, str]:
        """Return the text of the file *name*, and its path where the package is on disk."""
        file = self.folder.joinpath(*PurePosixPath(name).parts)
        try:
            content = file.read_bytes()
        except OSError as error:
            refuse_file("KD001", Message("cannot be read: {reason}", reason=describe_os_error(error)), str(file))
        return decode_text(content, str(file)), str(file)


@dataclass(frozen=True, slots=True)
class InnerFolder:
    """A folder inside another one, by its relative path there; it leads out of neither."""

    folder: Folder
    path: PurePosixPath

    def read(self, name: str) -> tuple[str, str]:
        """Return the text of the file *name*, and its name in diagnostics."""
        return self.folder.read(str(self.path / name))


def is_below(name: str) -> bool:
    r"""Return whether a relative path stays below its folder, on any system.

    A path with a backslash or a drive is refused everywhere: a definition that loads on one system loads on all.

    >>> is_below("parts/one.yaml"), is_below("../one.yaml"), is_below("..\\one.yaml"), is_below("C:one.yaml")
    (True, False, False, False)
    """
    path = PurePosixPath(name)
    return (
        bool(path.parts)
        and not path.is_absolute()
        and ".." not in path.parts
        and not ("\\" in name or PureWindowsPath(name).drive)
    )


def _resolve(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):  # links in a circle, or a null character in the name
        return path.absolute()
