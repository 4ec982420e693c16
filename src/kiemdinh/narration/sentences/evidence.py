"""Items of evidence in words: why one does not count, which have expired, and which expire next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.narration.language import Messages, shorten_line
from kiemdinh.narration.layout import Item, Section
from kiemdinh.rules import UNKNOWN, Truth

if TYPE_CHECKING:
    from kiemdinh.data.assessment_data import AssessmentData
    from kiemdinh.data.outcomes import CitedEvidence

__all__ = ["EvidenceSentences"]

_STATE_OF_REASON = {"expired": "expired", "not yet valid": "not-yet-valid", "unsupported": "missing"}
"""Of which state the items are that a reason of unknown is about."""
_MAX_EXPIRED = 4
_MAX_NEXT = 3
_MAX_CODES = 3
_MAX_NODES = 6
_MAX_TITLE = 48


@dataclass(frozen=True, slots=True)
class EvidenceSentences:
    """Items of evidence as sentences; with *full* no list is cut."""

    messages: Messages
    full: bool = False

    def describe_truth(self, truth: Truth, reasons: Iterable[str], items: Sequence[CitedEvidence]) -> str:
        """Return the word for a truth and, where it is unknown, why: with the items that a reason is about."""
        said = self.describe_reasons(reasons, items)
        if truth is UNKNOWN and said:
            return self.messages.text("state.unknown_because", reasons=said)
        return self.messages.text(f"state.{truth.name.lower()}")

    def describe_reasons(self, reasons: Iterable[str], items: Sequence[CitedEvidence]) -> str:
        """Return reasons of unknown in one text, each with the items of evidence that it is about."""
        return ", ".join(self._describe_reason(reason, items) for reason in reasons)

    def _describe_reason(self, reason: str, items: Sequence[CitedEvidence]) -> str:
        text = self.messages.text(f"reason.{reason}")
        about = [item for item in items if item.state == _STATE_OF_REASON.get(reason)]
        if not about:
            return text
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
        if day is None:
            return item.code
        return self.messages.text(f"evidence.{item.state}", code=item.code, date=self.messages.format_date(day))

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
