"""Conditions that can be NULL as two that cannot: the certain reading and the possible one.

Over integers in which facts are packed each reading is ``AND``, ``OR`` and ``NOT`` of tests of bits, and a group of
facts of one integer is one test. So a database works on numbers alone, and leaves out the reading that nobody asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from kiemdinh.rules.sql.sql_terms import bits_of

if TYPE_CHECKING:
    from kiemdinh.rules.sql.sql_terms import SqlTerm, SqlTerms

__all__ = ["NullReadings", "Readings", "TwoReadings"]

_NUMBERS: Final = frozenset(
    {"number", "count", "plus", "times", "product", "modulo", "coalesce", "least", "greatest", "wide", "bit"}
)


class Readings(Protocol):
    """Tells whether a condition is certain, and whether it is possible."""

    def certain(self, condition: SqlTerm, /) -> SqlTerm:
        """Return a test that holds where the condition is met."""

    def possible(self, condition: SqlTerm, /) -> SqlTerm:
        """Return a test that does not hold, and is not NULL, where the condition is unmet alone."""


@dataclass(frozen=True, slots=True)
class NullReadings:
    """Reads conditions as SQL does: NULL is unknown."""

    terms: SqlTerms

    def certain(self, condition: SqlTerm, /) -> SqlTerm:
        """Return the condition: a test that is NULL does not hold."""
        return condition

    def possible(self, condition: SqlTerm, /) -> SqlTerm:
        """Return whether it holds or is NULL."""
        return self.terms.is_not_false(condition)


class _Pair(NamedTuple):
    """Whether a condition is certain, and whether it is possible; of a number it is the same number twice."""

    certain: SqlTerm
    possible: SqlTerm


@dataclass(slots=True)
class TwoReadings:
    """Makes of each condition its two readings.

    Attributes
    ----------
    terms
        Makes the expressions.
    meanings
        What the columns of facts stand for: each is read instead of its column.
    is_number
        Whether an expression that only the caller knows (``raw``) is a number.

    Examples
    --------
    >>> from kiemdinh.rules.sql import SqlTerms
    >>> terms = SqlTerms()
    >>> word = terms.column("w", settled=True)
    >>> both = terms.conjunction([terms.make("status", (word,), at, settled=False) for at in (0, 2)])
    >>> readings = TwoReadings(terms)
    >>> [reading.detail for reading in (readings.certain(both), readings.possible(both))]
    [(5, 5), (10, 10)]
    """

    terms: SqlTerms
    meanings: Mapping[SqlTerm, SqlTerm] = field(default_factory=dict)
    is_number: Callable[[SqlTerm], bool] = lambda _: False
    _made: dict[SqlTerm, _Pair] = field(default_factory=dict)

    def certain(self, condition: SqlTerm) -> SqlTerm:
        """Return whether a condition is met. The cost is linear in what is below it and has not been read before."""
        return self._read(condition).certain

    def possible(self, condition: SqlTerm) -> SqlTerm:
        """Return whether a condition is met or unknown."""
        return self._read(condition).possible

    def _read(self, condition: SqlTerm) -> _Pair:
        # A term stands after its parts, so no recursion is needed, however deep conditions are.
        for term in sorted(self._list_unread(condition), key=lambda one: one.number):
            self._made[term] = self._make(term)
        return self._made[condition]

    def _list_unread(self, condition: SqlTerm) -> set[SqlTerm]:
        found: set[SqlTerm] = set()
        left = [condition]
        while left:
            term = left.pop()
            if term in self._made or term in found:
                continue
            if term in self.meanings:
                self._made[term] = self._read(self.meanings[term])
            else:
                found.add(term)
                left += term.parts
        return found

    def _make(self, term: SqlTerm) -> _Pair:
        if self._is_number(term):
            made = self._make_number(term)
            return _Pair(made, made)
        parts = [self._made[part] for part in term.parts]
        match term.operator:
            case "status":
                return self._make_status(term)
            case "and" | "or":
                return self._make_group(term, parts)
            case "not":
                return _Pair(self.terms.negation(parts[0].possible), self.terms.negation(parts[0].certain))
            case "is_true":
                return _Pair(parts[0].certain, parts[0].certain)
            case "is_not_false":
                return _Pair(parts[0].possible, parts[0].possible)
            case "is_null":
                return self._make_is_null(term, parts)
            case "=":
                return self._make_equal(term, parts)
            case "case":
                return self._make_case(parts)
        return self._make_leaf(term)

    def _make_leaf(self, term: SqlTerm) -> _Pair:
        """Return the readings of what is no group of conditions."""
        made = self._rebuild(term)
        return _Pair(self.terms.is_true(made), self.terms.is_not_false(made))

    def _rebuild(self, term: SqlTerm) -> SqlTerm:
        parts = [*map(self._read_part, term.parts)]
        return self.terms.make(term.operator, parts, term.detail, settled=term.is_settled) if parts else term

    def _read_part(self, part: SqlTerm) -> SqlTerm:
        # NULL stays where it is no condition: a number that is missing.
        return part if part.operator == "null" else self._made[part].certain

    # -- numbers -----------------------------------------------------------------------------------------

    def _is_number(self, term: SqlTerm) -> bool:
        if term.operator == "case":
            results = [*term.parts[1::2], *(term.parts[-1:] if len(term.parts) % 2 else ())]
            return any(self._is_number(result) for result in results)
        return term.operator in _NUMBERS or (term.operator == "raw" and self.is_number(term))

    def _make_number(self, term: SqlTerm) -> SqlTerm:
        if term.operator == "count":
            return self._count([self._made[part].certain for part in term.parts])
        return self._choose_number(term) if term.operator == "case" else self._rebuild(term)

    def _choose_number(self, term: SqlTerm) -> SqlTerm:
        parts = [*map(self._read_part, term.parts)]
        for place in range(0, len(parts) - 1, 2):
            # A test that is NULL chooses nothing, so it need not be made one that is never NULL.
            test = parts[place]
            parts[place] = test.parts[0] if test.operator == "is_true" else test
        return self.terms.make("case", parts, settled=term.is_settled)

    def _count(self, parts: Iterable[SqlTerm]) -> SqlTerm:
        """Return how many of some tests hold: a bit is 1 where it is set, so no test is needed."""
        bits: list[SqlTerm] = []
        others: list[SqlTerm] = []
        for part in parts:
            position = _find_single_bit(part)
            if position is None:
                others.append(part)
            else:
                bits.append(self.terms.make("bit", part.parts, position, settled=True))
        return self.terms.plus([*bits, *([self.terms.count(others)] if others or not bits else [])])

    # -- groups ------------------------------------------------------------------------------------------

    def _make_status(self, term: SqlTerm) -> _Pair:
        position: int = term.detail  # type: ignore[assignment]
        first, second = (self.terms.bits(term.parts[0], 1 << at, 1 << at) for at in (position, position + 1))
        return _Pair(first, second)

    def _make_group(self, term: SqlTerm, parts: list[_Pair]) -> _Pair:
        join = self.terms.conjunction if term.operator == "and" else self.terms.disjunction
        return _Pair(*(join(each) for each in zip(*parts, strict=True)))

    def _make_is_null(self, term: SqlTerm, parts: list[_Pair]) -> _Pair:
        if self._is_number(term.parts[0]):
            return self._make_leaf(term)
        found = self.terms.conjunction([self.terms.negation(parts[0].certain), parts[0].possible])
        return _Pair(found, found)

    def _make_equal(self, term: SqlTerm, parts: list[_Pair]) -> _Pair:
        if any(self._is_number(part) for part in term.parts):
            return self._make_leaf(term)
        one, two = parts
        both, join, negate = self.terms.conjunction, self.terms.disjunction, self.terms.negation
        same = join([both([one.certain, two.certain]), both([negate(one.possible), negate(two.possible)])])
        differ = join([both([one.certain, negate(two.possible)]), both([two.certain, negate(one.possible)])])
        return _Pair(same, negate(differ))

    def _make_case(self, parts: list[_Pair]) -> _Pair:
        otherwise = parts[-1] if len(parts) % 2 else _Pair(self.terms.false, self.terms.true)
        certain, possible = otherwise
        for test, result in reversed(list(zip(parts[::2], parts[1::2], strict=False))):
            certain = self._choose(test.certain, result.certain, certain)
            possible = self._choose(test.certain, result.possible, possible)
        return _Pair(certain, possible)

    def _choose(self, test: SqlTerm, then: SqlTerm, otherwise: SqlTerm) -> SqlTerm:
        """Return one of two conditions, none of which is ever NULL."""
        terms = self.terms
        if then is otherwise:
            return then
        if then.operator in ("true", "false"):
            opposite = terms.negation(test)
            return (
                terms.disjunction([test, otherwise]) if then is terms.true else terms.conjunction([opposite, otherwise])
            )
        if otherwise.operator in ("true", "false"):
            opposite = terms.negation(test)
            return terms.conjunction([test, then]) if otherwise is terms.false else terms.disjunction([opposite, then])
        return terms.case((test, then), otherwise=otherwise)


def _find_single_bit(term: SqlTerm) -> int | None:
    """Return the position of the one bit that a test asks to be set; None where it asks for anything else."""
    if term.operator != "bits":
        return None
    mask, number = bits_of(term)
    return mask.bit_length() - 1 if mask == number and mask & (mask - 1) == 0 else None
