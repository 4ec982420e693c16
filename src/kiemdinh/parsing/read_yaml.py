"""Reads YAML event by event: nothing is resolved, nothing recurses, and known traps of YAML are reported."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

import yaml

from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import quote_text
from kiemdinh.parsing.placed_tree import MAX_DEPTH, Halt, Scalar, to_nfc

if TYPE_CHECKING:
    from kiemdinh.parsing.placed_tree import Frame, Part, PlacedTreeBuilder, Span

__all__ = ["read_yaml"]

# The same events at a twentieth of the speed where PyYAML was built without libyaml.
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
_TAB_INDENT: Final = re.compile(r"^ *\t", re.MULTILINE)
_MAX_MENDED: Final = 2_000  # a text that is mended at each of its commas is copied at each of them
_DECIMAL_COMMA: Final = re.compile(r"-?\d+, \d+%?", re.ASCII)
_COLON: Final = re.compile(r"\s*:")
_HINTS: Final = {
    "mapping values are not allowed": Message("put text that holds a colon in quotes"),
    "cannot start any token": Message("put text that begins with this character in quotes"),
    "could not find expected ':'": Message("write `key: value`, with a space after the colon"),
    "expected ',' or": Message("a comma, a bracket or a quote is missing, or a text needs quotes"),
    "did not find expected key": Message("check the indentation and the quotes of this line and the one before"),
    "did not find expected '-'": Message("check the indentation of this line"),
    "unexpected end of stream": Message("a quote is not closed"),
    "unknown escape character": Message("in double quotes write a backslash twice; single quotes keep it"),
}


class _Anchored(NamedTuple):
    data: Any
    part: Part
    nodes: int
    height: int


class _YamlReader:
    """One pass over the events of a text."""

    def __init__(self, builder: PlacedTreeBuilder) -> None:
        self.builder = builder
        self.text = builder.lines.text
        self.anchors: dict[str, _Anchored | None] = {}  # None: still open
        self.names: list[str | None] = []
        self.documents = 0
        self.last_plain: str | None = None  # key of the last plain text in a flow mapping
        self.cut_text: str | None = None  # that text with all that its commas have cut off; None where no comma has

    def take_event(self, event: Any) -> None:
        """Hand one event of PyYAML to the method for its kind; events without data are passed over."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self.read_scalar(event)
        elif kind is yaml.MappingStartEvent:
            self.open_container({}, event)
        elif kind is yaml.SequenceStartEvent:
            self.open_container([], event)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self.close_container(event)
        elif kind is yaml.AliasEvent:
            self.read_alias(event)
        elif kind is yaml.DocumentStartEvent:
            self.begin_document(event)

    def begin_document(self, event: Any) -> None:
        """Count the documents of the text; a second one stops reading (KD011)."""
        self.documents += 1
        if self.documents > 1:
            message = Message("a second document begins here; a file holds one")
            self.builder.stop_reading("KD011", message, _span_of(event), hint=Message("remove the line `---`"))

    def open_container(self, data: dict[str, Any] | list[Any], event: Any) -> None:
        """Begin a mapping or list; an anchor on it is open until it ends."""
        self.refuse_tag(event)
        self.builder.open_container(data, event.start_mark.index, flow=event.flow_style)
        self.names.append(event.anchor)
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        self.last_plain = None

    def close_container(self, event: Any) -> None:
        """End a mapping or list, and keep it under its anchor with its number of values and its height."""
        frame = self.builder.close_container(event.end_mark.index)
        name = self.names.pop()
        if name is not None:
            nodes = self.builder.seen - frame.seen + 1
            self.anchors[name] = _Anchored(frame.data, frame.branch, nodes, frame.height)
        self.last_plain = None

    def read_scalar(self, event: Any) -> None:
        """Read a key, or a value that is no mapping or list, as it was written; a plain null is None."""
        span = event.start_mark.index, event.end_mark.index
        if event.tag is not None:
            self.refuse_tag(event)
        stack = self.builder.stack
        if stack and stack[-1].wants_key:
            self.read_key(event, span)
            return
        text = event.value
        plain = not event.style  # None of the pure parser, '' of libyaml's
        if plain and text in _NULLS:
            if not text and stack and stack[-1].flow and self.lacks_colon(stack[-1]):
                return
            value = None
        else:
            value = Scalar(text if text.isascii() else to_nfc(text), plain)
        if stack and stack[-1].flow:
            self.last_plain, self.cut_text = stack[-1].key if plain else None, None
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(value, span, 1, 0)
        self.builder.add_scalar(value, span)

    def read_key(self, event: Any, span: Span) -> None:
        """Read a key; a merge key is refused (KD015)."""
        if event.value == "<<" and not event.style:
            message = Message("merge keys (<<) are not part of the language; write the entries out")
            self.builder.refuse_key("KD015", message, span)
        else:
            self.builder.add_key(event.value, span)

    def lacks_colon(self, frame: Frame) -> bool:
        """Return whether a key has no colon, and report it: ``{vi: Sân chơi, bãi tập}`` has such a key, *bãi tập*."""
        key = frame.key
        if key is None or _COLON.match(self.text, frame.branch.keys[key][1]):
            return False
        span = frame.branch.keys.pop(key)
        frame.key, previous = None, self.last_plain
        if previous is None or not isinstance(frame.data, dict) or frame.data[previous] is None:
            self.builder.report_problem(
                "KD012", Message("key {key} has no value", key=quote_text(key)), span, found=key
            )
            return True
        frame.key = previous  # so that the path of the problem is that of the text
        whole = frame.data[previous] if self.cut_text is None else self.cut_text
        if len(whole) < _MAX_MENDED:
            whole = f"{whole}, {key}"
        self.cut_text = whole
        frame.data[previous] = self.report_comma(previous, whole, span)
        frame.key = None
        return True

    def report_comma(self, key: str, whole: str, span: Span) -> Scalar:
        """Report a text cut by a comma, once however many commas it has; return the text that was probably meant."""
        problems = self.builder.problems
        if problems and problems[-1].code == "KD013" and problems[-1].path == self.builder.current_path():
            span = problems.pop().span[0], span[1]
        if _DECIMAL_COMMA.fullmatch(whole):
            message, meant = Message("a number has a decimal point, not a comma"), whole.replace(", ", ".")
            hint = Message.verbatim(f"{key}: {meant}")
        else:
            message, meant = Message("put the text in quotes: it has a comma"), whole
            hint = Message.verbatim(f'{key}: "{whole}"')
        self.builder.report_problem("KD013", message, span, found=whole, hint=hint)
        return Scalar(meant)

    def read_alias(self, event: Any) -> None:
        """Put the value that an alias stands for in its place.

        The data are shared and not copied. An alias inside its own anchor stops reading, since it would have no end.
        """
        span = _span_of(event)
        stack = self.builder.stack
        if stack and stack[-1].wants_key:
            self.builder.refuse_key("KD016", Message("a key must be text, not an alias"), span)
            return
        if event.anchor not in self.anchors:
            self.builder.report_problem(
                "KD004", Message("there is no anchor &{anchor} before this alias", anchor=event.anchor), span
            )
            self.builder.add_scalar(None, span)
            return
        target = self.anchors[event.anchor]
        if target is None:
            self.builder.stop_reading(
                "KD007", Message("alias *{anchor} is inside its own anchor", anchor=event.anchor), span
            )
        # An alias counts with all that it stands for, so that a few lines of aliases of aliases cannot stand for
        # billions of values.
        self.builder.count_values(target.nodes, span)
        if len(stack) + target.height > MAX_DEPTH:
            self.builder.stop_reading("KD008", Message("nested more than {max_depth} deep", max_depth=MAX_DEPTH), span)
        self.builder.place_value(target.data, target.part, target.height)

    def refuse_tag(self, event: Any) -> None:
        """Report a tag such as ``!!python/object`` (KD009); the tagged value is read without it."""
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            message = Message("tag {tag}: a file holds text, lists and mappings, and no types", tag=quote_text(tag))
            self.builder.report_problem("KD009", message, _span_of(event), hint=Message("remove the tag"))


