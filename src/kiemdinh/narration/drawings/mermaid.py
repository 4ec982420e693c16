"""A framework as a Mermaid flowchart: the nodes of its layers, and the rule of its main outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiemdinh.assessment.levels import labels_of, ladder_of
from kiemdinh.narration.language import Messages, shorten_line
from kiemdinh.narration.names import Names
from kiemdinh.narration.sentences.rules import RuleSentences
from kiemdinh.standards.definition import LadderOutcome

if TYPE_CHECKING:
    from kiemdinh.narration.layout import Item
    from kiemdinh.standards.definition import NodeInfo
    from kiemdinh.standards.loading import Framework

__all__ = ["draw_flowchart"]

_LABEL = 70


def draw_flowchart(framework: Framework, lang: str = "vi", node: str | None = None) -> str:
    """Return the framework as the text of a Mermaid flowchart; with *node*, what stands below that node.

    Raises
    ------
    KeyError
        There is no such node.
    ValueError
        There are no messages in that language.
    """
    messages = Messages(lang)
    chart = _Chart(framework, Names(framework, messages), messages)
    if node is not None:
        chart.node(framework.nodes[node], None)
    else:
        root = chart.box(framework.title(lang), None)
        for info in framework.nodes.values():
            if info.parent is None:
                chart.node(info, root)
        chart.outcomes(root)
    return "\n".join(["flowchart LR", *chart.lines]) + "\n"


@dataclass(slots=True)
class _Chart:
    framework: Framework
    names: Names
    messages: Messages
    lines: list[str] = field(default_factory=list)
    boxes: int = 0

    def box(self, text: str, above: str | None, shape: tuple[str, str] = ("[", "]")) -> str:
        """Add a box, joined to the one above it; return its name."""
        name = f"n{self.boxes}"
        self.boxes += 1
        self.lines.append(f'  {name}{shape[0]}"{_escaped(text)}"{shape[1]}')
        if above is not None:
            self.lines.append(f"  {above} --> {name}")
        return name

    def node(self, info: NodeInfo, above: str | None) -> None:
        """Add a node and what stands below it; requirements only where it is the first."""
        tags = f" [{self.names.list_tags(info)}]" if info.tags else ""
        own = self.box(self.names.name_node(info.id, most=_LABEL) + tags, above)
        for part in self._below(info, whole=above is None):
            self.node(self.framework.nodes[part], own)

    def _below(self, info: NodeInfo, *, whole: bool) -> Iterator[str]:
        yield from (part for part in info.parts if whole or self.framework.nodes[part].layer is not None)
        if whole:
            yield from (part for parts in info.levels.values() for part in parts)

    def outcomes(self, above: str) -> None:
        """Add each outcome with its levels and their rules."""
        rules = RuleSentences(self.names, self.messages)
        for outcome in self.framework.outcomes:
            own = self.box(self.names.name_outcome(outcome.id), above, ("([", "])"))
            if isinstance(outcome, LadderOutcome):
                needs = [(level, outcome.needs[level.id]) for level in ladder_of(self.framework, outcome)]
            else:
                needs = [(label, case.if_) for label, case in zip(labels_of(outcome), outcome.cases, strict=False)]
            for level, rule in needs:
                self.rule(rules.rule_item(rule), self.box(self.messages.name_level(level), own, ("([", "])")))

    def rule(self, item: Item, above: str) -> None:
        """Add a rule and what it joins."""
        own = self.box(item.text, above, ("{{", "}}"))
        for part in item.parts:
            self.rule(part, own)


def _escaped(text: str) -> str:
    """Keep Mermaid from reading markup into a label."""
    line = shorten_line(text, 4 * _LABEL)
    return line.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
