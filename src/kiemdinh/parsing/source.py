"""A source: the data read from a file, a text or plain objects, with the place of every value.

Nothing is resolved here: a text is kept as it was written (:class:`~kiemdinh.parsing.placed_tree.Scalar`), and
converted later by the type of the field that reads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.diagnostic import DataPath, Diagnostic
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.excerpts import marked_length, to_diagnostic
from kiemdinh.parsing.placed_tree import ReadingProblem, Span, SpanTree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiemdinh.diagnostics.codes import Severity
    from kiemdinh.parsing.placed_tree import Lines, Part

__all__ = ["Source", "span_of"]

_COMMENT: Final = re.compile(r"[ \t]++#[^\r\n]*")


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Source:
    """Plain data that were read, and the place of each part in the text.

    Attributes
    ----------
    name
        The file or text as its diagnostics call it; None for plain objects without a name.
    data
        Mappings with text keys, lists, and texts as they were written, or None; of plain objects their own values. The
        value of an alias is shared by all its places, so it must not be changed.
    """

    name: str | None
    data: dict[str, Any]
    _lines: Lines | None = None
    _root: Part | None = None

    @property
    def is_text(self) -> bool:
        """Whether it was a text, with lines and columns.

        Else it was plain Python objects, whose places are paths alone.
        """
        return self._lines is not None

    @property
    def text(self) -> str | None:
        """The text that was read; None for plain objects."""
        return None if self._lines is None else self._lines.text

    def position(self, path: DataPath) -> tuple[int, int, int] | None:
        r"""Return line, column and length of the value at *path*, or of its nearest ancestor that exists.

        Line and column are 1-based, in characters; the length is that of the part in the first line. A mapping or
        list is pointed at by its key where it has one. None for plain objects.

        >>> from kiemdinh.parsing.readers import read_text
        >>> read_text("school:\n  id: s1\n").position(("school", "id"))
        (2, 7, 2)
        """
        return self._locate(self._find_span(path, key=False))

    def key_position(self, path: DataPath) -> tuple[int, int, int] | None:
        """Return line, column and length of the key at *path*; of the value where it is an item of a list.

        The figures are those of :meth:`position`. None for plain objects.
        """
        return self._locate(self._find_span(path, key=True))

    def place_of(self, path: DataPath) -> DataPath:
        """Return the place of a path in the form in which records keep it: the path itself, in a workbook its cell."""
        return path

    def line(self, number: int) -> str:
        """Return the text of a line, counted from 1, without its break.

        Empty where there is no such line, and for plain objects.
        """
        return "" if self._lines is None else self._lines.line(number)

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield every line of the text with its number, counted from 1; nothing for plain objects.

        Lines end where they ended for the reader of the text: YAML knows more line breaks than JSON.
        """
        if self._lines is not None:
            yield from self._lines

    def rest_taken_for_comment(self, path: DataPath) -> str | None:
        r"""Return the text after a plain text of YAML that may belong to it, though YAML takes it for a comment.

        The result is None for a clear comment, with two spaces (or a tab) before its sign and one space after it.

        >>> from kiemdinh.parsing.readers import read_text
        >>> read_text("title: Decision #3\n").rest_taken_for_comment(("title",))
        ' #3'
        """
        if self._lines is None:
            return None
        match = _COMMENT.match(self._lines.text, self._find_span(path, key=False)[1])
        return None if match is None or match[0].startswith(("  # ", "\t# ")) else match[0]

    def within(self, path: DataPath) -> Source:
        """Return the mapping at *path* as a source of its own; its places stay those of the whole text.

        The data are shared, not copied. The paths of its diagnostics begin at that mapping.

        Raises
        ------
        KeyError, IndexError
            There is nothing at *path*.
        """
        data: Any = self.data
        part: Part | None = self._root
        for step in path:
            data = data[step]
            part = part.parts.get(step) if isinstance(part, SpanTree) else None
        return Source(self.name, data, self._lines, part)

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
        severity: Severity | None = None,
    ) -> Diagnostic:
        """Return a diagnostic at the value, or with *key* at the key, of *path*, with its place filled in.

        Parameters
        ----------
        code, message
            The code, and one sentence without a full stop.
        path
            The path of the value; where it does not exist, the nearest ancestor is marked.
        key
            Whether the key is marked rather than the value.
        expected, found, hint
            What was expected, what stands there, and how to mend it.
        severity
            The severity; None for that of the code.

        Raises
        ------
        KeyError
            There is no such code.
        """
        problem = ReadingProblem(code, message, self._find_span(path, key=key), path, expected, found, hint)
        return to_diagnostic(problem, self.name, self._lines, severity)

    def _find_span(self, path: DataPath, *, key: bool) -> Span:
        # Plain objects have no spans: any will do, since no line is looked up for them.
        part: Part = self._root if self._root is not None else (0, 0)
        key_span: Span | None = None
        for step in path:
            if isinstance(part, tuple) or step not in part.parts:
                key = False
                break
            key_span = part.keys.get(step) if isinstance(step, str) else None
            part = part.parts[step]
        own = span_of(part)
        # A mapping can fill a page and an empty value has no length: their keys are what an author looks for.
        points_at_key = key or isinstance(part, SpanTree) or own[0] == own[1]
        return key_span if key_span is not None and points_at_key else own

    def _locate(self, span: Span) -> tuple[int, int, int] | None:
        if self._lines is None:
            return None
        line, column = self._lines.locate(span[0])
        return line, column, marked_length(self._lines.line(line), column, span)


def span_of(part: Part) -> Span:
    """Return the offsets in its text at which a value begins and ends, whether a scalar, a mapping or a list.

    The second offset is that of the first character after the value.
    """
    return (part.start, part.end) if isinstance(part, SpanTree) else part
