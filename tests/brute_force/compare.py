"""The engine held against the oracle: sound always, exact where it says so (semantics 1.6)."""

from dataclasses import dataclass

import kiemdinh as kd
from brute_force.completions import TooManyError, every_result
from brute_force.reading import School


@dataclass(frozen=True)
class Difference:
    """An outcome that the engine reads otherwise than its completions give it."""

    outcome: str
    kind: str
    engine: tuple
    oracle: tuple


def find_differences(definition, dossier, *, most=1500):
    """What the engine reads too narrow (*unsound*), or calls exact and reads too wide (*inexact*).

    Raises ``TooManyError`` where there are more completions than ``most``.
    """
    framework = kd.load(definition)
    result = kd.assess(framework, dossier)
    school = School(definition, dossier)
    places = [(school.assessed, result.outcomes), *(([part.stage], part.outcomes) for part in result.parts)]
    return [
        difference
        for stages, outcomes in places
        for said, outcome in zip(definition["outcomes"], outcomes, strict=True)
        for difference in _compare_outcome(school, said, outcome, stages, most)
    ]


def _compare_outcome(school, said, outcome, stages, most):
    """Yield how what the engine says of an outcome differs from what its completions give."""
    if "ladder" in said:
        words = [None, *school.d.steps(said["ladder"])]
        engine = tuple(words.index(end and end.id) for end in (outcome.guaranteed, outcome.attainable))
        widest = {0, len(words) - 1}
    else:
        engine = tuple(sorted(label.id for label in outcome.labels))
        widest = {*(case["id"] for case in said["cases"]), said["otherwise"]["id"]}
    # Nothing is wider than all there is, so that its ends are enough.
    enough = widest if set(engine) == widest else None
    given = every_result(lambda world: school.outcome(said, world, stages), most, enough)
    if "ladder" in said:
        oracle = (min(given), max(given))
        is_sound = engine[0] <= oracle[0] and oracle[1] <= engine[1]
    else:
        oracle = tuple(sorted(given))
        is_sound = set(oracle) <= set(engine)
    if not is_sound:
        yield Difference(said["id"], "unsound", engine, oracle)
    elif outcome.exact and engine != oracle:
        yield Difference(said["id"], "inexact", engine, oracle)


__all__ = ["Difference", "TooManyError", "find_differences"]
