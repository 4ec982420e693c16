"""Levels that are never a result, since every school that reaches one reaches the next too (KD526).

The next level asks nothing more: its thresholds are the same, its set is a part of the set below, or no criterion has
a text for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kiemdinh.analysis.study import Study
from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.report import find_line, make_finding, make_undecided_note
from kiemdinh.parsing.collector import Path
from kiemdinh.rules import All, Not, Satisfiability
from kiemdinh.standards.definition import LadderAward, LadderOutcome
from kiemdinh.standards.names import FactKind, FactName

__all__ = ["check_levels_without_end"]


def check_levels_without_end(study: Study) -> Iterator[LintFinding]:
    """Find levels and grades that are never the highest; at most three proofs for each two neighbouring steps."""
    framework = study.framework
    for kind, key, results in (
        (FactKind.OUTCOME, "outcomes", framework.outcomes),
        (FactKind.AWARD, "awards", framework.awards),
    ):
        for i, result in enumerate(results):
            if isinstance(result, LadderOutcome | LadderAward):
                steps = framework.definition.steps_of(result.ladder)
                for lower, upper in pairwise(steps):
                    yield from _check_pair(study, FactName(kind, result.id, lower), upper, (key, i, "needs"))


def _check_pair(study: Study, fact: FactName, upper: str, path: Path) -> Iterator[LintFinding]:
    """Find whether the level *fact* is never the highest, because *upper*, the next one, follows from it."""
    above = fact._replace(step=upper)
    own, next_ = study.inlined[str(fact)], study.inlined[str(above)]
    ends = All((own, Not(next_)))
    reached = study.prove(own)
    if reached.world is not None and study.is_seen_near(ends, reached.world):
        return
    proof = study.prove(ends)
    named = {"level": fact.step, "of": fact.subject}
    is_grade = fact.kind is FactKind.AWARD
    if proof.status is Satisfiability.UNDECIDED:
        question = Message("whether anyone ends at '{level}' of '{of}'", **named)
        yield make_undecided_note(study, "KD526", question, (*path, upper))
    if proof.status is not Satisfiability.UNSATISFIABLE:
        return
    if reached.world is not None:  # otherwise the lower level is out of reach, which is another finding
        line = find_line(study, (*path, str(fact.step)))
        yield make_finding(
            study,
            "KD526",
            Message(
                "no one ends at grade '{level}' of '{of}': every school that reaches it reaches '{next}' too",
                **named,
                next=upper,
            )
            if is_grade
            else Message(
                "no one ends at level '{level}' of '{of}': every school that reaches it reaches '{next}' too",
                **named,
                next=upper,
            ),
            (*path, upper),
            key=True,
            hint=Message("this asks nothing more than '{level}' does", level=fact.step)
            if line is None
            else Message("this asks nothing more than '{level}' does in line {n}", level=fact.step, n=line),
            witness=study.write_dossier(reached.world),
        )
