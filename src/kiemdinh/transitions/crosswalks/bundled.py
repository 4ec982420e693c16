"""The crosswalks that come with kiemdinh, each found by the ids of its two frameworks."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.package_folder import find_package_folder
from kiemdinh.parsing.read import Input
from kiemdinh.transitions.crosswalks.crosswalk import Crosswalk
from kiemdinh.transitions.crosswalks.load import load_opened_crosswalk

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["bundled_crosswalks", "find_bundled_crosswalk"]

_BETWEEN: Final = "--"
"""The text between the two ids in the name of a file."""
_SUFFIX: Final = ".yaml"


@lru_cache(maxsize=1)
def bundled_crosswalks() -> tuple[tuple[str, str], ...]:
    """Return the ids of the two frameworks of each bundled crosswalk, source first, sorted."""
    names = (file.name for file in _folder().iterdir() if file.name.endswith(_SUFFIX))
    pairs = (name.removesuffix(_SUFFIX).partition(_BETWEEN) for name in names)
    return tuple(sorted((source, target) for source, _, target in pairs))


@lru_cache(maxsize=16)
def find_bundled_crosswalk(source_id: str, target_id: str) -> Crosswalk | None:
    """Return the bundled crosswalk between two frameworks, by their ids; None where there is none.

    It is loaded once and kept.
    """
    if (source_id, target_id) not in bundled_crosswalks():
        return None
    file = _folder() / f"{source_id}{_BETWEEN}{target_id}{_SUFFIX}"
    return load_opened_crosswalk(Input(file.read_text(encoding="utf-8"), file.name))


def _folder() -> Traversable:
    # Read through the package and not by a path on the disk, so that it works from a zip archive too.
    return find_package_folder("kiemdinh.transitions") / "crosswalks" / "files"
