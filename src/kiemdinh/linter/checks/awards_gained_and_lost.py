"""Awards whose conditions and grounds for loss can hold together (KD525)."""

from __future__ import annotations

from collections.abc import Iterator

from kiemdinh.analysis.study import Study
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.report import make_finding, make_undecided_note
from kiemdinh.rules import All, Satisfiability
from kiemdinh.standards.model import LadderAward

__all__ = ["check"]


def check(study: Study) -> Iterator[LintFinding]:
    """Find awards that a school can be eligible for and lose on the same facts (semantics 2.7)."""
    for i, award in enumerate(study.framework.awards):
        if award.lost_if is None:
            continue
        name = f"award:{award.id}"
        if isinstance(award, LadderAward):
            name += f"/{study.framework.definition.steps_of(award.ladder)[0]}"
        proof = study.prove(All((study.whole[name], study.whole[f"lost:{award.id}"])))
        message = f"'{award.id}' can be gained and lost on the same facts"
        if proof.status is Satisfiability.SATISFIABLE:
            yield make_finding(study, "KD525", message, ("awards", i, "lost_if"), witness=study.dossier(proof.world))
        elif proof.status is Satisfiability.UNDECIDED:
            yield make_undecided_note(study, "KD525", f"whether {message}", ("awards", i, "lost_if"))
