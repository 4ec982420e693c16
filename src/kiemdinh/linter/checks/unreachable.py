"""Levels out of reach, labels never given, awards that no one can be eligible for (KD501, KD502, KD507, KD508)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeAlias

from kiemdinh.analysis.study import Study
from kiemdinh.analysis.worlds import most_favourable_world
from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.report import make_finding, make_undecided_note
from kiemdinh.parsing.collector import Path
from kiemdinh.rules import All, Condition, Not, Satisfiability
from kiemdinh.standards.definition import LabelOutcome, LadderAward, LadderOutcome, NodeInfo
from kiemdinh.standards.names import FactKind, FactName

__all__ = ["check_unreachable"]

_Label: TypeAlias = tuple[str, Path]
"""The id of a label, and where it stands."""


def check_unreachable(study: Study) -> Iterator[LintFinding]:
    """Find what no dossier brings about, each with the best dossier that there is.

    One proof for each step, label and award; two for each case of a decision list.
    """
    for info in study.framework.nodes.values():
        yield from _check_levels(study, info)
    for i, outcome in enumerate(study.framework.outcomes):
        if isinstance(outcome, LadderOutcome):
            fact = FactName(FactKind.OUTCOME, outcome.id)
            yield from _check_ladder(study, "KD501", fact, outcome.ladder, ("outcomes", i, "needs"))
        else:
            yield from _check_labels(study, outcome, ("outcomes", i))
    for i, award in enumerate(study.framework.awards):
        fact, path = FactName(FactKind.AWARD, award.id), ("awards", i, "needs")
        if isinstance(award, LadderAward):
            yield from _check_ladder(study, "KD508", fact, award.ladder, path)
        else:
            yield from _check_step(study, "KD508", fact, path, study.inlined[str(fact)])


# -- steps -----------------------------------------------------------------------------------------------------


def _check_levels(study: Study, info: NodeInfo) -> Iterator[LintFinding]:
    """Find the lowest level of a node that is out of reach; only where figures decide some of it can it be."""
    outline = study.framework.outline
    needed: tuple[Condition, ...] = ()
    for level, parts in info.levels.items():
        step = FactName(FactKind.STEP, info.id, level)
        needed = (*needed, study.inlined[str(step)])  # a level says only what it adds to the lower ones
        if any(
            node in study.rules.deciding_figures for part in parts for node in (part, *outline.descendants_of(part))
        ):
            found = tuple(_check_step(study, "KD501", step, (*info.path, "levels", level), All(needed)))
            yield from found
            if found:
                return


def _check_ladder(study: Study, code: str, fact: FactName, scale: str, path: Path) -> Iterator[LintFinding]:
    """Find the lowest step of an outcome or award out of reach; those above it follow."""
    for step in study.framework.definition.steps_of(scale):
        of_step = replace(fact, step=step)
        found = tuple(_check_step(study, code, of_step, (*path, step), study.inlined[str(of_step)]))
        yield from found
        if found:
            return


def _check_step(study: Study, code: str, fact: FactName, path: Path, condition: Condition) -> Iterator[LintFinding]:
    step = _show_step(fact)
    message = (
        Message("no one can be eligible for {step}", step=step)
        if code == "KD508"
        else Message("no dossier reaches {step}", step=step)
    )
    yield from _check_possible(study, code, message, path, condition)


def _check_possible(
    study: Study, code: str, message: Message, path: Path, condition: Condition
) -> Iterator[LintFinding]:
    """Yield a finding with *message* where a condition is never met, or a note where that is undecided."""
    status = study.prove(condition).status
    if status is Satisfiability.UNSATISFIABLE:
        witness = study.write_dossier(most_favourable_world(condition, study.space))
        hint = Message("the witness has all that could bring it about, and it is not enough")
        yield make_finding(study, code, message, path, key=True, hint=hint, witness=witness)
    elif status is Satisfiability.UNDECIDED:
        yield make_undecided_note(study, code, Message("whether {message}", message=message), path)


def _show_step(fact: FactName) -> Message:
    """Return the name of a step as an author says it, such as ``level 'muc-2' of 'muc'``."""
    if fact.step is None:
        return Message("award '{award}'", award=fact.subject)
    if fact.kind is FactKind.AWARD:
        return Message("grade '{step}' of '{subject}'", step=fact.step, subject=fact.subject)
    return Message("level '{step}' of '{subject}'", step=fact.step, subject=fact.subject)


# -- labels ----------------------------------------------------------------------------------------------------


def _check_labels(study: Study, outcome: LabelOutcome, path: Path) -> Iterator[LintFinding]:
    """Find labels behind a case that always holds (KD507), then those of the rest that no dossier is given (KD502)."""
    labels: list[_Label] = [(case.id, (*path, "cases", i)) for i, case in enumerate(outcome.cases)]
    labels.append((outcome.otherwise.id, (*path, "otherwise")))
    for i, case in enumerate(outcome.cases):
        condition = study.inlined[str(FactName(FactKind.CASE, outcome.id, case.id))]
        if study.is_always_met(condition):
            witness = study.write_dossier(most_favourable_world(Not(condition), study.space))
            yield from _report_labels_behind(study, i, labels, witness)
            labels = labels[: i + 1]  # that the others are never given is explained
            break
    for label, at in labels:
        condition = study.inlined[str(FactName(FactKind.LABEL, outcome.id, label))]
        yield from _check_possible(
            study, "KD502", Message("no dossier is given the label '{label}'", label=label), at, condition
        )


def _report_labels_behind(
    study: Study, index: int, labels: list[_Label], witness: dict[str, Any] | None
) -> Iterator[LintFinding]:
    """Yield a finding for each label behind the case with this index, which always holds."""
    always = labels[index][0]
    for label, path in labels[index + 1 :]:
        yield make_finding(
            study,
            "KD507",
            Message("'{label}' comes after '{always}', which always holds", label=label, always=always),
            path,
            hint=Message("see the condition of '{always}'", always=always),
            found=Message("case {n}", n=index + 1),
            witness=witness,
        )
