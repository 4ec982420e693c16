"""A framework shown: its structure and its rules in words, whole or one node of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kiemdinh.assessment.levels import labels_of, ladder_of, steps_of
from kiemdinh.narration.language import Phrases
from kiemdinh.narration.layout import Block, Item, Line, Page, Section
from kiemdinh.narration.names import Titles
from kiemdinh.narration.sentences.rules import RuleWords
from kiemdinh.parsing.durations import Duration
from kiemdinh.standards.definition import Award, LabelOutcome, LadderAward, LadderOutcome, ValidityTable, read_duration

if TYPE_CHECKING:
    from kiemdinh.standards.definition import NodeInfo
    from kiemdinh.standards.loading import Framework

__all__ = ["framework_page"]

_WHOLE = 10_000


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
    say = Phrases(lang)
    titles = Titles(framework, say)
    shown = _Shown(framework, titles, say, RuleWords(titles, say))
    if node is not None:
        return shown.node(framework.nodes[node])
    return Page(framework.title(lang), tuple(shown.whole()))


@dataclass(frozen=True, slots=True)
class _Shown:
    framework: Framework
    titles: Titles
    say: Phrases
    rules: RuleWords

    def whole(self) -> Iterator[Block]:
        """Yield the head, the structure and the rules."""
        yield Line(self.say("show.source", source=self.titles.source()))
        yield from self._in_force()
        yield Section(self.say("show.structure"), tuple(self._tree()))
        yield Section(self.say("show.rules"), tuple(self._rules()))

    def _in_force(self) -> Iterator[Line]:
        source = self.framework.definition.source
        if source.in_force is None:
            return
        date = self.say.date(source.in_force)
        if source.until is None:
            yield Line(self.say("show.in_force", date=date))
        else:
            yield Line(self.say("show.in_force_until", date=date, until=self.say.date(source.until)))

    # -- structure ---------------------------------------------------------------------------------------

    def _tree(self) -> Iterator[Item]:
        for info in self.framework.nodes.values():
            if info.parent is None:
                yield self._branch(info)

    def _branch(self, info: NodeInfo) -> Item:
        """Return a node and the nodes of layers below it; requirements are shown with their node alone."""
        below = (self.framework.nodes[part] for part in info.parts)
        return Item(self._heading(info), tuple(self._branch(part) for part in below if part.layer is not None))

    def _heading(self, info: NodeInfo) -> str:
        text = self.titles.node(info.id, most=_WHOLE)
        marks = [self.titles.tags(info)] if info.tags else []
        if info.node.points is not None:
            marks.append(self.say("show.points", n=self.say.number(info.node.points)))
        return self.say("show.tags", text=text, tags=", ".join(marks)) if marks else text

    # -- one node ----------------------------------------------------------------------------------------

    def node(self, info: NodeInfo) -> Page:
        """Return a page about one node."""
        return Page(self._heading(info), tuple(self._about(info)))

    def _about(self, info: NodeInfo) -> Iterator[Block]:
        certainty = self.say(f"footing.{info.citation.certainty}").lower()
        yield Line(self.say("show.law", cite=self.titles.cite(info.citation), certainty=certainty))
        yield from self._conditions(info)
        for step, requirements in info.levels.items():
            items = tuple(self._requirement(self.framework.nodes[r]) for r in requirements)
            yield Section(self.titles.step(info.id, step), items)
        if info.parts:
            yield Section(self.say("show.parts"), tuple(self._part(self.framework.nodes[p]) for p in info.parts))
        yield from self._aids(info)

    def _part(self, info: NodeInfo) -> Item:
        return self._branch(info) if info.layer is not None else self._requirement(info)

    def _requirement(self, info: NodeInfo) -> Item:
        below = (self._requirement(self.framework.nodes[part]) for part in info.parts)
        return Item(self.titles.node(info.id, most=_WHOLE), (*self._conditions(info), *below))

    def _conditions(self, info: NodeInfo) -> Iterator[Item]:
        node = info.node
        for key, rule in (("when", node.when), ("met_if", node.met_if), ("warn_unless", node.warn_unless)):
            if rule is not None:
                said = self.rules.with_cases(rule)
                yield Item(self.say(f"show.{key}", rule=said.text), said.parts)
        if node.may_not_apply:
            yield Item(self.say("show.may_not_apply"))
        for guard in node.guards:
            yield Item(self.say("show.guard", text=guard.text_in(self.say.lang)))

    def _aids(self, info: NodeInfo) -> Iterator[Section]:
        said = [text for text in (item.text_in(self.say.lang) for item in info.node.evidence) if text]
        if said:
            yield Section(self.say("show.evidence"), tuple(map(Item, said)))
        if info.node.indicators:
            names = (self.titles.input(name) for name in info.node.indicators)
            yield Section(self.say("show.indicators"), tuple(map(Item, names)))

    # -- rules -------------------------------------------------------------------------------------------

    def _rules(self) -> Iterator[Section]:
        for layer in self.framework.definition.layers:
            rule = layer.met_if if layer.met_if is not None else layer.derive
            if rule is not None:
                yield Section(self.titles.layer(layer.id), (self._layer_rule(layer),))
        for outcome in self.framework.outcomes:
            yield Section(self._cited(self.titles.outcome(outcome.id), outcome), tuple(self._outcome(outcome)))
        for award in self.framework.awards:
            yield Section(self._cited(self.titles.award(award.id), award), tuple(self._award(award)))

    def _layer_rule(self, layer: Any) -> Item:
        rules = RuleWords(self.titles, self.say, layer.id)
        return (
            Item(rules.quantity(layer.derive))
            if layer.met_if is None
            else _below(self.say("rule.met"), rules.item(layer.met_if))
        )

    def _cited(self, text: str, law: Any) -> str:
        return self.say("todo.cite", text=text, cite=law.cite) if law.cite else text

    def _outcome(self, outcome: LadderOutcome | LabelOutcome) -> Iterator[Block]:
        if isinstance(outcome, LadderOutcome):
            for level in ladder_of(self.framework, outcome):
                yield _below(self.say.level(level), self.rules.item(outcome.needs[level.id]))
        else:
            *labels, last = labels_of(outcome)
            for case, label in zip(outcome.cases, labels, strict=True):
                yield _below(self.say.level(label), self.rules.item(case.if_))
            yield Item(self.say("show.otherwise", label=self.say.level(last)))
        if outcome.warn_unless is not None:
            yield Item(self.say("show.warn_unless", rule=self.rules.line(outcome.warn_unless)))

    def _award(self, award: Award) -> Iterator[Block]:
        if isinstance(award, LadderAward):
            for grade in steps_of(self.framework, award.ladder):
                yield _below(self.say.level(grade), self.rules.item(award.needs[grade.id]))
        else:
            yield self.rules.item(award.needs)
        yield from (Line(text) for text in self._terms(award))

    def _terms(self, award: Award) -> Iterator[str]:
        for key, text in self._keys(award):
            yield self.titles.as_law_says(award, key, text)
        if award.discretion is not None:
            yield self.say("awards.discretion", text=award.discretion.text_in(self.say.lang))
        if award.lost_if is not None:
            yield self.say("show.lost_if", rule=self.rules.line(award.lost_if))

    def _keys(self, award: Award) -> Iterator[tuple[str, str]]:
        """Yield the keys of an award that the law may say more of, each in words."""
        if award.authority is not None:
            yield "authority", self.say("awards.authority", authority=award.authority.text_in(self.say.lang))
        if award.valid is not None:
            yield "valid", self.say("awards.valid", valid=self._valid(award.valid))
        if award.renew_before is not None:
            yield "renew_before", self.say("show.renew", duration=self.say.duration(award.renew_before))
        if award.wait_for_higher is not None:
            yield "wait_for_higher", self.say("show.wait", duration=self.say.duration(award.wait_for_higher))

    def _valid(self, valid: Duration | ValidityTable) -> str:
        if isinstance(valid, Duration):
            return self.say.duration(valid)
        cases = {self.titles.outcome_level(valid.by, label): text for label, text in valid.values.items()}
        cases |= {self.say("rule.otherwise"): valid.otherwise} if valid.otherwise is not None else {}
        return "; ".join(self.say("rule.row", case=case, value=self._length(text)) for case, text in cases.items())

    def _length(self, text: str) -> str:
        duration = read_duration(text)
        return text if duration is None else self.say.duration(duration)


def _below(name: str, rule: Item) -> Item:
    """Return a level and its rule below it."""
    return Item(name, (rule,))