def read_yaml(builder: PlacedTreeBuilder) -> None:
    """Read the text of *builder* into it, event by event (YAML 1.1 as PyYAML reads it).

    Nothing is resolved: ``no`` and ``1.10`` stay the words that were written. Tags, merge keys, duplicate keys and a
    second document are problems; aliases are shared, and counted in full. The cost is one pass over the events.

    Raises
    ------
    Halt
        The text is not YAML, or is beyond the bounds; the problems of *builder* say why.
    """
    loader = _LOADER(builder.lines.text)
    reader = _YamlReader(builder)
    try:
        while loader.check_event():
            reader.take_event(loader.get_event())
    except yaml.MarkedYAMLError as error:
        _report_syntax_error(builder, error)
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the two: pure Python, absurd escapes
        builder.stop_reading("KD004", Message("not YAML: {message}", message=error), (0, 1))
    finally:
        loader.dispose()


def _span_of(event: Any) -> Span:
    return event.start_mark.index, event.end_mark.index


def _report_syntax_error(builder: PlacedTreeBuilder, error: yaml.MarkedYAMLError) -> NoReturn:
    text = builder.lines.text
    mark = error.problem_mark or error.context_mark
    offset = min(mark.index, len(text)) if mark else 0
    # The message of PyYAML for a tab, that a character cannot start any token, helps nobody.
    if _report_tabs(builder, offset):
        raise Halt
    problem = str(error.problem)
    message = ", ".join(part for part in (error.context, problem) if part)
    hint = next((hint for words, hint in _HINTS.items() if words in problem), None)
    builder.stop_reading("KD004", Message("not YAML: {message}", message=message), (offset, offset + 1), hint=hint)


def _report_tabs(builder: PlacedTreeBuilder, offset: int) -> bool:
    """Report every line indented by a tab, where the line at `offset` is one."""
    text = builder.lines.text
    start = text.rfind("\n", 0, offset) + 1
    if not _TAB_INDENT.match(text, start):
        return False
    for match in _TAB_INDENT.finditer(text):
        span = match.end() - 1, match.end()
        builder.report_problem("KD005", Message("a tab cannot indent YAML"), span, hint=Message("use spaces"))
    return True
