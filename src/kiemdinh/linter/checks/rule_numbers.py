"""Numbers that a rule asks for, in every form in which its text may say them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.parsing.cells import find_number
from kiemdinh.standards.definition import AwardCompared, Compared, StepTable, ValueTable, read_duration
from kiemdinh.standards.names_used import names_in
from kiemdinh.standards.parts import walk_parts

if TYPE_CHECKING:
    from kiemdinh.linter.checks.quantity_words import Bound
    from kiemdinh.standards.definition import Definition

__all__ = ["RuleNumber", "list_numbers", "numbers_in"]

_OPPOSITE: Final[dict[str, Bound]] = {
    "at_least": "below",
    "at_most": "above",
    "above": "at_most",
    "below": "at_least",
}

_TABLES: Final = ("values", "steps", "up_to")
"""Keys of tables; what stands in one is often left to a regulation."""


@dataclass(frozen=True, slots=True)
class RuleNumber:
    """A number that a rule asks for: its text, and the key before it.

    Parameters
    ----------
    written
        As it is written.
    key
        The comparator before it, or ``values``, ``steps``, ``up_to``, ``last`` or ``for``.
    is_negated
        Whether it stands inside an odd number of ``not``.
    is_of_when
        Whether it says where a requirement applies; a text may describe where it does not apply.
    multiples
        The multiples in which its figure is counted, where these are thousands or more.
    """

    written: str
    key: str
    is_negated: bool = False
    is_of_when: bool = False
    multiples: tuple[int, ...] = ()

    @property
    def number(self) -> Fraction:
        """The number itself, a percentage as so many in a hundred, a length of time as its count."""
        return Fraction(_read_number(self.written) or 0)

    @property
    def is_percentage(self) -> bool:
        """Whether it is written as a percentage."""
        return self.written.endswith("%")

    @property
    def is_length(self) -> bool:
        """Whether it is a length of time, such as ``5 years``."""
        return read_duration(self.written) is not None

    @property
    def bound(self) -> Bound | None:
        """The side of it on which the rule asks for numbers; None where it is not a bound of a comparison."""
        if self.key not in _OPPOSITE:
            return None
        asked = next(bound for bound in _OPPOSITE.values() if bound == self.key)
        return _OPPOSITE[asked] if self.is_negated else asked

    @property
    def is_expected_in_text(self) -> bool:
        """Whether a text that states all of the rule contains it.

        0, at least 1 and at least all of a hundred go without saying: *none*, *there is*, *every*. What stands in a
        table is often left to a regulation.
        """
        whole = 100 if self.is_percentage else 1
        is_whole = self.number == whole and self.key in ("at_least", "is", "for", "last")
        return self.number != 0 and not is_whole and self.key not in _TABLES

    def list_readings(self) -> Iterator[Fraction]:
        """Yield the numbers with which a text may say the same.

        For 0.8 a text may say 80 %, for *above 79* it may say 80, for 0.125 it may say 1 in 8, and for 2 % it may say
        0.02, 1 in 50, or 98 % without. For -5 it may say a deficit of 5.
        """
        number = self.number
        yield number
        yield from (number * multiple for multiple in self.multiples)
        if number < 0:
            yield -number
        if not self.is_percentage:
            yield number * 100
            yield number + {"above": 1, "below": -1}.get(self.key, 0)
            if number.denominator > 1:
                yield 1 / number
        elif number:
            yield from (number / 100, 100 / number, 100 - number)


def numbers_in(definition: Definition, rules: Iterable[Any]) -> frozenset[Fraction]:
    """Return the numbers that *rules* of a definition ask for, in every form in which a text may say them.

    *rules* are conditions, defined names, or None for no rule. 0 is left out: no text names it.
    """
    found = (
        reading for rule in rules for number in list_numbers(definition, rule) for reading in number.list_readings()
    )
    return frozenset(reading for reading in found if reading)


def list_numbers(definition: Definition, rule: Any, *, is_negated: bool = False) -> Iterator[RuleNumber]:
    """Yield the numbers of a rule and of the defined names that it uses.

    They are thresholds, numbers of tables, and how many years a set of years has. *rule* is a condition, a defined
    name, or None for no rule; *is_negated* is whether it stands inside a ``not``.
    """
    if isinstance(rule, str):
        yield from list_numbers(definition, definition.define.get(rule), is_negated=is_negated)
        return
    for part, path in walk_parts(rule):
        negated = is_negated is not bool(path.count("not") % 2)
        for key, text in _list_literals(part):
            if _read_number(text) is not None:
                yield RuleNumber(text, key, negated)
        for kind, name in names_in(part):
            if kind == "define":
                yield from list_numbers(definition, definition.define.get(name), is_negated=negated)
            elif kind == "sets" and name in definition.sets:
                yield RuleNumber(str(definition.sets[name].last or 0), "last")


def _list_literals(part: Any) -> Iterator[tuple[str, str]]:
    if isinstance(part, AwardCompared) and part.for_ is not None:
        yield "for", part.for_
    if isinstance(part, Compared):
        yield from ((key, to) for key, to in part.list_comparisons() if isinstance(to, str))
    elif isinstance(part, ValueTable):
        yield from (("values", to) for to in (*part.values.values(), part.otherwise) if isinstance(to, str))
    elif isinstance(part, StepTable):
        yield from (("steps", step.then) for step in part.steps if isinstance(step.then, str))
        yield from (("up_to", str(step.up_to)) for step in part.steps if step.up_to is not None)


@lru_cache(maxsize=2048)
def _read_number(text: str) -> Fraction | None:
    """Return the number of a literal, a percentage, or the count of a length of time; None for other literals."""
    length = read_duration(text)
    if length is not None:
        return Fraction(length[0])
    number = find_number(text.removesuffix("%"))
    return None if number is None else Fraction(number)
