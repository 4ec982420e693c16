"""Reading YAML or JSON from a file or a text, or plain Python objects, as a :class:`Source`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError, raise_if_errors
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.excerpts import to_diagnostic
from kiemdinh.parsing.files import MAX_SIZE, file_text, path_name, refuse_file
from kiemdinh.parsing.placed_tree import (
    JSON_BREAKS,
    YAML_BREAKS,
    Halt,
    Lines,
    PlacedTreeBuilder,
    ReadingProblem,
    find_forbidden_text,
)
from kiemdinh.parsing.read_json import read_json
from kiemdinh.parsing.read_objects import copy_plain_tree
from kiemdinh.parsing.source import Source, span_of

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["TEXT_NAME", "read_file", "read_object", "read_text"]

TEXT_NAME: Final = "<text>"
"""The name by which diagnostics call a text that is no file."""


def read_file(
    path: str | os.PathLike[str], *, limit: int = MAX_SIZE, problems: list[Diagnostic] | None = None
) -> Source:
    """Read a YAML or JSON file; ``.json`` is read by JSON's rules.

    Parameters
    ----------
    path
        A regular file. A directory, pipe or device is refused.
    limit
        Bytes of the largest file that is read; a larger one is not opened.
    problems
        Where given, problems that leave the rest readable are added to it instead of being raised, so that
        the caller can report them together with its own.

    Raises
    ------
    InputError
        With every problem found, in the order of the text.
    """
    return read_text(file_text(path, limit=limit), path_name(path), limit=limit, problems=problems)


def read_text(
    text: str, name: str = TEXT_NAME, *, limit: int = MAX_SIZE, problems: list[Diagnostic] | None = None
) -> Source:
    r"""Read YAML or JSON from a text, with the place of every value.

    The cost is linear in the length of the text.

    Parameters
    ----------
    text
        The text. A byte order mark at its beginning is left out.
    name
        What diagnostics call it; a name that ends in ``.json`` is read by JSON's rules alone.
    limit
        Characters of the longest text that is read.
    problems
        As in :func:`read_file`.

    Raises
    ------
    InputError
        With every problem found, in the order of the text.

    Examples
    --------
    >>> read_text("points: 1.10\npassed: true\n").data
    {'points': '1.10', 'passed': 'true'}
    """
    if len(text) > limit:
        refuse_file(
            "KD003",
            Message("the text has {count:,} characters, more than {limit:,}", count=len(text), limit=limit),
            name,
        )
    return _read_source(text, name, problems, json_only=name.lower().endswith(".json"))


def read_object(obj: object, name: str | None = None, *, problems: list[Diagnostic] | None = None) -> Source:
    """Take plain Python mappings and lists; numbers, dates and other scalars stay what they are.

    A whole number as a key becomes its digits. The data are copied, so that later changes by the caller do not matter.

    Parameters
    ----------
    obj
        A mapping.
    name
        What diagnostics call it; None for no name.
    problems
        As in :func:`read_file`.

    Raises
    ------
    InputError
        It is no mapping, or holds objects that are no data; each problem with its path.

    Examples
    --------
    >>> read_object({2026: ["met"]}).data
    {'2026': ['met']}
    """
    data, found = copy_plain_tree(obj, name)
    if not isinstance(data, dict):
        kind = type(obj).__name__
        raise InputError(
            [
                Diagnostic("KD010", "error", Message("not a mapping"), name, expected=Message("a mapping"), found=kind),
                *found,
            ]
        )
    _report(found, problems)
    return Source(name, data)


def _read_source(text: str, name: str, problems: list[Diagnostic] | None, *, json_only: bool) -> Source:
    # Editors on Windows write a byte order mark.
    text = text.removeprefix("\ufeff")
    _refuse_characters(text, name)
    if json_only:
        builder, done = _build(read_json, Lines(text, JSON_BREAKS))
    else:
        builder, done = _build_json_or_yaml(text)
    found = [to_diagnostic(problem, name, builder.lines) for problem in builder.problems]
    if not done or builder.root is None or not isinstance(builder.root[0], dict):
        raise InputError(found if found and not done else [*found, _describe_root(builder, name)])
    _report(found, problems)
    return Source(name, builder.root[0], builder.lines, builder.root[1])


def _build_json_or_yaml(text: str) -> tuple[PlacedTreeBuilder, bool]:
    """JSON where the text is JSON, so that tabs and escapes are read by its rules; else YAML."""
    if text.lstrip(" \t\r\n").startswith("{"):
        builder, done = _build(read_json, Lines(text, JSON_BREAKS))
        # A problem with another code than that of a syntax error would be found in YAML too: both have the same bounds.
        if done or builder.problems[-1].code != "KD004":
            return builder, done
    from kiemdinh.parsing.read_yaml import read_yaml  # noqa: PLC0415 - PyYAML is imported only when it is needed

    return _build(read_yaml, Lines(text, YAML_BREAKS))


def _build(reader: Callable[[PlacedTreeBuilder], None], lines: Lines) -> tuple[PlacedTreeBuilder, bool]:
    builder = PlacedTreeBuilder(lines)
    try:
        reader(builder)
    except Halt:
        return builder, False
    return builder, True


def _describe_root(builder: PlacedTreeBuilder, name: str) -> Diagnostic:
    found = Message("nothing") if builder.root is None or builder.root[0] is None else Message("text")
    if builder.root is not None and isinstance(builder.root[0], list):
        found = Message("a list")
    span = (0, 1) if builder.root is None else span_of(builder.root[1])
    message = Message("not a mapping: a file begins with `key: value`")
    # One line of text that is no mapping may be meant as the name of a file, which only a Path is.
    hint = Message("a file is handed over as Path(…)") if name == TEXT_NAME and found == "text" else None
    problem = ReadingProblem("KD010", message, span, (), expected=Message("a mapping"), found=found, hint=hint)
    return to_diagnostic(problem, name, builder.lines)


def _report(found: list[Diagnostic], problems: list[Diagnostic] | None) -> None:
    if problems is None:
        raise_if_errors(found)
    else:
        problems.extend(found)


def _refuse_characters(text: str, name: str) -> None:
    bad = find_forbidden_text(text)
    if bad:
        problem = ReadingProblem("KD014", bad[1], (bad[0], bad[0] + 1))
        raise InputError([to_diagnostic(problem, name, Lines(text, JSON_BREAKS))])
