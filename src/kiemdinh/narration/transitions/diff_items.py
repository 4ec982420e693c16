"""Entries of a comparison as items of a list: what differs, what each edition says, by which act, and an example."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Self

from kiemdinh.data.what_if import Standing
from kiemdinh.narration.language import Messages, begin_large, shorten_line
from kiemdinh.narration.layout import Item
from kiemdinh.narration.names import Names
from kiemdinh.narration.pages import KeyItems
from kiemdinh.standards.definition import LabelOutcome, read_duration
from kiemdinh.standards.names import split_child, split_top, words_of_address

if TYPE_CHECKING:
    from kiemdinh.data.transitions import DiffEntry, DiffKind, DiffWitness, PartText
    from kiemdinh.standards.loading import Framework

__all__ = ["TERMS", "EntryItems"]

_TEXTS: Final = frozenset({"vi", "en", "text"})
_RULES: Final = ("when", "met_if", "warn_unless")
TERMS: Final = frozenset({"valid", "renew_before", "cure_within", "wait_for_higher", "lost_if"})
"""What stands beside the grades of an award: its times, and what takes it away."""
_LABEL_KINDS: Final = frozenset({"tightened", "loosened", "changed", "undecided_harder", "undecided_easier"})
_TRUTHS: Final = frozenset({"met", "unmet", "unknown"})
_MAX_TEXT: Final = 160
_MAX_NAME: Final = 90
_MAX_LACKING: Final = 2
"""How many requirements that a school lacks are named."""


@dataclass(frozen=True)
class EntryItems:
    """Makes items of entries, each edition named by its own definition.

    ``only_act`` is the act that made all changes, where there is one: it is named at the head of the page alone.
    """

    old: Names
    new: Names
    messages: Messages
    only_act: str | None

    @classmethod
    def of(cls, old: Framework, new: Framework, messages: Messages, only_act: str | None) -> Self:
        """Return an object that makes items for two editions, or for two frameworks."""
        return cls(Names(old, messages), Names(new, messages), messages, only_act)

    @property
    def are_frameworks(self) -> bool:
        """Whether two frameworks are compared, and not two editions of one."""
        return self.old.framework.id != self.new.framework.id

    def name_kind(self, kind: DiffKind) -> str:
        """Return how parts differ, in words."""
        return self.messages.text(f"diff.kind_two.{kind}" if self.are_frameworks else f"diff.kind.{kind}")

    @cached_property
    def _sides(self) -> tuple[str, str]:
        """What the two sides are called in a sentence."""
        if not self.are_frameworks:
            return self.messages.text("diff.by_old"), self.messages.text("diff.by_new")
        pair = [names.framework for names in (self.old, self.new)]
        documents = [one.definition.source.document for one in pair]
        first, second = documents if len({*documents}) == 2 else [one.id for one in pair]
        return first, second

    # -- the tree ------------------------------------------------------------------------------------------

    def node_item(self, entry: DiffEntry) -> Item:
        """Return an entry about a node or a level."""
        names, text = self._own_side(entry)
        name = self._name_tree(names, text.at)
        if entry.kind == "undecided" and self.are_frameworks and not (entry.before and entry.after):
            side = self._sides[0] if entry.before else self._sides[1]
            return Item(self.messages.text("diff.with_act", text=name, act=side))
        return Item(self._with_act(name, entry), tuple(self._details(entry)))

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
        if at.startswith(("outcomes/", "awards/")):
            return self._name_rules(names, [at])
        node, step = split_child(at)
        name = names.name_node(node, most=_MAX_NAME)
        return self.messages.text("tree.step", node=name, level=names.name_step(node, step))

    def _details(self, entry: DiffEntry) -> Iterator[Item]:
        if entry.keys == ("is",):
            yield from self._relation(entry)
            return
        if entry.before is None or entry.after is None:
            return
        if entry.kind == "renumbered":
            yield Item(self.messages.text("diff.now", text=self._name_tree(self.new, entry.after.at)))
        elif entry.kind == "undecided" and "wording" in entry.keys:
            yield Item(self.messages.text("diff.no_wording"))
        elif entry.kind not in ("added", "removed", "moved"):
            yield from self._pairs(entry)
        if entry.kind in ("tightened", "loosened", "changed"):
            yield from self._examples(entry)

    def _relation(self, entry: DiffEntry) -> Iterator[Item]:
        """Yield what a crosswalk relates something to, and why; and what is proved of it."""
        if entry.before is not None and entry.after is not None:
            yield Item(self.messages.text("diff.counterpart", text=self._name_tree(self.new, entry.after.at)))
        _, text = self._own_side(entry)
        why = text.says["why"]
        said = why[self.messages.lang] or why["vi"] or why["en"]
        if said:
            yield Item(said)
        if entry.proved or entry.witness is not None or entry.counter_witness is not None:
            relation = self.messages.text(f"diff.is.{text.says['is']}")
            is_proved = "proved" if entry.proved else "shown"
            yield Item(self.messages.text(f"diff.{is_proved}", relation=relation))
            yield from self._examples(entry)

    def _pairs(self, entry: DiffEntry) -> Iterator[Item]:
        """Yield what each edition says: its wording once, then key by key."""
        before, after = entry.before, entry.after
        if before is None or after is None:
            return
        keys = [key for key in entry.keys if key not in _TEXTS]
        if len(keys) < len(entry.keys):
            texts = (shorten_line(one.titles.said(self.messages.lang) or "", _MAX_TEXT) for one in (before, after))
            yield from self._pair(*texts)
        if entry.keys == ("cite",):
            yield from self._pair(*(one.cite or self.messages.text("diff.nothing") for one in (before, after)))
        for key in keys:
            if key != "cite":
                yield from self._pair(self._say(self.old, before, key), self._say(self.new, after, key))
        if not entry.keys:
            yield Item(self.messages.text("diff.elsewhere"))

    def _pair(self, before: str | None, after: str | None) -> Iterator[Item]:
        """Yield what each edition says of one thing; None for an edition that says nothing of it."""
        if before is not None and after is not None:
            yield Item(self.messages.text("diff.before", text=before))
            yield Item(self.messages.text("diff.after", text=after))
        elif before is not None:
            yield Item(self.messages.text("diff.dropped", text=before))
        elif after is not None:
            yield Item(self.messages.text("diff.new_key", text=after))

    def _say(self, names: Names, part_text: PartText, key: str) -> str | None:
        """Return what one edition says under a key of a node; None where it says nothing."""
        part = getattr(names.framework.nodes[part_text.at].node, key, None)
        if part in (None, False, ()):
            return None
        if key in _RULES:
            named = KeyItems(names.framework, names, self.messages).rule_item(part)
            text = "; ".join(_flatten(named))
            return text if key == "met_if" else self.messages.text("diff.key", what=self._name_key(key), value=text)
        if part is True:
            return self._name_key(key)
        return self.messages.text(
            "diff.key", what=self._name_key(key), value=self._write((part_text.says or {}).get(key))
        )

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
        kind = self._name_kind_of_rule(first)
        what = begin_large(self._name_rules(names, [entry.at for entry in entries]))
        text = self._with_act(self.messages.text("diff.rule", what=what, kind=kind), first)
        details = (tuple(self._rule_details(entry)) for entry in entries)
        return Item(text, next(filter(None, details), ()))

    def _name_kind_of_rule(self, entry: DiffEntry) -> str:
        if self.are_frameworks and entry.kind in ("added", "removed", "renumbered", "reworded"):
            return self.name_kind(entry.kind)
        kind = _kind_of_rule(entry)
        if kind in _LABEL_KINDS and self._is_label(entry):
            return self.messages.text(f"diff.label.{kind}")
        return self.messages.text(f"diff.rule.{kind}")

    def _is_label(self, entry: DiffEntry) -> bool:
        """Return whether an entry is about a label, which is no goal to reach: it may be the worst."""
        names, _ = self._own_side(entry)
        section, name, *_ = words_of_address(entry.at)
        labelled = (one.id for one in names.framework.outcomes if isinstance(one, LabelOutcome))
        return section == "outcomes" and name in labelled

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
        return self.messages.text(f"about.{step}") if step in TERMS else names.name_award(name, step)

    def _rule_details(self, entry: DiffEntry) -> Iterator[Item]:
        if entry.keys == ("is",):
            yield from self._relation(entry)
            return
        if self.are_frameworks and _kind_of_rule(entry) == "undecided":
            yield Item(self.messages.text("diff.too_little"))
        terms = (entry.before and self._term(entry.before.says), entry.after and self._term(entry.after.says))
        for key, line in zip(("before", "after"), terms, strict=True):
            if line:
                yield Item(self.messages.text(f"diff.{key}", text=line))
        yield from self._examples(entry)

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
        return text if entry.act == self.only_act else self.messages.text("diff.with_act", text=text, act=entry.act)

    def _examples(self, entry: DiffEntry) -> Iterator[Item]:
        """Yield the schools that show a difference; where it is harder for one and easier for another, each as such."""
        first, second = entry.witness, entry.counter_witness
        is_both = first is not None and second is not None
        is_label = is_both and entry.at.startswith("outcomes/") and self._is_label(entry)
        keys = ("lost", "gained") if is_label else ("harder", "easier")
        for key, witness in zip(keys, (first, second), strict=True):
            for text in () if witness is None else self._tell_example(entry, witness):
                yield Item(self.messages.text(f"diff.{key}", text=text) if is_both else begin_large(text))

    def _tell_example(self, entry: DiffEntry, witness: DiffWitness) -> Iterator[str]:
        part = ""
        found = self._name_awards(entry, witness)
        if found is None and witness.old_level != witness.new_level:
            found = (
                self._name_level(self.old, witness.old_level, witness.old_attainable),
                self._name_level(self.new, witness.new_level, witness.new_attainable),
            )
        elif found is None and {witness.old, witness.new} <= _TRUTHS:
            part = "_part"
            found = (self.messages.text(f"state.{witness.old}"), self.messages.text(f"state.{witness.new}"))
        if found is None:
            return
        said = dict(zip(("old", "new", "old_by", "new_by"), (*found, *self._sides), strict=True))
        lacks = self._name_lacking(witness)
        if lacks is None:
            yield self.messages.text(f"diff.example{part}", **said)
        else:
            yield self.messages.text(f"diff.lacking{part}", lacks=lacks, **said)

    def _name_awards(self, entry: DiffEntry, witness: DiffWitness) -> tuple[str, str] | None:
        """Return the highest grade that a school may get on each side; None where that makes no difference."""
        if not entry.at.startswith("awards/") or entry.before is None or entry.after is None:
            return None
        grades = [Standing.read(standing).words[-1] for standing in (witness.old, witness.new)]
        if grades[0] == grades[1] and not self.are_frameworks:
            return None
        old, new = (
            self._name_grade(names, words_of_address(text.at)[1], grade)
            for names, text, grade in zip((self.old, self.new), (entry.before, entry.after), grades, strict=True)
        )
        return old, new

    def _name_grade(self, names: Names, award: str, grade: str) -> str:
        if not grade:
            return self.messages.text("diff.no_award")
        return self.messages.quote_text(names.name_award(award, None if grade == award else grade))

    def _name_lacking(self, witness: DiffWitness) -> str | None:
        """Return what the school lacks by one edition and not by the other; None where that is not known."""
        sides = ((self.old, witness.old_lacks), (self.new, witness.new_lacks))
        several = (names.name_node(node, most=_MAX_NAME) for names, lacks in sides for node in lacks)
        named = [*map(self.messages.quote_text, several)]
        shown = "; ".join(named[:_MAX_LACKING])
        rest = len(named) - _MAX_LACKING
        return (self.messages.text("diff.and_more", names=shown, n=rest) if rest > 0 else shown) or None

    def _name_level(self, names: Names, level: str | None, most: str | None) -> str:
        if level is None and most is None:
            return self.messages.text("diff.no_level")
        if level is None:
            return self.messages.text("diff.no_certain_level")
        return self.messages.quote_text(names.name_outcome_level(names.framework.outcomes[0].id, level))


def _kind_of_rule(entry: DiffEntry) -> str:
    """Return how a rule differs; where only one direction is decided, which one."""
    if entry.kind != "undecided" or (entry.witness is None and entry.counter_witness is None):
        return entry.kind
    return "undecided_easier" if entry.witness is None else "undecided_harder"


def _flatten(item: Item) -> Iterator[str]:
    yield item.text
    for part in item.parts:
        yield from _flatten(part)
