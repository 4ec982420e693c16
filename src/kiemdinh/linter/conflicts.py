"""Conflicts: which parts of a definition, taken together, make a condition impossible.

A condition that is never met is taken apart into the conditions that it asks for together. A smallest set of these that
cannot all hold is a conflict. It is found as QuickXplain does (Junker, 2004).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kiemdinh.rules import MET, UNMET, All, Any, AtLeast, Branch, Condition, Known, Not

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.parsing.collector import Path

__all__ = ["Demanded", "find_conflict", "list_demanded"]

_MAX_PROOFS: Final = 200
"""How many proofs one conflict may take; where it needs more, none is named."""


@dataclass(frozen=True, slots=True)
class Demanded:
    """One of the conditions that a condition asks for together.

    Parameters
    ----------
    condition
        The condition over free facts and values.
    inside
        The path in the rule itself: that of the innermost part of the rule which asks for it.
    path
        The path at which it is written, also in the parts to which the rule refers, as exactly as it is known.
    """

    condition: Condition
    inside: Path
    path: Path


def find_conflict(study: Study, condition: Condition, path: Path) -> tuple[Demanded, ...]:
    """Return a smallest set of demands of *condition* that cannot all hold, in the order of the condition.

    The set is empty where the search takes more than 200 proofs, or where a proof is undecided.

    Parameters
    ----------
    study
        The framework under study.
    condition
        A condition over free facts that is proved to be never met.
    path
        The path of its rule: of all steps of a ladder for one step, of all cases for a label.
    """
    demanded = tuple(list_demanded(study, _find_place(study, Demanded(condition, path, path))))
    left = _MAX_PROOFS

    def is_impossible(some: Sequence[Demanded]) -> bool:
        nonlocal left
        left -= 1
        return left >= 0 and study.is_never_met(All(tuple(each.condition for each in some)))

    found = _explain((), demanded, is_impossible, has_grown=False)
    # If the proofs ran out, the remaining conditions may be possible.
    return found if found and is_impossible(found) else ()


def list_demanded(study: Study, whole: Demanded) -> Iterator[Demanded]:
    """Yield the conditions that a condition asks for together, each with the innermost place where it is written."""
    parts = tuple(_list_parts(whole.condition))
    if not parts:
        yield whole
    for part in parts:
        yield from list_demanded(study, _find_place(study, replace(whole, condition=part)))


def _list_parts(condition: Condition) -> Iterator[Condition]:
    """Yield the conditions that all hold exactly where *condition* holds; nothing where it is not such a group."""
    match condition:
        case All(parts):
            yield from parts
        case AtLeast(k, parts) if k == len(parts):
            yield from parts
        case Not(Any(parts)):
            yield from map(Not, parts)
        case Not(Not(part)):
            yield part
        case Branch(test, Known(then), Known(otherwise)) if (then, otherwise) == (MET, UNMET):
            yield test
        case Branch(test, Known(then), otherwise) if then is UNMET:
            yield from (Not(test), otherwise)


def _find_place(study: Study, part: Demanded) -> Demanded:
    """Return the demand with the place where it is written, or unchanged where it has no place of its own."""
    written = part.condition.part if isinstance(part.condition, Not) else part.condition
    places = study.places.get(written, ())
    inside = next((place for place in places if _is_within(place, part.inside)), None)
    path = next((place for place in places if _is_within(place, part.path)), places[0] if places else None)
    return replace(part, inside=inside or part.inside, path=path or part.path)


def _is_within(place: Path, other: Path) -> bool:
    return place[: len(other)] == other


def _explain(
    given: tuple[Demanded, ...],
    demanded: tuple[Demanded, ...],
    is_impossible: Callable[[Sequence[Demanded]], bool],
    *,
    has_grown: bool,
) -> tuple[Demanded, ...]:
    """Return a smallest part of *demanded* that is impossible together with *given*.

    *has_grown* is whether more is given than at the call above, so that it may be impossible by itself.
    """
    if has_grown and given and is_impossible(given):
        return ()
    if len(demanded) <= 1:
        return demanded
    half = len(demanded) // 2
    first, second = demanded[:half], demanded[half:]
    of_second = _explain((*given, *first), second, is_impossible, has_grown=True)
    of_first = _explain((*given, *of_second), first, is_impossible, has_grown=bool(of_second))
    return (*of_first, *of_second)
