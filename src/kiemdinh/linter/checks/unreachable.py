"""Levels out of reach, labels never given, awards that no one can be eligible for (KD501, KD502, KD507, KD508)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

from kiemdinh.analysis.study import Study
from kiemdinh.analysis.worlds import most_favourable_world
from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.obstacles import explain_conflict, name_line
from kiemdinh.linter.report import make_finding, make_undecided_note
from kiemdinh.parsing.collector import Path
from kiemdinh.rules import All, Condition, Not, Satisfiability, facts_of
from kiemdinh.standards.definition import LabelOutcome, LadderAward, LadderOutcome, NodeInfo
from kiemdinh.standards.names import FactKind, FactName, read_fact_name

__all__ = ["check_unreachable"]

_NOT_ENOUGH: Final = Message("the witness has all that could bring it about, and it is not enough")

_Label: TypeAlias = tuple[str, Path]
"""The id of a label, and where it stands."""


def check_unreachable(study: Study) -> Iterator[LintFinding]:
    """Find steps, labels and awards that no dossier reaches, each with the best dossier that there is.

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
            yield from _check_step(study, "KD508", fact, path, study.inlined[str(fact)], path)


# -- steps -----------------------------------------------------------------------------------------------------


def _check_levels(study: Study, info: NodeInfo) -> Iterator[LintFinding]:
    """Find the lowest level of a node that is out of reach; this is possible only where figures decide a part of it."""
    outline = study.framework.outline
    needed: tuple[Condition, ...] = ()
    for level, parts in info.levels.items():
        step = FactName(FactKind.STEP, info.id, level)
        needed = (*needed, study.inlined[str(step)])  # a level says only what it adds to the lower ones
        if any(
            node in study.rules.deciding_figures for part in parts for node in (part, *outline.descendants_of(part))
        ):
            region = (*info.path, "levels")
            found = tuple(_check_step(study, "KD501", step, (*region, level), All(needed), region))
            yield from found
            if found:
                return


def _check_ladder(study: Study, code: str, fact: FactName, scale: str, path: Path) -> Iterator[LintFinding]:
    """Find the lowest step of an outcome or award out of reach; those above it follow."""
    for step in study.framework.definition.steps_of(scale):
        of_step = fact._replace(step=step)
        found = tuple(_check_step(study, code, of_step, (*path, step), study.inlined[str(of_step)], path))
        yield from found
        if found:
            return


def _check_step(
    study: Study, code: str, fact: FactName, path: Path, condition: Condition, region: Path
) -> Iterator[LintFinding]:
    step = _show_step(fact)
    message = (
        Message("no one can be eligible for {step}", step=step)
        if code == "KD508"
        else Message("no dossier reaches {step}", step=step)
    )
    yield from _check_possible(study, code, message, path, condition, region)


def _check_possible(
    study: Study, code: str, message: Message, path: Path, condition: Condition, region: Path
) -> Iterator[LintFinding]:
    """Yield a finding with *message* where a condition is never met, or a note where that is undecided.

    *region* is the place of all of its rule, with the lower steps or the earlier cases.
    """
    status = study.prove(condition).status
    if status is Satisfiability.UNSATISFIABLE and not _reads_register(condition):
        witness = study.write_dossier(most_favourable_world(condition, study.space))
        conflict = explain_conflict(study, condition, path, region)
        hint = _name_earlier_cases(study, conflict.paths, path) or conflict.hint or _NOT_ENOUGH
        yield make_finding(study, code, message, path, key=True, hint=hint, witness=witness, obstacles=conflict.paths)
    elif status is Satisfiability.UNDECIDED:
        yield make_undecided_note(study, code, Message("whether {message}", message=message), path)


def _reads_register(condition: Condition) -> bool:
    """Return whether a condition counts members: a proof has one of each kind, and more members may fulfil it."""
    return any(read_fact_name(fact).kind is FactKind.KNOWN for fact in facts_of(condition))


def _name_earlier_cases(study: Study, obstacles: Sequence[Path], path: Path) -> Message | None:
    """Return the earlier cases of a decision list that exclude the label at *path*; None where none does."""
    outcome = study.framework.outcomes[int(path[1])] if path[0] == "outcomes" else None
    if not isinstance(outcome, LabelOutcome):
        return None
    of_cases = (each[:4] for each in obstacles if each[:3] == (*path[:2], "cases") and each[:4] != path)
    names = [
        Message("'{case}' ({line})", case=outcome.cases[int(case[3])].id, line=name_line(study, case, path))
        for case in dict.fromkeys(of_cases)
    ]
    if not names:
        return None
    if path[2:] == ("otherwise",):
        return Message("the cases before it cover everything: {cases}", cases=Message.join(names))
    if len(names) == 1:
        return Message("wherever this holds, the earlier case {name} holds", name=names[0])
    return Message("wherever this holds, one of the earlier cases holds: {cases}", cases=Message.join(names))


def _show_step(fact: FactName) -> Message:
    """Return the name of a step as an author says it, such as ``level 'muc-2' of 'muc'``."""
    if fact.step is None:
        return Message("award '{award}'", award=fact.subject)
    if fact.kind is FactKind.AWARD:
        return Message("grade '{step}' of '{subject}'", step=fact.step, subject=fact.subject)
    return Message("level '{step}' of '{subject}'", step=fact.step, subject=fact.subject)


# -- labels ----------------------------------------------------------------------------------------------------


def _check_labels(study: Study, outcome: LabelOutcome, path: Path) -> Iterator[LintFinding]:
    """Find labels after a case that always holds (KD507), then other labels that no dossier is given (KD502)."""
    labels: list[_Label] = [(case.id, (*path, "cases", i)) for i, case in enumerate(outcome.cases)]
    labels.append((outcome.otherwise.id, (*path, "otherwise")))
    for i, case in enumerate(outcome.cases):
        condition = study.inlined[str(FactName(FactKind.CASE, outcome.id, case.id))]
        if study.is_always_met(condition):
            witness = study.write_dossier(most_favourable_world(Not(condition), study.space))
            obstacle = (*path, "cases", i, "if")
            yield from _report_labels_behind(study, i, labels, witness, obstacle)
            labels = labels[: i + 1]  # this explains that the others are never given
            break
    for label, at in labels:
        condition = study.inlined[str(FactName(FactKind.LABEL, outcome.id, label))]
        message = Message("no dossier is given the label '{label}'", label=label)
        yield from _check_possible(study, "KD502", message, at, condition, path)


def _report_labels_behind(
    study: Study, index: int, labels: list[_Label], witness: dict[str, Any] | None, obstacle: Path
) -> Iterator[LintFinding]:
    """Yield a finding for each label after the case with this index, which always holds."""
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
            obstacles=(obstacle,),
        )
