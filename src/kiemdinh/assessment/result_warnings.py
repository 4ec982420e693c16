"""Warnings: what a reader should know and what never changes a verdict (semantics 7.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiemdinh.assessment.fact_ids import display_id
from kiemdinh.assessment.reported_facts import ReportedSchool, ReportedStage
from kiemdinh.data.notes import ResultWarning
from kiemdinh.data.outcomes import Dates, NodeResult
from kiemdinh.evidence.dossier.model import Dossier, Level, NotApplicable, Score, Verdict
from kiemdinh.evidence.dossier.unknown_reasons import Reason
from kiemdinh.evidence.resolution.policy import validity
from kiemdinh.evidence.resolution.settled import Rank
from kiemdinh.rules import MET, UNMET, Truth, evaluate

if TYPE_CHECKING:
    from kiemdinh.standards.loading.framework import Framework

__all__ = ["warnings_of"]


def warnings_of(
    framework: Framework, dossier: Dossier, dates: Dates, whole: ReportedSchool, nodes: tuple[NodeResult, ...]
) -> tuple[ResultWarning, ...]:
    """Return every warning of an assessment, each once, in a stable order."""
    found = [
        *_edition(framework, dates),
        *_hidden(dossier, dates),
        *(ResultWarning("KD402", d.path, {"message": d.message, "code": d.code}) for d in dossier.warnings),
        *_evidence(framework, dossier, whole),
        *(w for part in whole.parts() for w in _of_part(framework, part)),
        *_guards_of_text(framework, nodes),
    ]
    return tuple({(w.code, w.about, str(w.parameters)): w for w in found}.values())


def _edition(framework: Framework, dates: Dates) -> Iterator[ResultWarning]:
    if not framework.edition_holds(dates.law):
        source = framework.definition.source
        yield ResultWarning(
            "KD401", framework.id, {"on": dates.law, "in_force": source.in_force, "until": source.until}
        )


def _hidden(dossier: Dossier, dates: Dates) -> Iterator[ResultWarning]:
    recorded = [*(f.on for f in dossier.findings), *(v.on for v in dossier.values)]
    later = sum(on > dates.knowledge for on in recorded)
    if later:
        yield ResultWarning("KD403", None, {"count": later, "after": dates.knowledge})


def _evidence(framework: Framework, dossier: Dossier, whole: ReportedSchool) -> Iterator[ResultWarning]:
    support = whole.facts.whole.support
    if dossier.evidence is None:
        if support.needed and dossier.findings:
            yield ResultWarning("KD404", None, {})
        return
    cited = [code for f in dossier.findings for code in f.by] + [code for v in dossier.values for code in v.by]
    states = validity(tuple(cited), dossier.evidence, support.on, support.issued_by)
    for code in states.expired:
        yield ResultWarning("KD405", code, {"until": dossier.evidence[code].until})
    for code in states.not_yet:
        yield ResultWarning("KD406", code, {"issued": dossier.evidence[code].issued})


def _of_part(framework: Framework, part: ReportedStage) -> Iterator[ResultWarning]:
    res = part.resolution
    for guard in res.rules.guards:
        if evaluate(guard.condition, part) is UNMET:
            yield ResultWarning("KD410", display_id(res, guard.about), {"cite": guard.law.cite})
    for node, findings in res.records.by_node.items():
        if len({f.side for f in findings}) > 1:
            yield from _sides(part, node)
    for name in res.rules.measured:
        settled = res.settled(name)
        if settled.not_measured:
            yield ResultWarning("KD409", display_id(res, name), {})
        said = settled.finding.said if settled.finding is not None else None
        if settled.rank is Rank.METRIC and isinstance(said, Verdict) and said.truth is not settled.truth:
            yield ResultWarning("KD408", display_id(res, name), {"finding": _word(said), "figure": settled.truth})
    yield from _claims(part)


def _claims(part: ReportedStage) -> Iterator[ResultWarning]:
    """A claim that is disputed by its parts, or that stands over a metric without a figure."""
    res = part.resolution
    for name in res.rules.definitions:
        settled = res._settled.get(name)  # noqa: SLF001 - only what has been asked for
        if settled is None or settled.rank not in (Rank.SELF_CLAIM, Rank.EXTERNAL_CLAIM):
            continue
        if Reason.DISPUTED in settled.reasons:
            yield ResultWarning("KD411", display_id(res, name), {"reason": Reason.DISPUTED.value})
        if settled.not_measured:
            yield ResultWarning("KD409", display_id(res, name), {})


def _sides(part: ReportedStage, node: str) -> Iterator[ResultWarning]:
    """Both sides are kept and the difference is reported (3.5)."""
    res = part.resolution
    external = res.records.speaking(node, "external", part.stage)
    own = res.records.speaking(node, "self", part.stage)
    if external is not None and own is not None and external.record.said != own.record.said:
        parameters = {"external": _word(external.record.said), "self": _word(own.record.said)}
        yield ResultWarning("KD407", display_id(res, node), parameters)


def _word(said: object) -> Truth | str | int:
    if isinstance(said, Verdict):
        return said.truth
    if isinstance(said, Level):
        return said.reached
    if isinstance(said, NotApplicable):
        return "not-applicable"
    return str(said.interval.low) if isinstance(said, Score) else "unknown"


def _guards_of_text(framework: Framework, nodes: tuple[NodeResult, ...]) -> Iterator[ResultWarning]:
    """The sentences of the text against a reading, where the criterion is not met at its lowest (7.3)."""
    for node in nodes:
        info = framework.nodes[node.node]
        unmet = node.attainable is not None and bool(info.steps) and node.attainable.id not in info.steps
        if info.node.guards and (unmet or node.truth is UNMET) and node.applies is MET:
            for i in range(len(info.node.guards)):
                yield ResultWarning("KD412", node.id, {"guard": i})
