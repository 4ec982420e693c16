"""Scales: named steps in an order, or numbers."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from kiemdinh.parsing.fields import Exact, Id
from kiemdinh.parsing.models import Discriminator, Tag, key
from kiemdinh.standards.definition.conditions import find_key
from kiemdinh.standards.definition.law import Localised

__all__ = ["RangeScale", "Scale", "StepDef", "StepScale"]


class StepDef(Localised):
    """One step of a scale.

    Attributes
    ----------
    id
        Its id.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.tt13-2020.mam-non").definition
    >>> [step.en for step in definition.scales["muc"].steps]
    ['Minimum', 'Level 1', 'Level 2']
    """

    id: Id


class StepScale(Localised):
    """An ordered scale of named steps, lowest first; *not_reached* names what lies below the first (2.2).

    Attributes
    ----------
    steps
        The steps, one or more, lowest first.
    not_reached
        What lies below the lowest step; None where nothing can be said to lie there.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("vn.tt13-2020.mam-non").definition
    >>> scale = definition.scales["muc"]
    >>> [step.id for step in scale.steps], scale.not_reached.en
    (['toi-thieu', 'muc-1', 'muc-2'], 'Below the minimum')
    """

    steps: tuple[StepDef, ...] = key(min_length=1)
    not_reached: StepDef | None = None


class RangeScale(Localised):
    """A numeric scale; with *step* only whole steps can be given.

    Attributes
    ----------
    from_, to
        The lowest and the highest number, both included; ``from_`` is written ``from``.
    step
        Of which number every value is a multiple; None where any number can be given.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("asean.aun-qa-4").definition
    >>> scale = definition.scales["seven"]
    >>> scale.from_, scale.to, scale.step
    (1, 7, 1)
    """

    from_: Exact = key(alias="from")
    to: Exact
    step: Exact | None = None


def _tag_scale(value: object) -> str:
    return "?range" if find_key(value, ("steps", "from", "to")) in ("from", "to") else "?steps"


Scale: TypeAlias = Annotated[
    Annotated[StepScale, Tag("?steps")] | Annotated[RangeScale, Tag("?range")], Discriminator(_tag_scale)
]
"""A scale of a definition: named steps in order, or a range of numbers."""
