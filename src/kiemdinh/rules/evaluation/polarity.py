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


def _same_name(name: str) -> str:
    return name


def mixed_polarity_names(*conditions: Condition, group: Callable[[str], str] = _same_name) -> frozenset[str]:
    """Give the names that enter one of the conditions both signs: while one is unknown, its readings are sound only.

    A name enters upward where it helps the condition and downward where it hurts: a fact under "not", a value
    on the lesser side of a comparison. What an equality, "between" or a test by cases reads is exact as long
    as the name occurs nowhere else. If all names returned are known, both readings are exact. Names that
    depend on each other (the levels of a criterion) are counted as one if `group` gives them one name.

    Values are taken to lie densely: where a value moves in steps, an equality with a number off the scale, or
    bounds with no step between them, read as possible though they are not. Where truths are known to stay
    unknown (:class:`Known`), each occurrence counts as an unknown of its own.

    The answer errs on the safe side: a product of two quantities that are not constant, for example, counts
    both signs.
    """
    done, _ = fold_all(*conditions, algebra=_PolarityAlgebra(group))
    several = (done[condition].signs for condition in conditions)
    return frozenset(name for signs in several for name, sign in signs.items() if sign not in _Sign.harmless_signs())


def polarities(condition: Condition) -> dict[str, Polarity]:
    """Say of every name in a condition whether more of it helps ("up"), hurts ("down"), or may do either ("both").

    One direction is sure; "both" errs on the safe side, as :func:`mixed_polarity_names` does.
    """
    done, _ = fold_all(condition, algebra=_PolarityAlgebra(_same_name))
    words: dict[_Sign, Polarity] = {_Sign.UP: "up", _Sign.DOWN: "down"}
    return {name: words.get(sign, "both") for name, sign in done[condition].signs.items()}


class _Sign(IntFlag):
    """How a name enters: ``ALONE`` is both signs, but harmless while nothing else reads the name."""

    UP = 1
    DOWN = 2
    ALONE = 4

    @classmethod
    def harmless_signs(cls) -> tuple[_Sign, ...]:
        return cls.UP, cls.DOWN, cls.ALONE


_BOTH = _Sign.UP | _Sign.DOWN
_FLIPPED = {_Sign.UP: _Sign.DOWN, _Sign.DOWN: _Sign.UP}

_Signs: TypeAlias = "Mapping[str, _Sign]"


def _flip_signs(signs: _Signs) -> _Signs:
    return {name: _FLIPPED.get(sign, sign) for name, sign in signs.items()}


def _set_all_signs(signs: _Signs, sign: _Sign) -> _Signs:
    return dict.fromkeys(signs, sign)


def _merge_signs(several: Iterable[_Signs]) -> _Signs:
    merged: dict[str, _Sign] = {}
    for signs in several:
        for name, sign in signs.items():
            before = merged.get(name)
            merged[name] = sign if before is None else _join_signs(before, sign)
    return merged


def _join_signs(one: _Sign, two: _Sign) -> _Sign:
    return one if one == two != _Sign.ALONE else _BOTH


def _signs_after_test(signs: _Signs) -> _Signs:
    """Read a test: what enters it one sign is harmless if the test is all that reads it."""
    return {name: _BOTH if sign == _BOTH else _Sign.ALONE for name, sign in signs.items()}


def _signs_of_choice(test: _ConditionPolarity, then: Truth | None, otherwise: Truth | None) -> _Signs:
    """Read the test of a choice by cases; with one arm settled the choice is "test and …" or "not test or …"."""
    if otherwise is UNMET or then is MET:
        return test.signs
    if otherwise is MET or then is UNMET:
        return _flip_signs(test.signs)
    return _signs_after_test(test.signs)


@dataclass(frozen=True, slots=True)
class _BoundPolarity:
    """A comparison of one value with a number; `upward` if larger values help."""

    name: str
    upward: bool
    number: Number


@dataclass(frozen=True, slots=True)
class _ConditionPolarity:
    signs: _Signs
    bound: _BoundPolarity | None = None
    truth: Truth | None = None

    def flip_polarity(self) -> _ConditionPolarity:
        bound = self.bound
        turned = None if bound is None else _BoundPolarity(bound.name, not bound.upward, bound.number)
        truth = None if self.truth is None else self.truth.negated()
        return _ConditionPolarity(_flip_signs(self.signs), turned, truth)


@dataclass(frozen=True, slots=True)
class _QuantityPolarity:
    signs: _Signs
    constant: Number | None = None
    value: str | None = None

    def scale_signs(self, factor: Number) -> _Signs:
        if factor == 0:
            return {}
        return self.signs if factor > 0 else _flip_signs(self.signs)


