"""Numbers that a text names but its rule does not ask for, and the reverse (KD535, KD536, KD538, KD540)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations
from typing import TYPE_CHECKING, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.localised_texts import list_texts
from kiemdinh.linter.checks.quantity_words import GIVE_OR_TAKE, LACKING, LARGE_UNITS, MEASURES
from kiemdinh.linter.checks.rule_numbers import list_numbers, numbers_in
from kiemdinh.linter.checks.rule_parts import list_rules, read_field, walk_rule
from kiemdinh.linter.checks.text_numbers import (
    find_mentions,
    find_rates,
    is_negated,
    numbers_demanded,
    numbers_named,
)
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.definition import (
    AllOf,
    AnyOf,
    Compared,
    Every,
    LayerDef,
    Localised,
    NotOf,
    ValueCompared,
)

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
"""Labels and awards have texts that may be names: only numbers that these ask for are compared with the rules."""

_NEAR: Final = Fraction(1, 2)
"""How far a percentage may lie from the fraction that a text names in its place."""

_MAX_COMBINED: Final = 8
"""The most numbers of a text of which pairs are tried."""

_MIN_ENTRIES: Final = 2
"""The fewest cells of a table that a text can spell out."""

_CONDITIONS: Final = (Compared, AllOf, AnyOf, NotOf, Every)
"""Kinds of parts that can have a text of their own and are rules themselves."""

_UNITS_OF_AGE: Final = ("year", "month")

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

    The meaning of a text is guessed from its words, so that nothing here is proved. Linear in the size of the
    definition, with defined names written out.
    """
    for info in study.framework.nodes.values():
        if info.is_requirement:
            yield from _find_in_text_alone(study, info)
    for part, path in study.parts:
        if isinstance(part, Localised) and not isinstance(part, LayerDef):  # the text of a layer is its name
            yield from _compare_part(study, part, path)


def _find_in_text_alone(study: Study, info: NodeInfo) -> Iterator[LintFinding]:
    if info.node.indicators:
        return
    # A number that says where a requirement applies is asked for by its `when`.
    nodes, above = study.framework.nodes, study.framework.outline.ancestors_of(info.id)
    applies = numbers_in(study.framework.definition, (info.node.when, *(nodes[name].node.when for name in above)))
    demands = [
        (quote, at)
        for text, at in list_texts(info.node, info.path)
        for quote in numbers_demanded(text)
        if applies.isdisjoint(numbers_named(quote))
    ]
    rules = (info.node.met_if, info.node.warn_unless)
    if demands and not numbers_in(study.framework.definition, rules):
        quote, path = demands[0]
        yield make_finding(
            study,
            "KD535",
            Message("the text of '{id}' names a number to be reached, and no rule does", id=info.id),
            path,
            found=quote,
            hint=Message("declare an input and write met_if, or warn_unless where a person decides"),
            # In a definition without figures persons judge everything; and 100 of a hundred means every one.
            note=not _has_figures(study) or all(each.rstrip(" %").endswith("100") for each, _ in demands),
        )


def _has_figures(study: Study) -> bool:
    return any(declared.type == "number" for declared in study.framework.inputs.values())


# -- a text against its own rule -------------------------------------------------------------------------------


def _compare_part(study: Study, part: Localised, path: Path) -> Iterator[LintFinding]:
    """Yield at most one finding where the texts of a part and its own rule differ in numbers."""
    is_result = not type(part).model_fields.keys().isdisjoint(_RULES_OF_RESULTS)
    asked = tuple(_list_own_numbers(study, part))
    if not asked:
        return
    multiples = _list_multiples(study, part)
    asked = tuple(replace(number, multiples=multiples) for number in asked) if multiples else asked
    is_of_age = _is_of_age(study, part, asked)
    notes: list[LintFinding] = []
    for text, at in list_texts(part, path):
        mentions = find_mentions(text, with_ages=is_of_age)
        mentions = tuple(each for each in mentions if each.is_demand or not is_result)
        if is_result and not mentions:
            continue
        finding = _find_other(study, asked, mentions, text, at) or _find_reversed(study, asked, mentions, text, at)
        if finding is not None and finding.severity != "note":
            yield finding
            return
        notes.extend(_find_unsaid(study, asked, mentions, text, at) if finding is None else (finding,))
    yield from notes[:1]


