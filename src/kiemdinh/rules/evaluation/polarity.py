"""Where both readings are exact, and where they are only sound (semantics 1.6)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag
from typing import TYPE_CHECKING, Literal, TypeAlias

from kiemdinh.rules.terms import MET, UNMET, fold_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kiemdinh.rules.terms import Comparison, Condition, Half, Number, Truth

__all__ = ["Polarity", "mixed_polarity_names", "polarities"]

Polarity: TypeAlias = Literal["up", "down", "both"]
"""How a name enters a condition: it helps, it hurts, or either."""


def _itself(name: str) -> str:
    return name


def mixed_polarity_names(*conditions: Condition, group: Callable[[str], str] = _itself) -> frozenset[str]:
    """Give the names that enter one of the conditions both ways: while one is unknown, its readings are sound only.

    A name enters upward where it helps the condition and downward where it hurts: a fact under "not", a value
    on the lesser side of a comparison. What an equality, "between" or a test by cases reads is exact as long
    as the name occurs nowhere else. If all names returned are known, both readings are exact. Names that
    depend on each other (the levels of a criterion) are counted as one if `group` gives them one name.

    Values are taken to lie densely: where a value moves in steps, an equality with a number off the scale, or
    bounds with no step between them, read as possible though they are not. Where truths are known to stay
    unknown (:class:`Known`), each occurrence counts as an unknown of its own.

    The answer errs on the safe side: a product of two quantities that are not constant, for example, counts
    both ways.
    """
    done, _ = fold_all(*conditions, algebra=_PolarityAlgebra(group))
    several = (done[condition].ways for condition in conditions)
    return frozenset(name for ways in several for name, way in ways.items() if way not in _Sign.one_way())


def polarities(condition: Condition) -> dict[str, Polarity]:
    """Say of every name in a condition whether more of it helps ("up"), hurts ("down"), or may do either ("both").

    One direction is sure; "both" errs on the safe side, as :func:`mixed_polarity_names` does.
    """
    done, _ = fold_all(condition, algebra=_PolarityAlgebra(_itself))
    words: dict[_Sign, Polarity] = {_Sign.UP: "up", _Sign.DOWN: "down"}
    return {name: words.get(way, "both") for name, way in done[condition].ways.items()}


class _Sign(IntFlag):
    """How a name enters: ``ALONE`` is both ways, but harmless while nothing else reads the name."""

    UP = 1
    DOWN = 2
    ALONE = 4

    @classmethod
    def one_way(cls) -> tuple[_Sign, ...]:
        return cls.UP, cls.DOWN, cls.ALONE


_BOTH = _Sign.UP | _Sign.DOWN
_FLIPPED = {_Sign.UP: _Sign.DOWN, _Sign.DOWN: _Sign.UP}

_Ways: TypeAlias = "Mapping[str, _Sign]"


def _flip_sign(ways: _Ways) -> _Ways:
    return {name: _FLIPPED.get(way, way) for name, way in ways.items()}


def _give_all_sign(ways: _Ways, way: _Sign) -> _Ways:
    return dict.fromkeys(ways, way)


def _merge_pair(several: Iterable[_Ways]) -> _Ways:
    merged: dict[str, _Sign] = {}
    for ways in several:
        for name, way in ways.items():
            before = merged.get(name)
            merged[name] = way if before is None else _join_signs(before, way)
    return merged


def _join_signs(one: _Sign, two: _Sign) -> _Sign:
    return one if one == two != _Sign.ALONE else _BOTH


def _signs_after_test(ways: _Ways) -> _Ways:
    """Read a test: what enters it one way is harmless if the test is all that reads it."""
    return {name: _BOTH if way == _BOTH else _Sign.ALONE for name, way in ways.items()}


def _signs_of_choice(test: _ConditionPolarity, then: Truth | None, otherwise: Truth | None) -> _Ways:
    """Read the test of a choice by cases; with one arm settled the choice is "test and …" or "not test or …"."""
    if otherwise is UNMET or then is MET:
        return test.ways
    if otherwise is MET or then is UNMET:
        return _flip_sign(test.ways)
    return _signs_after_test(test.ways)


@dataclass(frozen=True, slots=True)
class _BoundPolarity:
    """A comparison of one value with a number; `upward` if larger values help."""

    name: str
    upward: bool
    number: Number


@dataclass(frozen=True, slots=True)
class _ConditionPolarity:
    ways: _Ways
    bound: _BoundPolarity | None = None
    truth: Truth | None = None

    def flipped(self) -> _ConditionPolarity:
        bound = self.bound
        turned = None if bound is None else _BoundPolarity(bound.name, not bound.upward, bound.number)
        truth = None if self.truth is None else self.truth.negated()
        return _ConditionPolarity(_flip_sign(self.ways), turned, truth)


@dataclass(frozen=True, slots=True)
class _QuantityPolarity:
    ways: _Ways
    constant: Number | None = None
    value: str | None = None

    def times(self, factor: Number) -> _Ways:
        if factor == 0:
            return {}
        return self.ways if factor > 0 else _flip_sign(self.ways)


class _PolarityAlgebra:
    """The algebra of directions: each term becomes the names it reads, each with its way."""

    def __init__(self, group: Callable[[str], str]) -> None:
        self._group = group

    def fact(self, name: str, /) -> _ConditionPolarity:
        return _ConditionPolarity({self._group(name): _Sign.UP})

    def known(self, truth: Truth, /) -> _ConditionPolarity:
        return _ConditionPolarity({}, truth=truth)

    def all(self, parts: Sequence[_ConditionPolarity], /) -> _ConditionPolarity:
        return _group_of(parts, within=True)

    def any(self, parts: Sequence[_ConditionPolarity], /) -> _ConditionPolarity:
        return _group_of(parts, within=False)

    def at_least(self, k: int, parts: Sequence[_ConditionPolarity], /) -> _ConditionPolarity:
        return _ConditionPolarity(_merge_pair(part.ways for part in parts))

    def negate(self, part: _ConditionPolarity, /) -> _ConditionPolarity:
        return part.flipped()

    def compare(self, left: _QuantityPolarity, op: Comparison, right: _QuantityPolarity, /) -> _ConditionPolarity:
        if op == "==":
            return _equality(left, right)
        if op in ("<", "<="):
            return self.compare(right, ">=", left)
        return _ConditionPolarity(_merge_pair((left.ways, _flip_sign(right.ways))), _bound_of(left, right))

    def branch(
        self, test: _ConditionPolarity, then: _ConditionPolarity, otherwise: _ConditionPolarity, /
    ) -> _ConditionPolarity:
        return _ConditionPolarity(
            _merge_pair((_signs_of_choice(test, then.truth, otherwise.truth), then.ways, otherwise.ways))
        )

    def constant(self, value: Number, /) -> _QuantityPolarity:
        return _QuantityPolarity({}, constant=value)

    def value(self, name: str, /) -> _QuantityPolarity:
        return _QuantityPolarity({self._group(name): _Sign.UP}, value=name)

    def sum(self, parts: Sequence[_QuantityPolarity], weights: Sequence[Number] | None, /) -> _QuantityPolarity:
        factors = weights or [1] * len(parts)
        return _QuantityPolarity(_merge_pair(part.times(factor) for part, factor in zip(parts, factors, strict=True)))

    def product(self, left: _QuantityPolarity, right: _QuantityPolarity, /) -> _QuantityPolarity:
        if left.constant is not None:
            return _QuantityPolarity(right.times(left.constant))
        if right.constant is not None:
            return _QuantityPolarity(left.times(right.constant))
        return _QuantityPolarity(_give_all_sign(_merge_pair((left.ways, right.ways)), _BOTH))

    def mean(self, parts: Sequence[_QuantityPolarity], /) -> _QuantityPolarity:
        return _join_members(parts)

    def minimum(self, parts: Sequence[_QuantityPolarity], /) -> _QuantityPolarity:
        return _join_members(parts)

    def maximum(self, parts: Sequence[_QuantityPolarity], /) -> _QuantityPolarity:
        return _join_members(parts)

    def count(self, parts: Sequence[_ConditionPolarity], /) -> _QuantityPolarity:
        return _QuantityPolarity(_merge_pair(part.ways for part in parts))

    def select(
        self, test: _ConditionPolarity, then: _QuantityPolarity, otherwise: _QuantityPolarity, /
    ) -> _QuantityPolarity:
        if then.constant is None or otherwise.constant is None:
            return _QuantityPolarity(_merge_pair((_signs_after_test(test.ways), then.ways, otherwise.ways)))
        return _QuantityPolarity(test.ways if then.constant >= otherwise.constant else _flip_sign(test.ways))

    def rounded(self, part: _QuantityPolarity, digits: int, half: Half, /) -> _QuantityPolarity:
        return _QuantityPolarity(part.ways)


def _join_members(parts: Sequence[_QuantityPolarity]) -> _QuantityPolarity:
    return _QuantityPolarity(_merge_pair(part.ways for part in parts))


def _equality(left: _QuantityPolarity, right: _QuantityPolarity) -> _ConditionPolarity:
    """Equal to a number: exact for a value itself, not for arithmetic, whose values may step over it."""
    ways = _merge_pair((left.ways, right.ways))
    direct = (left.value is not None and right.constant is not None) or (
        right.value is not None and left.constant is not None
    )
    return _ConditionPolarity(_give_all_sign(ways, _Sign.ALONE if direct else _BOTH))


def _bound_of(left: _QuantityPolarity, right: _QuantityPolarity) -> _BoundPolarity | None:
    if left.value is not None and right.constant is not None:
        return _BoundPolarity(left.value, upward=True, number=right.constant)
    if right.value is not None and left.constant is not None:
        return _BoundPolarity(right.value, upward=False, number=left.constant)
    return None


def _group_of(parts: Sequence[_ConditionPolarity], *, within: bool) -> _ConditionPolarity:
    """Merge the members of "all" (`within`) or "any", a pair that bounds one value counted as one reading."""
    pairs = _values_bounded_twice(parts, within=within)
    return _ConditionPolarity(_merge_pair(_signs_beside_partner(part, pairs) for part in _one_each(parts, pairs)))


def _values_bounded_twice(parts: Sequence[_ConditionPolarity], *, within: bool) -> frozenset[str]:
    """Give the values that two members bound from both sides, leaving something between (or outside)."""
    lows: dict[str, list[Number]] = {}
    highs: dict[str, list[Number]] = {}
    for part in parts:
        if part.bound is not None:
            sides = lows if part.bound.upward is within else highs
            sides.setdefault(part.bound.name, []).append(part.bound.number)
    return frozenset(name for name in lows.keys() & highs.keys() if _leave_a_gap(lows[name], highs[name]))


def _leave_a_gap(lows: list[Number], highs: list[Number]) -> bool:
    return len(lows) == len(highs) == 1 and lows < highs


def _one_each(parts: Sequence[_ConditionPolarity], pairs: frozenset[str]) -> list[_ConditionPolarity]:
    """Leave out the second member of each pair."""
    kept: list[_ConditionPolarity] = []
    seen: set[str] = set()
    for part in parts:
        name = part.bound.name if part.bound is not None else None
        if name not in pairs or name not in seen:
            kept.append(part)
        if name is not None:
            seen.add(name)
    return kept


def _signs_beside_partner(part: _ConditionPolarity, pairs: frozenset[str]) -> _Ways:
    if part.bound is not None and part.bound.name in pairs:
        return _give_all_sign(part.ways, _Sign.ALONE)
    return part.ways
