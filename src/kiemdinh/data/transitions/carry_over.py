"""What a carry-over has made of a dossier, as data: each record that was carried, and each that was not, with why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from kiemdinh.data.outcomes import NO_TITLES, LevelRef, Titles

__all__ = [
    "CARRY_OVER_KEYS",
    "CARRY_OVER_SCHEMA_ID",
    "CarriedKind",
    "CarriedOverData",
    "CarriedRecord",
    "NotCarriedReason",
    "OldRecord",
    "RaisedLevel",
    "SeveralSources",
    "UncarriedRecord",
    "UnmappedRecord",
]

CARRY_OVER_SCHEMA_ID: Final = "https://kiemdinh.dev/schema/carry-over/1.0.json"
"""The schema of what is written of a carry-over, with its version."""

CarriedKind: TypeAlias = Literal["finding", "item", "figure", "award", "school"]
"""What is carried: a finding, an item of evidence, the value of a figure, an award held, or who the school is."""

NotCarriedReason: TypeAlias = Literal[
    "recorded", "no-index", "code-taken", "other-measure", "no-word", "no-stage", "later", "complete"
]
"""Why a record with a counterpart is not carried: something is recorded there already; the dossier has records and no
evidence index; another item has the code; the crosswalk does not call the measure the same; the new framework has no
such word or stage; it was made after the day; the list of awards is said to be complete."""


@dataclass(frozen=True, slots=True)
class OldRecord:
    """What was recorded under the old framework about one thing, on one day.

    See the example of :func:`kiemdinh.carry_over`.

    Attributes
    ----------
    id
        The node or figure, with the stage in front where it is a stage's own; ``2.2/*`` is what stands below a node.
    said
        What was found: each word with its titles; empty for a figure.
    counts
        Where the record is about all that stands below a node, how often each word was found; else empty.
    date
        The day.
    sides
        Who recorded it: ``self``, ``external`` or both, where both say the same.
    until
        Its last day; None where it has no end.
    """

    id: str
    said: tuple[LevelRef, ...]
    counts: tuple[int, ...]
    date: dt.date
    sides: tuple[str, ...]
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class CarriedRecord:
    """A record of the new dossier that was made of old ones.

    See the example of :func:`kiemdinh.carry_over`.

    Attributes
    ----------
    kind
        What was carried.
    id
        What it is about under the new framework: a node, ``inputs/ID``, the code of an item, an award, or a key of
        ``school``.
    stage
        The stage that it is confined to; None where it is about the school.
    sources
        What it was made of under the old framework, in the order of the dossier.
    origin
        The old records in words: edition, node, verdict, side and day.
    also
        For an item of evidence, the code that it got for the new framework; None where it got none.
    expired
        Whether the last day of the item or figure, or of all findings, is over on the day of the new dossier.
    records
        The old findings and figures as data.
    """

    kind: CarriedKind
    id: str
    stage: str | None
    sources: tuple[str, ...]
    origin: tuple[str, ...] = ()
    also: str | None = None
    expired: bool = False
    records: tuple[OldRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class RaisedLevel:
    """A level that carried items, figures, awards and context lift.

    See the example of :func:`kiemdinh.carry_over`.

    Attributes
    ----------
    id
        The outcome, criterion or award, with the stage in front where it is a stage's own.
    before, after
        The level that is guaranteed without what was carried, and with it; None for none.
    by
        A least set of records that lift it: codes of items, ``inputs/ID``, awards, keys of ``school``.
    """

    id: str
    before: LevelRef | None
    after: LevelRef
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnmappedRecord:
    """Old records about something that has no counterpart under the new framework.

    See the example of :func:`kiemdinh.carry_over`.

    Attributes
    ----------
    id
        The node or figure of the old framework.
    origin
        The records in words.
    why
        Why it has no counterpart, as the crosswalk says; empty where no relation names it.
    records
        The old findings and figures as data.
    titles
        What the old framework calls the node or figure.
    """

    id: str
    origin: tuple[str, ...]
    why: Titles = NO_TITLES
    records: tuple[OldRecord, ...] = ()
    titles: Titles = NO_TITLES


@dataclass(frozen=True, slots=True)
class SeveralSources:
    """Something of the new framework that was made of records about several things of the old one.

    See the example of :func:`kiemdinh.carry_over`.

    Attributes
    ----------
    id
        The node, or the figure (``inputs/ID``), of the new framework.
    sources
        The nodes or figures of the old one.
    """

    id: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UncarriedRecord:
    """An old record that has a counterpart and was not carried.

    See the example of :func:`kiemdinh.carry_over`.

    Attributes
    ----------
    kind
        What it is.
    id
        What it is about: a node, ``inputs/ID``, a code or an award of the old framework.
    reason
        Why it was not carried.
    date
        Its day; None for an item of evidence.
    titles
        What the old framework calls the node or figure; empty for anything else.
    """

    kind: CarriedKind
    id: str
    reason: NotCarriedReason
    date: dt.date | None = None
    titles: Titles = NO_TITLES


@dataclass(frozen=True, slots=True)
class CarriedOverData:
    """What a carry-over has made of a dossier: the draft, and what became of every record.

    Attributes
    ----------
    source, target
        The edition of the old framework and that of the new one, each as ``ID@DAY``.
    on
        The day of the new dossier.
    dossier
        The draft as YAML text, to be saved and completed. Its first lines say what to look at first.
    carried
        The records of the draft that were made of old ones.
    raised
        The levels that carried items, figures, awards and context lift; carried findings never do.
    unmapped
        Old records about what has no counterpart.
    without_source
        The criteria of the new framework about which the draft records nothing.
    several_sources
        The criteria and figures that were made of records about several of the old framework.
    unused
        Old records that have a counterpart and were not carried, each with the reason.
    language
        The language of comments in the draft, and of texts unless another is asked for.
    in_force, until
        The first day of the new edition, and the day on which it is replaced; None where there is none. On a day
        outside of these, the draft can only be assessed under an edition that is asked for by name.
    """

    source: str
    target: str
    on: dt.date
    dossier: str
    carried: tuple[CarriedRecord, ...]
    raised: tuple[RaisedLevel, ...]
    unmapped: tuple[UnmappedRecord, ...]
    without_source: tuple[str, ...]
    several_sources: tuple[SeveralSources, ...]
    unused: tuple[UncarriedRecord, ...]
    language: str
    in_force: dt.date | None = None
    until: dt.date | None = None


CARRY_OVER_KEYS: Final[Mapping[str, Any]] = {
    "source": str,
    "target": str,
    "on": dt.date,
    "dossier": str,
    "carried": tuple[CarriedRecord, ...],
    "raised": tuple[RaisedLevel, ...],
    "unmapped": tuple[UnmappedRecord, ...],
    "without_source": tuple[str, ...],
    "several_sources": tuple[SeveralSources, ...],
    "unused": tuple[UncarriedRecord, ...],
    "language": str,
    "in_force": dt.date | None,
    "until": dt.date | None,
}
"""The keys of a carry-over beside ``schema`` and ``kind``, by what they hold: the attributes of these names."""
