"""Warnings: what a reader should know and what never changes a verdict (semantics 7.3)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kiemdinh.assessment.fact_ids import display_id
from kiemdinh.assessment.records import values_read, years_of_inputs
from kiemdinh.assessment.reported_facts import ReportedSchool, ReportedStage
from kiemdinh.data.notes import ResultWarning, UnusedReason, UnusedRecord
from kiemdinh.data.outcomes import Dates, NodeResult
from kiemdinh.diagnostics.message import text_in
from kiemdinh.evidence.dossier import Dossier, Level, MetOrUnmet, NotApplicable, Reason, Score, ValueRecord
from kiemdinh.evidence.resolution import DatedTerms, Rank, Support
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.rules import MET, UNMET, Truth, evaluate, number_to_text
from kiemdinh.standards.names import ReferenceName, ShownName, ValueKind, ValueName, read_value_name

if TYPE_CHECKING:
    from kiemdinh.diagnostics.diagnostic import Diagnostic
    from kiemdinh.evidence.dossier import RecordedResult
    from kiemdinh.standards.definition import ReferenceDef
    from kiemdinh.standards.loading import Framework

__all__ = ["find_warnings"]

_CODES_OF_UNUSED: Final = {
    UnusedReason.INFORMS: "KD415",
    UnusedReason.NOT_READ: "KD416",
    UnusedReason.NOT_CITED: "KD417",
    UnusedReason.DOES_NOT_APPLY: "KD418",
}


def find_warnings(
    framework: Framework,
    dossier: Dossier,
    dates: Dates,
    school: ReportedSchool,
    nodes: tuple[NodeResult, ...],
    unused: tuple[UnusedRecord, ...],
) -> tuple[ResultWarning, ...]:
    """Return every warning of an assessment, each once, in a stable order (7.3).

    The codes are ``KD401`` to ``KD421``. Costs time linear in the number of records and of facts, beside the facts that
    are not yet worked out.

    Parameters
    ----------
    framework, dossier
        The edition, and the records with what reading them warned of.
    dates
        The law date is compared with the edition's time in force; records after the knowledge date are counted.
    school
        The facts as they are reported.
    nodes
        The results of all nodes, from :func:`~kiemdinh.assessment.nodes.node_results`.
    unused
        The records that play no part, from :func:`~kiemdinh.assessment.records.find_unused`.
    """
    found = [
        *_warn_of_edition(framework, dates),
        *_warn_of_other_framework(framework, dossier),
        *_warn_of_roles(framework, dates),
        *_warn_of_early_decisions(framework, dossier, dates),
        *_warn_of_later_records(dossier, dates),
        *_warn_of_results_of_others(framework, dossier, dates),
        *map(_warn_of_reading, dossier.warnings),
        *_warn_of_evidence(dossier, school),
        *(warning for stage in school.stages for warning in _warn_of_stage(stage)),
        *_warn_of_guards_in_text(framework, nodes),
        *_warn_of_unused(framework, unused, school),
    ]
    # What is recorded for the school warns in each of its stages: one warning of them is kept.
    kept = {(w.code, w.about, str(w.parameters)): w for w in found}.values()
    return tuple(replace(w, parameters=FrozenMap(w.parameters)) for w in kept)


def _warn_of_reading(found: Diagnostic) -> ResultWarning:
    """Return what was noticed while reading, with its text in both languages: a result in JSON has no others."""
    texts = {"message": text_in(found.message, "en"), "message_vi": text_in(found.message, "vi")}
    return ResultWarning("KD402", found.path, {**texts, "code": found.code})


def _warn_of_edition(framework: Framework, dates: Dates) -> Iterator[ResultWarning]:
    if not framework.edition_holds(dates.law):
        source = framework.definition.source
        edition = {"on": dates.law, "in_force": source.in_force, "until": source.until}
        yield ResultWarning("KD401", framework.id, edition)


def _warn_of_other_framework(framework: Framework, dossier: Dossier) -> Iterator[ResultWarning]:
    """Yield a warning where the dossier is of another framework than the one that it is assessed under."""
    if dossier.framework not in (None, framework.id):
        yield ResultWarning("KD413", framework.id, {"named": dossier.framework})


def _warn_of_early_decisions(framework: Framework, dossier: Dossier, dates: Dates) -> Iterator[ResultWarning]:
    """Yield a warning for each decision that was made before the rule by which it is made was in force (2.9)."""
    for value in dossier.values:
        if framework.inputs[value.name].type == "decision" and value.value and value.date <= dates.knowledge:
            begins = framework.first_day_of_input(value.name)
            if begins is not None and value.date < begins:
                yield ResultWarning("KD420", value.id, {"on": value.date, "in_force": begins})


def _warn_of_results_of_others(framework: Framework, dossier: Dossier, dates: Dates) -> Iterator[ResultWarning]:
    """Yield a warning for each result, or award, of a member in no register, and of an outcome that no rule reads."""
    listed = {(kind, row.id) for kind, rows in dossier.register.items() for row in rows}
    read, in_families = framework.definition.references, _names_in_families(framework)
    for result in dossier.results:
        member = result.member
        about = dossier.school.id or framework.id if member is None else member.shown
        if member is not None and (member.kind, member.id) not in listed:
            yield ResultWarning("KD421", about, {"of": result.of, "why": "outside"})
        elif result.of in read:
            continue
        elif result.of not in in_families:
            yield ResultWarning("KD421", about, {"of": result.of, "why": "unread"})
        elif not _is_in_force(result, in_families[result.of], dates.law):
            yield ResultWarning("KD421", about, {"of": result.of, "why": "replaced"})
    for held in dossier.held:
        if held.member is not None and (held.member.kind, held.member.id) not in listed:
            yield ResultWarning("KD421", held.member.shown, {"of": held.award, "why": "outside"})


def _names_in_families(framework: Framework) -> dict[str, ReferenceDef]:
    """Return the outcomes of single frameworks that rules read as those of their family, each with the family's."""
    return {
        str(ReferenceName(member.framework, reference.id)): found
        for text, found in framework.definition.references.items()
        if (reference := ReferenceName.read(text)) is not None
        for member in found.family
    }


