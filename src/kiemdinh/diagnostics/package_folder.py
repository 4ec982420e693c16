"""The folder of an installed package, for the files that come with it."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["find_package_folder"]


def find_package_folder(package: str) -> Traversable:
    """Return the folder of a package, on disk or in an archive.

    >>> find_package_folder("kiemdinh.diagnostics").joinpath("vi.mo").is_file()
    True
    """
    import_module(package)
    folder = Path(sys.modules[package].__file__ or "").parent
    if folder.is_dir():
        return folder
    # Imported only for an archive: with zipfile and tempfile it takes as long as reading a catalogue of messages.
    from importlib.resources import files  # noqa: PLC0415

    return files(package)
