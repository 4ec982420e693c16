"""The differences between two frameworks: by the relations of a crosswalk, and by proof where both read the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.data.transitions import DiffEntry
from kiemdinh.standards.names import FactKind, split_child
from kiemdinh.transitions.crosswalks import kind_of_end
from kiemdinh.transitions.diffs.entries.parts import DefinitionParts
from kiemdinh.transitions.diffs.proofs import (
    LinkedStudy,
    RuleComparer,
    RuleComparison,
    RuleSubject,
    WitnessFinder,
    read_linked,
    study_linked,
)

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.data.transitions import DiffKind, PartText
    from kiemdinh.rules import Budget
    from kiemdinh.standards.names import FactName
    from kiemdinh.transitions.crosswalks import Crosswalk, Relation
    from kiemdinh.transitions.diffs.proofs import Witnesses

__all__ = ["CrosswalkEntries"]

_KINDS: Final[Mapping[str, DiffKind]] = {
    "equivalent-to": "renumbered",
    "subset-of": "tightened",
    "superset-of": "loosened",
    "intersects-with": "changed",
}
"""How the demand of the target differs, for each relation, which is read from the source."""


@dataclass
class CrosswalkEntries:
    """Lists the relations of a crosswalk as entries, then the parts that none of them names, then outcomes and awards.

    Attributes
    ----------
    crosswalk
        How the two frameworks relate.
    budget
        The decisions that all proofs may take.
    """

    crosswalk: Crosswalk
    budget: Budget

    def list_all(self) -> Iterator[DiffEntry]:
        """Yield an entry for each relation that states a difference, and for each end without a relation."""
        for relation in self.crosswalk.relations:
            if not _is_of_results(relation):
                yield from self._list_of(relation)
        for end in self.crosswalk.unmapped_source:
            yield self._entry("undecided", end, None, None)
        for end in self.crosswalk.unmapped_target:
            yield self._entry("undecided", None, end, None)
        yield from self._list_results()

    # -- nodes and figures -----------------------------------------------------------------------------------

    def _list_of(self, relation: Relation) -> Iterator[DiffEntry]:
        source, target = relation.source, relation.target
        if source is None or target is None:
            yield self._entry("added" if source is None else "removed", source, target, relation)
            return
        facts = self._first.facts_of_relation(relation)
        subject = None if facts is None else self._subject_of_node(*facts)
        comparison = None if subject is None else self._comparer.compare([subject.read])
        kind = _judge(relation, comparison)
        if kind != "renumbered" or source != target:
            yield self._proved_entry(kind, source, target, relation, subject, comparison)

    def _subject_of_node(self, source: str, target: str) -> RuleSubject:
        names = (_read_name(self._first, source), _read_name(self._first.other, target))
        return RuleSubject(*names, read_linked(source, target))

    # -- outcomes and awards ---------------------------------------------------------------------------------

    def _list_results(self) -> Iterator[DiffEntry]:
        """Yield how levels, labels and grades differ that are related, or that have the same address on both sides."""
        old, new = (_list_addresses(study) for study in (self._first, self._first.other))
        relations = [one for one in self.crosswalk.relations if _is_of_results(one)]
        sources, targets = ({getattr(one, side) for one in relations} for side in ("source", "target"))
        for relation in relations:
            yield self._result_entry(relation.source, relation.target, relation, old, new)
        for at in old:
            if at not in sources:
                yield self._result_entry(at, at if at in new and at not in targets else None, None, old, new)
        for at in new:
            if at not in targets and (at not in old or at in sources):
                yield self._result_entry(None, at, None, old, new)

    def _result_entry(
        self,
        source: str | None,
        target: str | None,
        relation: Relation | None,
        old: Mapping[str, FactName],
        new: Mapping[str, FactName],
    ) -> DiffEntry:
        if source is None or target is None or source not in old or target not in new:
            return self._entry("added" if source is None else "removed", source, target, relation)
        facts = (str(old[source]), str(new[target]))
        reading = read_linked(*facts)
        subject = RuleSubject(old[source], new[target], reading)
        comparison = self._comparer.compare([reading])
        return self._proved_entry(_judge(relation, comparison), source, target, relation, subject, comparison)

    # -- what they share -------------------------------------------------------------------------------------

    def _proved_entry(
        self,
        kind: DiffKind,
        source: str,
        target: str,
        relation: Relation | None,
        subject: RuleSubject | None,
        comparison: RuleComparison | None,
    ) -> DiffEntry:
        if subject is None or comparison is None:
            return self._entry(kind, source, target, relation)
        first, second = self._witnesses.find(subject, comparison)
        is_both = comparison.kind in ("changed", "undecided")
        witnesses = (first, second) if is_both else (first or second, None)
        return self._entry(kind, source, target, relation, witnesses, is_proved=comparison.kind != "undecided")

    def _entry(
        self,
        kind: DiffKind,
        source: str | None,
        target: str | None,
        relation: Relation | None,
        witnesses: Witnesses = (None, None),
        *,
        is_proved: bool = False,
    ) -> DiffEntry:
        says = None if relation is None else _say(relation)
        before = None if source is None else _text_of(self._old, source, says)
        after = None if target is None else _text_of(self._new, target, says)
        at = source if source is not None else str(target)
        keys = () if relation is None else ("is",)
        act = self.crosswalk.target.definition.source.document
        return DiffEntry(kind, at, keys, before, after, act, *witnesses, proved=is_proved)

    @cached_property
    def _studies(self) -> tuple[LinkedStudy, ...]:
        return study_linked(self.crosswalk, self.budget.steps)

    @property
    def _first(self) -> LinkedStudy:
        return self._studies[0]

    @cached_property
    def _comparer(self) -> RuleComparer:
        return RuleComparer(self._studies, self.budget)

    @cached_property
    def _witnesses(self) -> WitnessFinder:
        return WitnessFinder(self._comparer)

    @cached_property
    def _old(self) -> DefinitionParts:
        return DefinitionParts(self.crosswalk.source)

    @cached_property
    def _new(self) -> DefinitionParts:
        return DefinitionParts(self.crosswalk.target)


def _is_of_results(relation: Relation) -> bool:
    return kind_of_end(relation.source or relation.target or "") == "result"


def _judge(relation: Relation | None, comparison: RuleComparison | None) -> DiffKind:
    """Return how two related parts differ: by proof, else by the author's word, unless a school refutes that."""
    said = None if relation is None else _KINDS[relation.kind]
    if comparison is None:
        return said or "undecided"
    if comparison.kind == "undecided":
        shown = (comparison.met_by_old is not None, comparison.met_by_new is not None)
        return "undecided" if said is None or shown in _REFUTED[said] else said
    if comparison.kind is None:
        return "renumbered" if said in (None, "renumbered") else "reworded"
    return comparison.kind


