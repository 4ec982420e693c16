"""The particulars of the school, and the awards that it holds: both are taken over as they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiemdinh.data.transitions import CarriedRecord
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.evidence.dossier import Held, School

if TYPE_CHECKING:
    from kiemdinh.standards.loading import Framework
    from kiemdinh.transitions.carrying.parcel import Parcel

__all__ = ["carry_awards", "carry_school", "join_schools"]


def join_schools(old: School, base: School, target: Framework) -> School:
    """Return the school of the new dossier: each particular from the base, else from the old dossier.

    Only stages that the new framework has are kept.

    Raises
    ------
    InputError
        The two dossiers are of two schools (KD261).
    """
    if old.id is not None and base.id is not None and old.id != base.id:
        message = Message("the two dossiers are of two schools")
        raise InputError([Diagnostic("KD261", "error", message, expected=Message.verbatim(old.id), found=base.id)])
    declared = [stage.id for stage in target.definition.subject.stages]
    takes_stages = "stage" in target.definition.subject.has
    stages = tuple(one for one in old.stages or () if takes_stages and (not declared or one in declared)) or None
    return School(
        base.id if base.id is not None else old.id,
        base.name if base.name is not None else old.name,
        base.stages if base.stages is not None else stages,
        base.founded if base.founded is not None else old.founded,
    )


def carry_school(parcel: Parcel) -> None:
    """Note the particulars of the school that were taken over."""
    base = parcel.base.dossier.school
    for key in ("id", "name", "stages", "founded"):
        if getattr(parcel.school, key) != getattr(base, key):
            parcel.carried.append(CarriedRecord("school", key, None, (key,)))
    for stage in parcel.old.dossier.school.stages or ():
        if stage not in (parcel.school.stages or ()):
            parcel.leave("school", stage, "no-stage")


def carry_awards(parcel: Parcel) -> None:
    """Carry the awards by recorded decision; they stay awards of the old framework."""
    base = parcel.base.dossier
    known = {(one.award, one.grade, one.signed) for one in base.held}
    for held in parcel.old.dossier.held:
        award = _name_award(held, parcel)
        if (award, held.grade, held.signed) in known:
            parcel.leave("award", held.award, "recorded", held.signed)
        elif held.signed > parcel.on:
            parcel.leave("award", held.award, "later", held.signed)
        elif "held" in base.complete:
            parcel.leave("award", held.award, "complete", held.signed)
        else:
            parcel.held.append(replace(held, award=award, where=""))
            parcel.carried.append(CarriedRecord("award", award, None, (held.award,)))


def _name_award(held: Held, parcel: Parcel) -> str:
    """Return the name of an award in the new dossier: with its framework, unless it is one of the new framework."""
    named = held.award if "/" in held.award else f"{parcel.old.framework.id}/{held.award}"
    return named.removeprefix(f"{parcel.mapping.target.id}/")
