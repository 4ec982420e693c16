"""Texts that pair the choices of a table with its numbers in another way than the table does (KD536).

*30 minutes in low buildings, 60 in middle ones and 90 in high ones* assigns a number to each choice. So does *12 and 13
for women and men*. A text that names only some of the choices says nothing for sure, and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.choice_words import find_choices
from kiemdinh.linter.checks.localised_texts import list_texts
from kiemdinh.linter.checks.rule_numbers import RuleNumber
from kiemdinh.linter.checks.rule_parts import list_rules, walk_rule
from kiemdinh.linter.checks.text_numbers import find_mentions
from kiemdinh.linter.report import make_finding
from kiemdinh.parsing.cells import find_number
from kiemdinh.standards.definition import Localised, StepTable, ValueTable

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.checks.text_numbers import Mention
    from kiemdinh.linter.finding import LintFinding

__all__ = ["check_table_words"]

_MIN_STEPS: Final = 3
"""Of two steps a text may tell the second first."""


def check_table_words(study: Study) -> Iterator[LintFinding]:
    """Find tables by a choice whose text gives a choice the number of another one, or a number of none.

    Also find tables by a number whose text has all numbers of the steps in another order.

    The meaning of a text is guessed from its words. Linear in the size of the definition, with defined names written
    out.
    """
    places = {id(part): path for part, path in study.parts}
    reported = set[int]()
    for part, _ in study.parts:
        if not isinstance(part, Localised):
            continue
        rules = [each for rule in list_rules(part) for each in walk_rule(study.framework.definition, rule)]
        for table in (each for each in rules if isinstance(each, ValueTable) and id(each) in places):
            for text, _ in list_texts(part, ()) if id(table) not in reported else ():
                said = _read_pairs(study, table, text)
                other = next((choice for choice in said if not _is_same(table.values.get(choice), said[choice])), None)
                if other is not None:
                    reported.add(id(table))
                    yield _report(study, other, said[other], (*places[id(table)], "values", other), text)
                    break
        for steps in (each for each in rules if isinstance(each, StepTable) and id(each) in places):
            for text, _ in list_texts(part, ()) if id(steps) not in reported else ():
                if _is_in_other_order(steps, text):
                    reported.add(id(steps))
                    message = Message("the text gives the numbers of the steps in another order")
                    yield make_finding(study, "KD536", message, (*places[id(steps)], "steps"), found=text)
                    break


def _is_in_other_order(table: StepTable, text: str) -> bool:
    """Return whether a text has each number of a table by steps once, and pairs them in another way.

    Both ends of the steps and what they give stand in the order of the table, or both in the reverse order.
    """
    ends = [step.up_to for step in table.steps if step.up_to is not None]
    read = [find_number(step.then) if isinstance(step.then, str) else None for step in table.steps]
    given = [number for number in read if number is not None]
    numbers = [*map(Fraction, ends), *map(Fraction, given)]
    if len(given) < len(read) or len(set(numbers)) < len(numbers) or len(given) < _MIN_STEPS:
        return False
    said = [(max if each.bound == "below" else min)(each.readings) for each in find_mentions(text) if each.readings]
    if any(said.count(number) != 1 for number in numbers):
        return False
    places = [said.index(number) for number in numbers]
    places_of_ends, places_of_given = places[: len(ends)], places[len(ends) :]
    rises = places_of_ends == sorted(places_of_ends)
    falls = places_of_ends == sorted(places_of_ends, reverse=True)
    return (rises or falls) and places_of_given != sorted(places_of_given, reverse=not rises)


def _report(study: Study, choice: str, mention: Mention, path: tuple[str | int, ...], text: str) -> LintFinding:
    message = Message("the text gives '{choice}' the number {number}", choice=choice, number=mention.written)
    return make_finding(study, "KD536", message, path, expected=Message.verbatim(mention.written), found=text)


def _read_pairs(study: Study, table: ValueTable, text: str) -> Mapping[str, Mention]:
    """Return the number that a text gives each choice of a table; empty unless it names each once, with one number."""
    choices = find_choices(study.framework.inputs.get(table.by), text)
    numbers = [each for each in find_mentions(text, with_ages=True) if each.is_figure]
    named = [choice for choice, _ in choices]
    if set(table.values) != set(named) or len(named) != len(numbers) or len(set(named)) < len(named):
        return {}
    at = _find_places(text, numbers)
    marks = sorted([*((place, True) for _, place in choices), *((place, False) for place in at)])
    kinds = [is_choice for _, is_choice in marks]
    in_turns = all(one is not two for one, two in pairwise(kinds))
    in_two_lists = sum(one is not two for one, two in pairwise(kinds)) == 1
    return dict(zip(named, numbers, strict=True)) if in_turns or in_two_lists else {}


def _find_places(text: str, numbers: Sequence[Mention]) -> Iterator[int]:
    """Yield where each number of a text begins."""
    start = 0
    for number in numbers:
        found = re.compile(rf"(?<![\d.,]){re.escape(number.written.rstrip('%'))}(?![\d]|[.,]\d)").search(text, start)
        start = len(text) if found is None else found.end()
        yield start


def _is_same(cell: object, mention: Mention) -> bool:
    """Return whether a cell of a table is a number of a text, in some form; true where the cell is not a number."""
    if not isinstance(cell, str) or find_number(cell.removesuffix("%")) is None:
        return True
    return not mention.readings.isdisjoint({Fraction(each) for each in RuleNumber(cell, "values").list_readings()})
