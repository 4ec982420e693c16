"""What a framework reads of others, as parts of its page: its members, and outcomes and awards of other frameworks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from kiemdinh.analysis.sites import walk_parts
from kiemdinh.narration.layout import Item, Section
from kiemdinh.standards.definition import AwardCompared, OutcomeCompared
from kiemdinh.standards.names import ReferenceName

if TYPE_CHECKING:
    from kiemdinh.narration.language import Messages
    from kiemdinh.narration.names import Names
    from kiemdinh.standards.loading import Framework

__all__ = ["OtherSections"]

_Rule = TypeVar("_Rule", AwardCompared, OutcomeCompared)

_RISING: Final = " < "
"""What stands between the steps of a ladder, lowest first."""


@dataclass(frozen=True, slots=True)
class OtherSections:
    """The sections about whom and what a framework reads beside its own tree; there are none where it reads nothing."""

    framework: Framework
    names: Names
    messages: Messages

    def sections(self) -> Iterator[Section]:
        """Yield a section of the members, one of other frameworks, and one of awards that are taken as equal."""
        parts = (
            ("show.members", self._member_items()),
            ("show.others", self._reference_items()),
            ("show.equal", self._equal_items()),
        )
        for key, items in parts:
            found = tuple(items)
            if found:
                yield Section(self.messages.text(key), found)

    def _member_items(self) -> Iterator[Item]:
        """Yield each kind of members, with what a register says of each."""
        for kind in self.framework.definition.populations:
            inputs = (name for name, found in self.framework.inputs.items() if kind in found.each)
            recorded = ", ".join(map(self.names.name_input, inputs))
            parts = (Item(self.messages.text("show.of_each", inputs=recorded)),) if recorded else ()
            yield Item(self.messages.text("show.population", kind=self.names.name_kind(kind)), parts)

    def _reference_items(self) -> Iterator[Item]:
        """Yield each outcome and award of another framework with its steps, and the framework of each stage."""
        definition, messages = self.framework.definition, self.messages
        awards = {award for rule in self._rules_of(AwardCompared) for award in rule.list_awards()}
        outcomes = {rule.outcome for rule in self._rules_of(OutcomeCompared)}
        for text, found in definition.references.items():
            reference = ReferenceName.read(text)
            if reference is None:
                continue
            key = "award" if text in awards else "outcome" if text in outcomes else "unread"
            title = messages.text(f"show.other.{key}", title=self.names.name_reference(reference), id=text)
            by_stage = (
                Item(messages.text("rule.row", case=self.names.name_stage(stage), value=id_))
                for stage, id_ in found.family.items()
            )
            yield Item(title, (*self._step_items(reference, is_award=key == "award"), *by_stage))

    def _step_items(self, reference: ReferenceName, *, is_award: bool) -> Iterator[Item]:
        """Yield the steps of an outcome or award in one line, lowest first; of an award without grades what it can be.

        Labels are told apart and not compared.
        """
        found, messages = self.framework.definition.references[str(reference)], self.messages
        steps = [self.names.name_reference_step(reference, step) for step in found.words]
        if found.labels:
            yield Item(messages.text("show.labels", labels=", ".join(steps)))
        elif steps:
            yield Item(messages.text("show.steps", steps=_RISING.join(steps)))
        elif is_award:
            yield Item(messages.text("show.ungraded"))

    def _equal_items(self) -> Iterator[Item]:
        """Yield the awards that a rule takes as equal, with the law on it and how sure we are of that."""
        equal = {
            rule.list_awards(): self.names.with_own_law(self._join_awards(rule), rule)
            for rule in self._rules_of(AwardCompared)
            if len(rule.list_awards()) > 1
        }
        yield from map(Item, equal.values())

    def _join_awards(self, rule: AwardCompared) -> str:
        return self.messages.join_alternatives(map(self.names.name_any_award, rule.list_awards()))

    def _rules_of(self, kind: type[_Rule]) -> Iterator[_Rule]:
        """Yield all conditions of one kind, in the order of the definition."""
        yield from (part for part, _ in walk_parts(self.framework.definition) if isinstance(part, kind))
