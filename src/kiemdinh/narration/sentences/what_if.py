"""What if, in words: what is supposed, and what then stands otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiemdinh.data.what_if import Standing
from kiemdinh.narration.layout import Block, Item, Line, Section
from kiemdinh.narration.sentences.blocking import MAX_SHOWN
from kiemdinh.narration.sentences.changes import ChangeSentences
from kiemdinh.narration.sentences.standing import StandingSentences
from kiemdinh.rules import Truth
from kiemdinh.standards.names import FactKind

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import OutcomeResult
    from kiemdinh.data.what_if import Difference, WhatIfData

__all__ = ["WhatIfSentences"]

_TRUTHS = tuple(truth.name.lower() for truth in Truth)


@dataclass(frozen=True, slots=True)
class WhatIfSentences:
    """Says a supposition and its consequences."""

    words: ChangeSentences

    def what_if_sections(self, what_if: WhatIfData, main: OutcomeResult) -> Iterator[Block]:
        """Yield what is supposed and how the result then differs, outcomes and awards first; *main* stands then."""
        messages = self.words.messages
        supposed = [Item(self._supposed(key, value)) for key, value in what_if.changes.items()]
        yield Section(messages.text("what_if"), tuple(supposed))
        lines = [Item(self._difference(difference)) for difference in what_if.differences]
        told: tuple[Block, ...] = self.words.blocking.cut_items(lines, MAX_SHOWN) or (
            Line(messages.text("what_if.same")),
        )
        yield Section(messages.text("what_if.changes"), (self._stands_now(main), *told))

    def _stands_now(self, main: OutcomeResult) -> Line:
        """Return the main outcome; by side it would mislead, since what is supposed counts as an external finding."""
        stands = StandingSentences(self.words.names, self.words.messages).describe_standing(main)
        named = self.words.names.name_outcome(main.id)
        return Line(self.words.messages.text("standing.line", outcome=named, stands=stands), strong=True)

    def _supposed(self, key: str, value: Any) -> str:
        node = self.words.names.find_node(key)
        said = self._step(node, value) if node is not None and isinstance(value, str) else self._value(value)
        return self.words.messages.text("what_if.set", what=self.words.name_id(key), to=said)

    def _value(self, value: Any) -> str:
        if value is None:
            return self.words.messages.text("unknown")
        if isinstance(value, Mapping) and {"part", "of"} <= value.keys():
            return f"{value['part']}/{value['of']}"
        words = {True: "yes", "true": "yes", False: "no", "false": "no"}
        said = words.get(value) if isinstance(value, bool | str) else None
        return self.words.messages.text(said) if said is not None else str(value)

    def _step(self, node: str, step: str) -> str:
        if step in _TRUTHS:
            return self.words.messages.text(f"state.{step}")
        named = self.words.names.name_step(node, step)
        return named if named == self.words.messages.text("standing.none") else self.words.messages.quote_text(named)

    def _difference(self, difference: Difference) -> str:
        what, ends = self._what(difference.id), (difference.before, difference.after)
        before, after = (self._stands(difference.id, end) for end in ends)
        return self.words.messages.text("what_if.line", what=what, before=before, after=after)

    def _what(self, shown: str) -> str:
        name = self.words.names.read_id(shown).name
        if name.kind is FactKind.OUTCOME:
            return self.words.names.name_outcome(name.without_kind)
        if name.kind is FactKind.AWARD:
            return self.words.names.name_award(name.without_kind)
        return self.words.name_id(shown)

    def _stands(self, shown: str, stands: str) -> str:
        """Return where something stands: what is certain and, where that is another, what is possible."""
        if not stands:
            return self.words.messages.text("what_if.nothing")
        standing = Standing.read(stands)
        if not standing.is_span:
            return self.words.messages.join_alternatives(self._end(shown, word) for word in standing.words)
        low, high = standing.words
        if low == high:
            return self._end(shown, low)
        if not low:
            return self.words.messages.text("what_if.possible", high=self._end(shown, high))
        return self.words.messages.text("what_if.between", low=self._end(shown, low), high=self._end(shown, high))

    def _end(self, shown: str, end: str) -> str:
        messages, names = self.words.messages, self.words.names
        name = names.read_id(shown).name
        if not end:
            is_award = name.kind is FactKind.AWARD
            return messages.text("what_if.nothing") if is_award else messages.text("standing.none")
        if name.kind is FactKind.OUTCOME:
            return messages.quote_text(names.name_outcome_level(name.without_kind, end))
        if name.kind is FactKind.AWARD:
            return messages.quote_text(names.name_award(name.without_kind, end))
        node = names.find_node(shown)
        return self._step(node, end) if node is not None else end
