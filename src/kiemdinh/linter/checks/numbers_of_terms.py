"""Numbers in texts that differ from the terms of awards, sets of years, weights or totals (KD536)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.localised_texts import list_texts
from kiemdinh.linter.checks.quantity_words import NUMBERS, SMALL_NUMBERS
from kiemdinh.linter.checks.rule_numbers import list_numbers
from kiemdinh.linter.checks.rule_parts import list_rules, walk_rule
from kiemdinh.linter.checks.text_numbers import find_mentions, numbers_named
from kiemdinh.linter.report import make_finding
from kiemdinh.parsing.cells import code_skeleton, find_number, write_number
from kiemdinh.parsing.durations import Duration
from kiemdinh.standards.definition import (
    LabelOutcome,
    LadderOutcome,
    Localised,
    OutcomeCompared,
    SetDef,
    SumQuantity,
)
from kiemdinh.standards.names_used import names_in

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.checks.rule_numbers import RuleNumber
    from kiemdinh.linter.checks.text_numbers import Mention
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.collector import Path
    from kiemdinh.standards.definition import Award, NodeInfo

__all__ = ["check_numbers_of_terms"]

_PLAIN: Final = (None, "percent")
"""What a bound of an outcome counts; a number of years in the text of an award is a term of the award."""

_TERMS: Final = ("valid", "renew_before", "cure_within", "wait_for_higher")
_MONTHS: Final = {"month": 1, "year": 12}
_DAYS: Final = {"day": 1, "week": 7}
_NUMBER: Final = rf"(?P<number>\d{{1,2}}|{SMALL_NUMBERS})"
_LAST_YEARS: Final = re.compile(
    rf"\b(?:last|past|previous|preceding|latest|recent) {_NUMBER} (?:school |academic )?(?:years|seasons)\b"
    rf"|\b{_NUMBER.replace('number', 'row')} (?:(?:consecutive|successive) (?:school |academic )?(?:years|seasons)"
    r"|(?:years|seasons) (?:running|in a row|in succession))\b"
    rf"|\b{_NUMBER.replace('number', 'years')} năm(?: học)? (?:gần nhất|liền kề|liên tục|liên tiếp|vừa qua|cuối)\b",
    re.IGNORECASE,
)
_YEARS_IN_NAME: Final = re.compile(
    rf"\b(?:(?P<before>\d{{1,2}}|{SMALL_NUMBERS}) (?:school |academic )?(?:years|seasons|nam)"
    r"|(?:last|past|recent) (?P<behind>\d{1,2}))\b"
)
_OF_POINTS: Final = re.compile(r"\b(?:out of|of|trên|trong|tổng) (?P<total>\d{2,4}) (?:points|điểm)\b", re.IGNORECASE)
_IN_POINTS: Final = re.compile(
    r"\(\s*(?:(?:max(?:imum)?\.?|up to|tối đa|tổng|total) )?(\d{1,4}) ?(?:points|point|pts|điểm)\s*\)", re.IGNORECASE
)
_BAND: Final = re.compile(r"(?<![\d.,])(?P<first>\d{1,4}) ?(?:to|đến|-|–) ?(?P<last>\d{1,4})(?![\d.,]\d|\d)")


def check_numbers_of_terms(study: Study) -> Iterator[LintFinding]:
    """Find texts that name another number of days, of last years, of points in all, or another share of a weight.

    The meaning of texts is guessed from their words. Linear in the size of the definition, with defined names written
    out.
    """
    for i, award in enumerate(study.framework.awards):
        yield from _check_award(study, award, ("awards", i))
        yield from _check_award_text(study, award, ("awards", i))
    for part, path in study.parts:
        if isinstance(part, Localised):
            yield from _check_last_years(study, part, path)
        if isinstance(part, LabelOutcome | LadderOutcome):
            yield from _check_outcome(study, part, path)
    yield from _check_names(study)
    yield from _check_weights(study)
    yield from _check_defaults(study)
    for info in study.framework.nodes.values():
        yield from _check_points(study, info)


def _report(study: Study, path: Path, expected: str, text: str, *, note: bool = False) -> LintFinding:
    message = Message("the text names other numbers than the rule")
    return make_finding(study, "KD536", message, path, expected=Message.verbatim(expected), found=text, note=note)


# -- numbers of names --------------------------------------------------------------------------------------------


def _check_names(study: Study) -> Iterator[LintFinding]:
    """Yield a note at a set of years that is called *five_years* and has another number of them."""
    for name, declared in _of(study).sets.items():
        match = _YEARS_IN_NAME.search(code_skeleton(name))
        word = None if match is None else match["before"] or match["behind"]
        number = None if word is None else NUMBERS.get(word) or find_number(word)
        if declared.last is not None and number is not None and number != declared.last:
            message = Message("the name '{name}' has another number of years than the set", name=name)
            found = str(declared.last)
            yield make_finding(
                study,
                "KD536",
                message,
                ("sets", name, "last"),
                expected=Message.verbatim(str(number)),
                found=found,
                note=True,
            )


# -- terms of an award -------------------------------------------------------------------------------------------


def _check_award(study: Study, award: Award, path: Path) -> Iterator[LintFinding]:
    for key in _TERMS:
        term = getattr(award, key)
        law = award.law.get(key)
        for text, _ in list_texts(law, ()) if law is not None and isinstance(term, Duration) else ():
            if not _says_term(text, str(term)):
                yield _report(study, (*path, key), str(term), text)
                break


def _check_award_text(study: Study, award: Award, path: Path) -> Iterator[LintFinding]:
    """Yield a note where a text of an award asks for a number that its outcome does not ask for."""
    rules = list(list_rules(award))
    outcomes = {outcome.id: outcome for outcome in study.framework.outcomes}
    parts = [each for rule in rules for one in _unfold(rule) for each in walk_rule(_of(study), one)]
    needed = [outcomes[each.outcome] for each in parts if isinstance(each, OutcomeCompared)]
    asked = [number for rule in rules for one in _unfold(rule) for number in list_numbers(_of(study), one)]
    asked += [
        n
        for each in needed
        for rule in list_rules(each)
        for one in _unfold(rule)
        for n in list_numbers(_of(study), one)
    ]
    near = {reading + by for number in asked for reading in number.list_readings() for by in (-1, 0, 1)}
    for text, at in list_texts(award, path) if needed and asked else ():
        demanded = [
            each for each in find_mentions(text) if each.is_demand and each.is_figure and each.measure in _PLAIN
        ]
        if any(each.readings.isdisjoint(near) for each in demanded):
            yield _report(study, at, ", ".join(dict.fromkeys(number.written for number in asked)), text, note=True)
            return


def _says_term(text: str, term: str) -> bool:
    """Return whether a text names this length of time, or names none in its units."""
    (own,) = find_mentions(term) or (None,)
    family = next((units for units in (_MONTHS, _DAYS) if own is not None and own.measure in units), None)
    said = find_mentions(text)
    if own is None or family is None or not any(each.measure in family for each in said):
        return True
    return not set(_list_lengths((own,))).isdisjoint(_list_lengths(said))


def _list_lengths(mentions: Iterable[Mention]) -> Iterator[tuple[str, Fraction]]:
    for mention in mentions:
        for reading in mention.readings:
            yield from _measure(reading, mention.measure or "")


def _measure(number: Fraction, unit: str) -> Iterator[tuple[str, Fraction]]:
    if unit in _MONTHS:
        yield "months", number * _MONTHS[unit]
        yield "days", number * {"month": 30, "year": 365}[unit]
    elif unit in _DAYS:
        yield "days", number * _DAYS[unit]


# -- the last years ----------------------------------------------------------------------------------------------


def _check_last_years(study: Study, part: Localised, path: Path) -> Iterator[LintFinding]:
    counts = _list_last(study, part)
    if not counts:
        return
    for text, at in list_texts(part, path):
        for match in _LAST_YEARS.finditer(text):
            word = (match["number"] or match["row"] or match["years"]).lower()
            number = Fraction(word) if word.isdigit() else NUMBERS[word]
            # A change in each of three years takes four of them.
            if not {number, number + 1} & counts:
                yield _report(study, at, f"last: {', '.join(map(str, sorted(counts)))}", text)
                return


def _list_last(study: Study, part: Localised) -> set[int]:
    """Return the numbers of years of the sets that a part and its rules read."""
    sets = study.framework.definition.sets
    parts = [each for rule in list_rules(part) for each in walk_rule(study.framework.definition, rule)]
    names = {name for each in parts for kind, name in names_in(each) if kind == "sets" and name in sets}
    own = (part,) if isinstance(part, SetDef) else ()
    return {each.last for each in (*own, *(sets[name] for name in names)) if each.last is not None}


# -- the text of an outcome --------------------------------------------------------------------------------------


def _check_outcome(study: Study, outcome: LabelOutcome | LadderOutcome, path: Path) -> Iterator[LintFinding]:
    rules = list(list_rules(outcome))
    written = [number for rule in rules for each in _unfold(rule) for number in list_numbers(_of(study), each)]
    asked = {reading for number in written for reading in number.list_readings()}
    total = _find_total(study, rules)
    for text, at in list_texts(outcome, path):
        totals = {Fraction(match["total"]) for match in _OF_POINTS.finditer(text)}
        if total is not None and totals and total not in totals:
            yield _report(study, at, str(total), text)
            return
        demanded = [each for each in find_mentions(text) if each.is_demand and each.is_figure]
        near = {number + by for number in asked for by in (-1, 0, 1)} | ({total} if total is not None else set())
        if asked and any(each.readings.isdisjoint(near) for each in demanded):
            # The text of an outcome may say how many persons decide.
            rest = ", ".join(dict.fromkeys(number.written for number in written))
            yield _report(study, at, rest, text, note=True)
            return
        yield from _check_bands(study, written, text, at)


def _check_bands(study: Study, written: list[RuleNumber], text: str, path: Path) -> Iterator[LintFinding]:
    """Yield a note where a band of a text has both its ends, as *14 to 27*, and a rule leaves one of them out."""
    ends = {"above": {Fraction(band["first"]) for band in _BAND.finditer(text)}}
    ends["below"] = {Fraction(band["last"]) for band in _BAND.finditer(text)}
    left_out = [number for number in written if number.number in ends.get(number.key, ())]
    # Where a band ends at 70 and the next begins at 70, the text does not say to which of them 70 belongs.
    for number in left_out[:1] if ends["above"].isdisjoint(ends["below"]) else ():
        message = Message("a band of the text has {number}, and the rule leaves it out", number=number.written)
        yield make_finding(study, "KD540", message, path, found=f"{number.key}: {number.written}", note=True)


def _of(study: Study) -> Any:
    return study.framework.definition


def _unfold(rule: Any) -> Iterator[Any]:
    yield from rule.values() if isinstance(rule, dict) else (rule,)


def _find_total(study: Study, rules: list[Any]) -> Fraction | None:
    """Return how many points can be earned in the layer that rules add up; None where they add up several or none."""
    parts = [part for rule in rules for part in walk_rule(_of(study), rule)]
    sums = {part.sum_ for part in parts if isinstance(part, SumQuantity)}
    nodes = [info for info in study.framework.nodes.values() if info.layer is not None and info.layer.id in sums]
    points = [info.node.points for info in nodes if info.node.points is not None]
    return Fraction(sum(points)) if len(sums) == 1 and points else None


# -- weights -----------------------------------------------------------------------------------------------------


def _check_weights(study: Study) -> Iterator[LintFinding]:
    """Yield the first weight of siblings, or of a layer, that differs from the share in the text."""
    groups: dict[tuple[str | None, str | None], list[NodeInfo]] = defaultdict(list)
    for info in study.framework.nodes.values():
        if _read_weight(info) is not None:
            layer = info.layer.id if info.layer else None
            groups[info.parent, layer].append(info)
            if info.parent is not None:
                groups[None, layer].append(info)
    for group in groups.values():
        said = [(info, share) for info in group if (share := _read_share(info)) is not None]
        if len(said) > 1 and sum(share for _, share in said) == 1 and len(said) == len(group):
            whole = _find_whole([(_read_weight(info) or Fraction(0), share) for info, share in said])
            for info, share in said:
                if _read_weight(info) != whole * share:
                    yield _report(
                        study, (*info.path, "weight"), write_number(whole * share), next(iter(info.node.texts))
                    )
                    break


def _find_whole(pairs: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """Return the total with which most weights are the shares of their texts: 100 where they are written in percent."""
    counts = Counter(weight / share for weight, share in pairs if share)
    total, pairs_that_agree = counts.most_common(1)[0]
    return total if pairs_that_agree > 1 else sum((weight for weight, _ in pairs), Fraction(0))


def _check_defaults(study: Study) -> Iterator[LintFinding]:
    """Yield the default of a parameter whose text names a single number that differs from it."""
    for name, parameter in _of(study).parameters.items():
        default = parameter.default
        number = None if default is None else find_number(default.is_.removesuffix("%"))
        if default is None or number is None:
            continue
        for text, at in list_texts(default, ("parameters", name, "default")):
            figures = [each for each in find_mentions(text) if each.is_figure and not each.is_year_of_calendar]
            if len(figures) == 1 and Fraction(number) not in figures[0].readings:
                yield _report(study, at, default.is_, text)


def _check_points(study: Study, info: NodeInfo) -> Iterator[LintFinding]:
    """Yield a node whose text names in brackets another number of points than it has, or than those below it have."""
    points = _count_points(study, info)
    for text, path in list_texts(info.node, info.path) if points is not None else ():
        said = _IN_POINTS.findall(text)
        if len(said) == 1 and Fraction(said[0]) != points:
            at = path if info.node.points is None else (*info.path, "points")
            yield _report(study, at, str(points) if info.node.points is None else said[0], text)
            return


def _count_points(study: Study, info: NodeInfo) -> Fraction | None:
    """Return how many points a node can earn: its own, or those of all below it that have some; else None."""
    if info.node.points is not None:
        return Fraction(info.node.points)
    below = [study.framework.nodes[name] for name in study.framework.outline.descendants_of(info.id)]
    points = [(each.layer, Fraction(each.node.points)) for each in below if each.node.points is not None]
    return sum((each for _, each in points), Fraction(0)) if len({repr(layer) for layer, _ in points}) == 1 else None


def _read_weight(info: NodeInfo) -> Fraction | None:
    """Return the weight of a node where it is a plain number."""
    weight = info.node.weight
    number = find_number(weight) if isinstance(weight, str) else None
    return None if number is None else Fraction(number)


def _read_share(info: NodeInfo) -> Fraction | None:
    """Return the one share that the text of a node names, as a fraction or a percentage; None where it names none."""
    for text in info.node.texts:
        shares = {number for number in numbers_named(text) if 0 < number < 1}
        shares |= {n / 100 for each in find_mentions(text) if each.measure == "percent" for n in each.readings}
        if len(shares) == 1:
            return shares.pop()
    return None
