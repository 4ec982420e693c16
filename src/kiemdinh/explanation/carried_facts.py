"""Which facts rest on an item of evidence: those that would be unknown without it (semantics 3.3, 5.6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kiemdinh.explanation.repairs import FactSubject
from kiemdinh.rules import UNKNOWN

if TYPE_CHECKING:
    from kiemdinh.assessment.school_facts import SchoolFacts
    from kiemdinh.evidence.resolution import StageFacts
    from kiemdinh.standards.loading import Framework

__all__ = ["find_carried_facts"]


def find_carried_facts(
    framework: Framework, school: SchoolFacts, leaves: Mapping[str, FactSubject]
) -> dict[str, tuple[str, ...]]:
    """Return the facts that rest on each item of evidence, by its code; items on which no fact rests are left out.

    A fact rests on an item if resolution knows it with the item and not without it. Items are not tried where the
    findings that cite them have enough other items. Costs one resolution of a fact for each item that a finding needs
    and each fact at its node, above or below.

    Parameters
    ----------
    leaves
        The facts about nodes that records settle, by their names in a problem.
    """
    nearby = _LeavesByNode(framework, leaves)
    places = {key: place for place, key in enumerate(leaves)}
    found = {}
    for code, nodes in _find_needed_items(school).items():
        without = {stage: facts.without_item(code) for stage, facts in school.stages.items()}
        near = {key for node in nodes for key in nearby.list_leaves(node)}
        carried = tuple(
            key for key in sorted(near, key=places.__getitem__) if _is_lost(leaves[key], school.stages, without)
        )
        if carried:
            found[code] = carried
    return found


def _is_lost(leaf: FactSubject, now: Mapping[str | None, StageFacts], without: Mapping[str | None, StageFacts]) -> bool:
    """Return whether a fact is known now, and would not be without an item."""
    is_known = now[leaf.stage].truth(leaf.name) is not UNKNOWN
    return is_known and without[leaf.stage].truth(leaf.name) is UNKNOWN


def _find_needed_items(school: SchoolFacts) -> dict[str, list[str]]:
    """Return the codes that some finding needs, each with the nodes of these findings."""
    support, found = school.as_one.support, defaultdict[str, list[str]](list)
    for node, records in school.as_one.findings.by_node.items():
        cited = [record.evidence_codes for record in records if record.side == "self"]
        # Findings that agree are one, and what they cite adds up (S22).
        together = tuple(dict.fromkeys(code for codes in cited for code in codes))
        terms = {one for record in records for one in support.terms_for(record)}
        needed = {code for codes in (*cited, together) for one in terms for code in support.codes_needed(codes, one)}
        for code in together:
            if code in needed:
                found[code].append(node)
    return found


class _LeavesByNode:
    """The facts about a node, the nodes below it and those above it."""

    def __init__(self, framework: Framework, leaves: Mapping[str, FactSubject]) -> None:
        self._outline = framework.outline
        self._at: dict[str, list[str]] = defaultdict(list)
        self._within: dict[str, list[str]] = defaultdict(list)
        for key, leaf in leaves.items():
            if leaf.node is not None:
                self._at[leaf.node].append(key)
                for node in (leaf.node, *self._outline.ancestors_of(leaf.node)):
                    self._within[node].append(key)

    def list_leaves(self, node: str) -> Iterator[str]:
        """Yield the facts whose resolution a finding about *node* may change."""
        yield from self._within.get(node, ())
        for above in self._outline.ancestors_of(node):
            yield from self._at.get(above, ())
