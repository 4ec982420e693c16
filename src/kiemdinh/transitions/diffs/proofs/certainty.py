"""Conditions under which another one is met, whatever some of its facts and values are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from kiemdinh.rules import UNMET, All, Any, AtLeast, Branch, Condition, Fact, Known, Not, Value, walk

if TYPE_CHECKING:
    from kiemdinh.rules import Term

__all__ = ["be_certain"]

_NEVER: Final = Known(UNMET)
_Signed: TypeAlias = dict[Condition, tuple[Condition, Condition]]
"""For each condition: one under which it is surely met, and one under which it is surely unmet."""


def be_certain(condition: Condition, is_open: Callable[[Fact | Value], bool]) -> Condition:
    """Return a condition under which *condition* is met, whatever the facts and values are that *is_open* marks.

    It may ask for more than is needed, never for less: a fact and its negation count as two open facts. A part that
    reads nothing open stays as it is, so that a proof recognises it. Linear in the size of *condition*.

    Examples
    --------
    >>> from kiemdinh.rules import All, Any, Fact, Not
    >>> be_certain(Any((Fact("a"), Not(All((Fact("b"), Fact("c")))))), lambda leaf: leaf.id == "b")
    Any((Fact('a'), Any((Known(UNMET), Not(Fact('c'))))))
    """
    reading: set[Term] = set()
    signed: _Signed = {}
    for part in walk(condition):  # members come before what they are in
        if (isinstance(part, Fact | Value) and is_open(part)) or any(member in reading for member in part.members):
            reading.add(part)
        if isinstance(part, Condition):
            signed[part] = _sign_open(part, signed, reading) if part in reading else (part, _negate(part))
    return signed[condition][0]


def _sign_open(part: Condition, signed: _Signed, reading: set[Term]) -> tuple[Condition, Condition]:
    """Return when a part that reads something open is surely met, and when it is surely unmet."""
    match part:
        case Not(inner):
            return signed[inner][1], signed[inner][0]
        case Branch(test, then, otherwise) if test not in reading:
            arms = zip(signed[then], signed[otherwise], strict=True)
            met, unmet = (Branch(test, *pair) for pair in arms)
            return met, unmet
        case Branch(test, then, otherwise):
            pairs = zip(signed[then], signed[otherwise], strict=True)
            surely, never = (_choose_surely(signed[test], *pair) for pair in pairs)
            return surely, never
        case All(parts):
            return All(tuple(signed[one][0] for one in parts)), Any(tuple(signed[one][1] for one in parts))
        case Any(parts):
            return Any(tuple(signed[one][0] for one in parts)), All(tuple(signed[one][1] for one in parts))
        case AtLeast(k, parts):
            fails = tuple(signed[one][1] for one in parts)
            return AtLeast(k, tuple(signed[one][0] for one in parts)), AtLeast(len(parts) - k + 1, fails)
    return _NEVER, _NEVER


def _choose_surely(test: tuple[Condition, Condition], then: Condition, otherwise: Condition) -> Condition:
    """Return that a choice is surely met: by the arm that its test surely takes, or by both arms."""
    return Any((All((test[0], then)), All((test[1], otherwise)), All((then, otherwise))))


def _negate(part: Condition) -> Condition:
    return part.part if isinstance(part, Not) else Not(part)
