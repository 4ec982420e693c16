"""Items of evidence in words: why one does not count, which have expired, and which expire next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.narration.language import Messages, shorten_line
from kiemdinh.narration.layout import Item, Section
from kiemdinh.parsing.durations import Duration
from kiemdinh.rules import UNKNOWN, Truth

if TYPE_CHECKING:
    from kiemdinh.data.assessment_data import AssessmentData
    from kiemdinh.data.outcomes import CitedEvidence, EvidenceAsked, LevelRef

__all__ = ["EvidenceSentences"]

_STATES_OF_REASON = {"expired": ("expired",), "not yet valid": ("not-yet-valid",), "unsupported": ("missing", "unfit")}
"""Of which states the items are that a reason of unknown is about."""
_MAX_EXPIRED = 4
_MAX_NEXT = 3
_MAX_CODES = 3
_MAX_NODES = 6
_MAX_TITLE = 48


@dataclass(slots=True, eq=False, repr=False)
class EvidenceSentences:
    """Items of evidence as sentences; with *full* no list is cut."""

    messages: Messages
    full: bool = False

    def describe_truth(
        self,
        truth: Truth,
        reasons: Iterable[str],
        items: Sequence[CitedEvidence],
        asked: EvidenceAsked | None = None,
        ended: dt.date | None = None,
    ) -> str:
        """Return the word for a truth and, where it is unknown, why: with the items that a reason is about.

        What the evidence policy asks for follows, where that is more than one valid item of any kind.
        """
        said = self.describe_reasons(reasons, items, ended)
        if asked is not None and (wanted := self._describe_asked(asked)):
            said = self.messages.text("evidence.and_asked", text=said, asked=wanted)
        if truth is UNKNOWN and said:
            return self.messages.text("state.unknown_because", reasons=said)
        return self.messages.text(f"state.{truth.name.lower()}")

    def describe_reasons(
        self, reasons: Iterable[str], items: Sequence[CitedEvidence], ended: dt.date | None = None
    ) -> str:
        """Return reasons of unknown in one text, each with the items of evidence, or the last day, that it is about."""
        return ", ".join(self._describe_reason(reason, items, ended) for reason in reasons)

    def _describe_reason(self, reason: str, items: Sequence[CitedEvidence], ended: dt.date | None) -> str:
        if reason == "expired" and ended is not None:
            return self.messages.text("reason.ended", date=self.messages.format_date(ended))
        about = [item for item in items if item.state in _STATES_OF_REASON.get(reason, ())]
        is_cited = any(item.state == "unfit" for item in about)
        if not about:
            return self.messages.text(f"reason.{reason}")
        if is_cited:
            text = self.messages.text("evidence.not_counted")
        elif reason == "expired":
            text = self.messages.text("evidence.has_expired")
        else:
            text = self.messages.text(f"reason.{reason}")
        return self.messages.text("tree.why", text=text, why=self.list_items(about))

    def list_items(self, items: Sequence[CitedEvidence]) -> str:
        """Return items in one text, each with the day that matters; the first ones where there are many."""
        shown = items if self.full else items[:_MAX_CODES]
        text = "; ".join(map(self._describe_item, shown))
        left = len(items) - len(shown)
        return self.messages.text("more_after", text=text, n=left) if left else text

    def _describe_item(self, item: CitedEvidence) -> str:
        day = {"expired": item.until, "not-yet-valid": item.issued}.get(item.state)
        if item.state == "missing":
            return self.messages.text("evidence.missing", code=item.code)
        if item.state == "unfit":
            found = ", ".join(self._describe_failures(item))
            return self.messages.text("evidence.unfit", code=item.code, found=found)
        if day is None:
            return item.code
        return self.messages.text(f"evidence.{item.state}", code=item.code, date=self.messages.format_date(day))

    def _describe_failures(self, item: CitedEvidence) -> Iterator[str]:
        """Yield what is found of an item where the policy asks for something else."""
        for key, found in (("kinds", item.item_kind), ("issuers", item.issuer)):
            if key in item.fails:
                text = None if found is None else self.messages.text(f"evidence.found.{key}", found=found)
                yield text or self.messages.text(f"evidence.without.{key}")
        if item.issued is None and {"no_older_than", "in_place_for"} & set(item.fails):
            yield self.messages.text("evidence.without.date")

    def _describe_asked(self, asked: EvidenceAsked) -> str:
        """Return what the evidence policy asks for; an empty text where one valid item of any kind is enough."""
        words = {"kinds": asked.kinds, "issuers": asked.issuers}
        lengths = {"no_older_than": asked.no_older_than, "in_place_for": asked.in_place_for}
        said = [
            self.messages.text(f"evidence.asked.{key}", words=self._name_words(found))
            for key, found in words.items()
            if found
        ]
        said += [
            self.messages.text(f"evidence.asked.{key}", length=self.messages.format_duration(Duration.read(length)))
            for key, length in lengths.items()
            if length is not None
        ]
        if not said and asked.items == 1:
            return ""
        items = self.messages.text_for_count("evidence.asked.items", asked.items, found=asked.found)
        return ", ".join((items, *said))

    def _name_words(self, words: Sequence[LevelRef]) -> str:
        return self.messages.join_alternatives(word.said(self.messages.lang) for word in words)

    # -- what expires ------------------------------------------------------------------------------------

    def expiry_sections(self, result: AssessmentData) -> Iterator[Section]:
        """Yield the items that have expired and those that expire next, with the nodes that cite them."""
        cited = _cited_by_item(result)
        dated = sorted((item for item in cited if item.until is not None), key=lambda item: (item.until, item.code))
        expired = [item for item in dated if item.state == "expired"]
        coming = [item for item in dated if item.state in ("valid", "not-yet-valid")]
        items = (
            *self._list_expiries("expiry.expired", expired, cited, _MAX_EXPIRED),
            *self._list_expiries("expiry.valid", coming, cited, _MAX_NEXT),
        )
        if items:
            yield Section(self.messages.text("expiry"), items)

    def _list_expiries(
        self, key: str, items: Sequence[CitedEvidence], cited: dict[CitedEvidence, list[str]], most: int
    ) -> Iterator[Item]:
        shown = items if self.full or len(items) <= most + 1 else items[:most]
        for item in shown:
            date = "" if item.until is None else self.messages.format_date(item.until)
            title = item.title if self.full or item.title is None else shorten_line(item.title, _MAX_TITLE)
            name = item.code if title is None else self.messages.text("tree.why", text=item.code, why=title)
            yield Item(self.messages.text(key, item=name, date=date, nodes=self._list_nodes(cited[item])))
        if len(shown) < len(items):
            yield Item(self.messages.text("more", n=len(items) - len(shown)))

    def _list_nodes(self, nodes: Sequence[str]) -> str:
        shown = nodes if self.full or len(nodes) <= _MAX_NODES + 1 else nodes[:_MAX_NODES]
        text, left = ", ".join(shown), len(nodes) - len(shown)
        return self.messages.text("more_after", text=text, n=left) if left else text


def _cited_by_item(result: AssessmentData) -> dict[CitedEvidence, list[str]]:
    """Return the ids of the nodes of layers whose records cite each item, the lowest such node for each."""
    cited: dict[CitedEvidence, list[str]] = {}
    for node in result.nodes:
        if node.layer is not None:
            for item in node.evidence:
                cited.setdefault(item, []).append(node.id)
    return cited
