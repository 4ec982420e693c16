"""What the keys of one part of a definition say, as entries of a list: none is left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.narration.language import Messages
from kiemdinh.narration.layout import Item
from kiemdinh.narration.names import Names
from kiemdinh.narration.sentences import RuleSentences
from kiemdinh.parsing.durations import Duration
from kiemdinh.parsing.models import Model
from kiemdinh.rules import Interval
from kiemdinh.standards.definition import (
    Cited,
    EvidenceTerms,
    Localised,
    Range,
    ReferenceDef,
    StepScale,
    read_duration,
    usual_word,
)

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["KeyItems"]

_SAID_ELSEWHERE: Final = frozenset({"cite", "certainty", "vi", "en", "text"})
"""The text and the law of a part stand in its own entry."""

_RULES: Final = frozenset({"when", "met_if", "warn_unless", "lost_if", "where", "derive"})
"""The keys whose value is a condition or a quantity."""

_INPUTS: Final = frozenset({"indicators", "part_of"})
"""The keys whose value names inputs."""

_MEMBERS: Final = frozenset({"has", "each", "among"})
"""The keys whose value can name the members of a population."""


@dataclass(frozen=True, slots=True)
class KeyItems:
    """Entries for the keys of parts of one definition.

    A key that has no words of its own yet is shown by its name in the language of definitions, so that a new key is
    never left out. *layer* is that of the members of which rules speak.
    """

    framework: Framework
    names: Names
    messages: Messages
    layer: str | None = None

    @property
    def rules(self) -> RuleSentences:
        """The sentences of rules, each spelled out beside its author's text."""
        return RuleSentences(self.names, self.messages, self.layer, spelled=True)

    def inside_layer(self, layer: str) -> KeyItems:
        """Return entries whose rules speak of the members of a layer."""
        return replace(self, layer=layer)

    def rule_item(self, rule: Any) -> Item:
        """Return a condition or a quantity as an entry, with its parts below it."""
        if isinstance(rule, Model) and not _is_condition(rule):
            return Item(self.rules.describe_quantity(rule))
        return self.rules.rule_item(rule)

    def items_of(
        self,
        part: Model,
        skip: Collection[str] = (),
        laws: Mapping[str, Localised] | None = None,
        of: str | None = None,
    ) -> Iterator[Item]:
        """Yield an entry for each key of a part that says something, in the order of the language.

        Parameters
        ----------
        part
            A part of a definition, such as an input or an award.
        skip
            Keys that the caller shows itself.
        laws
            The law of single keys, as ``law`` of an award has it, and the words of the law on them.
        of
            The key that the part stands under; a key inside it can have words of its own there.
        """
        for name, field in type(part).model_fields.items():
            key, value = field.alias or name, getattr(part, name)
            if key in skip or key in _SAID_ELSEWHERE or value is None or value == field.default:
                continue
            item = self._item_of(key, value, part, of)
            law = (laws or {}).get(key)
            yield item if law is None else item._replace(text=self._add_law(item.text, law))

    def _item_of(self, key: str, value: Any, part: Model, of: str | None) -> Item:
        label = self._label(key, of)
        if value is True:
            return Item(label)
        if isinstance(part, ReferenceDef) and key == "family":
            return Item(label, tuple(map(Item, self.names.name_family(part))))
        if key in _RULES:
            return Item(label, (self.rule_item(value),))
        if isinstance(value, tuple) and value and isinstance(value[0], Localised):
            return Item(label, tuple(self._localised_item(one) for one in value))
        if isinstance(value, Localised):
            return Item(self._line(label, self._localised_item(value).text))
        if isinstance(value, Range):
            interval = Interval(value.from_, value.to)
            return Item(self._line(label, self.messages.format_interval(interval, getattr(part, "unit", None))))
        if isinstance(value, Mapping) and all(isinstance(one, EvidenceTerms) for one in value.values()):
            return Item(label, tuple(self._step_item(name, one) for name, one in value.items()))
        if isinstance(value, Model) and key != "weight":
            return Item(
                self.names.with_own_law(label, value) if isinstance(value, Cited) else label,
                tuple(self.items_of(value, of=key)),
            )
        return Item(self._line(label, self._describe(key, value)))

    def _step_item(self, name: str, part: Cited) -> Item:
        """Return what holds at one step, under the text of the step and the law of what holds there."""
        scales = (scale for scale in self.framework.definition.scales.values() if isinstance(scale, StepScale))
        step = next((step for scale in scales for step in scale.steps if step.id == name), None)
        title = name if step is None else self._localised_item(step).text
        return Item(self.names.with_own_law(title, part), tuple(self.items_of(part)))

    def _label(self, key: str, of: str | None) -> str:
        """Return the words for a key; its own name where it has none."""
        within = f"key.{of}.{key}"
        if of is not None and self.messages.has_text(within):
            return self.messages.text(within)
        return self.messages.text(f"key.{key}") if self.messages.has_text(f"key.{key}") else key

    def _line(self, label: str, value: str) -> str:
        return self.messages.text("list.key", key=label, value=value)

    def _localised_item(self, part: Localised) -> Item:
        """Return a text with the id that it belongs to, where there is one, and the law that it states."""
        text, shown = part.text_in(self.messages.lang), getattr(part, "id", None)
        named = shown if text is None else text
        if text is not None and shown is not None:
            named = self.messages.text("list.named", id=shown, text=text)
        return Item(self.names.with_own_law(named or "", part))

    def _add_law(self, text: str, law: Localised) -> str:
        """Return a text with the words of the law on it, where they are recorded, and the law."""
        said = law.text_in(self.messages.lang)
        whole = text if said is None else self.messages.text("awards.said", text=text, said=said)
        return self.names.with_own_law(whole, law)

    def _describe(self, key: str, value: Any) -> str:
        """Return a plain value in words: a number, a day, a length of time, ids, or a table of these."""
        messages = self.messages
        if isinstance(value, Mapping):
            rows = (
                messages.text("rule.row", case=str(case), value=self._describe(key, one)) for case, one in value.items()
            )
            return "; ".join(rows)
        if isinstance(value, Duration):
            return messages.format_duration(value)
        if isinstance(value, tuple) and value and isinstance(value[0], int):
            month, day = value
            return f"{day:02}/{month:02}"
        if isinstance(value, tuple):
            return ", ".join(self._describe(key, one) for one in value)
        if isinstance(value, dt.date):
            return messages.format_date(value)
        if isinstance(value, str):
            return self._describe_word(key, value)
        if isinstance(value, Model):
            return self.rules.describe_comparand(value, lambda _word: None, None)
        return messages.format_number(value)

    def _describe_word(self, key: str, word: str) -> str:
        length = read_duration(word)
        if length is not None:
            return self.messages.format_duration(length)
        name = self._find_name(key, word)
        if name is not None:
            return word if name == word else self.messages.text("list.named", id=word, text=name)
        said = f"key.{key}.{word}"
        return self.messages.text(said) if self.messages.has_text(said) else word

    def _find_name(self, key: str, word: str) -> str | None:
        """Return the name of a word that the definition chose itself, shown beside it; None for other words."""
        if key == "kind" or (key in _MEMBERS and word in self.framework.definition.populations):
            return usual_word(word).text_in(self.messages.lang)
        if key == "tags" and word in self.framework.definition.tags:
            return self.names.name_tag(word)
        if key == "unit":
            said = f"key.unit.{word}"
            return self.messages.text(said) if self.messages.has_text(said) else word
        return self.names.name_input(word) if key in _INPUTS else None


def _is_condition(rule: Model) -> bool:
    return hasattr(rule, "list_comparisons") or bool(_CONDITION_FIELDS & type(rule).model_fields.keys())


_CONDITION_FIELDS: Final = frozenset({"all_", "any_", "not_", "every"})
"""The fields of conditions that are no comparisons."""
