"""Outcomes and awards of other frameworks that rules read, and families of frameworks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any

from kiemdinh.parsing.fields import Date, Id, YesNo
from kiemdinh.parsing.models import BeforeValidator, Model, key
from kiemdinh.standards.definition.law import Localised
from kiemdinh.standards.definition.model.scales import StepDef

__all__ = ["FamilyMember", "ReferenceDef"]


class FamilyMember(Model):
    """A framework of a family: for which stage it is, and the first day of its first edition (6.5).

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.ntm-2021.xa").definition
    >>> members = definition.references["vn.tt13-2020/muc"].family
    >>> [(member.stage, member.framework) for member in members][:2]
    [('mam-non', 'vn.tt13-2020.mam-non'), ('thcs', 'vn.tt13-2020.thcs')]
    """

    framework: Id = key(description="The id of the framework")
    stage: Id = key(description="The stage that it is for")
    in_force: Date | None = key(default=None, description="The first day of its first edition")

    @property
    def begins(self) -> dt.date:
        """The first day; the first of all days where none is stated."""
        return self.in_force or dt.date.min


def _write_out_id(value: Any) -> Any:
    return {"id": value} if isinstance(value, str) else value


class ReferenceDef(Localised):
    """The steps of an outcome or award of another framework, lowest first (6.5).

    An author writes them where that framework is not at hand, because it exists in records only; else loading fills
    them in. An award without grades has none.

    Attributes
    ----------
    scale
        The steps, lowest first.
    not_reached
        What is below the lowest, where it has a name.
    labels
        Whether they are the labels of a decision list, which have no order.
    family
        The frameworks of the family, where the reference names one; loading fills in those that are at hand.
    """

    scale: tuple[Annotated[StepDef, BeforeValidator(_write_out_id)], ...] = ()
    not_reached: Annotated[StepDef, BeforeValidator(_write_out_id)] | None = None
    labels: YesNo = key(default=False, description="Whether these are labels without an order")
    family: tuple[FamilyMember, ...] = key(default=(), description="The frameworks of a family")

    def frameworks_on(self, day: dt.date, stage: str | None) -> tuple[str, ...]:
        """Return the framework of the family that is in force for a stage on a day; of each stage where it is None.

        It is the one that began last, by that day; where none has begun, the first (4.2).

        >>> old, new = FamilyMember(framework="f.old", stage="thcs"), dt.date(2026, 1, 1)
        >>> family = ReferenceDef(family=(old, FamilyMember(framework="f.new", stage="thcs", in_force=new)))
        >>> family.frameworks_on(dt.date(2025, 12, 31), "thcs"), family.frameworks_on(new, None)
        (('f.old',), ('f.new',))
        """
        by_stage: dict[str, list[FamilyMember]] = {}
        for member in sorted(self.family, key=lambda one: one.begins):
            if stage in (None, member.stage):
                by_stage.setdefault(member.stage, []).append(member)
        return tuple(
            next((one for one in reversed(members) if one.begins <= day), members[0]).framework
            for members in by_stage.values()
        )

    def frameworks_of(self, stage: str | None) -> tuple[str, ...]:
        """Return the frameworks of the family for a stage, whenever they are in force; all where it is None."""
        return tuple(one.framework for one in self.family if stage in (None, one.stage))

    @property
    def steps(self) -> tuple[str, ...]:
        """The ids of the steps, lowest first, what lies below them left out."""
        return tuple(step.id for step in self.scale)

    @property
    def words(self) -> Mapping[str, StepDef]:
        """What can be recorded, by its id: what lies below the lowest step, then the steps."""
        below = () if self.not_reached is None else (self.not_reached,)
        return {step.id: step for step in (*below, *self.scale)}
