"""Thresholds outside the range of their input, or outside its scale (KD505)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kiemdinh.analysis.sites import ConditionSite
from kiemdinh.analysis.study import Study
from kiemdinh.analysis.worlds import most_favourable_world
from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.report import make_finding
from kiemdinh.parsing.collector import Path
from kiemdinh.rules import Number
from kiemdinh.standards.definition import Measure, StepTable, ValueQuantity, ValueTable, read_literal

__all__ = ["find_out_of_range"]


def find_out_of_range(study: Study, site: ConditionSite, key: str, threshold: Any) -> Iterator[LintFinding]:
    """Find the numbers of one threshold that its input can never be.

    Parameters
    ----------
    study
        The framework under study.
    site
        A comparison that is read in some scope. A comparison of anything except an input, or of a ratio, has no range.
    key
        The comparator, such as ``at_least``.
    threshold
        The value after it: a literal, several of them, or a table of literals.
    """
    if not isinstance(site.cond, ValueQuantity) or site.cond.per is not None:
        return
    measure = study.lowering.quantities.find_measure(site.cond, site.scopes[0], site.path)
    if measure.kind != "number":
        return
    for text, path in _walk_literals(threshold, (*site.path, key)):
        number = read_literal(text, measure, study.lowering.context.problems, path)
        if number is not None and _is_outside(number, measure):
            world = most_favourable_world(study.lower_site(site), study.space)
            yield make_finding(
                study,
                "KD505",
                Message("{text} lies outside what '{value}' can be", text=text, value=site.cond.value),
                path,
                expected=_describe_range(measure),
                found=text,
                obstacles=(site.path,),
                witness=study.write_dossier(world),
            )


def _walk_literals(threshold: Any, path: Path) -> Iterator[tuple[str, Path]]:
    if isinstance(threshold, str):
        yield threshold, path
    elif isinstance(threshold, tuple):
        for i, item in enumerate(threshold):
            yield from _walk_literals(item, (*path, i))
    elif isinstance(threshold, ValueTable):
        for word, item in threshold.values.items():
            yield from _walk_literals(item, (*path, "values", word))
        if threshold.otherwise is not None:
            yield from _walk_literals(threshold.otherwise, (*path, "otherwise"))
    elif isinstance(threshold, StepTable):
        for i, step in enumerate(threshold.steps):
            yield from _walk_literals(step.then, (*path, "steps", i, "then"))


def _is_outside(number: Number, measure: Measure) -> bool:
    return (measure.low is not None and number < measure.low) or (measure.high is not None and number > measure.high)


def _describe_range(measure: Measure) -> Message:
    if measure.low is None:
        return Message("at most {n}", n=measure.high)
    if measure.high is None:
        return Message("at least {n}", n=measure.low)
    return Message("from {low} to {high}", low=measure.low, high=measure.high)
