"""The texts of a part of a definition, in each language in which it has one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiemdinh.parsing.collector import Path
    from kiemdinh.standards.definition import Localised

__all__ = ["list_texts"]


def list_texts(part: Localised, path: Path) -> Iterator[tuple[str, Path]]:
    """Yield each text of a part with its place, Vietnamese and English first; *path* is the place of the part."""
    for code in ("vi", "en"):
        if getattr(part, code) is not None:
            yield getattr(part, code), (*path, code)
    for code, text in (part.text or {}).items():
        yield text, (*path, "text", code)
