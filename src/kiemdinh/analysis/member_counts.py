"""Numbers of members for which a claim about every register has to be proved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from kiemdinh.parsing.models import Model
from kiemdinh.standards.definition import (
    Compared,
    CountQuantity,
    Every,
    HighestQuantity,
    LowestQuantity,
    MeanQuantity,
    ShareQuantity,
    SumQuantity,
)
from kiemdinh.standards.parts import walk_parts

if TYPE_CHECKING:
    from kiemdinh.standards.definition import Definition
    from kiemdinh.standards.loading import Framework

__all__ = ["MAX_MEMBERS", "member_counts"]

MAX_MEMBERS: Final = 6
"""How many members a register has at most in which something is proved."""

_SETS: Final[Mapping[type[Model], str]] = {
    Every: "every", CountQuantity: "count", ShareQuantity: "share", SumQuantity: "sum_", MeanQuantity: "mean",
    LowestQuantity: "lowest", HighestQuantity: "highest",
}  # fmt: skip
"""The forms that range over a set, each with the field that names it."""

_OverSet: TypeAlias = (
    Every | CountQuantity | ShareQuantity | SumQuantity | MeanQuantity | LowestQuantity | HighestQuantity
)


def member_counts(framework: Framework) -> tuple[int, ...]:
    """Return numbers of members such that what is proved of each of these registers is proved of all.

    Some rules ask whether every member fulfils something, or count the members that do and compare the count with a
    number. Each such question distinguishes only a few numbers of members: a count of at most 2 distinguishes up to
    three. So registers with up to the sum of these numbers are enough. A share or a sum distinguishes any two numbers.
    Nothing is returned for these, and where too many members are needed.

    A register without members is included where a rule says what holds for an empty set of all members. A set with a
    condition on its members can be empty in a register of one member, too.

    Parameters
    ----------
    framework
        A loaded framework.

    Examples
    --------
    >>> import kiemdinh as kd
    >>> member_counts(kd.load("vn.ntm-2021.xa"))
    ()
    """
    definition = framework.definition
    if not definition.populations or "stage" in definition.subject.has:
        return ()
    parts = list(_list_over_members(definition, definition))
    asked = [_count_told_apart(part, definition) for part in parts]
    known = [number for number in asked if number is not None]
    # Whether a set has a member is a question too.
    names = {_name_set(part) for part in parts}
    most = sum(known) + len(names)
    if not asked or len(known) < len(asked) or most > MAX_MEMBERS:
        return ()
    sets = [definition.sets[name] for name in names if name in definition.sets]
    tells_nobody = any(found.where is None and found.if_empty is not None for found in sets)
    return tuple(range(0 if tells_nobody else 1, most + 1))


def _list_over_members(value: Any, definition: Definition) -> Iterator[_OverSet]:
    """Yield each part of *value* that ranges over the members of a register."""
    for part, _ in walk_parts(value):
        if isinstance(part, _OverSet):
            found = definition.sets.get(_name_set(part))
            if (_name_set(part) if found is None else found.among) in definition.populations:
                yield part


def _name_set(part: _OverSet) -> str:
    return str(next(getattr(part, field) for form, field in _SETS.items() if isinstance(part, form)))


def _count_told_apart(part: _OverSet, definition: Definition) -> int | None:
    """Return how many members are enough for every answer to a question; None where any number may matter."""
    if isinstance(part, Every):
        return None if any(_list_over_members(part.that, definition)) else 1
    if not isinstance(part, CountQuantity) or not isinstance(part, Compared):
        return None
    if part.that is not None and any(_list_over_members(part.that, definition)):
        return None
    numbers = [_read_whole(number) for _, to in part.list_comparisons() for number in _list_alternatives(to)]
    return None if None in numbers else 1 + max(number for number in numbers if number is not None)


def _list_alternatives(to: Any) -> tuple[Any, ...]:
    return to if isinstance(to, tuple) else (to,)


def _read_whole(to: Any) -> int | None:
    return int(to) if isinstance(to, str) and to.isdecimal() else None
