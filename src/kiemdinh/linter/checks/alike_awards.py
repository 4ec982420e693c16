"""Awards with exactly the needs of another award, and with the name of something else (KD566).

An award was copied and its name was changed, but not its needs: the *gold plate* is given to schools that reach silver.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.distinct_words import words_of
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.definition import LabelOutcome, LadderAward, OutcomeCompared, StepScale

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.standards.definition import Award, Outcome

__all__ = ["check_alike_awards"]


def check_alike_awards(study: Study) -> Iterator[LintFinding]:
    """Find awards with the needs of another one whose names have the words of another step, label or outcome.

    Linear in the size of the definition, and in the number of awards times that of steps and labels.
    """
    outcomes = {outcome.id: outcome for outcome in study.framework.outcomes}
    alike: dict[tuple[str, str], list[int]] = {}
    for i, award in enumerate(study.framework.awards):
        needed = _read_needed(award)
        if needed is not None and needed[0] in outcomes:
            alike.setdefault(needed, []).append(i)
    for (outcome, word), group in alike.items():
        for i in group if len(group) > 1 else ():
            yield from _compare_name(study, i, outcomes, (outcome, word))


def _read_needed(award: Award) -> tuple[str, str] | None:
    """Return the outcome that an award needs, with the step or label; None where it needs something else too."""
    needs = None if isinstance(award, LadderAward) else award.needs
    if not isinstance(needs, OutcomeCompared):
        return None
    bounds = [bound for key, bound in needs.list_comparisons() if key in ("at_least", "is")]
    return (needs.outcome, bounds[0]) if len(bounds) == 1 and isinstance(bounds[0], str) else None


def _compare_name(
    study: Study, index: int, outcomes: Mapping[str, Outcome], needed: tuple[str, str]
) -> Iterator[LintFinding]:
    award = study.framework.awards[index]
    said = words_of(" ".join((award.id, *award.texts)))
    outcome, word = needed
    grades = {name: _list_words(name, texts) for name, texts in _list_grades(study, outcomes[outcome])}
    subjects = {name: _list_words(name, each.texts) for name, each in outcomes.items()}
    for kind, own in ((grades, word), (subjects, outcome)):
        for other in kind:
            if own in kind and _is_about(said, kind[own], kind[other]):
                message = Message("the award has the words of '{other}', and it needs '{name}'", other=other, name=own)
                yield make_finding(study, "KD566", message, ("awards", index, "needs"), found=award.id)
                return


def _list_grades(study: Study, outcome: Outcome) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the labels or steps of an outcome, each with its texts."""
    if isinstance(outcome, LabelOutcome):
        yield from ((case.id, case.texts) for case in outcome.cases)
        yield outcome.otherwise.id, outcome.otherwise.texts
    else:
        scale = study.framework.definition.scales[outcome.ladder]
        yield from ((step.id, step.texts) for step in scale.steps) if isinstance(scale, StepScale) else ()


def _list_words(name: str, texts: Sequence[str]) -> frozenset[str]:
    return words_of(" ".join((name, *texts)))


def _is_about(said: frozenset[str], own: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether words contain one that only the other name has, and none that only the first name has."""
    return bool((other - own) & said) and not (own - other) & said
