"""Evaluators: definitions made into Python functions once, for rules by which many schools are assessed.

An evaluator gives what :func:`~kiemdinh.rules.evaluate` gives. It does not visit the whole term again, and it stops as
soon as the rest makes no difference.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias, TypeVar

from kiemdinh.rules.evaluation.reference import Assignment, TruthAlgebra
from kiemdinh.rules.terms import MET, UNKNOWN, UNMET, Interval, Truth, fold_with_repeats

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kiemdinh.rules.evaluation.reference import Facts
    from kiemdinh.rules.terms import Comparison, Condition, Half, Number

__all__ = ["Evaluators"]

T = TypeVar("T", Truth, Interval)
_Kept: TypeAlias = dict[int, "Truth | Interval"]
"""What the parts that occur several times in a term came to, in one evaluation."""
_Call: TypeAlias = "Callable[[Facts, _Kept], T]"

_READINGS: Final = TruthAlgebra(Assignment())
"""The reference's operations on truths and intervals, which read no fact."""


class Evaluators:
    """Evaluates definitions by their names; the function of each is made when it is first asked for.

    Threads may share it: if two of them make a function at once, both functions do the same.

    Examples
    --------
    >>> from kiemdinh.rules import All, Fact
    >>> Evaluators({"both": All((Fact("a"), Fact("b")))}).evaluate("both", Assignment({"a": MET})).name
    'UNKNOWN'
    """

    __slots__ = ("_calls", "_definitions")

    def __init__(self, definitions: Mapping[str, Condition]) -> None:
        self._definitions = definitions
        self._calls: dict[str, _Call[Truth]] = {}

    def evaluate(self, name: str, facts: Facts) -> Truth:
        """Return the truth of a definition, as :func:`~kiemdinh.rules.evaluate` gives it."""
        call = self._calls.get(name)
        if call is None:
            call = self._calls[name] = _make_call(self._definitions[name])
        return call(facts, {})

    # Functions cannot be pickled; they are made again.
    def __reduce__(self) -> tuple[type[Evaluators], tuple[Mapping[str, Condition]]]:
        return Evaluators, (self._definitions,)


class _MadeCondition(NamedTuple):
    """What evaluates a condition; the name where it is a fact."""

    call: _Call[Truth]
    fact: str | None = None


class _MadeQuantity(NamedTuple):
    """What evaluates a quantity; the number where it is a constant."""

    call: _Call[Interval]
    number: Number | None = None


def _make_call(condition: Condition) -> _Call[Truth]:
    return fold_with_repeats(condition, _Maker(), _keep_condition, _keep_quantity).call


def _keep_condition(part: _MadeCondition) -> _MadeCondition:
    return _MadeCondition(_keep(part.call))


def _keep_quantity(part: _MadeQuantity) -> _MadeQuantity:
    return _MadeQuantity(_keep(part.call))


def _keep(call: _Call[T]) -> _Call[T]:
    """Return a function that works out once in an evaluation what several parts of a term read."""
    key = id(call)

    def look_up(facts: Facts, kept: _Kept) -> T:
        if key not in kept:
            kept[key] = call(facts, kept)
        return kept[key]  # type: ignore[return-value]  # what was kept under the key

    return look_up


