"""What of a framework is still to be confirmed, as a checklist for a person who holds the text of the law."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from kiemdinh.narration.language import Messages, speak_of
from kiemdinh.narration.layout import Item, Line, Page, PageBlock, Section
from kiemdinh.narration.names import Names
from kiemdinh.narration.pages.framework_list import DefinitionItems
from kiemdinh.standards.definition import Citation, LabelOutcome, LadderAward, LadderOutcome, SimpleAward
from kiemdinh.standards.names import split_top

if TYPE_CHECKING:
    from kiemdinh.standards.definition import Confirmation, Localised, NodeInfo
    from kiemdinh.standards.loading import Framework

__all__ = ["unverified_page"]

_ARTICLE: Final = re.compile(r"(?:Điều|Article)\s+(\d+)")
_LAST: Final = 10**6
"""Where what cites no article stands."""


def unverified_page(framework: Framework, lang: str | None = None) -> Page:
    """Return what is not confirmed, article by article: each part with its rule, other readings and the line to write.

    What somebody has confirmed since is left out; what somebody found to differ is named with the note.

    Raises
    ------
    ValueError
        There are no messages in that language.
    """
    messages = speak_of(framework, lang)
    entries = _Entries(framework, Names(framework, messages), messages)
    found = sorted(entries.list_open(), key=lambda entry: entry.article)
    sections = [
        Section(_name_article(article, messages), tuple(entries.describe(entry) for entry in group))
        for article, group in groupby(found, key=lambda entry: entry.article)
    ]
    title = messages.text("unverified.title", title=framework.title(messages.lang))
    head: tuple[PageBlock, ...] = (
        Line(messages.text("unverified.use", file=f"{framework.id}.confirmations.yaml")),
        Line(messages.text("show.source", source=entries.names.name_source())),
        Line(messages.text_for_count("unverified.count", len(found))),
    )
    return Page(title, (*head, *sections))


def _name_article(article: int, messages: Messages) -> str:
    return (
        messages.text("unverified.no_article") if article == _LAST else messages.text("unverified.article", n=article)
    )


@dataclass(frozen=True, slots=True)
class _UnverifiedEntry:
    """A part that is to be confirmed.

    Attributes
    ----------
    at
        Its address.
    part
        What it says.
    law
        Where it stands in the law.
    node
        The node that it is; None for an entry.
    """

    at: str
    part: Localised
    law: Citation
    node: NodeInfo | None = None

    @property
    def article(self) -> int:
        """The first article that is cited; a large number where none is."""
        found = _ARTICLE.search(self.law.cite or "")
        return int(found[1]) if found else _LAST


@dataclass(frozen=True, slots=True)
class _Entries:
    """The parts of one framework that are to be confirmed."""

    framework: Framework
    names: Names
    messages: Messages

    def list_open(self) -> Iterator[_UnverifiedEntry]:
        """Yield requirements, inputs, outcomes and awards that are less than confirmed, in the order of the file."""
        confirmed = {one.at for one in self.framework.confirmations if one.says == "confirmed"}
        for entry in self._list_all():
            above = (entry.at, *(self.framework.outline.ancestors_of(entry.at) if entry.node is not None else ()))
            if entry.law.certainty != "confirmed" and confirmed.isdisjoint(above):
                yield entry

    def _list_all(self) -> Iterator[_UnverifiedEntry]:
        definition = self.framework.definition
        law = Citation(definition.cite, definition.certainty)
        for info in self.framework.nodes.values():
            if info.is_requirement:
                yield _UnverifiedEntry(info.id, info.node, info.citation.with_own(info.node.met_if), info)
        for section in ("outcomes", "awards"):
            for one in getattr(definition, section):
                yield _UnverifiedEntry(f"{section}/{one.id}", one, law.with_own(one))
        for name, one in definition.inputs.items():
            if one.cite is not None or one.certainty is not None:
                yield _UnverifiedEntry(f"inputs/{name}", one, law.with_own(one))

    def describe(self, entry: _UnverifiedEntry) -> Item:
        """Return a part with what it says, other readings, what somebody found to differ, and the line to write."""
        item = self._item_of(entry)
        return Item(item.text, (*item.parts, *self._notes(entry)))

    def _item_of(self, entry: _UnverifiedEntry) -> Item:
        items = DefinitionItems.of(self.framework, self.names, self.messages)
        if entry.node is not None:
            return items.node_item(entry.node)
        if isinstance(entry.part, LadderOutcome | LabelOutcome):
            return items.outcome_item(entry.part)
        if isinstance(entry.part, LadderAward | SimpleAward):
            return items.award_item(entry.part)
        return items.declared_item(*split_top(entry.at), entry.part)

    def _notes(self, entry: _UnverifiedEntry) -> Iterator[Item]:
        yield from (self._difference(one) for one in self.framework.confirmations if _differs(one, entry))
        yield Item(self.messages.text("unverified.line", line=_line_of(self.framework, entry)))

    def _difference(self, one: Confirmation) -> Item:
        day = self.messages.format_date(one.on)
        return Item(self.messages.text("unverified.differs", role=one.role, date=day, note=one.note or ""))


def _differs(one: Confirmation, entry: _UnverifiedEntry) -> bool:
    return one.at == entry.at and one.says == "differs"


def _line_of(framework: Framework, entry: _UnverifiedEntry) -> str:
    digest = framework.node_digest(entry.at)
    return f'- {{at: "{entry.at}", digest: "{digest}", role: …, on: …, document: …, says: confirmed}}'
