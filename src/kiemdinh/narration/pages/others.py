"""What a framework reads of others, as parts of its page: its members, and outcomes and awards of other frameworks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiemdinh.evidence.writing import list_asked_references
from kiemdinh.narration.layout import Item, Section
from kiemdinh.standards.definition import AwardCompared
from kiemdinh.standards.names import ReferenceName
from kiemdinh.standards.parts import walk_parts

if TYPE_CHECKING:
    from kiemdinh.narration.language import Messages
    from kiemdinh.narration.names import Names
    from kiemdinh.standards.loading import Framework

__all__ = ["OtherSections"]

_RISING: Final = " < "
"""What stands between the steps of a ladder, lowest first."""


@dataclass(frozen=True, slots=True)
class OtherSections:
    """The sections about the members and other frameworks that a framework reads; none where it reads nothing."""

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
        keys = {one.id: "award" if one.is_award else "outcome" for one in list_asked_references(self.framework)}
        for text, found in definition.references.items():
            reference = ReferenceName.read(text)
            if reference is None:
                continue
            key = keys.get(text, "unread")
            title = messages.text(f"show.other.{key}", title=self.names.name_reference(reference), id=text)
            by_stage = map(Item, self.names.name_family(found))
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
        rules = (part for part, _ in walk_parts(self.framework.definition) if isinstance(part, AwardCompared))
        equal = {
            rule.list_awards(): self.names.with_own_law(self._join_awards(rule), rule)
            for rule in rules
            if len(rule.list_awards()) > 1
        }
        yield from map(Item, equal.values())

    def _join_awards(self, rule: AwardCompared) -> str:
        return self.messages.join_alternatives(map(self.names.name_any_award, rule.list_awards()))
