"""Outcomes and awards that differ: each level, label and grade, by all changes of the edition together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.data.transitions import DiffEntry
from kiemdinh.standards.definition import read_duration
from kiemdinh.standards.names import FactKind, FactName, split_top
from kiemdinh.transitions.diffs.entries.part_words import WORD_KEYS, differ_only_in, find_differing_keys
from kiemdinh.transitions.diffs.entries.section_entries import SectionEntries

if TYPE_CHECKING:
    from kiemdinh.data.transitions import DiffKind, PartText
    from kiemdinh.transitions.diffs.entries.context import DiffContext
    from kiemdinh.transitions.diffs.entries.parts import DefinitionParts
    from kiemdinh.transitions.diffs.proofs import Witnesses

__all__ = ["RuleEntries"]

_RULES: Final = frozenset({"needs", "cases", "otherwise", "lost_if"})
"""Keys of outcomes and awards that are compared by proof, level by level."""
_LONGER_ASKS_MORE: Final = {"valid": False, "renew_before": True, "cure_within": False, "wait_for_higher": True}
"""Whether a longer time asks more of a school."""
_DAYS: Final = {"day": 1, "week": 7, "month": 30, "year": 365}


@dataclass(slots=True)
class RuleEntries:
    """Lists how outcomes and awards differ."""

    context: DiffContext

    def list_all(self) -> Iterator[DiffEntry]:
        """Yield the entries of outcomes, then those of awards."""
        facts = self._list_facts()
        for section in ("outcomes", "awards"):
            before, after = self.context.old_parts.entries[section], self.context.new_parts.entries[section]
            yield from self._list_of_section(section)
            for name in before:
                if name in after:
                    for fact in facts.get((section, name), ()):
                        yield from self._list_of_fact(section, fact, before[name], after[name])

    def _list_facts(self) -> dict[tuple[str, str], list[FactName]]:
        """Return the facts of each outcome and award that either edition has, by its section and id."""
        facts: dict[tuple[str, str], dict[FactName, None]] = {}
        for study in self.context.studies[:1]:
            for name in (*study.rules.names.values(), *study.other.rules.names.values()):
                if name.is_top:
                    section = "awards" if name.is_of_award else "outcomes"
                    facts.setdefault((section, name.subject), {})[name] = None
        return {key: [*names] for key, names in facts.items()}

    def _list_of_section(self, section: str) -> Iterator[DiffEntry]:
        """Yield the entries of a section as a whole, and those of keys that no proof compares."""
        sections = SectionEntries(self.context)
        for entry in sections.list_section(section):
            if entry.kind != "changed":
                yield entry
                continue
            before, after = (self._whole(parts, entry.at) for parts in (self.context.old_parts, self.context.new_parts))
            keys = tuple(key for key in entry.keys if key not in _RULES)
            for key in (key for key in keys if key in _LONGER_ASKS_MORE):
                yield self._term(entry, key, before.get(key), after.get(key))
            rest = tuple(key for key in keys if key not in _LONGER_ASKS_MORE)
            if rest:
                yield from sections.list_changed(entry.at, before, after, rest)

    def _whole(self, parts: DefinitionParts, at: str) -> Any:
        section, name = split_top(at)
        return parts.entries[section][name]

    def _term(self, entry: DiffEntry, key: str, before: Any, after: Any) -> DiffEntry:
        """Return how a length of time of an award differs."""
        at = f"{entry.at}/{key}"
        context = self.context
        return DiffEntry(
            _compare_terms(before, after, longer_asks_more=_LONGER_ASKS_MORE[key]),
            at,
            (key,),
            context.old_parts.entry_text(at, before),
            context.new_parts.entry_text(at, after),
            context.acts.find(at),
        )

    def _list_of_fact(
        self, section: str, fact: FactName, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> Iterator[DiffEntry]:
        """Yield how a level, label, grade or loss differs, all changes of the edition together."""
        own_before, own_after = _own_rule(fact, before), _own_rule(fact, after)
        is_in_old, is_in_new = self.context.has_fact(str(fact))
        if not (is_in_old and is_in_new):
            yield self._entry("removed" if is_in_old else "added", section, fact, own_before, own_after)
            return
        comparison = self.context.compare_fact(str(fact))
        # Grounds for loss are read the other way round: an award asks more where they are easier to meet.
        is_turned = fact.kind is FactKind.LOST
        kind = _turn(comparison.kind) if is_turned else comparison.kind
        if kind is not None:
            first, second = self.context.find_witnesses(fact, comparison)
            witnesses = (second, first) if is_turned and kind in ("changed", "undecided") else (first, second)
            is_proved = kind != "undecided"
            yield self._entry(kind, section, fact, own_before, own_after, witnesses, is_proved=is_proved)
        elif own_before != own_after:
            yield self._entry("reworded", section, fact, own_before, own_after, is_proved=True)

    def _entry(
        self,
        kind: DiffKind,
        section: str,
        fact: FactName,
        before: Any,
        after: Any,
        witnesses: Witnesses = (None, None),
        *,
        is_proved: bool = False,
    ) -> DiffEntry:
        step = "lost_if" if fact.kind is FactKind.LOST else fact.step
        at = f"{section}/{fact.subject}" + (f"/{step}" if step else "")
        context, is_same = self.context, before == after
        texts: list[PartText | None] = [
            None if kind == absent else parts.entry_text(at, None if is_same else says)
            for absent, parts, says in (("added", context.old_parts, before), ("removed", context.new_parts, after))
        ]
        keys = () if is_same else find_differing_keys({"needs": before}, {"needs": after})
        act = context.acts.find(at) if not is_same else context.acts.of_all
        return DiffEntry(kind, at, keys, texts[0], texts[1], act, *witnesses, proved=is_proved)


def _own_rule(fact: FactName, says: Mapping[str, Any]) -> Any:
    """Return the rule that a definition states for a level, label or grade itself."""
    if fact.kind is FactKind.LOST:
        return says.get("lost_if")
    if fact.kind is FactKind.LABEL:
        cases = [*says.get("cases", ()), says.get("otherwise", {})]
        return next((case for case in cases if case.get("id") == fact.step), None)
    needs = says.get("needs")
    return needs.get(fact.step) if fact.step is not None and isinstance(needs, Mapping) else needs


def _turn(kind: DiffKind | None) -> DiffKind | None:
    if kind == "tightened":
        return "loosened"
    return "tightened" if kind == "loosened" else kind


def _compare_terms(before: Any, after: Any, *, longer_asks_more: bool) -> DiffKind:
    if differ_only_in(WORD_KEYS, before, after):
        return "reworded"
    lengths = [_length(one) for one in (before, after)]
    if None in lengths or lengths[0] == lengths[1]:
        return "changed"
    is_longer = lengths[1] > lengths[0]  # type: ignore[operator]
    return "tightened" if is_longer is longer_asks_more else "loosened"


def _length(term: Any) -> int | None:
    """Return the approximate number of days of a length of time; None for any other text."""
    found = read_duration(term) if isinstance(term, str) else None
    return None if found is None else found[0] * _DAYS[found[1]]