def _is_in_force(result: RecordedResult, family: ReferenceDef, law_date: dt.date) -> bool:
    """Return whether a result is of the framework that its family has for the stage on the law date."""
    name, stage = ReferenceName.read(result.of), result.member.stage if result.member else result.stage
    return name is not None and name.framework in family.frameworks_on(law_date, stage)


def _warn_of_roles(framework: Framework, dates: Dates) -> Iterator[ResultWarning]:
    """Yield a warning where figures inform outside the term of that role; they go on informing (3.4)."""
    roles = framework.definition.roles
    informing = [info for info in framework.nodes.values() if info.node.indicators or info.node.warn_unless is not None]
    terms = [(info.id, info.node.informs) for info in informing]
    # The term of the definition is that of all nodes without one of their own.
    if roles is not None and any(info.node.informs is None for info in informing):
        terms.insert(0, (framework.id, roles.informs))
    for about, term in terms:
        if term is not None and not term.holds_on(dates.law):
            days = {"on": dates.law, "from": term.from_, "until": term.until}
            yield ResultWarning("KD419", about, {"role": "informs", **days, "cite": term.cite})


def _warn_of_unused(
    framework: Framework, unused: tuple[UnusedRecord, ...], school: ReportedSchool
) -> Iterator[ResultWarning]:
    """Yield one warning for each reason of which a person has to know, and one for each input of other school years.

    What is replaced or outranked needs none: it is history, and a difference has a warning of its own.
    """
    by_input: dict[str, list[UnusedRecord]] = defaultdict(list)
    by_code: dict[str, list[UnusedRecord]] = defaultdict(list)
    read_id = framework.outline.fact_names.read_shown
    # By their ids, so that the order of records in the file changes nothing (3.9).
    for record in sorted(unused, key=lambda record: (record.about, record.where)):
        name = read_id(record.about).name
        if record.reason is UnusedReason.OTHER_YEAR and isinstance(name, ValueName):
            by_input[name.name].append(record)
        elif record.reason in _CODES_OF_UNUSED:
            by_code[_CODES_OF_UNUSED[record.reason]].append(record)
    years_read = years_of_inputs(values_read(school.facts)) if by_input else {}
    for name_of_input, records in by_input.items():
        years = tuple(sorted({_year_of(framework, record) for record in records}))
        about = str(ValueName(ValueKind.INPUT, name_of_input))
        places = tuple(record.where for record in records)
        yield ResultWarning("KD414", about, {"years": years, "wanted": years_read[name_of_input], "places": places})
    for code, records in by_code.items():
        ids = tuple(dict.fromkeys(record.about for record in records))
        places = tuple(record.where for record in records)
        yield ResultWarning(code, None, {"count": len(records), "records": ids, "places": places})


