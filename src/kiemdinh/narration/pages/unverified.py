"""What of a framework is still to be confirmed, as a checklist for a person who holds the text of the law."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.narration.language import Messages, speak_of
from kiemdinh.narration.layout import Item, Line, Page, PageBlock, Section
from kiemdinh.narration.names import Names
from kiemdinh.narration.pages.acts import open_act_sections
from kiemdinh.narration.pages.confirmed import confirmation_items
from kiemdinh.narration.pages.definition_list import DefinitionItems
from kiemdinh.parsing.models import Model
from kiemdinh.standards.catalogue import is_bundled
from kiemdinh.standards.definition import (
    CERTAINTIES,
    Citation,
    LabelOutcome,
    LadderAward,
    LadderOutcome,
    SimpleAward,
    citations_of,
)
from kiemdinh.standards.names import split_top

if TYPE_CHECKING:
    from kiemdinh.standards.definition import NodeInfo
    from kiemdinh.standards.loading import Framework

__all__ = ["unverified_page"]

_ARTICLE: Final = re.compile(r"(?:Điều|Article)\s+(\d+)")
_LAST: Final = 10**6
"""Where what cites no article stands."""
_SINGLE: Final = ("subject", "school_year", "evidence", "roles")
_DECLARED: Final = ("scales", "tags", "inputs", "parameters", "sets", "define")


def unverified_page(framework: Framework, lang: str | None = None) -> Page:
    """Return what is not confirmed, article by article: each part with its rule, other readings and the line to write.

    A part is as sure as the least sure of all that it says. What somebody has confirmed since is left out; what
    somebody found to differ is named with the note, whatever others say of it. Last come changes by acts that left no
    part behind, and what an act is known to say in words alone.

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
    sections.extend(open_act_sections(framework, entries.names, messages))
    title = messages.text("unverified.title", title=framework.title(messages.lang))
    return Page(title, (*entries.head_lines(len(found)), *sections))


def _name_article(article: int, messages: Messages) -> str:
    return (
        messages.text("unverified.no_article") if article == _LAST else messages.text("unverified.article", n=article)
    )


@dataclass(frozen=True, slots=True)
class _UnverifiedEntry:
    """A part that may be to be confirmed.

    Attributes
    ----------
    at
        Its address.
    part
        What it says.
    law
        Where it stands in the law, as sure as the least sure of all that it says.
    node
        The node that it is; None for an entry.
    """

    at: str
    part: Model
    law: Citation
    node: NodeInfo | None = None

    @property
    def article(self) -> int:
        """The first article that is cited; a large number where none is."""
        found = _ARTICLE.search(self.law.cite or "")
        return int(found[1]) if found else _LAST

    @property
    def has_wording(self) -> bool:
        """Whether its text of the law is known."""
        return self.node is None or self.node.node.wording is None


@dataclass(frozen=True, slots=True)
class _Entries:
    """The parts of one framework that are to be confirmed."""

    framework: Framework
    names: Names
    messages: Messages

    def head_lines(self, count: int) -> Iterator[PageBlock]:
        """Yield how the list is used, what it is of, and how long it is."""
        messages, file = self.messages, f"{self.framework.id}.confirmations.yaml"
        yield Line(messages.text("unverified.use", file=file, id=self.framework.id))
        # A bundled definition has no folder of yours beside it, and an amended one is in several.
        if self.framework.acts or is_bundled(self.framework):
            yield Line(messages.text("unverified.hand_over", file=file))
        yield Line(messages.text("show.source", source=self.names.name_source()))
        yield Line(messages.text("unverified.edition", edition=self.framework.edition))
        yield Line(messages.text_for_count("unverified.count", count))

    def list_open(self) -> Iterator[_UnverifiedEntry]:
        """Yield the parts that are less than confirmed or were found to differ, in the order of the file."""
        confirmed = {one.at for one in self.framework.confirmations if one.says == "confirmed"} - self._differing
        for entry in self._list_all():
            above = (entry.at, *(self.framework.outline.ancestors_of(entry.at) if entry.node is not None else ()))
            is_open = entry.law.certainty != "confirmed" and confirmed.isdisjoint(above)
            if is_open or entry.at in self._differing:
                yield entry

    @property
    def _differing(self) -> frozenset[str]:
        """The parts that somebody found to differ from the text of the law."""
        return frozenset(one.at for one in self.framework.confirmations if one.says == "differs")

    def _list_all(self) -> Iterator[_UnverifiedEntry]:
        definition = self.framework.definition
        law = Citation(definition.cite, definition.certainty)
        differing = self._differing
        for info in self.framework.nodes.values():
            above = None if info.parent is None else self.framework.nodes[info.parent]
            # Where the wording of a node is unknown, so is what it asks at each level.
            if above is not None and above.node.wording is not None:
                continue
            if info.is_requirement or info.node.wording is not None or info.id in differing:
                yield _UnverifiedEntry(info.id, info.node, _least_sure(info.node, info.citation), info)
        for section in ("outcomes", "awards"):
            for one in getattr(definition, section):
                yield _UnverifiedEntry(f"{section}/{one.id}", one, _least_sure(one, law))
        # Other parts only serve the rules, unless they state a law of their own.
        for at, part in self._list_declared():
            if any(found != law for found in citations_of(part, law)) or at in differing:
                yield _UnverifiedEntry(at, part, _least_sure(part, law))

    def _list_declared(self) -> Iterator[tuple[str, Model]]:
        definition = self.framework.definition
        yield from ((f"layers/{layer.id}", layer) for layer in definition.layers)
        for section in _DECLARED:
            yield from ((f"{section}/{name}", part) for name, part in getattr(definition, section).items())
        for key in _SINGLE:
            part = getattr(definition, key)
            if isinstance(part, Model):
                yield key, part

    # -- one entry -----------------------------------------------------------------------------------------

    def describe(self, entry: _UnverifiedEntry) -> Item:
        """Return a part with what it says, other readings, what persons found, and the line to write."""
        item = self._item_of(entry)
        parts = item.parts
        if not entry.has_wording:
            found = confirmation_items(self.framework, entry.at, self.messages)
            parts = (*found, Item(self.messages.text("unverified.wording")))
        return Item(item.text, (*parts, Item(self.messages.text("unverified.line", line=self._line_of(entry)))))

    def _item_of(self, entry: _UnverifiedEntry) -> Item:
        items = DefinitionItems.of(self.framework, self.names, self.messages)
        part: Any = entry.part
        if entry.node is not None:
            return items.node_item(entry.node)
        if isinstance(part, LadderOutcome | LabelOutcome):
            return items.outcome_item(part)
        if isinstance(part, LadderAward | SimpleAward):
            return items.award_item(part)
        if entry.at in _SINGLE:
            return items.single_item(entry.at, part)
        return items.declared_item(*split_top(entry.at), part)

    def _line_of(self, entry: _UnverifiedEntry) -> str:
        digest = self.framework.node_digest(entry.at)
        says = "confirmed" if entry.has_wording else "differs, note: …"
        return f'- {{at: "{entry.at}", digest: "{digest}", role: …, on: …, document: …, says: {says}}}'


def _least_sure(part: Model, inherited: Citation) -> Citation:
    """Return the citation of a part, with the certainty of the least sure of all that it says."""
    own = inherited.with_own(part)
    least = max((one.certainty for one in citations_of(part, own)), key=CERTAINTIES.index)
    return Citation(own.cite, least)
