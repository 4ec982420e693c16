"""From a scenario to the assessment of its school."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kiemdinh.api.assess import assess
from kiemdinh.data.outcomes import Dates
from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.evidence.reading import open_dossier, read_dossier
from kiemdinh.explanation.what_if import change_dossier
from kiemdinh.parsing.source import Source

if TYPE_CHECKING:
    import datetime as dt

    from kiemdinh.api.assessment import Assessment
    from kiemdinh.evidence.dossier import Dossier
    from kiemdinh.testing.scenarios.scenario import Scenario

__all__ = ["assess_scenario", "read_scenario"]


def assess_scenario(scenario: Scenario) -> Assessment:
    """Return the assessment of a scenario's dossier, with what the scenario changes in it.

    Raises
    ------
    InputError
        The dossier or a change to it is refused, or there is no date.
    """
    dossier, date = read_scenario(scenario)
    return assess(scenario.framework, dossier, on=date)


def read_scenario(scenario: Scenario) -> tuple[Dossier, dt.date | None]:
    """Return the dossier of a scenario, with what the scenario changes in it, and the date of its assessment.

    Raises
    ------
    InputError
        The dossier or a change to it is refused.
    """
    opened = open_dossier(scenario.dossier)
    date = scenario.date or opened.date
    dossier = read_dossier(opened, scenario.framework, default_date=date)
    # Without a date nothing can be changed, and assess says that the date is missing.
    if scenario.changes and date is not None:
        try:
            dossier = change_dossier(scenario.framework, dossier, Dates(date, date, date), scenario.changes)
        except InputError as error:
            raise InputError(_placed_in_file(scenario, error)) from None
    return dossier, date


def _placed_in_file(scenario: Scenario, error: InputError) -> list[Diagnostic]:
    """Return the problems of changes, each at the line of the scenario file that has the change.

    The path of such a problem is the key under ``but`` as the author wrote it.
    """
    source = scenario.source
    if not isinstance(source, Source):
        return list(error.diagnostics)
    return [_placed_at_change(problem, source, scenario) for problem in error.diagnostics]


def _placed_at_change(problem: Diagnostic, source: Source, scenario: Scenario) -> Diagnostic:
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