def _is_of_age(study: Study, part: Localised, asked: Sequence[RuleNumber]) -> bool:
    """Return whether a rule compares lengths of time, or a figure that counts years, so that an age is its number."""
    rules = (part,) if isinstance(part, _CONDITIONS) else list_rules(part)
    parts = (each for rule in rules for each in walk_rule(study.framework.definition, rule))
    figures = (study.framework.inputs.get(each.value) for each in parts if isinstance(each, ValueCompared))
    units = (figure.unit for figure in figures if figure is not None and figure.unit is not None)
    return any(number.is_length for number in asked) or any(MEASURES.get(unit) in _UNITS_OF_AGE for unit in units)


def _list_multiples(study: Study, part: Localised) -> tuple[int, ...]:
    """Return the multiples in which the figures of a rule are counted, by unit and text: *germs (thousands per ml)*."""
    rules = (part,) if isinstance(part, _CONDITIONS) else tuple(list_rules(part))
    parts = (each for rule in rules for each in walk_rule(study.framework.definition, rule))
    figures = (study.framework.inputs.get(each.value) for each in parts if isinstance(each, ValueCompared))
    texts = " ".join(
        f"{figure.unit} {' '.join(text for text, _ in list_texts(figure, ()))}" for figure in figures if figure
    )
    words = re.findall(r"[^\W\d_]+", texts.lower())
    return tuple(dict.fromkeys(LARGE_UNITS[word] for word in words if word in LARGE_UNITS))


def _list_own_numbers(study: Study, part: Localised) -> Iterator[RuleNumber]:
    definition = study.framework.definition
    if isinstance(part, _CONDITIONS):
        yield from list_numbers(definition, part)
        return
    for key in (*_RULES, *_RULES_OF_RESULTS):
        rule = read_field(part, key)
        if not isinstance(rule, Mapping):  # the steps of a ladder have texts of their own
            yield from (replace(number, is_of_when=key == "when") for number in list_numbers(definition, rule))


def _find_other(
    study: Study, asked: Sequence[RuleNumber], mentions: Sequence[Mention], text: str, path: Path
) -> LintFinding | None:
    """Return a finding where a text names numbers that the rule does not ask for, and the rule asks for others."""
    figures = [each for each in mentions if (each.is_figure or each.bound is not None) and not each.is_year_of_calendar]
    foreign = [each for each in figures if not _is_asked(each, asked, mentions, text)]
    unsaid = _list_unsaid(asked, mentions, text)
    numbers = [number for number in asked if number.number]
    shares_none = bool(numbers) and not any(_is_said(number, text, mentions) for number in numbers)
    if not foreign or not (unsaid or shares_none):
        foreign = _find_beside_whole(foreign, numbers) or _find_beside_table(asked, mentions, text)
    if not foreign:
        return None
    return make_finding(
        study,
        "KD536",
        Message("the text names other numbers than the rule"),
        path,
        expected=Message.join(_list_written(unsaid or asked)),
        found=text,
    )


def _find_beside_whole(foreign: Sequence[Mention], numbers: Sequence[RuleNumber]) -> list[Mention]:
    """Return the numbers of a text that are parts of a number in the rule: *three of the five* where the rule has 5."""
    asked = {number.number for number in numbers if number.bound is not None}
    return [each for each in foreign if not asked.isdisjoint(each.whole) and len(each.whole) == 1]


