"""The model of a crosswalk file: two frameworks, and each relation between a node of one and a node of the other."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from kiemdinh.parsing.fields import Text, YesNo
from kiemdinh.parsing.models import BeforeValidator, Model, key
from kiemdinh.standards.definition import Localised, check_language

__all__ = ["Confidence", "CrosswalkEnds", "CrosswalkFile", "RelationEntry", "RelationKind"]

RelationKind: TypeAlias = Literal["equivalent-to", "subset-of", "superset-of", "intersects-with", "none"]
"""How the demands of the source relate to those of the target: the same; part of these; more than these; each has some
that the other does not have; the other side has none of them."""

Confidence: TypeAlias = Literal["high", "medium", "low"]
"""How sure the author of a relation is."""


class CrosswalkEnds(Model):
    """The two frameworks that a crosswalk relates."""

    from_: Text = key(alias="from", description="The source: the id of a framework, perhaps with a day (ID@DAY)")
    to: Text = key(description="The target: the id of a framework, perhaps with a day (ID@DAY)")


class RelationEntry(Model):
    """A relation, read from the source to the target."""

    from_: Text | None = key(
        default=None,
        alias="from",
        description="A node (1.5), a level (1.5/muc-2), a figure (inputs/ID) or a result (outcomes/ID/LEVEL, "
        "awards/ID/GRADE) of the source",
    )
    to: Text | None = key(default=None, description="The same of the target")
    is_: RelationKind = key(alias="is", description="What the source asks, compared with what the target asks")
    why: Localised = key(description="The reason, one sentence in each language")
    confidence: Confidence
    editorial: YesNo = key(default=False, description="Whether its author, and not the law, says so")


class CrosswalkFile(Model):
    """A crosswalk from one framework to another."""

    kiemdinh: Annotated[Literal[1], BeforeValidator(check_language)] = key(description="Version of the language")
    crosswalk: CrosswalkEnds
    relations: tuple[RelationEntry, ...] = ()
