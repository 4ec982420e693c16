"""A definition split over files: an entry ``{from: FILE}`` of the tree stands for the nodes of that file.

A fragment is ``kiemdinh: 1``, ``part_of: ID`` and ``tree: [nodes]``. Its path is relative to the file that names it
and stays below that file's folder. What is wrong in a fragment is reported at its own line.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.parsing.collector import Path as DataPath
from kiemdinh.parsing.collector import Problems
from kiemdinh.parsing.files import MAX_SIZE, file_text
from kiemdinh.parsing.readers import read_text
from kiemdinh.parsing.source import Source

__all__ = ["Fragment", "MergedSource", "gather", "unchanged"]

_KEYS = ("kiemdinh", "part_of", "tree")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A file that a definition was gathered from, and the digest of its text, to tell whether it has changed."""

    path: Path
    digest: bytes


@dataclass(frozen=True, slots=True)
class MergedSource:
    """A definition with its fragments put in place: the data as if it were one file, every place in its own."""

    main: Source
    data: dict[str, Any]
    origins: tuple[tuple[Source, int], ...]
    fragments: tuple[Fragment, ...]

    def diagnostic(
        self,
        code: str,
        message: str,
        path: DataPath,
        *,
        key: bool = False,
        expected: str | None = None,
        found: str | None = None,
        hint: str | None = None,
    ) -> Diagnostic:
        """Make a diagnostic at *path* of the gathered data, placed in the file that it came from."""
        source = self.main
        if len(path) > 1 and path[0] == "tree" and isinstance(path[1], int) and path[1] < len(self.origins):
            source, index = self.origins[path[1]]
            path = ("tree", index, *path[2:])
        return source.diagnostic(code, message, path, key=key, expected=expected, found=found, hint=hint)

    def sources(self) -> tuple[Source, ...]:
        """Return the files that it was gathered from, the main one first."""
        return tuple(dict.fromkeys((self.main, *(source for source, _ in self.origins))))


def gather(source: Source, folder: Path | None, problems: Problems) -> MergedSource:
    """Put the fragments that *source* names in their places; *folder* is where it stands, None for a text."""
    tree = source.data.get("tree")
    if not isinstance(tree, list) or not any(_names_file(node) for node in tree):
        return MergedSource(source, source.data, (), ())
    nodes: list[Any] = []
    origins: list[tuple[Source, int]] = []
    fragments: list[Fragment] = []
    room, taken = MAX_SIZE, set[str]()
    for i, node in enumerate(tree):
        if not _names_file(node):
            nodes.append(node)
            origins.append((source, i))
            continue
        file = str(PurePosixPath(str(node["from"])))
        if file in taken:
            problems.add("KD201", f"'{file}' is taken in twice", ("tree", i, "from"), found=file)
            continue
        taken.add(file)
        found = _read(node, ("tree", i, "from"), folder, problems)
        if found is not None:
            fragment, part, size = found
            room -= size
            if room < 0:
                message = f"the files of this definition have more than {MAX_SIZE:,} characters together"
                problems.add("KD003", message, ("tree", i, "from"))
                break
            fragments.append(fragment)
            inside = _nodes(part, source, problems)
            nodes.extend(inside)
            origins.extend((part, j) for j in range(len(inside)))
    return MergedSource(source, {**source.data, "tree": nodes}, tuple(origins), tuple(fragments))


def unchanged(fragments: tuple[Fragment, ...]) -> bool:
    """Whether the files of *fragments* still say what they said."""
    return all(_digest(file_text(f.path)) == f.digest for f in fragments)


def _names_file(node: Any) -> bool:
    return isinstance(node, dict) and "from" in node


def _read(
    node: dict[str, Any], at: DataPath, folder: Path | None, problems: Problems
) -> tuple[Fragment, Source, int] | None:
    name = node["from"]
    path = PurePosixPath(str(name))
    if folder is None:
        problems.add("KD001", "a text cannot take in files", at, hint="load the definition from its file")
    elif len(node) > 1:
        other = next(key for key in node if key != "from")
        problems.add("KD102", f"'{other}' beside 'from'", (*at[:-1], other), key=True, expected="from: alone")
    elif not isinstance(name, str) or path.is_absolute() or ".." in path.parts:
        problems.add("KD001", f"'{name}' does not stand below this file's folder", at, expected="a relative path")
    else:
        file = folder / path
        with problems.collect_errors():
            text = file_text(file)
            part = read_text(text, str(file), problems=problems.found)
            return Fragment(file, _digest(text)), part, len(text)
    return None


def _nodes(part: Source, main: Source, problems: Problems) -> list[Any]:
    inside = Problems(part)
    owner = main.data.get("framework")
    for key in part.data:
        if key not in _KEYS:
            inside.add("KD102", f"unknown key '{key}'", (key,), key=True, expected="one of " + ", ".join(_KEYS))
    if part.data.get("part_of") != owner:
        inside.add("KD104", "this file is part of another framework", ("part_of",), expected=f"part_of: {owner}")
    tree = part.data.get("tree")
    if not isinstance(tree, list):
        inside.add("KD103", "a fragment holds nodes", ("tree",), expected="tree: a list of nodes")
    problems.found.extend(inside.found)
    return tree if isinstance(tree, list) else []


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
