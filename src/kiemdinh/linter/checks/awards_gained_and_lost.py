"""Awards whose conditions and grounds for loss can be met together (KD525).

A school would be eligible for such an award and would have to lose it on the same facts (semantics 2.7).
"""

from __future__ import annotations

from collections.abc import Iterator

from kiemdinh.analysis.study import Study
from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.report import make_finding, make_undecided_note
from kiemdinh.rules import All, Satisfiability
from kiemdinh.standards.definition import LadderAward
from kiemdinh.standards.names import FactKind, FactName

__all__ = ["check_awards_gained_and_lost"]


def check_awards_gained_and_lost(study: Study) -> Iterator[LintFinding]:
    """Find awards that can be gained and lost together; one proof for each award that can be lost.

    For an award with grades only the lowest grade is checked: the others need it.
    """
    for i, award in enumerate(study.framework.awards):
        if award.lost_if is None:
            continue
        lowest = study.framework.definition.steps_of(award.ladder)[0] if isinstance(award, LadderAward) else None
        gained, lost = FactName(FactKind.AWARD, award.id, lowest), FactName(FactKind.LOST, award.id)
        proof = study.prove(All((study.inlined[str(gained)], study.inlined[str(lost)])))
        message = Message("'{id}' can be gained and lost on the same facts", id=award.id)
        if proof.status is Satisfiability.SATISFIABLE:
            witness = study.write_dossier(proof.world)
            yield make_finding(study, "KD525", message, ("awards", i, "lost_if"), witness=witness)
        elif proof.status is Satisfiability.UNDECIDED:
            yield make_undecided_note(
                study, "KD525", Message("whether {message}", message=message), ("awards", i, "lost_if")
            )
