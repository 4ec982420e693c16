"""The bundled frameworks, and finding a framework by whatever a caller has: an id, a path, or one loaded."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeAlias

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.wording import suggest
from kiemdinh.parsing.files import path_name
from kiemdinh.parsing.read import is_path
from kiemdinh.standards.loading import Framework, load

__all__ = ["AnyFramework", "Bundled", "catalogue", "load_bundled", "resolve_framework"]

_SUFFIX = ".yaml"
_OWN_FILE = "a framework of your own is named by the path of its file: 'framework: FILE', or --framework FILE"


@dataclass(frozen=True, slots=True)
class Bundled:
    """A framework that comes with kiemdinh; loaded when asked for."""

    id: str

    def load(self) -> Framework:
        """Load it; a second time costs little."""
        return _load_bundled(self.id)


AnyFramework: TypeAlias = Framework | Bundled | str | os.PathLike[str] | Mapping[str, Any]
"""Whatever a caller has of a framework: one loaded, a bundled id, a path, YAML text, or plain data."""


@lru_cache(maxsize=1)
def catalogue() -> tuple[Bundled, ...]:
    """Return the bundled frameworks in the order of their ids, each with ``.id`` and ``.load()``.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> [bundled.id for bundled in kd.catalogue()]
    ['vn.tt18-2018', 'vn.tt57-2026.gdtx', 'vn.tt57-2026.mam-non', 'vn.tt57-2026.pho-thong']
    """
    files = (resources.files("kiemdinh.standards") / "catalogue").iterdir()
    names = sorted(f.name.removesuffix(_SUFFIX) for f in files if f.name.endswith(_SUFFIX))
    return tuple(Bundled(name) for name in names)


@lru_cache(maxsize=64)
def _load_bundled(framework_id: str) -> Framework:
    file = resources.files("kiemdinh.standards") / "catalogue" / (framework_id + _SUFFIX)
    with resources.as_file(file) as path:
        return load(path)


def load_bundled(framework_id: str) -> Framework | None:
    """Return the bundled framework with that id; None where none comes with kiemdinh."""
    return _load_bundled(framework_id) if framework_id in {b.id for b in catalogue()} else None


def resolve_framework(what: AnyFramework, beside: Path | None = None) -> Framework:
    """Return the framework that *what* means: one loaded, a bundled id, a path or a text.

    A relative path is looked for from the folder *beside* (a dossier's own), else from the current one.

    Raises
    ------
    InputError
        It is no bundled id and no file, or the file has problems.
    """
    if isinstance(what, Framework):
        return what
    if isinstance(what, Bundled):
        return what.load()
    if isinstance(what, Mapping):
        return load(what)
    ids = tuple(b.id for b in catalogue())
    if isinstance(what, str) and what in ids:
        return _load_bundled(what)
    if isinstance(what, str) and _looks_like_an_id(what):
        raise InputError([_no_such(what, ids)])
    if not is_path(what):
        return load(what)
    return load((beside or Path()) / path_name(what))


def _looks_like_an_id(what: str) -> bool:
    return "\n" not in what and not any(c in what for c in "/\\{") and not what.endswith((".yaml", ".yml", ".json"))


def _no_such(what: str, ids: tuple[str, ...]) -> Diagnostic:
    near = suggest(what, ids)
    return Diagnostic(
        "KD243",
        "error",
        f"there is no bundled framework '{what}'",
        expected="one of " + ", ".join(ids) + ", or the path of a file",
        found=what,
        hint=_OWN_FILE if near is None else f"did you mean '{near}'?",
    )
