"""Reading a definition or dossier from a file, a text or plain objects, with the place of every value kept.

Nothing is resolved here: what a text says is kept as it was written (:class:`Scalar`) and converted later by
the type that is asked for. Whatever is wrong is raised as
:class:`~kiemdinh.diagnostics.diagnostic.InputError`.
"""

from __future__ import annotations

import codecs
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypedDict

from kiemdinh.diagnostics.codes import CODES, Severity
from kiemdinh.diagnostics.diagnostic import DataPath, Diagnostic, InputError, format_path, refuse
from kiemdinh.diagnostics.wording import shortened
from kiemdinh.parsing.builder import Branch, Builder, Halt, Part, Problem, Span
from kiemdinh.parsing.lines import JSON_BREAKS, YAML_BREAKS, Lines
from kiemdinh.parsing.read_json import read_json
from kiemdinh.parsing.read_objects import plain_tree
from kiemdinh.parsing.scalars import Scalar, find_control_character, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["LIMIT", "TEXT_NAME", "Scalar", "Source", "file_text", "path_name", "read_file", "read_object", "read_text"]

LIMIT: Final = 5_000_000
"""Bytes of the largest file that is read, and characters of the largest text."""

TEXT_NAME: Final = "<text>"
"""What diagnostics call a text that is no file."""

