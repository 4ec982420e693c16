"""One change of the data of a definition, and the parts of the data from which changes are made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.wording import shorten_text
from kiemdinh.parsing.placed_tree import Scalar

if TYPE_CHECKING:
    from kiemdinh.parsing.collector import Path

__all__ = ["LEFT_OUT", "DataPart", "DefinitionChange", "apply_change", "find_data"]

LEFT_OUT: Final = "(left out)"
"""The word that reports show for a part that is dropped."""


@dataclass(frozen=True, slots=True)
class DefinitionChange:
    """One change of a definition, which could be a mistake of its author.

    Attributes
    ----------
    kind
        The kind of the changed part: ``threshold``, ``comparator``, ``award term``, …
    path
        The place of the changed value in the definition.
    was, becomes
        The value before and after the change, as YAML would write them.
    at, data
        The part of the data that is replaced, and the data that replace it.
    """

    kind: str
    path: Path
    was: str
    becomes: str
    at: Path
    data: Any


@dataclass(frozen=True, slots=True)
class DataPart:
    """A mapping in the data of a definition, and its place. Its methods make changes of single keys."""

    path: Path
    data: Mapping[str, Any]

    def replace(self, key: str, value: Any, kind: str) -> DefinitionChange:
        """Return the change of the value of *key*."""
        at = (*self.path, key)
        return DefinitionChange(kind, at, _write_pair(key, self.data[key]), _write_pair(key, value), at, value)

    def drop(self, key: str, kind: str) -> DefinitionChange:
        """Return the change that leaves *key* out."""
        rest = {name: value for name, value in self.data.items() if name != key}
        return DefinitionChange(kind, (*self.path, key), _write_pair(key, self.data[key]), LEFT_OUT, self.path, rest)

    def rename(self, key: str, to: str, kind: str) -> DefinitionChange:
        """Return the change of *key* itself, in its place; its value stays."""
        renamed = {to if name == key else name: value for name, value in self.data.items()}
        value = self.data[key]
        return DefinitionChange(
            kind, (*self.path, key), _write_pair(key, value), _write_pair(to, value), self.path, renamed
        )

    def become(self, key: str, instead: Any, kind: str) -> DefinitionChange:
        """Return the change of the whole part, which *key* tells, into *instead*."""
        return DefinitionChange(kind, (*self.path, key), _write(self.data), _write(instead), self.path, instead)

    def drop_items(self, key: str, kind: str, *, least: int = 1) -> Iterator[DefinitionChange]:
        """Yield the change that leaves out each item of the list at *key*, while *least* items stay."""
        items = self.data.get(key)
        if not isinstance(items, Sequence) or isinstance(items, str) or len(items) <= least:
            return
        for i, item in enumerate(items):
            rest = [*items[:i], *items[i + 1 :]]
            yield DefinitionChange(kind, (*self.path, key, i), _write(item), LEFT_OUT, (*self.path, key), rest)

    def swap_items(self, key: str, kind: str) -> Iterator[DefinitionChange]:
        """Yield the change that swaps each item of the list at *key* with the next one."""
        items = self.data.get(key)
        if not isinstance(items, Sequence) or isinstance(items, str):
            return
        for i in range(len(items) - 1):
            swapped = [*items[:i], items[i + 1], items[i], *items[i + 2 :]]
            was, becomes = (_write_names(pair) for pair in (items[i : i + 2], swapped[i : i + 2]))
            yield DefinitionChange(kind, (*self.path, key, i), was, becomes, (*self.path, key), swapped)


def find_data(data: Any, path: Path) -> Any:
    """Return the data at *path* in the data of a definition; None where nothing is there."""
    for step in path:
        is_there = step in data if isinstance(data, Mapping) else _has_item(data, step)
        if not is_there:
            return None
        data = data[step]
    return data


def _has_item(data: Any, step: str | int) -> bool:
    return isinstance(data, list | tuple) and isinstance(step, int) and step < len(data)


def apply_change(data: dict[str, Any], change: DefinitionChange) -> dict[str, Any]:
    """Return the data of a definition with one change; unchanged parts are shared with *data*."""
    changed: dict[str, Any] = _replace_at(data, change.at, change.data)
    name = change.at[1] if change.at[:1] == ("inputs",) and len(change.at) > 1 else None
    if name in data.get("parameters", {}):
        changed["parameters"] = {**data["parameters"], name: _as_parameter(changed["inputs"][name], data, name)}
    return changed


def _as_parameter(changed: Mapping[str, Any], data: dict[str, Any], name: Any) -> dict[str, Any]:
    """Return a parameter as it is written, from the input that represents it: without *given*, and with its value."""
    kept = {key: value for key, value in data["parameters"][name].items() if key == "default"}
    return {**{key: value for key, value in changed.items() if key != "given"}, **kept}


def _replace_at(data: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(data, Mapping):
        return {key: _replace_at(inner, rest, value) if key == step else inner for key, inner in data.items()}
    return [_replace_at(inner, rest, value) if i == step else inner for i, inner in enumerate(data)]


# -- as YAML would write it ----------------------------------------------------------------------------------------


def _write_pair(key: str, value: Any) -> str:
    return shorten_text(f"{key}: {_write_inside(value)}")


def _write(value: Any) -> str:
    return shorten_text(_write_inside(value))


def _write_inside(value: Any) -> str:
    """Return data on one line of YAML; texts for people are left out, since they are long and do not affect results."""
    if isinstance(value, Mapping):
        shown = (f"{key}: {_write_inside(inner)}" for key, inner in value.items() if key not in ("vi", "en", "text"))
        return "{" + ", ".join(shown) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(_write_inside, value)) + "]"
    is_quoted = isinstance(value, Scalar) and not value.plain
    return f'"{value}"' if is_quoted else str(value)


def _write_names(items: Sequence[Any]) -> str:
    """Return items by their ids, where they have some."""
    return _write([item.get("id", item) if isinstance(item, Mapping) else item for item in items])
