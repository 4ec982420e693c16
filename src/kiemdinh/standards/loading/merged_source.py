"""A definition put together from files: its data as of one file, and where in the files each part stands."""

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
    """Where a part of the data came from: a path, in a file or in the data as it was before it was changed.

    See the example of :func:`kiemdinh.apply`.

    Attributes
    ----------
    source
        The file that it stands in; None for the data as it was before.
    path
        Its place there, as keys and positions from 0.
    """

    source: Source | None
    path: DataPath


Moves: TypeAlias = Mapping[DataPath, Origin]
"""For each part that moved when the data was changed its path afterwards, and where it came from. What stands below a
part moved with it; what is below no such part stayed where it was."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A file that a definition was merged from, and the digest of its text, to tell whether it has changed.

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
    """A definition with its fragments put in place: the data as of one file, each place in the file that it came from.

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
        How the parts of the data came to where they stand: one entry for each time that it was changed, the first
        change first.
    with_bands
        The same definition with bands as they are written; None where it has none, or they are not written out.
    """

    main: Source
    data: dict[str, Any]
    fragments: tuple[Fragment, ...] = ()
    moves: tuple[Moves, ...] = ()
    with_bands: MergedSource | None = None

    def with_data(self, data: dict[str, Any], moved: Moves) -> MergedSource:
        """Return the same files with other data; *moved* says where its parts came from."""
        return replace(self, data=data, moves=(*self.moves, moved) if moved else self.moves, with_bands=None)

    def with_bands_written_out(self, data: dict[str, Any], moved: Moves) -> MergedSource:
        """Return the same files with data in which bands are written out; without *moved* there are none."""
        return replace(self.with_data(data, moved), with_bands=self if moved else None)

    @property
    def as_amended(self) -> MergedSource:
        """The definition as acts speak of it: bands are bands, and not the conditions that they are written out to."""
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
        """Return a diagnostic at *path* of the merged data, placed in the file that it came from.

        The arguments are those of :meth:`Source.diagnostic() <kiemdinh.results.Source.diagnostic>`.
        """
        source, path = self._locate(path)
        return source.diagnostic(code, message, path, key=key, expected=expected, found=found, hint=hint)

    def rest_taken_for_comment(self, path: DataPath) -> str | None:
        """Return what stands behind a plain text and may belong to it; see :class:`Source`."""
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