def _year_of(framework: Framework, record: UnusedRecord) -> str:
    name = framework.outline.fact_names.read_shown(record.about).name
    return (name.year if isinstance(name, ValueName) else None) or ""


def _warn_of_later_records(dossier: Dossier, dates: Dates) -> Iterator[ResultWarning]:
    recorded = [*(f.date for f in dossier.findings), *(v.date for v in dossier.values)]
    later = sum(on > dates.knowledge for on in recorded)
    if later:
        yield ResultWarning("KD403", None, {"count": later, "after": dates.knowledge})


def _warn_of_evidence(dossier: Dossier, school: ReportedSchool) -> Iterator[ResultWarning]:
    support = school.facts.as_one.support
    # Without an index the dossier is taken as stated: there is no code to look up (3.3).
    if dossier.evidence is None:
        if any(terms.needed for finding in dossier.findings for terms in support.terms_for(finding)):
            yield ResultWarning("KD404", None, {})
        return
    # What is cited at several places is warned of once, by the first at which it does not count.
    expired: dict[str, ResultWarning] = {}
    early: dict[str, ResultWarning] = {}
    for code, terms in _list_citations(dossier, support):
        item = dossier.evidence.get(code)
        state = terms.state_of(item)
        if item is not None and state == "expired" and code not in expired:
            expired[code] = ResultWarning("KD405", code, {"until": terms.last_day_of(item), "title": item.title})
        elif item is not None and state == "not_yet" and code not in early:
            early[code] = ResultWarning("KD406", code, {"issued": item.issued, "title": item.title})
    yield from (*expired.values(), *early.values())


def _list_citations(dossier: Dossier, support: Support) -> Iterator[tuple[str, DatedTerms]]:
    """Yield every code that is cited, with what its item is held to there; at a value to the framework's terms."""
    for finding in dossier.findings:
        for terms in support.terms_for(finding):
            yield from ((code, terms) for code in finding.evidence_codes)
    for value in dossier.values:
        yield from ((code, support.terms_at(None)) for code in value.evidence_codes)


def _warn_of_stage(stage: ReportedStage) -> Iterator[ResultWarning]:
    facts = stage.resolution
    for guard in facts.rules.guards:
        # Only what is certainly unmet warns: a guard over something unknown says nothing yet.
        if evaluate(guard.condition, stage) is UNMET:
            yield ResultWarning("KD410", display_id(facts, str(guard.about)), {"cite": guard.citation.cite})
    for node, findings in facts.findings.by_node.items():
        if len({f.side for f in findings}) > 1:
            yield from _warn_of_sides(stage, node)
    for value_id, values in facts.values.records.items():
        if len({v.side for v in values}) > 1:
            yield from _warn_of_sides_of_value(stage, value_id)
    for name in facts.rules.deciding_figures:
        settled = facts.resolved(name)
        if settled.not_measured:
            yield ResultWarning("KD409", display_id(facts, name), {})
        verdict = settled.finding.verdict if settled.finding is not None else None
        if settled.rank is Rank.METRIC and isinstance(verdict, MetOrUnmet) and verdict.truth is not settled.truth:
            figures = {"finding": _plain_verdict(verdict), "figure": settled.truth}
            yield ResultWarning("KD408", display_id(facts, name), figures)
    yield from _warn_of_claims(stage)


