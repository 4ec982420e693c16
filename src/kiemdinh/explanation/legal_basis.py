"""What a result rests on that is less than confirmed (semantics 7.2), named once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.assessment.reported_facts import ReportedSchool
from kiemdinh.data.awards import AwardResult
from kiemdinh.data.blockers import Target
from kiemdinh.data.notes import LegalBasis
from kiemdinh.data.outcomes import NodeResult, OutcomeResult
from kiemdinh.standards.definition import CERTAINTIES, Citation
from kiemdinh.standards.names import input_name

if TYPE_CHECKING:
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.standards.definition import Cited
    from kiemdinh.standards.loading import Framework

__all__ = ["footing"]

Entry = tuple[str, Citation]


def footing(
    framework: Framework,
    dossier: Dossier,
    school: ReportedSchool,
    outcomes: tuple[OutcomeResult, ...],
    nodes: tuple[NodeResult, ...],
    awards: tuple[AwardResult, ...],
    target: Target | None,
) -> tuple[LegalBasis, ...]:
    """Return what of the reasons and blockers is less than confirmed, least sure first."""
    entries = [
        *_of_outcomes(school, outcomes, target),
        *_of_nodes(framework, nodes),
        *_of_awards(framework, school, awards),
        *_of_frame(framework, dossier, school),
    ]
    about: dict[Citation, dict[str, None]] = defaultdict(dict)
    for name, law in entries:
        if law.certainty != "confirmed":
            about[law][name] = None
    found = [LegalBasis(law.certainty, law.cite, tuple(names)) for law, names in about.items()]
    return tuple(sorted(found, key=lambda f: -CERTAINTIES.index(f.certainty)))


def _of_outcomes(school: ReportedSchool, outcomes: tuple[OutcomeResult, ...], target: Target | None) -> Iterator[Entry]:
    laws = school.facts.rules.citations
    for outcome in outcomes:
        levels = [ref.id for ref in (outcome.guaranteed, outcome.attainable) if ref is not None]
        if target is not None:
            levels.append(target.level.id)
        names = [f"outcome:{outcome.id}/{level}" for level in levels]
        names += [f"case:{outcome.id}={label.id}" for label in outcome.labels]
        yield from ((outcome.id, law) for name in names for law in laws.get(name, ()))


def _of_nodes(framework: Framework, nodes: tuple[NodeResult, ...]) -> Iterator[Entry]:
    """Nodes under one inherited law are named together, by the part of the document that they stand in."""
    part = framework.definition.source.part or framework.definition.source.document
    for node in nodes:
        info = framework.nodes[node.node]
        if info.layer is not None or info.citation.certainty != framework.definition.certainty:
            inherited = info.citation.certainty == framework.definition.certainty
            yield node.node, Citation(part if inherited else info.citation.cite, info.citation.certainty)


def _of_awards(framework: Framework, school: ReportedSchool, awards: tuple[AwardResult, ...]) -> Iterator[Entry]:
    laws = school.facts.rules.citations
    for award, result in zip(framework.awards, awards, strict=True):
        top = Citation(framework.definition.cite, framework.definition.certainty).with_own(award)
        for name, found in laws.items():
            if name == f"award:{award.id}" or name.startswith(f"award:{award.id}/"):
                yield from ((award.id, law) for law in found)
        for key, law in award.law.items():
            if key != "continues" or (result.held is not None and result.held.award in award.continues):
                yield f"{award.id}.{key}", top.with_own(law)


def _of_frame(framework: Framework, dossier: Dossier, school: ReportedSchool) -> Iterator[Entry]:
    """The rules around the tree: stages, evidence, the school year, layers, and the inputs and scales that decide."""
    definition = framework.definition
    top = Citation(definition.cite, definition.certainty)

    def entry(name: str, law: Cited | None) -> Iterator[Entry]:
        if law is not None:
            yield name, top.with_own(law)

    if len(school.facts.stages) > 1:
        yield from entry("subject", definition.subject)
    if dossier.evidence is not None and school.facts.as_one.support.needed:
        yield from entry("evidence", definition.evidence)
    if any(s.last for s in definition.sets.values()):
        yield from entry("school_year", definition.school_year)
    for layer in definition.layers:
        if layer.no_text is not None and _has_bare_level(framework, layer.id):
            yield from entry(f"layer:{layer.id}", layer)
    for name in _deciding_inputs(school):
        found = definition.inputs[name]
        yield from entry(f"input:{name}", found)
        yield from entry(f"scale:{found.scale}", definition.scales.get(found.scale or ""))


def _has_bare_level(framework: Framework, layer: str) -> bool:
    nodes = (framework.nodes[i] for i in framework.outline.by_layer.get(layer, ()))
    return any(step not in node.levels for node in nodes for step in node.steps)


def _deciding_inputs(school: ReportedSchool) -> tuple[str, ...]:
    """Return the inputs that the rules of nodes and outcomes read; what only informs is not among them."""
    names = {
        input_name(value): None
        for name, values in school.facts.rules.values.items()
        if not name.startswith(("award:", "lost:"))
        for value in sorted(values)
        if value.startswith("input:")
    }
    return tuple(names)
