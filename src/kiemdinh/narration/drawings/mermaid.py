"""A framework as a Mermaid flowchart: the nodes of its layers, and the rules of layers, outcomes and awards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kiemdinh.narration.language import Messages, shorten_line, speak_of
from kiemdinh.narration.layout import Item, Line
from kiemdinh.narration.names import Names
from kiemdinh.narration.pages import FrameworkRuleSections, node_rule_items
from kiemdinh.narration.sentences import RuleSentences
from kiemdinh.parsing.cells import clean_text

if TYPE_CHECKING:
    from kiemdinh.standards.definition import NodeInfo
    from kiemdinh.standards.loading import Framework

__all__ = ["draw_flowchart"]

_MAX_LABEL: Final = 70
"""To about how many characters the title of a node is cut."""
_ROUND: Final = ("([", "])")
_RULE: Final = ("{{", "}}")


def draw_flowchart(framework: Framework, lang: str | None = None, node: str | None = None) -> str:
    """Return a framework as a flowchart in the language of Mermaid, which GitHub and many wikis draw.

    Parameters
    ----------
    framework
        The framework to draw: its nodes of layers, its outcomes and awards, each with its rules.
    lang
        The language, ``vi`` or ``en``; None for that of the definition.
    node
        The id of a node; the chart then has this node, its own requirements, and the nodes of layers below it.

    Raises
    ------
    KeyError
        There is no such node.
    InputError
        There are no messages in that language.
    """
    messages = speak_of(framework, lang)
    chart = _Flowchart(framework, Names(framework, messages), messages)
    if node is not None:
        chart.add_node(framework.nodes[node], None)
    else:
        root = chart.add_box(framework.title(messages.lang), None)
        for info in framework.nodes.values():
            if info.parent is None:
                chart.add_node(info, root)
        chart.add_rules(root)
    return "\n".join(["flowchart LR", *chart.lines]) + "\n"


@dataclass(slots=True)
class _Flowchart:
    """A chart that grows box by box; ``lines`` is its text so far, ``boxes`` how many boxes it has."""

    framework: Framework
    names: Names
    messages: Messages
    lines: list[str] = field(default_factory=list)
    boxes: int = 0

    def add_box(self, text: str, above: str | None, shape: tuple[str, str] = ("[", "]")) -> str:
        """Add a box with *text*, joined to the box *above*; return the name of the new box."""
        name = f"n{self.boxes}"
        self.boxes += 1
        self.lines.append(f'  {name}{shape[0]}"{_escape_label(text)}"{shape[1]}')
        if above is not None:
            self.lines.append(f"  {above} --> {name}")
        return name

    def add_node(self, info: NodeInfo, above: str | None) -> None:
        """Add a node and what stands below it; requirements only where the node is the first of the chart."""
        tags = f" [{self.names.list_tags(info)}]" if info.tags else ""
        own = self.add_box(self.names.name_node(info.id, most=_MAX_LABEL) + tags, above)
        rules = RuleSentences(self.names, self.messages, info.layer.id if info.layer is not None else None)
        for item in node_rule_items(info.node, rules, self.messages):
            self.add_rule(item, own)
        for part in self._nodes_below(info, requirements=above is None):
            self.add_node(self.framework.nodes[part], own)

    def _nodes_below(self, info: NodeInfo, *, requirements: bool) -> Iterator[str]:
        yield from (part for part in info.parts if requirements or self.framework.nodes[part].layer is not None)
        if requirements:
            yield from (part for parts in info.levels.values() for part in parts)

    def add_rules(self, above: str) -> None:
        """Add how layers are judged, what each outcome and award needs, and the terms of awards."""
        for section in FrameworkRuleSections(self.framework, self.names, self.messages).rule_sections():
            own = self.add_box(section.title, above, _ROUND)
            for block in section.blocks:
                if isinstance(block, Item):
                    # What has a rule below it is a level or a label; a rule that stands alone is drawn as a rule.
                    self.add_rule(block, own, _ROUND if block.parts else _RULE)
                elif isinstance(block, Line):
                    self.add_box(block.text, own)

    def add_rule(self, item: Item, above: str, shape: tuple[str, str] = _RULE) -> None:
        """Add a rule and, below it, the rules that it joins."""
        own = self.add_box(item.text, above, shape)
        for part in item.parts:
            self.add_rule(part, own)


def _escape_label(text: str) -> str:
    """Return *text* on one line, cut where it is very long, with what Mermaid reads as markup escaped."""
    line = shorten_line(clean_text(text), 4 * _MAX_LABEL)
    return line.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