class _PolarityAlgebra:
    """The algebra of directions: each term becomes the names it reads, each with its sign."""

    def __init__(self, group: Callable[[str], str]) -> None:
        self._group = group

    def fact(self, name: str, /) -> _ConditionPolarity:
        return _ConditionPolarity({self._group(name): _Sign.UP})

    def known(self, truth: Truth, /) -> _ConditionPolarity:
        return _ConditionPolarity({}, truth=truth)

    def all(self, parts: Sequence[_ConditionPolarity], /) -> _ConditionPolarity:
        return _polarity_of_group(parts, within=True)

    def any(self, parts: Sequence[_ConditionPolarity], /) -> _ConditionPolarity:
        return _polarity_of_group(parts, within=False)

    def at_least(self, k: int, parts: Sequence[_ConditionPolarity], /) -> _ConditionPolarity:
        return _ConditionPolarity(_merge_signs(part.signs for part in parts))

    def negate(self, part: _ConditionPolarity, /) -> _ConditionPolarity:
        return part.flip_polarity()

    def compare(self, left: _QuantityPolarity, op: Comparison, right: _QuantityPolarity, /) -> _ConditionPolarity:
        if op == "==":
            return _polarity_of_equality(left, right)
        if op in ("<", "<="):
            return self.compare(right, ">=", left)
        return _ConditionPolarity(_merge_signs((left.signs, _flip_signs(right.signs))), _bound_of(left, right))

    def branch(
        self, test: _ConditionPolarity, then: _ConditionPolarity, otherwise: _ConditionPolarity, /
    ) -> _ConditionPolarity:
        return _ConditionPolarity(
            _merge_signs((_signs_of_choice(test, then.truth, otherwise.truth), then.signs, otherwise.signs))
        )

    def constant(self, value: Number, /) -> _QuantityPolarity:
        return _QuantityPolarity({}, constant=value)

    def value(self, name: str, /) -> _QuantityPolarity:
        return _QuantityPolarity({self._group(name): _Sign.UP}, value=name)

    def sum(self, parts: Sequence[_QuantityPolarity], weights: Sequence[Number] | None, /) -> _QuantityPolarity:
        factors = weights or [1] * len(parts)
        return _QuantityPolarity(
            _merge_signs(part.scale_signs(factor) for part, factor in zip(parts, factors, strict=True))
        )

    def product(self, left: _QuantityPolarity, right: _QuantityPolarity, /) -> _QuantityPolarity:
        if left.constant is not None:
            return _QuantityPolarity(right.scale_signs(left.constant))
        if right.constant is not None:
            return _QuantityPolarity(left.scale_signs(right.constant))
        return _QuantityPolarity(_set_all_signs(_merge_signs((left.signs, right.signs)), _BOTH))

    def mean(self, parts: Sequence[_QuantityPolarity], /) -> _QuantityPolarity:
        return _join_members(parts)

    def minimum(self, parts: Sequence[_QuantityPolarity], /) -> _QuantityPolarity:
        return _join_members(parts)

    def maximum(self, parts: Sequence[_QuantityPolarity], /) -> _QuantityPolarity:
        return _join_members(parts)

    def count(self, parts: Sequence[_ConditionPolarity], /) -> _QuantityPolarity:
        return _QuantityPolarity(_merge_signs(part.signs for part in parts))

    def select(
        self, test: _ConditionPolarity, then: _QuantityPolarity, otherwise: _QuantityPolarity, /
    ) -> _QuantityPolarity:
        if then.constant is None or otherwise.constant is None:
            return _QuantityPolarity(_merge_signs((_signs_after_test(test.signs), then.signs, otherwise.signs)))
        return _QuantityPolarity(test.signs if then.constant >= otherwise.constant else _flip_signs(test.signs))

    def rounded(self, part: _QuantityPolarity, digits: int, half: Half, /) -> _QuantityPolarity:
        return _QuantityPolarity(part.signs)


def _join_members(parts: Sequence[_QuantityPolarity]) -> _QuantityPolarity:
    return _QuantityPolarity(_merge_signs(part.signs for part in parts))


def _polarity_of_equality(left: _QuantityPolarity, right: _QuantityPolarity) -> _ConditionPolarity:
    """Equal to a number: exact for a value itself, not for arithmetic, whose values may step over it."""
    signs = _merge_signs((left.signs, right.signs))
    direct = (left.value is not None and right.constant is not None) or (
        right.value is not None and left.constant is not None
    )
    return _ConditionPolarity(_set_all_signs(signs, _Sign.ALONE if direct else _BOTH))


def _bound_of(left: _QuantityPolarity, right: _QuantityPolarity) -> _BoundPolarity | None:
    if left.value is not None and right.constant is not None:
        return _BoundPolarity(left.value, upward=True, number=right.constant)
    if right.value is not None and left.constant is not None:
        return _BoundPolarity(right.value, upward=False, number=left.constant)
    return None


def _polarity_of_group(parts: Sequence[_ConditionPolarity], *, within: bool) -> _ConditionPolarity:
    """Merge the members of "all" (`within`) or "any", a pair that bounds one value counted as one reading."""
    pairs = _values_bounded_twice(parts, within=within)
    return _ConditionPolarity(
        _merge_signs(_signs_beside_partner(part, pairs) for part in _drop_second_of_pairs(parts, pairs))
    )


def _values_bounded_twice(parts: Sequence[_ConditionPolarity], *, within: bool) -> frozenset[str]:
    """Give the values that two members bound from both sides, leaving something between (or outside)."""
    lows: dict[str, list[Number]] = {}
    highs: dict[str, list[Number]] = {}
    for part in parts:
        if part.bound is not None:
            sides = lows if part.bound.upward is within else highs
            sides.setdefault(part.bound.name, []).append(part.bound.number)
    return frozenset(name for name in lows.keys() & highs.keys() if _leave_gap(lows[name], highs[name]))


def _leave_gap(lows: list[Number], highs: list[Number]) -> bool:
    return len(lows) == len(highs) == 1 and lows < highs


def _drop_second_of_pairs(parts: Sequence[_ConditionPolarity], pairs: frozenset[str]) -> list[_ConditionPolarity]:
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


def _signs_beside_partner(part: _ConditionPolarity, pairs: frozenset[str]) -> _Signs:
    if part.bound is not None and part.bound.name in pairs:
        return _set_all_signs(part.signs, _Sign.ALONE)
    return part.signs
