"""Numbers that a text names in another unit than its rule compares (KD545)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.distinct_words import words_of
from kiemdinh.linter.checks.localised_texts import list_texts
from kiemdinh.linter.checks.quantity_words import NUMBERS, SMALL_NUMBERS, UNITS
from kiemdinh.linter.checks.rule_parts import list_rules, walk_rule
from kiemdinh.linter.report import make_finding
from kiemdinh.parsing.cells import find_number
from kiemdinh.standards.definition import Localised, ValueCompared

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.collector import Path

__all__ = ["check_measures_in_text"]

_UNIT: Final = "|".join(re.escape(word) for word in sorted(UNITS, key=len, reverse=True))
_FOR_EVERY: Final = r"\b(?:for (?:every|each)|(?:an?|one) \w+ per|per|cứ|mỗi|cho (?:mỗi|mọi))\s+{number}\s*{unit}(?!\w)"

_FOR_EACH: Final = (
    r"(?<![\w.,]){number}(?P<counted>(?:\s+[^\W\d]+){{1,4}}?)"
    r"(?:\s+(?:(?:for|to) (?:each|every|one|an?)|per|(?:trên|cho) (?:mỗi|một)|mỗi|trên)\s+|\s*/\s*)"
    r"(?P<each>[^\W\d]+(?:\s+[^\W\d]+){{0,2}})"
)
"""A ratio in words: a number of one thing for each of another one."""


def check_measures_in_text(study: Study) -> Iterator[LintFinding]:
    """Find *60 minutes* beside 60 of a figure in hours, and *one for every 200 m2* beside 200 per m2.

    Linear in the size of the definition, with defined names written out.
    """
    definition = study.framework.definition
    for part, path in study.parts:
        if isinstance(part, Localised):
            compared = [
                each
                for rule in list_rules(part)
                for each in walk_rule(definition, rule)
                if isinstance(each, ValueCompared)
            ]
            for text, at in list_texts(part, path) if compared else ():
                yield from _compare(study, compared, text, at)


def _compare(study: Study, compared: list[ValueCompared], text: str, path: Path) -> Iterator[LintFinding]:
    for cond in compared:
        unit = _find_unit(study, cond.per or cond.value)
        for _, bound in cond.list_comparisons():
            number = find_number(bound) if isinstance(bound, str) else None
            if number is None:
                continue
            if cond.per is not None and number > 1 and _counts_the_reverse(study, cond, text, str(bound)):
                message = Message(
                    "the text counts '{per}' for each '{value}', and the rule the reverse",
                    per=cond.per,
                    value=cond.value,
                )
                yield make_finding(study, "KD545", message, path, found=text)
                return
            if unit is None:
                continue
            if cond.per is None and _is_in_other_unit(text, str(bound), unit):
                message = Message("the text counts in another unit than the figure, and their numbers are the same")
                yield make_finding(study, "KD545", message, path, expected=Message.verbatim(unit), found=text)
            elif cond.per is not None and number > 1 and _is_upside_down(text, str(bound), unit):
                message = Message(
                    "the text has one for every {number} {unit}, and the rule {number} for each",
                    number=bound,
                    unit=unit,
                )
                yield make_finding(study, "KD545", message, path, expected=Message.verbatim(f"1/{bound}"), found=text)


def _counts_the_reverse(study: Study, cond: ValueCompared, text: str, number: str) -> bool:
    """Return whether a text counts so many of the second figure for each of the first: *5 children for each carer*."""
    first, second = (study.framework.inputs.get(name) for name in (cond.value, cond.per or ""))
    match = re.search(_FOR_EACH.format(number=re.escape(number)), text, re.IGNORECASE)
    if first is None or second is None or match is None:
        return False
    counted, each = words_of(match["counted"]), words_of(match["each"])
    one, two = (frozenset().union(*map(words_of, declared.texts)) for declared in (first, second))
    is_reverse = bool(counted & (two - one)) and bool(each & (one - two))
    return is_reverse and counted.isdisjoint(one - two) and each.isdisjoint(two - one)


def _find_unit(study: Study, name: str) -> str | None:
    declared = study.framework.inputs.get(name)
    return None if declared is None else declared.unit


def _is_in_other_unit(text: str, number: str, unit: str) -> bool:
    """Return whether a text names a number of other units of what is measured, and never one of these."""
    family, own = UNITS.get(unit.casefold(), ("", ""))
    if not family:  # things that are only counted have no other units
        return False
    words = [word for word in SMALL_NUMBERS.split("|") if NUMBERS[word] == find_number(number)]
    written = "|".join((re.escape(number).replace(r"\.", "[.,]"), *words))
    said = re.findall(rf"(?<![\w.,])(?:{written})\s*({_UNIT})(?!\w)", text, re.IGNORECASE)
    units = [UNITS[" ".join(word.lower().split())] for word in said]
    return any(each[0] == family for each in units) and (family, own) not in units


def _is_upside_down(text: str, number: str, unit: str) -> bool:
    pattern = _FOR_EVERY.format(number=re.escape(number), unit=re.escape(unit))
    return re.search(pattern, text, re.IGNORECASE) is not None
