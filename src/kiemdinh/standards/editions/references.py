"""The places outside the tree in which a definition names a node by its id: lists of sets, and confirmations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kiemdinh.standards.editions.edits import NewPart
from kiemdinh.standards.loading import Origin

if TYPE_CHECKING:
    from kiemdinh.parsing.collector import Path
    from kiemdinh.standards.editions.edits import Edits
    from kiemdinh.standards.loading import AppliedChange, Framework

__all__ = ["drop_confirmations", "rename_references"]


def rename_references(framework: Framework, renumberings: Sequence[AppliedChange], edits: Edits) -> None:
    """Add to *edits* the new ids in all references to renumbered nodes and to the nodes below them."""
    source = framework.source
    data: dict[str, Any] = source.as_amended.data if source is not None else {}
    # The innermost first: it leaves the ids of the nodes around it as they are. So each is renamed once.
    ordered = sorted(renumberings, key=lambda change: -len(change.at))
    for path, said in (*_find_in_sets(data), *_find_in_confirmations(data)):
        new = said
        for change in ordered:
            if said == change.at or said.startswith(f"{change.at}/"):
                new = change.rename(new)
        if new != said:
            edits.replaced[path] = NewPart(new, Origin(None, path))


def drop_confirmations(framework: Framework, edits: Edits) -> None:
    """Add to *edits* the removal of confirmations of nodes that are removed or replaced."""
    gone = (*edits.removed, *edits.replaced)
    source = framework.source
    for i, one in enumerate(source.data.get("confirmations", ()) if source is not None else ()):
        info = framework.nodes.get(str(one["at"]))
        if info is not None and any(info.path[: len(path)] == path for path in gone):
            edits.removed.add(("confirmations", i))


def _find_in_sets(data: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    for name, said in data.get("sets", {}).items():
        for key in ("ids", "except"):
            if key in said:
                yield from _find_texts(said[key], ("sets", name, key))


def _find_in_confirmations(data: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    for i, one in enumerate(data.get("confirmations", ())):
        yield ("confirmations", i, "at"), str(one["at"])


def _find_texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the ids of a list, or of every list of a table; the input of a table is no id of a node."""
    if isinstance(value, list):
        yield from (((*path, i), str(one)) for i, one in enumerate(value))
    elif isinstance(value, dict):
        for choice, ids in value.get("values", {}).items():
            yield from _find_texts(ids, (*path, "values", choice))
        yield from _find_texts(value.get("otherwise"), (*path, "otherwise"))