_REFUTED: Final[Mapping[str, frozenset[tuple[bool, bool]]]] = {
    "renumbered": frozenset({(True, False), (False, True)}),
    "tightened": frozenset({(False, True)}),
    "loosened": frozenset({(True, False)}),
    "changed": frozenset(),
}
"""For each kind the schools that refute it, as pairs: whether the source's rule is met, and whether the target's."""


def _read_name(study: Study, fact: str) -> FactName:
    return study.framework.outline.fact_names.read(fact)


def _list_addresses(study: Study) -> dict[str, FactName]:
    """Return the facts of levels, labels and grades by their addresses."""
    tops = (name for name in study.rules.names.values() if name.is_top and name.kind is not FactKind.LOST)
    return {_address_of(name): name for name in tops}


def _address_of(name: FactName) -> str:
    section = "awards" if name.is_of_award else "outcomes"
    return f"{section}/{name.subject}" + (f"/{name.step}" if name.step else "")


def _say(relation: Relation) -> dict[str, Any]:
    why = {"vi": relation.why.vi, "en": relation.why.en}
    return {"is": relation.kind, "confidence": relation.confidence, "editorial": relation.editorial, "why": why}


def _text_of(parts: DefinitionParts, end: str, says: Any) -> PartText:
    if end in parts.framework.nodes:
        return parts.node_text(end, says)
    if kind_of_end(end) != "node":
        return parts.entry_text(end, says)
    return parts.level_text(*split_child(end), says)
