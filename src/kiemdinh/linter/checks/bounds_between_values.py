"""Bounds that lie between two neighbouring values of a quantity (KD552).

A mean that is rounded to whole numbers is never 3.5: at least 3.5 then asks for 4. Such a bound was often meant for the
quantity before rounding, or for another scale.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kiemdinh.diagnostics.message import Message
from kiemdinh.linter.checks.value_steps import Steps, find_steps
from kiemdinh.linter.report import make_finding
from kiemdinh.linter.written import write_part
from kiemdinh.rules import exact_number, number_to_text
from kiemdinh.standards.definition import COMPARATORS, Compared, StepTable, ValueTable, read_literal

if TYPE_CHECKING:
    from kiemdinh.analysis.sites import ConditionSite
    from kiemdinh.analysis.study import Study
    from kiemdinh.linter.finding import LintFinding
    from kiemdinh.parsing.collector import Path

__all__ = ["check_bounds_between_values"]

_LOWER: Final = ("at_least", "above")
_ORDERED: Final = (*_LOWER, "at_most", "below")
_TEXTS: Final = ("vi", "en", "text", "cite", "certainty")


@dataclass(frozen=True, slots=True)
class _StepsOver:
    """A bound that a quantity steps over: its text, its place, and the number that it really asks for."""

    key: str
    text: str
    path: Path
    acts_as: str


def check_bounds_between_values(study: Study) -> Iterator[LintFinding]:
    """Find bounds that the quantity steps over; a note where nothing is rounded. Linear in the number of conditions.

    The bounds of one quantity, such as one mean, have one finding, at the first of them.
    """
    found: dict[tuple[str, Steps], dict[Path, _StepsOver]] = {}
    for top in study.sites:
        for site in top.walk():
            cond: Any = site.cond
            if isinstance(cond, Compared) and site.scopes:
                for steps, bound in _list_bounds(study, site, cond):
                    quantity = str(write_part(cond, without=(*COMPARATORS, *_TEXTS)))
                    found.setdefault((quantity, steps), {})[bound.path] = bound
    for (_, steps), bounds in found.items():
        yield _report_bounds(study, steps, list(bounds.values()))


def _list_bounds(study: Study, site: ConditionSite, cond: Any) -> Iterator[tuple[Steps, _StepsOver]]:
    """Yield the bounds of a comparison that are not values of its quantity, with the steps of the quantity."""
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
                acts_as = steps.next_above(number) if key in _LOWER else steps.next_below(number)
                yield steps, _StepsOver(key, text, path, number_to_text(exact_number(acts_as)))


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


def _report_bounds(study: Study, steps: Steps, bounds: Sequence[_StepsOver]) -> LintFinding:
    first = bounds[0]
    message, expected = _describe_one(steps, first) if len(bounds) == 1 else _describe_several(steps, bounds)
    return make_finding(
        study,
        "KD552",
        message,
        first.path,
        expected=expected,
        found=Message.verbatim(f"{first.key}: {first.text}"),
        hint=Message("see whether the bound was meant before rounding") if steps.is_rounded else None,
        note=not steps.is_rounded,
    )


def _describe_one(steps: Steps, bound: _StepsOver) -> tuple[Message, Message]:
    named = {"bound": bound.text, "step": number_to_text(exact_number(steps.step))}
    message = (
        Message("{bound} is not a value of this quantity: it is rounded to steps of {step}", **named)
        if steps.is_rounded
        else Message("{bound} is not a value of this quantity: it moves by {step}", **named)
    )
    return message, Message("{bound}, as it acts", bound=bound.acts_as)


def _describe_several(steps: Steps, bounds: Sequence[_StepsOver]) -> tuple[Message, Message]:
    texts = ", ".join(bound.text for bound in bounds)
    named = {"bounds": texts, "step": number_to_text(exact_number(steps.step))}
    message = (
        Message("{bounds} are not values of this quantity: it is rounded to steps of {step}", **named)
        if steps.is_rounded
        else Message("{bounds} are not values of this quantity: it moves by {step}", **named)
    )
    return message, Message("{bounds}, as they act", bounds=", ".join(bound.acts_as for bound in bounds))
