"""A what-if as sentences: what is supposed, and what then stands otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiemdinh.data.what_if import Standing
from kiemdinh.narration.layout import Item, Line, PageBlock, Section
from kiemdinh.narration.sentences.blocking import MAX_SHOWN
from kiemdinh.narration.sentences.changes import ChangeSentences
from kiemdinh.narration.sentences.standing import StandingSentences
from kiemdinh.rules import Truth
from kiemdinh.standards.names import FactKind, FactName, ReferenceName

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import OutcomeResult
    from kiemdinh.data.what_if import Difference, WhatIfData

__all__ = ["WhatIfSentences"]

_TRUTHS = tuple(truth.name.lower() for truth in Truth)


@dataclass(frozen=True, slots=True)
class WhatIfSentences:
    """Suppositions and their consequences as sentences."""

    changes: ChangeSentences

    def what_if_sections(self, what_if: WhatIfData, main: OutcomeResult) -> Iterator[PageBlock]:
        """Yield what is supposed, where *main*, the main outcome, then stands, and every difference in the result."""
        messages = self.changes.messages
        supposed = [Item(self._describe_supposition(key, value)) for key, value in what_if.changes.items()]
        yield Section(messages.text("what_if"), tuple(supposed))
        lines = [Item(self._describe_difference(difference)) for difference in what_if.differences]
        told: tuple[PageBlock, ...] = self.changes.blocking.cut_items(lines, MAX_SHOWN) or (
            Line(messages.text("what_if.same")),
        )
        yield Section(messages.text("what_if.changes"), (self._stands_now(main), *told))

    def _stands_now(self, main: OutcomeResult) -> Line:
        """Return where the main outcome then stands.

        Levels by side would mislead here, since what is supposed counts as an external finding.
        """
        stands = StandingSentences(self.changes.names, self.changes.messages).describe_standing(main)
        named = self.changes.names.name_outcome(main.id)
        return Line(self.changes.messages.text("standing.line", outcome=named, stands=stands), strong=True)

    def _describe_supposition(self, key: str, value: Any) -> str:
        node = self.changes.names.find_node(key)
        said = (
            self._name_step(node, value) if node is not None and isinstance(value, str) else self._format_value(value)
        )
        name = self.changes.names.read_id(key).name
        if isinstance(name, FactName) and name.reference is not None and isinstance(value, str):
            said = self._name_reached(name.reference, value)
        return self.changes.messages.text("what_if.set", what=self.changes.name_id(key), to=said)

    def _name_reached(self, reference: ReferenceName, value: str) -> str:
        is_truth = value in _TRUTHS
        return (
            self.changes.messages.text(f"state.{value}")
            if is_truth
            else self.changes.names.name_reference_step(reference, value)
        )

    def _format_value(self, value: Any) -> str:
        if value is None:
            return self.changes.messages.text("unknown")
        if isinstance(value, Mapping) and {"part", "of"} <= value.keys():
            return f"{value['part']}/{value['of']}"
        words = {True: "yes", "true": "yes", False: "no", "false": "no"}
        said = words.get(value) if isinstance(value, bool | str) else None
        return self.changes.messages.text(said) if said is not None else str(value)

    def _name_step(self, node: str, step: str) -> str:
        if step in _TRUTHS:
            return self.changes.messages.text(f"state.{step}")
        named = self.changes.names.name_step(node, step)
        return (
            named if named == self.changes.messages.text("standing.none") else self.changes.messages.quote_text(named)
        )

    def _describe_difference(self, difference: Difference) -> str:
        what, ends = self._name_subject(difference.id), (difference.before, difference.after)
        before, after = (self._describe_standing(difference.id, end) for end in ends)
        return self.changes.messages.text("what_if.line", what=what, before=before, after=after)

    def _name_subject(self, shown: str) -> str:
        name = self.changes.names.read_id(shown).name
        if name.kind is FactKind.OUTCOME:
            return self.changes.names.name_outcome(name.without_kind)
        if name.kind is FactKind.AWARD:
            return self.changes.names.name_award(name.without_kind)
        return self.changes.name_id(shown)

    def _describe_standing(self, shown: str, stands: str) -> str:
        """Return where something stands: what is certain and, where that is another, what is possible."""
        if not stands:
            return self.changes.messages.text("what_if.nothing")
        standing = Standing.read(stands)
        if not standing.is_span:
            return self.changes.messages.join_alternatives(self._name_end(shown, word) for word in standing.words)
        low, high = standing.words
        if low == high:
            return self._name_end(shown, low)
        if not low:
            return self.changes.messages.text("what_if.possible", high=self._name_end(shown, high))
        return self.changes.messages.text(
            "what_if.between", low=self._name_end(shown, low), high=self._name_end(shown, high)
        )

    def _name_end(self, shown: str, end: str) -> str:
        messages, names = self.changes.messages, self.changes.names
        name = names.read_id(shown).name
        if not end:
            is_award = name.kind is FactKind.AWARD
            return messages.text("what_if.nothing") if is_award else messages.text("standing.none")
        if name.kind is FactKind.OUTCOME:
            return messages.quote_text(names.name_outcome_level(name.without_kind, end))
        if name.kind is FactKind.AWARD:
            return messages.quote_text(names.name_award(name.without_kind, end))
        node = names.find_node(shown)
        return self._name_step(node, end) if node is not None else end
