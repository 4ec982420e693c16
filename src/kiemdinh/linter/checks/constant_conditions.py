"""Conditions that can never hold or cannot fail, and thresholds that nothing can reach (KD503-506)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from kiemdinh.analysis.sites import Site
from kiemdinh.analysis.study import Study
from kiemdinh.linter.finding import LintFinding
from kiemdinh.linter.report import make_finding, make_undecided_note
from kiemdinh.rules import UNKNOWN, Condition, Known, Not, Number, Satisfiability, facts_of, values_of, walk
from kiemdinh.standards.conditions import Compared, Count, StepTable, Value, ValueCompared, ValueTable
from kiemdinh.standards.literals import Measure, read_literal
from kiemdinh.standards.problems import Path

__all__ = ["check"]

_ASKS = ("at_least", "above")
_Always = Literal["holds", "fails"]


def check(study: Study) -> Iterator[LintFinding]:
    """Find conditions whose answer no dossier can change, the innermost of them, and thresholds out of range."""
    for site in study.sites:
        found = list(_thresholds(study, site))
        yield from found
        if not found:
            yield from _Fixed(study).findings(site)


class _Fixed:
    """Finds the innermost conditions of a site that always hold, or always fail."""

    def __init__(self, study: Study) -> None:
        self.study = study

    def findings(self, site: Site) -> Iterator[LintFinding]:
        inner = [finding for part in site.parts for finding in self.findings(part)]
        yield from inner
        if not inner and not isinstance(site.cond, str):
            yield from self._own(site)

    def _own(self, site: Site) -> Iterator[LintFinding]:
        conditions = [self.study.lowered(site.cond, place, site.path) for place in site.places]
        if not conditions or any(_settled_elsewhere(one) for one in conditions):
            return
        for always, code, signed in (
            ("fails", "KD503", conditions),
            ("holds", "KD504", [Not(one) for one in conditions]),
        ):
            verdicts = {self.study.prove(one).status for one in signed}
            if verdicts == {Satisfiability.UNSATISFIABLE}:
                yield self._finding(site, code, always, conditions[0])
            elif Satisfiability.SATISFIABLE not in verdicts and Satisfiability.UNDECIDED in verdicts:
                yield make_undecided_note(self.study, code, f"whether this {_VERBS[always]}", site.path)

    def _finding(self, site: Site, code: str, always: str, condition: Condition) -> LintFinding:
        members = _members(self.study, site)
        bound = _asked(site.cond)
        found = None
        if members is not None and bound is not None:
            found = f"{bound} of {members}"
        message = f"this condition {_VERBS[always]}, whatever the dossier says"
        world = self.study.brightest(condition if code == "KD503" else Not(condition))
        return make_finding(self.study, code, message, site.path, found=found, witness=self.study.dossier(world))


_VERBS = {"fails": "can never hold", "holds": "cannot fail"}


def _settled_elsewhere(condition: Condition) -> bool:
    """Whether a condition has nothing in it that a dossier could say, or what no dossier of this setting can."""
    parts = tuple(walk(condition))
    return Known(UNKNOWN) in parts or (isinstance(condition, Known) and not facts_of(condition) | values_of(condition))


def _members(study: Study, site: Site) -> int | None:
    if not isinstance(site.cond, Count):
        return None
    return len(study.lowering.members(site.cond.count, site.places[0], site.path).items)


def _asked(cond: Any) -> str | None:
    if not isinstance(cond, Compared):
        return None
    return ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in cond.comparisons() if isinstance(value, str))


# -- thresholds ------------------------------------------------------------------------------------------


def _thresholds(study: Study, site: Site) -> Iterator[LintFinding]:
    for one in site.walk():
        if isinstance(one.cond, Compared) and hasattr(one.cond, "comparisons") and one.places:
            for key, to in one.cond.comparisons():
                yield from _out_of_range(study, one, key, to)
                yield from _two_units(study, one, key, to)


def _out_of_range(study: Study, site: Site, key: str, to: Any) -> Iterator[LintFinding]:
    if not isinstance(site.cond, Value):
        return
    measure = study.lowering.operands.measure(site.cond, site.places[0], site.path)
    if measure.kind != "number" or site.cond.per is not None:
        return
    for text, path in _literals(to, (*site.path, key)):
        number = read_literal(text, measure, study.lowering.context.problems, path)
        if number is not None and _outside(number, measure):
            yield make_finding(
                study,
                "KD505",
                f"{text} lies outside what '{site.cond.value}' can be",
                path,
                expected=_range(measure),
                found=text,
                witness=study.dossier(study.brightest(study.lowered(site.cond, site.places[0], site.path))),
            )


def _literals(to: Any, path: Path) -> Iterator[tuple[str, Path]]:
    if isinstance(to, str):
        yield to, path
    elif isinstance(to, tuple):
        for i, one in enumerate(to):
            yield from _literals(one, (*path, i))
    elif isinstance(to, ValueTable):
        for word, one in to.values.items():
            yield from _literals(one, (*path, "values", word))
        if to.otherwise is not None:
            yield from _literals(to.otherwise, (*path, "otherwise"))
    elif isinstance(to, StepTable):
        for i, step in enumerate(to.steps):
            yield from _literals(step.then, (*path, "steps", i, "then"))


def _outside(number: Number, measure: Measure) -> bool:
    return (measure.low is not None and number < measure.low) or (measure.high is not None and number > measure.high)


def _range(measure: Measure) -> str:
    if measure.low is None:
        return f"at most {measure.high}"
    return f"at least {measure.low}" if measure.high is None else f"{measure.low} to {measure.high}"


def _two_units(study: Study, site: Site, key: str, to: Any) -> Iterator[LintFinding]:
    if not isinstance(site.cond, ValueCompared) or not isinstance(to, Value):
        return
    inputs = study.framework.inputs
    one, two = inputs.get(site.cond.value), inputs.get(to.value)
    if one is None or two is None or site.cond.per or to.per or one.unit == two.unit:
        return
    condition = study.lowered(site.cond, site.places[0], site.path)
    yield make_finding(
        study,
        "KD506",
        f"'{site.cond.value}' is held against '{to.value}', and they are counted in different units",
        (*site.path, key),
        expected=one.unit or "no unit",
        found=two.unit or "no unit",
        witness=study.dossier(study.prove(condition).world),
    )
