"""What one synthetic school is like: its maturity and size, and every number that is drawn for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from math import exp
from statistics import NormalDist
from typing import Final

__all__ = ["SchoolTraits", "YearOfSchool", "draw_schools"]

_NORMAL: Final = NormalDist()
_MEAN: Final = 0.5
"""Where a school of middling maturity stands; the highest step of a scale begins at 0."""
_OF_MATURITY: Final = 1.2
_OF_GROUP: Final = 0.3
_OF_SUBJECT: Final = 0.35
_OF_YEAR: Final = 0.12
"""How much of a standing is the school's maturity, and how much is drawn for a group, a subject and a year."""
_GROWTH: Final = 0.08
"""By how much all schools get better in a year."""
_WITH_GAPS: Final = 0.2
_GAPS: Final = 0.06
"""Which part of the schools leave cells empty, and which part of the cells these leave empty."""
_STAGE_MIX: Final = (32, 25, 5)
"""How many schools have each stage, the lowest first; of every further stage there is one."""
_SEVERAL_STAGES: Final = 0.04


@dataclass(frozen=True, slots=True)
class SchoolTraits:
    """A synthetic school.

    Attributes
    ----------
    seed, number
        What all its numbers are drawn from.
    maturity
        How far the school has come, a number from the normal distribution, with which all its records are correlated.
    stages
        Its stages; empty where the framework has none.
    """

    seed: int
    number: int
    maturity: float
    stages: tuple[str, ...]

    @property
    def pupils(self) -> float:
        """About how many pupils it has."""
        return exp(6.2 + 0.5 * self.draw_normal("size"))

    def draw(self, *key: object) -> float:
        """Return a number between 0 and 1, the same for the same key whenever and in whatever order it is asked for."""
        text = "\0".join(map(str, (self.seed, self.number, *key)))
        bits = int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> 12
        return (bits + 0.5) / 2**52

    def draw_normal(self, *key: object) -> float:
        """Return a number from the normal distribution, the same for the same key."""
        return _NORMAL.inv_cdf(self.draw(*key))


@dataclass(frozen=True, slots=True)
class YearOfSchool:
    """A school in one of its years, counted from 0: what a row is made of."""

    school: SchoolTraits
    year: int

    def standing(self, group: str, subject: str) -> float:
        """Return how well the school does in a subject, a number from the normal distribution.

        Subjects of one group are correlated, and so are the years of one subject.
        """
        drawn = self.school.draw_normal
        of_subject = _OF_SUBJECT * drawn("subject", subject) + _OF_YEAR * drawn("year", subject, self.year)
        of_school = _MEAN + _OF_MATURITY * self.school.maturity + _GROWTH * self.year
        return of_school + _OF_GROUP * drawn("group", group) + of_subject

    def share(self, group: str, subject: str) -> float:
        """Return the standing as a number between 0 and 1: the share of average schools that do worse."""
        return _NORMAL.cdf(self.standing(group, subject))

    def leaves_out(self, subject: str) -> bool:
        """Return whether the cell of a subject is empty: nobody has recorded it."""
        school = self.school
        return school.draw("gaps") < _WITH_GAPS and school.draw("gap", subject, self.year) < _GAPS


def draw_schools(seed: int, count: int, stages: Sequence[str]) -> list[SchoolTraits]:
    """Return *count* schools of every maturity: one from each of *count* equal parts of the normal distribution.

    *stages* are those of the framework, the lowest first. The cost is that of sorting them.
    """
    bare_schools = [SchoolTraits(seed, number, 0, ()) for number in range(1, count + 1)]
    found = []
    for place, bare in enumerate(sorted(bare_schools, key=lambda school: school.draw("place"))):
        maturity = _NORMAL.inv_cdf((place + bare.draw("maturity")) / count)
        found.append(replace(bare, maturity=maturity, stages=_choose_stages(bare, stages)))
    return sorted(found, key=lambda school: school.number)


def _choose_stages(school: SchoolTraits, stages: Sequence[str]) -> tuple[str, ...]:
    """Return one stage, or sometimes two that follow each other."""
    weights = [*_STAGE_MIX, *[1] * len(stages)][: len(stages)]
    left = school.draw("stage") * sum(weights)
    for place, weight in enumerate(weights):
        left -= weight
        if left < 0:
            several = school.draw("stages") < _SEVERAL_STAGES
            return tuple(stages[place : place + 2 if several else place + 1])
    return ()
