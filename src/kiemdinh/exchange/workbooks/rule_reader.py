"""Reading rules from cells into data of a definition: sentences in either language, or YAML in braces."""

from __future__ import annotations

import re
from typing import Any, Final, NoReturn

from kiemdinh.diagnostics.message import Message
from kiemdinh.diagnostics.wording import shorten_text
from kiemdinh.exchange.flow import begins_as_data, read_flow
from kiemdinh.exchange.workbooks.rule_words import COMPARATORS, COUNTED, ITS, SIDES, WORDS
from kiemdinh.parsing.cells import ReadingError
from kiemdinh.parsing.placed_tree import MAX_DEPTH, Scalar

__all__ = ["read_rule"]

_ID: Final = re.compile(r"[^\s:,≥≤<>=×{}\[\]\"]+")
_WORD_ENDS: Final = r"(?=[\s:,≥≤<>=×/]|$)"
_BETWEEN: Final = "|".join(re.escape(word) for key in ("if", "or") for word in WORDS[key])
# A comma before a digit is a decimal comma, which the reader of numbers refuses with a message of its own.
_VALUE: Final = re.compile(rf"\{{.*\}}|.+?(?=\s+(?:{_BETWEEN})\s|\s*[≥≤<>=]|\s*,(?!\d)|\s*$)")
_NOTES: Final = re.compile(r"(.*?)\s+\[(.*)\]")
_COUNT: Final = re.compile(r"[^\s:]+")
_SENTENCES: Final = Message.join(
    ["every SET: …", "at least 2 of SET: …", "INPUT ≥ 5", "level ≥ STEP", "NAME", "{all: […]}"]
)
_HELP: Final = Message("the sheet on how to fill in lists the sentences; any rule can be written in braces")


def read_rule(text: str) -> Any:
    """Return the condition or quantity in a cell, each scalar as it is written.

    Raises
    ------
    ReadingError
        The cell has no rule: KD751 for a sentence that is not understood, or the problem with the YAML.

    >>> read_rule("every core: level ≥ one"), read_rule("books / pupils ≥ 3 if area = difficult, else 5")
    ({'every': 'core', 'that': {'its': 'level', 'at_least': 'one'}}, {'value': 'books', 'per': 'pupils', 'at_least': \
{'by': 'area', 'values': {'difficult': '3'}, 'otherwise': '5'}})
    """
    if begins_as_data(text.strip()):
        return read_flow(text)
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    indent = min(len(line) - len(line.lstrip()) for line in lines)
    return _read_lines([lines[0].lstrip(), *(line[indent:] for line in lines[1:])], 0)


def _read_lines(lines: list[str], depth: int) -> Any:
    """Return the rule in some lines: a sentence, or the head of a group with its parts below."""
    head, *below = lines
    noted = None if begins_as_data(head.strip()) else _NOTES.fullmatch(head.strip())
    if noted is None:
        return _Sentence(head.strip(), below, depth).read_condition()
    rule = _Sentence(noted[1], below, depth).read_condition()
    if not isinstance(rule, dict):
        _refuse(head, Message("a rule without notes in brackets: a name has those of what it stands for"))
    return {**rule, **read_flow(f"{{{noted[2]}}}")}


def _split_bullets(lines: list[str], head: str) -> list[list[str]]:
    """Return the lines of each part of a group; a part begins with a dash, and indented lines continue it."""
    parts: list[list[str]] = []
    for line in lines:
        if line.startswith(("- ", "– ", "• ")):
            parts.append([line[2:].strip()])
        elif parts and line.startswith("  "):
            parts[-1].append(line[2:])
        else:
            _refuse(line, Message("a line of a group begins with a dash: - …"))
    if not parts:
        _refuse(head, Message("below the head of a group stand its parts, each in a line that begins with a dash"))
    return parts


