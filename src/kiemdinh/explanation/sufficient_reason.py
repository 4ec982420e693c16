"""A sufficient reason of a level: facts that keep it whatever the others are (semantics 5.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh import rules as kernel
from kiemdinh.data.margin import SufficientReasonData
from kiemdinh.data.outcomes import LevelRef
from kiemdinh.explanation.costs import read_efforts
from kiemdinh.explanation.repairs.problem import ask
from kiemdinh.rules import ExhaustedError, Fact

if TYPE_CHECKING:
    from kiemdinh.assessment.school_facts import SchoolFacts
    from kiemdinh.standards.loading import Framework
    from kiemdinh.standards.names import FactName

__all__ = ["find_sufficient_reason"]


def find_sufficient_reason(
    framework: Framework, school: SchoolFacts, level: LevelRef, fact: FactName
) -> SufficientReasonData:
    """Return a least sufficient reason of a level that is held."""
    asked = ask(framework, school, str(fact), read_efforts(None, framework))
    try:
        first = next(kernel.sufficient_reasons(asked.problem), ())
    except ExhaustedError:
        return SufficientReasonData(level, (), proved=False)
    return SufficientReasonData(
        level,
        tuple(asked.things[thing.id].id for thing in first if isinstance(thing, Fact) or thing.id in asked.things),
        proved=True,
    )
