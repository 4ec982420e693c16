"""Running a scenario: the dossier read and assessed, what came out held against what was expected, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kiemdinh.api.assess import assess
from kiemdinh.data.outcomes import Dates
from kiemdinh.evidence.reading import open_dossier, read_dossier
from kiemdinh.explanation.what_if import changed_dossier
from kiemdinh.standards.diagnostics import Diagnostic, InputError
from kiemdinh.standards.source import Source
from kiemdinh.testing.scenarios.compare import Expectation, compare
from kiemdinh.testing.scenarios.explain import explained

if TYPE_CHECKING:
    from kiemdinh.api.assessment import Assessment
    from kiemdinh.testing.scenarios.load import Scenario

__all__ = ["ScenarioResult", "assessment_of", "run"]


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """What came out of a scenario.

    ``expectations`` are all that were stated, in the order of the keys of ``then``. ``explanation`` says why those
    that do not hold came out otherwise, as plain text in the language of the file; empty where all hold.
    ``assessment`` is None where the dossier was refused.
    """

    scenario: Scenario
    expectations: tuple[Expectation, ...]
    explanation: str = ""
    assessment: Assessment | None = field(default=None, repr=False, compare=False)

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected."""
        return all(one.holds for one in self.expectations)

    def to_text(self) -> str:
        """Return what was expected and what came out where these differ, and the explanation of the difference."""
        wrong = [one for one in self.expectations if not one.holds]
        lines = [self.scenario.name, *([self.scenario.cite] if self.scenario.cite else [])]
        for one in wrong:
            lines += [f"  {one.what}", f"    expected: {one.expected}", f"    got:      {one.got}"]
        return "\n".join([*lines, *(["", self.explanation] if self.explanation else [])]).rstrip() + "\n"


def run(scenario: Scenario) -> ScenarioResult:
    """Run one scenario; nothing is raised where a dossier is refused, since that may be what is expected."""
    expected = scenario.then.diagnostic
    try:
        result = assessment_of(scenario)
    except InputError as error:
        return _refused(scenario, expected, error.diagnostics)
    if expected:
        line = Expectation("diagnostic", ", ".join(sorted(expected)), "the dossier is accepted", False, "diagnostic")
        return ScenarioResult(scenario, (line,), assessment=result)
    found = tuple(compare(scenario.then, result))
    wrong = [one for one in found if not one.holds]
    return ScenarioResult(scenario, found, explained(scenario.then, result, wrong, scenario.lang), result)


def _refused(scenario: Scenario, expected: tuple[str, ...], problems: tuple[Diagnostic, ...]) -> ScenarioResult:
    codes = sorted({problem.code for problem in problems if problem.severity == "error"})
    holds = bool(expected) and sorted(set(expected)) == codes
    wanted = ", ".join(sorted(set(expected))) or "a dossier that is accepted"
    line = Expectation("diagnostic", wanted, ", ".join(codes), holds, "diagnostic")
    return ScenarioResult(scenario, (line,), "" if holds else "\n".join(map(str, problems)))


def assessment_of(scenario: Scenario) -> Assessment:
    """Return the assessment of a scenario's dossier, with what it says is otherwise.

    Raises
    ------
    InputError
        The dossier is refused, or a change to it; there is no date.
    """
    opened = open_dossier(scenario.dossier)
    date = scenario.date or opened.date
    dossier = read_dossier(opened, scenario.framework, default_date=date)
    if scenario.changes and date is not None:
        try:
            dossier = changed_dossier(scenario.framework, dossier, Dates(date, date, date), scenario.changes)
        except InputError as error:
            raise InputError(_placed(scenario, error)) from None
    return assess(scenario.framework, dossier, on=date)


def _placed(scenario: Scenario, error: InputError) -> list[Diagnostic]:
    """What is wrong with a change is told at its line; its path is the key that the author wrote."""
    source = scenario.source
    if not isinstance(source, Source):
        return list(error.diagnostics)
    return [_at_its_key(problem, source, scenario) for problem in error.diagnostics]


def _at_its_key(problem: Diagnostic, source: Source, scenario: Scenario) -> Diagnostic:
    if problem.path not in scenario.changes:
        return problem
    at: tuple[Any, ...] = ("scenarios", scenario.index, "but", problem.path)
    return source.diagnostic(
        problem.code,
        problem.message,
        at,
        expected=problem.expected,
        found=problem.found,
        hint=problem.hint,
        severity=problem.severity,
    )