class _Sentence:
    """A sentence that is read from its beginning; *below* are the lines that belong to a group at its end.

    *depth* is the number of rules around it; it grows with each rule that is read inside.
    """

    def __init__(self, text: str, below: list[str], depth: int) -> None:
        self.text = text
        self.rest = text
        self.below = below
        self.depth = depth

    def read_condition(self) -> Any:
        """Return the condition or quantity from here to the end."""
        self._go_deeper()
        if self.rest.startswith("{"):
            self._refuse_below()
            return read_flow(self.rest)
        for group in ("all", "any"):
            if self._take_head(group):
                return {group: [_read_lines(part, self.depth) for part in _split_bullets(self.below, self.text)]}
        if self._take("not"):
            self._take_sign(":")
            return {"not": self.read_condition()}
        if self._take("every"):
            name = self._take_id()
            self._require(":")
            return {"every": name, "that": self.read_condition()}
        counted = next((key for key in COUNTED if self._take(key)), None)
        if counted is not None:
            return self._read_count(counted)
        for kind in ("count", "share"):
            if self._take(kind):
                return self._read_members(kind)
        self._refuse_below()
        return self._read_plain_condition()

    def _read_count(self, comparator: str) -> dict[str, Any]:
        number = self._take_form(_COUNT)
        if not self._take("in"):
            self._refuse_rest(Message("behind the number: of SET"))
        return {**self._read_members("share" if number.endswith("%") else "count"), comparator: number}

    def _read_members(self, kind: str) -> dict[str, Any]:
        rule: dict[str, Any] = {kind: self._take_id()}
        if self._take_sign(":"):
            rule["that"] = self.read_condition()
        else:
            self._refuse_below()
            self._require_end()
        return rule

    def _read_plain_condition(self) -> Any:
        for word in ("unmet", "met"):
            if self._take_last(word):
                return Scalar(word)
        quantity = self._read_quantity()
        if not self.rest:
            return quantity["value"] if set(quantity) == {"value"} else quantity
        while self.rest:
            sign = next((sign for sign in COMPARATORS if self._take_sign(sign)), None)
            if sign is None:
                self._refuse_rest(Message("a comparison: {signs}", signs=" ".join("≥≤><=")))
            quantity[COMPARATORS[sign]] = self._read_value()
        return quantity

    def _read_quantity(self) -> dict[str, Any]:
        self._go_deeper()
        for key in ("sum", "mean", "lowest", "highest"):
            if self._take(key):
                return self._read_aggregate(key)
        for key in ITS:
            if self._take(key):
                return {"its": Scalar(key)}
        for key in ("change", "outcome", "award"):
            if self._take(key):
                found: dict[str, Any] = {key: self._take_id()}
                side = next((side for side in SIDES if key == "outcome" and self._take(side)), None)
                return found if side is None else {**found, "side": Scalar(side)}
        quantity: dict[str, Any] = {"value": self._take_id()}
        if self._take_sign("/"):
            quantity["per"] = self._take_id()
        return quantity

    def _read_aggregate(self, key: str) -> dict[str, Any]:
        of = self._read_quantity()
        weight = {"weight": self._read_quantity()} if self._take_sign("×") else {}
        if not self._take("over"):
            self._refuse_rest(Message("what it goes over: over SET"))
        return {key: self._take_id(), "of": of, **weight}

    def _read_value(self) -> Any:
        self._go_deeper()
        value = self._take_value()
        if self._take("if"):
            return self._read_table(value)
        found = [value]
        while self._take("or"):
            found.append(self._take_value())
        return found if len(found) > 1 else value

    def _read_table(self, value: Any) -> dict[str, Any]:
        """Return the table of ``5 if area = difficult, 3 if area = island, else 9``, whose first value is read."""
        by, values = "", dict[str, Any]()
        while True:
            name = self._take_id()
            if by and name != by:
                self._refuse_rest(Message("one input: a table by another one stands behind else"))
            by = name
            self._require("=")
            values[str(self._take_value())] = value
            if not self._take_sign(","):
                return {"by": by, "values": values}
            if self._take("else"):
                return {"by": by, "values": values, "otherwise": self._read_value()}
            value = self._take_value()
            if not self._take("if"):
                self._refuse_rest(Message("if INPUT = CHOICE, or else"))

    def _go_deeper(self) -> None:
        """Refuse a rule that is nested too deep, as in YAML: reading it would exceed Python's stack."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            message = Message("nested more than {max_depth} deep", max_depth=MAX_DEPTH)
            raise ReadingError(code="KD008", message=message)

    def _take_value(self) -> Any:
        text = self._take_form(_VALUE)
        if text.startswith("{"):
            return read_flow(text)
        for word in ("true", "false"):
            if text.lower() in WORDS[word]:
                return Scalar(word)
        return Scalar(text)

    def _take_id(self) -> str:
        return Scalar(self._take_form(_ID))

    def _take_form(self, form: re.Pattern[str]) -> str:
        found = form.match(self.rest)
        if found is None:
            self._refuse_rest(_SENTENCES)
        self.rest = self.rest[found.end() :].lstrip()
        return Scalar(found[0].strip())

    def _take(self, key: str) -> bool:
        """Move past a word, in either language, if it is at the present position."""
        for word in WORDS[key]:
            if re.match(re.escape(word) + _WORD_ENDS, self.rest, re.IGNORECASE):
                self.rest = self.rest[len(word) :].lstrip()
                return True
        return False

    def _take_head(self, group: str) -> bool:
        """Move past the word of a group if only a colon follows it."""
        is_head = any(self.rest.rstrip(": ").casefold() == word for word in WORDS[group])
        if is_head:
            self.rest = ""
        return is_head

    def _take_last(self, key: str) -> bool:
        is_last = self.rest.casefold() in WORDS[key]
        if is_last:
            self.rest = ""
        return is_last

    def _take_sign(self, sign: str) -> bool:
        if not self.rest.startswith(sign):
            return False
        self.rest = self.rest[len(sign) :].lstrip()
        return True

    def _require(self, sign: str) -> None:
        if not self._take_sign(sign):
            self._refuse_rest(Message.verbatim(sign))

    def _require_end(self) -> None:
        if self.rest:
            self._refuse_rest(Message("the end of the sentence"))

    def _refuse_below(self) -> None:
        if self.below:
            _refuse(self.below[0], Message("one sentence; several stand below 'all of:' or 'any of:'"))

    def _refuse_rest(self, expected: Message) -> NoReturn:
        _refuse(self.rest or self.text, expected)


def _refuse(text: str, expected: Message) -> NoReturn:
    message = Message("this rule is not understood at '{text}'", text=shorten_text(text.strip()))
    raise ReadingError(code="KD751", message=message, expected=expected, hint=_HELP)
