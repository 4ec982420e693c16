"""The files of the catalogue: the YAML of each edition, and its compiled form in a wheel."""

from __future__ import annotations

import hashlib
import pickle
from typing import TYPE_CHECKING, Final, NamedTuple

from kiemdinh.diagnostics.package_folder import find_package_folder
from kiemdinh.standards.catalogue.pickling import pickle_form
from kiemdinh.standards.definition import CONFIRMATIONS
from kiemdinh.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.resources.abc import Traversable

__all__ = [
    "COMPILED_FOLDER",
    "EDITION_MARK",
    "YAML_SUFFIX",
    "Compiled",
    "catalogue_folder",
    "digest_catalogue",
    "edition_names",
    "file_names",
    "list_named",
    "read_compiled",
    "write_compiled",
]

COMPILED_FOLDER: Final = "compiled_frameworks"
"""The folder of compiled frameworks in that of the catalogue, each under its id."""
EDITION_MARK: Final = "@"
"""The sign between the id of a framework and the first day of an edition."""
YAML_SUFFIX: Final = ".yaml"
"""The end of the names of the files of editions."""


class Compiled(NamedTuple):
    """The contents of a compiled file: the version that made it, the digests of its sources, and the compiled form."""

    version: str
    made_of: dict[str, str]
    content: bytes

    def is_of(self, digests: dict[str, str]) -> bool:
        """Return whether this version of kiemdinh has made it, from sources with these digests."""
        return self.version == __version__ and self.made_of == digests


def catalogue_folder() -> Traversable:
    """Return the folder of the bundled frameworks, on disk or in a zip archive."""
    return find_package_folder("kiemdinh.standards") / "catalogue"


def digest_catalogue() -> str:
    """Return a digest of all bundled frameworks: it changes when any file of any edition changes."""
    found = hashlib.sha256()
    for path, content in sorted(_read_files(catalogue_folder(), "")):
        found.update(f"{path}\0{len(content)}\0".encode() + content)
    return found.hexdigest()


def _read_files(folder: Traversable, above: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each file of YAML below a folder."""
    for one in folder.iterdir():
        path = f"{above}{one.name}"
        if one.is_dir():
            yield from _read_files(one, f"{path}/")
        elif path.endswith(YAML_SUFFIX):
            yield path, one.read_bytes()


def edition_names(framework_id: str) -> tuple[str, ...]:
    """Return the names of the editions of a bundled framework: its id, then ``ID@DAY`` for each amendment, by its day.

    Each is the name of a file of the catalogue: of the definition as issued, and of the amendments.
    """
    return (framework_id, *(name for name in file_names() if name.startswith(framework_id + EDITION_MARK)))


def file_names() -> list[str]:
    """Return the names of the files of the catalogue that are editions, sorted: definitions and amendments."""
    files = (file.name for file in catalogue_folder().iterdir() if file.name.endswith(YAML_SUFFIX))
    return sorted(
        name for name in (file.removesuffix(YAML_SUFFIX) for file in files) if not name.endswith(CONFIRMATIONS)
    )


def read_compiled(name: str, folder: Traversable) -> Compiled | None:
    """Return a compiled form by its name; None where there is none."""
    file = folder / COMPILED_FOLDER / name
    if not file.is_file():
        return None
    return Compiled(*pickle.loads(file.read_bytes()))  # noqa: S301 - our own file, installed with this one


def write_compiled(made_of: dict[str, str], content: bytes) -> bytes:
    """Return the file of a compiled form; any version of kiemdinh can read it, to see which version has made it."""
    return pickle_form((__version__, made_of, content))


def list_named(name: str, ids: Iterable[str]) -> tuple[str, ...]:
    """Return *name* if it is among *ids*, else those of *ids* that can belong to the family *name*."""
    own = tuple(one for one in ids if one == name)
    return own or tuple(one for one in ids if one.startswith(f"{name}."))
