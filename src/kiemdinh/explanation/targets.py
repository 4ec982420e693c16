"""The levels that a user can ask for, and the facts that stand for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from kiemdinh.assessment.levels import labels_of, ladder_of
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.parsing.cells import Vocabulary
from kiemdinh.standards.definition import LadderOutcome
from kiemdinh.standards.names import FactKind, FactName

if TYPE_CHECKING:
    from kiemdinh.data.outcomes import LevelRef, OutcomeResult
    from kiemdinh.standards.loading import Framework

__all__ = ["fact_of_level", "levels_of", "refuse_label_target", "resolve_target"]


def levels_of(framework: Framework) -> tuple[LevelRef, ...]:
    """Return the levels of the main outcome, lowest first, or the labels of a decision list in its order.

    >>> from kiemdinh.standards.catalogue import load
    >>> [level.id for level in levels_of(load("vn.tt57-2026.gdtx"))]
    ['muc-1', 'muc-2']
    """
    main = framework.outcomes[0]
    return ladder_of(framework, main) if isinstance(main, LadderOutcome) else labels_of(main)


def fact_of_level(main: OutcomeResult, level: LevelRef) -> FactName:
    """Return the name of the fact that stands for *level*: that the outcome *main* reaches it, or gives the label.

    Its text is ``outcome:muc/muc-2`` or ``label:action=close``.
    """
    kind = FactKind.OUTCOME if main.kind == "ladder" else FactKind.LABEL
    return FactName(kind, main.id, level.id)


def resolve_target(framework: Framework, target: object, others: Sequence[str] = ()) -> LevelRef:
    """Return the level, or label, of the main outcome that *target* means, by its id or a text in either language.

    *others* are what a caller takes beside, which the error names too.

    Raises
    ------
    InputError
        There is none; the error names those that there are.
    """
    levels = {level.id: level for level in levels_of(framework)}
    names = Vocabulary({level.id: (level.vi, level.en) for level in levels.values()})
    found = names.find(target) if isinstance(target, str) else None
    if found is not None:
        return levels[found]
    word = target if isinstance(target, str) else type(target).__name__
    near = names.suggest(word)
    raise InputError(
        [
            Diagnostic(
                "KD331",
                "error",
                Message("'{word}' is not a level of {id}", word=word, id=framework.id),
                path="target",
                expected=Message("one of {names}", names=", ".join((*levels, *others))),
                found=word,
                hint=None if near is None else Message("did you mean '{near}'?", near=near),
            )
        ]
    )


def refuse_label_target(labels: tuple[str, ...]) -> NoReturn:
    """Raise the error for a decision list that is asked for its next level: its labels have no order.

    Raises
    ------
    InputError
        Always; the error names the *labels*.
    """
    raise InputError(
        [
            Diagnostic(
                "KD331",
                "error",
                Message("labels have no order: say which one"),
                path="target",
                expected=Message("one of {names}", names=", ".join(labels)),
            )
        ]
    )
