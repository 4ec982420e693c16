"""Definitions as data of texts, and data in one line: YAML in braces and brackets, written and read again."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.diagnostic import InputError
from kiemdinh.parsing.cells import ReadingError, write_number
from kiemdinh.parsing.readers import read_text
from kiemdinh.rules import exact_number

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["begins_as_data", "data_as_texts", "definition_as_texts", "read_flow", "write_flow"]

_PLAIN: Final = re.compile(r"-?[\w.+](?:[\w .%/+()\-;“”–…]*[\w.%/+()\-;“”–…])?")
"""A text that YAML reads as it is written, in braces too."""
_ABSENT: Final = frozenset({"null", "Null", "NULL", "~"})


def definition_as_texts(framework: Framework) -> dict[str, Any]:
    """Return the content of the files of a framework, as one definition whose scalars are texts.

    A framework that adopts another is returned as a whole.
    """
    source = framework.source
    assert source is not None  # noqa: S101 - every loaded framework has one
    return {key: data_as_texts(value) for key, value in source.as_amended.data.items() if key != "adopts"}


def data_as_texts(data: Any) -> Any:
    """Return data of a definition with each scalar as the text that a file would have.

    >>> data_as_texts({"items": 1, "given": True, "of": [0.5]})
    {'items': '1', 'given': 'true', 'of': ['0.5']}
    """
    if isinstance(data, Mapping):
        return {str(key): data_as_texts(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [data_as_texts(value) for value in data]
    if data is None or isinstance(data, str):
        return data if data is None else str.__str__(data)
    if isinstance(data, bool):
        return "true" if data else "false"
    if isinstance(data, dt.date):
        return data.isoformat()
    return str(data) if isinstance(data, int) else write_number(exact_number(data))


def write_flow(data: Any) -> str:
    """Return data of texts as YAML in one line.

    >>> write_flow({"every": "criterion", "that": {"its": "level", "at_least": "one"}})
    '{every: criterion, that: {its: level, at_least: one}}'
    """
    if isinstance(data, Mapping):
        return "{" + ", ".join(f"{write_flow(key)}: {write_flow(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(write_flow, data)) + "]"
    is_plain = _PLAIN.fullmatch(data) and data not in _ABSENT
    return str(data) if is_plain else json.dumps(data, ensure_ascii=False)


def begins_as_data(text: str) -> bool:
    """Return whether a cell is meant as data, by its first character: a brace, a bracket or a quotation mark."""
    return text.startswith(("{", "[", '"'))


def read_flow(text: str) -> Any:
    """Return the data that a cell has in YAML; each scalar is the text that is written.

    Raises
    ------
    ReadingError
        The cell is not YAML.

    >>> read_flow("{sum: criterion, of: {its: points}}")
    {'sum': 'criterion', 'of': {'its': 'points'}}
    """
    lines = text.strip().replace("\n", "\n  ")
    try:
        return read_text(f"cell:\n  {lines}\n").data["cell"]
    except InputError as error:
        first = error.diagnostics[0]
        raise ReadingError(first.code, first.message, first.expected, first.hint) from None
