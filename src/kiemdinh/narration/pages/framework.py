"""A framework shown: its structure and its rules in words, whole or one node of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiemdinh.assessment.levels import labels_of, ladder_of, steps_of
from kiemdinh.narration.language import Messages
from kiemdinh.narration.layout import Block, Item, Line, Page, Section
from kiemdinh.narration.names import Names
from kiemdinh.narration.sentences import RuleSentences
from kiemdinh.parsing.durations import Duration
from kiemdinh.standards.definition import Award, LabelOutcome, LadderAward, LadderOutcome, ValidityTable, read_duration

if TYPE_CHECKING:
    from kiemdinh.standards.definition import NodeInfo
    from kiemdinh.standards.loading import Framework

__all__ = ["framework_page"]

_UNSHORTENED = 10_000


def framework_page(framework: Framework, lang: str = "vi", node: str | None = None) -> Page:
    """Return a framework as a page: the nodes of its layers and the rules of its outcomes and awards.

    With *node*, the page is about that node alone, with its requirements in full.

    Raises
    ------
    KeyError
        There is no such node.
    ValueError
        There are no messages in that language.
    """
    messages = Messages(lang)
    names = Names(framework, messages)
    pages = _FrameworkPages(framework, names, messages, RuleSentences(names, messages))
    if node is not None:
        return pages.node_page(framework.nodes[node])
    return Page(framework.title(lang), tuple(pages.framework_blocks()))


@dataclass(frozen=True, slots=True)
class _FrameworkPages:
    framework: Framework
    names: Names
    messages: Messages
    rules: RuleSentences

    def framework_blocks(self) -> Iterator[Block]:
        """Yield the head, the structure and the rules."""
        yield Line(self.messages.text("show.source", source=self.names.name_source()))
        yield from self._in_force_line()
        yield Section(self.messages.text("show.structure"), tuple(self._top_items()))
        yield Section(self.messages.text("show.rules"), tuple(self._rule_sections()))

    def _in_force_line(self) -> Iterator[Line]:
        source = self.framework.definition.source
        if source.in_force is None:
            return
        date = self.messages.format_date(source.in_force)
        if source.until is None:
            yield Line(self.messages.text("show.in_force", date=date))
        else:
            yield Line(
                self.messages.text("show.in_force_until", date=date, until=self.messages.format_date(source.until))
            )

    # -- structure ---------------------------------------------------------------------------------------

    def _top_items(self) -> Iterator[Item]:
        for info in self.framework.nodes.values():
            if info.parent is None:
                yield self._node_item(info)

    def _node_item(self, info: NodeInfo) -> Item:
        """Return a node and the nodes of layers below it; requirements are shown with their node alone."""
        below = (self.framework.nodes[part] for part in info.parts)
        return Item(self._node_heading(info), tuple(self._node_item(part) for part in below if part.layer is not None))

    def _node_heading(self, info: NodeInfo) -> str:
        text = self.names.name_node(info.id, most=_UNSHORTENED)
        marks = [self.names.list_tags(info)] if info.tags else []
        if info.node.points is not None:
            marks.append(self.messages.text("show.points", n=self.messages.format_number(info.node.points)))
        return self.messages.text("show.tags", text=text, tags=", ".join(marks)) if marks else text

    # -- one node ----------------------------------------------------------------------------------------

    def node_page(self, info: NodeInfo) -> Page:
        """Return a page about one node."""
        return Page(self._node_heading(info), tuple(self._node_blocks(info)))

    def _node_blocks(self, info: NodeInfo) -> Iterator[Block]:
        certainty = self.messages.text(f"footing.{info.citation.certainty}").lower()
        yield Line(self.messages.text("show.law", cite=self.names.cite_law(info.citation), certainty=certainty))
        yield from self._condition_items(info)
        for step, requirements in info.levels.items():
            items = tuple(self._requirement_item(self.framework.nodes[r]) for r in requirements)
            yield Section(self.names.name_step(info.id, step), items)
        if info.parts:
            yield Section(
                self.messages.text("show.parts"), tuple(self._part_item(self.framework.nodes[p]) for p in info.parts)
            )
        yield from self._evidence_sections(info)

    def _part_item(self, info: NodeInfo) -> Item:
        return self._node_item(info) if info.layer is not None else self._requirement_item(info)

    def _requirement_item(self, info: NodeInfo) -> Item:
        below = (self._requirement_item(self.framework.nodes[part]) for part in info.parts)
        return Item(self.names.name_node(info.id, most=_UNSHORTENED), (*self._condition_items(info), *below))

    def _condition_items(self, info: NodeInfo) -> Iterator[Item]:
        node = info.node
        for key, rule in (("when", node.when), ("met_if", node.met_if), ("warn_unless", node.warn_unless)):
            if rule is not None:
                said = self.rules.item_with_cases(rule)
                yield Item(self.messages.text(f"show.{key}", rule=said.text), said.parts)
        if node.may_not_apply:
            yield Item(self.messages.text("show.may_not_apply"))
        for guard in node.guards:
            yield Item(self.messages.text("show.guard", text=guard.text_in(self.messages.lang)))

    def _evidence_sections(self, info: NodeInfo) -> Iterator[Section]:
        said = [text for text in (item.text_in(self.messages.lang) for item in info.node.evidence) if text]
        if said:
            yield Section(self.messages.text("show.evidence"), tuple(map(Item, said)))
        if info.node.indicators:
            names = (self.names.name_input(name) for name in info.node.indicators)
            yield Section(self.messages.text("show.indicators"), tuple(map(Item, names)))

    # -- rules -------------------------------------------------------------------------------------------

    def _rule_sections(self) -> Iterator[Section]:
        for layer in self.framework.definition.layers:
            rule = layer.met_if if layer.met_if is not None else layer.derive
            if rule is not None:
                yield Section(self.names.name_layer(layer.id), (self._layer_rule_item(layer),))
        for outcome in self.framework.outcomes:
            yield Section(
                self._with_citation(self.names.name_outcome(outcome.id), outcome), tuple(self._outcome_blocks(outcome))
            )
        for award in self.framework.awards:
            yield Section(self._with_citation(self.names.name_award(award.id), award), tuple(self._award_blocks(award)))

    def _layer_rule_item(self, layer: Any) -> Item:
        rules = RuleSentences(self.names, self.messages, layer.id)
        return (
            Item(rules.describe_quantity(layer.derive))
            if layer.met_if is None
            else _level_item(self.messages.text("rule.met"), rules.rule_item(layer.met_if))
        )

    def _with_citation(self, text: str, law: Any) -> str:
        return self.messages.text("todo.cite", text=text, cite=law.cite) if law.cite else text

    def _outcome_blocks(self, outcome: LadderOutcome | LabelOutcome) -> Iterator[Block]:
        if isinstance(outcome, LadderOutcome):
            for level in ladder_of(self.framework, outcome):
                yield _level_item(self.messages.name_level(level), self.rules.rule_item(outcome.needs[level.id]))
        else:
            *labels, last = labels_of(outcome)
            for case, label in zip(outcome.cases, labels, strict=True):
                yield _level_item(self.messages.name_level(label), self.rules.rule_item(case.if_))
            yield Item(self.messages.text("show.otherwise", label=self.messages.name_level(last)))
        if outcome.warn_unless is not None:
            yield Item(self.messages.text("show.warn_unless", rule=self.rules.describe_rule(outcome.warn_unless)))

    def _award_blocks(self, award: Award) -> Iterator[Block]:
        if isinstance(award, LadderAward):
            for grade in steps_of(self.framework, award.ladder):
                yield _level_item(self.messages.name_level(grade), self.rules.rule_item(award.needs[grade.id]))
        else:
            yield self.rules.rule_item(award.needs)
        yield from (Line(text) for text in self._award_terms(award))

    def _award_terms(self, award: Award) -> Iterator[str]:
        for key, text in self._terms_with_law(award):
            yield self.names.with_law_text(award, key, text)
        if award.discretion is not None:
            yield self.messages.text("awards.discretion", text=award.discretion.text_in(self.messages.lang))
        if award.lost_if is not None:
            yield self.messages.text("show.lost_if", rule=self.rules.describe_rule(award.lost_if))

    def _terms_with_law(self, award: Award) -> Iterator[tuple[str, str]]:
        """Yield the keys of an award that the law may say more of, each in words."""
        if award.authority is not None:
            yield (
                "authority",
                self.messages.text("awards.authority", authority=award.authority.text_in(self.messages.lang)),
            )
        if award.valid is not None:
            yield "valid", self.messages.text("awards.valid", valid=self._validity_text(award.valid))
        if award.renew_before is not None:
            yield (
                "renew_before",
                self.messages.text("show.renew", duration=self.messages.format_duration(award.renew_before)),
            )
        if award.wait_for_higher is not None:
            yield (
                "wait_for_higher",
                self.messages.text("show.wait", duration=self.messages.format_duration(award.wait_for_higher)),
            )

    def _validity_text(self, valid: Duration | ValidityTable) -> str:
        if isinstance(valid, Duration):
            return self.messages.format_duration(valid)
        cases = {self.names.name_outcome_level(valid.by, label): text for label, text in valid.values.items()}
        cases |= {self.messages.text("rule.otherwise"): valid.otherwise} if valid.otherwise is not None else {}
        return "; ".join(
            self.messages.text("rule.row", case=case, value=self._duration_text(text)) for case, text in cases.items()
        )

    def _duration_text(self, text: str) -> str:
        duration = read_duration(text)
        return text if duration is None else self.messages.format_duration(duration)


def _level_item(name: str, rule: Item) -> Item:
    """Return a level and its rule below it."""
    return Item(name, (rule,))
