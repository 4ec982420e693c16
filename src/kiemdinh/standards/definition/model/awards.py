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

    Attributes
    ----------
    by
        The id of the outcome.
    values
        For each label, by its id, a length of time such as ``5 years``, or ``unknown``.
    otherwise
        The same for all other labels; None where each has an entry of its own.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("sg.edutrust").definition
    >>> dict(definition.awards[0].valid.values)
    {'provisional': '1 year', 'edutrust': '4 years', 'star': '4 years'}
    """

    by: Id
    values: Map[RawText]
    otherwise: RawText | None = None


_Validity: TypeAlias = Annotated[
    Annotated[ValidityTable, Tag("?by")] | Annotated[Duration, Tag("?for")],
    Discriminator(lambda v: "?by" if isinstance(v, dict | ValidityTable) else "?for"),
]


class _Award(Localised):
    """What awards with and without grades have in common.

    Attributes
    ----------
    id
        Its id.
    authority
        Who grants it; None where that is not said.
    valid
        For how long from its signing it is valid, or a table of that by the label of an outcome; None where it has no
        end.
    renew_before
        How long before its end renewal is due; None where that is not said.
    cure_within
        How long there is to mend what would lose it; None where that is not said.
    wait_for_higher
        How long who holds a lower grade waits for a higher one, from its signing; None where there is no wait.
    continues
        Awards of other frameworks that count as held of the same series, as ``FRAMEWORK/ID``.
    lost_if
        The condition on which it must be withdrawn; None where none is stated.
    discretion
        What the authority may decide freely, in words; None where it may not.
    """

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
    """An award that is held or not (công nhận).

    Attributes
    ----------
    needs
        The condition on which a school is eligible.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("in.naac").definition
    >>> award = definition.awards[0]
    >>> award.en, award.valid
    ('Accreditation', (5, 'year'))
    """

    needs: Cond


class LadderAward(_Award):
    """An award with ordered grades (mức độ, cấp độ).

    Attributes
    ----------
    ladder
        The id of the scale whose steps are its grades.
    needs
        The condition of each grade, by the id of the step.
    bands
        Always None in a definition that was loaded: they are written out to ``needs``.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> definition = kd.load("sg.edutrust").definition
    >>> list(definition.awards[0].needs)
    ['provisional', 'edutrust', 'star']
    """

    ladder: Id
    needs: Map[Cond]
    bands: Bands | None = key(default=None, description=BANDS_HELP)


Award: TypeAlias = Annotated[
    Annotated[LadderAward, Tag("?ladder")] | Annotated[SimpleAward, Tag("?plain")],
    Discriminator(tag_ladder),
]
"""An award of a definition: one with grades in order, or one without grades."""
