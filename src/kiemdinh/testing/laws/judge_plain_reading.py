"""The judgement by the plain reading: where everything is known, both readings agree (semantics 1, 2)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kiemdinh.api.assess import assess
from kiemdinh.data.blockers import NamedFigure
from kiemdinh.rules import Interval
from kiemdinh.standards.definition import Award, LadderAward, LadderOutcome, Outcome
from kiemdinh.standards.loading import Framework
from kiemdinh.testing.laws.cases import plain_school
from kiemdinh.testing.laws.law import fail_law
from kiemdinh.testing.laws.outcome_spans import Assessor, OutcomeSpans, Span, assess_by_reference, span_text
from kiemdinh.testing.oracle import OpenError, read_plainly
from kiemdinh.testing.strategies import DossierRecords

__all__ = ["judge_plain_reading"]


def judge_plain_reading(framework: Framework, case: DossierRecords, assessor: Assessor = assess_by_reference) -> None:
    """Judge that, where everything is known, the plain reading of the definition gives the same result.

    A case that the plain reading leaves open is skipped.
    """
    source = framework.source
    if source is None:
        return
    try:
        wanted = read_plainly(source.data, plain_school(case))
    except OpenError:
        return
    for figure in assess(framework, case.dossier()).figures:
        _judge_figure(figure, wanted.figures, case)
    spans = assessor(framework, case.dossier())
    for outcome in framework.outcomes:
        _judge_outcome(framework, outcome, wanted.outcomes[outcome.id], spans, case)
    for award in framework.awards:
        _judge_award(framework, award, wanted.awards[award.id], spans, case)


def _judge_figure(
    figure: NamedFigure, wanted: Mapping[tuple[str | None, str], Fraction | None], case: DossierRecords
) -> None:
    """Judge that a figure that the definition shows is the number of the plain reading; open figures are skipped.

    A figure may be known less exactly than possible where it is unknown whether members exist, but it is never wrong.
    """
    if (figure.stage, figure.id) not in wanted:
        return
    number = wanted[figure.stage, figure.id]
    found = figure.now
    agrees = found is None if number is None else found is not None and found.hull(Interval.point(number)) == found
    if not agrees:
        fail_law(f"{figure.id} of {number}, as the definition reads", f"{found}", case.dossier())


def _judge_outcome(
    framework: Framework, outcome: Outcome, wanted: str | None, spans: OutcomeSpans, case: DossierRecords
) -> None:
    """Judge that an outcome is that of the plain reading: one rank for a ladder, else one label."""
    found = spans[f"outcome {outcome.id}"]
    if isinstance(found, frozenset):
        if found != {wanted}:
            got = ", ".join(sorted(found))
            fail_law(f"{outcome.id} '{wanted}', as the definition reads", got, case.dossier())
    elif isinstance(outcome, LadderOutcome):
        steps = (None, *framework.definition.steps_of(outcome.ladder))
        rank = steps.index(wanted)
        if found != Span(rank, rank):
            got = f"from {steps[found.low]} to {steps[found.high]}"
            fail_law(f"{outcome.id} at {wanted}, as the definition reads", got, case.dossier())


def _judge_award(
    framework: Framework, award: Award, wanted: str | None, spans: OutcomeSpans, case: DossierRecords
) -> None:
    """Judge each grade of an award: that of the plain reading is certain, and so are all below it."""
    is_series = isinstance(award, LadderAward)
    grades = framework.definition.steps_of(award.ladder) if isinstance(award, LadderAward) else (award.id,)
    for i, grade in enumerate(grades):
        name = f"award {award.id}" + (f" at {grade}" if is_series else "")
        holds = int(wanted is not None and i <= grades.index(wanted))
        if spans[name] != Span(holds, holds):
            expected = f"{name} {'yes' if holds else 'no'}, as the definition reads"
            fail_law(expected, span_text(spans, name), case.dossier())
