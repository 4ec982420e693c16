"""Drawn conditions of the kernel: groups, thresholds and negations over facts and comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from kiemdinh.rules import All, AtLeast, Compare, Comparison, Condition, Constant, Fact, Not, Value
from kiemdinh.rules import Any as AnyOf

__all__ = ["conditions"]

_OPERATORS: Sequence[Comparison] = (">=", ">", "<=", "<", "==")


def conditions(
    *,
    shared: bool | None = None,
    min_size: int = 1,
    max_size: int = 8,
    negation: bool = True,
    values: bool = True,
) -> st.SearchStrategy[Condition]:
    """Conditions of the kernel: groups of facts and comparisons, with ``min_size`` to ``max_size`` leaves.

    Parameters
    ----------
    shared
        False draws read-once conditions, in which every name occurs once; True draws conditions in which one occurs
        twice (of two leaves or more); None draws both.
    min_size, max_size
        How many leaves a condition has.
    negation
        Whether parts may be negated.
    values
        Whether comparisons of values with numbers may occur besides facts.

    Raises
    ------
    hypothesis.errors.InvalidArgument
        Sizes that leave nothing to draw.

    Examples
    --------
    >>> from kiemdinh.rules import Fact
    >>> from hypothesis import find
    >>> find(conditions(values=False), lambda condition: True) == Fact("f1")
    True
    """
    least = max(min_size, 2) if shared else min_size  # one leaf cannot share its name with another
    if least < 1 or max_size < least:
        message = f"cannot draw a condition of {least} to {max_size} leaves"
        raise InvalidArgument(message)
    return _conditions_of_size(least, max_size, shared=shared, negation=negation, values=values)


@st.composite
def _conditions_of_size(
    draw: st.DrawFn, least: int, largest: int, *, shared: bool | None, negation: bool, values: bool
) -> Condition:
    """Conditions of *least* to *largest* leaves, joined in groups."""
    size = draw(st.integers(least, largest))
    names = list(range(1, size + 1))
    # Names are numbers here; a shared condition has at least its first and its last in common.
    twice = shared if shared is not None else size > 1 and draw(st.booleans())
    if twice:
        names = [draw(st.integers(1, max(1, size - 1))) for _ in names]
        names[-1] = names[0]
    parts = [draw(_leaves(number, values=values)) for number in names]
    return _group_neighbours(draw, parts, negation=negation)


@st.composite
def _leaves(draw: st.DrawFn, number: int, *, values: bool) -> Condition:
    """The fact of that number, or a comparison of the value of that number with a constant."""
    if not values or draw(st.booleans()) is False:
        return Fact(f"f{number}")
    return Compare(Value(f"v{number}"), draw(st.sampled_from(_OPERATORS)), Constant(draw(st.integers(0, 5))))


def _group_neighbours(draw: st.DrawFn, parts: list[Condition], *, negation: bool) -> Condition:
    """Join neighbours in groups until one is left; a part may be negated on the way."""
    while len(parts) > 1:
        count = draw(st.integers(2, len(parts)))
        group = tuple(_maybe_negated(draw, part, negation=negation) for part in parts[:count])
        parts = [draw(_groups_of(group)), *parts[count:]]
    return _maybe_negated(draw, parts[0], negation=negation)


def _maybe_negated(draw: st.DrawFn, part: Condition, *, negation: bool) -> Condition:
    """Return *part*, sometimes negated; never negated twice, since that adds nothing new."""
    return Not(part) if negation and not isinstance(part, Not) and draw(st.integers(0, 5)) == 5 else part


def _groups_of(parts: tuple[Any, ...]) -> st.SearchStrategy[Condition]:
    """The groups of *parts*: all of them, any, or at least some number."""
    enough = st.integers(1, len(parts)).map(lambda k: AtLeast(k, parts))
    return st.one_of(st.just(All(parts)), st.just(AnyOf(parts)), enough)