_EXCERPT: Final = 160
_READABLE: Final = "the path of a file, YAML or JSON text, or a mapping"
_LONGEST_MESSAGE: Final = 400
_MARGIN: Final = 60


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Source:
    """What was read: plain data, and where each part of it stood.

    Parameters
    ----------
    name
        The file or text as its diagnostics call it; None for plain objects without a name.
    data
        Mappings with text keys, lists, and :class:`Scalar` or None; of plain objects their own scalars. What
        an alias stands for is shared, so it is not to be changed.
    """

    name: str | None
    data: dict[str, Any]
    _lines: Lines | None = None
    _root: Part | None = None

    @property
    def is_text(self) -> bool:
        """Whether it was a text, with lines and columns; else it was plain Python objects."""
        return self._lines is not None

    def position(self, path: DataPath) -> tuple[int, int, int] | None:
        """Line, column and length of the value at `path`, or of its nearest ancestor that exists.

        A mapping or list is pointed at by its key where it has one. None for plain objects.
        """
        return self._place(self._span(path, key=False))

    def key_position(self, path: DataPath) -> tuple[int, int, int] | None:
        """Line, column and length of the key at `path`; of the value where it is an item of a list."""
        return self._place(self._span(path, key=True))

    def line(self, number: int) -> str:
        """Text of the line, counted from 1; empty where there is none."""
        return "" if self._lines is None else self._lines.line(number)

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield every line of the text with its number, counted from 1; nothing for plain objects."""
        if self._lines is not None:
            yield from self._lines

    def within(self, path: DataPath) -> Source:
        """Return the mapping at `path` as a source of its own; its places stay those of the whole text."""
        data: Any = self.data
        part: Part | None = self._root
        for step in path:
            data = data[step]
            part = part.parts.get(step) if isinstance(part, Branch) else None
        return Source(self.name, data, self._lines, part)

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
        severity: Severity | None = None,
    ) -> Diagnostic:
        """Make a diagnostic at the value, or with `key` at the key, of `path`, with its place filled in.

        The severity is the code's own unless given.

        Raises
        ------
        KeyError
            The code is not in :data:`~kiemdinh.diagnostics.codes.CODES`.
        """
        problem = Problem(code, message, self._span(path, key=key), path, expected, found, hint)
        return _diagnostic(problem, self.name, self._lines, severity)

    def _span(self, path: DataPath, *, key: bool) -> Span:
        part: Part = self._root if self._root is not None else (0, 0)
        key_span: Span | None = None
        for step in path:
            if isinstance(part, tuple) or step not in part.parts:
                key = False
                break
            key_span = part.keys.get(step) if isinstance(step, str) else None
            part = part.parts[step]
        own = _shown_span(part)
        points_at_key = key or isinstance(part, Branch) or own[0] == own[1]
        return key_span if key_span is not None and points_at_key else own

    def _place(self, span: Span) -> tuple[int, int, int] | None:
        if self._lines is None:
            return None
        line, column = self._lines.locate(span[0])
        return line, column, _length(self._lines.line(line), column, span)


def read_file(path: str | os.PathLike[str], *, limit: int = LIMIT, problems: list[Diagnostic] | None = None) -> Source:
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


def file_text(path: str | os.PathLike[str], *, limit: int = LIMIT) -> str:
    """Text of a regular file of at most `limit` bytes, in UTF-8, without reading it as YAML or JSON.

    Raises
    ------
    InputError
        The file cannot be read, is too large or is not UTF-8; or *path* is no path at all.
    """
    name = path_name(path)
    return _decoded(_bytes(name, limit), name)


def path_name(path: object) -> str:
    """Return the name of a file as text.

    Raises
    ------
    InputError
        It is neither text nor a path, or a path of bytes.
    """
    name = os.fspath(path) if isinstance(path, str | os.PathLike) else None
    if isinstance(name, str):
        return name
    found = type(path).__name__
    raise InputError([Diagnostic("KD103", "error", "nothing that can be read", expected=_READABLE, found=found)])


def read_text(
    text: str, name: str = TEXT_NAME, *, limit: int = LIMIT, problems: list[Diagnostic] | None = None
) -> Source:
    """Read YAML or JSON from a text of at most `limit` characters; see :func:`read_file`."""
    if len(text) > limit:
        _refuse_file("KD003", f"the text has {len(text):,} characters, more than {limit:,}", name)
    return _read(text, name, problems, json_only=name.lower().endswith(".json"))


def read_object(obj: object, name: str | None = None, *, problems: list[Diagnostic] | None = None) -> Source:
    """Take plain Python mappings and lists; numbers, dates and other scalars stay what they are.

    A whole number as a key becomes its digits. `problems` is as in :func:`read_file`.
    """
    data, found = plain_tree(obj, name)
    if not isinstance(data, dict):
        kind = type(obj).__name__
        raise InputError(
            [Diagnostic("KD010", "error", "not a mapping", name, expected="a mapping", found=kind), *found]
        )
    _hand_over(found, problems)
    return Source(name, data)


def _read(text: str, name: str, problems: list[Diagnostic] | None, *, json_only: bool) -> Source:
    text = text.removeprefix("\ufeff")
    _refuse_characters(text, name)
    if json_only:
        builder, done = _build(read_json, Lines(text, JSON_BREAKS))
    else:
        builder, done = _build_either(text)
    found = [_diagnostic(problem, name, builder.lines) for problem in builder.problems]
    if not done or builder.root is None or not isinstance(builder.root[0], dict):
        raise InputError(found if found and not done else [*found, _not_a_mapping(builder, name)])
    _hand_over(found, problems)
    return Source(name, builder.root[0], builder.lines, builder.root[1])


def _build_either(text: str) -> tuple[Builder, bool]:
    """JSON where the text is JSON, so that tabs and escapes are read by its rules; else YAML."""
    if text.lstrip(" \t\r\n").startswith("{"):
        builder, done = _build(read_json, Lines(text, JSON_BREAKS))
        if done or builder.problems[-1].code != "KD004":
            return builder, done
    from kiemdinh.parsing.read_yaml import read_yaml  # noqa: PLC0415 - PyYAML is imported only when it is needed

    return _build(read_yaml, Lines(text, YAML_BREAKS))


def _build(reader: Callable[[Builder], None], lines: Lines) -> tuple[Builder, bool]:
    builder = Builder(lines)
    try:
        reader(builder)
    except Halt:
        return builder, False
    return builder, True


def _not_a_mapping(builder: Builder, name: str) -> Diagnostic:
    found = "nothing" if builder.root is None or builder.root[0] is None else "text"
    if builder.root is not None and isinstance(builder.root[0], list):
        found = "a list"
    span = (0, 1) if builder.root is None else _shown_span(builder.root[1])
    message = "not a mapping: a file begins with `key: value`"
    problem = Problem("KD010", message, span, (), expected="a mapping", found=found)
    return _diagnostic(problem, name, builder.lines)


def _hand_over(found: list[Diagnostic], problems: list[Diagnostic] | None) -> None:
    if problems is None:
        refuse(found)
    else:
        problems.extend(found)


def _bytes(name: str, limit: int) -> bytes:
    size = _size(name)
    content = b""
    if size <= limit:
        try:
            with open(name, "rb") as file:
                content = file.read(limit + 1)  # it may have grown since
        except OSError as error:
            _refuse_file("KD001", f"cannot be read: {error.strerror or error}", name)
    if max(size, len(content)) > limit:
        _refuse_file("KD003", f"the file is larger than {limit:,} bytes", name)
    return content


def _size(name: str) -> int:
    """Size of a regular file, without opening it: opening a pipe would wait for a writer."""
    try:
        status = os.stat(name)
    except OSError as error:
        _refuse_file("KD001", f"cannot be read: {error.strerror or error}", name)
    except ValueError as error:  # a null character in the name
        _refuse_file("KD001", f"cannot be read: {error}", name)
    if not stat.S_ISREG(status.st_mode):
        _refuse_file("KD001", "cannot be read: not a regular file", name)
    return status.st_size


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in content[:4]:
        _refuse_file("KD002", "the file looks like UTF-16 or is binary", name, hint="save it as UTF-8")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        line, column = Lines(before + "?", JSON_BREAKS).locate(len(before))
        message = f"byte 0x{content[error.start]:02x} is not UTF-8"
        raise InputError(
            [Diagnostic("KD002", "error", message, name, line, column, hint="save the file as UTF-8")]
        ) from None


def _refuse_characters(text: str, name: str) -> None:
    bad = find_control_character(text)
    if bad:
        problem = Problem("KD014", f"control character {bad[1]}", (bad[0], bad[0] + 1))
        raise InputError([_diagnostic(problem, name, Lines(text, JSON_BREAKS))])


def _refuse_file(code: str, message: str, name: str, *, hint: str | None = None) -> NoReturn:
    raise InputError([Diagnostic(code, "error", message, file=name, hint=hint)])


def _shown_span(part: Part) -> Span:
    return (part.start, part.end) if isinstance(part, Branch) else part


def _length(line: str, column: int, span: Span) -> int:
    """Characters of `span` that stand in its first line; at least one, to have something to mark."""
    return max(1, min(span[1] - span[0], len(line.rstrip()) - column + 1))


def _diagnostic(
    problem: Problem, name: str | None, lines: Lines | None, severity: Severity | None = None
) -> Diagnostic:
    code, message, span, path, expected, found, hint = problem
    place = _located(lines, span) if lines is not None else {}
    return Diagnostic(
        code,
        severity or CODES[code].severity,
        message if len(message) <= _LONGEST_MESSAGE else f"{message[:_LONGEST_MESSAGE]}…",
        file=name,
        path=format_path(path),
        expected=expected,
        found=None if found is None else shortened(found),
        hint=hint,
        **place,
    )


class _Located(TypedDict, total=False):
    line: int
    column: int
    source: str
    caret: tuple[int, int]


def _located(lines: Lines, span: Span) -> _Located:
    number, column = lines.locate(span[0])
    line = lines.line(number)
    length = _length(line, column, span)
    source, start = _excerpt(line, column - 1)
    caret = start, max(1, min(length, len(source) - start))
    return {"line": number, "column": column, "source": source, "caret": caret}


def _excerpt(line: str, at: int) -> tuple[str, int]:
    """Cut a long line to what surrounds `at`: the cut line, and where `at` is in it."""
    if len(line) <= _EXCERPT:
        return visible(line), at
    first = max(0, min(at - _MARGIN, len(line) - _EXCERPT))
    head, tail = "…" if first else "", "…" if first + _EXCERPT < len(line) else ""
    return f"{head}{visible(line[first : first + _EXCERPT])}{tail}", at - first + len(head)
