"""Numbers that a text names and its rule does not ask for, and the reverse (KD535, KD536, KD538, KD540)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import permutations
from typing import TYPE_CHECKING, Final

from kiemdinh.analysis.sites import walk_parts
from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.localised_texts import list_texts
from kiemdinh.linter.checks.quantity_words import FACTORS
from kiemdinh.linter.checks.rule_numbers import list_numbers, numbers_in
from kiemdinh.linter.checks.text_numbers import find_mentions, numbers_demanded, numbers_named
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.definition import AllOf, AnyOf, Compared, Every, Localised, NotOf

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.checks.quantity_words import Bound
    from kiemdinh.linter.checks.rule_numbers import RuleNumber
    from kiemdinh.linter.checks.text_numbers import Mention
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.collector import Path
    from kiemdinh.standards.definition import NodeInfo

__all__ = ["check_numbers_in_text"]

_RULES: Final = ("met_if", "warn_unless", "when")
_RULES_OF_RESULTS: Final = ("if_", "needs", "lost_if")
"""A label or an award is told by its name: only what its text asks for is held against these rules."""

_MAX_COMBINED: Final = 8
"""Of how many numbers of a text quotients and differences are looked at."""

_CONDITIONS: Final = (Compared, AllOf, AnyOf, NotOf, Every)
"""What can have a text of its own and is a rule itself."""

_UP: Final = ("at_least", "above")

_BOUNDS: Final[Mapping[Bound, Message]] = {
    "at_least": Message("at least"),
    "at_most": Message("at most"),
    "above": Message("more than"),
    "below": Message("less than"),
}
"""Each side in words, before a number."""


def check_numbers_in_text(study: Study) -> Iterator[LintFinding]:
    """Find requirements whose text asks for a number that no rule does, then texts whose rule asks for another one.

    What a text says is guessed from its words, so that nothing here is proved. Linear in the size of the definition,
    with defined names written out.
    """
    for info in study.framework.nodes.values():
        if info.is_requirement:
            yield from _find_in_text_alone(study, info)
    for part, path in walk_parts(study.framework.definition):
        if isinstance(part, Localised):
            yield from _compare_part(study, part, path)


def _find_in_text_alone(study: Study, info: NodeInfo) -> Iterator[LintFinding]:
    if info.node.indicators:
        return
    demands = [(quote, at) for text, at in list_texts(info.node, info.path) for quote in numbers_demanded(text)]
    rules = (info.node.met_if, info.node.warn_unless)
    if demands and not numbers_in(study.framework.definition, rules):
        quote, path = demands[0]
        yield make_finding(
            study,
            "KD535",
            Message("the text of '{id}' names a number to be reached, and no rule does", id=info.id),
            path,
            found=quote,
            hint=Message("declare an input and say met_if, or warn_unless where a person decides"),
        )


# -- a text against its own rule -------------------------------------------------------------------------------


def _compare_part(study: Study, part: Localised, path: Path) -> Iterator[LintFinding]:
    """Yield what the texts of a part and its own rule say of numbers that does not agree; one finding in all."""
    is_result = any(hasattr(part, key) for key in _RULES_OF_RESULTS)
    asked = tuple(_list_own_numbers(study, part))
    if not asked:
        return
    notes: list[LintFinding] = []
    for text, at in list_texts(part, path):
        mentions = tuple(each for each in find_mentions(text) if each.is_demand or not is_result)
        if is_result and not mentions:
            continue
        finding = _find_reversed(study, asked, mentions, at) or _find_other(study, asked, mentions, text, at)
        if finding is not None:
            yield finding
            return
        notes.extend(_find_unsaid(study, asked, mentions, text, at))
    yield from notes[:1]


def _list_own_numbers(study: Study, part: Localised) -> Iterator[RuleNumber]:
    keys = (*_RULES, *_RULES_OF_RESULTS)
    rules = (part,) if isinstance(part, _CONDITIONS) else tuple(getattr(part, key, None) for key in keys)
    for rule in rules:
        if not isinstance(rule, dict):  # the steps of a ladder have texts of their own
            yield from list_numbers(study.framework.definition, rule)


def _find_other(
    study: Study, asked: Sequence[RuleNumber], mentions: Sequence[Mention], text: str, path: Path
) -> LintFinding | None:
    """Return a finding where a text names numbers that the rule does not ask for, and the rule others."""
    figures = [each for each in mentions if each.is_figure and not each.is_year_of_calendar]
    readings = {reading for number in asked for reading in number.list_readings() if reading}
    foreign = [each for each in figures if not _is_asked(each, readings, mentions)]
    unsaid = _list_unsaid(asked, mentions, text)
    shares_none = bool(readings) and len(foreign) == len(figures)
    if not foreign or not (unsaid or shares_none):
        return None
    return make_finding(
        study,
        "KD536",
        Message("the text names other numbers than the rule"),
        path,
        expected=Message.join(_list_written(unsaid or asked)),
        found=text,
    )


def _find_unsaid(
    study: Study, asked: Sequence[RuleNumber], mentions: Sequence[Mention], text: str, path: Path
) -> Iterator[LintFinding]:
    """Yield a note where a rule asks for numbers that its text does not name."""
    # How many years a set has is often left to the heading: "it rises from year to year".
    unsaid = [number for number in _list_unsaid(asked, mentions, text) if number.key != "last"]
    if unsaid:
        numbers = Message.join(_list_written(unsaid))
        message = Message("the rule asks for {numbers}, and the text does not say so", numbers=numbers)
        yield make_finding(study, "KD538", message, path, found=text)


def _list_unsaid(asked: Sequence[RuleNumber], mentions: Sequence[Mention], text: str) -> list[RuleNumber]:
    named = _list_named(text, mentions)
    return [number for number in asked if number.is_expected_in_text and not _is_said(number, named, mentions)]


def _list_named(text: str, mentions: Sequence[Mention]) -> frozenset[Fraction]:
    """Return the numbers of a text, of its references too; of a figure such as 1.000 the thousand alone."""
    sure = {reading for each in mentions for reading in each.readings}
    doubtful = {
        Fraction(each.written.replace(",", "."))
        for each in mentions
        if len(each.readings) == 1 and re.fullmatch(r"\d+[.,]000", each.written)
    }
    return (numbers_named(text) - doubtful) | sure


def _list_written(numbers: Sequence[RuleNumber]) -> list[str]:
    return list(dict.fromkeys(number.written for number in numbers))


def _is_asked(mention: Mention, readings: Collection[Fraction], mentions: Sequence[Mention]) -> bool:
    """Return whether a rule asks for a number of its text, perhaps in another unit or together with another number."""
    if any(number in readings for number in (*mention.readings, *_convert(mention))):
        return True
    others = [each for each in mentions[:_MAX_COMBINED] if each is not mention]
    pairs = (pair for other in others for pair in ((mention, other), (other, mention)))
    return any(number in readings for pair in pairs for number in _combine(*pair))


def _is_said(number: RuleNumber, named: Collection[Fraction], mentions: Sequence[Mention]) -> bool:
    """Return whether a text says the number of a rule in some form."""
    readings = frozenset(number.list_readings())
    if not readings.isdisjoint(named) or any(not readings.isdisjoint(_convert(each)) for each in mentions):
        return True
    combined = [both for pair in permutations(mentions[:_MAX_COMBINED], 2) for both in _combine(*pair)]
    # Two thirds are 66.67 % in a rule.
    parts = (*combined, *(each for each in named if each.denominator > 1))
    is_near = number.is_percentage and any(abs(part - number.number) < Fraction(1, 2) for part in parts)
    return is_near or not readings.isdisjoint(combined)


def _convert(mention: Mention) -> tuple[Fraction, ...]:
    """Return a number of a text in other units of what it counts: 5 years are 60 months."""
    factors = FACTORS.get(mention.measure or "", ())
    return tuple(
        number for reading in mention.readings for factor in factors for number in (reading * factor, reading / factor)
    )


def _combine(one: Mention, other: Mention) -> Iterator[Fraction]:
    """Yield what two numbers of a text say together: *3 of 4* is 75 %, *2 of 10 may fail* is 8."""
    for first in one.readings:
        for second in other.readings:
            if second:
                yield from (first / second, 100 * first / second)
            yield first - second


# -- bounds ----------------------------------------------------------------------------------------------------


def _find_reversed(
    study: Study, asked: Sequence[RuleNumber], mentions: Sequence[Mention], path: Path
) -> LintFinding | None:
    """Return a finding where the text asks for the other side of a number than the rule.

    Only a number that each of both has once, with one bound, can be told.
    """
    for mention in mentions:
        same = [number for number in asked if number.number in mention.readings and number.bound is not None]
        again = [each for each in mentions if not each.readings.isdisjoint(mention.readings)]
        if mention.bound is None or len(same) != 1 or len(again) != 1:
            continue
        number = same[0]
        if number.bound is not None and (mention.bound in _UP) is not (number.bound in _UP):
            return make_finding(
                study,
                "KD540",
                Message(
                    "the text asks for {text_bound} {number}, and the rule for {rule_bound} it",
                    text_bound=_BOUNDS[mention.bound],
                    number=mention.written,
                    rule_bound=_BOUNDS[number.bound],
                ),
                path,
                expected=_BOUNDS[mention.bound],
                found=f"{number.key}: {number.written}",
            )
    return None
