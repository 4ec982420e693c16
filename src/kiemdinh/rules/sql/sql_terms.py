"""Expressions of SQL as terms, each made once: a small language that every dialect can write."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

__all__ = ["Operator", "SqlTerm", "SqlTerms", "bits_of"]

Operator: TypeAlias = Literal[
    "column", "true", "false", "null", "number", "raw",
    "and", "or", "not", "case", "is_true", "is_not_false", "is_null", ">=", ">", "=",
    "count", "plus", "times", "product", "modulo", "coalesce", "least", "greatest", "wide",
    "status", "bits", "bit",
]  # fmt: skip
"""What a term does with its parts.

``case`` has a test and a result in turn, and may have a last result for all others. ``is_true`` and ``is_not_false``
make of unknown unmet and met. ``count`` counts its parts that hold. ``times`` multiplies by the whole number of its
detail. ``least`` and ``greatest`` with the detail ``open`` are NULL where a part is. ``wide`` makes room for 38 digits.
``raw`` is for the caller, who knows what its detail means.

Three read an integer in which facts are packed: ``status`` is the fact whose two bits begin at the position of its
detail, the certain reading first; ``bits`` tells whether the bits of a mask are those of a number, and ``bit`` is the
one at a position, 0 or 1.
"""

_MOST_PARTS: Final = 100
"""How many parts one term has: parsers of SQL take no expression of thousands."""


@dataclass(frozen=True, slots=True, eq=False)
class SqlTerm:
    """An expression.

    Attributes
    ----------
    operator, parts, detail
        What it is.
    is_settled
        Whether it is never NULL.
    number
        The place at which it was made: a term stands after its parts.
    """

    operator: Operator
    parts: tuple[SqlTerm, ...]
    detail: Hashable
    is_settled: bool
    number: int

    @property
    def is_constant(self) -> bool:
        """Whether it is a truth, NULL or a number, and so reads no column."""
        return self.operator in ("true", "false", "null", "number")


def bits_of(term: SqlTerm) -> tuple[int, int]:
    """Return the mask of a test of bits, and the number."""
    detail: tuple[int, int] = term.detail  # type: ignore[assignment]
    return detail


@dataclass(slots=True)
class SqlTerms:
    """Makes terms, equal ones once, and works out what no column decides.

    Examples
    --------
    >>> terms = SqlTerms()
    >>> a, b = terms.column("a"), terms.column("b")
    >>> terms.conjunction([a, b]) is terms.conjunction([a, b, terms.true]), terms.conjunction([a, terms.false]).operator
    (True, 'false')
    """

    _made: dict[tuple[Operator, tuple[SqlTerm, ...], Hashable], SqlTerm] = field(default_factory=dict)

    def make(
        self, operator: Operator, parts: Iterable[SqlTerm] = (), detail: Hashable = None, *, settled: bool | None = None
    ) -> SqlTerm:
        """Return a term as it is asked for; without *settled* it is settled where all parts are."""
        key = operator, tuple(parts), detail
        if key not in self._made:
            is_settled = all(part.is_settled for part in key[1]) if settled is None else settled
            self._made[key] = SqlTerm(*key, is_settled, len(self._made))
        return self._made[key]

    # -- constants and columns ---------------------------------------------------------------------------

    @property
    def true(self) -> SqlTerm:
        """Met."""
        return self.make("true")

    @property
    def false(self) -> SqlTerm:
        """Unmet."""
        return self.make("false")

    @property
    def null(self) -> SqlTerm:
        """Unknown; of a number open, or missing."""
        return self.make("null", settled=False)

    def number(self, number: int) -> SqlTerm:
        """Return a whole number."""
        return self.make("number", (), number)

    def column(self, name: str, *, settled: bool = False) -> SqlTerm:
        """Return a column, by its name."""
        return self.make("column", (), name, settled=settled)

    # -- truths ------------------------------------------------------------------------------------------

    def conjunction(self, parts: Sequence[SqlTerm]) -> SqlTerm:
        """Return whether all hold, as SQL reads NULL: an unmet one decides."""
        return self._join("and", self._merge_bits(parts), neutral=self.true, final=self.false)

    def disjunction(self, parts: Sequence[SqlTerm]) -> SqlTerm:
        """Return whether one holds, as SQL reads NULL: a met one decides."""
        # Where several bits are asked for, that one of them is missing is one test too.
        missing = [part.parts[0] for part in parts if part.operator == "not" and part.parts[0].operator == "bits"]
        if len(missing) > 1:
            others = [part for part in parts if part.operator != "not" or part.parts[0].operator != "bits"]
            parts = [*others, self.negation(self.conjunction(missing))]
        return self._join("or", parts, neutral=self.false, final=self.true)

    def _join(self, operator: Operator, parts: Sequence[SqlTerm], *, neutral: SqlTerm, final: SqlTerm) -> SqlTerm:
        left = [part for part in dict.fromkeys(parts) if part is not neutral]
        if final in left or not left:
            return final if final in left else neutral
        while len(left) > _MOST_PARTS:
            left = [self.make(operator, left[i : i + _MOST_PARTS]) for i in range(0, len(left), _MOST_PARTS)]
        return left[0] if len(left) == 1 else self.make(operator, left)

    def bits(self, part: SqlTerm, mask: int, number: int) -> SqlTerm:
        """Return whether the bits of a packed integer under a mask are those of a number."""
        return self.make("bits", (part,), (mask, number), settled=True) if mask else self.true

    def _merge_bits(self, parts: Sequence[SqlTerm]) -> list[SqlTerm]:
        """Return the parts of a conjunction with one test of bits for each integer; no part says it is unmet."""
        tests: dict[SqlTerm, tuple[int, int]] = {}
        for part in parts:
            if part.operator == "bits":
                mask, number = bits_of(part)
                other, before = tests.get(part.parts[0], (0, 0))
                if mask & other & (number ^ before):
                    return [self.false]
                tests[part.parts[0]] = mask | other, number | before
        merged = (
            self.bits(part.parts[0], *tests[part.parts[0]]) if part.operator == "bits" else part for part in parts
        )
        return [*dict.fromkeys(merged)]

    def negation(self, part: SqlTerm) -> SqlTerm:
        """Return whether it does not hold; NULL stays NULL."""
        if part.is_constant:
            return {"true": self.false, "false": self.true}.get(part.operator, part)
        return part.parts[0] if part.operator == "not" else self.make("not", (part,))

    def is_true(self, part: SqlTerm) -> SqlTerm:
        """Return whether it holds; NULL does not."""
        if part.is_settled or part.operator == "null":
            return part if part.is_settled else self.false
        return self.make("is_true", (part,), settled=True)

    def is_not_false(self, part: SqlTerm) -> SqlTerm:
        """Return whether it holds or is NULL."""
        if part.is_settled or part.operator == "null":
            return part if part.is_settled else self.true
        return self.make("is_not_false", (part,), settled=True)

    def case(self, *arms: tuple[SqlTerm, SqlTerm], otherwise: SqlTerm | None = None) -> SqlTerm:
        """Return the result of the first test that holds, else *otherwise*, which is NULL where it is None."""
        last = self.null if otherwise is None else otherwise
        kept: list[tuple[SqlTerm, SqlTerm]] = []
        for test, result in arms:
            if test.operator == "true":
                last = result
                break
            if test.operator not in ("false", "null"):
                kept.append((test, result))
        while kept and kept[-1][1] is last:
            kept.pop()
        if not kept:
            return last
        settled = last.is_settled and all(result.is_settled for _, result in kept)
        flat = [term for arm in kept for term in arm]
        return self.make("case", flat if last is self.null else [*flat, last], settled=settled)

    # -- numbers -----------------------------------------------------------------------------------------

    def count(self, parts: Sequence[SqlTerm]) -> SqlTerm:
        """Return how many hold; one that is there twice counts twice."""
        left = [part for part in parts if part.operator not in ("false", "null")]
        sure = sum(part.operator == "true" for part in left)
        left = [part for part in left if part.operator != "true"]
        groups = [self.make("count", left[i : i + _MOST_PARTS], settled=True) for i in range(0, len(left), _MOST_PARTS)]
        return self.plus([*groups, *([self.number(sure)] if sure or not groups else [])])

    def plus(self, parts: Sequence[SqlTerm]) -> SqlTerm:
        """Return the sum; NULL where a part is."""
        left = list(parts)
        while len(left) > _MOST_PARTS:
            left = [self.make("plus", left[i : i + _MOST_PARTS]) for i in range(0, len(left), _MOST_PARTS)]
        return left[0] if len(left) == 1 else self.make("plus", left)

    def times(self, part: SqlTerm, factor: int) -> SqlTerm:
        """Return a number times a whole number."""
        if part.operator == "number" and isinstance(part.detail, int):
            return self.number(part.detail * factor)
        return part if factor == 1 or part.operator == "null" else self.make("times", (part,), factor)

    def compare(self, left: SqlTerm, operator: Literal[">=", ">", "="], right: SqlTerm) -> SqlTerm:
        """Return the comparison; NULL where a side is."""
        if "null" in (left.operator, right.operator):
            return self.null
        return self.make(operator, (left, right))
