"""Numbers that a rule asks for, in every form in which its text may say them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from kiemdinh.analysis.sites import walk_parts
from kiemdinh.linter.checks.names_used import names_in
from kiemdinh.parsing.cells import find_number
from kiemdinh.standards.definition import AwardCompared, Compared, StepTable, ValueTable, read_duration

if TYPE_CHECKING:
    from kiemdinh.rules import Number
    from kiemdinh.standards.definition import Definition

__all__ = ["RuleNumber", "list_numbers", "numbers_in"]


@dataclass(frozen=True, slots=True)
class RuleNumber:
    """A number that a rule asks for: as it is written, behind which key."""

    written: str
    key: str

    def list_readings(self) -> Iterator[Fraction]:
        """Yield the numbers with which a text may say the same.

        For 0.8 a text may say 80 %, for *above 79* it may say 80, for 2 % it may say 0.02, 1 in 50, or 98 % without.
        """
        number = Fraction(_read_number(self.written) or 0)
        yield number
        if not self.written.endswith("%"):
            yield from (number * 100, number + {"above": 1, "below": -1}.get(self.key, 0))
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


def list_numbers(definition: Definition, rule: Any) -> Iterator[RuleNumber]:
    """Yield the numbers of a rule and of the defined names that it uses.

    They are thresholds, numbers of tables, and how many years a set of years has. *rule* is a condition, a defined
    name, or None for no rule.
    """
    if isinstance(rule, str):
        yield from list_numbers(definition, definition.define.get(rule))
        return
    for part, _ in walk_parts(rule):
        yield from (RuleNumber(text, key) for key, text in _list_literals(part) if _read_number(text) is not None)
        for kind, name in names_in(part):
            if kind == "define":
                yield from list_numbers(definition, definition.define.get(name))
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


def _read_number(text: str) -> Number | None:
    """Return the number of a literal, a percentage, or the count of a length of time; None for other literals."""
    length = read_duration(text)
    if length is not None:
        return length[0]
    return find_number(text.removesuffix("%"))