def _find_beside_table(asked: Sequence[RuleNumber], mentions: Sequence[Mention], text: str) -> list[Mention]:
    """Return the numbers of a text that spells out a table, and has one more or another one: *general 0.5, day 0.3*."""
    entries = [number for number in asked if number.key in ("values", "steps")]
    unsaid = {entry.number for entry in entries if not _is_said(entry, text, mentions)}
    bounds = {number.number + by for number in asked if number.key == "up_to" for by in (0, 1)}
    cells = {entry.number for entry in entries}
    # A cell has one end of a range such as 4.5 to 5.5.
    foreign = [
        each
        for each in mentions
        if not _is_asked(each, asked, mentions, text)
        and each.readings.isdisjoint(bounds)
        and each.other_end.isdisjoint(cells)
    ]
    is_spelled_out = len(entries) >= _MIN_ENTRIES and not unsaid
    # If a text spells out all but one cell of a table, one of its numbers is meant for that cell.
    is_all_but_one = len(entries) > _MIN_ENTRIES and len(unsaid) == len(foreign) == 1
    return foreign if is_spelled_out or is_all_but_one else []


def _find_unsaid(
    study: Study, asked: Sequence[RuleNumber], mentions: Sequence[Mention], text: str, path: Path
) -> Iterator[LintFinding]:
    """Yield a note where a rule asks for numbers that its text does not name."""
    # Texts often leave the number of years to the heading: "it rises from year to year".
    unsaid = [number for number in _list_unsaid(asked, mentions, text) if number.key != "last"]
    if unsaid:
        numbers = Message.join(_list_written(unsaid))
        message = Message("the rule asks for {numbers}, and the text does not say so", numbers=numbers)
        yield make_finding(study, "KD538", message, path, found=text)


def _list_unsaid(asked: Sequence[RuleNumber], mentions: Sequence[Mention], text: str) -> list[RuleNumber]:
    return [number for number in asked if number.is_expected_in_text and not _is_said(number, text, mentions)]


def _list_named(text: str, mentions: Sequence[Mention]) -> frozenset[Fraction]:
    """Return the numbers of a text, including those of references; for a figure such as 1.000 only the thousand."""
    sure = {reading for each in mentions for reading in each.readings}
    doubtful = {
        Fraction(each.written.replace(",", "."))
        for each in mentions
        if len(each.readings) == 1 and re.fullmatch(r"\d+[.,]000", each.written)
    }
    return (numbers_named(text) - doubtful) | sure


def _list_written(numbers: Sequence[RuleNumber]) -> list[str]:
    return list(dict.fromkeys(number.written for number in numbers))


def _is_asked(mention: Mention, asked: Sequence[RuleNumber], mentions: Sequence[Mention], text: str) -> bool:
    """Return whether a rule asks for a number of its text, perhaps in another unit or together with another number."""
    readings = {reading for number in asked for reading in number.list_readings() if reading}
    if any(number in readings for number in _list_forms(mention, text)):
        return True
    if any(whole - part == number.number for number in asked for whole in mention.whole for part in mention.readings):
        return True  # at least 3 of 5 are met where at most 2 are unmet
    if any(one.number + two.number in mention.readings for one, two in combinations(asked[:_MAX_COMBINED], 2)):
        return True  # 48 hours, or 60 with overtime, where the overtime is at most 12
    others = [each for each in mentions[:_MAX_COMBINED] if each is not mention]
    pairs = [pair for other in others for pair in ((mention, other), (other, mention))]
    return any(_say_together(number, pair, text) for number in asked for pair in pairs)


def _is_said(number: RuleNumber, text: str, mentions: Sequence[Mention]) -> bool:
    """Return whether a text says the number of a rule in some form."""
    named = _list_named(text, mentions)
    readings = frozenset(number.list_readings())
    if any(whole - part == number.number for each in mentions for whole in each.whole for part in each.readings):
        return True
    if not readings.isdisjoint(named) or any(not readings.isdisjoint(_list_forms(each, text)) for each in mentions):
        return True
    # Two thirds are 66.67 % in a rule; 99.99 % are not 99.9 %.
    if number.is_percentage:
        fractions = [each for each in named - _list_decimals(mentions) if each.denominator > 1]
        if any(abs(each - number.number) < _NEAR for each in fractions):
            return True
    return any(_say_together(number, pair, text) for pair in permutations(mentions[:_MAX_COMBINED], 2))


