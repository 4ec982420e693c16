"""The bundled frameworks, and finding a framework by whatever a caller has: an id, a path, or one loaded."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Final, TypeAlias

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.wording import suggest
from kiemdinh.parsing.files import path_name
from kiemdinh.parsing.read import is_path
from kiemdinh.standards.loading import Framework, load

__all__ = ["AnyFramework", "Bundled", "catalogue", "load_bundled", "resolve_framework"]

_SUFFIX: Final = ".yaml"
_OWN_FILE: Final = "a framework of your own is named by the path of its file: 'framework: FILE', or --framework FILE"


@dataclass(frozen=True, slots=True)
class Bundled:
    """A framework that comes with kiemdinh, by its id; it is loaded when asked for."""

    id: str

    def load(self) -> Framework:
        """Load the framework; a second time costs a look-up."""
        return _load_file(self.id)


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


def load_bundled(framework_id: str) -> Framework | None:
    """Return the bundled framework of that id; None where kiemdinh comes with none.

    It is loaded at the first call and kept.
    """
    return _load_file(framework_id) if framework_id in _list_ids() else None


def resolve_framework(reference: AnyFramework, beside: Path | None = None) -> Framework:
    """Return the framework that a caller means: one that is loaded, a bundled id, a path, a text or plain data.

    Parameters
    ----------
    reference
        A text without line breaks, slashes and braces that does not end as the name of a file is taken as an id.
    beside
        The folder from which a relative path is looked for, such as that of a dossier; None for the current one.

    Raises
    ------
    InputError
        It is no bundled id and no file, or the file has problems.
    """
    if isinstance(reference, Framework):
        return reference
    if isinstance(reference, Bundled):
        return reference.load()
    if isinstance(reference, Mapping):
        return load(reference)
    if isinstance(reference, str) and reference in _list_ids():
        return _load_file(reference)
    if isinstance(reference, str) and _looks_like_id(reference):
        raise InputError([_describe_unknown(reference, _list_ids())])
    if not is_path(reference):
        return load(reference)
    return load((beside or Path()) / path_name(reference))


@lru_cache(maxsize=64)
def _load_file(framework_id: str) -> Framework:
    file = resources.files("kiemdinh.standards") / "catalogue" / (framework_id + _SUFFIX)
    with resources.as_file(file) as path:
        return load(path)


def _list_ids() -> tuple[str, ...]:
    return tuple(bundled.id for bundled in catalogue())


def _looks_like_id(text: str) -> bool:
    return "\n" not in text and not any(c in text for c in "/\\{") and not text.endswith((".yaml", ".yml", ".json"))


def _describe_unknown(framework_id: str, ids: tuple[str, ...]) -> Diagnostic:
    near = suggest(framework_id, ids)
    return Diagnostic(
        "KD243",
        "error",
        f"there is no bundled framework '{framework_id}'",
        expected="one of " + ", ".join(ids) + ", or the path of a file",
        found=framework_id,
        hint=_OWN_FILE if near is None else f"did you mean '{near}'?",
    )
