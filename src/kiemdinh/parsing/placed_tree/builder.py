"""Builds a plain tree together with the place of each part in the text, within bounds of size and depth.

The readers of YAML and JSON drive one :class:`PlacedTreeBuilder`. Beside the data grows a tree of spans that is walked
only when a diagnostic asks for a place, so that a file without mistakes pays almost nothing for positions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn, TypeAlias

from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import quote_text
from kiemdinh.parsing.placed_tree.scalars import find_forbidden_text, to_nfc

if TYPE_CHECKING:
    from kiemdinh.diagnostics.diagnostic import DataPath
    from kiemdinh.parsing.placed_tree.lines import Lines

__all__ = [
    "MAX_DEPTH",
    "MAX_NODES",
    "MAX_PROBLEMS",
    "Frame",
    "Halt",
    "Part",
    "PlacedTreeBuilder",
    "ReadingProblem",
    "Span",
    "SpanTree",
]

MAX_NODES: Final = 200_000
MAX_DEPTH: Final = 64
MAX_PROBLEMS: Final = 1_000

Span: TypeAlias = tuple[int, int]
"""The offset in the text of the first character, and that after the last."""


class SpanTree:
    """The spans of a mapping or list: its own, those of its keys, and those of its values.

    It has the shape of the data: ``parts`` has a span, or again a tree, for each key or index. The end is set when the
    mapping or list is closed.
    """

    __slots__ = ("end", "keys", "parts", "start")

    def __init__(self, start: int) -> None:
        self.start = start
        self.end = start
        self.keys: dict[str, Span] = {}
        self.parts: dict[str | int, Part] = {}


Part: TypeAlias = "SpanTree | Span"


class ReadingProblem(NamedTuple):
    """A mistake found while reading; its file, line and column are worked out when it is reported.

    ``span`` has offsets in the text and ``path`` leads to the place in the data. The other fields are as in
    :class:`~kiemdinh.diagnostics.diagnostic.Diagnostic`.
    """

    code: str
    message: Message
    span: Span
    path: DataPath = ()
    expected: Message | None = None
    found: str | None = None
    hint: Message | None = None


class Halt(Exception):  # noqa: N818 - not an error but the end of reading
    """Nothing more can be read; the problems so far say why."""


class Frame:
    """A mapping or list that is being read.

    ``data`` fills up, and ``branch`` has the spans beside it. ``key`` is the key whose value comes next, ``flow`` tells
    whether it is written in brackets. ``seen`` is the number of values read when it began, ``height`` how many levels
    it has so far.
    """

    __slots__ = ("branch", "data", "dropping", "flow", "height", "key", "seen")

    def __init__(self, data: dict[str, Any] | list[Any], start: int, flow: bool, seen: int) -> None:
        self.data = data
        self.branch = SpanTree(start)
        self.flow = flow
        self.seen = seen
        self.height = 1
        self.key: str | None = None
        self.dropping = False  # the value of a refused key follows

    @property
    def wants_key(self) -> bool:
        """Whether the next thing read is a key."""
        return self.key is None and not self.dropping and isinstance(self.data, dict)


class PlacedTreeBuilder:
    """Builds the data from what a reader meets, in order, with the span of every value, and keeps the problems.

    The cost is one step for each value. No method recurses, so that deep nesting cannot exhaust the stack.

    Parameters
    ----------
    lines
        The text being read.
    """

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.problems: list[ReadingProblem] = []
        self.stack: list[Frame] = []
        self.seen = 0
        self.root: tuple[Any, Part] | None = None
        # The text itself has been checked for control characters; only an escape can still write one.
        self._escapes = "\\" in lines.text

    def open_container(self, data: dict[str, Any] | list[Any], start: int, flow: bool) -> None:
        """Begin a mapping or list; in place of a key it is refused and dropped.

        *data* is the empty mapping or list, *start* the offset of its first character, and *flow* tells whether it is
        written in brackets.

        Raises
        ------
        Halt
            It is nested deeper than :data:`MAX_DEPTH`, or there are more than :data:`MAX_NODES` values.
        """
        self.count_values(1, (start, start + 1))
        if len(self.stack) >= MAX_DEPTH:
            self.stop_reading(
                "KD008", Message("nested more than {max_depth} deep", max_depth=MAX_DEPTH), (start, start + 1)
            )
        # It is read all the same, so that the text after it is understood; ``close_container`` drops it.
        if self.stack and self.stack[-1].wants_key:
            message = Message("a key must be text, not a mapping or list")
            self.report_problem(
                "KD016", message, (start, start + 1), hint=Message("put text that begins with a bracket in quotes")
            )
        self.stack.append(Frame(data, start, flow, self.seen))

    def close_container(self, end: int) -> Frame:
        """End the innermost mapping or list and put it where it belongs.

        *end* is the offset after its last character. The frame that has been closed is returned, with its data and
        spans.
        """
        frame = self.stack.pop()
        frame.branch.end = end
        if self.stack and self.stack[-1].wants_key:
            self.stack[-1].dropping = True
        else:
            self.place_value(frame.data, frame.branch, frame.height)
        return frame

    def add_key(self, text: str, span: Span) -> None:
        """Read the key of the entry whose value comes next.

        An empty key, and a second one of a name, is a problem: it is refused, with the value that follows.

        Raises
        ------
        Halt
            There are more than :data:`MAX_NODES` values or :data:`MAX_PROBLEMS` problems.
        """
        self.count_values(1, span)
        frame = self.stack[-1]
        name = to_nfc(text)
        if self._escapes:
            self._check_characters(name, span)
        if not name:
            self.refuse_key("KD016", Message("a key must not be empty"), span)
        elif name in frame.branch.keys:
            line, column = self.lines.locate(frame.branch.keys[name][0])
            message = Message(
                "duplicate key {name}: it stands first in line {line}, column {column}",
                name=quote_text(name),
                line=line,
                column=column,
            )
            self.refuse_key("KD006", message, span, found=name)
        else:
            frame.key = name
            frame.branch.keys[name] = span

    def refuse_key(self, code: str, message: Message, span: Span, *, found: str | None = None) -> None:
        """Report a key and drop the value that follows it.

        The value is still read, so that its own problems are found.
        """
        self.report_problem(code, message, span, found=found)
        self.stack[-1].dropping = True

    def add_scalar(self, value: str | None, span: Span) -> None:
        """Read a value that is no mapping or list; None is an empty value.

        Raises
        ------
        Halt
            There are more than :data:`MAX_NODES` values or :data:`MAX_PROBLEMS` problems.
        """
        self.count_values(1, span)
        if self._escapes and value is not None:
            self._check_characters(value, span)
        self.place_value(value, span, 0)

    def place_value(self, value: object, part: Part, height: int) -> None:
        """Put a finished value into the mapping or list that it belongs to, or make it the root.

        *part* is its span, or the tree of its spans; *height* is how many levels of mappings and lists it has, 0 for a
        scalar. The bound of depth needs it where an alias repeats the value deeper down.
        """
        if not self.stack:
            self.root = value, part
            return
        frame = self.stack[-1]
        # Height is passed up as parts are closed, so that no part is walked over again.
        frame.height = max(frame.height, height + 1)
        if isinstance(frame.data, list):
            frame.branch.parts[len(frame.data)] = part
            frame.data.append(value)
        elif frame.dropping:
            frame.dropping = False
        elif frame.key is not None:
            frame.branch.parts[frame.key] = part
            frame.data[frame.key] = value
            frame.key = None

    def count_values(self, nodes: int, span: Span) -> None:
        """Add to the number of values, aliases expanded, and stop above the bound.

        Raises
        ------
        Halt
            There are more than :data:`MAX_NODES` values.
        """
        self.seen += nodes
        if self.seen > MAX_NODES:
            self.stop_reading(
                "KD007",
                Message("more than {max_nodes:,} values, counting each alias in full", max_nodes=MAX_NODES),
                span,
            )

    def report_problem(
        self, code: str, message: Message, span: Span, *, found: str | None = None, hint: Message | None = None
    ) -> None:
        """Keep a problem after which reading goes on, at the path of the value being read.

        Raises
        ------
        Halt
            There are :data:`MAX_PROBLEMS` problems.
        """
        self.problems.append(ReadingProblem(code, message, span, self.current_path(), None, found, hint))
        if len(self.problems) >= MAX_PROBLEMS:
            raise Halt

    def stop_reading(self, code: str, message: Message, span: Span, *, hint: Message | None = None) -> NoReturn:
        """Keep a problem after which nothing can be read, and end reading.

        Raises
        ------
        Halt
            Always.
        """
        self.report_problem(code, message, span, hint=hint)
        raise Halt

    def current_path(self) -> DataPath:
        """Return the path of the value being read: a key or an index, from 0, for each mapping or list that is open."""
        steps = (len(frame.data) if isinstance(frame.data, list) else frame.key for frame in self.stack)
        return tuple(step for step in steps if step is not None)

    def _check_characters(self, text: str, span: Span) -> None:
        bad = find_forbidden_text(text)
        if bad:
            self.report_problem("KD014", Message("{bad}, written as an escape", bad=bad[1]), span)
