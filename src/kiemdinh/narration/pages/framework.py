"""The page of a framework: its structure and rules in words, or one of its nodes in full."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.narration.language import Messages, speak_of
from kiemdinh.narration.layout import Item, Line, Page, PageBlock, Section
from kiemdinh.narration.names import Names
from kiemdinh.narration.pages.acts import act_sections
from kiemdinh.narration.pages.confirmed import confirmation_items
from kiemdinh.narration.pages.framework_rules import FrameworkRuleSections, node_rule_items
from kiemdinh.narration.pages.others import OtherSections
from kiemdinh.narration.sentences import RuleSentences
from kiemdinh.standards.catalogue import is_unofficial

if TYPE_CHECKING:
    from kiemdinh.standards.definition import NodeInfo
    from kiemdinh.standards.loading import Framework

__all__ = ["framework_page"]

_UNSHORTENED = 10_000
"""More characters than a title has: here titles are shown as they stand in the law."""


def framework_page(framework: Framework, lang: str | None = None, node: str | None = None) -> Page:
    """Return a framework as a page: the nodes of its layers, and the rules of its layers, outcomes and awards.

    Parameters
    ----------
    framework
        The framework to show.
    lang
        The language, ``vi`` or ``en``; None for that of the definition. A title that the
        definition does not have in it is given in another one.
    node
        The id of the node that the page is to be about; it is then shown with its requirements in full.

    Raises
    ------
    KeyError
        There is no such node.
    InputError
        There are no messages in that language.
    """
    messages = speak_of(framework, lang)
    names = Names(framework, messages)
    sections = _NodeSections(framework, names, messages, RuleSentences(names, messages))
    if node is not None:
        return sections.node_page(framework.nodes[node])
    blocks: tuple[PageBlock, ...] = (
        Line(messages.text("show.source", source=names.name_source())),
        *_in_force_line(framework, messages),
        *([Line(messages.text("head.unofficial", id=framework.id))] if is_unofficial(framework) else []),
        Section(messages.text("show.structure"), tuple(sections.top_items())),
        *OtherSections(framework, names, messages).sections(),
        Section(messages.text("show.rules"), tuple(FrameworkRuleSections(framework, names, messages).rule_sections())),
        *act_sections(framework, names, messages),
    )
    return Page(framework.title(messages.lang), blocks)


def _in_force_line(framework: Framework, messages: Messages) -> Iterator[Line]:
    """Yield from when to when the edition is in force; nothing where the definition does not say."""
    source = framework.definition.source
    if source.in_force is None:
        return
    date = messages.format_date(source.in_force)
    if source.until is None:
        yield Line(messages.text("show.in_force", date=date))
    else:
        yield Line(messages.text("show.in_force_until", date=date, until=messages.format_date(source.until)))


@dataclass(frozen=True, slots=True)
class _NodeSections:
    """The nodes of one framework: as a tree without requirements, or one node with all that is defined of it."""

    framework: Framework
    names: Names
    messages: Messages
    rules: RuleSentences

    # -- structure ---------------------------------------------------------------------------------------

    def top_items(self) -> Iterator[Item]:
        """Yield the nodes that stand in no other, each with the nodes of layers below it."""
        for info in self.framework.nodes.values():
            if info.parent is None:
                yield self._node_item(info)

    def _node_item(self, info: NodeInfo) -> Item:
        """Return a node and the nodes of layers below it; requirements are shown with their node alone."""
        below = (self.framework.nodes[part] for part in info.parts)
        return Item(self._node_heading(info), tuple(self._node_item(part) for part in below if part.layer is not None))

    def _node_heading(self, info: NodeInfo) -> str:
        """Return a node's id and title, with its tags and points in parentheses."""
        text = self.names.name_node(info.id, most=_UNSHORTENED)
        notes = [self.names.list_tags(info)] if info.tags else []
        if info.node.points is not None:
            notes.append(self.messages.text("show.points", n=self.messages.format_number(info.node.points)))
        return self.messages.text("show.tags", text=text, tags=", ".join(notes)) if notes else text

    # -- one node ----------------------------------------------------------------------------------------

    def node_page(self, info: NodeInfo) -> Page:
        """Return a page about one node: its law, conditions, requirements by level, parts and evidence."""
        return Page(self._node_heading(info), tuple(self._node_blocks(info)))

    def _node_blocks(self, info: NodeInfo) -> Iterator[PageBlock]:
        certainty = self.names.name_certainty(info.citation.certainty)
        yield Line(self.messages.text("show.law", cite=self.names.cite_law(info.citation), certainty=certainty))
        yield from confirmation_items(self.framework, info.id, self.messages)
        yield from self._condition_items(info)
        for step, requirements in info.levels.items():
            items = tuple(self._requirement_item(self.framework.nodes[r]) for r in requirements)
            yield Section(self.names.name_step(info.id, step), items)
        if info.parts:
            parts = tuple(self._part_item(self.framework.nodes[part]) for part in info.parts)
            yield Section(self.messages.text("show.parts"), parts)
        yield from self._evidence_sections(info)

    def _part_item(self, info: NodeInfo) -> Item:
        return self._node_item(info) if info.layer is not None else self._requirement_item(info)

    def _requirement_item(self, info: NodeInfo) -> Item:
        """Return a requirement with its conditions and its parts."""
        below = (self._requirement_item(self.framework.nodes[part]) for part in info.parts)
        confirmed = confirmation_items(self.framework, info.id, self.messages)
        text = self.names.name_node(info.id, most=_UNSHORTENED)
        return Item(text, (*confirmed, *self._condition_items(info), *below))

    def _condition_items(self, info: NodeInfo) -> Iterator[Item]:
        """Yield when a node applies, when it is met by figures, and what warns of it."""
        yield from node_rule_items(info.node, self.rules, self.messages)
        for guard in info.node.guards:
            yield Item(self.messages.text("show.guard", text=guard.text_in(self.messages.lang)))

    def _evidence_sections(self, info: NodeInfo) -> Iterator[Section]:
        """Yield the evidence that the law suggests for a node, and the inputs that inform its finding."""
        texts = [text for text in (item.text_in(self.messages.lang) for item in info.node.evidence) if text]
        if texts:
            yield Section(self.messages.text("show.evidence"), tuple(map(Item, texts)))
        if info.node.indicators:
            names = (self.names.name_input(name) for name in info.node.indicators)
            yield Section(self.messages.text("show.indicators"), tuple(map(Item, names)))
