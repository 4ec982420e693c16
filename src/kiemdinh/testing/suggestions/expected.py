"""Writing the result of a school as the expectations of a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kiemdinh.testing.scenarios import NONE, UNDETERMINED, id_of, write_figure

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.data.awards import AwardResult
    from kiemdinh.data.outcomes import OutcomeResult

__all__ = ["write_expected"]


def write_expected(result: Assessment) -> dict[str, Any]:
    """Return the ``then`` of a scenario that the result fulfils: outcomes, awards and named figures where it has some.

    Figures are written since only the value of a figure shows a threshold on it: the outcome only shows the side on
    which it lies.
    """
    main, *others = result.outcomes
    expected = _write_outcome(main)
    if others:
        expected["outcomes"] = {outcome.id: _write_outcome(outcome) for outcome in others}
    if result.awards:
        expected["awards"] = {award.id: _write_award(award) for award in result.awards}
    figures = {f"{one.stage}/{one.id}" if one.stage else one.id: write_figure(one) for one in result.figures}
    if written := {name: text for name, text in figures.items() if text is not None}:
        expected["figures"] = written
    return expected


def _write_outcome(outcome: OutcomeResult) -> dict[str, Any]:
    word = id_of(outcome.outcome, NONE if outcome.determined else UNDETERMINED)
    if outcome.kind != "ladder":
        return {"outcome": word, "labels": sorted(label.id for label in outcome.labels)}
    return {"level": id_of(outcome.guaranteed), "attainable": id_of(outcome.attainable), "outcome": word}


def _write_award(award: AwardResult) -> dict[str, Any]:
    has_grades = any(grade.grade is not None for grade in award.grades)
    certain, possible = award.certain, award.possible
    words = (id_of(certain), id_of(possible)) if has_grades else (certain is not None, possible is not None)
    expected: dict[str, Any] = {"eligible": words[0], "possible": words[1]}
    if award.held is not None:
        expected["held"] = award.held.grade or True
    if award.held_until is not None:
        expected["held_until"] = award.held_until.isoformat()
    if award.renew_by is not None:
        expected["renew_by"] = award.renew_by.isoformat()
    return expected
