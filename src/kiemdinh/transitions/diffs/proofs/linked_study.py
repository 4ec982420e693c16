"""Two frameworks under study together: their rules over the facts that a crosswalk calls the same (4.8).

The relations of nodes in the crosswalk are taken as true: where two nodes are equivalent, that of the target is met
where that of the source is; where the target asks more, it is met only there; where it asks less, at least there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from kiemdinh.analysis.inline import inline
from kiemdinh.rules import All, Any, Condition, Fact, Not, Value, facts_of, values_of
from kiemdinh.standards.names import FactKind, read_fact_name
from kiemdinh.transitions.diffs.proofs.certainty import be_certain
from kiemdinh.transitions.diffs.proofs.linked_names import LinkedNames
from kiemdinh.transitions.diffs.proofs.pair_study import PairStudy, applies_of, list_settings, or_left
from kiemdinh.transitions.diffs.proofs.shared_names import ONLY_NEW

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.transitions.crosswalks import Crosswalk, Relation, RelationKind
    from kiemdinh.transitions.diffs.proofs.strictness import Reading

__all__ = ["LinkedStudy", "read_linked", "study_linked"]

_SAYS_WHEN: Final = frozenset({"equivalent-to", "subset-of", "superset-of"})
"""Relations of nodes from which it follows whether the target is met where the source is."""


class LinkedStudy(PairStudy):
    """The source of a crosswalk under study, together with the rules of the target by other names.

    Attributes
    ----------
    crosswalk
        How the two relate.
    """

    has_one_dossier = False

    def __init__(self, crosswalk: Crosswalk, names: LinkedNames, stages: tuple[str, ...] | None, splits: int) -> None:
        super().__init__(crosswalk.source, crosswalk.target, names, stages, splits)
        self.crosswalk = crosswalk

    def is_open(self, leaf: Fact | Value) -> bool:
        """Return False: which facts are open depends on the rules that are compared."""
        return False

    def tell_apart(self, met: Condition, unmet: Condition) -> Condition:
        """Return the condition that a school meets one rule, and surely not the other.

        *Surely* means: whatever is recorded of facts and values that only the other rule reads.
        """
        read = facts_of(met) | values_of(met)
        return All((met, be_certain(Not(unmet), lambda leaf: leaf.id not in read)))

    def have_common(self, one: Condition, other: Condition) -> bool:
        """Return whether two rules read something in common, without which nothing can be proved of them."""
        return not (facts_of(one) | values_of(one)).isdisjoint(facts_of(other) | values_of(other))

    def join_records(self, difference: Condition) -> Condition:
        """Return the condition that *difference* holds and that both record alike what the crosswalk calls the same."""
        return All((difference, *self._links.same))

    # -- rules of the two sides --------------------------------------------------------------------------------

    def read_source(self, fact: str) -> Condition:
        """Return a fact of the source, over free facts; for a node, that it is met or does not apply."""
        return or_left(self.read_old(fact), self.inlined.get(applies_of(fact)))

    def read_target(self, fact: str) -> Condition:
        """Return a fact of the target by its own rule, with everything below it as the crosswalk relates it."""
        name = self.shared.rename_fact(fact)
        applies = self.new_inlined.get(self.shared.rename_fact(applies_of(fact)))
        return or_left(self._links.own.get(name, Fact(name)), applies)

    @cached_property
    def _links(self) -> _Links:
        links = _Links()
        definitions = self.other.rules.definitions
        for fact in self._relations:
            if fact not in definitions:  # a finding alone decides it
                self._link(links, fact, Fact(self.shared.rename_fact(fact)))
        sided = frozenset(map(self.shared.rename_fact, self.other.sided))
        for fact, condition in definitions.items():  # definitions come after those that they read
            name = self.shared.rename_fact(fact)
            if read_fact_name(fact).kind is FactKind.APPLIES:
                links.related[name] = self.new_inlined[name]
            else:
                self._link(links, fact, inline(self.shared.rename(condition), links.related, sided))
        return links

    def _link(self, links: _Links, fact: str, own: Condition) -> None:
        """Add a fact of the target, by its own rule and as the crosswalk relates it."""
        name = self.shared.rename_fact(fact)
        links.own[name] = links.related[name] = own
        relations = self._relations.get(fact, ())
        if not relations or not _reads_target(own):
            return  # its own rule is over what both record
        raw = self.new_inlined.get(name, Fact(name))
        linked = _relate([(kind, self.read_old(source)) for kind, source in relations], own)
        links.related[name] = linked
        links.same.append(Any((All((linked, raw)), All((Not(linked), Not(raw))))))

    @cached_property
    def _relations(self) -> Mapping[str, list[tuple[RelationKind, str]]]:
        """For each fact of the target its relations that say whether it is met where a fact of the source is."""
        found: dict[str, list[tuple[RelationKind, str]]] = {}
        for relation in self.crosswalk.relations:
            facts = self.facts_of_relation(relation)
            if facts is not None and relation.kind in _SAYS_WHEN:
                found.setdefault(facts[1], []).append((relation.kind, facts[0]))
        return found

    def facts_of_relation(self, relation: Relation) -> tuple[str, str] | None:
        """Return the facts of the two related nodes or levels; None where one of them is not a single fact.

        A criterion that is judged by levels has no single fact; each of its levels has one.
        """
        found = (_find_fact(self, relation.source), _find_fact(self.other, relation.target))
        return None if None in found else found  # type: ignore[return-value]


@dataclass(slots=True)
class _Links:
    """The facts of the target over free facts: by their own rule, and as the crosswalk relates them.

    ``same`` has the conditions that each related fact is met exactly where its own rule is.
    """

    own: dict[str, Condition] = field(default_factory=dict)
    related: dict[str, Condition] = field(default_factory=dict)
    same: list[Condition] = field(default_factory=list)


def study_linked(crosswalk: Crosswalk, splits: int) -> tuple[LinkedStudy, ...]:
    """Return two frameworks under study for a school of each stage that both declare, and for one of all of these."""
    names = LinkedNames(crosswalk)
    settings = list_settings(crosswalk.source, crosswalk.target)
    return tuple(LinkedStudy(crosswalk, names, stages, splits) for stages in settings)


def read_linked(source: str, target: str) -> Reading:
    """Return the function by which studies of two frameworks read a fact of each."""

    def read(study: PairStudy) -> tuple[Condition, Condition]:
        assert isinstance(study, LinkedStudy)  # noqa: S101 - only these are asked
        return study.read_source(source), study.read_target(target)

    return read


def _find_fact(study: Study, end: str | None) -> str | None:
    if end is None or end in study.rules.definitions:
        return end
    info = study.framework.nodes.get(end)
    return end if info is not None and info.verdict == "met" else None


def _relate(relations: Sequence[tuple[RelationKind, Condition]], own: Condition) -> Condition:
    """Return when a fact of the target is met, by what its relations say and else by its own rule."""
    for kind, source in relations:
        if kind == "equivalent-to":
            return source
    more = tuple(source for kind, source in relations if kind == "subset-of")
    less = tuple(source for kind, source in relations if kind == "superset-of")
    return All((*more, Any((*less, own)) if less else own))


def _reads_target(condition: Condition) -> bool:
    return any(ONLY_NEW in name for name in facts_of(condition) | values_of(condition))
