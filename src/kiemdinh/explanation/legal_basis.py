"""The legal basis: the parts of the law that a result rests on and that are less than confirmed (semantics 7.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from kiemdinh.assessment.reported_facts import ReportedSchool
from kiemdinh.data.awards import AwardResult
from kiemdinh.data.blockers import Target
from kiemdinh.data.notes import LegalBasis
from kiemdinh.data.outcomes import NodeResult, OutcomeResult
from kiemdinh.standards.definition import CERTAINTIES, Citation
from kiemdinh.standards.evidence_policies import list_evidence_policies
from kiemdinh.standards.names import FactKind, FactName, ValueKind, ValueName, read_fact_name, read_value_name

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.standards.definition import Cited
    from kiemdinh.standards.loading import Framework

__all__ = ["count_certainties", "find_legal_basis"]

_Entry: TypeAlias = "tuple[str, Citation]"
"""What rests on a citation, by its id, and the citation."""


def find_legal_basis(
    framework: Framework,
    dossier: Dossier,
    school: ReportedSchool,
    outcomes: tuple[OutcomeResult, ...],
    nodes: tuple[NodeResult, ...],
    awards: tuple[AwardResult, ...],
    target: Target | None,
) -> tuple[LegalBasis, ...]:
    """Return the citations behind the results and *target* that are less than confirmed, least sure first.

    Each citation stands once, with the ids of all that rests on it: outcomes, nodes, awards (``AWARD.KEY`` for a rule
    beside what it needs), inputs, scales and layers (``scale:ID``), and the rules around the tree by their keys in the
    definition. Linear in the size of the rules.
    """
    entries = [
        *_cite_outcomes(school, outcomes, target),
        *_cite_nodes(framework, nodes),
        *_cite_awards(framework, school, awards),
        *_cite_frame(framework, dossier, school),
    ]
    about: dict[Citation, dict[str, None]] = defaultdict(dict)
    for name, citation in entries:
        if citation.certainty != "confirmed":
            about[citation][name] = None
    found = [LegalBasis(citation.certainty, citation.cite, tuple(names)) for citation, names in about.items()]
    # The certainties are listed with the surest first.
    return tuple(sorted(found, key=lambda basis: -CERTAINTIES.index(basis.certainty)))


def count_certainties(framework: Framework) -> dict[str, int]:
    """Return how many requirements of a definition have each certainty, the surest first (semantics 7.2).

    >>> from kiemdinh.standards.catalogue import load
    >>> count_certainties(load("vn.tt57-2026.pho-thong"))
    {'confirmed': 139, 'single_source': 0, 'inferred': 0, 'unverified': 0}
    """
    counts: dict[str, int] = dict.fromkeys(CERTAINTIES, 0)
    for info in framework.nodes.values():
        counts[info.citation.certainty] += info.is_requirement
    return counts


def _cite_outcomes(
    school: ReportedSchool, outcomes: tuple[OutcomeResult, ...], target: Target | None
) -> Iterator[_Entry]:
    """Yield the rules of the levels that bound the result, of the target, and of the labels that are possible."""
    citations = school.facts.rules.citations
    for outcome in outcomes:
        levels = [ref.id for ref in (outcome.guaranteed, outcome.attainable) if ref is not None]
        if target is not None:
            levels.append(target.level.id)
        facts = [FactName(FactKind.OUTCOME, outcome.id, level) for level in levels]
        facts += [FactName(FactKind.CASE, outcome.id, label.id) for label in outcome.labels]
        yield from ((outcome.id, citation) for fact in facts for citation in citations.get(str(fact), ()))


def _cite_nodes(framework: Framework, nodes: tuple[NodeResult, ...]) -> Iterator[_Entry]:
    """Yield the nodes of layers, and other nodes of another certainty than the definition's.

    Those that inherit their certainty are cited by the part of the document, so that they are named together.
    """
    definition = framework.definition
    part = definition.source.part or definition.source.document
    for node in nodes:
        info = framework.nodes[node.node]
        inherits = info.citation.certainty == definition.certainty
        if info.layer is not None or not inherits:
            yield node.node, Citation(part if inherits else info.citation.cite, info.citation.certainty)


def _cite_awards(framework: Framework, school: ReportedSchool, awards: tuple[AwardResult, ...]) -> Iterator[_Entry]:
    """Yield what awards and their grades need, and the rules beside it, each by ``AWARD.KEY``."""
    needs = [(read_fact_name(name), found) for name, found in school.facts.rules.citations.items()]
    for award, result in zip(framework.awards, awards, strict=True):
        of_award = _top_citation(framework).with_own(award)
        for fact, citations in needs:
            if fact.kind is FactKind.AWARD and fact.subject == award.id:
                yield from ((award.id, citation) for citation in citations)
        for key, law in award.law.items():
            # The rule that an award continues another matters only where that other one is held.
            if key != "continues" or (result.held is not None and result.held.award in award.continues):
                yield f"{award.id}.{key}", of_award.with_own(law)


def _cite_frame(framework: Framework, dossier: Dossier, school: ReportedSchool) -> Iterator[_Entry]:
    """Yield the rules around the tree: stages, evidence, the school year, layers, the inputs and scales that decide."""
    definition = framework.definition
    parts: list[tuple[str, Cited | None]] = []
    if len(school.facts.stages) > 1:
        parts.append(("subject", definition.subject))
    if dossier.evidence is not None:
        parts.extend(
            ("evidence" if placed.node is None else f"evidence:{placed.node}", placed.terms)
            for placed in list_evidence_policies(definition, framework.outline)
            if placed.terms.asks_for_evidence
        )
    if any(one.last for one in definition.sets.values()):
        parts.append(("school_year", definition.school_year))
    parts.extend(
        (f"layer:{layer.id}", layer)
        for layer in definition.layers
        if layer.no_text is not None and _has_level_without_text(framework, layer.id)
    )
    for name in _find_deciding_inputs(school):
        found = definition.inputs[name]
        parts.append((str(ValueName(ValueKind.INPUT, name)), found))
        parts.append((f"scale:{found.scale}", definition.scales.get(found.scale or "")))
    top = _top_citation(framework)
    yield from ((name, top.with_own(part)) for name, part in parts if part is not None)


def _top_citation(framework: Framework) -> Citation:
    return Citation(framework.definition.cite, framework.definition.certainty)


def _has_level_without_text(framework: Framework, layer: str) -> bool:
    """Return whether some node of a layer has no text for a step, so that the layer's rule for that decides."""
    nodes = (framework.nodes[node] for node in framework.outline.by_layer.get(layer, ()))
    return any(step not in node.levels for node in nodes for step in node.steps)


def _find_deciding_inputs(school: ReportedSchool) -> tuple[str, ...]:
    """Return the inputs that the rules of nodes and outcomes read; those that only awards read are not among them."""
    values = (
        read_value_name(value)
        for name, read in school.facts.rules.values.items()
        if not read_fact_name(name).is_of_award
        for value in sorted(read)
    )
    return tuple(dict.fromkeys(value.name for value in values if value.kind is ValueKind.INPUT))
