"""Texts that join or round in another way than their rules do (KD556).

A mean does not express *each* year, since a good year makes up for a bad one in it. A rule that refuses two things
together does not express *neither … nor*. An award that is lost once *every* criterion is unmet is kept while one of
them is met.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.localised_texts import list_texts
from kiemdinh.linter.checks.quantity_words import BOUNDS_AFTER, LACKING
from kiemdinh.linter.checks.rule_parts import list_rules, read_field, walk_rule
from kiemdinh.linter.checks.text_numbers import find_mentions, numbers_named
from kiemdinh.linter.report import make_finding
from kiemdinh.parsing.cells import find_number
from kiemdinh.standards.definition import (
    AllOf,
    AnyOf,
    CountCompared,
    Every,
    HighestCompared,
    HighestQuantity,
    LabelOutcome,
    Localised,
    LowestCompared,
    LowestQuantity,
    MeanQuantity,
    NotOf,
    ShareCompared,
    SumQuantity,
    ValueCompared,
    ValueQuantity,
)

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.collector import Path
    from kiemdinh.standards.definition import Definition

__all__ = ["check_quantifiers_in_text"]

_EACH_YEAR: Final = re.compile(
    r"\b(?:in )?(?:each|every one) of (?:the )?(?:(?:last|past|previous|preceding|latest) )?(?:\w+ )?"
    r"(?:school )?(?:years|seasons|terms)\b|\b(?:each|every)(?: school)? (?:year|season)\b"
    r"|\b(?:mỗi|từng|hằng|hàng) năm\b|\bnăm nào cũng\b",
    re.IGNORECASE,
)
_TOGETHER: Final = re.compile(
    r"\b(?:average|mean|total|altogether|in all|together|sum|bình quân|trung bình|tổng|cộng)\b", re.IGNORECASE
)
_NEITHER: Final = re.compile(
    r"\bneither\b.{1,200}?\bnor\b|\bnone of\b|\bkhông\b.{1,200}?\b(?:cũng không|và không|lẫn không)\b",
    re.IGNORECASE,
)

_AFTER: Final = re.compile(rf"(?:{'|'.join(map(re.escape, BOUNDS_AFTER))})(?!\w)", re.IGNORECASE)
_AND: Final = re.compile(r"\b(?:and|both|as well as|và|cùng với|lẫn)\b", re.IGNORECASE)
_OR: Final = re.compile(r"\b(?:or|either|one of|any of|hoặc|hay|một trong)\b|(?<![\d%])/(?!\d)", re.IGNORECASE)
"""How a text joins what is asked for; words such as *or more* say something of a number."""

_ALL: Final = re.compile(r"\s*(?:all|every|each|tất cả|mọi|toàn bộ)\b(?!.*\b(?:but|save|ngoại trừ)\b)", re.IGNORECASE)
_ALWAYS: Final = re.compile(
    r"\b(?:never|always|at no time|at all times|in no|no \w+|each|every|all|mọi|mỗi|từng|luôn|không bao giờ"
    r"|không \w+ nào)\b",
    re.IGNORECASE,
)
_ONE_OF_THEM: Final = re.compile(
    r"\b(?:best|worst|lowest|highest|shortest|longest|fewest|smallest|largest|one|once|any|some|tốt nhất|cao nhất"
    r"|thấp nhất|ngắn nhất|dài nhất|lớn nhất|nhỏ nhất|một)\b",
    re.IGNORECASE,
)
"""A text of *always* asks for each, one of *the best* for a single one."""

_SUPERLATIVES: Final = {
    "highest": re.compile(r"\b(?:highest|longest|largest|greatest|cao nhất|dài nhất|lớn nhất)\b", re.IGNORECASE),
    "lowest": re.compile(r"\b(?:lowest|shortest|smallest|fewest|thấp nhất|ngắn nhất|nhỏ nhất)\b", re.IGNORECASE),
    "best": re.compile(r"\b(?:best|tốt nhất)\b", re.IGNORECASE),
    "worst": re.compile(r"\b(?:worst|kém nhất|xấu nhất)\b", re.IGNORECASE),
}
"""Which of several numbers a text speaks of."""

_UNROUNDED: Final = re.compile(
    r"\b(?:(?:not|never) (?:be )?rounded|without rounding|không(?: được)? làm tròn)\b", re.IGNORECASE
)


def check_quantifiers_in_text(study: Study) -> Iterator[LintFinding]:
    """Find texts that ask for each year, for neither of two things or for no rounding, and rules that do otherwise.

    The meaning of texts is guessed from their words. Linear in the size of the definition, with defined names written
    out.
    """
    for part, path in study.parts:
        if not isinstance(part, Localised):
            continue
        rules = list(list_rules(part))
        # Most texts have no rule: persons judge what they say.
        for text, at in list_texts(part, path) if rules else ():
            finding = _compare_text(study, rules, text, at)
            if finding is not None:
                yield finding
                break
    for i, award in enumerate(study.framework.awards):
        yield from _find_loss_of_all(study, award.lost_if, ("awards", i, "lost_if"))
    for i, outcome in enumerate(study.framework.outcomes):
        if isinstance(outcome, LabelOutcome):
            yield from _find_label_of_none(study, outcome, ("outcomes", i, "cases"))


def _compare_text(study: Study, rules: list[Any], text: str, path: Path) -> LintFinding | None:
    definition = study.framework.definition
    is_each = _EACH_YEAR.search(text) is not None and _TOGETHER.search(text) is None
    if is_each and _takes_years_together(definition, rules, text):
        message = Message("the text asks for each year, and the rule takes the years together")
        hint = Message("every: … that: … asks for each; in a mean or a sum one year makes up for another")
        return make_finding(study, "KD556", message, path, found=text, hint=hint)
    if _NEITHER.search(text) and any(map(_allows_one, rules)):
        message = Message("the text asks for none of them, and the rule is kept while one of them is not there")
        hint = Message("put any inside not, in place of all")
        return make_finding(study, "KD556", message, path, found=text, hint=hint)
    if _UNROUNDED.search(text) and any(
        read_field(each, "round") for rule in rules for each in walk_rule(definition, rule)
    ):
        message = Message("the text says that nothing is rounded, and the rule rounds")
        return make_finding(study, "KD556", message, path, found=text)
    if _ALWAYS.search(text) and not _ONE_OF_THEM.search(text) and any(map(_is_content_with_one, _walk(study, rules))):
        message = Message("the text asks for all of them, and the rule is kept by a single one")
        hint = Message("the lowest is at most so much where one of them is; highest asks for all of them")
        return make_finding(study, "KD556", message, path, found=text, hint=hint)
    other = _find_other_end(study, rules, text)
    if other is not None:
        message = Message("the text names the {said} number, and the rule takes the {taken}", **other)
        return make_finding(study, "KD556", message, path, found=text, note=True)
    return _compare_all(study, rules, text, path) or _compare_junction(study, rules, text, path)


def _find_other_end(study: Study, rules: list[Any], text: str) -> dict[str, str] | None:
    """Return which of several numbers a text asks for and which one the rule takes, where the two differ."""
    said = [word for word, pattern in _SUPERLATIVES.items() if pattern.search(text)]
    parts = [part for part in _walk(study, rules) if isinstance(part, LowestQuantity | HighestQuantity)]
    if len(said) != 1 or len(parts) != 1:
        return None
    taken = "lowest" if isinstance(parts[0], LowestQuantity) else "highest"
    of = parts[0].of
    declared = study.framework.inputs.get(of.value) if isinstance(of, ValueQuantity) else None
    better = None if declared is None else declared.better
    ends = {"best": "highest", "worst": "lowest"} if better == "higher" else {"best": "lowest", "worst": "highest"}
    meant = ends.get(said[0], said[0]) if better is not None or said[0] in ("lowest", "highest") else taken
    return None if meant == taken else {"said": said[0], "taken": taken}


def _walk(study: Study, rules: list[Any]) -> Iterator[Any]:
    for rule in rules:
        yield from walk_rule(study.framework.definition, rule)


def _is_content_with_one(part: Any) -> bool:
    """Return whether the lowest of several numbers has an upper bound, or the highest a lower one."""
    keys = {key for key, _ in part.list_comparisons()} if isinstance(part, LowestCompared | HighestCompared) else set()
    return not keys.isdisjoint(("at_most", "below") if isinstance(part, LowestCompared) else ("at_least", "above"))


def _compare_all(study: Study, rules: list[Any], text: str, path: Path) -> LintFinding | None:
    """Return a note where a text begins with *all*, and its rule needs only some, and nothing in the text says so."""
    if _ALL.match(text) is None or LACKING.search(text) is not None or find_mentions(text):
        return None
    for rule in rules:
        if (
            isinstance(rule, CountCompared | ShareCompared)
            and rule.that == "met"
            and _is_content_with_some(study, rule)
        ):
            message = Message("the text asks for all of them, and the rule for {number}", number=str(rule.at_least))
            return make_finding(study, "KD556", message, path, found=text, note=True)
    return None


def _is_content_with_some(study: Study, rule: CountCompared | ShareCompared) -> bool:
    """Return whether a count or a share asks for fewer members than there are."""
    written = rule.at_least if isinstance(rule.at_least, str) else ""
    number = find_number(written.removesuffix("%"))
    if number is None:
        return False
    if isinstance(rule, ShareCompared):
        return number < (100 if written.endswith("%") else 1)
    declared = study.framework.definition.sets.get(rule.count)
    outline = study.framework.outline
    layer = outline.by_layer.get(rule.count if declared is None else declared.among, ())
    return number < len(layer if declared is None else outline.select_members(declared, layer))


def _compare_junction(study: Study, rules: list[Any], text: str, path: Path) -> LintFinding | None:
    """Return a note where a text joins things with *and* and its rule asks for any of them, or the reverse."""
    words = _AFTER.sub("…", text)
    has_and, has_or = (pattern.search(words) is not None for pattern in (_AND, _OR))
    if has_and is has_or:
        return None
    for rule in rules:
        if has_and and isinstance(rule, AnyOf) and _are_of_different_inputs(rule.any_):
            message = Message("the text joins with 'and', and the rule asks for any of them")
        elif has_or and isinstance(rule, AllOf) and _are_of_different_inputs(rule.all_):
            message = Message("the text joins with 'or', and the rule asks for all of them")
        else:
            continue
        return make_finding(study, "KD556", message, path, found=text, note=True)
    return None


def _are_of_different_inputs(parts: Sequence[Any]) -> bool:
    """Return whether each part compares a different input and asks for something to be present."""
    compared = [part for part in parts if isinstance(part, ValueCompared) and part.is_ != "false"]
    return len(compared) == len(parts) == len({part.value for part in compared})


def _takes_years_together(definition: Definition, rules: list[Any], text: str) -> bool:
    """Return whether rules judge years and none of their parts asks for each year by itself."""
    parts = [part for rule in rules for part in walk_rule(definition, rule)]
    if any(isinstance(part, Every) and _counts_years(definition, part.every) for part in parts):
        return False
    if any(isinstance(part, LowestQuantity) and _counts_years(definition, part.lowest) for part in parts):
        return False
    return any(_joins_years(definition, part, text) for part in parts)


def _joins_years(definition: Definition, part: Any, text: str) -> bool:
    if isinstance(part, MeanQuantity):
        return _counts_years(definition, part.mean)
    if isinstance(part, SumQuantity):
        return _counts_years(definition, part.sum_)
    if isinstance(part, CountCompared) and _counts_years(definition, part.count):
        return _asks_for_some(part, definition.sets[part.count].last, text)
    return isinstance(part, ShareCompared) and _counts_years(definition, part.share) and part.at_least not in _WHOLE


_WHOLE: Final = (None, "100%", "1")


def _counts_years(definition: Definition, name: str) -> bool:
    declared = definition.sets.get(name)
    return declared is not None and declared.among == "year" and declared.last != 1


def _asks_for_some(part: CountCompared, years: int | None, text: str) -> bool:
    """Return whether a count asks for fewer than all years, and the text does not say for how many."""
    number = find_number(part.at_least) if isinstance(part.at_least, str) else None
    return (
        number is not None
        and years is not None
        and number < years
        and (number == 1 or number not in numbers_named(text))
    )


def _allows_one(rule: Any) -> bool:
    """Return whether a rule refuses several things only if they occur together."""
    if isinstance(rule, NotOf):
        return isinstance(rule.not_, AllOf) and len(rule.not_.all_) > 1
    parts = rule.any_ if isinstance(rule, AnyOf) else ()
    return len(parts) > 1 and all(isinstance(part, ValueCompared) and part.is_ == "false" for part in parts)


def _find_label_of_none(study: Study, outcome: LabelOutcome, path: Path) -> Iterator[LintFinding]:
    """Yield a note at a label that needs every member to be unmet, before one that needs some to be met."""
    asks_for_met = [
        any(read_field(part, "that") == "met" for part in walk_rule(study.framework.definition, case.if_))
        for case in outcome.cases
    ]
    for i, case in enumerate(outcome.cases):
        if isinstance(case.if_, Every) and case.if_.that == "unmet" and any(asks_for_met[i:]):
            message = Message("this label is given only where every one of '{set}' is unmet", set=case.if_.every)
            yield make_finding(study, "KD556", message, (*path, i, "if"), note=True)


def _find_loss_of_all(study: Study, rule: Any, path: Path) -> Iterator[LintFinding]:
    """Yield a note where an award is lost only once every member of a set is unmet."""
    if isinstance(rule, Every) and rule.that == "unmet":
        yield make_finding(
            study,
            "KD556",
            Message("it is lost only once every one of '{set}' is unmet", set=rule.every),
            path,
            hint=Message("count: … that: unmet, at_least: 1 is for the loss of any one"),
            note=True,
        )
