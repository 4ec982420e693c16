"""Judgements of outcomes and awards: properties that they have in every result (semantics 1, 2)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kiemdinh.analysis.inline import inline_all
from kiemdinh.api.assess import assess
from kiemdinh.rules import MET, UNMET, Truth, polarities
from kiemdinh.standards.definition import LadderOutcome
from kiemdinh.standards.loading import Framework
from kiemdinh.standards.names import FactKind, FactName
from kiemdinh.testing.laws.cases import OpenedRecords, RecordPair
from kiemdinh.testing.laws.law import fail_law
from kiemdinh.testing.laws.outcome_spans import (
    Assessor,
    OutcomeSpans,
    Span,
    assess_by_reference,
    collect_spans,
    find_excess,
    join_spans,
    rank_of,
    span_text,
)
from kiemdinh.testing.strategies import DossierRecords, day_of, stages_of

__all__ = [
    "judge_awards",
    "judge_completions",
    "judge_improvement",
    "judge_informing_inputs",
    "judge_interval",
    "judge_ladder",
    "judge_stages",
    "judge_unknown",
]


def judge_interval(framework: Framework, case: DossierRecords) -> None:
    """Judge that what is guaranteed is attainable, and that an outcome is determined exactly where both are equal.

    2.2 "The guaranteed level is the highest level that is certain; the attainable level the highest that is possible."
    A decision list has at least one label, and is determined where it has exactly one. A figure, too, lies between its
    two ends.
    """
    result = assess(framework, case.dossier())
    spans = collect_spans(result)
    for found in result.outcomes:
        span = spans[f"outcome {found.id}"]
        if isinstance(span, Span):
            if span.low > span.high:
                fail_law("the guaranteed level at or below the attainable one", span, case.dossier())
            is_determined = span.low == span.high
        else:
            if not span:
                fail_law("a label at least", "none", case.dossier())
            is_determined = len(span) == 1
        if found.determined is not is_determined or (found.outcome is None and is_determined and found.guaranteed):
            fail_law("an outcome determined just where one is possible", found, case.dossier())
    for node in result.nodes:
        low, high = (None, None) if node.value is None else (node.value.low, node.value.high)
        if low is not None and high is not None and low > high:
            fail_law("a low end at or below the high one", node.value, case.dossier())


def judge_ladder(framework: Framework, case: DossierRecords) -> None:
    """Judge that a level holds with all levels below it: nothing blocks these, and something blocks each level above.

    2.1 "A level holds when its own condition and those of all lower levels hold." Each step of the main ladder is asked
    for as a target, and what blocks it is compared with the guaranteed level.
    """
    result = assess(framework, case.dossier())
    main = framework.main_ladder
    if main is None:
        return
    rank = rank_of(framework, main.ladder, result.level)
    # Asked of the school with nothing supposed, the explanation must agree with the result that it explains.
    same = result.what_if({}).result
    for i, step in enumerate(framework.definition.steps_of(main.ladder), 1):
        truth = _explained_truth(same, step)
        if (truth is MET) != (i <= rank):
            fail_law(f"'{step}' certain just where it is at or below the guaranteed level", truth.name, case.dossier())


def _explained_truth(result: Any, step: str) -> Truth:
    """Return MET where the explanation of a step finds nothing that blocks it, else UNMET."""
    target = result.explain(step).target
    return MET if target is None or target.truth is MET else UNMET


def judge_awards(framework: Framework, case: DossierRecords) -> None:
    """Judge that the highest certain and the highest possible grade of a series are named, and lower ones covered.

    2.8: a school that is eligible for several grades is told of the highest, and that is covered by no other.
    """
    result = assess(framework, case.dossier())
    for award in result.awards:
        certain = [grade for grade in award.grades if grade.eligible.certain]
        possible = [grade for grade in award.grades if grade.eligible.possible]
        for named, grades in ((award.certain, certain), (award.possible, possible)):
            wanted = (grades[-1].grade or award.title).id if grades else None
            if (named.id if named else None) != wanted:
                fail_law(f"'{wanted}' named of '{award.id}'", named and named.id, case.dossier())
        if any(grade.covered for grade in certain[-1:]):
            fail_law(f"the highest grade of '{award.id}' not covered", "covered", case.dossier())


def judge_stages(framework: Framework, case: DossierRecords) -> None:
    """Judge that the level of a school is that of the lowest of its stages.

    2.6 "Its level is the lowest, and one part without a level leaves the school without one." That holds for what is
    guaranteed and for what is attainable, of every outcome with a ladder.
    """
    result = assess(framework, case.dossier())
    for i, found in enumerate(result.outcomes):
        outcome = framework.outcomes[i]
        if not isinstance(outcome, LadderOutcome) or not result.parts:
            continue
        for end in ("guaranteed", "attainable"):
            lowest = min(rank_of(framework, outcome.ladder, getattr(part.outcomes[i], end)) for part in result.parts)
            school = rank_of(framework, outcome.ladder, getattr(found, end))
            if school != lowest:
                fail_law(f"the {end} level of the school to be place {lowest}", school, case.dossier())


# -- what is unknown -----------------------------------------------------------------------------------------------


def judge_completions(framework: Framework, case: OpenedRecords, assessor: Assessor = assess_by_reference) -> None:
    """Judge that an open dossier contains each of its completions, and no more where the result says it is exact.

    1.6 "A completion gives every unknown a value that it can take." Each completion is assessed by itself, so that the
    cost is that of up to 27 assessments. If the open dossier allows more than its completions, this is a fault only
    where the result is marked as exact and all completions are listed.
    """
    spans = assessor(framework, case.dossier())
    completed = [assessor(framework, completion.dossier()) for completion in case.completions]
    for completion, inner in zip(case.completions, completed, strict=True):
        name = find_excess(inner, spans)
        if name is not None:
            fail_law(
                f"{name} within {span_text(spans, name)}",
                f"{span_text(inner, name)} where {_completion_text(case, completion)}",
                case.dossier(),
            )
    if case.is_exhaustive:
        for found in assess(framework, case.dossier()).outcomes:
            name = f"outcome {found.id}"
            joined = join_spans([inner[name] for inner in completed])
            if found.exact and joined != spans[name]:
                fail_law(f"{name} exactly {joined}", span_text(spans, name), case.dossier())


def _completion_text(case: OpenedRecords, completion: DossierRecords) -> str:
    known = {record.key: record.value for record in case.records.records}
    return ", ".join(f"{r.about} is {r.value}" for r in completion.records if known.get(r.key) != r.value)


def judge_unknown(framework: Framework, case: RecordPair, assessor: Assessor = assess_by_reference) -> None:
    """Judge that a record replaced by unknown raises nothing certain and takes nothing possible away.

    1.9 "Not looking never helps." The record stays in its place and says ``unknown``. Without the record, an older one
    might prevail.
    """
    before, after = (assessor(framework, one.dossier()) for one in (case.first, case.second))
    name = find_excess(before, after)
    if name is not None:
        expected = f"{name} at least as wide as {span_text(before, name)}"
        fail_law(expected, span_text(after, name), case.second.dossier())


def judge_improvement(framework: Framework, case: DossierRecords, assessor: Assessor = assess_by_reference) -> None:
    """Judge that a requirement that only ever helps, once met, lowers nothing.

    A requirement only helps where its polarity in the highest step is positive, by all definitions below that step. Up
    to two requirements that are unmet or unknown are met, one after the other.
    """
    main = framework.main_ladder
    if main is None:
        return
    before = _guaranteed_rank(assessor(framework, case.dossier()), main)
    helpful = _helpful_facts(framework, case)
    worse = [r for r in case.records if not r.is_input and r.value in ("unmet", "unknown") and r.about in helpful]
    for record in worse[:2]:
        better = case.with_records(replace(r, value="met") if r is record else r for r in case.records)
        after = _guaranteed_rank(assessor(framework, better.dossier()), main)
        if after < before:
            fail_law(f"place {before} or higher once {record.about} is met", after, case.dossier())


def _guaranteed_rank(spans: OutcomeSpans, outcome: LadderOutcome) -> int:
    span = spans[f"outcome {outcome.id}"]
    return span.low if isinstance(span, Span) else 0


def _helpful_facts(framework: Framework, case: DossierRecords) -> frozenset[str]:
    """Return the facts and values that can only help the highest step."""
    main = framework.main_ladder
    if main is None:
        return frozenset()
    rules = framework.rules(case.stages, day_of(framework))
    top = FactName(FactKind.OUTCOME, main.id, framework.definition.steps_of(main.ladder)[-1])
    polarity_of = polarities(inline_all(rules)[str(top)])
    return frozenset(name for name, polarity in polarity_of.items() if polarity == "up")


def judge_informing_inputs(
    framework: Framework, case: DossierRecords, assessor: Assessor = assess_by_reference
) -> None:
    """Judge that inputs which no rule reads change nothing.

    3.4, 7.3: a figure may be there to inform. The records of inputs that no rule uses are removed, and every outcome
    and award must stay the same.
    """
    used = framework.rules(stages_of(framework)[-1], day_of(framework)).used
    read = {name for kind, name in used if kind == "input"}
    left = case.with_records(r for r in case.records if not r.is_input or r.about in read)
    before, after = (assessor(framework, one.dossier()) for one in (case, left))
    if before != after:
        fail_law(f"{after}, as without figures that no rule reads", before, case.dossier())
