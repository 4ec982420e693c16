"""A definition put together from files: its data as those of one file, and the place of each part in the files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from kiemdinh.diagnostics.diagnostic import Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.collector import Path as DataPath
from kiemdinh.parsing.source import Source

__all__ = ["Fragment", "MergedSource", "Moves", "Origin"]


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin of a part of the data: a path, in a file or in the data before a change.

    See the example of :func:`kiemdinh.apply`.

    Attributes
    ----------
    source
        The file that has it; None for the data before the change.
    path
        Its place there, as keys and positions from 0.
    """

    source: Source | None
    path: DataPath


Moves: TypeAlias = Mapping[DataPath, Origin]
"""For each part that moved when the data was changed, its new path and its origin. All values below a part moved with
it; all others stayed where they were."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A file that a definition was merged from, and the digest of its text, to find out whether it has changed.

    See the example of :func:`kiemdinh.load`.

    Attributes
    ----------
    name
        The path by which the definition names it.
    digest
        The SHA-256 of its text, 32 bytes.
    """

    name: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class MergedSource:
    """A definition with its fragments put in place: the data as those of one file, each with its place in its file.

    See the example of :func:`kiemdinh.load`.

    Attributes
    ----------
    main
        The file that names the others.
    data
        The data of all files together.
    fragments
        The other files.
    moves
        The parts that moved, in one entry for each change of the data, the first change first.
    with_bands
        The same definition with bands as they are written; None where it has none, or they are not written out.
    """

    main: Source
    data: dict[str, Any]
    fragments: tuple[Fragment, ...] = ()
    moves: tuple[Moves, ...] = ()
    with_bands: MergedSource | None = None

    def with_data(self, data: dict[str, Any], moved: Moves) -> MergedSource:
        """Return the same files with other data; *moved* has the origins of its parts."""
        return replace(self, data=data, moves=(*self.moves, moved) if moved else self.moves, with_bands=None)

    def with_bands_written_out(self, data: dict[str, Any], moved: Moves) -> MergedSource:
        """Return the same files with data in which bands are written out; without *moved* there are none."""
        return replace(self.with_data(data, moved), with_bands=self if moved else None)

    @property
    def as_amended(self) -> MergedSource:
        """The definition in the form that acts change: with bands, and not the conditions written out from them."""
        return self.with_bands or self

    def diagnostic(
        self,
        code: str,
        message: Message,
        path: DataPath,
        *,
        key: bool = False,
        expected: Message | None = None,
        found: str | None = None,
        hint: Message | None = None,
    ) -> Diagnostic:
        """Return a diagnostic at *path* of the merged data, at its place in its file.

        The arguments are those of :meth:`Source.diagnostic() <kiemdinh.results.Source.diagnostic>`.
        """
        source, path = self._locate(path)
        return source.diagnostic(code, message, path, key=key, expected=expected, found=found, hint=hint)

    def rest_taken_for_comment(self, path: DataPath) -> str | None:
        """Return the text after a plain text that may belong to it; see :class:`Source`."""
        source, path = self._locate(path)
        return source.rest_taken_for_comment(path)

    def _locate(self, path: DataPath) -> tuple[Source, DataPath]:
        """Return the file that a path of the merged data leads to, and the path within it."""
        for moved in reversed(self.moves):
            end = next((end for end in range(len(path), 0, -1) if path[:end] in moved), None)
            if end is not None:
                origin = moved[path[:end]]
                path = (*origin.path, *path[end:])
                if origin.source is not None:
                    return origin.source, path
        return self.main, path

    def sources(self) -> tuple[Source, ...]:
        """Return the files that it was merged from: first the one with its id, then in the order in which they came."""
        own, _ = self._locate(("framework",))
        others = (origin.source for moved in self.moves for origin in moved.values() if origin.source is not None)
        return tuple(dict.fromkeys((own, self.main, *others)))
