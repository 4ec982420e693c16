"""A framework as the text of a definition, such as one that was written in a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.exchange.flow import definition_as_texts, write_flow
from kiemdinh.standards.catalogue import load

if TYPE_CHECKING:
    from kiemdinh.standards.catalogue import AnyFramework

__all__ = ["write_definition"]

_WIDTH: Final = 140
"""The length of the longest line with braces, in characters; a longer part has lines of its own."""
_IN_LINES: Final = frozenset(
    {"inputs", "parameters", "layers", "sets", "define", "scales", "tags", "tree", "outcomes", "awards", "parts"}
)
"""Keys whose entries have lines of their own, however short they are."""


def write_definition(framework: AnyFramework) -> str:
    r"""Return a framework as the text of its definition: one file of YAML, whatever its source was.

    The text has all of the definition, except comments and the division into files. The text loads as the same
    framework. The cost is linear in the size of the definition.

    Parameters
    ----------
    framework
        A bundled id, a ``Path`` of a definition, a mapping, or a loaded framework.

    Raises
    ------
    InputError
        The framework cannot be loaded.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> from kiemdinh.exchange import write_definition
    >>> print(*write_definition("org.abet").splitlines()[:2], sep="\n")
    kiemdinh: 1
    framework: org.abet
    """
    data = definition_as_texts(load(framework))
    return "".join(line + "\n" for line in _write_map({"kiemdinh": data.pop("kiemdinh"), **data}, ""))


def _write_map(data: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in data.items():
        name = f"{indent}{write_flow(key)}:"
        flow = write_flow(value)
        if not isinstance(value, dict | list) or not value or _fits_line(key, f"{name} {flow}", value):
            yield f"{name} {flow}"
        elif isinstance(value, dict):
            yield name
            yield from _write_map(value, indent + "  ")
        else:
            yield name
            yield from _write_list(value, indent + "  ")


def _write_list(items: list[Any], indent: str) -> Iterator[str]:
    for item in items:
        flow = write_flow(item)
        if not isinstance(item, dict | list) or not item or _fits_line("", f"{indent}- {flow}", item):
            yield f"{indent}- {flow}"
            continue
        inner = _write_map(item, indent + "  ") if isinstance(item, dict) else _write_list(item, indent + "  ")
        yield f"{indent}- {next(inner).lstrip()}"
        yield from inner


def _fits_line(key: str, line: str, value: Any) -> bool:
    """Return whether a part is written on one line: it is short, and nothing in it needs lines of its own."""
    return len(line) <= _WIDTH and key not in _IN_LINES and not _has_lines(value)


def _has_lines(value: Any) -> bool:
    if isinstance(value, dict):
        return any(key in ("parts", "levels") or _has_lines(inner) for key, inner in value.items())
    return isinstance(value, list) and any(map(_has_lines, value))
