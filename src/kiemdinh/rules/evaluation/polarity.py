"""Polarity: whether a name helps a condition, hurts it or may do both (semantics 1.6).

It decides where the two readings of the reference evaluator are exact, and where they are only sound.
"""

from __future__ import annotations

from enum import IntFlag
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from kiemdinh.rules.terms import MET, UNMET, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kiemdinh.rules.terms import Comparison, Condition, Half, Number, Truth

__all__ = ["Polarity", "mixed_polarity_by_definition", "mixed_polarity_names", "polarities", "polarities_by_definition"]

Polarity: TypeAlias = Literal["up", "down", "both"]
"""The polarity of a name in a condition: more of it helps (``up``), hurts (``down``), or may do either (``both``)."""


def _same_name(name: str) -> str:
    """Return the name: by default every name is counted on its own."""
    return name


def _moves_freely(_name: str) -> bool:
    """Return False: by default a value takes every number."""
    return False


def mixed_polarity_names(
    *conditions: Condition,
    group: Callable[[str], str] = _same_name,
    moves_in_steps: Callable[[str], bool] = _moves_freely,
    definitions: Mapping[str, Condition] | None = None,
) -> frozenset[str]:
    """Return the names that enter one of the conditions under both signs.

    If everything that is returned is known, both readings of the conditions are exact. While one of these names is
    unknown, the readings are only sound.

    A name enters upward where it helps the condition, and downward where it hurts: a fact under "not", a value on the
    lesser side of a comparison. What is read by an equality, by "between" or by the test of a choice is exact as long
    as the name occurs nowhere else.

    Values are assumed to take every number, except those that ``moves_in_steps`` names: between two bounds of such a
    value there may be no number that it takes, so it counts as both signs there. An equality is taken to be with a
    number that the value can take. Each occurrence of a truth that stays unknown (:class:`~kiemdinh.rules.Known`)
    counts as an unknown of its own.

    The answer may contain too many names, never too few: a product of two quantities that are not constant counts as
    both signs, for example.

    Parameters
    ----------
    group
        One name for names that depend on each other, such as the levels of a criterion; they are then counted as one.
    moves_in_steps
        Whether a value takes single numbers only, by its name.
    definitions
        The conditions of facts that others define, each after those that it reads. Such a fact counts as all that its
        definition reads, as if it were written out in its place.

    Examples
    --------
    >>> from kiemdinh.rules import All, Any, Fact, Not
    >>> mixed_polarity_names(Any((All((Fact("a"), Fact("b"))), Not(Fact("a")))))
    frozenset({'a'})
    """
    algebra = _PolarityAlgebra(group, moves_in_steps)
    algebra.define_all(definitions or {})
    several = (fold(condition, algebra) for condition in conditions)
    return frozenset(name for polarity in several for name, is_mixed in polarity.names() if is_mixed)


def mixed_polarity_by_definition(
    definitions: Mapping[str, Condition],
    group: Callable[[str], str] = _same_name,
    moves_in_steps: Callable[[str], bool] = _moves_freely,
) -> dict[str, dict[str, bool]]:
    """Return for each definition the names that it reads in the end, and of each whether it enters under both signs.

    The definitions of others that it reads are read through. The arguments are those of :func:`mixed_polarity_names`.
    The time is linear in the size of all definitions, times the number of names that one of them reads.

    Examples
    --------
    >>> from kiemdinh.rules import All, Any, Fact, Not
    >>> mixed_polarity_by_definition({"b": Not(Fact("a")), "c": Any((Fact("b"), Fact("a")))})
    {'b': {'a': False}, 'c': {'a': True}}
    """
    algebra = _PolarityAlgebra(group, moves_in_steps)
    return {name: dict(polarity.names()) for name, polarity in algebra.define_all(definitions).items()}


def polarities(condition: Condition) -> dict[str, Polarity]:
    """Return the polarity of every name in a condition.

    ``up`` and ``down`` are sure. ``both`` may be returned for a name that has one polarity only, as for
    :func:`mixed_polarity_names`.

    Examples
    --------
    >>> from kiemdinh.rules import All, Compare, Constant, Fact, Value
    >>> polarities(All((Fact("a"), Compare(Value("pupils"), "<=", Constant(45)))))
    {'a': 'up', 'pupils': 'down'}
    """
    return fold(condition, _PolarityAlgebra(_same_name, _moves_freely)).polarities()


def polarities_by_definition(definitions: Mapping[str, Condition]) -> dict[str, dict[str, Polarity]]:
    """Return for each definition the polarity of every name that it reads in the end, as :func:`polarities` does.

    The definitions of others that it reads, which come before it, are read through.

    Examples
    --------
    >>> from kiemdinh.rules import Any, Fact, Not
    >>> polarities_by_definition({"b": Not(Fact("a")), "c": Any((Fact("b"), Fact("d")))})
    {'b': {'a': 'down'}, 'c': {'a': 'down', 'd': 'up'}}
    """
    algebra = _PolarityAlgebra(_same_name, _moves_freely)
    return {name: polarity.polarities() for name, polarity in algebra.define_all(definitions).items()}


