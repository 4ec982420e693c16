"""What the county order means for every school, beyond the schools of the scenarios."""

from pathlib import Path
from typing import Any

from hypothesis import given

import kiemdinh as kd
from kiemdinh.testing import FrameworkLaws, dossiers

STANDARD = kd.load(Path(__file__).parents[1] / "standards" / "music-schools.yaml")
LEVELS = [None, "basic", "advanced"]


def level(dossier: dict[str, Any]) -> int:
    """Return how high the guaranteed level is."""
    reached = kd.assess(STANDARD, dossier).level
    return LEVELS.index(reached and reached.id)


class TestLaws(FrameworkLaws):
    """Each law of kiemdinh holds for the standard."""

    framework = STANDARD


@given(dossiers(STANDARD))
def test_a_village_school_stands_no_lower_than_the_same_school_in_a_town(dossier: dict[str, Any]) -> None:
    """Section 3: a village needs fewer concerts, and nothing else is other."""
    inputs = dossier.get("inputs", {})
    town, village = ({**dossier, "inputs": {**inputs, "place": place}} for place in ("town", "village"))
    assert level(village) >= level(town)


@given(dossiers(STANDARD, level="advanced"))
def test_no_level_outlives_the_weekly_lessons(dossier: dict[str, Any]) -> None:
    """Section 2: the core criteria stand for every level."""
    supposed = kd.assess(STANDARD, dossier).what_if({"1.1": "unmet"})
    assert supposed.result.outcome.id == "none"