def _warn_of_claims(stage: ReportedStage) -> Iterator[ResultWarning]:
    """Yield the warnings of claims that their parts dispute, or that stand over a metric without a figure."""
    facts = stage.resolution
    for name in facts.rules.definitions:
        # Only nodes and their steps are claimed. Each is looked at, so that no warning depends on earlier questions.
        if facts.read_name(name).node is None:
            continue
        settled = facts.resolved(name)
        if settled.rank not in (Rank.SELF_CLAIM, Rank.EXTERNAL_CLAIM):
            continue
        if Reason.DISPUTED in settled.reasons:
            yield ResultWarning("KD411", display_id(facts, name), {"reason": Reason.DISPUTED.value})
        if settled.not_measured:
            yield ResultWarning("KD409", display_id(facts, name), {})


def _warn_of_sides(stage: ReportedStage, node: str) -> Iterator[ResultWarning]:
    """Yield a warning where the two sides found differently: both are kept and the difference is reported (3.5)."""
    facts = stage.resolution
    external = facts.findings.prevailing_record(node, "external", stage.stage)
    own = facts.findings.prevailing_record(node, "self", stage.stage)
    if external is not None and own is not None and external.record.verdict != own.record.verdict:
        verdicts = {"external": _plain_verdict(external.record.verdict), "self": _plain_verdict(own.record.verdict)}
        yield ResultWarning("KD407", display_id(facts, node), verdicts)


def _warn_of_sides_of_value(stage: ReportedStage, value_id: str) -> Iterator[ResultWarning]:
    """Yield a warning where the two sides recorded different values of an input (3.4, 3.5)."""
    facts = stage.resolution
    external, own = facts.values.by_side(value_id, stage.stage)
    if external is None or own is None:
        return
    content_of = facts.values.content_of
    if content_of(external.record) == content_of(own.record):
        return
    shown: dict[str, str] = {
        found.record.side: _plain_value(facts.framework, found.record) for found in (external, own)
    }
    about = str(ShownName(own.record.stage or external.record.stage, read_value_name(value_id)))
    yield ResultWarning("KD407", about, shown)


def _plain_value(framework: Framework, record: ValueRecord) -> str:
    """Return a recorded value as text: a word, a day, a number, or a part of a whole."""
    from kiemdinh.standards.definition import input_measure  # noqa: PLC0415 - loaded when it is needed

    definition = framework.inputs[record.name]
    measure = input_measure(definition, framework.definition.scales.get(definition.scale or ""))
    if record.part is not None and record.whole is not None:
        return f"{number_to_text(record.part)}/{number_to_text(record.whole)}"
    if record.value is None:
        return "unknown"
    if measure.words:
        return measure.words[int(record.value)]
    if measure.kind == "date":
        return dt.date.fromordinal(int(record.value)).isoformat()
    return number_to_text(record.value)


def _plain_verdict(verdict: object) -> Truth | str | int:
    if isinstance(verdict, MetOrUnmet):
        return verdict.truth
    if isinstance(verdict, Level):
        return verdict.reached
    if isinstance(verdict, NotApplicable):
        return "not-applicable"
    return str(verdict.interval.low) if isinstance(verdict, Score) else "unknown"


def _warn_of_guards_in_text(framework: Framework, nodes: tuple[NodeResult, ...]) -> Iterator[ResultWarning]:
    """Yield the sentences of the text against a reading, where the criterion is not met at its lowest (7.3)."""
    for node in nodes:
        info = framework.nodes[node.node]
        unmet = node.kind == "level" and node.attainable is None
        if info.node.guards and (unmet or node.truth is UNMET) and node.applies is MET:
            for i in range(len(info.node.guards)):
                yield ResultWarning("KD412", node.id, {"guard": i})