class _Maker:
    """The algebra in which a condition becomes a function of facts."""

    def fact(self, name: str, /) -> _MadeCondition:
        return _MadeCondition(lambda facts, _: facts.truth(name), name)

    def known(self, truth: Truth, /) -> _MadeCondition:
        return _MadeCondition(lambda _facts, _kept: truth)

    def all(self, parts: Sequence[_MadeCondition], /) -> _MadeCondition:
        return _make_group(parts, decisive=UNMET, otherwise=MET)

    def any(self, parts: Sequence[_MadeCondition], /) -> _MadeCondition:
        return _make_group(parts, decisive=MET, otherwise=UNMET)

    def at_least(self, k: int, parts: Sequence[_MadeCondition], /) -> _MadeCondition:
        if k < 1:
            return self.known(MET)
        calls = [part.call for part in parts]

        def count(facts: Facts, kept: _Kept) -> Truth:
            certain = possible = 0
            for call in calls:
                truth = call(facts, kept)
                certain += truth is MET
                possible += truth is not UNMET
                if certain == k:
                    return MET
            return UNKNOWN if possible >= k else UNMET

        return _MadeCondition(count)

    def negate(self, part: _MadeCondition, /) -> _MadeCondition:
        call = part.call
        return _MadeCondition(lambda facts, kept: call(facts, kept).negated())

    def compare(self, left: _MadeQuantity, op: Comparison, right: _MadeQuantity, /) -> _MadeCondition:
        one, other = left.call, right.call
        if right.number is not None:
            return _MadeCondition(_make_comparison(one, op, right.number))
        return _MadeCondition(lambda facts, kept: _READINGS.compare(one(facts, kept), op, other(facts, kept)))

    def branch(self, test: _MadeCondition, then: _MadeCondition, otherwise: _MadeCondition, /) -> _MadeCondition:
        asked, met, unmet = test.call, then.call, otherwise.call

        def choose(facts: Facts, kept: _Kept) -> Truth:
            truth = asked(facts, kept)
            if truth is UNKNOWN:
                return _READINGS.branch(truth, met(facts, kept), unmet(facts, kept))
            return met(facts, kept) if truth is MET else unmet(facts, kept)

        return _MadeCondition(choose)

    def constant(self, value: Number, /) -> _MadeQuantity:
        point = Interval.point(value)
        return _MadeQuantity(lambda _facts, _kept: point, value)

    def value(self, name: str, /) -> _MadeQuantity:
        return _MadeQuantity(lambda facts, _: facts.value(name))

    def sum(self, parts: Sequence[_MadeQuantity], weights: Sequence[Number] | None, /) -> _MadeQuantity:
        calls = [part.call for part in parts]
        return _MadeQuantity(lambda facts, kept: _READINGS.sum([call(facts, kept) for call in calls], weights))

    def product(self, left: _MadeQuantity, right: _MadeQuantity, /) -> _MadeQuantity:
        one, other = left.call, right.call
        if right.number is not None:
            factor = right.number
            return _MadeQuantity(lambda facts, kept: one(facts, kept).scaled(factor))
        return _MadeQuantity(lambda facts, kept: one(facts, kept) * other(facts, kept))

    def mean(self, parts: Sequence[_MadeQuantity], /) -> _MadeQuantity:
        return _over_parts(parts, _READINGS.mean)

    def minimum(self, parts: Sequence[_MadeQuantity], /) -> _MadeQuantity:
        return _over_parts(parts, _READINGS.minimum)

    def maximum(self, parts: Sequence[_MadeQuantity], /) -> _MadeQuantity:
        return _over_parts(parts, _READINGS.maximum)

    def count(self, parts: Sequence[_MadeCondition], /) -> _MadeQuantity:
        calls = [part.call for part in parts]
        return _MadeQuantity(lambda facts, kept: _READINGS.count([call(facts, kept) for call in calls]))

    def select(self, test: _MadeCondition, then: _MadeQuantity, otherwise: _MadeQuantity, /) -> _MadeQuantity:
        asked, met, unmet = test.call, then.call, otherwise.call

        def choose(facts: Facts, kept: _Kept) -> Interval:
            truth = asked(facts, kept)
            if truth is UNKNOWN:
                return met(facts, kept).hull(unmet(facts, kept))
            return met(facts, kept) if truth is MET else unmet(facts, kept)

        return _MadeQuantity(choose)

    def rounded(self, part: _MadeQuantity, digits: int, half: Half, /) -> _MadeQuantity:
        call = part.call
        return _MadeQuantity(lambda facts, kept: _READINGS.rounded(call(facts, kept), digits, half))


def _over_parts(parts: Sequence[_MadeQuantity], combine: Callable[[list[Interval]], Interval]) -> _MadeQuantity:
    calls = [part.call for part in parts]
    return _MadeQuantity(lambda facts, kept: combine([call(facts, kept) for call in calls]))


def _make_group(parts: Sequence[_MadeCondition], *, decisive: Truth, otherwise: Truth) -> _MadeCondition:
    """Return "all" or "any": a member that is *decisive* settles it, and where none is even unknown the other truth."""
    names = [part.fact for part in parts]
    if None not in names:
        return _MadeCondition(_make_group_of_facts(names, decisive, otherwise))  # type: ignore[arg-type]  # no None in it
    calls = [part.call for part in parts]

    def combine(facts: Facts, kept: _Kept) -> Truth:
        found = otherwise
        for call in calls:
            truth = call(facts, kept)
            if truth is decisive:
                return decisive
            if truth is UNKNOWN:
                found = UNKNOWN
        return found

    return _MadeCondition(combine)


def _make_group_of_facts(names: Sequence[str], decisive: Truth, otherwise: Truth) -> _Call[Truth]:
    def combine(facts: Facts, _kept: _Kept) -> Truth:
        found, read = otherwise, facts.truth
        for name in names:
            truth = read(name)
            if truth is decisive:
                return decisive
            if truth is UNKNOWN:
                found = UNKNOWN
        return found

    return combine


def _make_comparison(quantity: _Call[Interval], op: Comparison, number: Number) -> _Call[Truth]:
    """Return a comparison with a number; only the ends of the interval are read."""
    point = Interval.point(number)

    def compare(facts: Facts, kept: _Kept) -> Truth:
        interval = quantity(facts, kept)
        low, high = interval.low, interval.high
        # A known value, the usual case, is compared as the number that it is.
        if low is not None and low == high:
            return MET if holds(low) else UNMET
        return _READINGS.compare(interval, op, point)

    holds: Callable[[Number], bool] = {
        ">=": lambda value: value >= number,
        ">": lambda value: value > number,
        "<=": lambda value: value <= number,
        "<": lambda value: value < number,
        "==": lambda value: value == number,
    }[op]
    return compare