class _Sign(IntFlag):
    """The sign with which a name enters a term.

    ``ALONE`` means under both signs in a single test, such as an equality. This is exact as long as no other part reads
    the name, and becomes both signs as soon as one does.
    """

    UP = 1
    DOWN = 2
    ALONE = 4

    @classmethod
    def harmless_signs(cls) -> tuple[_Sign, ...]:
        """Return the signs under which the readings are exact."""
        return cls.UP, cls.DOWN, cls.ALONE


_BOTH = _Sign.UP | _Sign.DOWN
_FLIPPED = {_Sign.UP: _Sign.DOWN, _Sign.DOWN: _Sign.UP}

_Signs: TypeAlias = "Mapping[str, _Sign]"
"""The sign of each name that a term reads."""


def _flip_signs(signs: _Signs) -> _Signs:
    """Return the signs under a negation: up and down exchanged."""
    return {name: _FLIPPED.get(sign, sign) for name, sign in signs.items()}


def _set_all_signs(signs: _Signs, sign: _Sign) -> _Signs:
    """Return the same names, all with one sign."""
    return dict.fromkeys(signs, sign)


def _merge_signs(several: Iterable[_Signs]) -> _Signs:
    """Return the signs of a term, from those of its members."""
    merged: dict[str, _Sign] = {}
    for signs in several:
        for name, sign in signs.items():
            before = merged.get(name)
            merged[name] = sign if before is None else _join_signs(before, sign)
    return merged


def _join_signs(one: _Sign, two: _Sign) -> _Sign:
    """Return the sign of a name that occurs twice: one sign only if both are up, or both are down."""
    return one if one == two != _Sign.ALONE else _BOTH


def _signs_after_test(signs: _Signs) -> _Signs:
    """Return the signs of what a test reads. Up and down become ``ALONE``, since either result of the test can help."""
    return {name: _BOTH if sign == _BOTH else _Sign.ALONE for name, sign in signs.items()}


def _signs_of_choice(test: _ConditionPolarity, then: Truth | None, otherwise: Truth | None) -> _Signs:
    """Return the signs of the test of a choice by cases, by the truths of its arms where these are constant.

    With one constant arm the choice is "test and ..." or "not test or ...", so that the test keeps its signs.
    """
    if otherwise is UNMET or then is MET:
        return test.signs
    if otherwise is MET or then is UNMET:
        return _flip_signs(test.signs)
    return _signs_after_test(test.signs)


class _BoundPolarity(NamedTuple):
    """A comparison of one value with a number; ``upward`` if larger values help."""

    name: str
    upward: bool
    number: Number


class _ConditionPolarity(NamedTuple):
    """The signs of a condition, with its bound or its truth where it is simple.

    ``bound`` is set where it compares one value with a number, ``truth`` where it is constant.
    """

    signs: _Signs
    bound: _BoundPolarity | None = None
    truth: Truth | None = None

    def names(self) -> Iterator[tuple[str, bool]]:
        """Yield each name that is read, and whether it enters under both signs."""
        return ((name, sign not in _Sign.harmless_signs()) for name, sign in self.signs.items())

    def polarities(self) -> dict[str, Polarity]:
        """Return the polarity of each name that is read."""
        words: dict[_Sign, Polarity] = {_Sign.UP: "up", _Sign.DOWN: "down"}
        return {name: words.get(sign, "both") for name, sign in self.signs.items()}

    def flip_polarity(self) -> _ConditionPolarity:
        """Return the signs of the negation of the condition."""
        bound = self.bound
        turned = None if bound is None else _BoundPolarity(bound.name, not bound.upward, bound.number)
        truth = None if self.truth is None else self.truth.negated()
        return _ConditionPolarity(_flip_signs(self.signs), turned, truth)


class _QuantityPolarity(NamedTuple):
    """The signs of a quantity, with its number or its value where it is simple.

    ``constant`` is its number where it is constant, ``value`` its name where it is a value.
    """

    signs: _Signs
    constant: Number | None = None
    value: str | None = None

    def scale_signs(self, factor: Number) -> _Signs:
        """Return the signs of the quantity times a number."""
        if factor == 0:
            return {}
        return self.signs if factor > 0 else _flip_signs(self.signs)


