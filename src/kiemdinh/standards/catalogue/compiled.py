"""Bundled frameworks in loaded form: written when the wheel is built, and read in place of their YAML.

A compiled framework is a pickle of our own classes, kept with the version of kiemdinh and the SHA-256 of each YAML file
that it was made of. The pickle has the framework as it was checked, with the tree laid flat, and no paths. The places
of its parts, which only diagnostics need, are in a file of their own, and so are its rules. None of these files depends
on the version of Python or on the system, so that one wheel serves all. A source tree has no compiled frameworks; there
the YAML is read.
"""

from __future__ import annotations

import hashlib
import pickle
import warnings
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePath, PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

from kiemdinh.parsing.read import Input
from kiemdinh.standards import editions, loading
from kiemdinh.standards.catalogue.compiled_rules import BundledRules
from kiemdinh.standards.catalogue.files import (
    EDITION_MARK,
    YAML_SUFFIX,
    Compiled,
    catalogue_folder,
    edition_names,
    file_names,
    list_named,
    read_compiled,
    write_compiled,
)
from kiemdinh.standards.catalogue.pickling import pickle_form

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.resources.abc import Traversable

    from kiemdinh.parsing.source import Source
    from kiemdinh.standards.loading import Framework, MergedSource

__all__ = [
    "compile_framework",
    "load_compiled",
    "load_yaml",
]

_PLACES: Final = ".places"
"""The end of the name of the file with the places."""


class BundledSource(NamedTuple):
    """The place of each part of a bundled framework in its files, read when it is asked for."""

    framework_id: str

    def read(self) -> MergedSource:
        """Return the place of each part in its files; from the YAML where the compiled form is out of date."""
        places = _load_places(self.framework_id, catalogue_folder())
        return _read_yaml(self.framework_id) if places is None else places


@lru_cache(maxsize=64)
def load_yaml(name: str) -> Framework:
    """Return an edition of a bundled framework by its name, loaded from its YAML; a second call is a look-up."""
    # Read through the package and not by a path on the disk, so that it works from a zip archive too.
    folder = loading.PackageFolder(catalogue_folder())
    text, file = folder.read(name + YAML_SUFFIX)
    framework_id, is_amended, _ = name.partition(EDITION_MARK)
    if not is_amended:
        return loading.load_input(Input(text, file), folder, find_referenced=_find_yaml_of)
    names = edition_names(framework_id)
    return editions.amend(load_yaml(names[names.index(name) - 1]), Input(text, file).read())


def _find_yaml_of(name: str) -> tuple[Framework, ...]:
    names = [one for one in file_names() if EDITION_MARK not in one]
    found = (load_yaml(one) for one in list_named(name, names))
    return tuple(one for one in found if name in (one.id, one.definition.family))


def load_compiled(framework_id: str, folder: Traversable) -> Framework | None:
    """Return a bundled framework from its compiled form; None where there is none, or its YAML has changed.

    The YAML is not parsed: the bytes of its files are compared by their digests. Where they differ, a warning says so.

    Parameters
    ----------
    framework_id
        Its id.
    folder
        The folder of the catalogue, which has the YAML and the folder of compiled frameworks.
    """
    compiled = read_compiled(framework_id, folder)
    if compiled is None:
        return None
    if not _is_made_of(compiled, folder):
        message = f"the compiled form of {framework_id} was made of other files, so that its YAML is read"
        warnings.warn(message, RuntimeWarning, stacklevel=2)
        return None
    found: Framework = pickle.loads(compiled.content)  # noqa: S301 - our own file, installed with this one
    return found


def compile_framework(framework_id: str, folder: Traversable) -> dict[str, bytes]:
    """Return the files of the compiled form of a bundled framework by their names, made of the files in *folder*."""
    source = _read_yaml(framework_id)
    all_editions = edition_names(framework_id.partition(EDITION_MARK)[0])
    made_of = all_editions[: all_editions.index(framework_id) + 1]
    names = [*(name + YAML_SUFFIX for name in made_of), *(fragment.name for fragment in source.fragments)]
    digests = _digest_files(folder, dict.fromkeys(names, ""))
    # Without the places of its parts, which are three quarters of it and have the paths of this machine.
    framework = load_yaml(framework_id)
    bare = replace(
        framework,
        _source=None,
        _source_reader=BundledSource(framework_id),
        _compiled_rules=BundledRules(framework_id),
    )
    root = str(catalogue_folder())
    places = _rename_files(source, lambda path: PurePath(path).relative_to(root).as_posix())
    parts = {framework_id: bare, framework_id + _PLACES: places}
    return {name: write_compiled(digests, pickle_form(part)) for name, part in parts.items()}


def _load_places(framework_id: str, folder: Traversable) -> MergedSource | None:
    """Return the places of the parts of a bundled framework; None where they are not known without its YAML."""
    compiled = read_compiled(framework_id + _PLACES, folder)
    if compiled is None or not _is_made_of(compiled, folder):
        return None
    found: MergedSource = pickle.loads(compiled.content)  # noqa: S301 - our own file, installed with this one
    return _rename_files(found, lambda name: str(folder.joinpath(*PurePosixPath(name).parts)))


def _read_yaml(framework_id: str) -> MergedSource:
    source = load_yaml(framework_id).source
    assert source is not None  # noqa: S101 - what is loaded from a file has one
    return source


def _rename_files(source: MergedSource, rename: Callable[[str], str]) -> MergedSource:
    """Return the same places in files of other names."""
    renamed: dict[Source | None, Source] = {one: replace(one, name=rename(one.name or "")) for one in source.sources()}
    moves = tuple(
        {path: loading.Origin(renamed.get(origin.source), origin.path) for path, origin in moved.items()}
        for moved in source.moves
    )
    with_bands = None if source.with_bands is None else _rename_files(source.with_bands, rename)
    return replace(source, main=renamed[source.main], moves=moves, with_bands=with_bands)


def _is_made_of(compiled: Compiled, folder: Traversable) -> bool:
    """Return whether this version of kiemdinh has compiled the files as they are."""
    return compiled.is_of(_digest_files(folder, compiled.made_of))


def _digest_files(folder: Traversable, names: dict[str, str]) -> dict[str, str]:
    """Return the SHA-256 of each file; empty for a file that is missing."""
    files = {name: folder.joinpath(*PurePosixPath(name).parts) for name in names}
    return {
        name: hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else "" for name, file in files.items()
    }
