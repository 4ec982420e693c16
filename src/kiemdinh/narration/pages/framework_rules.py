"""The rules of a framework in words: how layers are judged, what each outcome and award needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiemdinh.assessment.levels import labels_of, ladder_of, steps_of
from kiemdinh.narration.language import Messages
from kiemdinh.narration.layout import Item, Line, PageBlock, Section
from kiemdinh.narration.names import Names
from kiemdinh.narration.sentences import RuleSentences
from kiemdinh.parsing.durations import Duration
from kiemdinh.standards.definition import LadderAward, LadderOutcome, read_duration

if TYPE_CHECKING:
    from kiemdinh.standards.definition import Award, LabelOutcome, LayerDef, Node, ValidityTable
    from kiemdinh.standards.loading import Framework

__all__ = ["FrameworkRuleSections", "node_rule_items"]


def node_rule_items(node: Node, rules: RuleSentences, messages: Messages) -> Iterator[Item]:
    """Yield when a node applies, when it is met by figures, and what warns of it."""
    if node.wording is not None:
        yield Item(messages.text("show.wording"))
    for key, rule in (("when", node.when), ("met_if", node.met_if), ("warn_unless", node.warn_unless)):
        if rule is not None:
            item = rules.item_with_cases(rule)
            yield Item(messages.text(f"show.{key}", rule=item.text), item.parts)
    if node.may_not_apply:
        yield Item(messages.text("show.may_not_apply"))


@dataclass(frozen=True, slots=True)
class FrameworkRuleSections:
    """The sections about the rules of one framework."""

    framework: Framework
    names: Names
    messages: Messages

    def rule_sections(self) -> Iterator[Section]:
        """Yield a section for each layer that has a rule, then one for each outcome and one for each award."""
        for layer in self.framework.definition.layers:
            if layer.met_if is not None or layer.derive is not None:
                yield Section(self.names.name_layer(layer.id), (self._layer_item(layer),))
        for outcome in self.framework.outcomes:
            title = self._with_citation(self.names.name_outcome(outcome.id), outcome.cite)
            yield Section(title, tuple(self._outcome_blocks(outcome)))
        for award in self.framework.awards:
            title = self._with_citation(self.names.name_award(award.id), award.cite)
            yield Section(title, tuple(self._award_blocks(award)))

    @property
    def _rules(self) -> RuleSentences:
        return RuleSentences(self.names, self.messages)

    def _with_citation(self, text: str, cite: str | None) -> str:
        return self.messages.text("todo.cite", text=text, cite=cite) if cite else text

    # -- layers and outcomes -----------------------------------------------------------------------------

    def _layer_item(self, layer: LayerDef) -> Item:
        """Return when a node of the layer is met, or how its verdict is derived from its parts."""
        rules = RuleSentences(self.names, self.messages, layer.id)
        if layer.met_if is not None:
            return Item(self.messages.text("rule.met"), (rules.rule_item(layer.met_if),))
        return Item(rules.describe_quantity(layer.derive))

    def _outcome_blocks(self, outcome: LadderOutcome | LabelOutcome) -> Iterator[PageBlock]:
        """Yield each level or label with its rule below it, and what warns of the outcome."""
        rules, messages = self._rules, self.messages
        if isinstance(outcome, LadderOutcome):
            for level in ladder_of(self.framework, outcome):
                yield Item(messages.name_level(level), (rules.rule_item(outcome.needs[level.id]),))
        else:
            *labels, last = labels_of(outcome)
            for case, label in zip(outcome.cases, labels, strict=True):
                yield Item(messages.name_level(label), (rules.rule_item(case.if_),))
            yield Item(messages.text("show.otherwise", label=messages.name_level(last)))
        if outcome.warn_unless is not None:
            yield Item(messages.text("show.warn_unless", rule=rules.describe_rule(outcome.warn_unless)))
        if self.framework.definition.subject.assessed_by is not None:
            yield Line(messages.text("show.by_stage"))

    # -- awards ------------------------------------------------------------------------------------------

    def _award_blocks(self, award: Award) -> Iterator[PageBlock]:
        """Yield what the award, or each grade of it, needs, and then its terms."""
        if isinstance(award, LadderAward):
            for grade in steps_of(self.framework, award.ladder):
                yield Item(self.messages.name_level(grade), (self._rules.rule_item(award.needs[grade.id]),))
        else:
            yield self._rules.rule_item(award.needs)
        yield from (Line(text) for text in self._award_terms(award))

    def _award_terms(self, award: Award) -> Iterator[str]:
        """Yield who gives the award, how long it is valid, when it can be renewed, and what loses it."""
        for key, text in self._terms_by_key(award):
            yield self.names.with_law_text(award, key, text)
        if award.discretion is not None:
            yield self.messages.text("awards.discretion", text=award.discretion.text_in(self.messages.lang))
        if award.lost_if is not None:
            yield self.messages.text("show.lost_if", rule=self._rules.describe_rule(award.lost_if))

    def _terms_by_key(self, award: Award) -> Iterator[tuple[str, str]]:
        """Yield the terms of an award by their keys in the definition; ``law`` of the award may quote each."""
        messages = self.messages
        if award.authority is not None:
            authority = award.authority.text_in(messages.lang)
            yield "authority", messages.text("awards.authority", authority=authority)
        if award.valid is not None:
            yield "valid", messages.text("awards.valid", valid=self._validity_text(award.valid))
        if award.renew_before is not None:
            duration = messages.format_duration(award.renew_before)
            yield "renew_before", messages.text("show.renew", duration=duration)
        if award.cure_within is not None:
            yield "cure_within", messages.text("show.cure", duration=messages.format_duration(award.cure_within))
        if award.wait_for_higher is not None:
            duration = messages.format_duration(award.wait_for_higher)
            yield "wait_for_higher", messages.text("show.wait", duration=duration)

    def _validity_text(self, valid: Duration | ValidityTable) -> str:
        """Return how long an award is valid: one length of time, or one for each level of an outcome."""
        messages = self.messages
        if isinstance(valid, Duration):
            return messages.format_duration(valid)
        cases = {self.names.name_outcome_level(valid.by, label): text for label, text in valid.values.items()}
        if valid.otherwise is not None:
            cases[messages.text("rule.otherwise")] = valid.otherwise
        rows = (messages.text("rule.row", case=case, value=self._duration_text(text)) for case, text in cases.items())
        return "; ".join(rows)

    def _duration_text(self, text: str) -> str:
        """Return a value of a table of validity in words; what is not a length of time stays as it is."""
        duration = read_duration(text)
        return text if duration is None else self.messages.format_duration(duration)
