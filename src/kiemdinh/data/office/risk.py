"""Schools with an award that they may lose, as data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from kiemdinh.data.office.impact import LevelRange

__all__ = [
    "CAUSES",
    "CauseKind",
    "CauseOfRisk",
    "GrantedState",
    "RecognisedAward",
    "RiskActor",
    "SchoolAtRisk",
    "StandsToday",
    "Threat",
    "ThreatKind",
]

GrantedState: TypeAlias = Literal["held", "expired", "withdrawn", "unknown"]
"""Whether an award that was granted is held on a day."""
StandsToday: TypeAlias = Literal["holds", "open", "below", "not-assessed", "not-continued"]
"""Whether a school reaches today what its award needs: certainly, perhaps, certainly not; nobody assessed it; or the
edition in force has no award in the place of it, so that nothing is asked."""
CauseKind: TypeAlias = Literal["reality", "evidence", "rule", "not-assessed"]
"""Why an award is in doubt: a requirement is not met; what shows it does not count; the rules were changed; or nobody
has looked."""
CAUSES: Final[tuple[CauseKind, ...]] = ("reality", "evidence", "rule", "not-assessed")
RiskActor: TypeAlias = Literal["school", "review", "authority"]
"""Who can act: the school, those who review it, or an authority."""
ThreatKind: TypeAlias = Literal["award", "edition", "school-year", "evidence", "record"]
"""What ends or changes: the award, the edition in force, the school years that count, an item, or a record."""


@dataclass(frozen=True, slots=True)
class RecognisedAward:
    """An award that a school was granted.

    See the example of :func:`kiemdinh.risk`.

    Attributes
    ----------
    award
        The award, as the register or the dossier names it.
    grade
        Its grade, by its id where that is known; None where none is named.
    signed, until
        The day of the decision, and the last day of its validity, printed or else computed; each None where it is not
        known.
    state
        Whether it is held.
    edition, id
        The edition by which it was granted, and the id that the award has there, where these are known.
    of
        The school that it was granted to, where this school has replaced that one; else None.
    """

    award: str
    grade: str | None
    signed: dt.date | None
    until: dt.date | None
    state: GrantedState
    edition: str | None = None
    id: str | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class CauseOfRisk:
    """Something that keeps a school from reaching what its award needs.

    See the example of :func:`kiemdinh.risk`.

    Attributes
    ----------
    kind
        Why it does.
    node
        The requirement, the criterion at a level, or the change of the rules; None where it is the school as a whole.
    cite
        Where it stands in the law, as far as that is known.
    actor
        Who can act.
    stage
        The stage that it is about; None for the school.
    reason
        Why it is unknown, as codes; None where it is not met.
    """

    kind: CauseKind
    node: str | None
    cite: str | None
    actor: RiskActor
    stage: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Threat:
    """Something that ends or changes on a later day.

    See the example of :func:`kiemdinh.risk`.

    Attributes
    ----------
    date
        The first day on which it has ended or changed.
    what, id
        What ends or changes, and its id: the award, the edition, the school year, the code of an item.
    effect
        The level that is certain from that day on, while the records stay; None where there is none, and for an award
        that ends.
    falls
        Whether what the award needs is then no longer certain; True for the end of the award itself.
    """

    date: dt.date
    what: ThreatKind
    id: str
    effect: str | None
    falls: bool


@dataclass(frozen=True, slots=True)
class SchoolAtRisk:
    """A school and an award that it was granted.

    See the example of :func:`kiemdinh.risk`.

    Attributes
    ----------
    school, name, commune, district
        Who it is and where, as the register has it.
    held
        The award.
    needed
        The level that its grade needs by the edition in force; None where that is not known.
    today, edition
        The levels by the edition in force, and that edition; None where nobody assessed the school.
    stands
        Whether the school reaches today what its award needs.
    granted
        The levels by the edition by which the award was granted; None where no table is of that framework.
    margin
        The smallest number of losses that together drop the needed level; None where it is not certain, or nothing
        drops it.
    single_points
        What drops it alone, at most 20.
    threats
        What ends or changes until the day that was asked about, soonest first.
    causes
        What keeps the school from reaching what its award needs.
    concern
        The level of concern, by the framework of concern; None where that framework leaves it unknown.
    """

    school: str
    name: str | None
    commune: str | None
    district: str | None
    held: RecognisedAward
    needed: str | None
    today: LevelRange | None
    edition: str | None
    stands: StandsToday
    granted: LevelRange | None
    margin: int | None
    single_points: tuple[str, ...]
    threats: tuple[Threat, ...]
    causes: tuple[CauseOfRisk, ...]
    concern: str | None = None
