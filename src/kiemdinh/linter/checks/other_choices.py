"""Texts that name one choice of an input while their rule asks for another one (KD562)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.choice_words import find_choices
from kiemdinh.linter.checks.localised_texts import list_texts
from kiemdinh.linter.checks.rule_parts import list_rules, read_field, walk_rule
from kiemdinh.linter.report import make_finding
from kiemdinh.standards.definition import Localised, NotOf, StepTable, ValueCompared, ValueTable

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.collector import Path

__all__ = ["check_other_choices"]


def check_other_choices(study: Study) -> Iterator[LintFinding]:
    """Find rules and *when* that hold for some choices, and whose text names only others.

    The meaning of a text is guessed from its words. Linear in the size of the definition, with defined names written
    out.
    """
    for part, path in study.parts:
        if isinstance(part, Localised):
            asked = _read_asked(study, part)
            for text, at in list_texts(part, path) if asked else ():
                finding = _compare(study, asked, text, at)
                if finding is not None:
                    yield finding
                    break


def _read_asked(study: Study, part: Localised) -> Mapping[str, set[str]]:
    """Return the choices of each input with which a rule holds; none where it negates, or has tables."""
    when = read_field(part, "when")
    rules = [*list_rules(part), *(() if when is None else (when,))]
    parts = [each for rule in rules for each in walk_rule(study.framework.definition, rule)]
    asked: dict[str, set[str]] = defaultdict(set)
    if any(isinstance(each, NotOf | ValueTable | StepTable) for each in parts):
        return asked
    for each in (part for part in parts if isinstance(part, ValueCompared)):
        declared = study.framework.inputs.get(each.value)
        if declared is not None and declared.type == "choice":
            asked[each.value].update(_list_choices(each))
    return asked


def _list_choices(cond: ValueCompared) -> tuple[str, ...]:
    wanted = cond.is_
    if isinstance(wanted, str):
        return (wanted,)
    return wanted if isinstance(wanted, tuple) else ()


def _compare(study: Study, asked: Mapping[str, set[str]], text: str, path: Path) -> LintFinding | None:
    for name, choices in asked.items():
        named = {choice for choice, _ in find_choices(study.framework.inputs[name], text)}
        if named and choices and named.isdisjoint(choices):
            message = Message(
                "the text names '{named}', and the rule is for '{asked}'",
                named=", ".join(sorted(named)),
                asked=", ".join(sorted(choices)),
            )
            return make_finding(study, "KD562", message, path, found=text)
    return None
