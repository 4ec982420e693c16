"""One change of the data of a definition, and the parts of the data that changes are made of."""

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
"""What a part becomes that is dropped."""


@dataclass(frozen=True, slots=True)
class DefinitionChange:
    """One change of a definition, as an author might have slipped.

    Attributes
    ----------
    kind
        What is changed: ``threshold``, ``comparator``, ``award term``, …
    path
        Where the changed value stands in the definition.
    was, becomes
        What stands there, and what stands there instead, as YAML would write it.
    at, data
        Which part of the data is replaced, and by what.
    """

    kind: str
    path: Path
    was: str
    becomes: str
    at: Path
    data: Any


@dataclass(frozen=True, slots=True)
class DataPart:
    """A mapping in the data of a definition, and where it stands. Its methods make changes of single keys."""

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
    """Return what stands at *path* in the data of a definition; None where nothing does."""
    for step in path:
        is_there = step in data if isinstance(data, Mapping) else _has_item(data, step)
        if not is_there:
            return None
        data = data[step]
    return data


def _has_item(data: Any, step: str | int) -> bool:
    return isinstance(data, list | tuple) and isinstance(step, int) and step < len(data)


def apply_change(data: dict[str, Any], change: DefinitionChange) -> dict[str, Any]:
    """Return the data of a definition with one change; all that does not change is shared with *data*."""
    changed: dict[str, Any] = _replace_at(data, change.at, change.data)
    name = change.at[1] if change.at[:1] == ("inputs",) and len(change.at) > 1 else None
    if name in data.get("parameters", {}):
        changed["parameters"] = {**data["parameters"], name: _as_parameter(changed["inputs"][name], data, name)}
    return changed


def _as_parameter(changed: Mapping[str, Any], data: dict[str, Any], name: Any) -> dict[str, Any]:
    """Return a parameter as it is written, of the input that stands for it: without *given*, and with its value."""
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
    """Return data in one line of YAML; texts for people are left out, since they are long and decide nothing."""
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
