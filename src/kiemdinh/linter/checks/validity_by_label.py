"""Labels and levels that ask for more but are valid for a shorter time (KD561)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.report import make_finding
from kiemdinh.parsing.durations import Duration, add_duration
from kiemdinh.rules import All, Condition, Not
from kiemdinh.standards.definition import LabelOutcome, LadderOutcome, StepScale, ValidityTable, read_duration
from kiemdinh.standards.lowering import EVERYWHERE

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.collector import Path

__all__ = ["check_validity_by_label"]


def check_validity_by_label(study: Study) -> Iterator[LintFinding]:
    """Find labels with a shorter validity than a label that asks for less; two proofs for each pair of labels."""
    outcomes = {outcome.id: (outcome, ("outcomes", i)) for i, outcome in enumerate(study.framework.outcomes)}
    for i, award in enumerate(study.framework.awards):
        if isinstance(award.valid, ValidityTable) and award.valid.by in outcomes:
            lengths = {label: read_duration(text) for label, text in award.valid.values.items()}
            known = {label: length for label, length in lengths.items() if length is not None}
            outcome, path = outcomes[award.valid.by]
            for label, lesser in _list_pairs(study, outcome, path, known):
                yield _report(study, label, lesser, known, ("awards", i, "valid", "values", label))


def _list_pairs(
    study: Study, outcome: LabelOutcome | LadderOutcome, path: Path, known: Mapping[str, Duration]
) -> Iterator[tuple[str, str]]:
    """Yield each label with a shorter validity than others that ask for less, and the longest-valid of the others."""
    for label, length in known.items():
        longer = [other for other in known if _ends(study, known[other]) > _ends(study, length)]
        lesser = [other for other in longer if _asks_for_more(study, outcome, path, label, other)]
        if lesser:
            yield label, max(lesser, key=lambda other: _ends(study, known[other]))


def _ends(study: Study, length: Duration) -> Any:
    return add_duration(study.on, length)


def _asks_for_more(study: Study, outcome: LabelOutcome | LadderOutcome, path: Path, label: str, other: str) -> bool:
    """Return whether it is proved that every school with one label fulfils the other, and not the reverse."""
    if isinstance(outcome, LadderOutcome):
        scale = study.framework.definition.scales[outcome.ladder]
        steps = [step.id for step in scale.steps] if isinstance(scale, StepScale) else []
        return other in steps and label in steps and steps.index(label) > steps.index(other)
    conditions = {case.id: _lower(study, case.if_, (*path, "cases", i)) for i, case in enumerate(outcome.cases)}
    if label not in conditions or other not in conditions:
        return False
    one, two = conditions[label], conditions[other]
    return study.is_never_met(All((one, Not(two)))) and not study.is_never_met(All((two, Not(one))))


def _lower(study: Study, cond: Any, path: Path) -> Condition:
    return study.inline(study.lowering.lower_condition(cond, EVERYWHERE, (*path, "if")).absent_as_met())


def _report(study: Study, label: str, lesser: str, known: Mapping[str, Duration], path: Path) -> LintFinding:
    message = Message("'{label}' asks for more than '{other}', and is valid for less long", label=label, other=lesser)
    expected = Message("at least {time}", time=known[lesser])
    return make_finding(study, "KD561", message, path, expected=expected, found=str(known[label]))
