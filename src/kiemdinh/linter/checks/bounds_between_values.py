"""Bounds between two numbers that a quantity can be (KD552).

A mean that is rounded to whole numbers is never 3.5: at least 3.5 then asks for 4. Such a bound is often one of the
quantity before it was rounded, or of another scale.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.value_steps import Steps, find_steps
from kiemdinh.linter.report import make_finding
from kiemdinh.rules import Number, exact_number, number_to_text
from kiemdinh.standards.definition import Compared, StepTable, ValueTable, read_literal

if TYPE_CHECKING:
    from kiemdinh.analysis.sites import ConditionSite
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.collector import Path

__all__ = ["check_bounds_between_values"]

_ORDERED: Final = ("at_least", "above", "at_most", "below")


def check_bounds_between_values(study: Study) -> Iterator[LintFinding]:
    """Find bounds that the quantity steps over; a note where nothing is rounded. Linear in the number of conditions."""
    for top in study.sites:
        for site in top.walk():
            cond: Any = site.cond
            if isinstance(cond, Compared) and site.scopes:
                yield from _check_site(study, site, cond)


def _check_site(study: Study, site: ConditionSite, cond: Any) -> Iterator[LintFinding]:
    scope = site.scopes[0]
    info = None if scope.node is None else study.framework.nodes[scope.node]
    layer = None if info is None or info.layer is None else info.layer.id
    steps = find_steps(study.framework.definition, cond, scope, layer)
    if steps is None:
        return
    measure = study.lowering.quantities.find_measure(cond, scope, site.path)
    for key, behind in cond.list_comparisons():
        if key not in _ORDERED:
            continue
        for text, path in _list_literals(behind, (*site.path, key)):
            number = read_literal(text, measure, study.lowering.context.problems, path)
            if measure.kind == "number" and number is not None and not steps.has(number):
                yield _report_bound(study, key, text, path, steps, number)


def _list_literals(behind: Any, path: Path) -> Iterator[tuple[str, Path]]:
    if isinstance(behind, str):
        yield behind, path
    elif isinstance(behind, ValueTable):
        for word, entry in behind.values.items():
            yield from _list_literals(entry, (*path, "values", word))
        yield from _list_literals(behind.otherwise, (*path, "otherwise"))
    elif isinstance(behind, StepTable):
        for i, step in enumerate(behind.steps):
            yield from _list_literals(step.then, (*path, "steps", i, "then"))


def _report_bound(study: Study, key: str, text: str, path: Path, steps: Steps, number: Number) -> LintFinding:
    is_lower = key in ("at_least", "above")
    acts_as = steps.next_above(number) if is_lower else steps.next_below(number)
    named = {"bound": text, "step": number_to_text(exact_number(steps.step))}
    return make_finding(
        study,
        "KD552",
        Message("{bound} is not a value of this quantity: it is rounded to steps of {step}", **named)
        if steps.is_rounded
        else Message("{bound} is not a value of this quantity: it moves by {step}", **named),
        path,
        expected=Message("{bound}, as it acts", bound=number_to_text(exact_number(acts_as))),
        found=Message.verbatim(f"{key}: {text}"),
        hint=Message("see whether the bound was meant before rounding") if steps.is_rounded else None,
        note=not steps.is_rounded,
    )
