"""Bounds of an award that no outcome has for the same quantity, and that no text names (KD563).

Where an outcome begins at 85 points and the award for it at 80, one of them was amended and the other was forgotten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.bands import COMPARATORS, name_operand
from kiemdinh.linter.checks.rule_numbers import RuleNumber
from kiemdinh.linter.checks.text_numbers import numbers_named
from kiemdinh.linter.report import find_line, make_finding
from kiemdinh.parsing.cells import find_number
from kiemdinh.standards.definition import Award, Compared, Localised
from kiemdinh.standards.parts import walk_parts

if TYPE_CHECKING:
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.collector import Path

__all__ = ["check_lone_bounds"]

_Bounds: TypeAlias = "Mapping[str, dict[Fraction, Path]]"
"""For each quantity the numbers with which it is compared, each with a place."""


def check_lone_bounds(study: Study) -> Iterator[LintFinding]:
    """Find numbers with which an award compares a quantity, and an outcome never does. Linear in the definition."""
    of_outcomes = _list_bounds(study.framework.outcomes, ("outcomes",))
    for i, award in enumerate(study.framework.awards):
        for operand, bounds in _list_bounds((award.needs,), ("awards", i, "needs"), is_one=True).items():
            known = of_outcomes.get(operand, {})
            for number, path in bounds.items():
                # Of whole numbers "above 79" is "at least 80".
                if known and all(abs(number - each) > 1 for each in known) and not _is_named(award, number):
                    yield _report(study, path, next(iter(known.values())))


def _list_bounds(parts: Any, path: Path, *, is_one: bool = False) -> _Bounds:
    """Return the numbers with which each quantity is compared in some parts of a definition."""
    found: dict[str, dict[Fraction, Path]] = defaultdict(dict)
    for i, part in enumerate(parts):
        for each, inside in walk_parts(part):
            if isinstance(each, Compared):
                for key, bound in each.list_comparisons():
                    number = find_number(bound.removesuffix("%")) if isinstance(bound, str) else None
                    if number is not None and key in COMPARATORS:
                        at = (*path, *(() if is_one else (i,)), *inside, key)
                        found[name_operand(each)].setdefault(Fraction(number), at)
    return found


def _is_named(award: Award, number: Fraction) -> bool:
    """Return whether a text of an award or of one of its conditions names a number in some form."""
    readings = set(RuleNumber(str(number), "at_least").list_readings())
    parts = [award, *(each for each, _ in walk_parts(award))]
    texts = (text for each in parts if isinstance(each, Localised) for text in each.texts)
    return any(not readings.isdisjoint(numbers_named(text)) for text in texts)


def _report(study: Study, path: Path, other: Path) -> LintFinding:
    line = find_line(study, other)
    message = Message("no outcome compares this quantity with this number, and no text of the award names it")
    hint = None if line is None else Message("see line {n}", n=line)
    return make_finding(study, "KD563", message, path, hint=hint)
