"""What holds a level, as sentences: the margin before it is lost, and a sufficient reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.narration.layout import Item, Line, PageBlock, Section
from kiemdinh.narration.sentences.blocking import MAX_SHOWN
from kiemdinh.narration.sentences.changes import ChangeSentences
from kiemdinh.narration.sentences.search_work import incomplete_lines

if TYPE_CHECKING:
    from kiemdinh.data.margin import EvidenceLoss, MarginData, SufficientReasonData

__all__ = ["MarginSentences"]


@dataclass(frozen=True, slots=True)
class MarginSentences:
    """The margin of a level and a sufficient reason for it as sentences."""

    changes: ChangeSentences

    def margin_sections(self, margin: MarginData) -> Iterator[PageBlock]:
        """Yield how many losses the level bears, which evidence carries it alone, and what alone would lose it.

        Where nothing alone would, one of the smallest losses that do is given.
        """
        messages = self.changes.messages
        level = messages.name_level(margin.level)
        lines = (Line(self._describe_size(margin, level), strong=True), *incomplete_lines(margin.search, messages))
        yield Section(messages.text("margin", level=level), lines)
        if margin.evidence:
            items = [self._evidence_item(loss) for loss in margin.evidence]
            yield Section(messages.text("margin.evidence"), self.changes.blocking.cut_items(items, MAX_SHOWN))
        if margin.alone:
            items = [Item(self.changes.describe_loss(lost)) for lost in margin.alone]
            yield Section(messages.text("margin.alone"), self.changes.blocking.cut_items(items, MAX_SHOWN))
        elif margin.least:
            lost = [Item(self.changes.describe_loss(one)) for one in margin.least[0]]
            yield Section(messages.text("margin.least"), self.changes.blocking.cut_items(lost, MAX_SHOWN))

    def _describe_size(self, margin: MarginData, level: str) -> str:
        messages = self.changes.messages
        if margin.size is None:
            unlosable = messages.text("margin.unlosable", level=level)
            return unlosable if margin.proved else messages.text("margin.unknown", level=level)
        if not margin.proved:
            least = messages.format_number(margin.size - margin.gap)
            return messages.text_for_count("margin.bound", margin.size, level=level, least=least)
        return messages.text_for_count("margin.size", margin.size, level=level)

    def _evidence_item(self, loss: EvidenceLoss) -> Item:
        messages = self.changes.messages
        facts = self.changes.list_names(loss.facts, 2)
        key = "margin.item_titled" if loss.title else "margin.item"
        text = messages.text(key, code=loss.code, title=loss.title, facts=facts)
        return Item(
            text
            if loss.until is None
            else messages.text("margin.until", text=text, date=messages.format_date(loss.until))
        )

    def reason_sections(self, why: SufficientReasonData) -> Iterator[PageBlock]:
        """Yield the facts that suffice for the level, and whether fewer might do."""
        messages = self.changes.messages
        title = messages.text("why", level=messages.name_level(why.level))
        items = [Item(self.changes.name_id(one)) for one in why.reason]
        enough = messages.text("why.enough") if why.proved else messages.text("why.bound")
        lines = (Line(enough, strong=True), *incomplete_lines(why.search, messages))
        yield Section(title, (*lines, *self.changes.blocking.cut_items(items, MAX_SHOWN)))
