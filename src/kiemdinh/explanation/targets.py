"""The levels that can be asked for, and the facts that stand for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from kiemdinh.assessment.levels import labels_of, ladder_of
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.wording import suggest
from kiemdinh.standards.definition import LadderOutcome

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import LevelRef, OutcomeResult
    from kiemdinh.standards.loading import Framework

__all__ = ["checked_target", "fact_of_level", "levels_of", "refuse_label_target"]


def levels_of(framework: Framework) -> tuple[LevelRef, ...]:
    """Return the levels of the main outcome, lowest first, or the labels of a decision list."""
    main = framework.outcomes[0]
    return ladder_of(framework, main) if isinstance(main, LadderOutcome) else labels_of(main)


def fact_of_level(main: OutcomeResult, level: LevelRef) -> str:
    """Return the name of the fact that a level is reached, or a label given."""
    return f"outcome:{main.id}/{level.id}" if main.kind == "ladder" else f"label:{main.id}={level.id}"


def checked_target(framework: Framework, target: object) -> LevelRef:
    """Return the level called *target*; raises an InputError that names the levels where there is none."""
    levels = {level.id: level for level in levels_of(framework)}
    if isinstance(target, str) and target in levels:
        return levels[target]
    word = target if isinstance(target, str) else type(target).__name__
    near = suggest(word, tuple(levels))
    raise InputError(
        [
            Diagnostic(
                "KD331",
                "error",
                f"'{word}' is no level of {framework.id}",
                path="target",
                expected="one of " + ", ".join(levels),
                found=word,
                hint=None if near is None else f"did you mean '{near}'?",
            )
        ]
    )


def refuse_label_target(labels: tuple[str, ...]) -> NoReturn:
    """Raise the error for a decision list asked for its next level: its labels have no order."""
    raise InputError(
        [
            Diagnostic(
                "KD331",
                "error",
                "labels have no order: say which one",
                path="target",
                expected="one of " + ", ".join(labels),
            )
        ]
    )
