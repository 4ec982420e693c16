"""Levels out of reach, labels never given, awards that no one can be eligible for (KD501, 502, 507, 508)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kiemdinh.analysis.study import Study
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.report import make_finding, make_undecided_note
from kiemdinh.rules import All, Condition, Not, Proof, Satisfiability
from kiemdinh.standards.model import LabelOutcome, LadderAward, LadderOutcome
from kiemdinh.standards.outline import NodeInfo
from kiemdinh.standards.problems import Path

__all__ = ["check"]


def check(study: Study) -> Iterator[LintFinding]:
    """Find what no dossier can bring about, each with the best dossier there is."""
    for info in study.framework.nodes.values():
        yield from _of_node(study, info)
    for i, outcome in enumerate(study.framework.outcomes):
        if isinstance(outcome, LadderOutcome):
            steps: dict[str, Path] = {step: ("outcomes", i, "needs", step) for step in outcome.needs}
            yield from _ladder(study, "KD501", f"outcome:{outcome.id}", _in_order(study, outcome.ladder, steps))
        else:
            yield from _labels(study, outcome, ("outcomes", i))
    for i, award in enumerate(study.framework.awards):
        if isinstance(award, LadderAward):
            grades: dict[str, Path] = {step: ("awards", i, "needs", step) for step in award.needs}
            yield from _ladder(study, "KD508", f"award:{award.id}", _in_order(study, award.ladder, grades))
        else:
            name = f"award:{award.id}"
            yield from _never(study, "KD508", name, ("awards", i, "needs"), study.whole[name])


def _in_order(study: Study, scale: str, steps: dict[str, Path]) -> dict[str, Path]:
    return {step: steps[step] for step in study.framework.definition.steps_of(scale)}


def _of_node(study: Study, info: NodeInfo) -> Iterator[LintFinding]:
    """A level of a criterion is only in doubt where figures decide some of it."""
    measured = study.rules.measured
    steps = {
        step: (*info.path, "levels", step)
        for step, below in info.levels.items()
        if any(name in measured for part in below for name in (part, *study.framework.outline.descendants(part)))
    }
    below: tuple[Condition, ...] = ()
    for step in info.levels:  # each adds to those below it, and says only what it adds
        name = f"{info.id}/{step}"
        below = (*below, study.whole[name])
        found = tuple(_never(study, "KD501", name, steps[step], All(below))) if step in steps else ()
        yield from found
        if found:
            return


def _ladder(study: Study, code: str, prefix: str, steps: dict[str, Path]) -> Iterator[LintFinding]:
    """The lowest step out of reach is named; those above it follow."""
    for step, path in steps.items():
        name = f"{prefix}/{step}"
        found = tuple(_never(study, code, name, path, study.whole[name]))
        yield from found
        if found:
            return


def _never(study: Study, code: str, name: str, path: Path, condition: Condition) -> Iterator[LintFinding]:
    proof = study.prove(condition)
    verb = "no one can be eligible for" if code == "KD508" else "no dossier reaches"
    yield from _reported(study, code, f"{verb} {shown(name)}", condition, proof, path)


def _reported(
    study: Study, code: str, message: str, condition: Condition, proof: Proof, path: Path
) -> Iterator[LintFinding]:
    if proof.status is Satisfiability.UNSATISFIABLE:
        witness = study.dossier(study.brightest(condition))
        hint = "the witness has all that could bring it about, and it is not enough"
        yield make_finding(study, code, message, path, key=True, hint=hint, witness=witness)
    elif proof.status is Satisfiability.UNDECIDED:
        yield make_undecided_note(study, code, f"whether {message}", path)


def _labels(study: Study, outcome: LabelOutcome, at: Path) -> Iterator[LintFinding]:
    cases = [study.whole[f"case:{outcome.id}={case.id}"] for case in outcome.cases]
    places = [(case.id, (*at, "cases", i)) for i, case in enumerate(outcome.cases)]
    for i, case in enumerate(cases):
        if study.prove(Not(case)).status is Satisfiability.UNSATISFIABLE:
            everything = [*places, (outcome.otherwise.id, (*at, "otherwise"))]
            yield from _after(study, outcome, i, everything, study.dossier(study.brightest(Not(case))))
            places = places[: i + 1]
            break
    else:
        places.append((outcome.otherwise.id, (*at, "otherwise")))
    for label, path in places:
        condition = study.whole[f"label:{outcome.id}={label}"]
        message = f"no dossier is given the label '{label}'"
        yield from _reported(study, "KD502", message, condition, study.prove(condition), path)


def _after(
    study: Study, outcome: LabelOutcome, always: int, places: list[tuple[str, Path]], witness: dict[str, Any] | None
) -> Iterator[LintFinding]:
    """Everything after a case that always holds is dead, *otherwise* included."""
    holding = outcome.cases[always].id
    for label, path in places[always + 1 :]:
        message = f"'{label}' comes after '{holding}', which always holds"
        yield make_finding(
            study,
            "KD507",
            message,
            path,
            hint=f"see the condition of '{holding}'",
            found=f"case {always + 1}",
            witness=witness,
        )


def shown(name: str) -> str:
    """Write the name of a step as an author says it: ``level 'muc-2' of 'muc'``."""
    kind, _, rest = name.rpartition(":")
    of, _, step = rest.rpartition("/")
    if not of:
        return f"{kind or 'node'} '{step}'"
    what = {"award": "grade", "outcome": "level"}.get(kind, "level")
    return f"{what} '{step}' of '{of}'"
