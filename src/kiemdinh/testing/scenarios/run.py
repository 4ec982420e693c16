"""Running a scenario: assessing its dossier, comparing the result with the expectations, and explaining differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiemdinh.diagnostics.diagnostic import Diagnostic, InputError
from kiemdinh.diagnostics.message import Message
from kiemdinh.testing.scenarios.assess_scenario import assess_scenario
from kiemdinh.testing.scenarios.compare import compare_result
from kiemdinh.testing.scenarios.explain import explain_difference
from kiemdinh.testing.scenarios.result import Expectation, ScenarioResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiemdinh.api.assessment import Assessment
    from kiemdinh.testing.scenarios.scenario import Scenario

__all__ = ["passes", "run"]


def run(scenario: Scenario, lang: str | None = None) -> ScenarioResult:
    """Run one scenario: assess its dossier, and compare the result with what the scenario expects.

    Nothing is raised where the dossier is refused, since that may be what is expected. The cost is that of an
    assessment; an expected repair, and the explanation of a difference, cost a search.

    Parameters
    ----------
    scenario
        A scenario of a file that was loaded.
    lang
        The language of the report, ``vi`` or ``en``; else that of the scenario file.

    Returns
    -------
    ScenarioResult
        Every expectation with the actual value, and the reasons where these differ.

    Examples
    --------
    >>> from kiemdinh.testing import load_scenarios
    >>> file = load_scenarios('''
    ... kiemdinh: 1
    ... framework: vn.tt57-2026.pho-thong
    ... when: 2027-06-30
    ... scenarios:
    ...   - {name: A word misspelt, given: {findings: {"1.1": mucc-1}}, then: {diagnostic: KD104}}
    ... ''')
    >>> run(file.scenarios[0]).passed
    True
    """
    expected_codes = scenario.then.diagnostic
    lang = lang or scenario.lang
    try:
        result = assess_scenario(scenario)
    except InputError as error:
        return _refused_result(scenario, error.diagnostics, lang)
    if expected_codes:  # the dossier should have been refused
        codes = ", ".join(sorted(expected_codes))
        line = Expectation("diagnostic", codes, Message("the dossier is accepted"), False, "diagnostic")
        return ScenarioResult(scenario, (line,), assessment=result, lang=lang)
    expectations = tuple(compare_result(scenario.then, result, scenario.lang))
    wrong = [one for one in expectations if not one.holds]
    explanation = explain_difference(scenario.then, result, wrong, lang)
    return ScenarioResult(scenario, expectations, explanation, result, lang)


def passes(scenario: Scenario, assess: Callable[[], Assessment]) -> bool:
    """Return whether all expectations of a scenario hold, where *assess* returns the result of its dossier.

    It stops at the first one that does not hold, and explains nothing, so that it costs less than :func:`run`.
    """
    try:
        result = assess()
    except InputError as error:
        return _refused_expectation(scenario.then.diagnostic, error.diagnostics).holds
    return not scenario.then.diagnostic and all(
        one.holds for one in compare_result(scenario.then, result, scenario.lang)
    )


def _refused_result(scenario: Scenario, problems: tuple[Diagnostic, ...], lang: str) -> ScenarioResult:
    """Return the result of a dossier that is refused."""
    line = _refused_expectation(scenario.then.diagnostic, problems)
    explanation = "" if line.holds else "\n".join(problem.to_text(lang) for problem in problems)
    return ScenarioResult(scenario, (line,), explanation, lang=lang)


def _refused_expectation(expected_codes: tuple[str, ...], problems: tuple[Diagnostic, ...]) -> Expectation:
    """Return the expectation that a dossier is refused: it holds exactly where these are the codes of its errors."""
    codes = sorted({problem.code for problem in problems if problem.severity == "error"})
    holds = bool(expected_codes) and sorted(set(expected_codes)) == codes
    wanted = ", ".join(sorted(set(expected_codes))) or Message("a dossier that is accepted")
    return Expectation("diagnostic", wanted, ", ".join(codes), holds, "diagnostic")
