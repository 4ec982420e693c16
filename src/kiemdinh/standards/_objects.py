"""Plain Python objects as the same tree that a text gives: text keys, NFC, bounded size and depth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kiemdinh.standards._scalars import find_control_character, normal
from kiemdinh.standards._tree import MAX_DEPTH, MAX_NODES
from kiemdinh.standards.diagnostics import Diagnostic, format_path, quoted

if TYPE_CHECKING:
    from kiemdinh.standards.diagnostics import DataPath

__all__ = ["plain_tree"]


class _Stop(Exception):  # noqa: N818 - not an error but the end of reading
    """Beyond the bounds."""


def plain_tree(obj: object, name: str | None) -> tuple[Any, list[Diagnostic]]:
    """Copy mappings and lists, keep every scalar but text, and say what is wrong.

    A cycle is as deep as can be, and refused as that; what is shared counts each time it is met.
    """
    copier = _Copier(name)
    try:
        return copier.copy(obj, ()), copier.problems
    except _Stop:
        return {}, copier.problems


class _Copier:
    def __init__(self, name: str | None) -> None:
        self.name = name
        self.problems: list[Diagnostic] = []
        self.seen = 0

    def copy(self, obj: Any, path: DataPath) -> Any:
        self.seen += 1
        if self.seen > MAX_NODES:
            self.stop("KD007", f"more than {MAX_NODES:,} values", path)
        if isinstance(obj, str):
            return self.text(obj, path)
        if isinstance(obj, (Mapping, list, tuple)) and len(path) >= MAX_DEPTH:
            self.stop("KD008", f"nested more than {MAX_DEPTH} deep", path)
        if isinstance(obj, Mapping):
            return self.mapping(obj, path)
        if isinstance(obj, (list, tuple)):
            return [self.copy(item, (*path, index)) for index, item in enumerate(obj)]
        return obj

    def mapping(self, obj: Mapping[Any, Any], path: DataPath) -> dict[str, Any]:
        copied: dict[str, Any] = {}
        for key, value in obj.items():
            name = self.key(key, path)
            if name is None:
                continue
            if name in copied:
                self.report("KD006", f"duplicate key {quoted(name)}", (*path, name), found=name)
            else:
                copied[name] = self.copy(value, (*path, name))
        return copied

    def key(self, key: object, path: DataPath) -> str | None:
        if isinstance(key, str) and key:
            return self.text(key, path)
        if isinstance(key, int) and not isinstance(key, bool):
            return str(key)  # a year; nothing is lost, as it would be with 1.10
        found = f"{type(key).__name__} {quoted(str(key))}"
        self.report("KD016", "a key must be text and not empty", path, found=found)
        return None

    def text(self, text: str, path: DataPath) -> str:
        bad = find_control_character(text)
        if bad:
            self.report("KD014", f"control character {bad[1]}", path)
            return ""
        return normal(str(text))

    def report(self, code: str, message: str, path: DataPath, *, found: str | None = None) -> None:
        place = format_path(path)
        self.problems.append(Diagnostic(code, "error", message, file=self.name, path=place, found=found))

    def stop(self, code: str, message: str, path: DataPath) -> None:
        self.report(code, message, path)
        raise _Stop