def _list_decimals(mentions: Sequence[Mention]) -> frozenset[Fraction]:
    return frozenset(reading for each in mentions if each.is_figure for reading in each.readings)


def _list_forms(mention: Mention, text: str) -> Iterator[Fraction]:
    """Yield a number of a text, the same in other units, and how much it makes in a year: *3 days a week*."""
    yield from (*mention.readings, *mention.convert())
    yield from (reading * rate for rate in find_rates(text) for reading in mention.readings)


def _say_together(number: RuleNumber, pair: tuple[Mention, Mention], text: str) -> bool:
    """Return whether two numbers of a text together make one number of a rule.

    *3 of 4* is 75 %, *2 of 10 may be missing* is 8, *50 ± 5* is 45 and 55, *30 minutes at 15 litres* is 450.
    """
    is_rest = number.number.denominator == 1 and LACKING.search(text) is not None
    is_about = GIVE_OR_TAKE.search(text) is not None
    for first in pair[0].readings:
        for second in pair[1].readings:
            if is_rest and first - second == number.number:
                return True
            if is_about and number.number in (first - second, first + second):
                return True
            if min(first, second) > 1 and first * second == number.number:
                return True
            if number.is_percentage and second and abs(100 * first / second - number.number) < _NEAR:
                return True
            if number.number.denominator > 1 and second and first / second == number.number:
                return True
    return False


# -- bounds ----------------------------------------------------------------------------------------------------


def _find_reversed(
    study: Study, asked: Sequence[RuleNumber], mentions: Sequence[Mention], text: str, path: Path
) -> LintFinding | None:
    """Return a finding where the text asks for the other side of a number than the rule.

    Only a number that the text and the rule each have once, with one bound, is compared, and only where nothing else in
    the text is negated: *no class has more than 35 pupils* asks for at most 35.
    """
    if is_negated(text):
        return None
    for mention in mentions:
        number = _find_same(asked, mention, mentions)
        if number is None:
            continue
        if number.key == "is" and not number.is_percentage and mention.bound is not None:
            return _report_exact(study, mention, number, path)
        if number.bound is None:
            continue
        # A date lies at least a year back where it was long ago, and at most a year where it was not.
        bound: Bound | None = "at_most" if mention.is_recent and number.is_length else mention.bound
        if bound is None:
            continue
        is_opposite = (bound in _UP) is not (number.bound in _UP)
        # Whether the bound itself is enough is not compared: texts are often less exact there.
        if is_opposite or (bound != number.bound and mention.is_number(number.number)):
            return _report_side(study, replace(mention, bound=bound), number, path, note=not is_opposite)
    return None


def _find_same(asked: Sequence[RuleNumber], mention: Mention, mentions: Sequence[Mention]) -> RuleNumber | None:
    """Return the number of the rule that a text mentions; None where the text or the rule has it twice."""
    same = [number for number in asked if number.number in mention.readings and not number.is_of_when]
    # One for at most 10 is at least 10% for each.
    same = [number for number in same if not (number.written == "10%" and mention.measure != "percent")]
    again = [each for each in mentions if not each.readings.isdisjoint(mention.readings)]
    return same[0] if len(same) == 1 and len(again) == 1 else None


def _report_exact(study: Study, mention: Mention, number: RuleNumber, path: Path) -> LintFinding:
    message = Message(
        "the text asks for {text_bound} {number}, and the rule for this number alone",
        text_bound=_BOUNDS[mention.bound or "at_least"],
        number=mention.written,
    )
    return make_finding(study, "KD540", message, path, found=f"is: {number.written}", note=True)


def _report_side(study: Study, mention: Mention, number: RuleNumber, path: Path, *, note: bool) -> LintFinding:
    message = Message(
        "the text asks for {text_bound} {number}, and the rule for {rule_bound} it",
        text_bound=_BOUNDS[mention.bound or "at_least"],
        number=mention.written,
        rule_bound=_BOUNDS[number.bound or "at_least"],
    )
    return make_finding(study, "KD540", message, path, found=f"{number.key}: {number.written}", note=note)
