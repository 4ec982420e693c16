"""Where a school and each of its stages stand: levels of a ladder, labels of a decision list (semantics 2.1 to 2.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.assessment.exactness import Exactness
from kiemdinh.assessment.levels import highest_level, labels_of, ladder_of, not_reached_level
from kiemdinh.assessment.reported_facts import ReportedSchool
from kiemdinh.data.outcomes import OutcomeResult, PartResult, Titles
from kiemdinh.rules import Facts
from kiemdinh.standards.definition import LabelOutcome, LadderOutcome
from kiemdinh.standards.names import FactKind, FactName, NameSide

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework

__all__ = ["outcome_result", "stage_results"]


def outcome_result(
    framework: Framework,
    outcome: LadderOutcome | LabelOutcome,
    facts: Facts,
    *,
    exact: bool,
    side: NameSide | None = None,
) -> OutcomeResult:
    """Return where an outcome stands: levels of a ladder (2.1, 2.2), or the labels of a decision list (2.5).

    Costs the truth of one fact for each level or case, beside the facts below that are not yet worked out.

    Parameters
    ----------
    framework
        Names the steps of the outcome's ladder.
    outcome
        The outcome as the definition declares it.
    facts
        Those of the school or of one stage.
    exact
        Whether the readings of *facts* are exact (1.6). An outcome that is determined is exact in any case.
    side
        ``external`` or ``self`` for the outcome by the findings of one side; None for both sides.
    """
    if isinstance(outcome, LadderOutcome):
        return _ladder_result(framework, outcome, facts, exact=exact, side=side)
    return _label_result(outcome, facts, exact=exact, side=side)


def _ladder_result(
    framework: Framework, outcome: LadderOutcome, facts: Facts, *, exact: bool, side: NameSide | None
) -> OutcomeResult:
    levels = ladder_of(framework, outcome)
    truths = [facts.truth(str(FactName(FactKind.OUTCOME, outcome.id, level.id, side))) for level in levels]
    guaranteed = highest_level(levels, [truth.certain for truth in truths])
    attainable = highest_level(levels, [truth.possible for truth in truths])
    determined = guaranteed == attainable
    below = not_reached_level(framework, outcome.ladder)
    # "Below the lowest level" is said only when it is certain: a school that is not yet assessed has not failed (2.2).
    stands = (guaranteed or below) if determined else None
    is_exact, titles = exact or determined, Titles(outcome.vi, outcome.en)
    return OutcomeResult(outcome.id, "ladder", guaranteed, attainable, determined, stands, (), is_exact, titles)


def _label_result(outcome: LabelOutcome, facts: Facts, *, exact: bool, side: NameSide | None) -> OutcomeResult:
    # Each label is a separate fact, so that cases tell which labels are possible together (1.7, 2.5).
    possible = tuple(
        label
        for label in labels_of(outcome)
        if facts.truth(str(FactName(FactKind.LABEL, outcome.id, label.id, side))).possible
    )
    determined = len(possible) == 1
    stands = possible[0] if determined else None
    is_exact, titles = exact or determined, Titles(outcome.vi, outcome.en)
    return OutcomeResult(outcome.id, "labels", None, None, determined, stands, possible, is_exact, titles)


def stage_results(framework: Framework, school: ReportedSchool, exactness: Exactness) -> tuple[PartResult, ...]:
    """Return the outcomes of each stage where stages are assessed each on its own (2.6); else nothing.

    The stages are in the order of the dossier, the outcomes in that of the definition.

    Parameters
    ----------
    framework
        The framework whose outcomes are asked for.
    school
        The facts as they are reported.
    exactness
        Tells of each outcome whether it is read exactly (1.6).
    """
    return tuple(
        PartResult(
            stage.stage,
            tuple(
                outcome_result(framework, outcome, stage, exact=exactness.of_stage(outcome, stage))
                for outcome in framework.outcomes
            ),
        )
        for stage in school.stages
        if stage.stage is not None
    )
