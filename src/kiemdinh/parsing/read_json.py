"""Reading JSON by JSON's own rules, with positions and with duplicate keys kept in sight."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, NoReturn

from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.placed_tree import JsonNumber, Scalar, to_nfc

if TYPE_CHECKING:
    from kiemdinh.parsing.placed_tree import PlacedTreeBuilder, Span

__all__ = ["read_json"]

# Possessive quantifiers (``*+``) keep the pattern linear: it never goes back over what it has matched.
_TOKEN: Final = re.compile(
    r"""[ \t\r\n]*(?:
        (?P<mark>[{}\[\],:])
      | (?P<string>"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+")
      | (?P<number>-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?)
      | (?P<word>true|false|null)
      | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_HINTS: Final = {
    "'": Message('JSON puts text in double quotes: "…"'),
    "/": Message("JSON has no comments"),
    "#": Message("JSON has no comments"),
    '"': Message("the text is not closed, or holds a line break or a backslash that JSON does not know"),
    "}": Message("JSON allows no comma before a closing bracket"),
    "]": Message("JSON allows no comma before a closing bracket"),
    "N": Message("JSON has no NaN; leave the key out, or write null"),
}
_EXPECTED: Final = {
    "value": Message("a value"),
    "first value": Message("a value or ']'"),
    "key": Message("a key in double quotes"),
    "first key": Message("a key in double quotes or '}}'"),
    "colon": Message("':'"),
    "next": Message("',' or a closing bracket"),
    "nothing": Message("nothing more"),
}


def read_json(builder: PlacedTreeBuilder) -> None:
    """Read the text of *builder* into it, by the rules of JSON (RFC 8259).

    Numbers and words are kept as they were written; a duplicate key is a problem. The cost is one pass over the text.
    Nothing recurses, so that deep nesting cannot exhaust the stack.

    Raises
    ------
    Halt
        The text is not JSON, or is beyond the bounds; the problems of *builder* say why.
    """
    text = builder.lines.text
    # The parser is a table of states without a stack of its own: *expected* says what may come next, the builder
    # knows what is open.
    position, expected = 0, "value"
    while True:
        match = _TOKEN.match(text, position)
        if match is None:
            _stop_at(builder, position, expected)
        kind = str(match.lastgroup)
        span = match.span(kind)
        if kind == "end":
            if expected != "nothing":
                _stop_at(builder, position, expected)
            return
        after = _take_token(builder, expected, kind, match[kind], span)
        if after is None:
            _stop_at(builder, position, expected)
        position, expected = span[1], after


def _take_token(builder: PlacedTreeBuilder, expected: str, kind: str, word: str, span: Span) -> str | None:
    """Give a word to the builder. Return what is expected after it, or None if the word is not allowed here."""
    if expected in {"value", "first value"}:
        if kind != "mark" or word in "{[":
            return _open_or_add(builder, kind, word, span)
        return _close_container(builder, word, span) if expected == "first value" else None
    # A closing bracket may follow an opening one, but not a comma: hence the *first* states.
    if expected in {"key", "first key"}:
        if kind == "string":
            builder.add_key(_unescape(word), span)
            return "colon"
        return _close_container(builder, word, span) if expected == "first key" else None
    if expected == "colon":
        return "value" if word == ":" else None
    if expected == "next":
        return _after_comma(builder) if word == "," else _close_container(builder, word, span)
    return None


def _open_or_add(builder: PlacedTreeBuilder, kind: str, word: str, span: Span) -> str:
    if word == "{":
        builder.open_container({}, span[0], flow=True)
        return "first key"
    if word == "[":
        builder.open_container([], span[0], flow=True)
        return "first value"
    if kind == "string":
        builder.add_scalar(Scalar(to_nfc(_unescape(word)), plain=False), span)
    else:
        value = JsonNumber(word) if kind == "number" else Scalar(word)
        builder.add_scalar(None if word == "null" else value, span)
    return _after_value(builder)


def _close_container(builder: PlacedTreeBuilder, word: str, span: Span) -> str | None:
    if word != ("}" if isinstance(builder.stack[-1].data, dict) else "]"):
        return None
    builder.close_container(span[1])
    return _after_value(builder)


def _after_comma(builder: PlacedTreeBuilder) -> str:
    return "key" if isinstance(builder.stack[-1].data, dict) else "value"


def _after_value(builder: PlacedTreeBuilder) -> str:
    return "next" if builder.stack else "nothing"


def _unescape(word: str) -> str:
    # Most words have no escapes, and slicing is many times faster.
    return str(json.loads(word)) if "\\" in word else word[1:-1]


def _stop_at(builder: PlacedTreeBuilder, position: int, expected: str) -> NoReturn:
    text = builder.lines.text
    match = _SPACE.match(text, position)
    start = match.end() if match else position
    found = text[start : start + 1]
    hint = _hint_at(found, expected)
    message = (
        Message("not JSON: {expected} expected, {found} found", expected=_EXPECTED[expected], found=repr(found))
        if found
        else Message("not JSON: it breaks off")
    )
    builder.stop_reading("KD004", message, (start, start + 1), hint=hint)


def _hint_at(found: str, expected: str) -> Message | None:
    if expected == "next" and found == '"':
        return Message("a comma is missing before it")
    if found in {"}", "]"} and expected not in {"key", "value"}:
        return None
    return _HINTS.get(found) if expected != "nothing" else None