class _PolarityAlgebra:
    """The algebra of polarities: each term becomes the names that it reads, each with its sign."""

    def __init__(self, group: Callable[[str], str], moves_in_steps: Callable[[str], bool]) -> None:
        self._group = group
        self._moves_in_steps = moves_in_steps
        self._defined: dict[str, _ConditionPolarity] = {}

    def define_all(self, definitions: Mapping[str, Condition]) -> Mapping[str, _ConditionPolarity]:
        """Replace facts, from now on, by the results for their definitions, lower ones first; return these results."""
        for name, definition in definitions.items():
            self._defined[name] = fold(definition, self)
        return self._defined

    def fact(self, name: str, /) -> _ConditionPolarity:
        if name in self._defined:
            return self._defined[name]
        return _ConditionPolarity({self._group(name): _Sign.UP})

    def known(self, truth: Truth, /) -> _ConditionPolarity:
        return _ConditionPolarity({}, truth=truth)

    def all(self, parts: Sequence[_ConditionPolarity], /) -> _ConditionPolarity:
        return _polarity_of_group(parts, self._values_bounded_twice(parts, within=True))

    def any(self, parts: Sequence[_ConditionPolarity], /) -> _ConditionPolarity:
        return _polarity_of_group(parts, self._values_bounded_twice(parts, within=False))

    def _values_bounded_twice(self, parts: Sequence[_ConditionPolarity], *, within: bool) -> frozenset[str]:
        names = _values_bounded_twice(parts, within=within)
        return frozenset(name for name in names if not self._moves_in_steps(name))

    def at_least(self, k: int, parts: Sequence[_ConditionPolarity], /) -> _ConditionPolarity:
        # A member that holds never hurts, whatever k is.
        return _ConditionPolarity(_merge_signs(part.signs for part in parts))

    def negate(self, part: _ConditionPolarity, /) -> _ConditionPolarity:
        return part.flip_polarity()

    def compare(self, left: _QuantityPolarity, op: Comparison, right: _QuantityPolarity, /) -> _ConditionPolarity:
        if op == "==":
            return _polarity_of_equality(left, right)
        if op in ("<", "<="):
            # "left < right" is "right > left"; whether it is strict makes no difference to the signs.
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
        # The sign of one factor decides which way the other enters, and it is not known.
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
        # A choice between two numbers rises with its test, or falls with it.
        return _QuantityPolarity(test.signs if then.constant >= otherwise.constant else _flip_signs(test.signs))

    def rounded(self, part: _QuantityPolarity, digits: int, half: Half, /) -> _QuantityPolarity:
        return _QuantityPolarity(part.signs)


def _join_members(parts: Sequence[_QuantityPolarity]) -> _QuantityPolarity:
    """Return the signs of a quantity that rises with each of its members."""
    return _QuantityPolarity(_merge_signs(part.signs for part in parts))


def _polarity_of_equality(left: _QuantityPolarity, right: _QuantityPolarity) -> _ConditionPolarity:
    """Return the signs of an equality.

    An equality of a value with a number is exact. One of arithmetic is not: its values may step over the number.
    """
    signs = _merge_signs((left.signs, right.signs))
    direct = (left.value is not None and right.constant is not None) or (
        right.value is not None and left.constant is not None
    )
    return _ConditionPolarity(_set_all_signs(signs, _Sign.ALONE if direct else _BOTH))


def _bound_of(left: _QuantityPolarity, right: _QuantityPolarity) -> _BoundPolarity | None:
    """Return the bound that "left is at least right" puts on one value; ``None`` if it is no such bound."""
    if left.value is not None and right.constant is not None:
        return _BoundPolarity(left.value, upward=True, number=right.constant)
    if right.value is not None and left.constant is not None:
        return _BoundPolarity(right.value, upward=False, number=left.constant)
    return None


def _polarity_of_group(parts: Sequence[_ConditionPolarity], pairs: frozenset[str]) -> _ConditionPolarity:
    """Return the signs of "all" or "any".

    Two members that bound one value of ``pairs`` from both sides are read as one test, "between", which is exact.
    """
    return _ConditionPolarity(
        _merge_signs(_signs_beside_partner(part, pairs) for part in _drop_second_of_pairs(parts, pairs))
    )


def _values_bounded_twice(parts: Sequence[_ConditionPolarity], *, within: bool) -> frozenset[str]:
    """Return the values that two members bound from both sides, where the bounds leave a gap.

    The gap lies between the bounds of "all", and outside the bounds of "any".
    """
    lows: dict[str, list[Number]] = {}
    highs: dict[str, list[Number]] = {}
    for part in parts:
        if part.bound is not None:
            sides = lows if part.bound.upward is within else highs
            sides.setdefault(part.bound.name, []).append(part.bound.number)
    return frozenset(name for name in lows.keys() & highs.keys() if _leave_gap(lows[name], highs[name]))


def _leave_gap(lows: list[Number], highs: list[Number]) -> bool:
    """Return whether there is one bound on each side and numbers between them."""
    return len(lows) == len(highs) == 1 and lows < highs


def _drop_second_of_pairs(parts: Sequence[_ConditionPolarity], pairs: frozenset[str]) -> list[_ConditionPolarity]:
    """Return the members without the second one of each pair."""
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
    """Return the signs of a member; ``ALONE`` if it stands for a pair."""
    if part.bound is not None and part.bound.name in pairs:
        return _set_all_signs(part.signs, _Sign.ALONE)
    return part.signs
