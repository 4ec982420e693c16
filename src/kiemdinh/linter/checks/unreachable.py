"""Levels out of reach, labels never given, awards that no one can be eligible for (KD501, KD502, KD507, KD508)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from kiemdinh.analysis.study import Study
from kiemdinh.analysis.worlds import most_favourable_world
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.report import make_finding, make_undecided_note
from kiemdinh.parsing.collector import Path
from kiemdinh.rules import All, Condition, Not, Satisfiability
from kiemdinh.standards.definition.model import LabelOutcome, LadderAward, LadderOutcome
from kiemdinh.standards.definition.outline import NodeInfo

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
            prefix = f"outcome:{outcome.id}"
            yield from _check_ladder(study, "KD501", prefix, outcome.ladder, ("outcomes", i, "needs"))
        else:
            yield from _check_labels(study, outcome, ("outcomes", i))
    for i, award in enumerate(study.framework.awards):
        name, path = f"award:{award.id}", ("awards", i, "needs")
        if isinstance(award, LadderAward):
            yield from _check_ladder(study, "KD508", name, award.ladder, path)
        else:
            yield from _check_step(study, "KD508", name, path, study.inlined[name])


# -- steps -----------------------------------------------------------------------------------------------------


def _check_levels(study: Study, info: NodeInfo) -> Iterator[LintFinding]:
    """Find the lowest level of a node that is out of reach; only where figures decide some of it can it be."""
    outline = study.framework.outline
    needed: tuple[Condition, ...] = ()
    for level, parts in info.levels.items():
        name = f"{info.id}/{level}"
        needed = (*needed, study.inlined[name])  # a level says only what it adds to the lower ones
        if any(node in study.rules.measured for part in parts for node in (part, *outline.descendants(part))):
            found = tuple(_check_step(study, "KD501", name, (*info.path, "levels", level), All(needed)))
            yield from found
            if found:
                return


def _check_ladder(study: Study, code: str, prefix: str, scale: str, path: Path) -> Iterator[LintFinding]:
    """Find the lowest step out of reach; those above it follow."""
    for step in study.framework.definition.steps_of(scale):
        name = f"{prefix}/{step}"
        found = tuple(_check_step(study, code, name, (*path, step), study.inlined[name]))
        yield from found
        if found:
            return


def _check_step(study: Study, code: str, name: str, path: Path, condition: Condition) -> Iterator[LintFinding]:
    verb = "no one can be eligible for" if code == "KD508" else "no dossier reaches"
    yield from _check_possible(study, code, f"{verb} {_show_step(name)}", path, condition)


def _check_possible(study: Study, code: str, message: str, path: Path, condition: Condition) -> Iterator[LintFinding]:
    """Yield a finding with *message* where a condition is never met, or a note where that is undecided."""
    status = study.prove(condition).status
    if status is Satisfiability.UNSATISFIABLE:
        witness = study.write_dossier(most_favourable_world(condition, study.space))
        hint = "the witness has all that could bring it about, and it is not enough"
        yield make_finding(study, code, message, path, key=True, hint=hint, witness=witness)
    elif status is Satisfiability.UNDECIDED:
        yield make_undecided_note(study, code, f"whether {message}", path)


def _show_step(name: str) -> str:
    """Return the name of a step as an author says it, such as ``level 'muc-2' of 'muc'``."""
    kind, _, rest = name.rpartition(":")
    owner, _, step = rest.rpartition("/")
    if not owner:
        return f"{kind or 'node'} '{step}'"
    return f"{'grade' if kind == 'award' else 'level'} '{step}' of '{owner}'"


# -- labels ----------------------------------------------------------------------------------------------------


def _check_labels(study: Study, outcome: LabelOutcome, path: Path) -> Iterator[LintFinding]:
    """Find labels behind a case that always holds (KD507), then those of the rest that no dossier is given (KD502)."""
    labels: list[_Label] = [(case.id, (*path, "cases", i)) for i, case in enumerate(outcome.cases)]
    labels.append((outcome.otherwise.id, (*path, "otherwise")))
    for i, case in enumerate(outcome.cases):
        condition = study.inlined[f"case:{outcome.id}={case.id}"]
        if study.is_always_met(condition):
            witness = study.write_dossier(most_favourable_world(Not(condition), study.space))
            yield from _report_labels_behind(study, i, labels, witness)
            labels = labels[: i + 1]
            break
    for label, at in labels:
        condition = study.inlined[f"label:{outcome.id}={label}"]
        yield from _check_possible(study, "KD502", f"no dossier is given the label '{label}'", at, condition)


def _report_labels_behind(
    study: Study, index: int, labels: list[_Label], witness: dict[str, Any] | None
) -> Iterator[LintFinding]:
    """Yield a finding for each label behind the case with this index, which always holds."""
    always = labels[index][0]
    for label, path in labels[index + 1 :]:
        yield make_finding(
            study,
            "KD507",
            f"'{label}' comes after '{always}', which always holds",
            path,
            hint=f"see the condition of '{always}'",
            found=f"case {index + 1}",
            witness=witness,
        )
