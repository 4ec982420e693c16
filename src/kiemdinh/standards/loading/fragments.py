"""A definition split over files: an entry ``{from: FILE}`` of the tree stands for the nodes of that file.

A fragment is ``kiemdinh: 1``, ``part_of: ID`` and ``tree: [nodes]``. Its path is relative to the file that names it
and stays below that file's folder. What is wrong in a fragment is reported at its own line.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Final

from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.diagnostics.message import Message, list_names
from kiemdinh.parsing.collector import Path as DataPath
from kiemdinh.parsing.collector import Problems
from kiemdinh.parsing.files import MAX_SIZE
from kiemdinh.parsing.read import find_top_keys
from kiemdinh.parsing.readers import read_text
from kiemdinh.parsing.source import Source
from kiemdinh.standards.loading.folders import Folder, is_below
from kiemdinh.standards.loading.merged_source import Fragment, MergedSource, Origin

__all__ = ["are_unchanged", "digest_text", "merge_fragments"]

_KEYS: Final = ("kiemdinh", "part_of", "tree")


def merge_fragments(source: Source, folder: Folder | None, problems: Problems) -> MergedSource:
    """Put the fragments that a definition names in their places; their problems are added to *problems*.

    *folder* is the folder of the definition, None for a text, which cannot have fragments. All files together have at
    most :data:`~kiemdinh.parsing.files.MAX_SIZE` characters.
    """
    tree = source.data.get("tree")
    if not isinstance(tree, list) or not any(_names_file(node) for node in tree):
        return MergedSource(source, source.data)
    merger = _Merger(source, folder, problems)
    for i, node in enumerate(tree):
        if not _names_file(node):
            merger.add_nodes([node], source, i)
        elif not merger.add_file(node, ("tree", i, "from")):
            break
    data = {**source.data, "tree": merger.nodes}
    moved: dict[DataPath, Origin] = {("tree", i): origin for i, origin in enumerate(merger.origins)}
    return MergedSource(source, data, tuple(merger.fragments), (moved,))


def are_unchanged(fragments: tuple[Fragment, ...], folder: Folder | None) -> bool:
    """Return whether the files of *fragments* still exist with the same text; each is read again."""
    if folder is None:
        return not fragments
    try:
        return all(digest_text(folder.read(fragment.name)[0]) == fragment.digest for fragment in fragments)
    except InputError:  # loading it again reports the problem
        return False


@dataclass(slots=True)
class _Merger:
    """Collects the nodes of a definition and of its fragments, each with its origin."""

    source: Source
    folder: Folder | None
    problems: Problems
    nodes: list[Any] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)
    fragments: list[Fragment] = field(default_factory=list)
    _taken: dict[str, DataPath] = field(default_factory=dict)
    _room: int = MAX_SIZE

    def add_nodes(self, nodes: list[Any], source: Source, first: int = 0) -> None:
        self.nodes.extend(nodes)
        self.origins.extend(Origin(source, ("tree", first + j)) for j in range(len(nodes)))

    def add_file(self, node: dict[str, Any], at: DataPath) -> bool:
        """Add the nodes of a file that is named at *at*; return whether there is room for more."""
        name = str(PurePosixPath(str(node["from"])))
        if name in self._taken:
            message = Message("'{name}' is taken in twice", name=name)
            self.problems.add("KD201", message, at, found=name, first=self._taken[name])
            return True
        self._taken[name] = at
        read = self._read_part(name, at) if self._check_name(node, at) else None
        if read is None:
            return True
        text, part = read
        self._room -= len(text)
        if self._room < 0:
            message = Message(
                "the files of this definition have more than {max_size:,} characters together", max_size=MAX_SIZE
            )
            self.problems.add("KD003", message, at)
            return False
        self.fragments.append(Fragment(name, digest_text(text)))
        self.add_nodes(self._check_fragment(part), part)
        return True

    def _read_part(self, name: str, at: DataPath) -> tuple[str, Source] | None:
        """Return the text of the file *name* and its data; None where it cannot be read, which is reported."""
        if self.folder is None:
            self.problems.add(
                "KD001", Message("a text cannot take in files"), at, hint=Message("load the definition from its file")
            )
            return None
        read: list[tuple[str, Source]] = []
        with self.problems.collect_errors():
            text, file = self.folder.read(name)
            # A file that is no fragment is not quoted: it may hold secrets.
            if "part_of" in find_top_keys(text):
                read.append((text, read_text(text, file, problems=self.problems.found)))
            else:
                self.problems.add(
                    "KD104",
                    Message("'{name}' is not a part of a definition", name=name),
                    at,
                    expected=Message("a file with part_of:"),
                )
        return read[0] if read else None

    def _check_name(self, node: dict[str, Any], at: DataPath) -> bool:
        """Return whether a node may name the file that it names; otherwise report it."""
        name = node["from"]
        if len(node) > 1:
            other = next(key for key in node if key != "from")
            at = (*at[:-1], other)
            self.problems.add(
                "KD102", Message("'{other}' beside 'from'", other=other), at, key=True, expected=Message("from: alone")
            )
        elif not isinstance(name, str) or not is_below(name):
            message = Message("'{name}' is not below this file's folder", name=name)
            self.problems.add("KD001", message, at, expected=Message("a relative path with /"))
        else:
            return True
        return False

    def _check_fragment(self, part: Source) -> list[Any]:
        """Return the nodes of a fragment; reports keys that it may not have, and another framework."""
        inside = Problems(part)
        owner = self.source.data.get("framework")
        for key in part.data:
            if key not in _KEYS:
                inside.add(
                    "KD102",
                    Message("unknown key '{key}'", key=key),
                    (key,),
                    key=True,
                    expected=list_names(_KEYS),
                )
        if part.data.get("part_of") != owner:
            inside.add(
                "KD104",
                Message("this file is part of another framework"),
                ("part_of",),
                expected=Message("part_of: {owner}", owner=owner),
            )
        tree = part.data.get("tree")
        if not isinstance(tree, list):
            inside.add("KD103", Message("a fragment holds nodes"), ("tree",), expected=Message("tree: a list of nodes"))
        self.problems.found.extend(inside.found)
        return tree if isinstance(tree, list) else []


def _names_file(node: Any) -> bool:
    return isinstance(node, dict) and "from" in node


def digest_text(text: str) -> bytes:
    """Return the digest of the text of a file; a text with lone surrogates, which readers refuse, has one too."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
