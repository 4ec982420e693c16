"""What holds a level, in words: the margin before it is lost, and a sufficient reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.narration.layout import Block, Item, Line, Section
from kiemdinh.narration.sentences.blocking import MOST
from kiemdinh.narration.sentences.changes import ChangeWords

if TYPE_CHECKING:
    from kiemdinh.data.margin import EvidenceLoss, MarginData, SufficientReasonData
    from kiemdinh.evidence.dossier import EvidenceItem

__all__ = ["HoldingWords"]


@dataclass(frozen=True, slots=True)
class HoldingWords:
    """Says what holds a level; *index* has the items of evidence by code."""

    words: ChangeWords
    index: Mapping[str, EvidenceItem]

    def margin(self, margin: MarginData) -> Iterator[Block]:
        """Yield how firm the level is, what alone would lose it, and which evidence carries it alone."""
        say = self.words.say
        level = say.level(margin.level)
        yield Section(say("margin", level=level), (Line(self._size(margin, level), strong=True),))
        if margin.evidence:
            items = [self._evidence(loss) for loss in margin.evidence]
            yield Section(say("margin.evidence"), self.words.blocking.cut(items, MOST))
        if margin.alone:
            items = [Item(self.words.lost(lost)) for lost in margin.alone]
            yield Section(say("margin.alone"), self.words.blocking.cut(items, MOST))
        elif margin.least:
            lost = [Item(self.words.lost(one)) for one in margin.least[0]]
            yield Section(say("margin.least"), self.words.blocking.cut(lost, MOST))

    def _size(self, margin: MarginData, level: str) -> str:
        say = self.words.say
        if margin.size is None:
            return say("margin.unlosable", level=level) if margin.proved else say("why.unknown")
        return say.counted("margin.size", margin.size, level=level)

    def _evidence(self, loss: EvidenceLoss) -> Item:
        say = self.words.say
        found = self.index.get(loss.code)
        title = found.title if found is not None else None
        facts = self.words.these(loss.facts, 2)
        key = "margin.item_titled" if title else "margin.item"
        text = say(key, code=loss.code, title=title, facts=facts)
        return Item(text if loss.until is None else say("margin.until", text=text, date=say.date(loss.until)))

    def why(self, why: SufficientReasonData) -> Iterator[Block]:
        """Yield the facts that suffice for the level."""
        say = self.words.say
        title = say("why", level=say.level(why.level))
        if not why.proved:
            yield Section(title, (Line(say("why.unknown")),))
            return
        items = [Item(self.words.named(one)) for one in why.reason]
        yield Section(title, (Line(say("why.enough"), strong=True), *self.words.blocking.cut(items, MOST)))
