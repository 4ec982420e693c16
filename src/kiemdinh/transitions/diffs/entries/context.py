"""The state that all lists of entries share: both editions, their parts, their acts, and the proofs on their rules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kiemdinh.standards.names import FactKind, FactName
from kiemdinh.transitions.diffs.entries.acts import ActFinder
from kiemdinh.transitions.diffs.entries.parts import DefinitionParts
from kiemdinh.transitions.diffs.proofs import (
    PairStudy,
    Reading,
    RuleComparer,
    RuleComparison,
    Witnesses,
    WitnessFinder,
    study_pair,
    subject_of,
)

if TYPE_CHECKING:
    from kiemdinh.data.transitions import DiffWitness
    from kiemdinh.rules import Budget
    from kiemdinh.standards.definition import NodeInfo
    from kiemdinh.standards.loading import Framework
    from kiemdinh.transitions.diffs.matching import NodeMatch

__all__ = ["DiffContext"]


@dataclass
class DiffContext:
    """Two editions that are compared, with the results that are worked out once.

    Attributes
    ----------
    old, new
        The editions.
    match
        Which nodes are the same.
    budget
        The decisions that all proofs may take.
    """

    old: Framework
    new: Framework
    match: NodeMatch
    budget: Budget

    @cached_property
    def old_parts(self) -> DefinitionParts:
        """The old edition, part by part."""
        return DefinitionParts(self.old)

    @cached_property
    def new_parts(self) -> DefinitionParts:
        """The new edition, part by part."""
        return DefinitionParts(self.new)

    @cached_property
    def acts(self) -> ActFinder:
        """Finds the act that changed a part."""
        return ActFinder(self.old, self.new, self.match)

    @cached_property
    def studies(self) -> tuple[PairStudy, ...]:
        """Both editions for schools of each stage."""
        return study_pair(self.old, self.new, self.match, self.budget.steps)

    @cached_property
    def _comparer(self) -> RuleComparer:
        return RuleComparer(self.studies, self.budget)

    @cached_property
    def _witnesses(self) -> WitnessFinder:
        return WitnessFinder(self._comparer)

    def has_other_rule(self, node: str) -> bool:
        """Return whether a node has another rule of its own, also where it is written elsewhere, such as in ``define``.

        A node that is met where its parts are met has no rule of its own.
        """
        info, other = self.old.nodes[node], self.new.nodes[self.match.new_of[node]]
        facts = [str(FactName(FactKind.APPLIES, node))]
        if _is_measured(info) or _is_measured(other):
            facts.append(node)
        return any(study.has_other_rule(fact) for study in self.studies for fact in facts)

    def has_fact(self, fact: str) -> tuple[bool, bool]:
        """Return whether each edition has a rule for a fact."""
        study = self.studies[0]
        return fact in study.rules.definitions, fact in study.new_rules

    def compare_node(self, node: str) -> RuleComparison:
        """Return how the rule of a node differs, with the nodes below it as in one edition, and as in the other."""
        return self._comparer.compare([_ask(node, lower_is_old=lower_is_old) for lower_is_old in (True, False)])

    def compare_fact(self, fact: str) -> RuleComparison:
        """Return how an outcome or award differs, with all below it."""
        return self._comparer.compare([lambda study: (study.read_old(fact), study.read_new(fact))])

    def find_witnesses(self, name: FactName, comparison: RuleComparison | None) -> Witnesses:
        """Return schools for which the two editions judge a fact differently.

        Where the rule differs in both directions, or one direction is not decided, the first school meets it by the old
        edition alone and the second by the new one alone. Else there is one school.
        """
        if comparison is None:
            return None, None
        first, second = self._witnesses.find(subject_of(self.studies[0], name), comparison)
        return (first, second) if comparison.kind in ("changed", "undecided") else (first or second, None)

    def find_absence(self, at: str, node: str, *, is_old: bool) -> DiffWitness | None:
        """Return a school that does not meet a part that only one edition has, and gets another level by each edition.

        *at* is the address of the part, a node or a level, *node* the first node in it.
        """
        return self._witnesses.find_absence(at, node, is_old=is_old)


def _ask(node: str, *, lower_is_old: bool) -> Reading:
    return lambda study: study.ask(node, lower_is_old=lower_is_old)


def _is_measured(info: NodeInfo) -> bool:
    return info.node.met_if is not None or (info.layer is not None and info.layer.met_if is not None)
