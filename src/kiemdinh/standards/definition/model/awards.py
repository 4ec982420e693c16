"""Awards: what a school is granted, and for how long."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from kiemdinh.parsing.durations import Duration
from kiemdinh.parsing.fields import Id, Map, RawText
from kiemdinh.parsing.frozen import FrozenMap
from kiemdinh.parsing.models import Discriminator, Tag, key
from kiemdinh.standards.definition.conditions import Cond
from kiemdinh.standards.definition.law import Cited, Localised
from kiemdinh.standards.definition.model.outcomes import BANDS_HELP, Bands, tag_ladder

__all__ = ["Award", "LadderAward", "SimpleAward", "ValidityTable"]


class ValidityTable(Cited):
    """How long an award is valid, by the label of an outcome.

    ``by`` is the outcome; the value of a label is a length of time, or ``unknown``.
    """

    by: Id
    values: Map[RawText]
    otherwise: RawText | None = None


_Validity: TypeAlias = Annotated[
    Annotated[ValidityTable, Tag("?by")] | Annotated[Duration, Tag("?for")],
    Discriminator(lambda v: "?by" if isinstance(v, dict | ValidityTable) else "?for"),
]


class _Award(Localised):
    id: Id
    authority: Localised | None = None
    valid: _Validity | None = None
    renew_before: Duration | None = None
    cure_within: Duration | None = None
    wait_for_higher: Duration | None = None
    continues: tuple[RawText, ...] = ()
    lost_if: Cond | None = None
    discretion: Localised | None = None
    law: Map[Localised] = key(
        default=FrozenMap(),
        description="The law of single keys: valid, authority, …; with a text, what the law says of one",
    )


class SimpleAward(_Award):
    """An award that is held or not (công nhận)."""

    needs: Cond


class LadderAward(_Award):
    """An award with ordered grades (mức độ, cấp độ)."""

    ladder: Id
    needs: Map[Cond]
    bands: Bands | None = key(default=None, description=BANDS_HELP)


Award: TypeAlias = Annotated[
    Annotated[LadderAward, Tag("?ladder")] | Annotated[SimpleAward, Tag("?plain")],
    Discriminator(tag_ladder),
]
