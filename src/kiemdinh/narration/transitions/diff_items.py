"""Entries of a comparison as items of a list: what differs, what each edition says, by which act, and an example."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from kiemdinh.narration.language import Messages, begin_large, shorten_line
from kiemdinh.narration.layout import Item
from kiemdinh.narration.names import Names
from kiemdinh.narration.pages import KeyItems
from kiemdinh.standards.definition import read_duration
from kiemdinh.standards.names import split_child, split_top, words_of_address

if TYPE_CHECKING:
    from kiemdinh.data.transitions import DiffEntry, DiffWitness, PartText
    from kiemdinh.standards.loading import Framework

__all__ = ["EntryItems"]

_TEXTS: Final = frozenset({"vi", "en", "text"})
_RULES: Final = ("when", "met_if", "warn_unless")
_TERMS: Final = frozenset({"valid", "renew_before", "cure_within", "wait_for_higher", "lost_if"})
_TRUTHS: Final = frozenset({"met", "unmet", "unknown"})
_MAX_TEXT: Final = 160
_MAX_NAME: Final = 90


@dataclass(frozen=True, slots=True)
class EntryItems:
    """Makes items of entries, each edition named by its own definition."""

    old: Names
    new: Names
    messages: Messages

    @classmethod
    def of(cls, old: Framework, new: Framework, messages: Messages) -> Self:
        """Return what makes items for two editions."""
        return cls(Names(old, messages), Names(new, messages), messages)

    # -- the tree ------------------------------------------------------------------------------------------

    def node_item(self, entry: DiffEntry) -> Item:
        """Return an entry about a node or a level."""
        names, text = self._own_side(entry)
        return Item(self._with_act(self._name_tree(names, text.at), entry), tuple(self._details(entry)))

    def _own_side(self, entry: DiffEntry) -> tuple[Names, PartText]:
        if entry.before is not None:
            return self.old, entry.before
        assert entry.after is not None  # noqa: S101 - an entry has one of the two
        return self.new, entry.after

    def _name_tree(self, names: Names, at: str) -> str:
        if at in names.framework.nodes:
            return names.name_node(at, most=_MAX_NAME)
        if at.startswith("inputs/"):
            return names.name_input(split_top(at)[1])
        node, step = split_child(at)
        name = names.name_node(node, most=_MAX_NAME)
        return self.messages.text("tree.step", node=name, level=names.name_step(node, step))

    def _details(self, entry: DiffEntry) -> Iterator[Item]:
        if entry.keys == ("is",):
            yield from self._relation(entry)
        elif entry.before is None or entry.after is None:
            return
        elif entry.kind == "renumbered" and entry.after is not None:
            yield Item(self.messages.text("diff.now", text=self._name_tree(self.new, entry.after.at)))
        elif entry.kind == "undecided" and "wording" in entry.keys:
            yield Item(self.messages.text("diff.no_wording"))
        elif entry.kind not in ("added", "removed", "moved"):
            yield from self._pairs(entry)
        if entry.witness is not None and entry.kind in ("tightened", "loosened", "changed"):
            yield from self._example(entry.witness)

    def _relation(self, entry: DiffEntry) -> Iterator[Item]:
        """Yield what a crosswalk relates something to, and why."""
        if entry.before is not None and entry.after is not None:
            yield Item(self.messages.text("diff.now", text=self._name_tree(self.new, entry.after.at)))
        _, text = self._own_side(entry)
        why = text.says["why"]
        said = why[self.messages.lang] or why["vi"] or why["en"]
        if said:
            yield Item(said)

    def _pairs(self, entry: DiffEntry) -> Iterator[Item]:
        """Yield what the old edition says, and what the new one says in its place."""
        before, after = (tuple(self._says(names, text, entry)) for names, text in self._sides(entry))
        for key, lines in (("before", before), ("after", after)):
            yield from (Item(self.messages.text(f"diff.{key}", text=line)) for line in lines)

    def _sides(self, entry: DiffEntry) -> Iterator[tuple[Names, PartText]]:
        for names, text in ((self.old, entry.before), (self.new, entry.after)):
            if text is not None:
                yield names, text

    def _says(self, names: Names, text: PartText, entry: DiffEntry) -> Iterator[str]:
        """Yield what one edition says in the keys that differ: its wording once, then its rules, then the rest."""
        keys = [key for key in entry.keys if key not in _TEXTS]
        if len(keys) < len(entry.keys):
            yield shorten_line(text.titles.said(self.messages.lang) or "", _MAX_TEXT)
        node = names.framework.nodes[text.at].node
        for key in keys:
            part = getattr(node, key, None)
            if key == "cite":
                if len(entry.keys) == 1:
                    yield text.cite or self.messages.text("diff.nothing")
            elif part is None or key not in (text.says or {}):
                yield self.messages.text("diff.without", what=self._name_key(key))
            elif key in _RULES:
                yield from self._rule_lines(names, part)
            else:
                yield self.messages.text("diff.key", what=self._name_key(key), value=self._write(text.says[key]))
        if not entry.keys and node.met_if is not None:
            yield from self._rule_lines(names, node.met_if)

    def _rule_lines(self, names: Names, rule: Any) -> Iterator[str]:
        item = KeyItems(names.framework, names, self.messages).rule_item(rule)
        yield "; ".join(_flatten(item))

    def _write(self, value: Any) -> str:
        """Return what a key says, as the definition has it; a verdict in words."""
        if isinstance(value, list | tuple):
            return ", ".join(map(self._write, value))
        if isinstance(value, dict):
            return ", ".join(f"{key}: {self._write(inner)}" for key, inner in value.items())
        if isinstance(value, bool):
            return self.messages.text("yes") if value else self.messages.text("no")
        return self.messages.text(f"state.{value}") if value in _TRUTHS else shorten_line(str(value), _MAX_TEXT)

    def _name_key(self, key: str) -> str:
        return self.messages.text(f"key.{key}") if self.messages.has_text(f"key.{key}") else key

    # -- outcomes and awards -------------------------------------------------------------------------------

    def rule_item(self, entries: Sequence[DiffEntry]) -> Item:
        """Return entries about levels or grades of one outcome or award that differ alike, with the first example."""
        first = entries[0]
        names, _ = self._own_side(first)
        kind = self.messages.text(f"diff.rule.{first.kind}")
        what = begin_large(self._name_rules(names, [entry.at for entry in entries]))
        text = self._with_act(self.messages.text("diff.rule", what=what, kind=kind), first)
        details = (tuple(self._rule_details(entry)) for entry in entries)
        return Item(text, next(filter(None, details), ()))

    def _name_rules(self, names: Names, addresses: Sequence[str]) -> str:
        section, name, *step = words_of_address(addresses[0])
        about = names.name_outcome(name) if section == "outcomes" else names.name_award(name)
        if not step:
            return about
        steps = ", ".join(self._name_step(names, section, name, words_of_address(at)[2]) for at in addresses)
        return f"{about}: {steps}"

    def _name_step(self, names: Names, section: str, name: str, step: str) -> str:
        if section == "outcomes":
            return names.name_outcome_level(name, step)
        return self.messages.text(f"about.{step}") if step in _TERMS else names.name_award(name, step)

    def _rule_details(self, entry: DiffEntry) -> Iterator[Item]:
        terms = (entry.before and self._term(entry.before.says), entry.after and self._term(entry.after.says))
        for key, line in zip(("before", "after"), terms, strict=True):
            if line:
                yield Item(self.messages.text(f"diff.{key}", text=line))
        if entry.witness is not None:
            yield from self._example(entry.witness)

    def _term(self, says: Any) -> str | None:
        length = read_duration(says) if isinstance(says, str) else None
        return None if length is None else self.messages.format_duration(length)

    # -- what rules refer to -------------------------------------------------------------------------------

    def declared_item(self, entry: DiffEntry) -> Item:
        """Return an entry about an input, a set, a scale or the like: its name."""
        _, text = self._own_side(entry)
        title = text.titles.said(self.messages.lang)
        name = split_top(entry.at)[1]
        return Item(name if title is None else self.messages.text("list.named", id=name, text=title))

    def name_section(self, section: str) -> str:
        """Return what a section of a definition is called."""
        key = f"diff.section.{section}"
        return self.messages.text(key) if self.messages.has_text(key) else section

    # -- what they share -----------------------------------------------------------------------------------

    def _with_act(self, text: str, entry: DiffEntry) -> str:
        return self.messages.text("diff.with_act", text=text, act=entry.act)

    def _example(self, witness: DiffWitness) -> Iterator[Item]:
        if witness.old_level != witness.new_level:
            old, new = (
                self._name_level(*pair) for pair in ((self.old, witness.old_level), (self.new, witness.new_level))
            )
            yield Item(self.messages.text("diff.example", old=old, new=new))
        elif {witness.old, witness.new} <= _TRUTHS:
            old, new = (self.messages.text(f"state.{truth}") for truth in (witness.old, witness.new))
            yield Item(self.messages.text("diff.example_part", old=old, new=new))

    def _name_level(self, names: Names, level: str | None) -> str:
        if level is None:
            return self.messages.text("diff.no_level")
        return self.messages.quote_text(names.name_outcome_level(names.framework.outcomes[0].id, level))


def _flatten(item: Item) -> Iterator[str]:
    yield item.text
    for part in item.parts:
        yield from _flatten(part)
