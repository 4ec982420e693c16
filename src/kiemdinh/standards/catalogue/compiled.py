"""Bundled frameworks as they are once loaded: written when the wheel is built, read in place of their YAML.

A compiled framework is a pickle of our own classes behind a line of JSON, which names the version of kiemdinh and the
SHA-256 of each YAML file that it was made of. The pickle has the framework as it was checked, with the tree laid flat,
and neither paths nor the places of its parts. It does not depend on the version of Python or on the system, so that one
wheel serves all. A source tree has none, and reads the YAML.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import warnings
from dataclasses import dataclass, replace
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple

from kiemdinh.parsing.read import Input
from kiemdinh.standards.loading import Framework, MergedSource, PackageFolder, load_input
from kiemdinh.version import __version__

__all__ = ["COMPILED_FOLDER", "catalogue_folder", "compile_framework", "load_compiled", "load_yaml"]

COMPILED_FOLDER: Final = "compiled_frameworks"
"""The folder of compiled frameworks in that of the catalogue, each under its id."""
_SUFFIX: Final = ".yaml"
_PROTOCOL: Final = 5


@dataclass(frozen=True, slots=True)
class BundledSource:
    """The YAML of a bundled framework, read where somebody asks for the places of its parts."""

    framework_id: str

    def read(self) -> MergedSource:
        """Return where in its files each part stands."""
        source = load_yaml(self.framework_id).source
        assert source is not None  # noqa: S101 - what is loaded from a file has one
        return source


class _Compiled(NamedTuple):
    version: str
    files: dict[str, str]
    content: bytes


def catalogue_folder() -> Traversable:
    """Return the folder of the bundled frameworks, on disk or in a zip archive."""
    return resources.files("kiemdinh.standards") / "catalogue"


def load_yaml(framework_id: str) -> Framework:
    """Return a bundled framework, loaded from its YAML; a second time it is a look-up."""
    # Read through the package and not from files of the disk: so it works from a zip archive too.
    folder = PackageFolder(catalogue_folder())
    text, name = folder.read(framework_id + _SUFFIX)
    return load_input(Input(text, name), folder)


def load_compiled(framework_id: str, folder: Traversable) -> Framework | None:
    """Return a bundled framework from its compiled form; None where there is none, or its YAML is another by now.

    The YAML is not parsed: the bytes of its files are compared by their digests. Where they differ, a warning says so.

    Parameters
    ----------
    framework_id
        Its id.
    folder
        The folder of the catalogue, which has the YAML and the folder of compiled frameworks.
    """
    file = folder / COMPILED_FOLDER / framework_id
    if not file.is_file():
        return None
    compiled = _split(file.read_bytes())
    if compiled.version != __version__ or compiled.files != _digest_files(folder, compiled.files):
        message = f"the compiled form of {framework_id} was made of other files, so that its YAML is read"
        warnings.warn(message, RuntimeWarning, stacklevel=2)
        return None
    found: Framework = pickle.loads(compiled.content)  # noqa: S301 - our own file, installed with this one
    return found


def compile_framework(framework_id: str, folder: Traversable) -> bytes:
    """Return the compiled form of a bundled framework, made of the files in *folder*."""
    framework = load_yaml(framework_id)
    assert framework.source is not None  # noqa: S101 - what is loaded from a file has one
    names = [framework_id + _SUFFIX, *(fragment.name for fragment in framework.source.fragments)]
    head = {"version": __version__, "files": _digest_files(folder, dict.fromkeys(names, ""))}
    # Without the places of its parts, which are three quarters of it and have the paths of this machine.
    bare = replace(framework, _source=BundledSource(framework_id))
    return json.dumps(head).encode() + b"\n" + pickle.dumps(bare, protocol=_PROTOCOL)


def _split(content: bytes) -> _Compiled:
    head, _, rest = content.partition(b"\n")
    said: dict[str, Any] = json.loads(head)
    return _Compiled(said["version"], said["files"], rest)


def _digest_files(folder: Traversable, names: dict[str, str]) -> dict[str, str]:
    """Return the SHA-256 of each file, empty for one that is not there."""
    files = {name: folder.joinpath(*PurePosixPath(name).parts) for name in names}
    return {
        name: hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else "" for name, file in files.items()
    }
